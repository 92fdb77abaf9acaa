"""What protects history on PostgreSQL, compared at every open with what the newest step made.

Triggers (there, on their table, enabled, calling our function), the bodies of functions, and keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import Connection, text

from engine.events import migrations, tables

_TRIGGER = re.compile(
    r"CREATE TRIGGER (\w+) .* ON :ledger\.(\w+).*FUNCTION :ledger\.(\w+)\(", re.DOTALL
)
_FUNCTION = re.compile(r"CREATE FUNCTION :ledger\.(\w+)\(.* AS \$(\w+)\$(.*)\$\2\$", re.DOTALL)

_KEYS = {
    "events(position)",
    "events(stream,version)",
    "events(command_id,ordinal)",
    "events(prev_hash)",
    "events(hash)",
    "words(position)",
    "commands(command_id)",
    "commands(first_position)",
    "commands(last_position)",
}

_FIND_TRIGGERS = text(
    "SELECT t.tgname, c.relname, p.proname"
    " FROM pg_catalog.pg_trigger AS t"
    " JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid"
    " JOIN pg_catalog.pg_proc AS p ON p.oid = t.tgfoid AND p.pronamespace = c.relnamespace"
    " JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
    " WHERE n.nspname = :schema AND t.tgenabled IN ('O', 'A')"
)
_FIND_FUNCTIONS = text(
    "SELECT p.proname, p.prosrc, p.prosecdef FROM pg_catalog.pg_proc AS p"
    " JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = :schema"
)
_FIND_KEYS = text(
    "SELECT c.relname, (SELECT string_agg(a.attname, ',' ORDER BY k.place)"
    "   FROM unnest(i.indkey) WITH ORDINALITY AS k (number, place)"
    "   JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.number)"
    " FROM pg_catalog.pg_index AS i"
    " JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid"
    " JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
    " WHERE n.nspname = :schema AND i.indisunique AND i.indisvalid AND i.indpred IS NULL"
)


def missing(connection: Connection, schema: str) -> list[str]:
    """Return the names of guards of the ledger in *schema* that are not there as they were made."""
    where = {"schema": schema}
    triggers = {tuple(row) for row in connection.execute(_FIND_TRIGGERS, where)}
    functions = {tuple(row) for row in connection.execute(_FIND_FUNCTIONS, where)}
    keys = {f"{table}({columns})" for table, columns in connection.execute(_FIND_KEYS, where)}
    return sorted(
        [guard[0] for guard in _triggers() if guard not in triggers]
        + [guard[0] for guard in _functions(schema) if guard not in functions]
        + list(_KEYS - keys)
    )


def _triggers() -> Iterator[tuple[str, str, str]]:
    """Yield (name, table, function) of the triggers that the newest step makes."""
    for statement in migrations.statements(tables.REVISION, "postgresql"):
        if found := _TRIGGER.match(statement):
            yield found[1], found[2], found[3]


def _functions(schema: str) -> Iterator[tuple[str, str, bool]]:
    """Yield (name, body, whether it runs as its owner) of the functions that it makes."""
    for statement in migrations.statements(tables.REVISION, "postgresql"):
        if found := _FUNCTION.match(statement):
            body = migrations.placed(found[3], schema)
            yield found[1], body, "SECURITY DEFINER" in statement
