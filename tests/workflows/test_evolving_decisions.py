"""What decisions change of an occurrence, given, when, then: who answers, parts, and taking back.

Transfers are in ``test_transfers.py``, each retraction alone in ``test_retractions.py``.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from engine.events import changes, parts, retractions
from engine.events import occurrences as events
from engine.workflows.occurrence.state import Led, Occurrence
from tests.support.amending import due, executors_amended, window_amended
from tests.support.deciding import (
    CO,
    DEADLINE,
    EXECUTOR,
    HELPER,
    HISTORIES,
    LEAD,
    START,
    STRANGER,
    SUPERVISOR,
    Past,
    evaluated,
    given,
    planned,
    reopened,
    reported,
    returned,
    started,
    transfer_requested,
    transferred,
    withdrawn,
)

PLANNED_ON = date(2022, 1, 20)
MAY, JULY = date(2022, 5, 1), date(2022, 7, 1)
UNDER_WAY = HISTORIES["in_progress"]
REPORTED = HISTORIES["reported"]


def assigned(lead: str | None, *co: str, on: date = MAY) -> Past:
    """Return that someone else answers from a day on, by decision."""
    event = changes.ExecutorsAssigned(source="planned", dest="planned", lead=lead, co_executors=co)
    return Past(event, SUPERVISOR, on)


def beside(event: type[events.StepTaken], by: Any = EXECUTOR, **fields: Any) -> Past:
    """Return an event that leaves the state as it is."""
    return Past(event(source="planned", dest="planned", **fields), by)


def back(kind: type[retractions.Retraction], source: Any, dest: Any) -> Past:
    """Return that the last decision was taken back."""
    return Past(kind(source=source, dest=dest, retracts=1), SUPERVISOR, JULY)


def unchanged(before: tuple[Past, ...], *more: Past) -> tuple[Occurrence, Occurrence]:
    """Return the occurrence after *more*, and the one before it, both of the later version."""
    state = given(*before).state
    return given(*before, *more).state, msgspec.structs.replace(
        state, version=state.version + len(more)
    )


# -- who answers -----------------------------------------------------------------------------------


def test_whoever_is_assigned_leads_from_that_day_on() -> None:
    state = given(planned(), assigned("post/head", "group/all")).state
    assert (state.lead, state.co_executors) == ("post/head", ("group/all",))
    assert state.led == (Led(PLANNED_ON, LEAD), Led(MAY, "post/head"))
    assert state.led_on(date(2022, 4, 30)) == LEAD
    assert state.led_on(DEADLINE) == "post/head"


@pytest.mark.parametrize("past", HISTORIES.values(), ids=HISTORIES)
def test_an_assignment_changes_who_answers_and_nothing_else(past: tuple[Past, ...]) -> None:
    after, before = unchanged(past, assigned(None))
    same = {"lead": None, "co_executors": (), "led": (*before.led, Led(MAY, None))}
    assert after == msgspec.structs.replace(before, **same)


def test_an_assignment_after_the_deadline_leaves_the_figures_with_who_led_on_it() -> None:
    state = given(planned(), assigned("post/head", on=JULY)).state
    assert (state.lead, state.led_on(DEADLINE)) == ("post/head", LEAD)


def test_an_edition_and_a_decision_assign_alike() -> None:
    by_edition = Past(executors_amended("post/head", ("group/all",)), SUPERVISOR, MAY)
    assert (
        given(planned(), by_edition).state
        == given(planned(), assigned("post/head", "group/all")).state
    )


def test_who_led_survives_what_is_taken_back_later() -> None:
    past = (*REPORTED, evaluated(), assigned("post/head", on=JULY))
    state = given(*past, back(retractions.VerdictRetracted, "evaluated", "reported")).state
    assert (state.status, state.verdict, state.lead) == ("reported", None, "post/head")


# -- what only stands beside -----------------------------------------------------------------------

WINDOW = due(START, date(2022, 9, 30))
BESIDE = (
    beside(parts.NoteMade, kind="interim", risk="late"),
    beside(parts.EvidenceAdded, evidence=()),
    beside(parts.PartReturned, SUPERVISOR, party=CO, ground="form"),
    beside(parts.PartWithdrawn, HELPER, party=CO),
    beside(parts.PartExcused, SUPERVISOR, party=CO),
    beside(changes.ExecutorDeclined, party=LEAD),
    beside(changes.ChangeProposed, order="o", edition=2, change="window", window=WINDOW),
    beside(changes.ChangeApproved, SUPERVISOR, proposal=2),
    beside(changes.ChangeRefused, SUPERVISOR, proposal=2),
)


@pytest.mark.parametrize("one", BESIDE, ids=lambda one: str(one.event.NAME))
@pytest.mark.parametrize("past", HISTORIES.values(), ids=HISTORIES)
def test_what_stands_beside_changes_the_version_alone(past: tuple[Past, ...], one: Past) -> None:
    after, before = unchanged(past, one)
    assert after == before


# -- parts -----------------------------------------------------------------------------------------


def part(by: Any = HELPER) -> Past:
    return beside(parts.PartReported, by, party=CO, completeness="partly")


def test_who_filed_a_part_is_one_of_the_hands_and_reports_nothing_of_the_whole() -> None:
    after, before = unchanged(UNDER_WAY, part())
    hands = (EXECUTOR.person, HELPER.person)
    assert after == msgspec.structs.replace(before, hands=hands)
    assert (after.completeness, after.reports) == (None, 0)


def test_a_part_that_was_withdrawn_keeps_its_hand_in_this_round() -> None:
    """He knows what was filed: a verdict on it is another's."""
    taken = beside(parts.PartWithdrawn, HELPER, party=CO)
    assert HELPER.person in given(*UNDER_WAY, part(), taken).state.hands


