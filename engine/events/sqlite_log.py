"""The log in one SQLite file: ``BEGIN IMMEDIATE``, one transaction a batch, guarded by triggers.

Journal mode DELETE with synchronous EXTRA, unless the ledger's file says WAL (then FULL): an
acknowledged event survives a power cut either way. With DELETE the ledger is one file that survives
being copied to a flash drive, with WAL readers do not wait for writers.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    PoolProxiedConnection,
    create_engine,
    event,
    text,
)
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from engine.errors import N_, RefusedByRules, StoreUnavailable
from engine.events import admission, migrations, speaking, sqlite_failures, sqlite_guards
from engine.events.address import SqliteAddress, shown
from engine.events.declared import Declared
from engine.events.failing import no_ledger
from engine.events.log import Batch, Journal, Login, Receipt, Refusal
from engine.events.reading import Dialect
from engine.events.sql_log import SqlLog
from engine.events.sql_store import WRITES
from engine.events.sqlite_writer import Writer

T = TypeVar("T")

CONNECTION: type[sqlite3.Connection] = sqlite3.Connection
"""What the driver makes connections of; tests put one here that fails when it is told to."""

OLDEST = (3, 37)
"""STRICT tables are known from this SQLite on."""

SYNCHRONOUS: dict[str, str] = {"delete": "EXTRA", "wal": "FULL"}
"""Journal mode -> what makes an acknowledged event survive a power cut."""

PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA busy_timeout=10000",
)


def open_sqlite(
    address: SqliteAddress,
    declared: Declared,
    identify: Callable[[], Login],
    *,
    create: bool = False,
    salt: Callable[[], bytes] = lambda: secrets.token_bytes(32),
) -> SqliteLog:
    """Open the ledger at *address*, or with *create* make its tables in a new or empty file.

    Raises NoLedger where there is none, StoreUnavailable and LogDamaged as ``SqlLog.check`` does.
    """
    _refuse_old_sqlite()
    log = SqliteLog(_engine(address.path), declared, None, shown(address))
    log.path, log.identify, log.salt = address.path, identify, salt
    log.one_at_a_time = threading.RLock()
    try:
        _find_or_make(log, address, create=create)
        log.check()
    except BaseException:
        log.close()
        raise
    return log


def _find_or_make(log: SqliteLog, address: SqliteAddress, *, create: bool) -> None:
    """Make sure that there is a ledger; another program's database is left as it is."""
    path = address.path
    sqlite_failures.check(path, shown(address))
    present = path.exists() and path.stat().st_size > 0
    if present and log.installed():
        return
    if not create:
        raise no_ledger(shown(address))
    if present and log.holds_anything():
        raise RefusedByRules(
            N_("{ledger} is the database of another program, and no ledger"),
            remedy=N_("Name a new file with --db."),
            ledger=shown(address),
        )
    _make_folder(path)
    log.install()


