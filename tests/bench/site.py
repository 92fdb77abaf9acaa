"""Where a run of timings keeps its databases: a folder on a disk, and a server that is durable.

A filled ledger is made once for each backend, journal and size, and copied for everyone who needs
one: so all begin with the same events, tables, keys and indexes.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Literal, LiteralString
from urllib.parse import parse_qs, urlsplit

import psycopg
from psycopg import sql

from tests.bench.spending import Backends
from tests.support.postgres import PostgresServer

Journal = Literal["delete", "wal"]
SYNCHRONOUS: dict[Journal, str] = {"delete": "EXTRA", "wal": "FULL"}
"""How each journal is brought to the disk: the same for us and for all peers."""

TRIGGERS: LiteralString = """
SELECT c.relname, t.tgname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relnamespace = 'vekha'::regnamespace
"""

Fill = Callable[[str, int], None]
"""Fill the empty ledger at an address with so many events."""


class Site:
    """The folder, the server, and the ledgers that were filled there. *fill* fills one.

    Databases are left where they are: the server goes with the run, and dropping takes long.
    """

    def __init__(self, folder: Path, server: PostgresServer, fill: Fill) -> None:
        self.folder = folder
        self.server = server
        self._fill = fill
        self._filled: dict[tuple[str, int], str] = {}
        self._count = 0

    def sqlite(self, journal: Journal, events: int) -> Path:
        """Return a file of its own with a ledger of *events*, which keeps its journal so."""
        path = Path(shutil.copy(self.sqlite_filled(events), self._path()))
        kept = sqlite3.connect(path)
        kept.execute(f"PRAGMA journal_mode={journal}")
        kept.close()
        return path

    def postgres(self, events: int) -> str:
        """Return the URL of a database of its own with a ledger of *events*."""
        return self.server.create_database(self.postgres_filled(events))

    def sqlite_filled(self, events: int) -> str:
        """Return the path of the ledger from which files are copied: to be read only."""
        return self._template("sqlite", events, lambda: str(self._path()))

    def postgres_filled(self, events: int) -> str:
        """Return the URL of the ledger from which databases are copied: to be read only."""
        return self._template("postgresql", events, self.server.create_database)

    def unguarded(self, events: int) -> str:
        """Return the URL of a database, shared, with a ledger of *events* without its guards."""
        key = "unguarded", events
        if key not in self._filled:
            self._filled[key] = self.postgres(events)
            _unguarded(self._filled[key])
        return self._filled[key]

    def empty_file(self) -> Path:
        """Return the path of a file that is not there yet."""
        return self._path()

    def empty_database(self) -> str:
        """Return the URL of an empty database of its own."""
        return self.server.create_database()

    def backends(self, url: str) -> Backends:
        """Return the processes that serve the database at *url*."""
        return Backends(self.server.admin_url, database_name(url))

    def _template(self, backend: str, events: int, place: Callable[[], str]) -> str:
        key = backend, events
        if key not in self._filled:
            made = place()
            self._fill(made, events)
            self._filled[key] = made
            if backend == "postgresql":
                _settled(made)
        return self._filled[key]

    def _path(self) -> Path:
        self._count += 1
        return self.folder / f"{self._count}.db"


def database_name(url: str) -> str:
    """Return the name of the database at *url*."""
    return urlsplit(url).path.removeprefix("/")


def socket_of(url: str) -> tuple[str, str]:
    """Return the folder of the server's socket, and its port."""
    asked = parse_qs(urlsplit(url).query)
    return asked["host"][0], asked["port"][0]


def held_sqlite(path: Path, journal: Journal) -> sqlite3.Connection:
    """Return a held connection of the driver, as durable as the program's own for *journal*."""
    held = sqlite3.connect(path, isolation_level=None, cached_statements=256)
    for pragma in (
        f"journal_mode={journal}",
        f"synchronous={SYNCHRONOUS[journal]}",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "secure_delete=ON",
    ):
        held.execute(f"PRAGMA {pragma}")
    return held


def held_postgres(url: str) -> psycopg.Connection[tuple[object, ...]]:
    """Return a held connection of the driver that prepares what it is asked twice."""
    held = psycopg.connect(url, autocommit=True)
    held.prepare_threshold = 1
    return held


def _unguarded(url: str) -> None:
    """Take the guards away: a peer that only writes has none."""
    with psycopg.connect(url, autocommit=True) as connection:
        for table, trigger in connection.execute(TRIGGERS).fetchall():
            name = sql.Identifier(trigger), sql.Identifier("vekha", table)
            connection.execute(sql.SQL("DROP TRIGGER {} ON {}").format(*name))


def _settled(url: str) -> None:
    """Leave the tables at *url* as autovacuum would: copies begin with statistics."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
