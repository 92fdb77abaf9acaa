"""The driver of the standard library on SQLite: one bare row, and many rows of ours at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from tests.bench.peers.given import EVENTS, WORDS, Given, Rows, inserting
from tests.bench.site import Journal, Site, held_sqlite
from tests.bench.spending import Backends
from tests.bench.subject import Work


class Plain:
    """A held connection on a copy of our ledger without its guards, and rows for it."""

    def __init__(self, site: Site, journal: Journal, events: int) -> None:
        path = site.sqlite(journal, events)
        self.given = Given(str(path))
        self.held = held_sqlite(path, journal)
        unguarded(self.held)
        self.held.execute(f"CREATE TABLE bare ({', '.join(EVENTS)})")

    def servers(self) -> Iterable[Backends]:
        """There is no server."""
        return ()

    def close(self) -> None:
        """Let go of the file."""
        self.held.close()


class BareRow(Plain):
    """One event without key, index, guard, words, command or read row, committed."""

    def ready(self, times: int) -> Work:
        """Make the rows."""
        rows = [self.given.rows(1).events[0] for _ in range(times)]
        statement = inserting("bare", EVENTS, "?")

        def work() -> None:
            for row in rows:
                self.held.execute(statement, row)

        return work


class Many(Plain):
    """``executemany`` of our rows, made before, into our tables with their keys, no guards."""

    def __init__(self, site: Site, journal: Journal, events: int, size: int) -> None:
        super().__init__(site, journal, events)
        self.size = size

    def ready(self, times: int) -> Work:
        """Make the rows."""
        batches = [self.given.rows(self.size) for _ in range(times)]

        def work() -> None:
            for rows in batches:
                self._write(rows)

        return work

    def _write(self, rows: Rows) -> None:
        self.held.execute("BEGIN IMMEDIATE")
        self.held.executemany(inserting("events", EVENTS, "?"), rows.events)
        self.held.executemany(inserting("words", WORDS, "?"), rows.words)
        self.held.executemany(inserting("occurrences", self.given.reads, "?"), rows.reads)
        self.held.execute("COMMIT")


class ManyBare(Many):
    """``executemany`` of the events alone, made before, into a table without key or index."""

    def _write(self, rows: Rows) -> None:
        self.held.execute("BEGIN IMMEDIATE")
        self.held.executemany(inserting("bare", EVENTS, "?"), rows.events)
        self.held.execute("COMMIT")


def unguarded(held: sqlite3.Connection) -> None:
    """Take the guards away: a peer that only writes has none."""
    rows = held.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in rows:
        held.execute(f"DROP TRIGGER {name}")
