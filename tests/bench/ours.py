"""This program at work: its append, its whole command, its batch, on either database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from engine.events.log import Batch, StreamAppend
from tests.bench.site import Journal, Site
from tests.bench.spending import Backends
from tests.bench.subject import Opened, Subject, Work
from tests.bench.workload import REPORT, WITHDRAW, Desk


class Ours:
    """An open office whose executor reports, and between two measurements takes that back."""

    def __init__(self, where: str | Path, servers: Iterable[Backends] = ()) -> None:
        self._desk = Desk(str(where))
        self._servers = tuple(servers)
        self._known = self._desk.occurrences()
        self._place = 0
        self._reported: list[str] = []
        example = self._known[0][1]
        self._report = self._desk.events_of(example, REPORT)
        self._desk.office.occurrences.take(example, REPORT)
        self._withdraw = self._desk.events_of(example, WITHDRAW)
        self._reported.append(self._known[0][0])

    def servers(self) -> Iterable[Backends]:
        """Return the processes that serve the ledger."""
        return self._servers

    def close(self) -> None:
        """Let go of the ledger."""
        self._desk.close()
        for backends in self._servers:
            backends.close()

    def batches(self, times: int, each: int) -> list[Batch]:
        """Return *times* batches with a report on each of *each* occurrences, to be appended."""
        chosen = self._chosen(times * each)
        versions = self._desk.versions()
        batches = []
        for _ in range(times):
            some = [stream for stream, _ in islice(chosen, each)]
            appends = [
                StreamAppend(stream=one, expected=versions[one], events=self._report)
                for one in some
            ]
            batches.append(self._desk.composed(tuple(appends)))
        return batches

    def references(self, times: int) -> list[str]:
        """Return what a person types for *times* occurrences that can be reported now."""
        return [reference for _, reference in self._chosen(times)]

    def append(self, batch: Batch) -> None:
        """Record *batch*."""
        self._desk.log.append(batch)

    def report(self, reference: str) -> None:
        """Take the whole step: look it up, decide, append."""
        self._desk.office.occurrences.take(reference, REPORT)

    def _chosen(self, count: int) -> Iterator[tuple[str, str]]:
        """Choose the next occurrences; take their reports back where there are any."""
        places = [(self._place + n) % len(self._known) for n in range(count)]
        if len(set(places)) < count:
            raise ValueError(f"{count} occurrences are asked for, {len(self._known)} are there")
        self._place += count
        self._take_back()
        chosen = [self._known[place] for place in places]
        self._reported = [stream for stream, _ in chosen]
        return iter(chosen)

    def _take_back(self) -> None:
        versions = self._desk.versions()
        appends = tuple(
            StreamAppend(stream=one, expected=versions[one], events=self._withdraw)
            for one in self._reported
        )
        self.append(self._desk.composed(appends))


class Appends:
    """One append of one event, by a batch that was decided before."""

    def __init__(self, ours: Ours, each: int = 1) -> None:
        self._ours = ours
        self._each = each
        self.servers = ours.servers
        self.close = ours.close

    def ready(self, times: int) -> Work:
        """Get the batches ready."""
        batches = self._ours.batches(times, self._each)

        def work() -> None:
            for batch in batches:
                self._ours.append(batch)

        return work


class Commands:
    """Whole commands of the open office: who is speaking, what is meant, decided, appended."""

    def __init__(self, ours: Ours) -> None:
        self._ours = ours
        self.servers = ours.servers
        self.close = ours.close

    def ready(self, times: int) -> Work:
        """Choose what will be reported."""
        references = self._ours.references(times)

        def work() -> None:
            for reference in references:
                self._ours.report(reference)

        return work


def on_sqlite(journal: Journal, as_: Callable[[Ours], Subject]) -> Opened:
    """Return how ours is set up on SQLite."""
    return lambda site, events: as_(Ours(site.sqlite(journal, events)))


def on_postgres(as_: Callable[[Ours], Subject]) -> Opened:
    """Return how ours is set up on PostgreSQL."""

    def opened(site: Site, events: int) -> Subject:
        url = site.postgres(events)
        return as_(Ours(f"{url}&ledger=vekha", [site.backends(url)]))

    return opened
