"""Ledgers that an earlier version wrote: each is opened, upgraded and verified by this program.

The files of ``fixtures/frozen`` are never rewritten once they are frozen, and their digests here
never changed: whoever changes what is stored lifts what they hold (``upcasting.py``), or adds a
step of migration.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import get_args

import psycopg
import pytest

from engine.errors import LogDamaged
from engine.events import chain, codec, lines
from engine.events.address import SqliteAddress
from engine.events.event import REGISTER
from engine.events.ledger import WordsErased
from engine.events.lines import WholeLog
from engine.events.log import Capacity, EventLog, Login
from engine.events.sqlite_log import open_sqlite
from engine.projections.rebuild import rebuild
from tests.events.test_format import block
from tests.support import frozen
from tests.support.logs import DECLARED, Place, place_on
from tests.support.raw import Raw

DIGESTS = {
    "office.db": "45145cbd03cbe01623151484894e2149c345e2c79e86b051a8bb11f911de7175",
    "office.jsonl": "0eab34471bf95ef4cd1a7777cdd3b21c8303a18b2e2320934c7b139bb26d8387",
    "rehearsal.db": "54592b654b3416601b33259569dd90da74057276de098e526287ff17f624d2f4",
    "rehearsal.jsonl": "73877883f39c7901c8e69a1d5135c26776984dc951765d8ed901890b687c447d",
}
"""The files as they were frozen, by SHA-256. They are never rewritten once they are frozen."""

NAMES = ("rehearsal", "office")


@pytest.fixture(params=NAMES)
def copy(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Give a copy of each frozen ledger."""
    return Path(shutil.copy(frozen.FOLDER / f"{request.param}.db", tmp_path))


def lines_of(name: str) -> list[str]:
    """Return the lines of a frozen ledger, each with its line feed."""
    text = (frozen.FOLDER / f"{name}.jsonl").read_text(encoding="utf-8")
    return [f"{line}\n" for line in text.split("\n")[:-1]]


@contextmanager
def upgraded(path: Path) -> Iterator[EventLog]:
    """Open a ledger with the program as it is, brought up to its version."""
    log = open_sqlite(SqliteAddress(path), DECLARED, lambda: Login("os", "nobody"))
    try:
        log.upgrade()
        yield log
    finally:
        log.close()


def checked(path: Path) -> WholeLog:
    """Verify all of a ledger: its chain, words, batches and rows; return it."""
    with upgraded(path) as log:
        opened = log.genesis()
        assert opened is not None
        events = list(chain.verified(opened.ledger_id, log.events()))
        recorded = list(map(codec.recorded, events))
        assert not any(rebuild(log).wrong.values()), "rows are not as they follow from the log"
    whole = frozen.whole(path)
    assert whole.events == tuple(events)
    kept = {words.position: chain.commitment(words.salt, words.text) for words in whole.words}
    gone = {
        position
        for event in recorded
        if isinstance(event.event, WordsErased)
        for position in event.event.positions
    }
    for event in events:
        if event.words_commitment != kept.get(event.position) and event.position not in gone:
            raise chain.damaged("the words of event {position} are not there", event.position)
    covered = [
        (position, command.command_id, ordinal)
        for command in whole.commands
        for ordinal, position in enumerate(
            range(command.first_position, command.last_position + 1), 1
        )
    ]
    assert covered == [(event.position, event.command_id, event.ordinal) for event in events]
    return whole


def test_the_files_are_those_that_were_frozen() -> None:
    found = {path.name: path.read_bytes() for path in frozen.FOLDER.iterdir()}
    assert {name: hashlib.sha256(data).hexdigest() for name, data in found.items()} == DIGESTS


def test_a_frozen_ledger_is_opened_upgraded_and_verified(copy: Path) -> None:
    checked(copy)


def test_what_was_tampered_with_is_found(copy: Path) -> None:
    place = Place("sqlite", SqliteAddress(copy))
    Raw(place)("UPDATE occurrences SET lead = 'x' WHERE version = 1")
    with pytest.raises(AssertionError, match="rows are not as they follow"):
        checked(copy)
    [(spoken,)] = Raw(place)("SELECT max(position) FROM words")
    Raw(place).without_guards(("DELETE FROM words WHERE position = ?", (spoken,)))
    with pytest.raises(LogDamaged, match=str(spoken)):
        checked(copy)
    Raw(place).without_guards(("UPDATE events SET actor_id = 'x' WHERE position = 9", ()))
    with pytest.raises(LogDamaged, match="9"):
        checked(copy)


