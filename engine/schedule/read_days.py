"""Rules for days that come back: the third Thursday, the 25th, the 15th after each quarter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, cast

from engine.calendar import workdays
from engine.calendar.periods import Each, Period, label, last_day, split
from engine.calendar.recurrence import Recurrence, days, yearly
from engine.schedule.cell import Cell
from engine.schedule.horizon import DAY, Horizon
from engine.schedule.nodes import ImpossibleDate, Mark
from engine.schedule.proposals import Proposal, other, spans, window
from engine.schedule.read_each import each_kind, stretches
from engine.schedule.reading import Kind, Window

_MONTHLY: Final = Recurrence("MONTHLY", days=(1,))


def weekday_rule(cell: Cell, plan: Horizon) -> Proposal:
    """Read третий четверг месяца: that day of every month."""
    mark = cell.mark("weekday")
    assert mark is not None  # noqa: S101 the table asks for the mark first
    weekdays = tuple((week, mark.number) for week in mark.days)
    rule = Recurrence("MONTHLY", weekdays=weekdays)
    if mark.unit == "quarter":
        rule = Recurrence(months=(1, 4, 7, 10), weekdays=weekdays)
    plans, doubts = stretches(cell, plan)
    found = {window(day, day) for p in plans for day in days(rule, p.start, p.end)}
    months = (p for stretch in plans for p in stretch.inside(split(*stretch[:2], "month")))
    return Proposal(
        Kind.MONTHLY,
        tuple(sorted(found)),
        rule,
        doubts | {"weekday"},
        (other(Kind.MONTHLY, spans(months), "whole_months"),),
        unused=cell.all("external", "on_demand", "after_event"),
    )


def month_day_rule(cell: Cell, plan: Horizon) -> Proposal:
    """Read до 25 числа, ежемесячно 5 числа: in every month, or in the months that are named."""
    mark = cell.mark("month_day")
    assert mark is not None  # noqa: S101 the table asks for the mark first
    each = cell.mark("each", "times")
    if each is not None and each.unit in {"quarter", "half-year"} and not cell.dated:
        return _in_period(cell, plan, mark, cast("Each", each.unit))
    if "yearly" in cell.names and not cell.dated and each is None:
        return Proposal(Kind.UNREADABLE, problems=("term_unread",), doubts=frozenset({"no_month"}))
    found = [w for p in stretches(cell, plan).plans for w in _each_month(p, mark)]
    kind = Kind.MONTHLY if not cell.dated or each else Kind.YEARLY_UNTIL
    doubts = frozenset({"month_day"} if mark.until or cell.dated or mark.working else ())
    rule = None if mark.working or cell.dated else _MONTHLY
    if rule and (not mark.until or mark.number > 1):
        rule = _on_days(mark.days if not mark.until else (mark.number,))
    previous = other(kind, _reported(plan, mark, "month"), "on_month_before")
    plain = mark.until and mark.number == 1 and not cell.dated
    alternatives = (previous,) if plain else ()
    return Proposal(kind, tuple(sorted(set(found))), rule, doubts, alternatives)


def _on_days(numbers: tuple[int, ...]) -> Recurrence:
    """Make the rule for days of each month; from the 29th on, or else the last day."""
    if len(numbers) == 1 and numbers[0] > 28:
        return Recurrence("MONTHLY", days=tuple(range(28, numbers[0] + 1)), places=(-1,))
    return Recurrence("MONTHLY", days=tuple(sorted(numbers)))


def _each_month(plan: Horizon, mark: Mark) -> Iterator[Window]:
    for month in split(plan.start, plan.end, "month"):
        for number in mark.days:
            day = _day(month.start, number, working=mark.working)
            first = month.start.replace(day=min(mark.number, day.day))
            start = max(first, plan.start) if mark.until else day
            if plan.start <= day <= plan.end:
                yield window(start, day, until=mark.until and mark.number == 1)


def _day(month: date, number: int, *, working: bool) -> date:
    """Find a day of a month by its number; a month that is too short gives its last."""
    if working:
        return workdays.nth(month.year, month.month, number)
    last = last_day(month.year, month.month)
    return last if number < 0 else last.replace(day=min(number, last.day))


def report_rule(cell: Cell, plan: Horizon) -> Proposal:
    """Read до 15 числа месяца, следующего за отчетным: after every whole period of the plan."""
    mark = cell.mark("report")
    assert mark is not None  # noqa: S101 the table asks for the mark first
    unit = _reported_unit(cell, mark)
    stretch = stretches(cell, plan).plans
    found = [w for p in stretch for w in _reported(p, mark, unit)]
    kind = each_kind(unit)
    periods = (p for s in stretch for p in s.inside(split(s.start, s.end, unit)))
    return Proposal(
        kind,
        tuple(sorted(set(found))),
        _report_rule(unit, mark),
        frozenset({"reporting_day"}),
        (other(kind, spans(periods), "the_periods_themselves"),),
        unused=cell.all("external", "on_demand", "after_event"),
        free=True,
    )


def _reported_unit(cell: Cell, mark: Mark) -> Each:
    if mark.month or mark.unit == "year":
        return "year"
    each = cell.mark("each", "times")
    if mark.unit:
        return cast("Each", mark.unit)
    if each is not None:
        return cast("Each", each.unit)
    return "year" if "yearly" in cell.names else "month"


def _report_rule(unit: Each, mark: Mark) -> Recurrence:
    if mark.which in {"last", "first"} or unit == "month":
        months = {"quarter": (3, 6, 9, 12), "half-year": (6, 12), "year": (12,)}.get(unit, ())
        if mark.which == "first":
            months = tuple(m - {"quarter": 2, "half-year": 5}.get(unit, 0) for m in months)
        return yearly((m, 1) for m in months) if months else _MONTHLY
    months = {"quarter": (1, 4, 7, 10), "half-year": (1, 7)}.get(unit, (1,))
    return yearly((m, 1) for m in months)


def _in_period(cell: Cell, plan: Horizon, mark: Mark, unit: Each) -> Proposal:
    """Read ежеквартально до 5 числа: it does not say of which month, and both are offered."""
    after = mark._replace(name="report", which="next")
    within = mark._replace(name="report", which="last")
    early = max(mark.days) <= 15 and -1 not in mark.days
    plans = stretches(cell, plan).plans
    first = [w for p in plans for w in _reported(p, after if early else within, unit)]
    second = [w for p in plans for w in _reported(p, within if early else after, unit)]
    note = "last_month_of_period" if early else "month_after_period"
    return Proposal(
        each_kind(unit),
        tuple(sorted(set(first))),
        _report_rule(unit, after if early else within),
        frozenset({"reporting_day"}),
        (other(each_kind(unit), second, note),),
        free=early,
    )


def _reported(plan: Horizon, mark: Mark, unit: Each) -> Iterator[Window]:
    """Give the days of the reports on the whole periods of a plan."""
    if mark.which in {"last", "first"}:
        yield from _inside_periods(plan, mark, unit)
        return
    periods = split(plan.start, plan.end, unit)
    whole = [p for p in periods if plan.holds(p.start, p.end)]
    for period in whole or _due_inside(plan, mark, periods):
        for number in mark.days:
            start, day = _due(period, mark, number)
            yield Window(start=start, end=day, label=period.label, printed=1)


def _due_inside(plan: Horizon, mark: Mark, periods: tuple[Period, ...]) -> list[Period]:
    """Where a plan holds no whole period: those whose report is due while it runs."""
    due = ((p, _due(p, mark, mark.days[0])) for p in periods)
    return [p for p, (start, day) in due if plan.holds(start, day)]


def _due(period: Period, mark: Mark, number: int) -> tuple[date, date]:
    """Find the days on which the report on a period is due, from the 1st of month or year."""
    after = period.end + DAY
    if mark.month:
        try:
            day = date(after.year, mark.month, number)
        except ValueError:
            raise ImpossibleDate(f"{number}.{mark.month}") from None
        return (after if mark.until else day), day
    day = _day(after, number, working=mark.working)
    return (after if mark.until else day), day


def _inside_periods(plan: Horizon, mark: Mark, unit: Each) -> Iterator[Window]:
    """Give a day of the last (first) month of each period."""
    for period in split(plan.start, plan.end, unit):
        month = period.end.replace(day=1) if mark.which == "last" else period.start
        for number in mark.days:
            day = _day(month, number, working=mark.working)
            if plan.start <= day <= plan.end:
                start = max(month, plan.start) if mark.until else day
                yield Window(start=start, end=day, label=label(period.start, period.end), printed=1)
