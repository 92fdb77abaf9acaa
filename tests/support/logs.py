"""Places where a log can live, the same for every backend: in memory, a SQLite file, PostgreSQL.

A :class:`Place` may be opened several times (two connections, reopening); in memory that gives the
same log. Salt and identity are injected; on PostgreSQL the server alone says who is speaking.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, get_args

import pytest

from engine.events import address
from engine.events.address import PostgresAddress, SqliteAddress
from engine.events.log import EventLog, Login
from engine.events.memory_log import MemoryLog
from engine.events.postgres_log import open_postgres
from engine.events.sqlite_log import open_sqlite
from engine.projections import inline

Backend = Literal["memory", "sqlite", "postgresql"]
TABLES = inline.TABLES
"""The read tables with which every ledger of the tests is opened."""

BACKENDS: tuple[Backend, ...] = get_args(Backend)
KEPT: tuple[Backend, ...] = ("sqlite", "postgresql")
"""The backends that keep a log on disk and guard it there."""

LOGIN = Login("os", "tester")
"""Who speaks in memory and on SQLite, unless a test says otherwise."""


def salts() -> Callable[[], bytes]:
    """Return a source of salts that gives the same ones in every run."""
    count = itertools.count(1)
    return lambda: hashlib.sha256(f"salt {next(count)}".encode()).digest()


class Place:
    """Where one ledger lives. ``address`` is None in memory; ``login`` may be changed by tests."""

    def __init__(self, backend: Backend, where: address.Address | None) -> None:
        self.backend = backend
        self.address = where
        self.login = LOGIN
        self._memory: MemoryLog | None = None
        self._salt = salts()

    def open(self, *, create: bool = False) -> EventLog:
        """Open the ledger; with *create*, make it in an empty place."""
        match self.address:
            case SqliteAddress() as place:
                return open_sqlite(place, TABLES, self._identify, create=create, salt=self._salt)
            case PostgresAddress() as place:
                return open_postgres(place, TABLES, create=create, salt=self._salt)
            case None:
                self._memory = self._memory or MemoryLog(TABLES, self._identify, self._salt)
                return self._memory

    @property
    def text(self) -> str:
        """Return the address as a user would give it; not in memory."""
        match self.address:
            case SqliteAddress(path=path):
                return str(path)
            case PostgresAddress(url=url, ledger=ledger):
                return f"{url}&ledger={ledger}"
            case None:
                raise ValueError("a log in memory has no address")

    def _identify(self) -> Login:
        return self.login


def prepare_postgres(url: str) -> None:
    """Install an empty ledger's tables in the database at *url*, as a template for copies."""
    open_postgres(PostgresAddress(url, address.DEFAULT_LEDGER), TABLES, create=True).close()


@contextmanager
def place_on(backend: Backend, folder: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    """Give an empty place on *backend*; *folder* is where SQLite puts its file.

    On PostgreSQL it is a database of the test's own with the tables installed.
    """
    match backend:
        case "memory":
            yield Place(backend, None)
        case "sqlite":
            yield Place(backend, SqliteAddress(folder / "ledger.db"))
        case "postgresql":
            with request.getfixturevalue("ledger_databases").lent() as url:
                yield Place(backend, PostgresAddress(url, address.DEFAULT_LEDGER))
