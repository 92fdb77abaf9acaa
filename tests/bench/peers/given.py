"""Rows of the program's own ledger, ready to be written once more by whoever only writes.

They are taken from the ledger that was filled by the program, and renumbered: positions, versions,
hashes and command ids are new and unique, streams are all of the ledger's in turn, and everything
else is as long as it was.
"""

from __future__ import annotations

import hashlib
import itertools
from typing import Any

import msgspec

from engine.events.recorded import StoredEvent
from engine.office import Office
from tests.bench.workload import REPORT

EVENTS = StoredEvent.__struct_fields__
"""The columns of an event."""

WORDS = ("position", "salt", "text")
"""The columns of its words."""

_NUMBERS = itertools.count(10_000_000)
"""Positions beyond those of every filled ledger; no two rows of a run have the same."""

WORDS_TEXT = msgspec.json.encode({"evidence.1": REPORT.link, "result": REPORT.result}).decode()


class Rows(msgspec.Struct, frozen=True):
    """What one transaction writes: rows as tuples, in the order of their columns."""

    events: list[tuple[Any, ...]]
    words: list[tuple[Any, ...]]
    reads: list[tuple[Any, ...]]


class Given:
    """Rows after those of the ledger at *where*; ``reads`` are the columns of its read rows."""

    def __init__(self, where: str) -> None:
        office = Office.open(where)
        log = office.session.log
        head = log.head().position
        self.example = next(
            event for event in reversed(log.events(head - 400)) if event.words_commitment
        )
        rows = log.rows("occurrences")
        office.close()
        self.streams = itertools.cycle([str(row["id"]) for row in rows])
        self._row = dict(rows[0])
        self.reads = tuple(self._row)

    def rows(self, count: int) -> Rows:
        """Return *count* events with their words and read rows."""
        numbers = list(itertools.islice(_NUMBERS, count))
        command_id = digest(f"command {numbers[0]}")[:32]
        events = [
            self._event(number, ordinal, command_id) for ordinal, number in enumerate(numbers, 1)
        ]
        return Rows(
            [tuple(msgspec.structs.asdict(event).values()) for event in events],
            [(number, digest(f"salt {number}"), WORDS_TEXT) for number in numbers],
            list(map(self._read, events)),
        )

    def _event(self, number: int, ordinal: int, command_id: str) -> StoredEvent:
        return msgspec.structs.replace(
            self.example,
            position=number,
            stream=next(self.streams),
            version=number,
            command_id=command_id,
            ordinal=ordinal,
            request_digest=digest("request") if ordinal == 1 else None,
            prev_hash=digest(f"hash {number - 1}"),
            hash=digest(f"hash {number}"),
        )

    def _read(self, event: StoredEvent) -> tuple[Any, ...]:
        """Return a read row beside that of the same occurrence: its id is a new one."""
        changed = {"id": f"{event.stream}~{event.position}", "position": event.position}
        return tuple((self._row | changed).values())


def digest(text: str) -> str:
    """Return 64 hex characters that no other text gives."""
    return hashlib.sha256(text.encode()).hexdigest()


def inserting(table: str, columns: tuple[str, ...], mark: str, schema: str = "") -> str:
    """Return the statement that writes one row; *mark* is the driver's for a value."""
    marks = ", ".join(mark for _ in columns)
    return f"INSERT INTO {schema}{table} ({', '.join(columns)}) VALUES ({marks})"
