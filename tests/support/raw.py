"""A ledger's tables as somebody sees them who goes past the program, with the driver alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

import psycopg

from engine.events.address import PostgresAddress, SqliteAddress
from tests.support.logs import Place

REFUSED = (sqlite3.Error, psycopg.Error)
"""What the databases raise when they say no."""


class Raw:
    """Statements on one ledger; ``events``, ``words`` … in braces become the real names."""

    def __init__(self, place: Place) -> None:
        self.place = place

    def __call__(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and commit it; *values* stand for ``?``."""
        return self.script([(statement, values)])

    def script(self, steps: Sequence[tuple[str, Sequence[Any]]]) -> list[tuple[Any, ...]]:
        """Run statements in one transaction and commit; return the rows of the last one."""
        rows: list[tuple[Any, ...]] = []
        with self.connected() as connection:
            for statement, values in steps:
                cursor = connection.execute(self.placed(statement), values)
                rows = cursor.fetchall() if cursor.description else []
            connection.commit()
        return rows

    def placed(self, statement: str) -> str:
        """Return *statement* in the database's own words."""
        if isinstance(self.place.address, PostgresAddress):
            named = statement.replace("{", "vekha.").replace("}", "")
            return named.replace("%", "%%").replace("?", "%s")
        return statement.replace("{", "").replace("}", "")

    @contextmanager
    def connected(self) -> Iterator[Any]:
        """Lend a connection of the database's most powerful user."""
        match self.place.address:
            case SqliteAddress(path=path):
                with closing(sqlite3.connect(path)) as connection:
                    connection.execute("PRAGMA synchronous = OFF")  # tests need no power cut
                    yield connection
            case PostgresAddress(url=url):
                with psycopg.connect(url) as postgres:
                    yield postgres
            case None:
                raise ValueError("a log in memory has no tables")

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every byte of history, table by table."""
        keys = {"events": "position", "words": "position", "commands": "command_id"}
        return {
            table: self(f"SELECT * FROM {{{table}}} ORDER BY {key}") for table, key in keys.items()
        }

    def without_guards(self, *steps: tuple[str, Sequence[Any]]) -> None:
        """Run statements as whoever has dropped the guards would, and put the guards back."""
        if isinstance(self.place.address, PostgresAddress):
            self.script([("SET session_replication_role = replica", ()), *steps])
            return
        triggers = self("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        dropped = [(f"DROP TRIGGER {name}", ()) for name, _ in triggers]
        self.script([*dropped, *steps, *((sql, ()) for _, sql in triggers)])