class SqliteLog(SqlLog):
    """See ``EventLog`` for what each method promises."""

    path: Path
    identify: Callable[[], Login]
    salt: Callable[[], bytes]
    _held: PoolProxiedConnection | None = None
    one_at_a_time: AbstractContextManager[object]
    """Held while the connection is used; whoever records also reads, so it is taken twice."""

    def dialect(self) -> Dialect:
        among = "IN (SELECT value FROM json_each(?))"
        return Dialect(schema="", mark="?", among=among, listed=json.dumps)

    def ask(self, statement: str, given: Iterable[Any], made: Callable[[Any], T], /) -> list[T]:
        with self.one_at_a_time:
            driver = self._hold()
            try:
                return [made(row) for row in driver.execute(statement, tuple(given))]
            except sqlite3.Error as error:
                raise self.translate(_wrapped(error)) from error

    def login(self) -> Login:
        return self.identify()

    def append(self, batch: Batch) -> Receipt:
        self.refuse_read_only()
        try:
            with self._batch() as writer:
                known = admission.repeated(batch, writer)
                if known:
                    return known
                composed = admission.compose(
                    batch, writer, self.login(), self.vocabulary, self.salt
                )
                writer.write(composed)
        except RefusedByRules as error:
            self.note_refusal(admission.note(batch, error))
            raise
        return composed.receipt()

    def set_journal(self, journal: Journal, /) -> str:
        """Let the file keep its journal so from now on; return how it is kept then."""
        self._let_go()
        with self.reading() as connection:
            connection.exec_driver_sql("COMMIT")
            found = connection.exec_driver_sql(f"PRAGMA journal_mode={journal}").scalar()
            connection.exec_driver_sql("BEGIN")
        self.engine.dispose()
        return str(found)

    def note_refusal(self, refusal: Refusal) -> None:
        with self._batch() as writer:
            known = writer.logins((login := self.login()).realm)
            writer.note(speaking.signed(refusal, login, known, writer.genesis()))

    def missing_guards(self, connection: Connection, revision: str) -> list[str]:
        stored = connection.execute(text("SELECT name, sql FROM sqlite_master"))
        found = {row.name: row.sql for row in stored}
        expected = sqlite_guards.expected(revision, migrations.FOLDER)
        return [name for name, sql in expected.items() if found.get(name) != sql]

    def close(self) -> None:
        self._let_go()
        super().close()

    def installed(self) -> bool:
        """Return whether the file holds a ledger's tables already."""
        with self.reading() as connection:
            return self._revision(connection) is not None

    def holds_anything(self) -> bool:
        """Return whether the file is a database with any table in it."""
        with self.reading() as connection:
            return connection.execute(text("SELECT 1 FROM sqlite_master")).first() is not None

    def translate(self, error: SQLAlchemyError) -> Exception:
        return sqlite_failures.told(error, self.path, self._shown)

    def _revision(self, connection: Connection) -> str | None:
        query = text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
        if connection.execute(query).first() is None:
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    def locked(self) -> AbstractContextManager[Connection]:
        return self._immediate()

    @contextmanager
    def _immediate(self) -> Iterator[Connection]:
        """One write transaction; a failure at its end that may have been written is said so."""
        with self.translated(), self._writer.connect() as connection, connection.begin():
            yield connection
            try:
                connection.exec_driver_sql("COMMIT")
            except SQLAlchemyError as error:
                raise sqlite_failures.told_of_commit(error, self.path, self._shown) from error

    @contextmanager
    def _batch(self) -> Iterator[Writer]:
        """Lend what reads and writes a batch, in one write transaction on the held connection."""
        with self.one_at_a_time, self._transaction(self._hold()) as driver:
            yield Writer(driver, self.genesis(), self.brought)

    @contextmanager
    def _transaction(self, driver: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise self.translate(_wrapped(error)) from error
        try:
            yield driver
        except sqlite3.Error as error:
            self._roll_back(driver)
            raise self.translate(_wrapped(error)) from error
        except BaseException:
            self._roll_back(driver)
            raise
        try:
            driver.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back(driver)
            failed = _wrapped(error)
            raise sqlite_failures.told_of_commit(failed, self.path, self._shown) from error

    def _hold(self) -> sqlite3.Connection:
        """Return the driver's connection that appends use; it is taken once and held."""
        if self._held is None:
            with self.translated():
                self._held = self.engine.raw_connection()
        return cast("sqlite3.Connection", self._held.driver_connection)

    def _roll_back(self, driver: sqlite3.Connection) -> None:
        """End the transaction, where SQLite has not done so itself; closing it does in any case."""
        try:
            if driver.in_transaction:
                driver.execute("ROLLBACK")
        except sqlite3.Error:
            if self._held is not None:
                self._held.invalidate()
                self._held = None

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None


def _wrapped(error: sqlite3.Error) -> DBAPIError:
    """Return the driver's *error* as SQLAlchemy would have raised it."""
    return DBAPIError("", None, error)


def _engine(path: Path) -> Engine:
    # Not as text: a file's name may hold "?", and ":memory:" is a name like any other.
    url = URL.create("sqlite+pysqlite", database=str(path.absolute()))
    engine = create_engine(url, connect_args={"timeout": 10, "factory": CONNECTION})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    """Take the transaction out of the driver's hands: it opens none before a SELECT."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)
    journal = connection.execute("PRAGMA journal_mode").fetchone()[0]
    connection.execute(f"PRAGMA synchronous={SYNCHRONOUS.get(journal, 'EXTRA')}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _refuse_old_sqlite() -> None:
    if sqlite3.sqlite_version_info < OLDEST:
        raise StoreUnavailable(
            N_("this Python's SQLite is {found}; vekha needs 3.37 or newer"),
            remedy=N_("Use a newer Python, or a ledger on PostgreSQL."),
            found=sqlite3.sqlite_version,
        )


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        failure = sqlite_failures.NO_FOLDER
        raise sqlite_failures.told_of_system(error, str(path), failure) from error
