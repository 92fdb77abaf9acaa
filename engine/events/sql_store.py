"""One of the databases inside a connection: reading rows of the log, and the failures made ours.

SQLAlchemy Core; every statement names its schema. ``sql_log.py`` makes a log of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    func,
    select,
)
from sqlalchemy.exc import SQLAlchemyError

from engine.events import codec, register, tables
from engine.events.chain import Head
from engine.events.declared import Declared
from engine.events.ledger import LedgerOpened
from engine.events.log import CommandRow
from engine.events.read_tables import Value
from engine.events.recorded import StoredEvent

WRITES = "vekha_writes"
"""Execution option of connections that will write (SQLite takes its lock at once)."""


class SqlStore:
    """A database with one ledger in it; what reads it inside a connection that is open."""

    def __init__(self, engine: Engine, declared: Declared, schema: str | None, shown: str) -> None:
        self.engine = engine.execution_options(schema_translate_map={tables.SCHEMA: schema})
        self._writer = self.engine.execution_options(**{WRITES: True})
        self.brought = declared.read_tables
        self.read_tables = {table.name: table for table in (*self.brought, *register.TABLES)}
        self.vocabulary = declared.vocabulary
        self._schema = schema
        self._shown = shown
        self._opened: LedgerOpened | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection for reading; the store's failures become ours."""
        with self.translated(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Lend a connection inside one transaction that commits at the end."""
        with self.translated(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turn what the store raises into our errors (see ``failing.py``)."""
        try:
            yield
        except SQLAlchemyError as error:
            raise self.translate(error) from error

    def translate(self, error: SQLAlchemyError) -> Exception:
        """Return our error for one of the store's."""
        raise NotImplementedError

    def _events(self, query: Select[Any]) -> list[StoredEvent]:
        with self.reading() as connection:
            rows = connection.execute(query.order_by(tables.EVENTS.c.position)).mappings()
            return [StoredEvent(**row) for row in rows]

    def genesis_in(self, connection: Connection) -> LedgerOpened | None:
        query = select(tables.EVENTS).where(tables.EVENTS.c.position == 1)
        row = connection.execute(query).mappings().first()
        event = row and codec.recorded(StoredEvent(**row)).event
        return event if isinstance(event, LedgerOpened) else None

    def words_in(
        self, connection: Connection, positions: Iterable[int] | None
    ) -> dict[int, dict[str, str]]:
        column = tables.WORDS.c.position
        query = select(column, tables.WORDS.c.text).order_by(column)
        asked = [query]
        if positions is not None:
            asked = [query.where(column.in_(part)) for part in parts(positions)]
        return {
            row.position: msgspec.json.decode(row.text, type=dict[str, str])
            for part in asked
            for row in connection.execute(part)
        }

    def rows_in(
        self,
        connection: Connection,
        table: str,
        equal: Mapping[str, Value] | None = None,
        prefix: str = "",
    ) -> list[dict[str, Value]]:
        core = tables.read_table(self.read_tables[table])
        query = select(core).order_by(core.c.id).where(*begins(core.c.id, prefix))
        wanted = [core.c[name] == value for name, value in (equal or {}).items()]
        return [dict(row) for row in connection.execute(query.where(*wanted)).mappings()]

    def head_in(self, connection: Connection) -> Head:
        query = select(tables.EVENTS.c.position, tables.EVENTS.c.hash)
        row = connection.execute(query.order_by(tables.EVENTS.c.position.desc()).limit(1)).first()
        return Head(row.position, row.hash) if row else Head()

    def command_in(self, connection: Connection, command_id: str) -> CommandRow | None:
        query = select(tables.COMMANDS).where(tables.COMMANDS.c.command_id == command_id)
        row = connection.execute(query).mappings().first()
        return CommandRow(**row) if row else None

    def locked(self) -> AbstractContextManager[Connection]:
        """Lend a connection inside one transaction in which no one else records."""
        raise NotImplementedError

    def _revision(self, connection: Connection) -> str | None:
        raise NotImplementedError


def parts(positions: Iterable[int]) -> Iterator[list[int]]:
    """Yield *positions*, sorted, in parts that a statement can name (SQLite: 999 on old builds)."""
    ordered = sorted(set(positions))
    for start in range(0, len(ordered), 900):
        yield ordered[start : start + 900]


def begins(column: ColumnElement[str], prefix: str) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions under which *column* begins with *prefix*, told by code points."""
    if prefix:
        yield column >= prefix
        yield func.substr(column, 1, len(prefix)) == prefix
    if prefix.endswith("/"):  # "0" is the sign after "/": the index reads nothing beyond
        yield column < f"{prefix[:-1]}0"
