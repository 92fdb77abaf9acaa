"""Rules for cells without a dated term: years, school years, all year long, schedules, needs."""

from __future__ import annotations

from datetime import date
from typing import Final

from engine.calendar.periods import split
from engine.calendar.recurrence import Recurrence, yearly
from engine.schedule.cell import Cell
from engine.schedule.horizon import Horizon
from engine.schedule.kinds import kind_of
from engine.schedule.nodes import Term
from engine.schedule.occurring import named
from engine.schedule.proposals import Proposal, annual, other, over_all, spans, window
from engine.schedule.read_terms import frame_plans
from engine.schedule.reading import Alternative, Kind, Problem, Window

_YEARLY: Final = yearly([(1, 1)])
_SCHOOL: Final = yearly([(9, 1)])
_OUTSIDE: Final[tuple[tuple[str, Kind, Problem], ...]] = (
    ("external", Kind.EXTERNAL, "external"),
    ("on_demand", Kind.ON_DEMAND, "on_demand"),
    ("after_event", Kind.AFTER_EVENT, "after_event"),
)


def annual_rule(*plans: Horizon) -> Recurrence:
    """Make the rule for the first days of the years in which the plans are reported."""
    return _SCHOOL if plans[0].by_school_years else _YEARLY


def years_rule(cell: Cell, plan: Horizon) -> Proposal:
    """Read 2021, 2021–2023, 2022–2023 учебный год; with ежегодно or постоянно one each year."""
    plans = frame_plans(cell, plan)
    from_year = any(term.sense == "from" and term.last is None for term in cell.frames)
    if cell.names & {"yearly", "all_year", "always", "weekly"}:
        draft = _each_year_of(cell, plans)
    elif from_year:
        draft = _since(plans)
    else:
        draft = _as_printed(cell, plan)
    return _with_schedule(cell, Kind.YEAR_EXTERNAL, _doubted(cell, draft))


def _doubted(cell: Cell, draft: Proposal) -> Proposal:
    doubts = {term.doubt for term in cell.frames} - {""}
    return draft._replace(doubts=draft.doubts | doubts)


def _since(plans: tuple[Horizon, ...]) -> Proposal:
    each = other(Kind.YEARLY, annual(*plans), "one_per_year")
    doubts = frozenset({"from_end"} if len(each.windows) > 1 else ())
    return Proposal(Kind.FROM_DATE, over_all(*plans), None, doubts, (each,))


def _each_year_of(cell: Cell, plans: tuple[Horizon, ...]) -> Proposal:
    kind = _annual_kind(cell)
    found = annual(*plans)
    if all(t.first.unit == "school-year" and t.sense == "from" for t in cell.frames):
        return _each_school_year_of(kind, found, plans)
    doubts = frozenset({"always"} if "always" in cell.names else ())
    rule = annual_rule(*plans) if len(found) > 1 else None
    whole = other(kind, over_all(*plans), "one_over_all")
    return Proposal(kind, found, rule, doubts, (whole,) if doubts else ())


def _each_school_year_of(
    kind: Kind, found: tuple[Window, ...], plans: tuple[Horizon, ...]
) -> Proposal:
    """Read «с 2022/23 уч.г. ежегодно»: by school years, or else by calendar years."""
    each = (p for plan in plans for p in plan.inside(split(plan.start, plan.end, "school-year")))
    schools = tuple(sorted(set(spans(each))))
    calendar = (other(kind, found, "calendar_years"),)
    return Proposal(kind, schools, _SCHOOL, frozenset({"school_year"}), calendar)


def _annual_kind(cell: Cell) -> Kind:
    if "all_year" in cell.names:
        return Kind.ALL_YEAR
    if "yearly" in cell.names:
        return Kind.YEARLY
    return Kind.CONTINUOUS


def _as_printed(cell: Cell, plan: Horizon) -> Proposal:
    found = [
        window(d.start, d.end, d.printed) for term in cell.frames for d in named(term, plan).days
    ]
    kind = kind_of(cell.frames, recurs=False)
    draft = Proposal(kind, tuple(sorted(set(found))))
    if kind is not Kind.YEAR_SPAN:
        return draft
    return draft._replace(doubts=frozenset({"span"}), alternatives=_of_span(cell.frames[0], plan))


