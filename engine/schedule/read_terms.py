"""Rules for cells with dated terms: every year, in the years printed, until, from, and lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from engine.schedule.bounds import Bounds, onward, until
from engine.schedule.cell import Cell
from engine.schedule.horizon import DAY, Horizon
from engine.schedule.kinds import kind_of, until_kind
from engine.schedule.nodes import Term
from engine.schedule.occurring import Days, Due, crosses, named, recurring, rule_of, school_halves
from engine.schedule.proposals import Proposal, annual, other, window, windows
from engine.schedule.reading import Alternative, Kind, Window

_EXTRA = ("external", "on_demand", "after_event")


def frame_plans(cell: Cell, plan: Horizon) -> tuple[Horizon, ...]:
    """Make a plan of each year, span of years or school year that frames the terms."""
    if not cell.frames:
        return (plan,)
    found = (_frame_plan(term, plan) for term in cell.frames)
    return tuple(frame for frame in found if frame is not None)


def _frame_plan(term: Term, plan: Horizon) -> Horizon | None:
    days = named(term._replace(sense="in"), plan).days
    if not days:
        return None
    if term.sense == "from" and term.last is None:
        start = days[0].start
        return Horizon(min(start, plan.end), plan.end, plan.order_date)
    return Horizon(days[0].start, days[-1].end, plan.order_date, named=True)


def terms_rule(cell: Cell, plan: Horizon) -> Proposal:
    """Read all dated terms, each in its own way, and put them together."""
    plans = frame_plans(cell, plan) if any(t.years is None for t in cell.dated) else (plan,)
    every_year = "yearly" in cell.names
    split = every_year or bool(cell.names & {"all_year", "always", "weekly"})
    parts = [_part(term, plans, every_year=every_year, split=split) for term in cell.dated]
    draft = _narrowed(cell, _together(cell, parts))
    return _with_surroundings(cell, plan, draft)


def _part(term: Term, plans: tuple[Horizon, ...], *, every_year: bool, split: bool) -> Bounds:
    if term.sense == "until":
        return until(term, plans, each_year=every_year)
    if term.sense in {"from", "after"}:
        return onward(term, plans, each_year=split)
    if term.inclusive is False and term.last is not None:
        return _last_month_out(term, plans, every_year=every_year, split=split)
    if term.years is None and term.first.unit == "half-year" and plans[0].by_school_years:
        return _half_of_school_year(term, plans[0])
    if term.years is None:
        return Bounds(_merged(recurring(term, plan) for plan in plans))
    if every_year and term.years.sort == "one":
        return _from_its_year_on(term, plans[0])
    return Bounds(named(term, plans[0]))


def _last_month_out(
    term: Term, plans: tuple[Horizon, ...], *, every_year: bool, split: bool
) -> Bounds:
    """Read «с марта до июня»: to the end of May, or else with June."""
    through = _part(term._replace(inclusive=None), plans, every_year=every_year, split=split)
    plain = term._replace(inclusive=None, last=term.close._replace(edge=""))
    kind = kind_of((plain,), recurs=through.due.recurs)
    with_last = other(kind, windows(through.due.days), "last_month_in")
    due = named(term, plans[0]) if term.years else _merged(recurring(term, p) for p in plans)
    return Bounds(due, (with_last,))


def _half_of_school_year(term: Term, plan: Horizon) -> Bounds:
    """Read I полугодие in a plan by school years: of the school year, or else of the calendar."""
    calendar = recurring(term, plan)
    kind = kind_of((term,), recurs=calendar.recurs)
    return Bounds(
        school_halves(term, plan), (other(kind, windows(calendar.days), "of_calendar_year"),)
    )


def _merged(dues: Iterable[Due]) -> Due:
    found = list(dues)
    days = tuple(d for due in found for d in due.days)
    doubts = frozenset(code for due in found for code in due.doubts)
    return Due(
        days,
        recurs=any(due.recurs for due in found) or len(found) > 1,
        doubts=doubts,
        rule=found[0].rule if found else None,
    )


def _from_its_year_on(term: Term, plan: Horizon) -> Bounds:
    """Read «август 2020 ежегодно»: that year, and every later one of the plan."""
    first = named(term, plan)
    days = (*first.days, *repeated(term, first.days[0], plan))
    once = other(kind_of((term,), recurs=False), windows(first.days), "that_year_only")
    doubts = first.doubts | {"year_and_yearly"}
    return Bounds(Due(days, recurs=True, doubts=doubts, rule=rule_of((term,))), (once,))


def repeated(term: Term, first: Days, plan: Horizon) -> Iterator[Days]:
    """Give the same days in every later year of the plan, cut at its end."""
    after = Horizon(date(first.start.year + 1, 1, 1), plan.end)
    if after.start > plan.end:
        return
    bare = term._replace(
        first=term.first._replace(year=0),
        last=term.last and term.last._replace(year=0),
        years=None,
    )
    if term.first.year and term.close.year > term.first.year and not crosses(bare):
        return
    for days in recurring(bare, after._replace(start=date(after.start.year, 1, 1))).days:
        yield days._replace(printed=first.printed)


def _narrowed(cell: Cell, draft: Proposal) -> Proposal:
    """Read «декабрь (1–15 декабря)» as the days in brackets, «III квартал (сентябрь)» as printed.

    A bound in brackets ends what is before it: «октябрь (не позднее 15 октября)».
    """
    if len(cell.dated) != 2 or not cell.opens_bracket(cell.dated[1]):
        return draft
    outer = [w for w in draft.windows if w.printed == cell.dated[0].printed]
    inner = [w for w in draft.windows if w.printed == cell.dated[1].printed]
    until = cell.dated[1].sense == "until"
    pairs = [(o, i) for o in outer for i in inner if o.start <= i.end <= o.end]
    if (
        not pairs
        or len(pairs) != len(inner)
        or not all(until or o.start <= i.start for o, i in pairs)
    ):
        return draft
    close = tuple(window(o.start, i.end) if until else i for o, i in pairs)
    fine = cell.dated[1].close.unit == "day"
    kept, rest = (close, tuple(outer)) if fine else (tuple(outer), close)
    kind = kind_of(cell.dated[:1], recurs=len(outer) > 1)
    return draft._replace(
        kind=kind,
        windows=tuple(sorted(kept)),
        rule=None,
        doubts=draft.doubts | {"narrowed"},
        alternatives=(other(kind, rest, "wider" if fine else "narrower"),),
    )


def _together(cell: Cell, parts: list[Bounds]) -> Proposal:
    recurs = any(part.due.recurs for part in parts) or "yearly" in cell.names
    found = windows(days for part in parts for days in part.due.days)
    doubts = frozenset(code for part in parts for code in part.due.doubts)
    kind = _kind(cell, recurs=recurs, found=found)
    alternatives = tuple(a for part in parts for a in part.others) if len(parts) == 1 else ()
    if len(parts) > 1 and kind in {Kind.UNTIL_LIST, Kind.YEARLY_UNTIL}:
        alternatives = (_one_after_the_other(kind, found),)
    draft = Proposal(kind, found, None, doubts, alternatives + _cut_away(kind, parts))
    if not recurs:
        return draft
    rules = [part.due.rule for part in parts]
    if len(parts) == 1:
        return draft._replace(rule=rules[0])
    inner = tuple(t for t in cell.dated if t.sense == "in")
    return draft._replace(rule=rule_of(inner) if len(inner) == len(cell.dated) else None)


def _one_after_the_other(kind: Kind, found: tuple[Window, ...]) -> Alternative:
    """Read «до 15 января, до 15 июля» so that the second begins when the first is over."""
    made: list[Window] = []
    for w in sorted(found, key=lambda each: each.end):
        before = [m.end for m in made if w.start <= m.end < w.end]
        start = before[-1] + DAY if before else w.start
        made.append(Window(start=start, end=w.end, label=w.label, printed=w.printed))
    return other(kind, made, "one_after_the_other")


def _kind(cell: Cell, *, recurs: bool, found: tuple[Window, ...]) -> Kind:
    terms = cell.dated
    senses = {term.sense for term in terms}
    if senses == {"until"}:
        return until_kind(terms, recurs=recurs)
    if not senses & {"in", "until"}:
        return Kind.YEARLY_FROM if recurs else Kind.FROM_DATE
    if len(senses) > 1:
        return Kind.YEARLY_MIXED_LIST if recurs else Kind.MIXED_LIST
    kind = kind_of(terms, recurs=recurs)
    if kind is Kind.MONTH_LIST and not recurs and _per_subitem(cell, found):
        return Kind.LIST_PER_SUBITEM
    return kind


def _per_subitem(cell: Cell, found: tuple[Window, ...]) -> bool:
    """Dates that are side by side, out of order, belong to things listed in another cell."""
    if len(found) < 2 or [w.printed for w in found] == sorted(w.printed for w in found):
        return False
    pairs = zip(cell.dated, cell.dated[1:], strict=False)
    return all(a.end == b.start for a, b in pairs)


def _cut_away(kind: Kind, parts: list[Bounds]) -> tuple[Alternative, ...]:
    """Where the plan's end cut a window: only the whole ones."""
    days = [d for part in parts for d in part.due.days]
    if not any(d.cut for d in days):
        return ()
    return (other(kind, windows(d for d in days if not d.cut), "whole_only"),)


