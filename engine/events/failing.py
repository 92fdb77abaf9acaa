"""How the failures of a database are declared: a table of its codes, and what each is to people.

The tables are in ``sqlite_failures.py`` and ``postgres_failures.py``. They go by the codes that
the databases promise, never by the words of a message, which change with version and language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from engine.errors import N_, NoLedger, RefusedByRules, StoreUnavailable, VekhaError


class Failure(msgspec.Struct, frozen=True):
    """What one code means: the class of our error, what is wrong, and what to do about it."""

    error: type[VekhaError]
    wrong: str
    remedy: str

    def told(self, **facts: Any) -> VekhaError:
        """Return the error for people, its two templates filled from *facts*."""
        return self.error(self.wrong, remedy=self.remedy, **facts)


Table = Mapping[str, Failure]

UNKNOWN = Failure(
    StoreUnavailable,
    N_("the ledger {ledger} cannot be used now: {why}"),
    N_("Nothing was recorded. Try again; if it stays so, show this to your administrator."),
)
"""For codes that no table names: the database's own words."""


def no_ledger(shown: str) -> NoLedger:
    """Return the error for an address, as *shown*, at which there is no ledger."""
    return NoLedger(
        N_("there is no ledger at {ledger}"),
        remedy=N_("Check the address that --db or VEKHA_DB gives; your administrator knows it."),
        ledger=shown,
    )


def no_file() -> RefusedByRules:
    """Return the error for a ledger that is in no file of its own."""
    return RefusedByRules(
        N_("only a ledger in a file has a journal of its own"),
        remedy=N_("A server keeps its journal itself."),
    )


def first_line(error: SQLAlchemyError) -> str:
    """Return the first line of what the driver said, without SQLAlchemy's additions."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return (str(cause).strip().splitlines() or [type(cause).__name__])[0]
