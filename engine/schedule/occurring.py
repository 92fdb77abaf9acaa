"""When a term falls due: its days in the years that it names, or in every year of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from engine.calendar.periods import last_day
from engine.calendar.recurrence import Recurrence, days, yearly
from engine.schedule.horizon import DAY, Horizon
from engine.schedule.nodes import Edge, Point, ReversedSpan, Term, first_month


class Days(NamedTuple):
    """The days of one window before it has a label; ``cut`` where the plan's end cut it."""

    start: date
    end: date
    printed: int
    cut: bool = False
    until: bool = False
    """It is labelled by its last day."""


class Due(NamedTuple):
    """All windows of a term, whether they come back, and what is doubtful about them."""

    days: tuple[Days, ...]
    recurs: bool
    doubts: frozenset[str] = frozenset()
    rule: Recurrence | None = None


def month_of(point: Point) -> tuple[int, int]:
    """Give month and day with which a point begins, to compare places within a year."""
    if point.unit in {"day", "weekday", "month"}:
        return point.number, point.day if point.unit != "weekday" else 0
    return first_month(point.unit, point.number), 0


def crosses(term: Term) -> bool:
    """Say whether a span without years runs over New Year: ноябрь–май."""
    if term.last is None:
        return False
    if term.close.unit in {"year", "school-year"}:
        return term.close.unit == "school-year" and month_of(term.first)[0] >= 9
    return month_of(term.first)[0] > month_of(term.last)[0]


def in_year(term: Term, year: int) -> tuple[date, date]:
    """Give the days of a term that begins in *year*.

    Raises ImpossibleDate where the calendar has no such day.
    """
    start, end = term.first.days(term.first.year or year)
    if term.last is not None:
        close = term.last.year or year + crosses(term)
        end = bound(term.last, close) if term.inclusive is not False else until_day(term, close)
    if end < start:
        raise ReversedSpan(f"{start}..{end}")
    return start, end


def bound(point: Point, year: int) -> date:
    """Give the last day of a span that runs to the end of a point."""
    if point.unit == "school-year" and not point.year:
        year -= 1
    if point.edge == "end":
        return point._replace(edge="").days(year)[1]
    if point.edge == "begin":
        return point._replace(edge="").days(year)[0]
    return point.days(year)[1]


def named(term: Term, plan: Horizon) -> Due:
    """Give the days of a term that names its years, or takes them from its neighbours."""
    years = term.years
    if years is None or years.sort == "current":
        return _current(term, plan)
    doubts = {term.doubt} - {""}
    if years.sort == "school":
        return _in_school_years(term, years.values, plan, doubts)
    if years.sort == "span" and term.first.unit != "year":
        return _in_span(term, years.values, doubts)
    year = years.values[-1] if term.first.unit == "year" else years.values[0]
    if term.doubt == "earlier_year":
        year = _year_in_plan(term, year, plan)
    if term.last is None or term.first.year:
        start, end = in_year(term, year)
    else:
        start, end = in_year(term, year - crosses(term))
        if crosses(term):
            doubts.add("year_of_end")
    return Due((Days(start, end, term.printed),), recurs=False, doubts=frozenset(doubts))


def _year_in_plan(term: Term, year: int, plan: Horizon) -> int:
    """Choose the year for октябрь in «октябрь, март 2023»: the one before, if the plan has it."""
    before, same = (in_year(term, y) for y in (year, year + 1))
    return year if plan.holds(*before) or not plan.holds(*same) else year + 1


def _in_span(term: Term, years: tuple[int, ...], doubts: set[str]) -> Due:
    """Read ноябрь 2021–2023 гг. as every year; сентябрь–май 2021–2022 as one span."""
    first, last = years[0], years[-1]
    bare = term._replace(last=term.last and term.last._replace(year=0))
    winter = term.first.unit == "season" and term.first.number == 1
    if (crosses(bare) or winter) and last == first + 1:
        start, end = in_year(bare, first)
        return Due((Days(start, end, term.printed),), recurs=False, doubts=frozenset(doubts))
    if last == first + 1:
        doubts.add("years_or_school_year")
    each = (in_year(bare, year) for year in range(first, last + 1 - crosses(bare)))
    return Due(
        tuple(Days(a, b, term.printed) for a, b in each),
        recurs=True,
        doubts=frozenset(doubts),
        rule=rule_of((bare,)),
    )


def _in_school_years(term: Term, years: tuple[int, ...], plan: Horizon, doubts: set[str]) -> Due:
    if not years:
        return school_halves(term, plan)
    if term.first.unit == "school-year":
        start = in_year(term, years[0])[0]
        end = in_year(term, years[-1])[1]
        return Due((Days(start, end, term.printed),), recurs=False, doubts=frozenset(doubts))
    if term.first.unit == "half-year":
        halves = (_school_half(term, year) for year in years)
        return Due(tuple(halves), recurs=False, doubts=frozenset(doubts | {"school_half"}))
    bare = term._replace(last=term.last and term.last._replace(year=0))
    month = month_of(bare.first)[0]
    if 7 <= month <= 8:
        doubts.add("summer_of_school_year")
    each = (in_year(bare, year + (month < 9)) for year in years)
    return Due(
        tuple(Days(a, b, term.printed) for a, b in each), recurs=False, doubts=frozenset(doubts)
    )


