"""What protects history on PostgreSQL, compared at every open with what its steps made of it.

Triggers (there, on their table, enabled, calling our function), the bodies of functions, and keys:
those of a fresh ledger of the same revision, over all steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, text

from engine.events import migrations

_TRIGGER = re.compile(
    r"CREATE (?:OR REPLACE )?TRIGGER (\w+) .*? ON :ledger\.(\w+).*FUNCTION :ledger\.(\w+)\(",
    re.DOTALL,
)
_FUNCTION = re.compile(
    r"CREATE (?:OR REPLACE )?FUNCTION :ledger\.(\w+)\(.* AS \$(\w+)\$(.*)\$\2\$", re.DOTALL
)

_DROPPED = re.compile(r"DROP (TRIGGER|FUNCTION) (?:IF EXISTS )?(?::ledger\.)?(\w+)")
_TABLE = re.compile(r"CREATE TABLE :ledger\.(\w+) \((.*)\)", re.DOTALL)
_KEY = re.compile(r"^\s*(\w+) .*\b(?:PRIMARY KEY|UNIQUE)\b", re.MULTILINE)
_KEYS = re.compile(r"^\s*(?:PRIMARY KEY|UNIQUE) \(([^)]*)\)", re.MULTILINE)

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


class Guards(msgspec.Struct, frozen=True):
    """What protects history, as the steps make it: by name, or for keys as ``table(columns)``."""

    triggers: dict[str, tuple[str, str]]
    functions: dict[str, tuple[str, bool]]
    keys: frozenset[str]


def expected(statements: Iterable[str], schema: str) -> Guards:
    """Return the guards that a fresh ledger has after *statements*, those of all its steps.

    A trigger has its table and function, a function its body and whether it runs as its owner. What
    a later step drops is gone, what it makes again is as it made it. Keys are those of tables that
    have a trigger.
    """
    triggers: dict[str, tuple[str, str]] = {}
    functions: dict[str, tuple[str, bool]] = {}
    keys: dict[str, list[str]] = {}
    for statement in statements:
        if found := _DROPPED.match(statement):
            (triggers if found[1] == "TRIGGER" else functions).pop(found[2], None)
        elif found := _TRIGGER.match(statement):
            triggers[found[1]] = (found[2], found[3])
        elif found := _FUNCTION.match(statement):
            body = migrations.placed(found[3], schema)
            functions[found[1]] = (body, "SECURITY DEFINER" in statement)
        elif found := _TABLE.match(statement):
            keys[found[1]] = [*_KEY.findall(found[2]), *_KEYS.findall(found[2])]
    guarded = {table for table, _function in triggers.values()}
    named = {f"{table}({key.replace(' ', '')})" for table in guarded for key in keys[table]}
    return Guards(triggers, functions, frozenset(named))


def present(connection: Connection, schema: str) -> Guards:
    """Return the guards that *schema* has: enabled triggers, functions, unique keys."""
    where = {"schema": schema}
    triggers = connection.execute(_FIND_TRIGGERS, where)
    functions = connection.execute(_FIND_FUNCTIONS, where)
    keys = connection.execute(_FIND_KEYS, where)
    return Guards(
        {name: (table, function) for name, table, function in triggers},
        {name: (body, definer) for name, body, definer in functions},
        frozenset(f"{table}({columns})" for table, columns in keys),
    )


def missing(connection: Connection, schema: str, statements: Iterable[str]) -> list[str]:
    """Return the names of guards in *schema* that are not as *statements* made them."""
    wanted, found = expected(statements, schema), present(connection, schema)
    return sorted(
        [name for name, made in wanted.triggers.items() if found.triggers.get(name) != made]
        + [name for name, made in wanted.functions.items() if found.functions.get(name) != made]
        + list(wanted.keys - found.keys)
    )
