"""Rules for recurrences: every quarter, twice a year, every month from September to May."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple, cast

from engine.calendar.periods import MONTHS_IN, Each, Period, named, split
from engine.calendar.recurrence import Recurrence, yearly
from engine.schedule.cell import Cell
from engine.schedule.horizon import Horizon
from engine.schedule.nodes import SIZE, Mark, Term
from engine.schedule.occurring import in_year
from engine.schedule.proposals import Proposal, other, spans
from engine.schedule.read_frames import school_year_rule
from engine.schedule.read_terms import frame_plans, terms_rule
from engine.schedule.reading import Alternative, Kind, Window

_KINDS: Final[dict[str, Kind]] = {
    "month": Kind.MONTHLY,
    "quarter": Kind.QUARTERLY,
    "half-year": Kind.HALF_YEARLY,
    "year": Kind.YEARLY,
    "school-year": Kind.SCHOOL_YEAR,
}
_RULES: Final[dict[str, Recurrence]] = {
    "month": Recurrence("MONTHLY", days=(1,)),
    "quarter": yearly((month, 1) for month in (1, 4, 7, 10)),
    "half-year": yearly([(1, 1), (7, 1)]),
    "year": yearly([(1, 1)]),
    "school-year": yearly([(9, 1)]),
}


class Stretches(NamedTuple):
    """The days in which something comes back, and what is doubtful about them."""

    plans: tuple[Horizon, ...]
    doubts: frozenset[str] = frozenset()


def stretches(cell: Cell, plan: Horizon) -> Stretches:
    """Find the days in which something comes back: long terms, years, school years, the plan."""
    if cell.dated:
        return _of_draft(terms_rule(cell, plan), plan)
    if cell.frames:
        return Stretches(frame_plans(cell, plan))
    if "school_year" in cell.names:
        return _of_draft(school_year_rule(cell, plan), plan)
    return Stretches((plan,))


def _of_draft(draft: Proposal, plan: Horizon) -> Stretches:
    plans = (Horizon(w.start, w.end, plan.order_date, named=True) for w in draft.windows)
    return Stretches(tuple(plans), draft.doubts - {"until_start", "from_end"})


def _framing(term: Term, unit: str) -> bool:
    """Say whether a term is longer than the unit, so that the unit comes back inside it."""
    if term.sense != "in":
        return term.years is not None or unit in {"month", "quarter"}
    size = SIZE[term.first.unit] if not term.first.day or term.first.unit == "day" else 10
    if term.last is not None:
        size = _length(term)
    return size > SIZE[unit] * 1.2


def _length(term: Term) -> int:
    try:
        start, end = in_year(term, 2021)
    except ValueError:
        return 1
    return (end - start).days + 1


def each_rule(cell: Cell, plan: Horizon) -> Proposal:
    """Read ежеквартально, раз в полугодие, ежемесячно с сентября по май."""
    mark = cell.mark("each", "times")
    assert mark is not None  # noqa: S101 the table asks for the mark first
    unit = cast("Each", mark.unit)
    several = sum(term.sense == "until" for term in cell.dated) > 1
    if cell.dated and (several or not all(_framing(term, unit) for term in cell.dated)):
        return _terms_instead(cell, plan, unit)
    if unit == "school-year" and not cell.terms:
        return _beside(cell, school_year_rule(cell, plan))
    return _beside(cell, _each(mark, unit, stretches(cell, plan)))


def _terms_instead(cell: Cell, plan: Horizon, unit: Each) -> Proposal:
    """Read 2 раза в год (май, октябрь): the months say which; their number should agree."""
    draft = terms_rule(cell, plan)
    agreed = len(cell.dated) * MONTHS_IN[unit] in {12, len(cell.dated) * 12}
    doubts = draft.doubts | (frozenset() if agreed else {"number_of_terms"})
    return draft._replace(doubts=doubts)


def _each(mark: Mark, unit: Each, stretch: Stretches) -> Proposal:
    plans = stretch.plans
    found: list[Window] = []
    cut = False
    for plan in plans:
        whole = split(plan.start, plan.end, unit)
        found += spans(plan.inside(_grouped(whole, mark.number if mark.name == "each" else 1)))
        cut = cut or not all(plan.holds(p.start, p.end) for p in whole)
    kind, doubts = _kind(mark, unit), _each_doubts(mark, unit) | stretch.doubts
    alternatives: tuple[Alternative, ...] = ()
    if cut:
        doubts |= {"cut"}
        kept = [w for w in found if len(w.label) <= len("2022-Q1") and ".." not in w.label]
        alternatives = (other(kind, kept, "whole_only"),)
    if unit == "half-year":
        alternatives = (*alternatives, *_half_years(plans, found))
    rule = _RULES[unit] if mark.number == 1 else _RULES[unit]._replace(interval=mark.number)
    if mark.name == "each" and mark.number > 1 and unit in {"quarter", "half-year"}:
        rule = Recurrence("MONTHLY", MONTHS_IN[unit] * mark.number, days=(1,))
    single = rule if mark.name == "each" else _RULES[unit]
    return Proposal(kind, tuple(sorted(set(found))), single, frozenset(doubts), alternatives)


def each_kind(unit: Each) -> Kind:
    """Name what comes back once in every unit."""
    return _KINDS[unit]


def _kind(mark: Mark, unit: Each) -> Kind:
    if mark.name == "times":
        return Kind.SEVERAL_A_MONTH if unit == "month" else Kind.SEVERAL_A_YEAR
    return Kind.SEVERAL_YEARS if mark.number > 1 and unit == "year" else _KINDS[unit]


def _each_doubts(mark: Mark, unit: Each) -> set[str]:
    doubts = set()
    if mark.name == "times" or mark.which == "times":
        doubts.add("times")
    if mark.number > 1:
        doubts.add("interval")
    if unit in {"half-year", "school-year"}:
        doubts.add("which_year")
    return doubts


def _half_years(plans: tuple[Horizon, ...], found: list[Window]) -> Iterator[Alternative]:
    if plans and (order_date := plans[0].order_date):
        later = [w for w in found if w.end >= order_date]
        yield other(Kind.HALF_YEARLY, later, "from_order")


def _grouped(periods: tuple[Period, ...], count: int) -> tuple[Period, ...]:
    """Put every *count* periods together, counted from the first."""
    if count <= 1:
        return periods
    groups = [periods[i : i + count] for i in range(0, len(periods), count)]
    return tuple(named(group[0].start, group[-1].end) for group in groups)


def _beside(cell: Cell, draft: Proposal) -> Proposal:
    doubts = draft.doubts | (cell.names & {"external", "on_demand", "after_event", "always"})
    return draft._replace(doubts=doubts, unused=cell.all("external", "on_demand", "after_event"))
