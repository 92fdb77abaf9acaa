"""What work costs: CPU of this process, CPU of a server's backends, and wall time.

CPU time is read from the clocks that POSIX keeps for each process (nanoseconds, not ticks), so a
few hundred microseconds can be told apart. Only Linux lets one process read the clock of another.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import msgspec
import psycopg

CPUCLOCK_SCHED = 2
"""Which of a process's clocks: all of its CPU time, as its scheduler counts it."""

BACKENDS = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"


class Spent(msgspec.Struct, frozen=True):
    """Seconds: ``client`` and ``server`` of CPU, ``wall`` on the clock."""

    client: float = 0.0
    server: float = 0.0
    wall: float = 0.0

    @property
    def cpu(self) -> float:
        """Return the CPU time of both sides."""
        return self.client + self.server

    def each(self, times: int) -> Spent:
        """Return what one of *times* operations cost."""
        return Spent(self.client / times, self.server / times, self.wall / times)


class Backends:
    """The backends of one PostgreSQL database, seen from a connection of our own."""

    def __init__(self, admin_url: str, database: str) -> None:
        self._admin = psycopg.connect(admin_url, autocommit=True)
        self._database = database

    def spent(self) -> float:
        """Return the CPU seconds that the backends which are there now have used so far."""
        rows = self._admin.execute(BACKENDS, (self._database,)).fetchall()
        return sum(process_cpu(pid) for (pid,) in rows)

    def close(self) -> None:
        """Let go of the connection."""
        self._admin.close()


def process_cpu(pid: int) -> float:
    """Return the CPU seconds of the process *pid*; raises OSError where that cannot be known."""
    return time.clock_gettime((~pid << 3) | CPUCLOCK_SCHED)


def measured(work: Callable[[], object], servers: Iterable[Backends] = ()) -> Spent:
    """Do *work* and return what it cost here and on *servers*.

    Backends that come up while it runs are counted from their beginning; none may go away.
    """
    watched = tuple(servers)
    server = sum(backends.spent() for backends in watched)
    client, wall = time.process_time(), time.perf_counter()
    work()
    took = Spent(time.process_time() - client, 0.0, time.perf_counter() - wall)
    after = sum(backends.spent() for backends in watched)
    return Spent(took.client, after - server, took.wall)
