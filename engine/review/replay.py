"""One pass over the events: the plan, the occurrences, and which event says what about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from engine.events import occurrences as events
from engine.events.event import Event
from engine.events.recorded import Recorded
from engine.projections import occurrences, references
from engine.workflows.occurrence.evolving import RETRACTABLE
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders import catalogue as catalogues
from engine.workflows.orders.catalogue import Catalogue, Measure
from engine.workflows.vocabulary import RETRACTS

Section = tuple[str, ...]
"""The headings above a measure, the outermost first."""

SAYING: Mapping[type[Event], str] = {
    events.ResultReported: "report",
    events.ExecutionEvaluated: "verdict",
    events.OccurrenceLapsed: "reason",
    events.OccurrenceCancelled: "reason",
}
"""Events whose words a line refers to, and as what; the last one of a kind counts."""

FORGETTING: Mapping[type[Event], frozenset[str]] = {
    events.ReportWithdrawn: frozenset({"report"}),
    events.ReportReturned: frozenset({"report"}),
    events.OccurrenceLapsed: frozenset({"verdict"}),
    events.OccurrenceReopened: frozenset(SAYING.values()),
    events.OccurrenceReinstated: frozenset(SAYING.values()),
}
"""Events after which what was said as this no longer counts."""

DECISIONS = frozenset(RETRACTS.values())

Said = dict[str, Recorded]
"""Kind of words -> the event of one occurrence that said them."""


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
        said=_said(seen),
    )


def _said(seen: Iterable[Recorded]) -> dict[tuple[str, str], Recorded]:
    """Return which event says what counts; a decision that is taken back restores the former."""
    said: dict[str, Said] = {}
    kept: dict[str, list[Said]] = {}
    for event in seen:
        kind, before = type(event.event), kept.setdefault(event.stream, [])
        now = said.get(event.stream, {})
        if kind in DECISIONS:
            before.append(now)
            del before[:-RETRACTABLE]
        elif kind in RETRACTS and before:
            now = before.pop()
        said[event.stream] = _after(now, event)
    return {(stream, kind): event for stream, own in said.items() for kind, event in own.items()}


def _after(said: Said, event: Recorded) -> Said:
    """Return what is said of an occurrence after one more event of its own."""
    kind = type(event.event)
    left = {name: one for name, one in said.items() if name not in FORGETTING.get(kind, ())}
    return {**left, SAYING[kind]: event} if kind in SAYING else left


def headings(measure: Measure) -> Section:
    """Return the headings above *measure*."""
    return tuple(f"{part.number} {part.title}".strip() for part in measure.section)


def _unapproved(occurrence: Occurrence, rank: int) -> Measure:
    """Return a measure of which nothing is known but that it has this occurrence."""
    path = occurrence.name.path
    return Measure(owner=path.owner, id=path.measure, rank=rank, number="", title="")
