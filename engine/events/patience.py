"""How long a silent server is waited for: the program's own deadline, whatever the server promises.

A server that has taken a statement and sends nothing for ``SILENCE`` seconds is given up, and the
connection with it. While answers come in, however many, nothing ends. Loading, backing up and
rebuilding wait as long as it takes.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen

T = TypeVar("T")

SILENCE = 15.0
"""Seconds without a byte after which a server is given up."""

_BOUNDED: ContextVar[bool] = ContextVar("bounded", default=True)
_LOOKS_EVERY = 0.1
"""Seconds between two looks at the clock while a server is silent."""


@contextmanager
def unbounded() -> Iterator[None]:
    """Wait as long as it takes, inside the block."""
    token = _BOUNDED.set(False)
    try:
        yield
    finally:
        _BOUNDED.reset(token)


class Patient(psycopg.Connection[Any]):
    """A connection that gives a silent server up."""

    def wait(
        self, gen: PQGen[T], interval: float = _LOOKS_EVERY, timeout: float | None = None
    ) -> T:
        """Do what *gen* asks of the server; raises OperationalError when it stays silent."""
        return super().wait(self._watched(gen), interval, timeout)

    def _watched(self, gen: PQGen[T]) -> Generator[Any, Any, T]:
        """Pass on what *gen* waits for, with an eye on the clock."""
        heard = monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready:
                    heard = monotonic()
                elif _BOUNDED.get() and monotonic() - heard > SILENCE:
                    self._give_up(gen)
                wanted = gen.send(ready)
        except StopIteration as ended:
            found: T = ended.value
            return found

    def _give_up(self, gen: PQGen[T]) -> None:
        gen.close()
        self.pgconn.finish()
        raise psycopg.OperationalError(f"no answer within {SILENCE:g} seconds")
