"""One occurrence: both deadlines, what it counts as, what came of it, what comes next."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from engine.answers.names import Names
from engine.projections import discipline
from engine.projections.clocks import View
from engine.projections.discipline import State
from engine.projections.references import Found
from engine.workflows.occurrence import lifecycle
from engine.workflows.occurrence.state import Occurrence


class OccurrenceAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An occurrence as it is, with its three deadlines and what it counts as by each of them.

    ``deadline`` and ``state``: by the one in force, which has to be kept now; ``counted_…``: by
    that of the headline figures; ``original_…``: as first approved. ``recorded_on`` is the day in
    the office on which the report was recorded, ``recorded_late`` whether that was after the
    counted deadline though the work was not; ``next`` are the steps that lead on from its
    ``status``.
    """

    rehearsal: bool
    reference: str
    title: str
    item: str
    key: str
    status: str
    state: State
    counted_state: State
    original_state: State
    start: date | None
    deadline: date | None
    counted_deadline: date | None
    original_deadline: date | None
    lead: str | None
    lead_name: str
    co_executors: tuple[str, ...]
    started_on: date | None
    reported_on: date | None
    reported_at: datetime | None
    recorded_on: date | None
    recorded_late: bool
    completeness: str | None
    verdict: str | None
    evaluated_on: date | None
    executed_on: date | None
    cancelled_on: date | None
    reports: int
    returns: int
    next: tuple[str, ...]


def occurrence(
    found: Found, state: Occurrence, view: View, names: Names, *, rehearsal: bool
) -> OccurrenceAnswer:
    """Return how *state*, an occurrence of the measure *found*, is on the day of *view*."""
    item = next((one for one in found.measure.items if one.item == state.item), None)
    return OccurrenceAnswer(
        rehearsal=rehearsal,
        reference=found.occurrence(state.key),
        title=found.measure.title,
        item=item.title if item else "",
        key=state.key,
        status=state.status,
        state=discipline.state(state, view.day, discipline.duty),
        counted_state=discipline.state(state, view.day, discipline.counted),
        original_state=discipline.state(state, view.day, discipline.original),
        start=state.start,
        deadline=state.current_deadline,
        counted_deadline=state.counted_deadline,
        original_deadline=state.original_deadline,
        lead=state.lead,
        lead_name=names(state.lead) if state.lead else "",
        co_executors=state.co_executors,
        started_on=state.started_on,
        reported_on=state.reported_on,
        reported_at=state.reported_at,
        recorded_on=view.day_of(state.reported_at) if state.reported_at else None,
        recorded_late=discipline.is_recorded_late(state, view),
        completeness=state.completeness,
        verdict=state.verdict,
        evaluated_on=state.evaluated_on,
        executed_on=state.executed_on,
        cancelled_on=state.cancelled_on,
        reports=state.reports,
        returns=state.returns,
        next=lifecycle.possible(state.status),
    )