def test_hands_begin_anew_with_a_round() -> None:
    past = (*UNDER_WAY, part(), reported())
    assert given(*past).state.hands == (EXECUTOR.person, HELPER.person)
    assert given(*past, withdrawn()).state.hands == (EXECUTOR.person, HELPER.person)
    assert given(*past, returned()).state.hands == ()
    assert given(*past, returned(), part(STRANGER)).state.hands == (STRANGER.person,)


# -- taking back -----------------------------------------------------------------------------------

RETURN_BACK = back(retractions.ReturnRetracted, "in_progress", "reported")
VERDICT_BACK = back(retractions.VerdictRetracted, "evaluated", "reported")
REOPENING_BACK = back(retractions.ReopeningRetracted, "in_progress", "evaluated")


def test_a_return_that_is_taken_back_keeps_the_hands_that_joined_meanwhile() -> None:
    state = given(*REPORTED, returned(), part(), RETURN_BACK).state
    assert (state.status, state.completeness, state.returns) == ("reported", "full", 0)
    assert state.hands == (EXECUTOR.person, HELPER.person)


def test_of_three_decisions_the_last_two_can_be_taken_back() -> None:
    first, second = evaluated(verdict="partly"), evaluated(verdict="not_done")
    again = (reopened(), reported(completeness="partly"))
    past = (*REPORTED, first, *again, second)
    assert given(*past).state.verdict == "not_done"
    once = (*past, VERDICT_BACK)
    assert (given(*once).state.verdict, given(*once).state.completeness) == (None, "partly")
    twice = (*once, REOPENING_BACK)
    assert (given(*twice).state.verdict, given(*twice).state.completeness) == ("partly", "full")
    thrice = given(*twice, VERDICT_BACK).state
    assert (thrice.status, thrice.verdict, thrice.before) == ("reported", "partly", ())


def test_a_deadline_that_was_moved_meanwhile_stays_where_it_is() -> None:
    """What is taken back is the decision, not all that came after it."""
    amended = Past(window_amended(WINDOW), SUPERVISOR, date(2022, 6, 20))
    state = given(*REPORTED, evaluated(), amended, VERDICT_BACK).state
    assert (state.counted_deadline, state.current_deadline) == (WINDOW.end, WINDOW.end)
    assert state.prolonged_from == (DEADLINE,)


def test_a_transfer_that_was_asked_for_before_a_decision_is_decided_after_its_retraction() -> None:
    past = (planned(), started(), transfer_requested(), reported())
    back_again = (returned(), RETURN_BACK)
    state = given(*past, *back_again, transferred(request=3, on=JULY)).state
    assert (state.requests, state.counted_deadline) == ((), date(2022, 9, 30))
    assert state.status == "reported"


@pytest.mark.parametrize("kind", retractions.Retraction.__subclasses__())
@pytest.mark.parametrize("past", [HISTORIES["planned"], UNDER_WAY, REPORTED])
def test_without_a_decision_there_is_nothing_to_restore_but_the_state_is_as_it_says(
    past: tuple[Past, ...], kind: type[retractions.Retraction]
) -> None:
    after, before = unchanged(past, back(kind, before_of(past), "cancelled"))
    assert after == msgspec.structs.replace(before, status="cancelled")


def before_of(past: tuple[Past, ...]) -> events.Status:
    return given(*past).state.status
