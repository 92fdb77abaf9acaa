"""An append written by hand at the driver's level, with our tables, guards, chain and words.

It is what an append with these guarantees costs at least: statements on a held connection, decided
and hashed by the client inside the transaction. It lacks the refusals: no rights, no vocabulary,
no check of a read row against its event, nobody's login; on PostgreSQL the client is believed.
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from engine.events import chain
from engine.events.recorded import StoredEvent
from engine.office import Office
from tests.bench.peers.given import EVENTS, WORDS, WORDS_TEXT, digest, inserting
from tests.bench.site import Journal, Site, held_postgres, held_sqlite
from tests.bench.spending import Backends
from tests.bench.subject import Work

COMMANDS = ("command_id", "actor_id", "request_digest", "first_position", "last_position")


class ByHand:
    """Appends one event of a known stream; *mark* and *schema* are those of the database."""

    def __init__(
        self,
        hold: Callable[[], Any],
        where: str,
        mark: str,
        schema: str = "",
        servers: Iterable[Backends] = (),
    ) -> None:
        office = Office.open(where)
        log = office.session.log
        self._ledger = office.session.opened.ledger_id
        self._example = next(e for e in reversed(log.events()) if e.words_commitment)
        self._rows = itertools.cycle(log.rows("occurrences"))
        office.close()
        self.held = hold()
        self._mark, self._schema = mark, schema
        self._servers = tuple(servers)
        self._event = inserting("events", EVENTS, mark, schema)
        self._words = inserting("words", WORDS, mark, schema)
        self._command = inserting("commands", COMMANDS, mark, schema)
        self._row = self._replacing(next(self._rows))

    def ready(self, times: int) -> Work:
        """Choose the rows."""
        rows = list(itertools.islice(self._rows, times))

        def work() -> None:
            for row in rows:
                self._append(row)

        return work

    def servers(self) -> Iterable[Backends]:
        """Return the processes that serve the ledger, on PostgreSQL."""
        return self._servers

    def close(self) -> None:
        """Let go of the connections."""
        self.held.close()
        for backends in self._servers:
            backends.close()

    def _append(self, row: dict[str, Any]) -> None:
        command_id = secrets.token_hex(16)
        for statement in self._locking():
            self.held.execute(statement)
        position, prev_hash, version = self._looked_up(command_id, row["id"])
        salt = secrets.token_bytes(32)
        event = msgspec.structs.replace(
            self._example,
            position=position + 1,
            stream=row["id"],
            version=version + 1,
            command_id=command_id,
            ordinal=1,
            request_digest=digest("request"),
            words_commitment=chain.commitment(salt.hex(), WORDS_TEXT),
            prev_hash=prev_hash,
        )
        self._write(event, salt.hex(), row)
        self.held.execute("COMMIT")

    def _write(self, event: StoredEvent, salt: str, row: dict[str, Any]) -> None:
        at = event.position
        hashed = msgspec.structs.replace(event, hash=chain.event_hash(self._ledger, event))
        self._do(self._event, tuple(getattr(hashed, name) for name in EVENTS))
        self._do(self._words, (at, salt, WORDS_TEXT))
        self._do(self._command, (event.command_id, event.actor_id, digest("request"), at, at))
        self._do(self._row, tuple((row | {"position": at}).values()))

    def _do(self, statement: str, values: tuple[Any, ...]) -> Any:
        return self.held.execute(statement, values)

    def _locking(self) -> tuple[str, ...]:
        if self._schema:
            return "BEGIN", f"SELECT 1 FROM {self._schema}append_lock FOR UPDATE"
        return ("BEGIN IMMEDIATE",)

    def _looked_up(self, command_id: str, stream: str) -> tuple[int, str, int]:
        """Return the head and the stream's version; the command must be a new one."""
        events, commands = f"{self._schema}events", f"{self._schema}commands"
        found = self._do(
            f"SELECT (SELECT 1 FROM {commands} WHERE command_id = {self._mark}),"
            f" (SELECT position FROM {events} ORDER BY position DESC LIMIT 1),"
            f" (SELECT hash FROM {events} ORDER BY position DESC LIMIT 1),"
            f" (SELECT version FROM {events} WHERE stream = {self._mark}"
            " ORDER BY version DESC LIMIT 1)",
            (command_id, stream),
        ).fetchone()
        assert found[0] is None
        return found[1], found[2], found[3]

    def _replacing(self, row: dict[str, Any]) -> str:
        columns = tuple(row)
        changed = ", ".join(f"{name} = excluded.{name}" for name in columns if name != "id")
        statement = inserting("occurrences", columns, self._mark, self._schema)
        return f"{statement} ON CONFLICT (id) DO UPDATE SET {changed}"


def on_sqlite(site: Site, journal: Journal, events: int) -> ByHand:
    """Set it up on a copy of our ledger."""
    path = site.sqlite(journal, events)
    return ByHand(lambda: held_sqlite(path, journal), str(path), "?")


def on_postgres(site: Site, events: int) -> ByHand:
    """Set it up on a copy of our ledger."""
    url = site.postgres(events)
    servers = [site.backends(url)]
    return ByHand(lambda: held_postgres(url), f"{url}&ledger=vekha", "%s", "vekha.", servers)
