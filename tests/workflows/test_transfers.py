"""A deadline is moved by decision: as it was asked for, otherwise, or of the supervisor himself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.errors import RefusedByRules
from engine.events import changes
from engine.workflows.occurrence.commands import StepCommand
from tests.support.amending import due
from tests.support.deciding import (
    COMMANDS,
    DEADLINE,
    HISTORIES,
    LATER,
    START,
    TODAY,
    UNTIL,
    Outcome,
    Past,
    given,
    lapse,
    planned,
    request_transfer,
    started,
    transfer,
    transfer_refused,
    transfer_requested,
    transferred,
)

ONE = timedelta(days=1)
ASKED = (planned(), transfer_requested())


def event_of(outcome: Outcome) -> changes.TransferGranted | changes.TransferRefused:
    """Return the only event that came of it: a grant or a refusal."""
    [new] = outcome.events
    assert isinstance(new.event, changes.TransferGranted | changes.TransferRefused)
    return new.event


# -- the window ------------------------------------------------------------------------------------


@pytest.mark.parametrize("wish", [request_transfer(), transfer()])
def test_the_day_of_the_report_keeps_its_distance_from_the_deadline(wish: StepCommand) -> None:
    history = given(planned(report_by=DEADLINE + timedelta(days=5)))
    [new] = history.when(wish).events
    assert isinstance(new.event, changes.TransferRequested | changes.TransferGranted)
    assert new.event.window == due(START, UNTIL, UNTIL + timedelta(days=5))


def test_a_transfer_moves_the_window_and_keeps_the_state() -> None:
    outcome = given(*HISTORIES["in_progress"]).when(transfer()).then("TransferGranted")
    after = outcome.after
    assert (after.status, after.start, after.current_deadline) == ("in_progress", START, UNTIL)
    assert (after.report_by, after.original_deadline) == (UNTIL, DEADLINE)
    assert outcome.events[0].words == {"reason": "Согласен"}


def test_the_window_may_begin_on_another_day() -> None:
    august = date(2022, 8, 1)
    assert event_of(given(planned()).when(transfer(first=august))).window == due(august, UNTIL)


def test_without_a_deadline_there_is_none_to_transfer() -> None:
    for wish in (request_transfer(), transfer()):
        given(planned(deadline=None)).when(wish).then_refused(
            RefusedByRules, "without a deadline has none to transfer"
        )


def test_a_window_does_not_end_before_it_begins() -> None:
    for wish in (request_transfer(until=START - ONE), transfer(until=START - ONE)):
        given(planned()).when(wish).then_refused(
            RefusedByRules, "end on 2022-05-31, before it begins on 2022-06-01"
        )
    given(planned()).when(transfer(first=UNTIL + ONE)).then_refused(RefusedByRules, "2022-10-01")
    assert given(planned()).when(transfer(until=START)).error is None
    assert given(planned()).when(transfer(first=UNTIL)).error is None


# -- what was asked for ----------------------------------------------------------------------------


def test_asking_changes_nothing_but_that_it_was_asked() -> None:
    before = given(planned()).state
    after = given(planned()).when(request_transfer()).then("TransferRequested").after
    assert [(one.version, one.on, one.window) for one in after.requests] == [
        (2, date(2022, 6, 15), LATER)
    ]
    assert (after.status, after.current_deadline) == (before.status, before.current_deadline)


def test_a_grant_and_a_refusal_name_the_request_that_they_answer() -> None:
    assert event_of(given(*ASKED).when(transfer())).request == 2
    refused = event_of(given(*ASKED).when(COMMANDS["refuse-transfer"]))
    assert (refused.request, refused.window) == (2, LATER)


def test_of_himself_the_supervisor_answers_no_request() -> None:
    assert event_of(given(planned()).when(transfer())).request is None


def test_what_was_not_asked_for_cannot_be_refused() -> None:
    answered = (*ASKED, transfer_refused(request=2))
    for past in ((planned(),), answered):
        given(*past).when(COMMANDS["refuse-transfer"]).then_refused(
            RefusedByRules, "no transfer of its deadline was asked for"
        )


def test_of_two_requests_the_last_is_answered_and_then_the_one_before() -> None:
    august = due(START, date(2022, 8, 31))
    twice = (*ASKED, transfer_requested(window=august))
    last = event_of(given(*twice).when(COMMANDS["refuse-transfer"]))
    assert (last.request, last.window) == (3, august)
    before = given(*twice, Past(last)).when(COMMANDS["refuse-transfer"])
    assert event_of(before).request == 2
    assert before.after.requests == ()


def test_a_refusal_moves_nothing() -> None:
    after = given(*ASKED).when(COMMANDS["refuse-transfer"]).then("TransferRefused").after
    assert (after.current_deadline, after.counted_deadline) == (DEADLINE, DEADLINE)
    assert (after.requests, after.prolonged_from) == ((), ())


# -- what the figures judge by ---------------------------------------------------------------------


def test_what_was_asked_for_in_time_moves_the_figures_however_late_it_is_granted() -> None:
    asked = (planned(), transfer_requested(on=DEADLINE))
    after = given(*asked).when(transfer(on=TODAY)).after
    assert (after.counted_deadline, after.prolonged_from) == (UNTIL, (DEADLINE,))


@pytest.mark.parametrize(
    "past",
    [(planned(),), (planned(), transfer_requested(on=DEADLINE + ONE))],
    ids=["of himself", "asked for too late"],
)
def test_what_comes_after_the_deadline_moves_the_duty_alone(past: tuple[Past, ...]) -> None:
    after = given(*past).when(transfer(on=TODAY)).after
    assert (after.current_deadline, after.counted_deadline) == (UNTIL, DEADLINE)


def test_a_grant_of_another_request_leaves_the_first_undecided() -> None:
    past = (*ASKED, transfer_requested(on=TODAY), transferred(request=3, on=TODAY))
    state = given(*past).state
    assert [one.version for one in state.requests] == [2]
    assert state.counted_deadline == DEADLINE


# -- what waits for it -----------------------------------------------------------------------------


@pytest.mark.parametrize("before", [(), (started(),)])
def test_nothing_lapses_while_a_transfer_is_undecided(before: tuple[Past, ...]) -> None:
    asked = (planned(), *before, transfer_requested())
    outcome = given(*asked).when(lapse())
    outcome.then_refused(RefusedByRules, "was asked for, and is not decided")
    assert outcome.error is not None
    assert outcome.error.remedy == "Decide that first."
    refused = (*asked, transfer_refused(request=len(asked)))
    given(*refused).when(lapse()).then("OccurrenceLapsed")


def test_what_was_transferred_lapses_after_the_new_deadline() -> None:
    granted = (*ASKED, transferred(request=2))
    given(*granted).when(lapse(), today=UNTIL).then_refused(RefusedByRules, "2022-09-30")
    given(*granted).when(lapse(on=UNTIL), today=UNTIL).then_refused(RefusedByRules, "2022-09-30")
    late = UNTIL + ONE
    given(*granted).when(lapse(on=late), today=late).then("OccurrenceLapsed")
