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

import msgspec
import pytest

from engine.events import address
from engine.events.address import PostgresAddress, SqliteAddress
from engine.events.declared import Declared
from engine.events.log import EventLog, Login
from engine.events.memory_log import MemoryLog
from engine.events.postgres_log import open_postgres
from engine.events.sqlite_log import open_sqlite
from engine.events.vocabulary import Permitted, Vocabulary
from engine.projections import inline
from engine.workflows.vocabulary import PROGRAM

Backend = Literal["memory", "sqlite", "postgresql"]
TABLES = inline.ALL
"""The read tables of every ledger: those that batches bring rows for, and the log's own."""

DECLARED = Declared(read_tables=inline.TABLES, vocabulary=PROGRAM)
"""What every ledger of the tests is opened with, unless a test says otherwise."""

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
    """Where one ledger lives. ``address`` is None in memory; ``login`` may be changed by tests.

    So may be ``declared``, before the ledger is opened, and ``template``: what a ledger that is
    there already, empty, was made with.
    """

    def __init__(self, backend: Backend, where: address.Address | None) -> None:
        self.declared = self.template = DECLARED
        self.backend = backend
        self.address = where
        self.login = LOGIN
        self._memory: MemoryLog | None = None
        self._salt = salts()

    def widen(self, *permitted: Permitted) -> None:
        """Let the ledger, before it is made, take these events, too."""
        known = self.declared.vocabulary
        wider = Vocabulary(number=known.number + 1, permitted=known.permitted | set(permitted))
        self.declared = msgspec.structs.replace(self.declared, vocabulary=wider)

    def open(self, *, create: bool = False) -> EventLog:
        """Open the ledger; with *create*, make it in an empty place."""
        log = self._opened(create=create)
        if create and self.declared is not self.template:
            log.upgrade()  # a copy of the template has the vocabulary that that was made with
        return log

    def _opened(self, *, create: bool) -> EventLog:
        match self.address:
            case SqliteAddress() as place:
                return open_sqlite(
                    place, self.declared, self._identify, create=create, salt=self._salt
                )
            case PostgresAddress() as place:
                return open_postgres(place, self.declared, create=create, salt=self._salt)
            case None:
                if self._memory is None:
                    self._memory = MemoryLog(self.declared, self._identify, self._salt)
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
    open_postgres(PostgresAddress(url, address.DEFAULT_LEDGER), DECLARED, create=True).close()


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
