"""The days that a step may bear: the table says which, one sentence says why not."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from engine.errors import RefusedByRules
from engine.workflows.occurrence.commands import Evaluate, Report, StepCommand
from engine.workflows.occurrence.steps import BOUNDS, BY_TRIGGER, STEPS, Day
from tests.support.deciding import (
    COMMANDS,
    TODAY,
    Given,
    Past,
    cancelled,
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

ONE = timedelta(days=1)
PLANNED_ON, WINDOW_START = date(2022, 1, 20), date(2022, 6, 1)
STARTED, REPORTED, RETURNED = date(2022, 6, 10), date(2022, 6, 14), date(2022, 6, 17)
JUDGED = date(2022, 6, 20)

AFTER: dict[str, tuple[Day, ...]] = {
    "start": (),
    "unstart": ("started_on",),
    "report": ("started_on", "answers_from"),
    "withdraw": ("reported_on",),
    "return": ("reported_on",),
    "evaluate": ("reported_on",),
    "lapse": ("started_on",),
    "cancel": ("started_on", "reported_on"),
    "reopen": ("evaluated_on",),
    "reinstate": ("cancelled_on",),
    **dict.fromkeys(("note", "part", "attach"), ()),
    **dict.fromkeys(("request-transfer", "transfer", "refuse-transfer"), ()),
}
"""After which days each step comes. A row that moves is a decision record."""


def test_the_table_bounds_the_days_of_each_step() -> None:
    assert {step.trigger: step.not_before for step in STEPS} == AFTER


def test_every_bound_has_its_sentence() -> None:
    named = {name for step in STEPS for name in step.not_before}
    assert named == set(BOUNDS)
    assert len(set(BOUNDS.values())) == len(BOUNDS)
    for sentence in BOUNDS.values():
        assert "{earliest}" in sentence
        assert "{day}" in sentence


def on(command: StepCommand, day: date) -> StepCommand:
    """Return the same wish for another day."""
    return msgspec.structs.replace(command, on=day)


UNDER_WAY = (planned(), started(on=STARTED))
HANDED_IN = (*UNDER_WAY, reported(on=REPORTED))
SENT_BACK = (*HANDED_IN, returned(on=RETURNED))

BOUNDED: list[tuple[str, Day, tuple[Past, ...], date]] = [
    ("unstart", "started_on", UNDER_WAY, STARTED),
    ("report", "started_on", UNDER_WAY, STARTED),
    ("report", "answers_from", SENT_BACK, RETURNED),
    ("withdraw", "reported_on", HANDED_IN, REPORTED),
    ("return", "reported_on", HANDED_IN, REPORTED),
    ("evaluate", "reported_on", HANDED_IN, REPORTED),
    ("lapse", "started_on", (planned(), started(on=date(2022, 7, 5))), date(2022, 7, 5)),
    ("cancel", "started_on", UNDER_WAY, STARTED),
    ("cancel", "reported_on", HANDED_IN, REPORTED),
    ("reopen", "evaluated_on", (*HANDED_IN, evaluated(on=JUDGED)), JUDGED),
    ("reinstate", "cancelled_on", (planned(), cancelled(on=JUDGED)), JUDGED),
]


def test_every_bound_of_the_table_is_tried() -> None:
    assert {(trigger, name) for trigger, name, _past, _day in BOUNDED} == {
        (step.trigger, name) for step in STEPS for name in step.not_before
    }


@pytest.mark.parametrize(("trigger", "name", "past", "day"), BOUNDED)
def test_a_step_comes_no_earlier_than_what_it_follows(
    trigger: str, name: Day, past: tuple[Past, ...], day: date
) -> None:
    history, command = given(*past), COMMANDS[trigger]
    assert getattr(history.state, name) == day
    saying = BOUNDS[name].format(earliest=day, day=day - ONE)
    history.when(on(command, day - ONE)).then_refused(RefusedByRules, saying)
    assert history.when(on(command, day)).error is None
    assert history.when(on(command, day + ONE)).error is None


@pytest.mark.parametrize("trigger", BY_TRIGGER)
def test_no_step_lies_after_today(trigger: str) -> None:
    history = given(*ready(trigger, BY_TRIGGER[trigger].sources[0]))
    tomorrow = on(COMMANDS[trigger], TODAY + ONE)
    history.when(tomorrow).then_refused(RefusedByRules, "has not come yet")
    assert history.when(on(COMMANDS[trigger], TODAY)).error is None
    today = history.when(msgspec.structs.replace(COMMANDS[trigger], on=None))
    assert [new.effective_on for new in today.events] == [TODAY]


@pytest.mark.parametrize("trigger", ["start", "report", "cancel", "note", "part", "transfer"])
def test_nothing_is_done_before_the_order_and_the_window(trigger: str) -> None:
    """The order of 20 January comes before the window of June: its day is the bound."""
    history = given(planned())
    history.when(on(COMMANDS[trigger], PLANNED_ON - ONE)).then_refused(
        RefusedByRules, "when the order and the window had not begun"
    )
    assert history.when(on(COMMANDS[trigger], PLANNED_ON)).error is None


def test_a_window_that_began_before_the_order_may_hold_work_of_its_first_day() -> None:
    first = date(2021, 9, 1)
    history = given(planned(start=first))
    history.when(start(on=first - ONE)).then_refused(RefusedByRules, "2021-09-01")
    assert history.when(start(on=first)).error is None


def test_without_a_window_the_order_is_the_beginning() -> None:
    history = given(planned(deadline=None))
    history.when(start(on=PLANNED_ON - ONE)).then_refused(RefusedByRules, "2022-01-20")
    assert history.when(start(on=PLANNED_ON)).error is None


# -- what a further report may answer ------------------------------------------------------------


def test_after_a_return_on_substance_the_work_is_of_that_day_or_later() -> None:
    history = given(*HANDED_IN, returned(on=RETURNED, ground="substance"))
    history.when(report(on=RETURNED - ONE)).then_refused(RefusedByRules, "was returned")
    assert history.when(report(on=RETURNED)).error is None


def test_after_a_return_on_form_the_work_may_be_of_the_day_of_the_report_before() -> None:
    history = given(*HANDED_IN, returned(on=RETURNED, ground="form"))
    history.when(report(on=REPORTED - ONE)).then_refused(RefusedByRules, "was returned")
    assert history.when(report(on=REPORTED)).error is None


def test_the_last_return_is_the_one_that_counts() -> None:
    again = (*SENT_BACK, reported(on=RETURNED), returned(on=JUDGED, ground="substance"))
    history = given(*again)
    history.when(report(on=JUDGED - ONE)).then_refused(RefusedByRules, "was returned")
    assert history.when(report(on=JUDGED)).error is None


def test_a_report_taken_back_by_its_author_leaves_no_bound() -> None:
    history = given(*HANDED_IN, withdrawn(on=RETURNED))
    assert history.state.answers_from is None
    assert history.when(report(on=STARTED)).error is None


def test_a_report_at_once_begins_the_work_on_the_same_day() -> None:
    outcome = given(planned()).when(report(on=WINDOW_START))
    outcome.then("WorkStarted", "ResultReported")
    assert {new.effective_on for new in outcome.events} == {WINDOW_START}


def test_what_was_reopened_keeps_the_day_on_which_it_was_started() -> None:
    history = given(*HANDED_IN, evaluated(on=JUDGED), reopened(on=JUDGED))
    history.when(report(on=STARTED - ONE)).then_refused(RefusedByRules, "was started")


# -- the day of execution ------------------------------------------------------------------------


def test_the_day_of_execution_is_not_after_the_evaluation() -> None:
    history = given(*HANDED_IN)
    late = evaluate(on=JUDGED, executed_on=JUDGED + ONE)
    history.when(late).then_refused(RefusedByRules, "lies after the evaluation of 2022-06-20")
    assert history.when(evaluate(on=JUDGED, executed_on=JUDGED)).error is None


def test_the_day_of_execution_is_not_before_the_order_and_the_window() -> None:
    history = given(*HANDED_IN)
    early = evaluate(on=JUDGED, executed_on=PLANNED_ON - ONE)
    history.when(early).then_refused(RefusedByRules, "2022-01-20")
    outcome = history.when(evaluate(on=JUDGED, executed_on=PLANNED_ON))
    assert outcome.after.executed_on == PLANNED_ON


def test_another_day_of_execution_may_lie_before_the_report() -> None:
    outcome = given(*HANDED_IN).when(evaluate(on=JUDGED, executed_on=REPORTED - ONE))
    assert (outcome.after.executed_on, outcome.after.reported_on) == (REPORTED - ONE, REPORTED)


def test_without_another_day_the_day_of_the_report_is_accepted() -> None:
    outcome = given(*HANDED_IN).when(evaluate(on=JUDGED))
    assert outcome.after.executed_on is None


# -- the remedy ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("trigger", "name", "past", "day"), BOUNDED)
def test_the_remedy_is_a_day_that_is_accepted(
    trigger: str, name: Day, past: tuple[Past, ...], day: date
) -> None:
    error = given(*past).when(on(COMMANDS[trigger], day - ONE)).error
    assert error is not None
    assert error.facts["earliest"] == getattr(given(*past).state, name)
    assert "--on" in error.remedy


@any_of(st.dates(date(2022, 1, 1), date(2022, 7, 31)), st.sampled_from(BOUNDED))
def test_a_day_is_accepted_exactly_between_its_bounds(
    day: date, case: tuple[str, Day, tuple[Past, ...], date]
) -> None:
    trigger, _name, past, _bound = case
    history: Given = given(*past)
    bounds = [getattr(history.state, name) for name in AFTER[trigger]]
    earliest = max([PLANNED_ON, *filter(None, bounds)])
    if trigger == "lapse":
        earliest = max(earliest, date(2022, 7, 1))
    outcome = history.when(on(COMMANDS[trigger], day))
    assert (outcome.error is None) is (earliest <= day <= TODAY)


def test_commands_of_the_table_are_whole() -> None:
    assert isinstance(COMMANDS["report"], Report)
    assert isinstance(COMMANDS["evaluate"], Evaluate)
    assert lapse().on == TODAY
    assert with_reason("return").on is not None
