"""The library ``eventsourcing``: its recorders for one insert or many, its application class.

A stored event is id, version, topic and state (JSON bytes as long as our facts and words). On
SQLite it always uses WAL, and leaves ``synchronous`` at FULL; on PostgreSQL it inserts by a locked
table, or by functions of its own where they are enabled.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import StoredEvent

from tests.bench.peers.given import WORDS_TEXT
from tests.bench.site import Site, database_name, socket_of
from tests.bench.spending import Backends
from tests.bench.subject import Work
from tests.bench.workload import EACH, REPORT

STATE = b'{"completeness":"full","evidence":[{"kind":"link"}],"words":%s}' % WORDS_TEXT.encode()
AT_ONCE = 1_000


class Occurrence(Aggregate):
    """An occurrence as the library would have it written."""

    def __init__(self) -> None:
        self.result = ""
        self.reports = 0

    @event("Reported")
    def report(self, result: str, link: str) -> None:
        """Say what came of it."""
        self.result = f"{result} {link}"
        self.reports += 1


class Inserts:
    """Its recorder: *size* events are inserted at once, without an aggregate."""

    def __init__(
        self,
        app: Application[UUID],
        events: int,
        servers: Iterable[Backends] = (),
        size: int = 1,
    ) -> None:
        self.app = app
        self._servers = tuple(servers)
        self._size = size
        self._streams = itertools.cycle([uuid4() for _ in range(max(events // EACH, size))])
        self._versions: dict[UUID, int] = {}
        for _ in range(max(events // AT_ONCE, 1)):
            self.app.recorder.insert_events(list(self._events(AT_ONCE)))

    def ready(self, times: int) -> Work:
        """Make the events."""
        batches = [list(self._events(self._size)) for _ in range(times)]

        def work() -> None:
            for events in batches:
                self.app.recorder.insert_events(events)

        return work

    def servers(self) -> Iterable[Backends]:
        """Return the processes that serve it, on PostgreSQL."""
        return self._servers

    def close(self) -> None:
        """Let go of its pool."""
        self.app.close()
        for backends in self._servers:
            backends.close()

    def _events(self, count: int) -> Iterator[StoredEvent]:
        for stream in itertools.islice(self._streams, count):
            version = self._versions[stream] = self._versions.get(stream, 0) + 1
            yield StoredEvent(stream, version, "tests.bench:Occurrence.Reported", STATE)


class Commands(Inserts):
    """Its application: an aggregate of some events is read, decides, and is saved."""

    def __init__(
        self, app: Application[UUID], events: int, servers: Iterable[Backends] = ()
    ) -> None:
        super().__init__(app, events, servers)
        self._known: list[UUID] = []

    def ready(self, times: int) -> Work:
        """Save aggregates of as many events as ours have."""
        ids = [self._saved() for _ in range(times)]

        def work() -> None:
            for one in ids:
                occurrence: Occurrence = self.app.repository.get(one)
                occurrence.report(REPORT.result, REPORT.link)
                self.app.save(occurrence)

        return work

    def _saved(self) -> UUID:
        occurrence = Occurrence()
        for _ in range(EACH - 1):
            occurrence.report(REPORT.result, REPORT.link)
        self.app.save(occurrence)
        return occurrence.id


def on_sqlite(site: Site) -> Application[UUID]:
    """Return an application on a new file, under WAL and FULL."""
    path = str(site.empty_file())
    return Application(
        {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": path},
    )


def on_postgres(site: Site, *, functions: bool) -> tuple[Application[UUID], list[Backends]]:
    """Return an application on a new database, with or without functions, and its backends."""
    url = site.empty_database()
    host, port = socket_of(url)
    app: Application[UUID] = Application(
        {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": database_name(url),
            "POSTGRES_HOST": host,
            "POSTGRES_PORT": port,
            "POSTGRES_USER": urlsplit(url).username or "",
            "POSTGRES_PASSWORD": urlsplit(url).password or "",
            "POSTGRES_ENABLE_DB_FUNCTIONS": "y" if functions else "n",
        },
    )
    return app, [site.backends(url)]
