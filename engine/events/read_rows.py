"""Read tables inside a connection: made, stamped with their version, mended where rows differ.

Rows are replaced inside a table, so that the rights of other logins on it stay; only a table of
another version is made anew, and then its rights are given again (PostgreSQL).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from sqlalchemy import Connection, Table, delete, insert, select, text
from sqlalchemy.schema import CreateIndex, CreateTable, DropTable

from engine.events import migrations, tables
from engine.events.read_tables import ADDED, ReadTable, Value

Row = Mapping[str, Value]

_GRANTS = text(
    "SELECT a.privilege_type, a.is_grantable, r.rolname FROM pg_catalog.pg_class AS c"
    " JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
    " CROSS JOIN LATERAL aclexplode(c.relacl) AS a"
    " LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = a.grantee"
    " WHERE n.nspname = :schema AND c.relname = :name AND a.grantee <> c.relowner"
)


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """How the rows of a table differ from those that follow from the log.

    A table of another version is made anew from all of *rows*; then no row is called wrong.
    """

    table: ReadTable
    rows: tuple[Row, ...]
    wrong: tuple[str, ...]
    is_outdated: bool


def versions(connection: Connection) -> dict[str, int]:
    """Return table -> version, as the ledger's read tables were last made."""
    rows = connection.execute(select(tables.READ_TABLES))
    return {row.name: row.version for row in rows}


def create(connection: Connection, table: ReadTable) -> None:
    """Make *table* where it is not there, with what writes its rows, and note its version."""
    core = tables.read_table(table)
    connection.execute(CreateTable(core, if_not_exists=True))
    _index(connection, core)
    _made_writable(connection, table)
    stamp(connection, table)


def writing(table: ReadTable) -> str:
    """Return the function with which PostgreSQL's ``append`` writes rows of *table*.

    It takes the rows as JSON objects, each with the ``ordinal`` of the event after which it holds,
    and the position of the first event of the batch.
    """
    own = [name for name, _kind in table.columns]
    kinds = {"text": "text", "integer": "bigint"}
    typed = ", ".join(f"{name} {kinds[kind]}" for name, kind in table.columns)
    names = ", ".join((*own, *ADDED))
    replaced = ", ".join(f"{name} = EXCLUDED.{name}" for name in (*own[1:], *ADDED))
    given = ", ".join(f"r.{name}" for name in own)
    return f"""CREATE OR REPLACE FUNCTION :ledger.write_{table.name}(given json, first bigint)
RETURNS void LANGUAGE plpgsql AS $write$
#variable_conflict use_column
BEGIN
    INSERT INTO :ledger.{table.name} ({names})
        SELECT {given}, e.position, e.hash
        FROM json_to_recordset(given) AS r (ordinal bigint, {typed})
        CROSS JOIN LATERAL (SELECT * FROM :ledger.events AS e
                            WHERE e.position = first + r.ordinal - 1 OFFSET 0) AS e
        ON CONFLICT (id) DO UPDATE SET {replaced};
END
$write$"""


def _made_writable(connection: Connection, table: ReadTable) -> None:
    if connection.dialect.name == "postgresql":
        schema = connection.get_execution_options()["schema_translate_map"][tables.SCHEMA]
        function = migrations.placed(writing(table), schema)
        connection.exec_driver_sql(function)
        signature = f'"{schema}".write_{table.name}(json, bigint)'
        connection.exec_driver_sql(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")


def difference(
    connection: Connection, table: ReadTable, rows: Iterable[Row], version: int | None
) -> Difference:
    """Compare *rows*, which follow from the log, with those in *table* of that *version*."""
    rebuilt = {str(row["id"]): row for row in rows}
    if version != table.version:
        return Difference(table=table, rows=tuple(rebuilt.values()), wrong=(), is_outdated=True)
    stored = {
        str(row["id"]): dict(row)
        for row in connection.execute(select(tables.read_table(table))).mappings()
    }
    wrong = sorted(
        row_id
        for row_id in stored.keys() | rebuilt.keys()
        if stored.get(row_id) != rebuilt.get(row_id)
    )
    right = tuple(rebuilt[row_id] for row_id in wrong if row_id in rebuilt)
    return Difference(table=table, rows=right, wrong=tuple(wrong), is_outdated=False)


def mend(connection: Connection, found: Difference) -> None:
    """Put right what differs."""
    core = tables.read_table(found.table)
    if found.is_outdated:
        granted = list(_grants(connection, core))
        connection.execute(DropTable(core, if_exists=True))
        connection.execute(CreateTable(core))
        _index(connection, core)
        for statement in granted:
            connection.exec_driver_sql(statement)
        _made_writable(connection, found.table)
        stamp(connection, found.table)
    for part in range(0, len(found.wrong), 500):
        connection.execute(delete(core).where(core.c.id.in_(found.wrong[part : part + 500])))
    if found.rows:
        connection.execute(insert(core), [dict(row) for row in found.rows])


def _index(connection: Connection, core: Table) -> None:
    for index in sorted(core.indexes, key=lambda one: str(one.name)):  # the same file each time
        connection.execute(CreateIndex(index, if_not_exists=True))


def _grants(connection: Connection, core: Table) -> Iterator[str]:
    """Yield the statements that give others the rights on *core* that they have now."""
    if connection.dialect.name != "postgresql":
        return
    quote = connection.dialect.identifier_preparer.quote
    schema = connection.get_execution_options()["schema_translate_map"][tables.SCHEMA]
    where = {"schema": schema, "name": core.name}
    for privilege, grantable, role in connection.execute(_GRANTS, where):
        to = "PUBLIC" if role is None else quote(role)
        further = " WITH GRANT OPTION" if grantable else ""
        yield f"GRANT {privilege} ON {quote(schema)}.{quote(core.name)} TO {to}{further}"


def stamp(connection: Connection, table: ReadTable) -> None:
    """Note the version of *table*."""
    meta = tables.READ_TABLES
    connection.execute(delete(meta).where(meta.c.name == table.name))
    connection.execute(insert(meta).values(name=table.name, version=table.version))
