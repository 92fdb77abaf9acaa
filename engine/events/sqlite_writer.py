"""Statements on SQLite at the level of the driver, inside the transaction that writes a batch.

All of them are constant texts on one held connection, so that the driver keeps them prepared; what
belongs to a batch goes in one ``executemany`` a table. Everything is looked up by an index.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec

from engine.events import register, speaking
from engine.events.admission import Composed
from engine.events.chain import Head
from engine.events.ledger import LedgerOpened
from engine.events.log import CommandRow, Refusal
from engine.events.read_tables import ADDED, ReadTable, Value
from engine.events.recorded import StoredEvent, StoredWords
from engine.events.register import End, Put, Remove
from engine.events.speaking import KnownLogin

_HEAD = "SELECT position, hash FROM events ORDER BY position DESC LIMIT 1"
_LAST = "SELECT version, facts FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1"
_HASH = "SELECT hash FROM events WHERE position = ?"
_COMMAND = (
    "SELECT command_id, actor_id, request_digest, first_position, last_position"
    " FROM commands WHERE command_id = ?"
)
_LOGINS = (
    "SELECT l.id, l.holder, l.realm, l.valid_from, l.valid_to, l.position, w.text, c.valid_to"
    " FROM logins AS l LEFT JOIN words AS w ON w.position = l.position"
    " LEFT JOIN closures AS c ON c.id = l.holder"
    " WHERE l.realm = ? ORDER BY l.position, l.id"
)
_REGISTER = "SELECT max(last) FROM ({})".format(  # noqa: S608 - our own names
    " UNION ALL ".join(f"SELECT max(position) AS last FROM {name}" for name in register.NAMED)  # noqa: S608 - our own names
)


def _insert(table: str, columns: Iterable[str], verb: str = "INSERT") -> str:
    named = tuple(columns)
    marks = ", ".join("?" * len(named))
    return f"{verb} INTO {table} ({', '.join(named)}) VALUES ({marks})"


_EVENTS = _insert("events", StoredEvent.__struct_fields__)
_WORDS = _insert("words", StoredWords.__struct_fields__)
_COMMANDS = _insert("commands", CommandRow.__struct_fields__)
_REFUSALS = _insert("refusals", Refusal.__struct_fields__)


class Writer:
    """What admission reads, and what is written, inside one transaction on *connection*."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        opened: LedgerOpened | None,
        read_tables: Iterable[ReadTable],
    ) -> None:
        self._connection = connection
        self._opened = opened
        self._inserts = {table.name: _row_insert(table) for table in read_tables}

    def head(self) -> Head:
        found = self._connection.execute(_HEAD).fetchone()
        return Head(*found) if found else Head()

    def genesis(self) -> LedgerOpened | None:
        return self._opened

    def command(self, command_id: str) -> CommandRow | None:
        found = self._connection.execute(_COMMAND, (command_id,)).fetchone()
        return (
            CommandRow(**dict(zip(CommandRow.__struct_fields__, found, strict=True)))
            if found
            else None
        )

    def last(self, stream: str) -> tuple[int, str]:
        found = self._connection.execute(_LAST, (stream,)).fetchone()
        return (found[0], found[1]) if found else (0, "")

    def hash_at(self, position: int) -> str:
        return str(self._connection.execute(_HASH, (position,)).fetchone()[0])

    def register_position(self) -> int:
        return int(self._connection.execute(_REGISTER).fetchone()[0] or 0)

    def logins(self, realm: str) -> list[KnownLogin]:
        return [
            KnownLogin(
                login_id=term,
                holder=holder,
                realm=realm,
                login=speaking.login_text(said),
                valid_from=since,
                valid_to=until,
                closed_on=closed,
            )
            for term, holder, realm, since, until, _, said, closed in self._connection.execute(
                _LOGINS, (realm,)
            )
        ]

    def tables(self) -> frozenset[str]:
        return frozenset(self._inserts)

    def write(self, composed: Composed) -> None:
        """Write events, words, the command, and the rows that follow."""
        run, run_many = self._connection.execute, self._connection.executemany
        run_many(_EVENTS, map(msgspec.structs.astuple, composed.events))
        if composed.words:
            run_many(_WORDS, map(msgspec.structs.astuple, composed.words))
        run(_COMMANDS, msgspec.structs.astuple(composed.command))
        for name, rows in groupby(composed.rows, key=itemgetter(0)):
            statement, columns = self._inserts[name]
            run_many(statement, [columns(values) for _, values in rows])
        for change, position, digest in composed.register:
            statement, given = _register(change, position, digest)
            run(statement, given)

    def note(self, refusal: Refusal) -> None:
        """Write the note of a refusal, beside the log."""
        self._connection.execute(_REFUSALS, msgspec.structs.astuple(refusal))


def _row_insert(table: ReadTable) -> tuple[str, Any]:
    """Return the statement that replaces a row of *table*, and what takes its values out."""
    names = (*(name for name, _kind in table.columns), *ADDED)
    return _insert(table.name, names, "INSERT OR REPLACE"), itemgetter(*names)


def _register(change: register.Change, position: int, digest: str) -> tuple[str, list[Value]]:
    """Return the statement for one change of the register, and its values."""
    match change:
        case Put(table=table, row=row):
            return _put(table, tuple(row)), [*row.values(), position, digest]
        case End(table=table, id=term, valid_to=valid_to):
            return _end(table), [valid_to, term]
        case Remove(table=table, values=values):
            return _remove(table, tuple(values)), list(values.values())


@cache
def _put(table: str, columns: tuple[str, ...]) -> str:
    return _insert(table, (*columns, *ADDED), "INSERT OR REPLACE")


@cache
def _end(table: str) -> str:
    return f"UPDATE {table} SET valid_to = ? WHERE id = ?"  # noqa: S608 - our own names


@cache
def _remove(table: str, columns: tuple[str, ...]) -> str:
    wanted = " AND ".join(f"{column} = ?" for column in columns)
    return f"DELETE FROM {table} WHERE {wanted}"  # noqa: S608 - our own names