def _with_surroundings(cell: Cell, plan: Horizon, draft: Proposal) -> Proposal:
    """Weigh the marks that are beside the terms: all year long, schedules, needs."""
    unused = cell.all("external", "on_demand", "after_event", "weekday")
    doubts = set(draft.doubts)
    if "on_demand" in cell.names:
        doubts.add("or_on_demand")
    if cell.mark("after_event") and any(
        m.which in {"in", "within"} for m in cell.all("after_event")
    ):
        doubts.add("or_after_event")
    beside = cell.names & {"all_year", "always", "weekly", "school_year", "whole"}
    bounds = any(term.sense != "in" for term in cell.dated)
    if not beside or bounds:
        return draft._replace(doubts=frozenset(doubts), unused=unused)
    kind = draft.kind
    if kind in {Kind.YEARLY_MONTH, Kind.MONTH, Kind.YEARLY_MONTH_RANGE} and "all_year" in beside:
        kind = Kind.YEARLY_MONTH_PLUS_ALL_YEAR
    unused = (*unused, *cell.all("all_year", "always", "weekly", "school_year", "whole"))
    rest = other(Kind.ALL_YEAR, annual(plan), "all_year")
    return draft._replace(
        kind=kind,
        doubts=frozenset(doubts | {"term_and_all_year"}),
        alternatives=(*draft.alternatives, rest),
        unused=unused,
    )


def frames_and_terms_rule(cell: Cell, plan: Horizon) -> Proposal:
    """Read years and dated terms that have years of their own as one list."""
    draft = terms_rule(cell, plan)
    framed = [d for term in cell.frames for d in named(term._replace(sense="in"), plan).days]
    inside = all(any(f.start <= w.start and w.end <= f.end for f in framed) for w in draft.windows)
    if inside:
        return draft._replace(doubts=draft.doubts | {"year_beside"})
    both = tuple(sorted({*draft.windows, *windows(framed)}))
    return draft._replace(
        kind=Kind.MIXED_LIST, windows=both, doubts=draft.doubts | {"year_beside"}, rule=None
    )
