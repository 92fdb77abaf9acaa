"""Who stands beside this program in the table, under which name, and what each one lacks."""

from __future__ import annotations

from functools import partial

from tests.bench.peers import by_hand, core, plain_postgres, plain_sqlite, pyeventsourcing
from tests.bench.site import Journal, Site
from tests.bench.subject import Contender, Opened, Subject

NO_EVIDENCE = "no chain, words, guards, commands, read rows"
ONLY_WRITES = "rows ready made: no chain, guards, checks"
ONE_TABLE = f"{ONLY_WRITES}, words, read rows, keys"
UNCHECKED = "no rights, no vocabulary, no check of read rows; the client is believed"
ONE_ROW = "everything but the row and its commit"

BARE = "bare row"
MANY = "executemany, the same rows"
COPY = "COPY, the same rows"


def bare_sqlite(journal: Journal) -> Contender:
    """Return the commit of one bare row."""

    def opened(site: Site, events: int) -> Subject:
        return plain_sqlite.BareRow(site, journal, events)

    return Contender(name=BARE, opened=opened, lacks=ONE_ROW)


def by_hand_sqlite(journal: Journal) -> Contender:
    """Return the append that is written by hand."""

    def opened(site: Site, events: int) -> Subject:
        return by_hand.on_sqlite(site, journal, events)

    return Contender(name="by hand, sqlite3", opened=opened, lacks=UNCHECKED)


def core_sqlite(journal: Journal, size: int = 1) -> Contender:
    """Return inserts of *size* events by SQLAlchemy Core."""

    def opened(site: Site, events: int) -> Subject:
        return core.on_sqlite(site, journal, events, size)

    return Contender(name=_core(size), opened=opened, lacks=NO_EVIDENCE)


def many_sqlite(journal: Journal, size: int) -> tuple[Contender, ...]:
    """Return ``executemany`` of our rows, and of bare events."""

    def opened(kind: type[plain_sqlite.Many], site: Site, events: int) -> Subject:
        return kind(site, journal, events, size)

    kinds = plain_sqlite.Many, plain_sqlite.ManyBare
    return (
        Contender(name=MANY, opened=partial(opened, kinds[0]), lacks=ONLY_WRITES),
        Contender(
            name="executemany, events alone", opened=partial(opened, kinds[1]), lacks=ONE_TABLE
        ),
    )


def eventsourcing_sqlite(size: int = 1) -> Contender:
    """Return the recorder of eventsourcing: it always uses WAL."""

    def opened(site: Site, events: int) -> Subject:
        return pyeventsourcing.Inserts(pyeventsourcing.on_sqlite(site), events, size=size)

    return Contender(name="eventsourcing", opened=opened, lacks=NO_EVIDENCE)


def application_sqlite() -> Contender:
    """Return whole commands of eventsourcing's application."""

    def opened(site: Site, events: int) -> Subject:
        return pyeventsourcing.Commands(pyeventsourcing.on_sqlite(site), events)

    return Contender(name=_application(functions=False), opened=opened, lacks=NO_EVIDENCE)


def bare_postgres() -> Contender:
    """Return the commit of one bare row."""
    return Contender(name=BARE, opened=plain_postgres.BareRow, lacks=ONE_ROW)


def by_hand_postgres() -> Contender:
    """Return the append that is written by hand."""
    return Contender(name="by hand, psycopg", opened=by_hand.on_postgres, lacks=UNCHECKED)


def core_postgres(size: int = 1) -> Contender:
    """Return inserts of *size* events by SQLAlchemy Core."""

    def opened(site: Site, events: int) -> Subject:
        return core.on_postgres(site, events, size)

    return Contender(name=_core(size), opened=opened, lacks=NO_EVIDENCE)


def many_postgres(size: int) -> tuple[Contender, ...]:
    """Return ``executemany`` and COPY of our rows, and COPY of bare events."""

    def opened(kind: type[plain_postgres.Many]) -> Opened:
        return lambda site, events: kind(site, events, size)

    return (
        Contender(name=MANY, opened=opened(plain_postgres.Many), lacks=ONLY_WRITES),
        Contender(name=COPY, opened=opened(plain_postgres.Copy), lacks=ONLY_WRITES),
        Contender(
            name="COPY, events alone", opened=opened(plain_postgres.CopyBare), lacks=ONE_TABLE
        ),
    )


def eventsourcing_postgres(size: int = 1) -> tuple[Contender, ...]:
    """Return the recorder of eventsourcing, without and with its functions."""

    def opened(site: Site, events: int, *, functions: bool) -> Subject:
        app, servers = pyeventsourcing.on_postgres(site, functions=functions)
        return pyeventsourcing.Inserts(app, events, servers, size)

    return (
        Contender(name="eventsourcing", opened=partial(opened, functions=False), lacks=NO_EVIDENCE),
        Contender(
            name="eventsourcing, with its functions",
            opened=partial(opened, functions=True),
            lacks=NO_EVIDENCE,
        ),
    )


def application_postgres() -> tuple[Contender, ...]:
    """Return whole commands of eventsourcing's application, without and with functions."""

    def opened(site: Site, events: int, *, functions: bool) -> Subject:
        app, servers = pyeventsourcing.on_postgres(site, functions=functions)
        return pyeventsourcing.Commands(app, events, servers)

    return tuple(
        Contender(
            name=_application(functions=functions),
            opened=partial(opened, functions=functions),
            lacks=NO_EVIDENCE,
        )
        for functions in (False, True)
    )


def _core(size: int) -> str:
    return f"SQLAlchemy Core, {'one row' if size == 1 else 'events alone'}"


def _application(*, functions: bool) -> str:
    return f"eventsourcing's application{', with its functions' if functions else ''}"
