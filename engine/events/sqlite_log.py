"""The log in one SQLite file: ``BEGIN IMMEDIATE``, one transaction a batch, guarded by triggers.

Journal mode DELETE with synchronous EXTRA: the ledger is one file that survives being copied to
a flash drive, and an acknowledged event survives a power cut.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, text
from sqlalchemy.exc import SQLAlchemyError

from engine.errors import N_, RefusedByRules, StoreUnavailable
from engine.events import admission, migrations, read_rows, sqlite_failures, tables
from engine.events.address import SqliteAddress, shown
from engine.events.admission import Composed, KnownLogin
from engine.events.chain import Head
from engine.events.failing import no_ledger
from engine.events.ledger import LedgerOpened
from engine.events.log import Batch, CommandRow, Login, ReadTable, Receipt, Refusal, Value
from engine.events.sql_log import WRITES, SqlLog

OLDEST = (3, 37)
"""STRICT tables are known from this SQLite on."""

PRAGMAS = (
    "PRAGMA journal_mode=DELETE",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA busy_timeout=10000",
)


def open_sqlite(
    address: SqliteAddress,
    read_tables: Iterable[ReadTable],
    identify: Callable[[], Login],
    *,
    create: bool = False,
    salt: Callable[[], bytes] = lambda: secrets.token_bytes(32),
) -> SqliteLog:
    """Open the ledger at *address*, or with *create* make its tables in a new or empty file.

    Raises NoLedger where there is none, StoreUnavailable and LogDamaged as ``SqlLog.check`` does.
    """
    _refuse_old_sqlite()
    log = SqliteLog(_engine(address.path), read_tables, None, shown(address))
    log.path, log.identify, log.salt = address.path, identify, salt
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

    def login(self) -> Login:
        return self.identify()

    def append(self, batch: Batch) -> Receipt:
        self.refuse_read_only()
        try:
            with self._immediate() as connection:
                inside = _Inside(self, connection)
                known = admission.repeated(batch, inside)
                if known:
                    return admission.receipt(known, repeated=True)
                composed = admission.compose(batch, inside, self.login(), self.salt)
                self._write(connection, composed)
        except RefusedByRules as error:
            self.note_refusal(admission.note(batch, error))
            raise
        return admission.receipt(composed.command)

    def replace_rows(
        self, tables: Mapping[ReadTable, Iterable[Mapping[str, Value]]], head: Head
    ) -> bool:
        self.refuse_read_only()
        with self._immediate() as connection:
            if self.head_in(connection) != head:
                return False
            for table, rows in tables.items():
                read_rows.swap(connection, table, rows)
        return True

    def note_refusal(self, refusal: Refusal) -> None:
        with self._immediate() as connection:
            values = {name: getattr(refusal, name) for name in refusal.__struct_fields__}
            connection.execute(insert(tables.REFUSALS).values(values))

    def missing_guards(self, connection: Connection) -> list[str]:
        stored = connection.execute(text("SELECT name, sql FROM sqlite_master"))
        found = {row.name: row.sql for row in stored}
        return [name for name, sql in _guards().items() if found.get(name) != sql]

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

    @contextmanager
    def _immediate(self) -> Iterator[Connection]:
        """One write transaction; a failure at its end that may have been written is said so."""
        with self.translated(), self._writer.connect() as connection, connection.begin():
            yield connection
            self._commit(connection)

    def _commit(self, connection: Connection) -> None:
        try:
            connection.exec_driver_sql("COMMIT")
        except SQLAlchemyError as error:
            raise sqlite_failures.told_of_commit(error, self.path, self._shown) from error

    def _write(self, connection: Connection, composed: Composed) -> None:
        _insert(connection, tables.EVENTS, composed.events)
        _insert(connection, tables.WORDS, composed.words)
        _insert(connection, tables.COMMANDS, [composed.command])
        for name, rows in groupby(composed.rows, key=itemgetter(0)):
            core = tables.read_table(self.read_tables[name])
            values = [dict(row) for _, row in rows]
            connection.execute(insert(core).prefix_with("OR REPLACE"), values)


class _Inside:
    """What admission reads, inside the transaction that will write."""

    def __init__(self, log: SqliteLog, connection: Connection) -> None:
        self._log = log
        self._connection = connection

    def head(self) -> Head:
        return self._log.head_in(self._connection)

    def genesis(self) -> LedgerOpened | None:
        return self._log.genesis_in(self._connection)

    def command(self, command_id: str) -> CommandRow | None:
        return self._log.command_in(self._connection, command_id)

    def version(self, stream: str) -> int:
        return self._log.version_in(self._connection, stream)

    def types(self, stream: str) -> list[str]:
        return self._log.types_in(self._connection, stream)

    def logins(self) -> list[KnownLogin]:
        rows = self._log.rows_in(self._connection, "logins")
        words = self._log.words_in(self._connection, [int(row["position"] or 0) for row in rows])
        return admission.known_logins(rows, words)

    def tables(self) -> set[str]:
        return set(self._log.read_tables)


def _insert(connection: Connection, table: Any, structs: list[Any]) -> None:
    if structs:
        names = structs[0].__struct_fields__
        values = [{name: getattr(struct, name) for name in names} for struct in structs]
        connection.execute(insert(table), values)


def _guards() -> dict[str, str]:
    """Return name -> SQL of the guarded tables and their triggers, as the file must hold them."""
    guarded = ("events", "words", "commands")
    return {
        words[2]: sql
        for sql in migrations.statements(tables.REVISION, "sqlite")
        if (words := sql.split())[1] == "TRIGGER" or words[2] in guarded
    }


def _engine(path: Path) -> Engine:
    # Not as text: a file's name may hold "?", and ":memory:" is a name like any other.
    url = URL.create("sqlite+pysqlite", database=str(path.absolute()))
    engine = create_engine(url, connect_args={"timeout": 10})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    """Take the transaction out of the driver's hands: it opens none before a SELECT."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)


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
