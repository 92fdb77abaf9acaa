"""A log as JSON Lines: what is written is read again, and nothing else is read."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events import lines
from engine.events.lines import WholeLog
from engine.events.log import CommandRow
from engine.events.recorded import StoredEvent, StoredWords
from tests.support.format_examples import example_log, whole

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
MAYBE = st.none() | TEXTS


def events(position: int) -> st.SearchStrategy[StoredEvent]:
    """Return any event at a position; nothing is known of how its columns belong together."""
    numbers = {
        name: st.integers(1, 2**53)
        for name in StoredEvent.__struct_fields__
        if StoredEvent.__annotations__[name] == "int"
    }
    texts = {
        name: MAYBE if "None" in StoredEvent.__annotations__[name] else TEXTS
        for name in StoredEvent.__struct_fields__
        if name not in numbers
    }
    return st.builds(StoredEvent, **(numbers | texts | {"position": st.just(position)}))


@st.composite
def logs(draw: st.DrawFn) -> WholeLog:
    """Draw a log of a few events, some with words, in batches that cover them."""
    count = draw(st.integers(1, 5))
    kept = [draw(events(position)) for position in range(1, count + 1)]
    spoken = sorted(draw(st.sets(st.integers(1, count))))
    ends = sorted(draw(st.sets(st.integers(1, count))) | {count})
    batches = zip([0, *ends], ends, strict=False)
    return WholeLog(
        ledger_id=draw(TEXTS),
        events=tuple(kept),
        words=tuple(
            StoredWords(position=position, salt=draw(TEXTS), text=draw(TEXTS))
            for position in spoken
        ),
        commands=tuple(
            CommandRow(
                command_id=draw(TEXTS),
                actor_id=draw(TEXTS),
                request_digest=draw(TEXTS),
                first_position=before + 1,
                last_position=last,
            )
            for before, last in batches
        ),
    )


@given(logs())
def test_what_is_written_is_read_again(log: WholeLog) -> None:
    written = list(lines.write(log))
    assert lines.read(written) == log
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in written)
    as_a_file = "".join(written).encode().decode()
    assert [f"{line}\n" for line in as_a_file.split("\n")[:-1]] == written


@given(logs())
def test_lines_are_canonical_and_in_order(log: WholeLog) -> None:
    named = [json.loads(line) for line in lines.write(log)]
    assert named[0] == {
        "format": "vekha/1",
        "hash": log.events[-1].hash,
        "kind": "ledger",
        "ledger_id": log.ledger_id,
        "position": len(log.events),
    }
    places = [
        (row.get("last_position") or row["position"], ("event", "words", "command").index(kind))
        for row in named[1:]
        for kind in [row["kind"]]
    ]
    assert places == sorted(places)
    assert len(places) == len(log.events) + len(log.words) + len(log.commands)
    assert all(list(row) == sorted(row) for row in named)


@given(logs(), st.data())
def test_nothing_is_read_that_would_not_be_written(log: WholeLog, data: st.DataObject) -> None:
    written = list(lines.write(log))
    taken = data.draw(st.integers(0, len(written) - 1))
    for wrong in (
        [*written[:taken], written[taken].replace(":", ": ", 1), *written[taken + 1 :]],
        [*written[:taken], written[taken][:-1], *written[taken + 1 :]],
        [*written, written[taken]],
        [*written[:-1], written[-1].replace('"kind":', '"odd":')],
        [written[1], written[0], *written[2:]],
        written[1:],
        [],
    ):
        with pytest.raises(ValueError, match="line"):
            lines.read(wrong)


def test_an_example_is_written_with_all_its_columns() -> None:
    log = example_log()
    named = [json.loads(line) for line in lines.write(whole(log))]
    kept = [msgspec.to_builtins(event) for event in log.events()]
    assert [{**row, "kind": "event"} for row in kept] == [
        row for row in named if row["kind"] == "event"
    ]
    assert [row["kind"] for row in named[:4]] == ["ledger", "event", "event", "event"]
