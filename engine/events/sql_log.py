"""What the log on SQLite and the log on PostgreSQL have in common: reading, and read tables.

SQLAlchemy Core; every statement names its schema. How a batch is written differs, and is in
``sqlite_log.py`` and ``postgres_log.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Engine, Select, func, select
from sqlalchemy.exc import SQLAlchemyError

from engine.errors import N_, LogDamaged, StoreUnavailable
from engine.events import chain, codec, migrations, read_rows, tables
from engine.events.chain import Head
from engine.events.ledger import LedgerOpened
from engine.events.log import CommandRow, ReadTable, Refusal, Value
from engine.events.recorded import StoredEvent

WRITES = "vekha_writes"
"""Execution option of connections that will write (SQLite takes its lock at once)."""

TAIL = 100
"""How many of the last events are verified whenever a ledger is opened."""


class SqlLog:
    """Reading, for both databases. ``read_tables`` are the ones that this program writes."""

    def __init__(
        self, engine: Engine, read_tables: Iterable[ReadTable], schema: str | None, shown: str
    ) -> None:
        self.engine = engine.execution_options(schema_translate_map={tables.SCHEMA: schema})
        self._writer = self.engine.execution_options(**{WRITES: True})
        self.read_tables = {table.name: table for table in read_tables}
        self._schema = schema
        self._shown = shown
        self._opened: LedgerOpened | None = None
        self.read_only = False

    def genesis(self) -> LedgerOpened | None:
        if self._opened is None:
            with self.reading() as connection:
                self._opened = self.genesis_in(connection)
        return self._opened

    def head(self) -> Head:
        with self.reading() as connection:
            return self.head_in(connection)

    def command(self, command_id: str) -> CommandRow | None:
        with self.reading() as connection:
            return self.command_in(connection, command_id)

    def events(self, after: int = 0) -> list[StoredEvent]:
        return self._events(select(tables.EVENTS).where(tables.EVENTS.c.position > after))

    def at(self, positions: Iterable[int]) -> list[StoredEvent]:
        column = tables.EVENTS.c.position
        parts = (select(tables.EVENTS).where(column.in_(part)) for part in _parts(positions))
        return [event for part in parts for event in self._events(part)]

    def stream(self, stream: str) -> list[StoredEvent]:
        return self._events(select(tables.EVENTS).where(tables.EVENTS.c.stream == stream))

    def streams(self, prefix: str) -> list[StoredEvent]:
        begins = _begins(tables.EVENTS.c.stream, prefix)
        return self._events(select(tables.EVENTS).where(*begins))

    def versions(self) -> dict[str, int]:
        column = tables.EVENTS.c
        query = select(column.stream, func.max(column.version)).group_by(column.stream)
        with self.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def words(self, positions: Iterable[int] | None = None) -> dict[int, dict[str, str]]:
        with self.reading() as connection:
            return self.words_in(connection, positions)

    def rows(
        self, table: str, equal: Mapping[str, Value] | None = None, *, prefix: str = ""
    ) -> list[dict[str, Value]]:
        with self.reading() as connection:
            return self.rows_in(connection, table, equal, prefix)

    def refusals(self) -> list[Refusal]:
        query = select(tables.REFUSALS).order_by(tables.REFUSALS.c.note)
        with self.reading() as connection:
            rows = connection.execute(query).mappings()
            return [
                Refusal(**{name: row[name] for name in Refusal.__struct_fields__}) for row in rows
            ]

    def close(self) -> None:
        self.engine.dispose()

    def outdated(self) -> list[str]:
        if self.read_only:
            return []
        with self.reading() as connection:
            stored = read_rows.versions(connection)
        return [
            name for name, table in self.read_tables.items() if stored.get(name) != table.version
        ]

    def upgrade(self) -> None:
        self.install()
        self.check()

    # -- opening --------------------------------------------------------------------------

    def install(self) -> None:
        """Create the ledger's tables where there are none, or bring them to the newest step."""
        with self.writing() as connection:
            migrations.upgrade(connection, self._schema)
            self.write_states(connection)
            stored = read_rows.versions(connection)
            for table in self.read_tables.values():
                if table.name not in stored:
                    read_rows.create(connection, table)

    def check(self) -> None:
        """Check version, guards and the last events; raises LogDamaged or StoreUnavailable.

        An older ledger is opened for reading only (``read_only``), a newer one is refused.
        """
        with self.reading() as connection:
            self._check_revision(self._revision(connection))
            self.read_only = self.read_only or self.lacks_states(connection)
            missing = self.missing_guards(connection)
        if missing:
            raise LogDamaged(
                N_("the ledger {ledger} has lost a guard of its history: {guards}"),
                remedy=N_("Stop recording, keep a copy as it is, and restore a backup."),
                ledger=self._shown,
                guards=", ".join(missing),
            )
        self._verify_tail()

    def missing_guards(self, connection: Connection) -> list[str]:
        """Return the names of guards that are not there as they were made."""
        raise NotImplementedError

    def write_states(self, connection: Connection) -> None:
        """Tell the store which state each step leads to, where it has to know that itself."""

    def lacks_states(self, _connection: Connection) -> bool:
        """Return whether the store knows fewer steps than this program; more are refused."""
        return False

    def _check_revision(self, revision: str | None) -> None:
        if revision is None or revision > tables.REVISION:
            raise StoreUnavailable(
                N_("{ledger} is of version {found}; this program knows up to {known}"),
                remedy=N_("Use a newer vekha."),
                ledger=self._shown,
                found=revision or 0,
                known=tables.REVISION,
            )
        self.read_only = revision < tables.REVISION

    def refuse_read_only(self) -> None:
        """Raise StoreUnavailable where the ledger is older than this program."""
        if self.read_only:
            raise StoreUnavailable(
                N_("{ledger} was made by an older vekha and is open for reading only"),
                remedy=N_("Make a copy of it, then run: vekha admin upgrade"),
                ledger=self._shown,
            )

    def _verify_tail(self) -> None:
        """Verify the last events, and that the log ends where its commands end."""
        head, last = self._ends()
        if head != last:
            unmatched = N_("event {position} is missing, or belongs to no command")
            raise chain.damaged(unmatched, min(head, last) + 1)
        opened = self.genesis()
        if opened is None:
            if last:
                raise chain.damaged(N_("event {position} is missing from the log"), 1)
            return
        after = max(head - TAIL, 0)
        tail = self.events(after - 1 if after else 0)
        start = Head(tail[0].position, tail[0].hash) if after else Head()
        for _ in chain.verified(opened.ledger_id, tail[1:] if after else tail, start):
            pass

    def _ends(self) -> tuple[int, int]:
        """Return where events and commands end, as of one and the same moment."""
        ends = (tables.EVENTS.c.position, tables.COMMANDS.c.last_position)
        query = select(*(select(func.max(end)).scalar_subquery() for end in ends))
        with self.reading() as connection:
            head, last = connection.execute(query).one()
        return head or 0, last or 0

    # -- inside a connection --------------------------------------------------------------

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
            asked = [query.where(column.in_(part)) for part in _parts(positions)]
        return {
            row.position: msgspec.json.decode(row.text, type=dict[str, str])
            for part in asked
            for row in connection.execute(part)
        }

    def types_in(self, connection: Connection, stream: str) -> list[str]:
        events = tables.EVENTS.c
        query = select(events.type).where(events.stream == stream).order_by(events.version)
        return list(connection.execute(query).scalars())

    def rows_in(
        self,
        connection: Connection,
        table: str,
        equal: Mapping[str, Value] | None = None,
        prefix: str = "",
    ) -> list[dict[str, Value]]:
        core = tables.read_table(self.read_tables[table])
        query = select(core).order_by(core.c.id).where(*_begins(core.c.id, prefix))
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

    def version_in(self, connection: Connection, stream: str) -> int:
        query = select(func.max(tables.EVENTS.c.version)).where(tables.EVENTS.c.stream == stream)
        return connection.execute(query).scalar() or 0

    def _revision(self, connection: Connection) -> str | None:
        raise NotImplementedError


def _parts(positions: Iterable[int]) -> Iterator[list[int]]:
    """Yield *positions*, sorted, in parts that a statement can name (SQLite: 999 on old builds)."""
    ordered = sorted(set(positions))
    for start in range(0, len(ordered), 900):
        yield ordered[start : start + 900]


def _begins(column: ColumnElement[str], prefix: str) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions under which *column* begins with *prefix*, told by code points."""
    if prefix:
        yield column >= prefix
        yield func.substr(column, 1, len(prefix)) == prefix
    if prefix.endswith("/"):  # "0" is the sign after "/": the index reads nothing beyond
        yield column < f"{prefix[:-1]}0"
