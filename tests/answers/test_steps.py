"""Who may take which step, as it is answered: the table itself, in its order."""

from __future__ import annotations

import msgspec
import pytest

from engine.answers.steps import StepAnswer, steps
from engine.workflows.occurrence.steps import BY_TRIGGER, STEPS

BY_NAME = {one.step: one for one in steps().steps}


def test_every_step_is_answered_in_the_order_of_the_table() -> None:
    assert [one.step for one in steps().steps] == [row.trigger for row in STEPS]


@pytest.mark.parametrize("trigger", BY_TRIGGER)
def test_an_answer_says_what_the_row_says(trigger: str) -> None:
    row, answer = BY_TRIGGER[trigger], BY_NAME[trigger]
    assert (answer.who, answer.independent) == (row.who, row.independent)
    assert (answer.leads_from, answer.leads_to) == (row.sources, row.event.leads_to())
    assert (answer.must_say, answer.event) == (row.must_say, row.event.NAME)


def test_an_evaluation_in_full() -> None:
    assert BY_NAME["evaluate"] == StepAnswer(
        step="evaluate",
        who="supervisor",
        independent=True,
        leads_from=("reported",),
        leads_to="evaluated",
        must_say=("justification",),
        event="ExecutionEvaluated",
    )


def test_the_keys_of_a_step() -> None:
    [first, *_] = msgspec.to_builtins(steps())["steps"]
    assert first == {
        "step": "start",
        "who": "executor",
        "independent": False,
        "leads_from": ("planned",),
        "leads_to": "in_progress",
        "must_say": (),
        "event": "WorkStarted",
    }
