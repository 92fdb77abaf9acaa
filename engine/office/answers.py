"""Answers: status, audit, review; and keeping the rows in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.calendar.periods import Period
from engine.events import chain, codec
from engine.events.recorded import Recorded, StoredEvent
from engine.office.desk import Desk
from engine.projections.audit import Entry, entries
from engine.projections.clocks import View
from engine.projections.rebuild import rebuild
from engine.projections.status import Status, status
from engine.review import annual
from engine.workflows.catalogue import Measure


class Answers(Desk):
    """What everybody may ask."""

    def status(
        self, periods: Iterable[Period], view: View, roadmap: str | None = None
    ) -> tuple[Status, ...]:
        """Return the execution status of each of *periods*, by executor, of one roadmap or all."""
        units = [unit for unit in self.units(view) if roadmap in (None, unit.roadmap)]
        return status(units, periods, view.day)

    def audit(self, stream: str | None = None) -> list[Entry]:
        """Return the trail of one stream, or of the whole log, its chain verified."""
        if stream is None:
            return self._trail(self._verified())
        return self._trail(self.log.stream(stream))

    def audit_measure(self, measure: Measure) -> list[Entry]:
        """Return the trail of a measure and all its occurrences, the log's chain verified."""
        own, plan = f"occurrence/{measure.path}/", f"roadmap/{measure.owner}"
        events = [
            event
            for event in self._verified()
            if event.stream == plan or event.stream.startswith(own)
        ]
        return [
            entry
            for entry in self._trail(events)
            if entry.stream != plan or entry.facts.get("measure") == measure.id
        ]

    def _trail(self, events: Sequence[StoredEvent]) -> list[Entry]:
        recorded = list(map(codec.recorded, events))
        words = self.log.words(event.position for event in recorded if event.words_commitment)
        clock = {event.position: event.recorded_at for event in recorded}
        before = self.log.at({position - 1 for position in clock} - clock.keys())
        clock |= {event.position: codec.instant(event.recorded_at) for event in before}
        return entries(recorded, words, self.register(), self.opened.time_zone, clock)

    def review(self, period: Period, view: View, roadmap: str | None = None) -> annual.Review:
        """Return the review of *period*, replayed from the verified log."""
        events: list[Recorded] = list(map(codec.recorded, self._verified()))
        return annual.review(self.opened, events, view, period, roadmap)

    def rebuild(self) -> dict[str, int]:
        """Make all read rows again from the log; returns how many each table has."""
        return dict(rebuild(self.log))

    def upgrade(self) -> None:
        """Bring a ledger that an older program made to this version."""
        self.log.upgrade()
        self._observe("ledger.upgraded")

    def _verified(self) -> list[StoredEvent]:
        return list(chain.verified(self.opened.ledger_id, self.log.events()))
