"""The tables that queries use, as SQLAlchemy Core sees them; a test compares them with the SQL.

They carry the schema name ``ledger``, which every connection translates to the real one (or to
none on SQLite), so that no statement relies on a search path.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, MetaData, Table, Text

from engine.events.read_tables import ReadTable

SCHEMA = "ledger"
REVISION = "0001"
"""The newest step in ``migrations``; a test compares it with Alembic's own answer."""

METADATA = MetaData(schema=SCHEMA)

_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
"""Text in the order of code points on both, however the cluster was set up."""


def _table(name: str, *columns: str, key: str) -> Table:
    """Declare a table: ``name`` is text, ``name#`` an integer, ``name?`` may be null.

    *key* names its primary key, with spaces between several columns.
    """
    return Table(name, METADATA, *(_column(column, key) for column in columns))


def _column(declared: str, key: str) -> Column[int] | Column[str]:
    name = declared.rstrip("#?")
    primary = name in key.split()
    nullable = declared.endswith("?")
    if "#" in declared:
        return Column(name, BigInteger, primary_key=primary, nullable=nullable)
    return Column(name, _TEXT, primary_key=primary, nullable=nullable)


EVENTS = _table(
    "events",
    "position#",
    "stream",
    "version#",
    "type",
    "type_version#",
    "actor_id",
    "principal_id?",
    "login_id?",
    "auth_method",
    "context?",
    "recorded_at",
    "effective_on",
    "command_id",
    "ordinal#",
    "request_digest?",
    "facts",
    "words_commitment?",
    "signature?",
    "key_id?",
    "prev_hash",
    "hash",
    key="position",
)
WORDS = _table("words", "position#", "salt", "text", key="position")
COMMANDS = _table(
    "commands",
    "last_position#",
    "first_position#",
    "command_id",
    "actor_id",
    "request_digest",
    key="last_position",
)
REFUSALS = _table(
    "refusals",
    "note#",
    "noted_at",
    "command_id",
    "actor_id",
    "code",
    "step",
    "stream",
    "login_id?",
    "login?",
    "service?",
    key="note",
)
VOCABULARY = _table(
    "vocabulary",
    "stream_kind",
    "type",
    "type_version#",
    "state_from",
    "state_to",
    "words",
    "who",
    key="stream_kind type type_version state_from state_to",
)
VOCABULARY_NUMBER = _table("vocabulary_number", "number#", key="number")
READ_TABLES = _table("read_tables", "name", "version#", key="name")


def read_table(table: ReadTable) -> Table:
    """Return the Core table of a read table, declared once per process."""
    known = METADATA.tables.get(f"{SCHEMA}.{table.name}")
    if known is not None:
        return known
    columns = [name if kind == "text" else f"{name}#" for name, kind in table.columns]
    made = _table(
        table.name,
        *(name if name == "id" else f"{name}?" for name in columns),
        "position#",
        "hash",
        key="id",
    )
    for column in table.indexes:
        Index(f"{table.name}_by_{column}", made.c[column])
    return made
