"""The rule for «август 2020, далее ежегодно»: a first term, and what follows from then on."""

from __future__ import annotations

from datetime import date
from typing import cast

from engine.calendar.periods import Each, split
from engine.schedule.arranging import is_frame
from engine.schedule.bounds import until
from engine.schedule.cell import Cell
from engine.schedule.horizon import DAY, Horizon
from engine.schedule.kinds import kind_of, until_kind
from engine.schedule.nodes import Mark, Piece, Term
from engine.schedule.occurring import Days, named, recurring, rule_of
from engine.schedule.proposals import Proposal, other, over_all, spans, windows
from engine.schedule.read_terms import repeated
from engine.schedule.reading import Kind, Window


def then_rule(cell: Cell, plan: Horizon) -> Proposal:
    """Read the first term, and then every year, every period or all the time."""
    before, after = _parts(cell)
    first = [p for p in before if isinstance(p, Term)]
    later = [p for p in after if isinstance(p, Term)]
    marks = {p.name: p for p in after if isinstance(p, Mark)}
    if not first or any(term.sense not in {"in", "until"} for term in first):
        return Proposal(Kind.UNREADABLE, problems=("term_unread",), doubts=frozenset({"then"}))
    opening = [days for term in first for days in _opening(term, plan)]
    if not opening:
        return Proposal(kind_of(tuple(first), recurs=False), doubts=frozenset({"then"}))
    if later:
        return _then_terms(first, opening, later, plan)
    each = marks.get("each")
    if each is not None:
        return _then_each(opening, cast("Each", each.unit), plan)
    if "yearly" in marks or getattr(marks.get("then"), "which", "") == "yearly":
        return _then_yearly(first, opening, plan)
    if all(is_frame(term) for term in first):
        return _years_on(opening, plan)
    if marks.keys() & {"always", "all_year", "weekly"}:
        return _then_always(first, opening, plan)
    doubts = frozenset({"then"})
    return Proposal(kind_of(tuple(first), recurs=False), windows(opening), None, doubts)


def then_on_demand_rule(cell: Cell, plan: Horizon) -> Proposal:
    """Read the first term; what follows is left to who needs it."""
    opening = [days for term in cell.dated for days in _opening(term, plan)]
    kind = kind_of(cell.dated, recurs=False)
    return Proposal(kind, windows(opening), None, frozenset({"then"}))


def _parts(cell: Cell) -> tuple[list[Piece], list[Piece]]:
    """Part the cell at далее, which goes with what follows; ежегодно before it does so too."""
    place = next(i for i, p in enumerate(cell.pieces) if isinstance(p, Mark) and p.name == "then")
    return cell.pieces[:place], cell.pieces[place:]


def _opening(term: Term, plan: Horizon) -> tuple[Days, ...]:
    """Find the first days of a term; one without a year falls due first in the plan's first."""
    if term.sense == "until":
        return until(term, (plan,), each_year=False).due.days[:1]
    if term.years is not None:
        return named(term, plan).days
    return recurring(term, plan).days[:1]


def _then_yearly(first: list[Term], opening: list[Days], plan: Horizon) -> Proposal:
    """Repeat the first terms in every later year."""
    if all(is_frame(term) for term in first):
        return _years_then_yearly(first, opening, plan)
    rest = [d for term, days in zip(first, opening, strict=False) for d in _again(term, days, plan)]
    bounds = all(term.sense == "until" for term in first)
    kind = kind_of(tuple(_bare(term) for term in first), recurs=True)
    kind = Kind.YEARLY_UNTIL if bounds else kind
    return Proposal(kind, windows([*opening, *rest]), rule_of(tuple(first)))


def _again(term: Term, days: Days, plan: Horizon) -> list[Days]:
    if term.sense == "until":
        return _later_bounds(term._replace(years=None), days.end, plan)
    return list(repeated(term, days, plan))


