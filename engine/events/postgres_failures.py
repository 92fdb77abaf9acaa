"""What can go wrong with a ledger on PostgreSQL: SQLSTATE, and why there was no connection."""

from __future__ import annotations

from typing import Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from engine.errors import (
    N_,
    LogDamaged,
    LoginRefused,
    NoLedger,
    NotFound,
    StoreBusy,
    StoreForbidden,
    StoreFull,
    StoreReadOnly,
    StoreUnavailable,
    StoreUnreachable,
)
from engine.events.failing import UNKNOWN, Failure, Table

_BUSY = Failure(
    StoreBusy,
    N_("someone else is using {ledger} and has not finished"),
    N_("Nothing was recorded. Try again in a moment."),
)
_AWAY = Failure(
    StoreUnreachable,
    N_("the server of {ledger} is starting or stopping: {why}"),
    N_("Nothing was recorded. Try again when the server runs."),
)
_NO_ANSWER = Failure(
    StoreUnreachable,
    N_("the server of {ledger} does not answer: {why}"),
    N_("Nothing was recorded. Check host and port in the address, and whether the server runs."),
)
_CROWDED = Failure(
    StoreBusy,
    N_("the server of {ledger} takes no more connections"),
    N_("Nothing was recorded. Try again in a moment."),
)
_NO_LOGIN = Failure(
    LoginRefused,
    N_("the server of {ledger} does not let this login in: {why}"),
    N_("Check user and database in the address; the server's administrator admits logins."),
)
_NO_MEMORY = Failure(
    StoreUnavailable,
    N_("the server of {ledger} lacks memory: {why}"),
    N_("Nothing was recorded. Try again in a moment, or ask the server's administrator."),
)
_DISK = Failure(
    StoreUnavailable,
    N_("the disk of the server of {ledger} failed: {why}"),
    N_("Nothing was recorded. Ask the server's administrator to check the disk."),
)
_DAMAGED = Failure(
    LogDamaged,
    N_("{ledger} is damaged: {why}"),
    N_("Stop recording, and ask the server's administrator to check the database."),
)

FAILURES: Final[Table] = {
    "28P01": Failure(
        LoginRefused,
        N_("the server of {ledger} does not accept this user's password"),
        N_("Check the user in the address, and the password: in PGPASSWORD or ~/.pgpass."),
    ),
    "no password": Failure(
        LoginRefused,
        N_("the server of {ledger} asks for a password, and none was given"),
        N_("Set PGPASSWORD, or keep the password in ~/.pgpass."),
    ),
    "28": _NO_LOGIN,
    "refused": _NO_LOGIN,
    "3D000": Failure(
        NoLedger,
        N_("there is no such database: {ledger}"),
        N_("Check the address; a new database is made by the server's administrator."),
    ),
    "42501": Failure(
        StoreForbidden,
        N_("this login lacks a right in {ledger}: {why}"),
        N_(
            "The owner of the ledger grants: USAGE on the schema {schema}, SELECT on all its "
            "tables, EXECUTE on {schema}.append(json) and {schema}.note_refusal(json); to open "
            "a new ledger, CREATE on the database."
        ),
    ),
    "55P03": _BUSY,
    "40001": _BUSY,
    "40P01": _BUSY,
    "57014": Failure(
        StoreUnavailable,
        N_("the server did not finish in time, or was told to stop: {ledger}"),
        N_("Nothing was recorded. Try again in a moment."),
    ),
    "57P01": _AWAY,
    "57P02": _AWAY,
    "57P03": _AWAY,
    "53300": _CROWDED,
    "53100": Failure(
        StoreFull,
        N_("there is no room left on the disk of the server of {ledger}"),
        N_("Nothing was recorded. Ask the server's administrator to make room, then try again."),
    ),
    "53200": _NO_MEMORY,
    "25006": Failure(
        StoreReadOnly,
        N_("the server of {ledger} takes no writes: it is a copy, or is set to reading only"),
        N_("Nothing was recorded. Name the main server in the address."),
    ),
    "58": _DISK,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
    "08": _NO_ANSWER,
    "unreachable": _NO_ANSWER,
    "timeout": _NO_ANSWER,
    "unknown host": Failure(
        StoreUnreachable,
        N_("the host of {ledger} is not known: {why}"),
        N_("Nothing was recorded. Check the host in the address."),
    ),
    "broken": Failure(
        StoreUnreachable,
        N_("the connection to {ledger} broke: {why}"),
        N_("Nothing was recorded. Try again in a moment."),
    ),
    "bad option": Failure(
        NotFound,
        N_("{ledger} is not an address that PostgreSQL understands: {why}"),
        N_("Give postgresql://USER@HOST/DATABASE?ledger=NAME."),
    ),
}
"""SQLSTATE or its class, and the names that ``refused_connection.py`` gives to what has none."""


def failure(error: SQLAlchemyError) -> Failure:
    """Return what *error* means: by its SQLSTATE, else by the class of it."""
    found = code(error)
    return FAILURES.get(found) or FAILURES.get(found[:2]) or UNKNOWN


def code(error: SQLAlchemyError) -> str:
    """Return the SQLSTATE of *error*, a name of ours where there was no connection, or ""."""
    cause = getattr(error, "orig", None)
    state: str = getattr(cause, "sqlstate", None) or ""
    if state or cause is None or not isinstance(error, DBAPIError):
        return state
    if error.connection_invalidated:
        return "broken"
    if error.statement is not None:
        return ""
    import psycopg  # not above: a ledger in a file need not wait for it

    from engine.events import refused_connection

    return refused_connection.code(cause) if isinstance(cause, psycopg.Error) else ""
