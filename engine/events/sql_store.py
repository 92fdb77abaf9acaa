"""One of the databases: its connections, what reads on them, and the failures made ours.

What every command reads goes to the driver (``read``, see ``reading.py``), the rest is SQLAlchemy
Core; every statement names its schema. ``sql_log.py`` makes a log of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    func,
    select,
)
from sqlalchemy.exc import SQLAlchemyError

from engine.events import register, tables
from engine.events.chain import Head
from engine.events.declared import Declared
from engine.events.ledger import LedgerOpened
from engine.events.reading import Dialect, Reading
from engine.events.recorded import StoredEvent

T = TypeVar("T")

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
        self.read = Reading(self.ask, self.dialect(), self.read_tables.values())

    def dialect(self) -> Dialect:
        """Return how the database wants its texts."""
        raise NotImplementedError

    def ask(self, statement: str, given: Iterable[Any], made: Callable[[Any], T], /) -> list[T]:
        """Run one statement at the level of the driver; see ``Ask``. Failures become ours."""
        raise NotImplementedError

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

    def head_in(self, connection: Connection) -> Head:
        query = select(tables.EVENTS.c.position, tables.EVENTS.c.hash)
        row = connection.execute(query.order_by(tables.EVENTS.c.position.desc()).limit(1)).first()
        return Head(row.position, row.hash) if row else Head()

    def locked(self) -> AbstractContextManager[Connection]:
        """Lend a connection inside one transaction in which no one else records."""
        raise NotImplementedError

    def _revision(self, connection: Connection) -> str | None:
        raise NotImplementedError


def begins(column: ColumnElement[str], prefix: str) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions under which *column* begins with *prefix*, told by code points."""
    if prefix:
        yield column >= prefix
        yield func.substr(column, 1, len(prefix)) == prefix
    if prefix.endswith("/"):  # "0" is the sign after "/": the index reads nothing beyond
        yield column < f"{prefix[:-1]}0"