def _of_span(term: Term, plan: Horizon) -> tuple[Alternative, ...]:
    """Give the other readings of 2021–2022: a school year, a window a year, cut to the plan."""
    first, last = term.first.year, term.close.year
    whole = Horizon(date(first, 1, 1), date(last, 12, 31), named=True)
    found = []
    if last == first + 1:
        school = window(date(first, 9, 1), date(last, 8, 31))
        found.append(other(Kind.SCHOOL_YEAR, [school], "school_year"))
    if (
        not plan.holds(whole.start, whole.end)
        and whole.start <= plan.end
        and plan.start <= whole.end
    ):
        cut = window(max(whole.start, plan.start), min(whole.end, plan.end))
        found.append(other(Kind.YEAR_SPAN, [cut], "cut_to_plan"))
    years = spans(split(whole.start, whole.end, "year"))
    found.append(other(Kind.YEARLY, years, "one_per_year"))
    return tuple(found)


def school_year_rule(cell: Cell, plan: Horizon) -> Proposal:
    """Read в течение учебного года: the school years that begin inside the plan, cut at its end."""
    periods = split(plan.start, plan.end, "school-year")
    begun = tuple(p for p in periods if p.start >= plan.start or plan.begins_in_autumn()) or periods
    inside = spans(plan.inside(begun))
    whole = [w for w in inside if plan.holds(w.start, w.end) and _is_whole(w)]
    cut = len(whole) < len(inside)
    doubts = frozenset({"school_year_cut" if cut else "school_year_unnamed"})
    return _with_schedule(
        cell,
        Kind.ALL_YEAR_EXTERNAL,
        Proposal(
            Kind.SCHOOL_YEAR,
            inside,
            _SCHOOL if len(inside) > 1 else None,
            doubts,
            (other(Kind.SCHOOL_YEAR, whole, "whole_only"),) if cut and whole else (),
        ),
    )


def _is_whole(found: Window) -> bool:
    return found.label.endswith("-S")


def all_year_rule(cell: Cell, plan: Horizon) -> Proposal:
    """Read в течение года, ежегодно: one window for every year of the plan."""
    kind = _annual_kind(cell)
    found = annual(plan)
    doubts: set[str] = set()
    alternatives: list[Alternative] = []
    if cell.names & {"always", "weekly"}:
        doubts.add("always")
        alternatives.append(other(kind, over_all(plan), "one_over_all"))
    if plan.end.year > plan.start.year and (plan.short or plan.by_school_years):
        doubts.add("year_of_plan")
        calendar = spans(plan.inside(split(plan.start, plan.end, "year")))
        alternatives.append(other(kind, calendar, "calendar_years"))
    rule = annual_rule(plan) if len(found) > 1 else None
    draft = Proposal(kind, found, rule, frozenset(doubts), tuple(alternatives))
    external = Kind.YEARLY_EXTERNAL if kind is Kind.YEARLY else Kind.ALL_YEAR_EXTERNAL
    return _with_schedule(cell, external, draft)


def whole_rule(cell: Cell, plan: Horizon) -> Proposal:
    """Read весь период: one window over the plan."""
    each = other(Kind.YEARLY, annual(plan), "one_per_year")
    doubts = frozenset({"span"} if len(each.windows) > 1 else ())
    draft = Proposal(Kind.WHOLE_HORIZON, over_all(plan), None, doubts, (each,))
    return _with_schedule(cell, Kind.ALL_YEAR_EXTERNAL, draft)


def _with_schedule(cell: Cell, kind: Kind, draft: Proposal) -> Proposal:
    """Keep the frame where a schedule, a need or an event is named beside it, and say so."""
    for name, alone, _ in _OUTSIDE:
        if name in cell.names:
            return draft._replace(
                kind=kind if name == "external" else draft.kind,
                doubts=draft.doubts | {name},
                alternatives=(*draft.alternatives, other(alone, (), name)),
                problems=draft.problems,
            )
    return draft


def outside_rule(cell: Cell, plan: Horizon) -> Proposal:
    """Read a cell that only names a schedule, a need or an event: no window."""
    del plan
    present = [(kind, problem) for name, kind, problem in _OUTSIDE if name in cell.names]
    kind, problem = present[0]
    doubts = frozenset({"several_conditions"} if len(present) > 1 else ())
    return Proposal(kind, doubts=doubts, problems=(problem,))
