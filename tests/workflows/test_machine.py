"""The table of steps against the table of the domain, written out here once more."""

from __future__ import annotations

from typing import Any, get_args

import msgspec
import pytest

from engine.errors import IllegalTransition
from engine.events import occurrences as events
from engine.events.event import REGISTER
from engine.events.occurrences import Status
from engine.workflows import vocabulary
from engine.workflows.occurrence import lifecycle
from engine.workflows.occurrence.commands import StepCommand
from engine.workflows.occurrence.lifecycle import MACHINE, STATES
from engine.workflows.occurrence.steps import BY_COMMAND, BY_TRIGGER, STEPS, Step

FIVE = ("planned", "in_progress", "reported", "evaluated", "cancelled")
OPEN = ("planned", "in_progress")

# trigger: who · from → to (null: it stays as it is) · what must be said · event
DOMAIN: dict[str, tuple[str, tuple[str, ...], str | None, tuple[str, ...], str]] = {
    "start": ("executor", ("planned",), "in_progress", (), "WorkStarted"),
    "unstart": ("starter", ("in_progress",), "planned", ("reason",), "StartRetracted"),
    "report": ("lead", ("in_progress",), "reported", ("result",), "ResultReported"),
    "withdraw": ("reporter", ("reported",), "in_progress", ("reason",), "ReportWithdrawn"),
    "return": ("supervisor", ("reported",), "in_progress", ("reason",), "ReportReturned"),
    "evaluate": (
        "supervisor",
        ("reported",),
        "evaluated",
        ("justification",),
        "ExecutionEvaluated",
    ),
    "lapse": (
        "supervisor",
        ("planned", "in_progress"),
        "evaluated",
        ("reason",),
        "OccurrenceLapsed",
    ),
    "cancel": (
        "supervisor",
        ("planned", "in_progress", "reported"),
        "cancelled",
        ("reason", "basis"),
        "OccurrenceCancelled",
    ),
    "reopen": ("supervisor", ("evaluated",), "in_progress", ("reason",), "OccurrenceReopened"),
    "reinstate": ("supervisor", ("cancelled",), "in_progress", ("reason",), "OccurrenceReinstated"),
    "note": ("involved", FIVE, None, ("comment",), "NoteMade"),
    "part": ("executor", OPEN, None, ("result",), "PartReported"),
    "attach": ("involved", FIVE, None, ("link",), "EvidenceAdded"),
    "request-transfer": ("executor", OPEN, None, ("reason",), "TransferRequested"),
    "transfer": ("supervisor", OPEN, None, ("reason",), "TransferGranted"),
    "refuse-transfer": ("supervisor", OPEN, None, ("reason",), "TransferRefused"),
}


def faults(steps: tuple[Step, ...]) -> list[str]:
    """Return what is wrong with a table of steps as such."""
    found = [
        f"{step.trigger}: dest {step.dest}" for step in steps if step.dest not in (*FIVE, None)
    ]
    found += [
        f"{step.trigger}: source {source}"
        for step in steps
        for source in step.sources
        if source not in FIVE
    ]
    events = [step.event for step in steps]
    found += [f"{step.trigger}: event twice" for step in steps if events.count(step.event) > 1]
    triggers = [step.trigger for step in steps]
    return found + [f"{name} twice" for name in set(triggers) if triggers.count(name) > 1]


def test_the_table_is_the_one_of_the_domain() -> None:
    table: dict[str, object] = {
        step.trigger: (step.who, step.sources, step.dest, step.must_say, step.event.NAME)
        for step in STEPS
    }
    assert table == DOMAIN
    assert [step.trigger for step in STEPS if step.independent] == ["evaluate"]


@pytest.mark.parametrize("source", FIVE)
@pytest.mark.parametrize("trigger", DOMAIN)
def test_every_state_and_every_step(trigger: str, source: Status) -> None:
    _, sources, dest, _, _ = DOMAIN[trigger]
    if source in sources:
        assert lifecycle.after(trigger, source) == (dest or source)
        return
    with pytest.raises(IllegalTransition) as refused:
        lifecycle.after(trigger, source)
    assert refused.value.facts["status"] == source


def test_a_refused_step_names_those_that_lead_on() -> None:
    with pytest.raises(IllegalTransition, match="From there: unstart, report"):
        lifecycle.after("evaluate", "in_progress")
    assert lifecycle.possible("in_progress") == ("unstart", "report", "lapse", "cancel")
    assert lifecycle.possible("cancelled") == ("reinstate",)


