"""Days that a cell takes out again: ежемесячно, кроме июля и августа."""

from __future__ import annotations

from engine.schedule.cell import Cell
from engine.schedule.horizon import Horizon
from engine.schedule.nodes import Term
from engine.schedule.occurring import Days, named, recurring
from engine.schedule.proposals import Proposal, other


def without(cell: Cell, draft: Proposal, plan: Horizon) -> Proposal:
    """Drop the windows that lie within the days excepted; all of them are the other reading.

    A window that only touches these days is kept whole.
    """
    if not cell.excepted:
        return draft
    out = [days for term in cell.excepted for days in _days(term, plan)]
    kept = tuple(
        w for w in draft.windows if not any(d.start <= w.start and w.end <= d.end for d in out)
    )
    everything = other(draft.kind, draft.windows, "nothing_excepted")
    return draft._replace(
        windows=kept,
        alternatives=(everything, *draft.alternatives),
        doubts=draft.doubts | {"excepted"},
        rule=draft.rule if kept == draft.windows else None,
    )


def _days(term: Term, plan: Horizon) -> tuple[Days, ...]:
    due = recurring(term, plan) if term.years is None else named(term, plan)
    return due.days
