"""Rules for recurrences: every quarter, the third Thursday of each month, the 15th after a quarter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final, cast

from engine.schedule import workdays
from engine.schedule.cell import Cell
from engine.schedule.drafting import Draft, other, spans, window
from engine.schedule.nodes import SIZE, ImpossibleDate, Mark, Term
from engine.schedule.occurring import in_year
from engine.schedule.periods import MONTHS_IN, Each, Period, label, last_day, named, split
from engine.schedule.plan import DAY, Plan
from engine.schedule.read_frames import school_year_rule
from engine.schedule.read_terms import frame_plans, terms_rule
from engine.schedule.reading import Kind, Window
from engine.schedule.recurrence import Recurrence, days, yearly

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


def stretches(cell: Cell, plan: Plan) -> tuple[Plan, ...]:
    """Find the days in which something comes back: long terms, years, school years, the plan."""
    if cell.dated:
        return tuple(
            Plan(w.start, w.end, plan.order_date, named=True)
            for w in terms_rule(cell, plan).windows
        )
    if cell.frames:
        return frame_plans(cell, plan)
    if "school_year" in cell.names:
        return tuple(
            Plan(w.start, w.end, plan.order_date) for w in school_year_rule(cell, plan).windows
        )
    return (plan,)


def _framing(term: Term, unit: str) -> bool:
    """Say whether a term is longer than the unit, so that the unit comes back inside it."""
    if term.sense != "in":
        return True
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


def each_rule(cell: Cell, plan: Plan) -> Draft:
    """Read ежеквартально, раз в полугодие, ежемесячно с сентября по май."""
    mark = cell.mark("each", "times")
    assert mark is not None  # noqa: S101 the table asks for the mark first
    unit = cast("Each", mark.unit)
    if cell.dated and not all(_framing(term, unit) for term in cell.dated):
        return _terms_instead(cell, plan, unit)
    return _beside(cell, _each(mark, unit, stretches(cell, plan)))


def _terms_instead(cell: Cell, plan: Plan, unit: Each) -> Draft:
    """Read 2 раза в год (май, октябрь): the months say which; their number should agree."""
    draft = terms_rule(cell, plan)
    agreed = len(cell.dated) * MONTHS_IN[unit] in {12, len(cell.dated) * 12}
    doubts = draft.doubts | (frozenset() if agreed else {"number_of_terms"})
    return draft._replace(doubts=doubts)


def _each(mark: Mark, unit: Each, plans: tuple[Plan, ...]) -> Draft:
    found: list[Window] = []
    cut = False
    for plan in plans:
        whole = split(plan.start, plan.end, unit)
        found += spans(plan.inside(_grouped(whole, mark.count if mark.name == "each" else 1)))
        cut = cut or not all(plan.holds(p.start, p.end) for p in whole)
    kind, doubts = _kind(mark, unit), _each_doubts(mark, unit)
    alternatives = ()
    if cut:
        doubts |= {"cut"}
        kept = [w for w in found if len(w.label) <= len("2022-Q1") and ".." not in w.label]
        alternatives = (other(kind, kept, "whole_only"),)
    if unit == "half-year":
        alternatives = (*alternatives, *_half_years(plans[0], found))
    rule = _RULES[unit] if mark.count == 1 else _RULES[unit]._replace(interval=mark.count)
    if mark.name == "each" and mark.count > 1 and unit in {"quarter", "half-year"}:
        rule = Recurrence("MONTHLY", MONTHS_IN[unit] * mark.count, days=(1,))
    single = rule if mark.name == "each" else _RULES[unit]
    return Draft(kind, tuple(sorted(set(found))), single, frozenset(doubts), alternatives)


def each_kind(unit: Each) -> Kind:
    """Name what comes back once in every unit."""
    return _KINDS[unit]


def _kind(mark: Mark, unit: Each) -> Kind:
    if mark.name == "times":
        return Kind.SEVERAL_A_MONTH if unit == "month" else Kind.SEVERAL_A_YEAR
    return Kind.SEVERAL_YEARS if mark.count > 1 and unit == "year" else _KINDS[unit]


def _each_doubts(mark: Mark, unit: Each) -> set[str]:
    doubts = set()
    if mark.name == "times" or mark.which == "times":
        doubts.add("times")
    if mark.count > 1:
        doubts.add("interval")
    if unit in {"half-year", "school-year"}:
        doubts.add("which_year")
    return doubts


def _half_years(plan: Plan, found: list[Window]) -> Iterator[Alternative]:
    if plan.order_date:
        later = [w for w in found if w.end >= plan.order_date]
        yield other(Kind.HALF_YEARLY, later, "from_order")


def _grouped(periods: tuple[Period, ...], count: int) -> tuple[Period, ...]:
    """Put every *count* periods together, counted from the first."""
    if count <= 1:
        return periods
    groups = [periods[i : i + count] for i in range(0, len(periods), count)]
    return tuple(named(group[0].start, group[-1].end) for group in groups)


def _beside(cell: Cell, draft: Draft) -> Draft:
    doubts = draft.doubts | (cell.names & {"external", "on_demand", "after_event", "always"})
    return draft._replace(doubts=doubts, unused=cell.all("external", "on_demand", "after_event"))
