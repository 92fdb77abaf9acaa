"""psycopg on PostgreSQL: one bare row, many rows of ours at once, and COPY of the same rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.bench.peers.given import EVENTS, WORDS, Given, Rows, inserting
from tests.bench.site import Site, held_postgres
from tests.bench.spending import Backends
from tests.bench.subject import Work


class Plain:
    """A held connection on the copy of our ledger that has no guards, and rows for it."""

    def __init__(self, site: Site, events: int) -> None:
        url = site.unguarded(events)
        self.given = Given(site.postgres_filled(events))
        self.held: Any = held_postgres(url)
        self._backends = site.backends(url)
        self.held.execute("CREATE TABLE IF NOT EXISTS vekha.bare (LIKE vekha.events)")

    def servers(self) -> Iterable[Backends]:
        """Return the processes that serve the copy."""
        return (self._backends,)

    def close(self) -> None:
        """Let go of the connections."""
        self.held.close()
        self._backends.close()


class BareRow(Plain):
    """One event without key, index, guard, words, command or read row, committed."""

    def ready(self, times: int) -> Work:
        """Make the rows."""
        rows = [self.given.rows(1).events[0] for _ in range(times)]
        statement = inserting("bare", EVENTS, "%s", "vekha.")

        def work() -> None:
            for row in rows:
                self.held.execute(statement, row, prepare=True)

        return work


class Many(Plain):
    """``executemany`` of our rows, made before, into our tables with their keys, no guards."""

    def __init__(self, site: Site, events: int, size: int) -> None:
        super().__init__(site, events)
        self.size = size

    def ready(self, times: int) -> Work:
        """Make the rows."""
        batches = [self.given.rows(self.size) for _ in range(times)]

        def work() -> None:
            for rows in batches:
                with self.held.transaction(), self.held.cursor() as cursor:
                    for table, columns, some in self._tables(rows):
                        self._write(cursor, table, columns, some)

        return work

    def _tables(self, rows: Rows) -> Iterable[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]]:
        return (
            ("events", EVENTS, rows.events),
            ("words", WORDS, rows.words),
            ("occurrences", self.given.reads, rows.reads),
        )

    def _write(
        self, cursor: Any, table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]
    ) -> None:
        cursor.executemany(inserting(table, columns, "%s", "vekha."), rows)


class Copy(Many):
    """``COPY`` of our rows, made before, into our tables with their keys, no guards."""

    def _write(
        self, cursor: Any, table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]
    ) -> None:
        with cursor.copy(f"COPY vekha.{table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


class CopyBare(Copy):
    """``COPY`` of the events alone, made before, into a table without key or index."""

    def _tables(self, rows: Rows) -> Iterable[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]]:
        return (("bare", EVENTS, rows.events),)
