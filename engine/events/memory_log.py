"""An event log in memory, for tests and for trying things out: the same promises, no durability."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping

import msgspec

from engine.errors import RefusedByRules
from engine.events import admission, codec
from engine.events.admission import KnownLogin
from engine.events.chain import Head
from engine.events.ledger import LedgerOpened
from engine.events.log import (
    Batch,
    CommandRow,
    Login,
    ReadTable,
    Receipt,
    Refusal,
    Value,
)
from engine.events.recorded import StoredEvent, StoredWords

Rows = dict[str, dict[str, Value]]


class MemoryLog:
    """Keeps lists and dictionaries; see ``EventLog`` for what each method promises."""

    def __init__(
        self,
        read_tables: Iterable[ReadTable],
        identify: Callable[[], Login],
        salt: Callable[[], bytes] = lambda: secrets.token_bytes(32),
    ) -> None:
        self._identify = identify
        self._salt = salt
        self._events: list[StoredEvent] = []
        self.stored_words: dict[int, StoredWords] = {}
        self.stored_commands: dict[str, CommandRow] = {}
        self._refusals: list[Refusal] = []
        self._rows: dict[str, Rows] = {table.name: {} for table in read_tables}

    def login(self) -> Login:
        return self._identify()

    def genesis(self) -> LedgerOpened | None:
        first = self._events[0] if self._events else None
        event = first and codec.decode(first.type, first.type_version, first.facts)
        return event if isinstance(event, LedgerOpened) else None

    def head(self) -> Head:
        last = self._events[-1] if self._events else None
        return Head(last.position, last.hash) if last else Head()

    def append(self, batch: Batch) -> Receipt:
        try:
            known = admission.repeated(batch, self)
            if known:
                return admission.receipt(known, repeated=True)
            composed = admission.compose(batch, self, self.login(), self._salt)
        except RefusedByRules as error:
            self.note_refusal(admission.note(batch, error))
            raise
        self._events += composed.events
        self.stored_words.update({words.position: words for words in composed.words})
        self.stored_commands[composed.command.command_id] = composed.command
        for table, values in composed.rows:
            self._rows[table][str(values["id"])] = values
        return admission.receipt(composed.command)

    def command(self, command_id: str) -> CommandRow | None:
        return self.stored_commands.get(command_id)

    def events(self, after: int = 0) -> list[StoredEvent]:
        return self._events[after:]

    def at(self, positions: Iterable[int]) -> list[StoredEvent]:
        held = range(1, len(self._events) + 1)
        return [self._events[position - 1] for position in sorted(set(positions) & set(held))]

    def stream(self, stream: str) -> list[StoredEvent]:
        return [event for event in self._events if event.stream == stream]

    def streams(self, prefix: str) -> list[StoredEvent]:
        return [event for event in self._events if event.stream.startswith(prefix)]

    def versions(self) -> dict[str, int]:
        return {event.stream: event.version for event in self._events}

    def words(self, positions: Iterable[int] | None = None) -> dict[int, dict[str, str]]:
        wanted = (
            self.stored_words if positions is None else set(positions) & self.stored_words.keys()
        )
        return {
            position: msgspec.json.decode(self.stored_words[position].text, type=dict[str, str])
            for position in sorted(wanted)
        }

    def rows(
        self, table: str, equal: Mapping[str, Value] | None = None, *, prefix: str = ""
    ) -> list[dict[str, Value]]:
        wanted = (equal or {}).items()
        return [
            dict(row)
            for name, row in sorted(self._rows[table].items())
            if name.startswith(prefix) and wanted <= row.items()
        ]

    def replace_rows(
        self, tables: Mapping[ReadTable, Iterable[Mapping[str, Value]]], head: Head
    ) -> bool:
        if head != self.head():
            return False
        for table, rows in tables.items():
            self._rows[table.name] = {str(row["id"]): dict(row) for row in rows}
        return True

    def outdated(self) -> list[str]:
        return []

    def note_refusal(self, refusal: Refusal) -> None:
        self._refusals.append(refusal)

    def refusals(self) -> list[Refusal]:
        return list(self._refusals)

    def upgrade(self) -> None:
        return

    def close(self) -> None:
        return

    def version(self, stream: str) -> int:
        """Return the last version of *stream*, for admission."""
        return len(self.stream(stream))

    def types(self, stream: str) -> list[str]:
        """Return the types of a stream's events, for admission."""
        return [event.type for event in self.stream(stream)]

    def logins(self) -> list[KnownLogin]:
        """Return the register of logins with their words, for admission."""
        return admission.known_logins(self.rows("logins"), self.words())

    def tables(self) -> set[str]:
        """Return the names of the read tables, for admission."""
        return set(self._rows)