@pytest.mark.parametrize("status", FIVE)
def test_what_leaves_the_state_as_it_is_does_not_lead_on(status: Status) -> None:
    leads_on = {trigger for trigger, row in DOMAIN.items() if row[2] and status in row[1]}
    assert set(lifecycle.possible(status)) == leads_on


def test_too_late_for_a_step_that_leaves_the_state_is_said_so() -> None:
    with pytest.raises(IllegalTransition, match="cannot part: it is already reported"):
        lifecycle.after("part", "reported")


def test_the_states_are_the_status_type() -> None:
    assert STATES == get_args(Status) == FIVE
    assert set(MACHINE.states) == set(FIVE)
    assert MACHINE.initial == "planned"


def test_no_step_leads_where_the_table_does_not() -> None:
    # Automatic transitions would be called to_planned and the like, and lead from everywhere.
    assert set(MACHINE.events) == set(DOMAIN)
    edges = {
        (trigger, edge.source, edge.dest)
        for trigger in MACHINE.events
        for edge in MACHINE.get_transitions(trigger)
    }
    assert edges == {
        (trigger, source, dest)
        for trigger, (_, sources, dest, _, _) in DOMAIN.items()
        for source in sources
    }


def test_the_machine_keeps_no_models_and_calls_nobody() -> None:
    assert MACHINE.models == []
    edges = [edge for trigger in DOMAIN for edge in MACHINE.get_transitions(trigger)]
    assert not any([*edge.conditions, *edge.before, *edge.after] for edge in edges)
    assert all((edge.dest is None) is (DOMAIN[name][2] is None) for name, edge in _named_edges())
    assert not any([*state.on_enter, *state.on_exit] for state in MACHINE.states.values())


class Misspelt(events.StepTaken, frozen=True, kw_only=True):
    """A step that leads to a state which there is not."""

    NAME = "Misspelt"

    dest: Status = msgspec.field(name="to", default="in_progres")  # type: ignore[arg-type]


def test_the_table_has_no_faults() -> None:
    assert faults(STEPS) == []


@pytest.mark.parametrize(
    "slip",
    [
        {"event": Misspelt},
        {"sources": ("planed",)},
        {"event": events.ResultReported},
        {"trigger": "report"},
    ],
)
def test_a_misspelt_table_is_noticed(slip: dict[str, Any]) -> None:
    broken = msgspec.structs.replace(BY_TRIGGER["start"], **slip)
    assert faults((broken, *STEPS[1:])) != []


def test_every_step_has_a_command_and_an_event_of_its_own() -> None:
    assert {step.command for step in STEPS} == _leaves(StepCommand)
    beside = {event for event, _states, _who in vocabulary.BESIDE_STEPS}
    no_steps = beside | set(vocabulary.RETRACTS)
    assert {step.event for step in STEPS} == _leaves(events.StepTaken) - no_steps
    assert no_steps < _leaves(events.StepTaken)
    assert len(BY_COMMAND) == len(BY_TRIGGER) == len(STEPS) == len(DOMAIN)
    assert all(REGISTER[step.event.NAME] is step.event for step in STEPS)


def test_what_must_be_said_travels_as_words_of_the_event() -> None:
    """Of a link, the words of the event are the evidence that it is."""
    for step in STEPS:
        said = {"evidence" if word == "link" else word for word in step.must_say}
        assert said <= step.event.WORDS
        assert set(step.must_say) <= set(step.command.__struct_fields__)


def test_every_event_of_an_occurrence_says_where_it_leads_or_says_it_each_time() -> None:
    told = {row[4]: row[2] for row in DOMAIN.values()} | {"OccurrencePlanned": "planned"}
    others = {event.NAME for event in _leaves(events.OccurrenceEvent)} - told.keys()
    leads_to = {event.NAME: event.leads_to() for event in _leaves(events.OccurrenceEvent)}
    assert leads_to == told | dict.fromkeys(others)


def test_the_diagram_shows_every_row_that_leads_on() -> None:
    drawn = lifecycle.diagram().splitlines()
    assert len(drawn) == 2 + sum(len(row[1]) for row in DOMAIN.values() if row[2])
    assert "    reported --> evaluated: evaluate" in drawn
    assert not any("None" in line for line in drawn)


def _named_edges() -> list[tuple[str, Any]]:
    return [(name, edge) for name in DOMAIN for edge in MACHINE.get_transitions(name)]


def _leaves(base: type[Any]) -> set[type[Any]]:
    # Only the engine's own: a test may have an old or a newer shape of an event.
    below = [kind for kind in base.__subclasses__() if kind.__module__.startswith("engine.")]
    return {base} if not below else set().union(*map(_leaves, below))
