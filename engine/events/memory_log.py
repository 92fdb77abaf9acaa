"""An event log in memory, for tests and for trying things out: the same promises, no durability."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping

import msgspec

from engine.errors import RefusedByRules
from engine.events import admission, codec, register, speaking
from engine.events.chain import Head
from engine.events.declared import Declared
from engine.events.failing import no_file
from engine.events.ledger import LedgerOpened
from engine.events.log import (
    Batch,
    CommandRow,
    Journal,
    Login,
    Receipt,
    Refusal,
    Replaced,
    Tables,
)
from engine.events.read_tables import Value
from engine.events.recorded import StoredEvent, StoredWords
from engine.events.speaking import KnownLogin


class MemoryLog:
    """Keeps lists and dictionaries; see ``EventLog`` for what each method promises."""

    def __init__(
        self,
        declared: Declared,
        identify: Callable[[], Login],
        salt: Callable[[], bytes] = lambda: secrets.token_bytes(32),
    ) -> None:
        self._identify = identify
        self._salt = salt
        self._events: list[StoredEvent] = []
        self.stored_words: dict[int, StoredWords] = {}
        self.stored_commands: dict[str, CommandRow] = {}
        self._refusals: list[Refusal] = []
        self._vocabulary = declared.vocabulary
        self._brought = frozenset(table.name for table in declared.read_tables)
        self._rows: register.Kept = {
            name: {} for name in (*self._brought, *(table.name for table in register.TABLES))
        }
        self._lasts: dict[str, StoredEvent] = {}

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
                return known
            composed = admission.compose(batch, self, self.login(), self._vocabulary, self._salt)
        except RefusedByRules as error:
            self.note_refusal(admission.note(batch, error))
            raise
        self._events += composed.events
        self._lasts.update({event.stream: event for event in composed.events})
        self.stored_words.update({words.position: words for words in composed.words})
        self.stored_commands[composed.command.command_id] = composed.command
        for table, values in composed.rows:
            self._rows[table][str(values["id"])] = values
        for change, position, digest in composed.register:
            register.apply(self._rows, change, position, digest)
        return composed.receipt()

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

    def register_position(self) -> int:
        rows = [row for name in register.NAMED for row in self._rows[name].values()]
        return max((int(row["position"] or 0) for row in rows), default=0)

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

    def replace_rows(self, tables: Tables, head: Head) -> Replaced | None:
        if head != self.head():
            return None
        wrong: dict[str, tuple[str, ...]] = {}
        for table, rows in tables.items():
            stored, rebuilt = self._rows[table.name], {str(row["id"]): dict(row) for row in rows}
            ids = stored.keys() | rebuilt.keys()
            wrong[table.name] = tuple(sorted(i for i in ids if stored.get(i) != rebuilt.get(i)))
            self._rows[table.name] = rebuilt
        return wrong

    def outdated(self) -> list[str]:
        return []

    def note_refusal(self, refusal: Refusal) -> None:
        login = self.login()
        known = self.logins(login.realm)
        self._refusals.append(speaking.signed(refusal, login, known, self.genesis()))

    def refusals(self) -> list[Refusal]:
        return list(self._refusals)

    def upgrade(self) -> None:
        return

    def set_journal(self, _journal: Journal) -> str:
        raise no_file()

    def close(self) -> None:
        return

    def last(self, stream: str) -> tuple[int, str]:
        """Return version and facts of the last event of *stream*, for admission."""
        event = self._lasts.get(stream)
        return (event.version, event.facts) if event else (0, "")

    def hash_at(self, position: int) -> str:
        """Return the hash of the event at *position*, for admission."""
        return self._events[position - 1].hash

    def logins(self, realm: str) -> list[KnownLogin]:
        """Return the logins of a realm with their words, for admission."""
        rows = self.rows("logins", {"realm": realm})
        closed = {str(row["id"]): str(row["valid_to"]) for row in self.rows("closures")}
        words = self.words(int(row["position"] or 0) for row in rows)
        return speaking.known_logins(rows, words, closed)

    def tables(self) -> frozenset[str]:
        """Return the names of the read tables that batches bring rows for, for admission."""
        return self._brought
