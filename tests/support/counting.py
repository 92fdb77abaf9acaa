"""How much a store is asked: statements, rows that it gives, and on SQLite the work behind them.

What is counted is counted below the program, for every engine that is made inside ``counted``:
a store that reads more than it is asked for is seen, too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import Pool


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked of a store; ``work`` are instructions of SQLite's machine (0: another)."""

    statements: int
    rows: int
    work: int


class Counter:
    """Counts from its making on; ``during`` tells what one call asked for."""

    def __init__(self) -> None:
        self.statements = self.rows = self.work = 0
        self._connections: list[sqlite3.Connection] = []

    def during(self, call: Callable[[], object]) -> Asked:
        """Return what *call* asks of the store."""
        before = self.statements, self.rows, self.work
        for connection in self._connections:
            connection.set_progress_handler(self._worked, 1)
        call()
        for connection in self._connections:
            connection.set_progress_handler(None, 0)
        return Asked(
            statements=self.statements - before[0],
            rows=self.rows - before[1],
            work=self.work - before[2],
        )

    def connected(self, connection: Any, _record: object) -> None:
        """Watch a connection of SQLite's; of PostgreSQL's, the cursor tells its rows."""
        if isinstance(connection, sqlite3.Connection):
            connection.row_factory = self._row
            self._connections.append(connection)

    def executed(self, _connection: object, cursor: Any, *_rest: object) -> None:
        """Count a statement, and its rows where the cursor knows them."""
        self.statements += 1
        if not isinstance(cursor, sqlite3.Cursor) and cursor.description:
            self.rows += cursor.rowcount

    def _row(self, _cursor: sqlite3.Cursor, row: tuple[object, ...]) -> tuple[object, ...]:
        self.rows += 1
        return row

    def _worked(self) -> int:
        self.work += 1
        return 0


@contextmanager
def counted() -> Iterator[Counter]:
    """Give a counter for all engines that are made and used within."""
    counter = Counter()
    watched = (
        (Pool, "connect", counter.connected),
        (Engine, "after_cursor_execute", counter.executed),
    )
    for target, name, listener in watched:
        event.listen(target, name, listener)
    try:
        yield counter
    finally:
        for target, name, listener in watched:
            event.remove(target, name, listener)
