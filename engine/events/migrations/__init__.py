"""How a ledger's tables came to be, step by step; a released step is never edited.

The event table is never altered: new shapes of events are upcasters. The SQL itself is in
``sql/``, files by step and database, because triggers and functions are read more than run.
"""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Connection

FOLDER = Path(__file__).parent
"""Where Alembic finds the steps; their SQL is in ``sql/`` below it."""

_RULER = re.compile(r"^-- -{20,}$", re.MULTILINE)


def statements(step: str, dialect: str) -> list[str]:
    """Return the SQL statements of a step (``0001``) for ``sqlite`` or ``postgresql``.

    They are in one file or in several, ``0001.1.tables.postgresql.sql`` before ``0001.2…``.
    """
    files = sorted((FOLDER / "sql").glob(f"{step}.*.{dialect}.sql"))
    parts = (part for file in files for part in _RULER.split(file.read_text("utf-8")))
    return [_without_comments(part) for part in parts]


def until(revision: str, dialect: str) -> list[str]:
    """Return the SQL statements of all steps up to *revision*, in their order."""
    steps = sorted({path.name.partition(".")[0] for path in (FOLDER / "sql").iterdir()})
    return [
        statement for step in steps if step <= revision for statement in statements(step, dialect)
    ]


def placed(statement: str, schema: str | None) -> str:
    """Return *statement* with ``:ledger`` as the quoted name of *schema* (as it is on SQLite).

    The name has been checked to be small letters, digits and underscores when it was parsed.
    """
    if schema is None:
        return statement
    return statement.replace(":'ledger'", f"'{schema}'").replace(":ledger", f'"{schema}"')


def upgrade(connection: Connection, schema: str | None) -> None:
    """Bring the ledger on *connection* to the newest step, inside the caller's transaction."""
    # Only making or upgrading a ledger waits for Alembic: it costs 110 ms.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes.update(connection=connection, schema=schema)
    command.upgrade(config, "head")


def _without_comments(part: str) -> str:
    """Drop comment lines before the statement; SQLite stores the text from CREATE on."""
    lines = part.strip().splitlines()
    while lines and lines[0].startswith("--"):
        lines.pop(0)
    return "\n".join(lines)
