"""What a ledger takes is what the program has, and changes only under a higher number.

``vocabulary.txt`` is what the present number means: every permitted row, and every event with its
fields and their values. After the number was raised with intention, it is rewritten by
``python -m tests.workflows.test_vocabulary``; before the first release, delete it first.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal, get_args

import msgspec
import pytest
from msgspec import inspect

from engine.events import occurrences, streams
from engine.events.event import REGISTER, Event
from engine.events.occurrences import OccurrenceEvent, OccurrencePlanned
from engine.events.people import Role
from engine.events.retractions import Retraction
from engine.events.vocabulary import Permitted, Vocabulary
from engine.workflows.occurrence.steps import STEPS, WHO, Step
from engine.workflows.vocabulary import BESIDE_STEPS, NUMBER, PROGRAM, RETRACTS

PINNED = Path(__file__).with_name("vocabulary.txt")
Pairs = set[tuple[str, str]]


def pairs(event: type[Event], found: Vocabulary = PROGRAM) -> Pairs:
    """Return from which states to which *event* may lead."""
    return {(row.state_from, row.state_to) for row in found.permitted if row.type == event.NAME}


# -- what is in it ---------------------------------------------------------------------------------


def test_every_event_that_there_is_may_be_recorded_in_its_newest_version() -> None:
    newest = {(kind.NAME, kind.VERSION) for kind in REGISTER.values()}
    assert {(row.type, row.type_version) for row in PROGRAM.permitted} == newest
    assert PROGRAM.number == NUMBER


def test_no_row_stands_there_twice() -> None:
    assert len(PROGRAM.pairs) == len(PROGRAM.permitted)


def test_every_stream_has_its_events_and_no_other() -> None:
    of_occurrences = {kind.NAME for kind in REGISTER.values() if issubclass(kind, OccurrenceEvent)}
    for row in PROGRAM.permitted:
        assert (row.stream_kind == "occurrence") is (row.type in of_occurrences)
        assert bool(row.state_to) is (row.stream_kind == "occurrence")
    later = {"review"}
    assert {row.stream_kind for row in PROGRAM.permitted} == set(streams.KINDS) - later


def test_words_and_people_of_a_row_are_those_of_the_program() -> None:
    people = {*WHO, *get_args(Role)}
    for row in PROGRAM.permitted:
        assert row.words == ",".join(sorted(REGISTER[row.type].WORDS))
        assert set(row.who.split(",")) <= people, row


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.trigger)
def test_a_step_leads_where_the_table_says(step: Step) -> None:
    assert pairs(step.event) == {(source, step.dest or source) for source in step.sources}
    rows = [row for row in PROGRAM.permitted if row.type == step.event.NAME]
    assert {row.who for row in rows} == {step.who}


def test_what_is_no_step_leaves_the_state_or_begins_or_takes_back() -> None:
    steps = {step.event for step in STEPS}
    others = {kind for kind in REGISTER.values() if issubclass(kind, OccurrenceEvent)} - steps
    assert others == {OccurrencePlanned, *RETRACTS, *(event for event, _, _ in BESIDE_STEPS)}
    assert pairs(OccurrencePlanned) == {("", "planned")}
    for event, states, _who in BESIDE_STEPS:
        assert pairs(event) == {(state, state) for state in states}


@pytest.mark.parametrize("retraction", RETRACTS, ids=lambda kind: kind.NAME)
def test_what_takes_a_decision_back_leads_back_to_where_it_came_from(
    retraction: type[Retraction],
) -> None:
    decision = RETRACTS[retraction]
    assert pairs(retraction) == {(dest, source) for source, dest in pairs(decision)}


def test_some_rows_in_full() -> None:
    assert pairs(occurrences.ReportReturned) == {("reported", "in_progress")}
    assert ("occurrence", "WorkStarted", 1, "reported", "in_progress") not in PROGRAM.pairs
    assert PROGRAM.pairs["occurrence", "LapseRetracted", 1, "evaluated", "planned"] == Permitted(
        stream_kind="occurrence",
        type="LapseRetracted",
        type_version=1,
        state_from="evaluated",
        state_to="planned",
        words="reason",
        who="supervisor",
    )


# -- what its number means -------------------------------------------------------------------------


def told(kind: inspect.Type) -> str:
    """Return the type of a stored field in text: values, shapes and all."""
    match kind:
        case inspect.StructType():
            return (
                "{" + ", ".join(f"{one.encode_name}: {told(one.type)}" for one in kind.fields) + "}"
            )
        case inspect.UnionType():
            return " | ".join(sorted(map(told, kind.types)))
        case inspect.VarTupleType():
            return f"[{told(kind.item_type)}]"
        case inspect.LiteralType():
            return " | ".join(sorted(map(repr, kind.values)))
        case _:
            return type(kind).__name__.removesuffix("Type").lower()


def drawn(found: Vocabulary, events: Iterable[type[Event]]) -> list[str]:
    """Return a line a permitted row, and a line an event with its fields."""
    rows = [
        f"{row.stream_kind}: {row.type} {row.type_version} "
        f"({row.state_from or '-'} to {row.state_to or '-'}) by {row.who} with {row.words or '-'}"
        for row in sorted(found.permitted)
    ]
    shapes = [f"{kind.NAME} {kind.VERSION} {told(inspect.type_info(kind))}" for kind in events]
    return [*rows, *sorted(shapes)]


def pinned() -> tuple[int, list[str]]:
    """Return the number of the pinned file, and its lines."""
    first, *lines = PINNED.read_text("utf-8").splitlines()
    return int(first.removeprefix("number ")), lines


def rewritten(number: int, lines: list[str], before: tuple[int, list[str]] | None) -> str:
    """Return the file anew; raises ValueError where the number did not rise with the lines."""
    if before is not None and lines != before[1] and number <= before[0]:
        raise ValueError("raise NUMBER in engine/workflows/vocabulary.py first")
    return "\n".join([f"number {number}", *lines, ""])


def test_the_number_still_means_the_same() -> None:
    number, lines = pinned()
    assert drawn(PROGRAM, REGISTER.values()) == lines, "raise NUMBER, then rewrite the file"
    assert number == NUMBER


class Wider(occurrences.ReportReturned, frozen=True, kw_only=True):
    """A return with one ground more."""

    ground: Literal["substance", "form", "haste"]  # type: ignore[assignment]


class Longer(occurrences.WorkStarted, frozen=True, kw_only=True):
    """A start with a field more."""

    place: str | None = None


class Newer(occurrences.WorkStarted, frozen=True, kw_only=True):
    """A start in a newer version."""

    VERSION = 2


def with_(event: type[Event]) -> dict[str, type[Event]]:
    """Return the register with another class for an event."""
    return {**REGISTER, event.NAME: event}


@pytest.mark.parametrize("changed", [Wider, Longer, Newer])
def test_a_value_a_field_or_a_version_more_is_noticed(changed: type[Event]) -> None:
    """Twin: whatever changes of what is stored, the pinned lines differ."""
    assert drawn(PROGRAM, with_(changed).values()) != pinned()[1]


@pytest.mark.parametrize(
    "change", [{"who": "lead"}, {"words": "reason"}, {"state_from": "reported"}, {"type": "Begun"}]
)
def test_a_row_that_differs_is_noticed(change: dict[str, str]) -> None:
    [row] = [row for row in PROGRAM.permitted if row.type == "WorkStarted"]
    other = msgspec.structs.replace(row, **change)
    changed = Vocabulary(NUMBER, PROGRAM.permitted - {row} | {other})
    assert drawn(changed, REGISTER.values()) != pinned()[1]
    fewer = Vocabulary(NUMBER, PROGRAM.permitted - {row})
    assert drawn(fewer, REGISTER.values()) != pinned()[1]


def test_the_file_is_rewritten_only_under_a_higher_number() -> None:
    before = (NUMBER, ["as it was"])
    with pytest.raises(ValueError, match="raise NUMBER"):
        rewritten(NUMBER, ["as it is"], before)
    assert rewritten(NUMBER + 1, ["as it is"], before) == f"number {NUMBER + 1}\nas it is\n"
    assert rewritten(NUMBER, ["as it was"], before) == f"number {NUMBER}\nas it was\n"


if __name__ == "__main__":
    PINNED.write_text(
        rewritten(NUMBER, drawn(PROGRAM, REGISTER.values()), pinned() if PINNED.exists() else None),
        "utf-8",
    )
