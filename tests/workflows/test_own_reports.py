"""Nobody judges his own work or speaks for somebody unasked; and who takes back what."""

from __future__ import annotations

import pytest

from engine.errors import IllegalTransition, NotAllowed
from engine.workflows.rights import Speaker
from tests.support.deciding import (
    CO,
    COMMANDS,
    EXECUTOR,
    HELPER,
    LEAD,
    OPERATOR,
    STRANGER,
    SUPERVISOR,
    Past,
    evaluate,
    given,
    lapsed,
    noted,
    part_filed,
    person,
    planned,
    ready,
    reopened,
    report,
    reported,
    retracted,
    returned,
    start,
    started,
    with_reason,
    withdrawn,
)
from tests.support.deciding import evaluated as was_evaluated

BOTH = person("both", "executor", "supervisor", of=(LEAD,))
KEYED_IN = person("both", "operator", "supervisor", as_=LEAD)
FOR_ANOTHER_PERSON = person("clerk", "operator", as_="person/both")


@pytest.mark.parametrize(
    "past",
    [
        (started(by=BOTH), reported(by=BOTH)),
        (started(by=BOTH), reported(by=EXECUTOR)),
        (started(by=EXECUTOR), reported(by=BOTH)),
        (started(by=EXECUTOR), reported(by=KEYED_IN)),
        (started(by=KEYED_IN), reported(by=EXECUTOR)),
        (started(by=EXECUTOR), reported(by=FOR_ANOTHER_PERSON)),
        (started(by=BOTH), reported(by=EXECUTOR), withdrawn(by=EXECUTOR), reported(by=EXECUTOR)),
        (started(by=EXECUTOR), reported(by=EXECUTOR), returned(), reported(by=BOTH)),
        (started(by=EXECUTOR), part_filed(by=BOTH, party=LEAD), reported(by=EXECUTOR)),
    ],
    ids=[
        "started and reported",
        "started",
        "reported",
        "keyed in the report",
        "keyed in the start",
        "was the principal of the report",
        "started, withdrawn in between",
        "reported in the second round",
        "filed a part",
    ],
)
def test_nobody_evaluates_what_he_had_a_hand_in(past: tuple[Past, ...]) -> None:
    one = person("both", "supervisor", "executor")
    given(planned(), *past).when(evaluate(), by=one).then_refused(NotAllowed, "yourself")
    given(planned(), *past).when(evaluate(), by=SUPERVISOR).then("ExecutionEvaluated")
    given(planned(), *past).when(with_reason("return"), by=one).then("ReportReturned")


@pytest.mark.parametrize(
    "past",
    [
        (started(by=BOTH), reported(by=BOTH), returned(), reported()),
        (started(by=BOTH), reported(by=BOTH), was_evaluated(), reopened(), reported()),
    ],
    ids=["returned", "reopened"],
)
def test_a_new_round_begins_with_clean_hands(past: tuple[Past, ...]) -> None:
    given(planned(), *past).when(evaluate(), by=BOTH).then("ExecutionEvaluated")


def test_a_note_or_evidence_is_no_hand_in_the_work() -> None:
    past = (planned(), started(), noted(by=BOTH), reported())
    given(*past).when(evaluate(), by=BOTH).then("ExecutionEvaluated")


def test_belonging_to_the_same_organisation_does_not_forbid() -> None:
    colleague = person("colleague", "supervisor", of=(LEAD,))
    given(planned(), started(), reported()).when(evaluate(), by=colleague).then(
        "ExecutionEvaluated"
    )


@pytest.mark.parametrize(
    "trigger",
    [
        *("return", "evaluate", "lapse", "cancel", "reopen", "reinstate"),
        *("transfer", "refuse-transfer"),
    ],
)
def test_nobody_supervises_for_somebody_else(trigger: str) -> None:
    deputy = person("deputy", "operator", "supervisor", as_=SUPERVISOR.person)
    given(*ready(trigger)).when(COMMANDS[trigger], by=deputy).then_refused(
        NotAllowed, "for another"
    )


