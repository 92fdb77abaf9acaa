"""What the log on SQLite and the log on PostgreSQL have in common: reading, and read tables.

SQLAlchemy Core; every statement names its schema. How a batch is written differs, and is in
``sqlite_log.py`` and ``postgres_log.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import (
    Connection,
    delete,
    func,
    insert,
    select,
)

from engine.errors import N_, LogDamaged, StoreUnavailable
from engine.events import chain, codec, migrations, read_rows, register, tables
from engine.events.chain import Head
from engine.events.ledger import LedgerOpened
from engine.events.log import CommandRow, Refusal, Replaced, Tables
from engine.events.read_tables import Value
from engine.events.recorded import StoredEvent
from engine.events.sql_store import SqlStore, begins
from engine.events.vocabulary import Permitted

OLDER = N_("{ledger} was made by an older vekha and is open for reading only")
UPGRADE = N_("Make a copy of it, then run: vekha admin upgrade")
NEWER = N_("{ledger} holds what only a newer vekha records, and is open for reading only")

TAIL = 100
"""How many of the last events are verified whenever a ledger is opened."""


class SqlLog(SqlStore):
    """Reading, for both databases, and what protects a ledger when it is opened."""

    _closed_to_writes: StoreUnavailable | None = None

    @property
    def read_only(self) -> bool:
        """Return whether this program only reads the ledger: it is of another version."""
        return self._closed_to_writes is not None

    def genesis(self) -> LedgerOpened | None:
        if self._opened is None:
            for first in self.read.at([1]):
                event = codec.recorded(first).event
                self._opened = event if isinstance(event, LedgerOpened) else None
        return self._opened

    def head(self) -> Head:
        return self.read.head()

    def command(self, command_id: str) -> CommandRow | None:
        return self.read.command(command_id)

    def events(self, after: int = 0) -> list[StoredEvent]:
        return self.read.events(after)

    def at(self, positions: Iterable[int]) -> list[StoredEvent]:
        return self.read.at(positions)

    def stream(self, stream: str) -> list[StoredEvent]:
        return self.read.stream(stream)

    def streams(self, prefix: str) -> list[StoredEvent]:
        conditions = begins(tables.EVENTS.c.stream, prefix)
        return self._events(select(tables.EVENTS).where(*conditions))

    def versions(self) -> dict[str, int]:
        column = tables.EVENTS.c
        query = select(column.stream, func.max(column.version)).group_by(column.stream)
        with self.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def register_position(self) -> int:
        return self.read.register_position()

    def words(self, positions: Iterable[int] | None = None) -> dict[int, dict[str, str]]:
        return self.read.words(positions)

    def rows(
        self, table: str, equal: Mapping[str, Value] | None = None, *, prefix: str = ""
    ) -> list[dict[str, Value]]:
        return self.read.rows(table, equal, prefix)

    def refusals(self) -> list[Refusal]:
        query = select(tables.REFUSALS).order_by(tables.REFUSALS.c.note)
        with self.reading() as connection:
            rows = connection.execute(query).mappings()
            return [
                Refusal(**{name: row[name] for name in Refusal.__struct_fields__}) for row in rows
            ]

    def close(self) -> None:
        self.engine.dispose()

    def replace_rows(self, tables: Tables, head: Head) -> Replaced | None:
        """See ``EventLog.replace_rows``; ``locked`` is how each database keeps writers out."""
        self.refuse_read_only()
        with self.reading() as connection:
            stored = read_rows.versions(connection)
            differences = [
                read_rows.difference(connection, table, rows, stored.get(table.name))
                for table, rows in tables.items()
            ]
        with self.locked() as connection:
            if self.head_in(connection) != head:
                return None
            for found in differences:
                read_rows.mend(connection, found)
        return {found.table.name: found.wrong for found in differences}

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
            self._write_vocabulary(connection)
            stored = read_rows.versions(connection)
            for table in self.brought:
                if table.name not in stored:
                    read_rows.create(connection, table)
            for table in register.TABLES:
                if table.name not in stored:
                    read_rows.stamp(connection, table)

    def check(self) -> None:
        """Check version, guards and the last events; raises LogDamaged or StoreUnavailable.

        An older ledger is opened for reading only (``read_only``), a newer one is refused; one
        with a newer vocabulary is read.
        """
        with self.reading() as connection:
            revision = self._check_revision(self._revision(connection))
            missing = self.missing_guards(connection, revision)
            if not self._speaks_the_same(connection):
                missing.append(tables.VOCABULARY.name)
        if missing:
            raise LogDamaged(
                N_("the ledger {ledger} has lost a guard of its history: {guards}"),
                remedy=N_("Stop recording, keep a copy as it is, and restore a backup."),
                ledger=self._shown,
                guards=", ".join(missing),
            )
        self._verify_tail()

    def missing_guards(self, connection: Connection, revision: str) -> list[str]:
        """Return the names of guards that are not there as the steps up to *revision* made them."""
        raise NotImplementedError

    def _write_vocabulary(self, connection: Connection) -> None:
        """Tell the ledger what it takes: the program's own table, in place of an older one."""
        connection.execute(delete(tables.VOCABULARY))
        rows = [msgspec.structs.asdict(row) for row in sorted(self.vocabulary.permitted)]
        connection.execute(insert(tables.VOCABULARY), rows)
        connection.execute(delete(tables.VOCABULARY_NUMBER))
        connection.execute(insert(tables.VOCABULARY_NUMBER), {"number": self.vocabulary.number})

    def _speaks_the_same(self, connection: Connection) -> bool:
        """Return whether the ledger's vocabulary is the program's; of another number it may differ.

        Then the ledger is only read.
        """
        number = connection.execute(select(tables.VOCABULARY_NUMBER.c.number)).scalar()
        if number == self.vocabulary.number:
            rows = connection.execute(select(tables.VOCABULARY))
            return {Permitted(**row) for row in rows.mappings()} == self.vocabulary.permitted
        if number is None:
            return False
        if number > self.vocabulary.number:
            self._close(NEWER, N_("Use a newer vekha."))
        else:
            self._close(OLDER, UPGRADE)
        return True

    def _check_revision(self, revision: str | None) -> str:
        """Return the ledger's own revision; an older ledger is only read, a newer one refused."""
        if revision is None or revision > tables.REVISION:
            raise StoreUnavailable(
                N_("{ledger} is of version {found}; this program knows up to {known}"),
                remedy=N_("Use a newer vekha."),
                ledger=self._shown,
                found=revision or 0,
                known=tables.REVISION,
            )
        self._closed_to_writes = None
        if revision < tables.REVISION:
            self._close(OLDER, UPGRADE)
        return revision

    def _close(self, why: str, remedy: str) -> None:
        self._closed_to_writes = StoreUnavailable(why, remedy=remedy, ledger=self._shown)

    def refuse_read_only(self) -> None:
        """Raise StoreUnavailable where the ledger is of another version than this program."""
        if self._closed_to_writes is not None:
            raise self._closed_to_writes

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
