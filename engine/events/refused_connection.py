"""Why a connection to PostgreSQL did not come about: the SQLSTATE, which libpq keeps to itself.

The driver hands over only the server's words, in whatever language the server speaks. libpq's
trace of its protocol shows the code beside them, so a connection that was refused is tried once
more, traced into memory. Where that is not to be had (outside Linux), libpq's ping tells at least
whether a server is there.
"""

from __future__ import annotations

import os
import re
import selectors
from typing import Final

import psycopg
from psycopg import pq
from psycopg.conninfo import make_conninfo

_STATE = re.compile(rb'^B\t\d+\tErrorResponse\t.*? C "([0-9A-Z]{5})"', re.MULTILINE)
_PATIENCE: Final = 10
"""Seconds to wait for each answer of the server."""

PINGED: Final = {
    pq.Ping.OK: "refused",
    pq.Ping.REJECT: "57P03",
    pq.Ping.NO_RESPONSE: "unreachable",
    pq.Ping.NO_ATTEMPT: "bad option",
}
"""What a ping tells of a server that gave no SQLSTATE."""


def code(error: psycopg.Error) -> str:
    """Return the SQLSTATE of a connection attempt that ended in *error*, or a name of our own.

    Ours are ``timeout``, ``unknown host``, ``no password`` and the values of PINGED.
    """
    if isinstance(error, psycopg.ProgrammingError):
        return "bad option"
    if isinstance(error, psycopg.errors.ConnectionTimeout):
        return "timeout"
    tried = error.pgconn
    if tried is None:
        return "unknown host"
    if tried.needs_password:
        return "no password"
    conninfo = _conninfo(tried)
    return traced(conninfo) or PINGED[pq.Ping(pq.PGconn.ping(conninfo.encode()))]


def traced(conninfo: str) -> str:
    """Try to connect once more; return the SQLSTATE with which the server refuses, or ""."""
    try:
        connection = pq.PGconn.connect_start(conninfo.encode())
        file = os.memfd_create("vekha")  # memory only: a trace may hold a password
    except (AttributeError, psycopg.Error):
        return ""
    try:
        connection.trace(file)
        connection.set_trace_flags(pq.Trace.SUPPRESS_TIMESTAMPS)
        _wait_for_the_end(connection)
        connection.untrace()
        found = _STATE.search(os.pread(file, 1 << 20, 0))
    except psycopg.Error:
        return ""
    finally:
        connection.finish()
        os.close(file)
    return found[1].decode() if found else ""


def _wait_for_the_end(connection: pq.abc.PGconn) -> None:
    waits = {
        pq.PollingStatus.READING: selectors.EVENT_READ,
        pq.PollingStatus.WRITING: selectors.EVENT_WRITE,
    }
    while connection.status != pq.ConnStatus.BAD:
        event = waits.get(pq.PollingStatus(connection.connect_poll()))
        if event is None:
            return
        with selectors.DefaultSelector() as selector:
            selector.register(connection.socket, event)
            if not selector.select(_PATIENCE):
                return


def _conninfo(tried: pq.abc.PGconn) -> str:
    """Return what the connection was tried with, its password included."""
    given = {option.keyword.decode(): option.val for option in tried.info}
    return make_conninfo(**{name: val.decode() for name, val in given.items() if val})
