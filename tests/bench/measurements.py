"""The table of what is measured: ours, the peers beside it, and what is to be reached.

A row is one kind of work. Its contenders take turns within a round, so that whatever else the
machine does hits all alike; figures are medians over the rounds, ratios medians of the ratios of
each round.
"""

from __future__ import annotations

import msgspec

from tests.bench import contenders as peers
from tests.bench.ours import Appends, Commands, Ours, on_postgres, on_sqlite
from tests.bench.site import Site
from tests.bench.subject import Contender, Opened, Subject

APPEND = "its append alone"
"""The name under which ours stands beside a whole command of ours."""


class Scale(msgspec.Struct, frozen=True, kw_only=True):
    """How large a run is. ``events`` are in a ledger before anything is measured."""

    events: int = 10_000
    grown: tuple[int, int] = (1_000, 50_000)
    batch: int = 1_000
    rounds: int = 9
    times: int = 40
    measures: int = 3_000
    starts: int = 7


FULL = Scale()
TINY = Scale(events=40, grown=(40, 40), batch=5, rounds=1, times=2, measures=6, starts=1)
"""Just enough that every line of it runs."""


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be reached: CPU time at most *most* × that of *beside* (None: milliseconds)."""

    said: str
    most: float
    beside: str | None = None


THREE_APPENDS = Limit(said="≤ 3 × the append", most=3, beside=APPEND)
HALF_OF_MANY = Limit(said="≥ 0.5 of its speed", most=2, beside=peers.MANY)
THIRD_OF_COPY = Limit(said="≥ 0.3 of its speed", most=1 / 0.3, beside=peers.COPY)


class Measurement(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of work, done *times* a round by each contender."""

    key: str
    what: str
    ours: Contender
    peers: tuple[Contender, ...]
    limits: tuple[Limit, ...] = ()
    times: int

    @property
    def contenders(self) -> tuple[Contender, ...]:
        """Return ours and the peers."""
        return self.ours, *self.peers


def measurements(scale: Scale) -> tuple[Measurement, ...]:
    """Return the table, at this *scale*."""
    return (
        *_appends(scale.times),
        *_commands(scale.times),
        *_batches(scale.batch),
        *_growth(scale),
    )


def _appends(times: int) -> tuple[Measurement, ...]:
    """One event of a stream that is known, decided before."""
    return (
        Measurement(
            key="append-sqlite-wal",
            what="one append, SQLite, WAL + FULL",
            ours=_ours(on_sqlite("wal", Appends)),
            peers=(
                peers.by_hand_sqlite("wal"),
                peers.eventsourcing_sqlite(),
                peers.core_sqlite("wal"),
                peers.bare_sqlite("wal"),
            ),
            limits=(Limit(said="≤ 0.3 ms", most=0.3),),
            times=times,
        ),
        Measurement(
            key="append-sqlite-delete",
            what="one append, SQLite, DELETE + EXTRA",
            ours=_ours(on_sqlite("delete", Appends)),
            peers=(
                peers.bare_sqlite("delete"),
                peers.by_hand_sqlite("delete"),
                peers.core_sqlite("delete"),
            ),
            limits=(Limit(said="≤ 2 × a bare row", most=2, beside=peers.BARE),),
            times=times,
        ),
        _append_postgres(times),
    )


def _append_postgres(times: int) -> Measurement:
    return Measurement(
        key="append-postgresql",
        what="one append, PostgreSQL",
        ours=_ours(on_postgres(Appends)),
        peers=(
            peers.by_hand_postgres(),
            *peers.eventsourcing_postgres(),
            peers.core_postgres(),
            peers.bare_postgres(),
        ),
        limits=(Limit(said="≤ 0.6 ms", most=0.6),),
        times=times,
    )


def _commands(times: int) -> tuple[Measurement, ...]:
    """A whole report in an open office: who speaks, what is meant, decided, appended, read."""
    return (
        Measurement(
            key="command-sqlite",
            what="one command, SQLite, WAL + FULL",
            ours=_ours(on_sqlite("wal", Commands)),
            peers=(
                Contender(name=APPEND, opened=on_sqlite("wal", Appends)),
                peers.application_sqlite(),
            ),
            limits=(THREE_APPENDS,),
            times=times,
        ),
        Measurement(
            key="command-postgresql",
            what="one command, PostgreSQL",
            ours=_ours(on_postgres(Commands)),
            peers=(
                Contender(name=APPEND, opened=on_postgres(Appends)),
                *peers.application_postgres(),
            ),
            limits=(THREE_APPENDS,),
            times=times,
        ),
    )


def _batches(size: int) -> tuple[Measurement, ...]:
    """One event in each of many streams, all in one transaction, with words and read rows."""

    def batch(ours: Ours) -> Subject:
        return Appends(ours, size)

    return (
        Measurement(
            key="batch-sqlite",
            what=f"{size:,} events in one transaction, SQLite, WAL + FULL",
            ours=_ours(on_sqlite("wal", batch)),
            peers=(
                *peers.many_sqlite("wal", size),
                peers.eventsourcing_sqlite(size),
                peers.core_sqlite("wal", size),
            ),
            limits=(HALF_OF_MANY,),
            times=1,
        ),
        Measurement(
            key="batch-postgresql",
            what=f"{size:,} events in one transaction, PostgreSQL",
            ours=_ours(on_postgres(batch)),
            peers=(
                *peers.many_postgres(size),
                *peers.eventsourcing_postgres(size),
                peers.core_postgres(size),
            ),
            limits=(HALF_OF_MANY, THIRD_OF_COPY),
            times=1,
        ),
    )


def _growth(scale: Scale) -> tuple[Measurement, ...]:
    """The same append in a small ledger and in a large one: the ratio should be near 1."""
    small, large = scale.grown
    opened = {"SQLite": on_sqlite("wal", Appends), "PostgreSQL": on_postgres(Appends)}
    return tuple(
        Measurement(
            key=f"growth-{backend.lower()}",
            what=f"one append in a ledger of {large:,} events, {backend}",
            ours=_ours(_with_events(how, large)),
            peers=(Contender(name=f"ours at {small:,} events", opened=_with_events(how, small)),),
            times=min(scale.times, small // 20),
        )
        for backend, how in opened.items()
    )


def _ours(opened: Opened) -> Contender:
    return Contender(name="vekha", opened=opened)


def _with_events(opened: Opened, events: int) -> Opened:
    """Return *opened* for a ledger of so many events, whatever the run's scale is."""

    def grown(site: Site, _events: int) -> Subject:
        return opened(site, events)

    return grown
