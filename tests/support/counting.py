"""How much a store is asked: statements, rows that it gives, and on SQLite the work behind them.

What is counted is counted below the program and below SQLAlchemy, at the driver, for every engine
that is made inside ``counted``: a store that reads more than it is asked for is seen, too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import psycopg
from sqlalchemy import event
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
        """Watch a connection of the driver's, whoever uses it."""
        if isinstance(connection, sqlite3.Connection):
            connection.row_factory = self._row
            connection.set_trace_callback(self._traced)
            self._connections.append(connection)
        else:
            connection.cursor_factory = _watched(self)

    def executed(self, rows: int) -> None:
        """Count a statement, and the rows that it gave."""
        self.statements += 1
        self.rows += rows

    def _traced(self, statement: str) -> None:
        if not statement.startswith("--"):  # so SQLite tells of a statement inside a trigger
            self.statements += 1

    def _row(self, _cursor: sqlite3.Cursor, row: tuple[object, ...]) -> tuple[object, ...]:
        self.rows += 1
        return row

    def _worked(self) -> int:
        self.work += 1
        return 0


def _watched(counter: Counter) -> type[psycopg.Cursor[Any]]:
    """Return the cursor that tells *counter* of each statement that it runs."""

    class Watched(psycopg.Cursor[Any]):
        def execute(self, *given: Any, **options: Any) -> Any:
            cursor = super().execute(*given, **options)
            counter.executed(self.rowcount if self.description else 0)
            return cursor

    return Watched


@contextmanager
def counted() -> Iterator[Counter]:
    """Give a counter for all engines that are made and used within."""
    counter = Counter()
    event.listen(Pool, "connect", counter.connected)
    try:
        yield counter
    finally:
        event.remove(Pool, "connect", counter.connected)
