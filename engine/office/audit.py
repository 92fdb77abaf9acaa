"""The counter for audits: who did what when, and what was refused."""

from __future__ import annotations

from collections.abc import Iterable

from engine.answers import trail
from engine.answers.trail import RefusalsAnswer, TrailAnswer
from engine.events import codec, streams
from engine.events.recorded import StoredEvent
from engine.events.streams import MeasurePath, Reference
from engine.office.finding import Rows
from engine.office.session import Session
from engine.projections import references
from engine.projections.audit import Entry, entries
from engine.workflows.orders.catalogue import Measure

_ABOUT = ("measure", "item")
"""Facts of a plan's events that name the measure, or the item of an order."""


class Audit:
    """What an auditor asks for."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def trail(self, reference: str | None = None, last: int | None = None) -> TrailAnswer:
        """Return the trail of what *reference* names, or of everything, its chain verified.

        Of a measure: the events about it and of all its occurrences. Only the *last* so many.
        """
        session = self._session
        found = self._entries(reference)
        return trail.trail(
            found[-last:] if last else found,
            session.register(),
            session.zone,
            rehearsal=session.rehearsal,
        )

    def refusals(self) -> RefusalsAnswer:
        """Return the notes of what was refused."""
        session = self._session
        return trail.refusals(
            session.log.refusals(), session.register(), session.zone, rehearsal=session.rehearsal
        )

    def _entries(self, reference: str | None) -> list[Entry]:
        if reference is None:
            return self._trail(self._session.verified())
        directory = Rows(self._session.log)
        if Reference.parse(reference).key:
            _found, occurrence = references.find_occurrence(directory, reference)
            return self._trail(self._session.log.stream(occurrence.stream))
        return self._trail_of(references.find_measure(directory, reference).measure)

    def _trail_of(self, measure: Measure) -> list[Entry]:
        """Return the trail of a measure and all its occurrences, the log's chain verified."""
        own, plan = streams.occurrences_of(measure.path), MeasurePath.parse(measure.path).plan
        events = [
            event
            for event in self._session.verified()
            if event.stream == plan or event.stream.startswith(own)
        ]
        return [
            entry
            for entry in self._trail(events)
            if entry.stream != plan or measure.id in (entry.facts.get(name) for name in _ABOUT)
        ]

    def _trail(self, events: Iterable[StoredEvent]) -> list[Entry]:
        session = self._session
        recorded = list(map(codec.recorded, events))
        words = session.log.words(event.position for event in recorded if event.words_commitment)
        clock = {event.position: event.recorded_at for event in recorded}
        before = session.log.at({position - 1 for position in clock} - clock.keys())
        clock |= {event.position: codec.instant(event.recorded_at) for event in before}
        return entries(recorded, words, session.register(), session.opened.time_zone, clock)
