"""The log in one PostgreSQL schema: a batch is one statement, ``SELECT ledger.append(…)``.

The function locks, checks, chains and writes; the server says who is speaking (``session_user``).
An answer that never came is OutcomeUnknown, never a guess.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, delete, insert, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from engine.errors import N_, NotFound, OutcomeUnknown, RefusedByRules, StoreUnavailable
from engine.events import admission, codec, postgres_failures, postgres_guards, read_rows
from engine.events.address import PostgresAddress, hidden, shown
from engine.events.chain import Head
from engine.events.failing import first_line, no_ledger
from engine.events.log import Batch, Login, ReadTable, Receipt, Refusal, Value
from engine.events.occurrences import STATE_AFTER
from engine.events.refused import refusal
from engine.events.sql_log import SqlLog
from engine.events.tables import STEP_STATES

CONNECT = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "options": "-c lock_timeout=5s -c statement_timeout=60s -c timezone=UTC",
    "application_name": "vekha",
}

_BROKEN_OFF = ("08", "40003", "57P", "58")
"""SQLSTATE classes after which a statement may or may not have been committed."""


def open_postgres(
    address: PostgresAddress,
    read_tables: Iterable[ReadTable],
    *,
    create: bool = False,
    salt: Callable[[], bytes] = lambda: secrets.token_bytes(32),
) -> PostgresLog:
    """Open the ledger at *address*, or with *create* make its schema where there is none.

    Raises NoLedger where there is none, StoreUnavailable and LogDamaged as ``SqlLog.check`` does.
    """
    log = PostgresLog(_engine(address), read_tables, address.ledger, shown(address))
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

    def login(self) -> Login:
        with self.reading() as connection:
            return Login("postgresql", connection.execute(text("SELECT session_user")).scalar_one())

    def append(self, batch: Batch) -> Receipt:
        self.refuse_read_only()
        answer = self._ask(self._requested(batch))
        outcome = answer["outcome"]
        if outcome in ("recorded", "repeated"):
            return Receipt(
                command_id=batch.command_id,
                first=answer["first"],
                last=answer["last"],
                repeated=outcome == "repeated",
            )
        raise refusal(outcome, **answer["facts"])

    def replace_rows(
        self, tables: Mapping[ReadTable, Iterable[Mapping[str, Value]]], head: Head
    ) -> bool:
        self.refuse_read_only()
        with self.writing() as connection:
            self._lock_appends(connection)
            if self.head_in(connection) != head:
                return False
            for table, rows in tables.items():
                read_rows.swap(connection, table, rows)
        return True

    def note_refusal(self, refusal: Refusal) -> None:
        values = {name: getattr(refusal, name) for name in refusal.__struct_fields__}
        self._call("note_refusal", values)

    def install(self) -> None:
        with self.writing() as connection:
            connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{self._schema}"')
        super().install()

    def installed(self) -> bool:
        """Return whether the schema holds a ledger's tables already."""
        with self.reading() as connection:
            return self._revision(connection) is not None

    def missing_guards(self, connection: Connection) -> list[str]:
        return postgres_guards.missing(connection, self._schema or "")

    def write_states(self, connection: Connection) -> None:
        connection.execute(delete(STEP_STATES))
        rows = [{"type": name, "status": state} for name, state in STATE_AFTER.items()]
        connection.execute(insert(STEP_STATES), rows)

    def lacks_states(self, connection: Connection) -> bool:
        rows = connection.execute(select(STEP_STATES))
        known = {row.type: row.status for row in rows}
        if newer := sorted(known.keys() - STATE_AFTER):
            raise StoreUnavailable(
                N_("{ledger} holds steps that this program does not know: {steps}"),
                remedy=N_("Use a newer vekha."),
                ledger=self._shown,
                steps=tuple(newer),
            )
        return known != STATE_AFTER

    def _requested(self, batch: Batch) -> dict[str, Any]:
        """Return the request, or leave a note where its texts are refused before sending."""
        try:
            return self.request(batch)
        except RefusedByRules as error:
            self.note_refusal(admission.note(batch, error))
            raise

    def request(self, batch: Batch) -> dict[str, Any]:
        """Return *batch* as the server takes it; raises RefusedByRules for what its texts hold."""
        return {
            "command_id": batch.command_id,
            "actor_id": batch.actor_id,
            "principal_id": batch.principal_id,
            "digest": batch.digest,
            "recorded_at": codec.instant_text(batch.recorded_at),
            "streams": [
                {"stream": append.stream, "expected": append.expected} for append in batch.appends
            ],
            "events": [
                self._event(stream, version, new) for _, stream, version, new in batch.events()
            ],
            "rows": [
                {"table": row.table, "ordinal": row.ordinal, "values": dict(row.values)}
                for row in batch.rows
            ],
        }

    def _event(self, stream: str, version: int, new: Any) -> dict[str, Any]:
        words = codec.encode_words(new.event, new.words)
        return {
            "stream": stream,
            "version": version,
            "type": new.event.NAME,
            "type_version": new.event.VERSION,
            "effective_on": codec.day_text(new.effective_on),
            "facts": codec.encode(new.event),
            "words": words,
            "salt": words and self.salt().hex(),
        }

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self._call("append", request)
        return answer

    def _call(self, function: str, argument: dict[str, Any]) -> Any:
        """Call a function of the ledger in one autocommitted statement."""
        statement = text(f'SELECT "{self._schema}".{function}(CAST(:argument AS json))')
        with self.reading() as connection:
            autocommit = connection.execution_options(isolation_level="AUTOCOMMIT")
            argument_text = json.dumps(argument, ensure_ascii=False)
            try:
                return autocommit.execute(statement, {"argument": argument_text}).scalar()
            except DBAPIError as error:
                raise self._sent(error) from error

    def _sent(self, error: DBAPIError) -> Exception:
        """Return our error for a statement that had been sent."""
        state = getattr(error.orig, "sqlstate", None)
        if state and not state.startswith(_BROKEN_OFF):
            return self.translate(error)
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

    def _lock_appends(self, connection: Connection) -> None:
        connection.exec_driver_sql(f'SELECT 1 FROM "{self._schema}".append_lock FOR UPDATE')

    def _revision(self, connection: Connection) -> str | None:
        table = f'"{self._schema}".alembic_version'
        if connection.execute(text("SELECT to_regclass(:name)"), {"name": table}).scalar() is None:
            return None
        return connection.exec_driver_sql(f"SELECT version_num FROM {table}").scalar()


def _engine(address: PostgresAddress) -> Engine:
    try:
        url = make_url(address.url).set(drivername="postgresql+psycopg")
        return create_engine(url, connect_args=CONNECT)
    except (ArgumentError, ValueError) as error:
        raise NotFound(
            N_("{address} is not the address of a database"),
            remedy=N_("Give postgresql://USER@HOST/DATABASE?ledger=NAME."),
            address=shown(address),
        ) from error
