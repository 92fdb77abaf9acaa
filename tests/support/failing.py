"""A driver of SQLite that fails where it is told to, in SQLAlchemy's hands and in the log's own."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import sqlalchemy

Fail = Callable[[str], None]
"""Told each statement before it runs; raises what the driver shall raise."""


class Failing(sqlite3.Connection):
    """A connection whose own statements are told to ``fails`` first."""

    fails: ClassVar[Fail | None] = None

    def execute(self, statement: str, *given: Any) -> sqlite3.Cursor:
        """Run a statement, unless it shall fail."""
        if Failing.fails is not None:
            Failing.fails(statement)
        return super().execute(statement, *given)


@contextmanager
def told(fails: Fail) -> Iterator[None]:
    """Tell *fails* every statement of SQLAlchemy's, and of connections that are ``Failing``."""

    def executing(_cursor: object, statement: str, *_: object) -> None:
        fails(statement)

    # DialectEvents: what is raised here comes from the driver, as far as SQLAlchemy can tell.
    sqlalchemy.event.listen(sqlalchemy.Engine, "do_execute", executing)
    Failing.fails = staticmethod(fails)
    try:
        yield
    finally:
        Failing.fails = None
        sqlalchemy.event.remove(sqlalchemy.Engine, "do_execute", executing)
