"""What guards a ledger in a file: triggers, and the tables that they stand on, as first made."""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path

from engine.events import migrations


def expected(revision: str, folder: Path) -> dict[str, str]:
    """Return name -> SQL of all guards that a fresh ledger of *revision* has: see ``_made``."""
    return _made(revision, str(folder))


@cache
def _made(revision: str, _folder: str) -> dict[str, str]:
    """Make a ledger in memory by the steps up to *revision*; return its triggers and their tables.

    The folder of the steps is named so that other steps are not taken for known ones.
    """
    fresh = sqlite3.connect(":memory:")
    for statement in migrations.until(revision, "sqlite"):
        fresh.execute(statement)
    found = fresh.execute("SELECT name, type, tbl_name, sql FROM sqlite_master").fetchall()
    fresh.close()
    guarded = {table for _, kind, table, _ in found if kind == "trigger"}
    return {name: sql for name, kind, _, sql in found if kind == "trigger" or name in guarded}
