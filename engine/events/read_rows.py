"""Read tables inside a connection: made, stamped with their version, swapped for rebuilt rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, Table, delete, insert, select
from sqlalchemy.schema import CreateIndex, CreateTable, DropTable

from engine.events import tables
from engine.events.log import ReadTable, Value


def versions(connection: Connection) -> dict[str, int]:
    """Return table -> version, as the ledger's read tables were last made."""
    rows = connection.execute(select(tables.READ_TABLES))
    return {row.name: row.version for row in rows}


def create(connection: Connection, table: ReadTable) -> None:
    """Make *table* where it is not there, and note its version."""
    core = tables.read_table(table)
    connection.execute(CreateTable(core, if_not_exists=True))
    _index(connection, core)
    _stamp(connection, table)


def swap(connection: Connection, table: ReadTable, rows: Iterable[Mapping[str, Value]]) -> None:
    """Replace *table* by one with *rows* (``position`` included), and note its version."""
    core = tables.read_table(table)
    connection.execute(DropTable(core, if_exists=True))
    connection.execute(CreateTable(core))
    _index(connection, core)
    values = [dict(row) for row in rows]
    if values:
        connection.execute(insert(core), values)
    _stamp(connection, table)


def _index(connection: Connection, core: Table) -> None:
    for index in core.indexes:
        connection.execute(CreateIndex(index, if_not_exists=True))


def _stamp(connection: Connection, table: ReadTable) -> None:
    meta = tables.READ_TABLES
    connection.execute(delete(meta).where(meta.c.name == table.name))
    connection.execute(insert(meta).values(name=table.name, version=table.version))