def _years_on(opening: list[Days], plan: Horizon) -> Proposal:
    """Read «2022 год и далее»: from that year on, to the end of the plan."""
    start = min(d.start for d in opening)
    whole = Horizon(start, max(plan.end, *(d.end for d in opening)), named=True)
    each = [*windows(opening), *_years_after(max(d.end for d in opening), plan)]
    return Proposal(
        Kind.FROM_DATE,
        over_all(whole),
        doubts=frozenset({"then"}),
        alternatives=(other(Kind.YEARLY, each, "one_per_year"),),
    )


def _bare(term: Term) -> Term:
    return term._replace(
        first=term.first._replace(year=0), last=term.last and term.last._replace(year=0)
    )


def _years_then_yearly(first: list[Term], opening: list[Days], plan: Horizon) -> Proposal:
    end = max(d.end for d in opening)
    single = first[-1].last is None
    each_year: Each = "school-year" if first[-1].first.unit == "school-year" else "year"
    rest = _years_after(end, plan, each_year)
    found = tuple(sorted({*windows(opening), *rest}))
    if single:
        return Proposal(Kind.YEARLY, found, rule_of(tuple(first)))
    whole = Horizon(opening[0].start, end, named=True)
    each = [*spans(split(whole.start, whole.end, "year")), *rest]
    alternative = other(Kind.YEARLY, each, "one_per_year")
    return Proposal(Kind.YEAR_SPAN_THEN_YEARLY, found, None, frozenset({"span"}), (alternative,))


def _years_after(end: date, plan: Horizon, each: Each = "year") -> tuple[Window, ...]:
    after = Horizon(end + DAY, plan.end)
    if after.start > plan.end:
        return ()
    return spans(after.inside(split(after.start, after.end, each)))


def _then_each(opening: list[Days], unit: Each, plan: Horizon) -> Proposal:
    """Go on with every quarter (half-year, month) that begins after the first term."""
    end = max(d.end for d in opening)
    periods = [p for p in split(end, plan.end, unit) if p.start > end] if end < plan.end else []
    later = spans(plan.inside(tuple(periods)))
    kind = {"month": Kind.MONTHLY, "quarter": Kind.QUARTERLY}.get(unit, Kind.HALF_YEARLY)
    return Proposal(kind, tuple(sorted({*windows(opening), *later})), None, frozenset({"then"}))


def _then_always(first: list[Term], opening: list[Days], plan: Horizon) -> Proposal:
    """Go on all the time: to the end of the year in which the term begins, and every later year.

    What goes on after a bound has no days of its own: the bound is read, the rest offered.
    """
    begun = min(opening, key=lambda d: d.start)
    year = Horizon(begun.start, max(begun.end, min(plan.end, date(begun.start.year, 12, 31))))
    on = tuple(sorted({*over_all(year), *_years_after(year.end, plan)}))
    once = windows(opening)
    doubts = frozenset({"then"})
    if first[0].sense == "until":
        kind = until_kind(tuple(first), recurs=False)
        return Proposal(kind, once, None, doubts, (other(Kind.CONTINUOUS, on, "then_always"),))
    kind = kind_of(tuple(first), recurs=False)
    return Proposal(Kind.CONTINUOUS, on, None, doubts, (other(kind, once, "first_only"),))


def _then_terms(
    first: list[Term], opening: list[Days], later: list[Term], plan: Horizon
) -> Proposal:
    """Go on with other terms, every year from then on."""
    end = max(d.end for d in opening)
    after = Horizon(end + DAY, plan.end) if end < plan.end else None
    rest: list[Days] = []
    for term in later:
        if term.years is not None:
            rest += named(term, plan).days
        elif after is not None and term.sense == "in":
            rest += [d for d in recurring(term, after).days if not d.cut]
        elif term.sense == "until":
            rest += _later_bounds(term, end, plan)
    bounds = all(term.sense == "until" for term in (*first, *later))
    kind = Kind.YEARLY_UNTIL if bounds else kind_of((*first, *later), recurs=True)
    return Proposal(kind, windows([*opening, *rest]), None, frozenset({"then"}))


def _later_bounds(term: Term, end: date, plan: Horizon) -> list[Days]:
    """Give a bound in the years after the first one."""
    later = Horizon(date(end.year + 1, 1, 1), plan.end) if end.year < plan.end.year else None
    return [*until(term, (later,), each_year=True).due.days] if later else []