def test_every_type_is_frozen_from_every_state_and_every_way_of_recording() -> None:
    with closing(sqlite3.connect(frozen.FOLDER / "office.db")) as connection:
        first = connection.execute("SELECT stream_kind, type, type_version FROM vocabulary")
        permitted = set(first.fetchall())
    events = lines.read(lines_of("office")).events
    kinds = {(event.stream.partition("/")[0], event.type, event.type_version) for event in events}
    assert kinds == permitted
    assert {event.type for event in events} <= REGISTER.keys()
    steps = [
        (event.type, said["from"] or "", said["to"])
        for event in events
        if event.stream.startswith("occurrence/")
        for said in [json.loads(event.facts)]
    ]
    with closing(sqlite3.connect(frozen.FOLDER / "office.db")) as connection:
        query = "SELECT type, state_from, state_to FROM vocabulary WHERE stream_kind = 'occurrence'"
        assert set(steps) == set(connection.execute(query).fetchall())
    contexts = [json.loads(event.context or '{"capacity":"own"}') for event in events]
    assert {context["capacity"] for context in contexts} == set(get_args(Capacity))
    assert {event.auth_method for event in events} == {"os", "postgresql", "web"}
    assert {context.get("service") for context in contexts} == {None, "service/site"}
    assert any(context.get("source") for context in contexts)
    assert any(event.signature for event in events)


@pytest.mark.parametrize("name", NAMES)
def test_the_lines_hold_the_same_log_byte_by_byte(name: str) -> None:
    assert lines.read(lines_of(name)) == frozen.whole(frozen.FOLDER / f"{name}.db")


@pytest.mark.parametrize("name", NAMES)
def test_the_lines_alone_lead_to_the_same_head(name: str) -> None:
    first, *rows = map(json.loads, lines_of(name))
    head = "0" * 64
    for event in (row for row in rows if row["kind"] == "event"):
        assert event["prev_hash"] == head
        columns = [event[column] for column in chain.HASHED]
        text = json.dumps(
            ["vekha/1", first["ledger_id"], *columns], ensure_ascii=False, separators=(",", ":")
        )
        head = hashlib.sha256(text.encode()).hexdigest()
        assert event["hash"] == head
    assert first["hash"] == head
    commitments = {row["position"]: row["words_commitment"] for row in rows if "facts" in row}
    for row in (row for row in rows if row["kind"] == "words"):
        salted = bytes.fromhex(row["salt"]) + row["text"].encode()
        assert hashlib.sha256(salted).hexdigest() == commitments[row["position"]]


def test_the_program_of_the_page_of_the_format_checks_it(copy: Path, tmp_path: Path) -> None:
    program = tmp_path / "check.py"
    program.write_text(block("program: check.py"), encoding="utf-8")
    command = [sys.executable, "-I", str(program), str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    first = json.loads(lines_of(copy.stem)[0])
    assert (done.stderr, done.stdout) == ("", f"{first['position']} {first['hash']}\n")


def test_postgres_hashes_the_lines_alike(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    query = psycopg.sql.SQL(
        "SELECT row ->> 'hash', vekha.event_hash(%s, json_populate_record(null::vekha.events, row))"
        " FROM json_array_elements(%s) AS row"
    )
    with place_on("postgresql", tmp_path, request) as place, Raw(place).connected() as connection:
        for name in NAMES:
            rows = lines_of(name)
            events = [row for row in rows if '"kind":"event"' in row]
            given = [json.loads(rows[0])["ledger_id"], f"[{','.join(events)}]"]
            hashes = connection.execute(query, given).fetchall()
            assert len(hashes) == len(events)
            assert all(stored == computed for stored, computed in hashes)


def test_the_lines_are_still_what_the_writer_writes(tmp_path: Path) -> None:
    """Until they are frozen; a later version that writes otherwise takes this test away."""
    frozen.write(tmp_path)
    for name in NAMES:
        written = (tmp_path / f"{name}.jsonl").read_bytes()
        assert written == (frozen.FOLDER / f"{name}.jsonl").read_bytes()
