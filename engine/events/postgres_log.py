"""The log in one PostgreSQL schema: a batch is one statement, ``SELECT ledger.append(…)``.

The function locks, checks, chains and writes; the server says who is speaking (``session_user``).
An answer that never came is OutcomeUnknown, never a guess.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import msgspec
from sqlalchemy import (
    Connection,
    Engine,
    PoolProxiedConnection,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from engine.errors import N_, NotFound, OutcomeUnknown, RefusedByRules
from engine.events import (
    admission,
    migrations,
    postgres_failures,
    postgres_guards,
    postgres_request,
    read_rows,
)
from engine.events.address import PostgresAddress, hidden, shown
from engine.events.chain import Head
from engine.events.declared import Declared
from engine.events.failing import first_line, no_file, no_ledger
from engine.events.log import (
    Batch,
    Journal,
    Login,
    Receipt,
    Refusal,
    Replaced,
    Tables,
)
from engine.events.reading import Dialect
from engine.events.refused import refusal
from engine.events.sql_log import SqlLog

CONNECT = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "options": " ".join(
        f"-c {setting}"
        for setting in (
            "lock_timeout=5s",
            "statement_timeout=60s",
            "timezone=UTC",
            # An administrator may have set these for a login: an acknowledged event is on the disk.
            "synchronous_commit=on",
            "default_transaction_isolation=read\\ committed",
        )
    ),
    "application_name": "vekha",
}

T = TypeVar("T")

_BROKEN_OFF = ("08", "40003", "57P", "58")
"""SQLSTATE classes after which a statement may or may not have been committed."""


def open_postgres(
    address: PostgresAddress,
    declared: Declared,
    *,
    create: bool = False,
    salt: Callable[[], bytes] = lambda: secrets.token_bytes(32),
) -> PostgresLog:
    """Open the ledger at *address*, or with *create* make its schema where there is none.

    Raises NoLedger where there is none, StoreUnavailable and LogDamaged as ``SqlLog.check`` does.
    """
    log = PostgresLog(_engine(address), declared, address.ledger, shown(address))
    log.address, log.salt = address, salt
    try:
        _find_or_make(log, address, create=create)
        log.check()
    except BaseException:
        log.close()
        raise
    return log


def _find_or_make(log: PostgresLog, address: PostgresAddress, *, create: bool) -> None:
    if log.installed():
        return
    if not create:
        raise no_ledger(shown(address))
    log.install()


class PostgresLog(SqlLog):
    """See ``EventLog`` for what each method promises."""

    address: PostgresAddress
    salt: Callable[[], bytes]
    _held: PoolProxiedConnection | None = None

    _login: Login | None = None

    def dialect(self) -> Dialect:
        return Dialect(schema=f'"{self._schema}".', mark="%s", among="= ANY(%s)", listed=list)

    def ask(self, statement: str, given: Iterable[Any], made: Callable[[Any], T], /) -> list[T]:
        import psycopg  # not above: a ledger in a file need not wait for it

        driver = self._hold()
        try:
            return [made(row) for row in driver.execute(statement, tuple(given))]
        except psycopg.Error as error:
            if driver.closed:
                self._give_up()
            failed = DBAPIError(statement, None, error, connection_invalidated=driver.closed)
            raise self.translate(failed) from error

    def login(self) -> Login:
        if self._login is None:  # whoever is signed in stays so: the address does not change
            [self._login] = self.ask(
                "SELECT session_user", (), lambda row: Login("postgresql", row[0])
            )
        return self._login

    def append(self, batch: Batch) -> Receipt:
        self.refuse_read_only()
        request = msgspec.json.encode(self._requested(batch)).decode()
        if batch.vouched is None:
            answer = self._call("append", request)
        else:
            answer = self._call("append_vouched", batch.vouched, request)
        outcome = answer["outcome"]
        if outcome in ("recorded", "repeated"):
            return Receipt(
                command_id=batch.command_id,
                first=answer["first"],
                last=answer["last"],
                hash=answer["hash"],
                repeated=outcome == "repeated",
            )
        raise refusal(outcome, **answer["facts"])

    def note_refusal(self, refusal: Refusal) -> None:
        self._call("note_refusal", msgspec.json.encode(refusal).decode())

    def install(self) -> None:
        with self.writing() as connection:
            connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{self._schema}"')
        super().install()

    def installed(self) -> bool:
        """Return whether the schema holds a ledger's tables already."""
        with self.reading() as connection:
            return self._revision(connection) is not None

    def replace_rows(self, tables: Tables, head: Head) -> Replaced | None:
        from engine.events.patience import unbounded

        with unbounded():
            return super().replace_rows(tables, head)

    def missing_guards(self, connection: Connection, revision: str) -> list[str]:
        statements = migrations.until(revision, "postgresql")
        stored = read_rows.versions(connection)
        statements += [
            read_rows.writing(table)
            for table in self.brought
            if stored.get(table.name) == table.version
        ]
        return postgres_guards.missing(connection, self._schema or "", statements)

    def set_journal(self, _journal: Journal) -> str:
        raise no_file()

    def close(self) -> None:
        self._let_go()
        super().close()

    @contextmanager
    def locked(self) -> Iterator[Connection]:
        with self.writing() as connection:
            connection.exec_driver_sql(f'SELECT 1 FROM "{self._schema}".append_lock FOR UPDATE')
            yield connection

    def _requested(self, batch: Batch) -> dict[str, Any]:
        """Return the request, or leave a note where its texts are refused before sending."""
        try:
            return self.request(batch)
        except RefusedByRules as error:
            self.note_refusal(admission.note(batch, error))
            raise

    def request(self, batch: Batch) -> dict[str, Any]:
        """Return *batch* as the server takes it; raises RefusedByRules for what its texts hold."""
        return postgres_request.request(batch, self.salt)

    def _call(self, function: str, *given: str) -> Any:
        """Call a function of the ledger in one autocommitted statement on the held connection."""
        import psycopg  # not above: a ledger in a file need not wait for it

        marks = ", ".join(["%s::text"] * (len(given) - 1) + ["%s::json"])
        statement = f'SELECT "{self._schema}".{function}({marks})'
        try:
            found = self._hold().execute(statement, given).fetchone()
        except psycopg.Error as error:
            raise self._sent(DBAPIError("", None, error)) from error
        return found and found[0]

    def _hold(self) -> Any:
        """Return the driver's connection that appends use; it is taken once and held."""
        if self._held is None:
            with self.translated():
                self._held = self.engine.raw_connection()
            driver: Any = self._held.driver_connection
            driver.autocommit = True
        return self._held.driver_connection

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.invalidate()
            self._held = None

    def _give_up(self) -> None:
        """Let go of all connections: the server, or the line to it, is not what it was."""
        self._let_go()
        self.engine.dispose()

    def _sent(self, error: DBAPIError) -> Exception:
        """Return our error for a statement that had been sent."""
        state = getattr(error.orig, "sqlstate", None)
        if state and not state.startswith(_BROKEN_OFF):
            return self.translate(error)
        self._give_up()
        return OutcomeUnknown(
            N_("the connection to {ledger} broke before an answer came: {why}"),
            remedy=N_("Run the same command again: it records nothing twice."),
            ledger=self._shown,
            why=self._why(error),
        )

    def translate(self, error: SQLAlchemyError) -> Exception:
        failure = postgres_failures.failure(error)
        return failure.told(ledger=self._shown, schema=self._schema, why=self._why(error))

    def _why(self, error: SQLAlchemyError) -> str:
        return hidden(first_line(error), self.address)

    def _revision(self, connection: Connection) -> str | None:
        table = f'"{self._schema}".alembic_version'
        if connection.execute(text("SELECT to_regclass(:name)"), {"name": table}).scalar() is None:
            return None
        return connection.exec_driver_sql(f"SELECT version_num FROM {table}").scalar()


def _engine(address: PostgresAddress) -> Engine:
    try:
        url = make_url(address.url).set(drivername="postgresql+psycopg")
        engine = create_engine(url, connect_args=CONNECT)
    except (ArgumentError, ValueError) as error:
        raise NotFound(
            N_("{address} is not the address of a database"),
            remedy=N_("Give postgresql://USER@HOST/DATABASE?ledger=NAME."),
            address=shown(address),
        ) from error
    event.listen(engine, "do_connect", _connect)
    return engine


def _connect(_dialect: object, _record: object, args: list[Any], given: dict[str, Any]) -> Any:
    from engine.events.patience import Patient  # not above: a ledger in a file need not wait for it

    return Patient.connect(*args, **given)
