"""One pass over the events: the plan, the occurrences, and which event says what about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from engine.events import occurrences as events
from engine.events.event import Event
from engine.events.recorded import Recorded
from engine.projections import occurrences, references
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders import catalogue as catalogues
from engine.workflows.orders.catalogue import Catalogue, Measure

Section = tuple[str, ...]
"""The headings above a measure, the outermost first."""

SAYING: Mapping[type[Event], str] = {
    events.ResultReported: "report",
    events.ExecutionEvaluated: "verdict",
    events.OccurrenceLapsed: "reason",
    events.OccurrenceCancelled: "reason",
}
"""Events whose words a line refers to, and as what; the last one of a kind counts."""


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """What one pass over the events leaves.

    ``measures`` are those of the plan, in its order, and after them those of which a view shows
    an occurrence but not yet the plan (its day may be later): nothing that counts is left out.
    ``said`` is (stream, kind) -> the event.
    """

    catalogue: Catalogue
    measures: dict[str, Measure]
    names: dict[str, str]
    ranks: dict[str, int]
    occurrences: list[Occurrence]
    said: dict[tuple[str, str], Recorded]

    def section(self, occurrence: Occurrence) -> Section:
        """Return the headings of its measure in the edition that is looked at."""
        return headings(self.measures[occurrence.path])


def replay(events: Iterable[Recorded]) -> Replay:
    """Return what *events*, in their order, add up to."""
    seen = list(events)
    catalogue = catalogues.fold(seen)
    found = occurrences.seen(seen)
    measures = dict(catalogue.measures)
    for occurrence in found:
        measures.setdefault(occurrence.path, _unapproved(occurrence, len(measures)))
    return Replay(
        catalogue=catalogue,
        measures=measures,
        names=references.names(measures.values()),
        ranks={path: rank for rank, path in enumerate(measures)},
        occurrences=found,
        said={
            (event.stream, kind): event for event in seen if (kind := SAYING.get(type(event.event)))
        },
    )


def headings(measure: Measure) -> Section:
    """Return the headings above *measure*."""
    return tuple(f"{part.number} {part.title}".strip() for part in measure.section)


def _unapproved(occurrence: Occurrence, rank: int) -> Measure:
    """Return a measure of which nothing is known but that it has this occurrence."""
    path = occurrence.name.path
    return Measure(owner=path.owner, id=path.measure, rank=rank, number="", title="")
