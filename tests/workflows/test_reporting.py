"""Steps in a roadmap's life: what they record, on which day, and what must be said."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec
import pytest

from engine.errors import IllegalTransition, NotAllowed, RefusedByRules
from engine.events import occurrences as events
from engine.events.shapes import Evidence
from engine.workflows.occurrence.steps import STEPS
from engine.workflows.rights import Speaker
from tests.support.deciding import (
    COMMANDS,
    DEADLINE,
    EXECUTOR,
    HELPER,
    HISTORIES,
    OPERATOR,
    START,
    TODAY,
    Past,
    cancel,
    evaluate,
    evaluated,
    given,
    lapse,
    planned,
    ready,
    reopened,
    report,
    reported,
    returned,
    start,
    started,
    with_reason,
    withdrawn,
)

DAY = date(2022, 6, 15)
TOMORROW = date(2022, 7, 11)
STEP = events.StepTaken
UNDER_WAY = (planned(), started())


def test_a_report_without_a_result_is_refused() -> None:
    given(*UNDER_WAY).when(report(result=" ")).then_refused(RefusedByRules, "what came of it")


def test_a_report_is_recorded_with_what_came_of_it() -> None:
    outcome = given(*UNDER_WAY).when(report(" Проведено ", "partly", " https://example.org/1 "))
    outcome.then("ResultReported")
    (new,) = outcome.events
    assert new.event == events.ResultReported(
        source="in_progress", completeness="partly", evidence=(Evidence(kind="link"),)
    )
    assert new.words == {"result": "Проведено", "evidence.1": "https://example.org/1"}
    assert new.effective_on == DAY
    assert outcome.after.status == "reported"


def test_a_report_on_a_planned_occurrence_brings_the_start_along() -> None:
    outcome = given(planned()).when(report()).then("WorkStarted", "ResultReported")
    sources = [new.event.source for new in outcome.events if isinstance(new.event, STEP)]
    assert sources == ["planned", "in_progress"]
    assert {new.effective_on for new in outcome.events} == {DAY}
    assert outcome.after.started_on == outcome.after.reported_on == DAY


@pytest.mark.parametrize("by", [HELPER, OPERATOR])
def test_a_refused_report_on_a_planned_occurrence_does_not_even_start_it(by: Speaker) -> None:
    outcome = given(planned()).when(report(result=""), by=by)
    assert outcome.events == ()
    assert outcome.error is not None


def test_only_a_report_brings_a_start_along() -> None:
    given(planned()).when(evaluate()).then_refused(IllegalTransition)
    given(planned()).when(with_reason("withdraw")).then_refused(IllegalTransition)


@pytest.mark.parametrize("trigger", COMMANDS)
def test_every_event_says_which_state_it_left_and_where_it_leads(trigger: str) -> None:
    for step in STEPS:
        if step.trigger == trigger:
            for source in step.sources:
                outcome = given(*ready(trigger, source)).when(COMMANDS[trigger])
                event = outcome.then(step.event.NAME).events[0].event
                assert isinstance(event, events.StepTaken)
                assert (event.source, event.dest) == (source, step.dest or source)
                assert outcome.after.status == event.dest


# -- days ---------------------------------------------------------------------------------


@pytest.mark.parametrize("trigger", COMMANDS)
def test_nothing_happens_in_the_future(trigger: str) -> None:
    past = ready(trigger)
    tomorrow = msgspec.structs.replace(COMMANDS[trigger], on=TOMORROW)
    given(*past).when(tomorrow).then_refused(RefusedByRules, "has not come yet")
    today = msgspec.structs.replace(COMMANDS[trigger], on=TODAY)
    assert given(*past).when(today).error is None


@pytest.mark.parametrize(
    "day", [START, date(2022, 5, 1), date(2022, 2, 28), DEADLINE, date(2022, 7, 1)]
)
def test_before_the_window_and_after_the_deadline_are_accepted(day: date) -> None:
    outcome = given(planned()).when(report(on=day)).then("WorkStarted", "ResultReported")
    assert outcome.after.reported_on == day
    assert outcome.after.original_deadline == DEADLINE


def test_days_need_not_be_in_the_order_of_recording() -> None:
    """A report that was taken back leaves no bound: the next one may lie before it."""
    mistaken = (started(on=date(2022, 6, 5)), reported(on=date(2022, 6, 20)), withdrawn(on=TODAY))
    given(planned(), *mistaken).when(report(on=date(2022, 6, 10))).then("ResultReported")


# -- what must be said ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trigger", "word"),
    [(step.trigger, word) for step in STEPS for word in step.must_say],
)
@pytest.mark.parametrize("said", ["", "  ", "\n\t"])
def test_what_must_be_said_is_compulsory(trigger: str, word: str, said: str) -> None:
    silent = msgspec.structs.replace(COMMANDS[trigger], **{word: said})
    given(*ready(trigger)).when(silent).then_refused(RefusedByRules, f"--{word}")


def test_reasons_are_words_and_never_facts() -> None:
    for trigger, command in COMMANDS.items():
        for new in given(*ready(trigger)).when(command).events:
            assert {name.partition(".")[0] for name in new.words} <= new.event.WORDS
            stored = msgspec.json.encode(new.event).decode()
            assert not any(word and word in stored for word in new.words.values())


def test_a_cancellation_names_its_document() -> None:
    """By decision it has words; an edition cancels by its order, a fact."""
    outcome = given(planned()).when(cancel(reason=" Нет ", basis=" Приказ 3 "))
    assert outcome.events[0].event == events.OccurrenceCancelled(source="planned")
    assert outcome.events[0].words == {"reason": "Нет", "basis": "Приказ 3"}
    assert outcome.after.cancelled_on == DAY


# -- lapse ----------------------------------------------------------------------------------


@pytest.mark.parametrize("past", [(planned(),), UNDER_WAY])
def test_what_nobody_reported_lapses_after_its_deadline(past: tuple[Past, ...]) -> None:
    given(*past).when(lapse(on=DEADLINE)).then_refused(RefusedByRules, "2022-06-30")
    outcome = given(*past).when(lapse(on=date(2022, 7, 1))).then("OccurrenceLapsed")
    assert (outcome.after.status, outcome.after.verdict) == ("evaluated", "not_done")
    assert outcome.events[0].event == events.OccurrenceLapsed(
        source=given(*past).state.status, cause="horizon"
    )


def test_what_has_no_deadline_never_lapses() -> None:
    given(planned(deadline=None)).when(lapse()).then_refused(
        RefusedByRules, "without a deadline does not lapse"
    )


@pytest.mark.parametrize("cause", ["successor", "horizon"])
def test_a_lapse_names_its_cause(cause: Literal["successor", "horizon"]) -> None:
    outcome = given(planned()).when(lapse(cause=cause)).then("OccurrenceLapsed")
    assert outcome.events[0].event == events.OccurrenceLapsed(source="planned", cause=cause)


def test_what_was_reported_does_not_lapse() -> None:
    given(*UNDER_WAY, reported()).when(lapse()).then_refused(IllegalTransition)


def test_a_lapsed_occurrence_may_be_reopened_and_reported_late() -> None:
    lapsed = given(planned()).when(lapse()).events[0].event
    past = (planned(), Past(lapsed, on=TODAY), reopened(on=TODAY))
    after = given(*past).when(report(on=TODAY)).then("ResultReported").after
    assert (after.status, after.verdict, after.reported_on) == ("reported", None, TODAY)


def test_an_overdue_occurrence_may_be_reported_at_any_time() -> None:
    years_later = date(2027, 1, 1)
    given(planned()).when(report(on=years_later), today=years_later).then(
        "WorkStarted", "ResultReported"
    )


# -- what the state remembers -----------------------------------------------------------------


def test_a_returned_report_no_longer_counts() -> None:
    state = given(*UNDER_WAY, reported(on=DAY), returned()).state
    assert (state.status, state.completeness, state.reported_on) == ("in_progress", None, None)
    assert (state.reports, state.returns) == (1, 1)
    after = given(*UNDER_WAY, reported(), returned()).when(report(on=TODAY)).after
    assert (after.reports, after.returns, after.reported_on) == (2, 1, TODAY)


def test_a_withdrawn_report_is_no_return() -> None:
    outcome = given(*UNDER_WAY, reported()).when(with_reason("withdraw"))
    assert (outcome.after.reports, outcome.after.returns) == (1, 0)
    assert outcome.after.reported_on is None


def test_a_reopened_verdict_and_a_lifted_cancellation_are_gone() -> None:
    reopened_state = given(*UNDER_WAY, reported(), evaluated(), reopened()).state
    assert (reopened_state.verdict, reopened_state.evaluated_on) == (None, None)
    assert reopened_state.reported_on is None
    lifted = given(*HISTORIES["cancelled"]).when(with_reason("reinstate")).after
    assert (lifted.status, lifted.cancelled_on) == ("in_progress", None)


def test_taking_a_start_back_forgets_it() -> None:
    after = given(*UNDER_WAY).when(with_reason("unstart")).after
    assert (after.status, after.started_on) == ("planned", None)
    assert (after.starters, after.hands) == ((), ())


def test_the_lead_is_asked_by_the_occurrence_and_not_by_the_roadmap() -> None:
    given(planned(lead="organisation/other")).when(report(), by=EXECUTOR).then_refused(
        NotAllowed, "organisation/other"
    )
    given(planned(lead=None, co=())).when(start()).then_refused(NotAllowed)