def test_an_operator_says_for_whom() -> None:
    bare = person("operator", "operator")
    given(planned()).when(start(), by=bare).then_refused(NotAllowed, "--for")
    given(planned()).when(start(), by=OPERATOR).then("WorkStarted")
    given(planned()).when(report(), by=OPERATOR).then("WorkStarted", "ResultReported")


def test_an_executor_does_not_speak_for_somebody() -> None:
    given(planned()).when(start(), by=person("executor", "executor", as_=LEAD)).then_refused(
        NotAllowed, "operator"
    )


def test_for_a_person_means_for_all_he_belongs_to() -> None:
    clerk = person("clerk", "operator", of=(LEAD,), as_="person/executor")
    given(planned()).when(report(), by=clerk).then("WorkStarted", "ResultReported")


def test_an_operator_with_a_principal_does_not_act_as_himself() -> None:
    """He belongs to the lead, but speaks for somebody else: his own rights stay out."""
    torn = person("torn", "operator", "executor", as_=CO)
    given(planned(lead="person/torn")).when(report(), by=torn).then_refused(NotAllowed)


def test_a_co_executor_starts_and_does_not_report() -> None:
    given(planned()).when(start(), by=HELPER).then("WorkStarted")
    given(planned(), started()).when(report(), by=HELPER).then_refused(NotAllowed, LEAD)
    given(planned()).when(report(), by=HELPER).then_refused(NotAllowed, LEAD)


def test_a_stranger_hears_for_whom_it_is() -> None:
    given(planned()).when(start(), by=STRANGER).then_refused(NotAllowed, f"{CO}, {LEAD}")


@pytest.mark.parametrize(
    ("taker", "asking", "may"),
    [
        (EXECUTOR, EXECUTOR, True),
        (EXECUTOR, person("colleague", "executor", of=(LEAD,)), False),
        (EXECUTOR, OPERATOR, False),
        (EXECUTOR, person("clerk", "operator", as_=EXECUTOR.person), True),
        (OPERATOR, EXECUTOR, True),
        (OPERATOR, person("other", "operator", as_=LEAD), True),
        (OPERATOR, person("operator", "operator", "executor"), True),
        (HELPER, EXECUTOR, False),
    ],
)
@pytest.mark.parametrize("trigger", ["unstart", "withdraw"])
def test_only_whoever_took_a_step_takes_it_back(
    trigger: str, taker: Speaker, asking: Speaker, *, may: bool
) -> None:
    past = [planned(), started(by=taker), reported(by=taker)][: 2 + (trigger == "withdraw")]
    outcome = given(*past).when(with_reason(trigger), by=asking)
    if may:
        outcome.then("StartRetracted" if trigger == "unstart" else "ReportWithdrawn")
    else:
        outcome.then_refused(NotAllowed)


def test_a_start_is_taken_back_only_before_anything_was_reported() -> None:
    rounds = (planned(), started(), reported(), withdrawn())
    given(*rounds).when(with_reason("unstart")).then_refused(NotAllowed, "before anything")
    given(*rounds[:3]).when(with_reason("unstart")).then_refused(IllegalTransition)


def test_a_start_that_no_one_took_is_taken_back_by_no_one() -> None:
    """What lapsed before it was begun, and was reopened, is under way without a start."""
    past = (planned(), lapsed(), reopened())
    outcome = given(*past).when(with_reason("unstart"))
    outcome.then_refused(NotAllowed, "no one did what the step “unstart” takes back")
    assert outcome.error is not None
    assert outcome.error.remedy == "Go on from here: vekha report."


def test_after_unstart_somebody_else_may_start_and_the_first_may_evaluate() -> None:
    past = (planned(), started(by=BOTH), retracted(by=BOTH))
    given(*past).when(start(), by=HELPER).then("WorkStarted")
    again = (*past, started(), reported())
    given(*again).when(evaluate(), by=BOTH).then("ExecutionEvaluated")
