"""SQLAlchemy Core: a row of our columns by ``insert()``, through its pool, as its manual has it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

import sqlalchemy
from sqlalchemy import Column, Engine, MetaData, Table, create_engine, event, insert

from tests.bench.peers.given import EVENTS, Given
from tests.bench.site import SYNCHRONOUS, Journal, Site
from tests.bench.spending import Backends
from tests.bench.subject import Work


class Core:
    """An engine, a table of our columns under a primary key, and events for it, *size* at once."""

    def __init__(
        self, engine: Engine, given: Given, size: int, servers: Iterable[Backends] = ()
    ) -> None:
        self._engine = engine
        self._given = given
        self._size = size
        self._servers = tuple(servers)
        numbers = {"position", "version", "type_version", "ordinal"}
        columns = (
            Column(
                name,
                sqlalchemy.BigInteger if name in numbers else sqlalchemy.Text,
                primary_key=name == "position",
            )
            for name in EVENTS
        )
        self._table = Table(f"core_{secrets.token_hex(4)}", MetaData(), *columns)
        self._table.create(engine)

    def ready(self, times: int) -> Work:
        """Make the rows."""
        batches = [self._rows() for _ in range(times)]

        def work() -> None:
            for rows in batches:
                with self._engine.begin() as connection:
                    connection.execute(insert(self._table), rows)

        return work

    def servers(self) -> Iterable[Backends]:
        """Return the processes that serve the table, on PostgreSQL."""
        return self._servers

    def close(self) -> None:
        """Let go of the pool."""
        self._engine.dispose()
        for backends in self._servers:
            backends.close()

    def _rows(self) -> list[dict[str, Any]]:
        rows = self._given.rows(self._size).events
        return [dict(zip(EVENTS, row, strict=True)) for row in rows]


def on_sqlite(site: Site, journal: Journal, events: int, size: int = 1) -> Core:
    """Set it up on a copy of our file, as durable as ours."""
    path = site.sqlite(journal, events)
    given = Given(str(path))
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _durable(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA journal_mode={journal}")
        connection.execute(f"PRAGMA synchronous={SYNCHRONOUS[journal]}")

    return Core(engine, given, size)


def on_postgres(site: Site, events: int, size: int = 1) -> Core:
    """Set it up on the copy of our database that has no guards."""
    url = site.unguarded(events)
    given = Given(site.postgres_filled(events))
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:", 1))
    return Core(engine, given, size, [site.backends(url)])
