"""What takes a decision back restores what that decision had changed, and the state before it."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from engine.events import occurrences as events
from engine.events import retractions
from engine.events.occurrences import OccurrenceEvent
from engine.workflows.occurrence.evolving import RETRACTABLE
from engine.workflows.vocabulary import RETRACTS
from tests.support.deciding import (
    DAY,
    HISTORIES,
    SUPERVISOR,
    TODAY,
    Past,
    cancelled,
    evaluated,
    given,
    lapsed,
    planned,
    reinstated,
    reopened,
    reported,
    returned,
    started,
)

LATE = DAY + timedelta(days=3)
UNDER_WAY = (planned(), started())
REPORTED = (*UNDER_WAY, reported(completeness="partly", received_on=DAY))
JUDGED = (*REPORTED, evaluated(verdict="partly", executed_on=DAY, control_by=TODAY))
OFF = (*UNDER_WAY, cancelled(source="in_progress"))

DECISIONS: dict[type[OccurrenceEvent], tuple[tuple[Past, ...], Past]] = {
    events.ExecutionEvaluated: (REPORTED, JUDGED[-1]),
    events.ReportReturned: (REPORTED, returned(ground="form", on=LATE)),
    events.OccurrenceLapsed: (UNDER_WAY, lapsed(source="in_progress", on=TODAY)),
    events.OccurrenceCancelled: (UNDER_WAY, OFF[-1]),
    events.OccurrenceReopened: (JUDGED, reopened(on=LATE)),
    events.OccurrenceReinstated: (OFF, reinstated(on=LATE)),
}
"""Each decision that can be taken back, after something that it changes."""


def taken_back(past: tuple[Past, ...], on: date = TODAY) -> Past:
    """Return that the last decision of *past* was taken back: to the state that it had left."""
    decision = past[-1].event
    assert isinstance(decision, events.StepTaken)
    [kind] = [kind for kind, decided in RETRACTS.items() if decided is type(decision)]
    back = kind(source=decision.dest, dest=decision.source, retracts=len(past))
    return Past(back, SUPERVISOR, on)


def test_every_decision_that_can_be_taken_back_is_tried() -> None:
    assert DECISIONS.keys() == set(RETRACTS.values())
    assert RETRACTS.keys() == set(retractions.Retraction.__subclasses__())


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_decision_that_is_taken_back_leaves_nothing(decision: type[OccurrenceEvent]) -> None:
    before, decided = DECISIONS[decision]
    past = (*before, decided)
    assert given(*past).state.status != given(*before).state.status
    after = given(*past, taken_back(past)).state
    assert after == msgspec.structs.replace(given(*before).state, version=len(past) + 1)


def test_the_bound_of_a_return_goes_with_it() -> None:
    """Twin: the return itself leaves a bound and a count."""
    past = (*REPORTED, returned(ground="substance", on=LATE))
    assert (given(*past).state.answers_from, given(*past).state.returns) == (LATE, 1)
    after = given(*past, taken_back(past)).state
    assert (after.answers_from, after.returns, after.reported_on) == (None, 0, DAY)


def test_a_reopening_for_control_and_its_verdict_are_taken_back_one_after_the_other() -> None:
    """Two decisions in a row: what was not done stays on control by another event at once."""
    reopening = reopened(cause="control", on=TODAY)
    past = (*JUDGED, reopening)
    assert given(*past).state.control_by == TODAY
    once = (*past, taken_back(past))
    assert given(*once).state.verdict == "partly"
    twice = (*once, taken_back(JUDGED))
    left = given(*twice).state
    assert left == msgspec.structs.replace(given(*REPORTED).state, version=len(twice))
    assert RETRACTABLE == 2


def test_what_was_never_decided_is_taken_back_to_where_it_says() -> None:
    """All history is read: nothing is known to restore, and nothing breaks."""
    alien = retractions.VerdictRetracted(source="evaluated", dest="reported", retracts=1)
    state = given(planned()).state
    after = given(planned(), Past(alien)).state
    assert after.verdict is None
    assert after.current_deadline == state.current_deadline


@pytest.mark.parametrize("status", HISTORIES)
def test_what_was_done_before_the_decision_is_not_touched(status: events.Status) -> None:
    """Twin of the whole: a history without any decision keeps nothing to go back to."""
    decided = {"evaluated", "cancelled"}
    assert bool(given(*HISTORIES[status]).state.before) is (status in decided)
