"""Open the log that an address names: the one place that chooses between the databases."""

from __future__ import annotations

from collections.abc import Callable

from engine.events.address import Address, SqliteAddress
from engine.events.declared import Declared
from engine.events.log import EventLog, Login
from engine.events.postgres_log import open_postgres
from engine.events.sqlite_log import open_sqlite


def open_log(
    address: Address,
    declared: Declared,
    identify: Callable[[], Login],
    *,
    create: bool = False,
) -> EventLog:
    """Open the ledger at *address*; *identify* is asked on SQLite, PostgreSQL knows by itself."""
    if isinstance(address, SqliteAddress):
        return open_sqlite(address, declared, identify, create=create)
    return open_postgres(address, declared, create=create)