def _school_half(term: Term, year: int) -> Days:
    """The halves of a school year: September to December, January to its end."""
    term.first.check()
    term.close.check()
    start = date(year, 9, 1) if term.first.number == 1 else date(year + 1, 1, 1)
    end = date(year, 12, 31) if term.close.number == 1 else date(year + 1, 8, 31)
    return Days(start, end, term.printed)


def school_halves(term: Term, plan: Horizon) -> Due:
    """The same half of every school year that the plan touches."""
    found = []
    for year in range(plan.start.year - 1, plan.end.year + 1):
        whole = _school_half(term, year)
        if plan.start <= whole.end and plan.start <= whole.start <= plan.end:
            found.append(whole._replace(end=min(whole.end, plan.end), cut=whole.end > plan.end))
    return Due(tuple(found), recurs=not plan.short, doubts=frozenset({"school_half"}))


def _current(term: Term, plan: Horizon) -> Due:
    """Read т.г.: the year of the order, the only year of the plan, or else every year."""
    bare = term._replace(years=None)
    if plan.order_date and plan.order_date.year in plan.years and not plan.short:
        one = Horizon(
            date(plan.order_date.year, 1, 1), date(plan.order_date.year, 12, 31), named=True
        )
        due = recurring(bare, one)
        return due._replace(recurs=False, doubts=due.doubts | {"current_year"})
    due = recurring(bare, plan)
    return due if plan.short else due._replace(doubts=due.doubts | {"current_year"})


def rule_of(terms: tuple[Term, ...]) -> Recurrence | None:
    """Make the rule for the first days of terms that come back every year."""
    points = [term.first for term in terms]
    for point in points:
        point.check()
    if len(points) == 1 and points[0].unit == "weekday":
        point = points[0]
        return Recurrence(months=(point.number,), weekdays=((point.week, point.day),))
    if any(p.unit == "weekday" for p in points):
        return None
    return yearly(_first_day(p) for p in points)


def _first_day(point: Point) -> tuple[int, int]:
    if point.unit == "day":
        return point.number, point.day
    if point.edge or point.day:
        start = point.days(2001)[0]
        return start.month, start.day
    return first_month(point.unit, point.number), 1


def recurring(term: Term, plan: Horizon) -> Due:
    """Give the days of a term without a year in every year of the plan, cut at its ends.

    A span that began before the plan does not count, unless it lies within one calendar year.
    """
    _check(term)
    rule = rule_of((term,))
    found = tuple(_kept(term, rule, plan))
    doubts = {term.doubt} - {""}
    if plan.short and len(found) > 1:
        found = (max(found, key=lambda d: (d.end - d.start, -d.start.toordinal())),)
        doubts.add("cut")
    if any(d.cut for d in found):
        doubts.add("cut")
    if _summer_first(term, plan):
        doubts.add("summer_of_school_year")
    return Due(found, recurs=not plan.short, doubts=frozenset(doubts), rule=rule)


def _summer_first(term: Term, plan: Horizon) -> bool:
    """August in a plan from September on may mean the August before it."""
    summer = 7 <= month_of(term.first)[0] <= 8 and term.sense == "in"
    return plan.short and summer and plan.start.month == 9 and plan.start.day == 1


def _kept(term: Term, rule: Recurrence | None, plan: Horizon) -> Iterator[Days]:
    assert rule is not None  # noqa: S101 one term always has a rule
    for begins in days(rule, date(plan.start.year - 1, 1, 1), plan.end):
        start, end = in_year(term, begins.year)
        whole = plan.start <= start
        if end < plan.start or start > plan.end or (not whole and end.year > start.year):
            continue
        yield Days(
            max(start, plan.start),
            min(end, plan.end),
            term.printed,
            cut=not whole or end > plan.end,
        )


def _check(term: Term) -> None:
    """Refuse days that no year has; 29 February is a day of some years."""
    term.close.days(2000)
    in_year(term, 2000)


def until_day(term: Term, year: int) -> date:
    """Give the last day that *until* reaches: до декабря ends on 30 November.

    A day is counted in; a longer point only where it says включительно, по, or конца.
    """
    point = term.close
    if point.unit in {"day", "weekday"} or point.edge == "middle":
        start, end = point.days(year)
        return _middle(point.edge, start, end)
    plain = point._replace(edge="", day=0, until=0) if point.edge else point
    start, end = plain.days(year)
    if point.edge == "end" or (term.inclusive and point.edge != "begin"):
        return end
    return start - DAY


def _middle(edge: Edge, start: date, end: date) -> date:
    """The middle of a month is its 15th; of a longer period, the end of its middle month."""
    if not edge:
        return end
    return start.replace(day=15) if start.day == 11 else last_day(end.year, end.month)


def from_day(term: Term, year: int) -> date:
    """Give the day with which с, начиная с and после begin."""
    start, end = term.first.days(year)
    return end + DAY if term.sense == "after" else start
