"""Faults between commit and exit in this process: at every call that can fail, at every line.

``Faults`` counts, from the commit on, and lets the *nth* one fail; ``used`` tells whether there
were as many. Calls are those of the system (write, fsync, unlink, open), of what is printed, and
the statements that read the answer; lines are those of the command line and the engine.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any
from unittest import mock

import psycopg

from engine.events import sqlite_log
from engine.events.postgres_log import PostgresLog
from engine.events.sqlite_log import SqliteLog
from tests.support.failing import Failing, told

ROOT = Path(__file__).resolve().parents[2]
OURS = tuple(f"{ROOT / room}{os.sep}" for room in ("cli", "engine"))
SYSTEM = ("write", "fsync", "unlink", "open")


class Faults:
    """Fails by *fail* at the *nth* call, or line, after the commit."""

    def __init__(self, nth: int, fail: Callable[[str], None]) -> None:
        self._left = nth
        self._fail = fail
        self._armed = False
        self.used = False

    def pass_by(self, call: str) -> None:
        """Count one more, and fail if it is the one."""
        if not self._armed:
            return
        self._left -= 1
        if self._left == 0:
            self._armed, self.used = False, True
            self._fail(call)

    @contextlib.contextmanager
    def armed_by_commits(self) -> Iterator[None]:
        """Count from the first append that returns."""

        def appending(real: Callable[..., Any]) -> Callable[..., Any]:
            def append(*given: Any) -> Any:
                receipt = real(*given)
                self._armed = not self.used
                return receipt

            return append

        with (
            mock.patch.object(SqliteLog, "append", appending(SqliteLog.append)),
            mock.patch.object(PostgresLog, "append", appending(PostgresLog.append)),
        ):
            yield

    def watched(self, call: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """Return *real*, counted."""

        def called(*given: Any, **named: Any) -> Any:
            self.pass_by(call)
            return real(*given, **named)

        return called

    @contextlib.contextmanager
    def at_calls(self) -> Iterator[None]:
        """Count the calls that can fail."""
        faults = self

        class Printed(io.BytesIO):
            def write(self, text: Any) -> int:
                faults.pass_by("print")
                return super().write(text)

        with contextlib.ExitStack() as stack:
            stack.enter_context(self.armed_by_commits())
            stack.enter_context(mock.patch("io.BytesIO", Printed))
            stack.enter_context(mock.patch.object(sqlite_log, "CONNECTION", Failing))
            stack.enter_context(told(lambda _statement: self.pass_by("read")))
            asked = self.watched("read", psycopg.Connection.execute)
            stack.enter_context(mock.patch.object(psycopg.Connection, "execute", asked))
            for name in SYSTEM:
                stack.enter_context(
                    mock.patch.object(os, name, self.watched(name, getattr(os, name)))
                )
            yield

    @contextlib.contextmanager
    def at_lines(self) -> Iterator[None]:
        """Count the lines of our own that are run."""

        def trace(frame: FrameType, event: str, _: Any) -> Any:
            if not frame.f_code.co_filename.startswith(OURS):
                return None
            if event == "line":
                self.pass_by(f"{frame.f_code.co_filename}:{frame.f_lineno}")
            return trace

        before = sys.gettrace()
        with self.armed_by_commits():
            sys.settrace(trace)
            try:
                yield
            finally:
                sys.settrace(before)


def by_error(error: int) -> Callable[[str], None]:
    """Return a failure as the system makes it; of a statement, as SQLite does."""

    def fail(call: str) -> None:
        if call == "read":
            raise sqlite3.OperationalError(os.strerror(error))
        raise OSError(error, os.strerror(error))

    return fail


def by_signal(number: int) -> Callable[[str], None]:
    """Return a failure by a signal that comes just then."""
    return lambda _call: signal.raise_signal(number)
