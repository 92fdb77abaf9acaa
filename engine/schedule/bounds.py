"""Terms that are bounds: *until* a day, and *from* a day on.

An *until* begins with the plan (the order, where the day lies before the plan); the phrase does
not print a beginning, so that this is always a convention and marked as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from engine.calendar.periods import Period
from engine.calendar.recurrence import Recurrence, yearly
from engine.schedule.horizon import Horizon
from engine.schedule.kinds import until_kind
from engine.schedule.nodes import Term
from engine.schedule.occurring import Days, Due, from_day, month_of, until_day
from engine.schedule.proposals import other, windows
from engine.schedule.reading import Alternative, Kind


class Bounds(NamedTuple):
    """What an *until* or a *from* was read as, with the other readings of it."""

    due: Due
    others: tuple[Alternative, ...] = ()


def until(term: Term, plans: tuple[Horizon, ...], *, each_year: bool) -> Bounds:
    """Read an *until*: once where it names a year or the plan is short, else every year."""
    plan = plans[0]
    years = _years(term)
    doubts = frozenset({"until_start", term.doubt} - {""})
    if len(years) == 1 and not each_year:
        end = until_day(term, years[0])
        days = Days(_opening(end, plan), end, term.printed, until=True)
        return Bounds(Due((days,), recurs=False, doubts=doubts), tuple(_others(term, days, plan)))
    if years:
        first, last = years[0], plan.end.year if each_year else years[-1]
        found = tuple(_each_named(term, range(first, last + 1), plan))
    else:
        found = tuple(days for p in plans for days in _each_annual(term, p))
    recurs = len(found) > 1 or not plan.short
    due = Due(found, recurs=recurs, doubts=doubts, rule=_rule(found))
    return Bounds(due, tuple(_by_lessons(term, found, recurs=recurs)))


def _by_lessons(term: Term, found: tuple[Days, ...], *, recurs: bool) -> Iterator[Alternative]:
    """Give 31 May for the end of a school year, when lessons end, beside its last day."""
    if term.close.unit != "school-year" or term.close.edge != "end":
        return
    ends = [(days, date(days.end.year, 5, 31)) for days in found]
    earlier = [days._replace(end=end) for days, end in ends if days.start <= end]
    yield other(until_kind((term,), recurs=recurs), windows(earlier), "end_of_lessons")


def _rule(found: tuple[Days, ...]) -> Recurrence | None:
    """Make the rule for windows that begin with the years; a first one may begin with the plan."""
    starts = {(d.start.month, d.start.day) for d in found[1:]}
    return yearly(starts) if len(starts) == 1 else None


def _years(term: Term) -> list[int]:
    """List the years in which the bound's day lies, as far as they are printed."""
    if term.years is None or term.years.sort == "current":
        return []
    values = term.years.values
    if term.years.sort == "span":
        return list(range(values[0], values[-1] + 1))
    if term.years.sort == "school" and term.close.unit != "school-year":
        return [y + (month_of(term.close)[0] < 9) for y in values]
    return list(values)


def _opening(end: date, plan: Horizon) -> date:
    """Find the day on which the work can begin, when it has to be done by *end*."""
    if plan.start <= end:
        return plan.start
    if plan.order_date is not None and plan.order_date <= end:
        return plan.order_date
    return end


def _each_named(term: Term, years: range, plan: Horizon) -> Iterator[Days]:
    for year in years:
        end = until_day(term, year)
        start = max(date(end.year, 1, 1), plan.start)
        yield Days(min(start, end), end, term.printed, until=True)


def _each_annual(term: Term, plan: Horizon) -> Iterator[Days]:
    """Give the day in every year of the plan, from the first day of that year."""
    for year in plan.annual():
        for end in _days_inside(term, year):
            yield Days(year.start, end, term.printed, until=True)


def _days_inside(term: Term, period: Period) -> Iterator[date]:
    for year in range(period.start.year - 1, period.end.year + 1):
        end = until_day(term, year) if _exists(term, year) else None
        if end and period.start <= end <= period.end:
            yield end


def _exists(term: Term, year: int) -> bool:
    """29 February is no day of most years, and no mistake where no year is printed."""
    leap = (term.close.number, term.close.day) == (2, 29)
    return not leap or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


def _others(term: Term, days: Days, plan: Horizon) -> Iterator[Alternative]:
    """Give the other beginnings that an *until* may have, and a month counted the other way."""
    kind = until_kind((term,), recurs=False)
    yield from _by_lessons(term, (days,), recurs=False)
    if term.close.unit not in {"day", "weekday"} and not term.close.edge:
        turned = term._replace(inclusive=not term.inclusive)
        end = until_day(turned, _years(term)[0])
        yield other(
            kind,
            windows([Days(_opening(end, plan), end, term.printed, until=True)]),
            "last_month_in" if turned.inclusive else "last_month_out",
        )
    first = date(days.end.year, 1, 1)
    if plan.start < first:
        yield other(kind, windows([days._replace(start=first)]), "from_its_year")
    if plan.order_date and plan.order_date <= days.end and plan.order_date != days.start:
        yield other(kind, windows([days._replace(start=plan.order_date)]), "from_order")


def onward(term: Term, plans: tuple[Horizon, ...], *, each_year: bool) -> Bounds:
    """Read a *from*: to the end of the plan, or every year to its end."""
    plan = plans[0]
    years = _years(term)
    doubts = {term.doubt} - {""}
    if not years:
        found = tuple(days for p in plans for days in _each_from(term, p))
        return Bounds(Due(found, recurs=not plan.short, doubts=frozenset(doubts | {"from_end"})))
    start = from_day(term, years[0])
    rest = Horizon(start, plan.end)
    if start > plan.end:
        return Bounds(Due((), recurs=False, doubts=frozenset(doubts | {"from_end"})))
    parts = tuple(Days(p.start, p.end, term.printed) for p in rest.annual())
    whole = (Days(start, plan.end, term.printed),)
    if len(parts) > 1:
        doubts.add("from_end")
    alternative = other(Kind.FROM_DATE, windows(whole if each_year else parts), "one_per_year")
    chosen = parts if each_year else whole
    return Bounds(Due(chosen, recurs=False, doubts=frozenset(doubts)), (alternative,))


def _each_from(term: Term, plan: Horizon) -> Iterator[Days]:
    for period in plan.annual():
        for year in range(period.start.year - 1, period.end.year + 1):
            start = from_day(term, year)
            if period.start <= start <= period.end:
                yield Days(start, period.end, term.printed)
