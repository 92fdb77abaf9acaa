"""What is there: roadmaps, orders, one of them with its measures, one measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date

import msgspec

from engine.answers.names import Names
from engine.answers.occurrence import OccurrenceAnswer
from engine.events.roadmaps import DeadlineRead, PassportRow
from engine.projections import discipline
from engine.projections.clocks import View
from engine.projections.discipline import State
from engine.projections.references import Found
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders.catalogue import Catalogue, Measure, Order, Roadmap

OccurrenceOf = Callable[[Found, Occurrence], OccurrenceAnswer]


class ExecutorShown(msgspec.Struct, frozen=True, kw_only=True):
    """Who answers for a measure: the party, its name, lead or co-executor."""

    party: str
    name: str
    short: str
    role: str


class MeasureAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A measure or an item of an order, with its occurrences.

    ``windows_from`` are the documents and schedules from which windows came later.
    """

    rehearsal: bool
    reference: str
    name: str
    measure: str
    number: str
    title: str
    section: tuple[str, ...]
    is_removed: bool
    expected_result: str
    participants: str
    executors: tuple[ExecutorShown, ...]
    deadlines: tuple[DeadlineRead, ...]
    windows_from: tuple[str, ...]
    occurrences: tuple[OccurrenceAnswer, ...]

    @property
    def reading(self) -> DeadlineRead | None:
        """Return how its own phrase was read."""
        return next((one for one in self.deadlines if not (one.measure and one.item)), None)


class RoadmapLine(msgspec.Struct, frozen=True, kw_only=True):
    """A roadmap in the list of all.

    ``states`` counts its occurrences by what they count as in the headline figures,
    ``original_states`` by the deadlines as first approved.
    """

    key: str
    title: str
    order: str
    order_number: str
    order_date: date
    start: date
    end: date
    edition: int
    measures: int
    occurrences: int
    states: dict[State, int]
    original_states: dict[State, int]


class RoadmapsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """All roadmaps."""

    rehearsal: bool
    roadmaps: tuple[RoadmapLine, ...]


class RoadmapAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One roadmap with the measures of its present edition."""

    rehearsal: bool
    key: str
    title: str
    order: str
    annex: str
    edition: int
    start: date
    end: date
    passport: tuple[PassportRow, ...]
    measures: tuple[MeasureAnswer, ...]


class OrderAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One order with the roadmaps that it approved and its items."""

    rehearsal: bool
    key: str
    kind: str
    number: str
    date: date
    issuer: str
    title: str
    signatory: str
    control: str
    parent: str
    file_sha256: str | None
    roadmaps: tuple[str, ...]
    items: tuple[MeasureAnswer, ...]


def roadmaps(
    catalogue: Catalogue, known: Iterable[Occurrence], view: View, *, rehearsal: bool
) -> RoadmapsAnswer:
    """Return the list of all roadmaps."""
    by_owner: dict[str, list[Occurrence]] = {}
    for one in known:
        by_owner.setdefault(one.owner, []).append(one)
    lines = (
        _line(found, catalogue, by_owner.get(found.key, []), view.day)
        for found in catalogue.roadmaps.values()
    )
    return RoadmapsAnswer(rehearsal=rehearsal, roadmaps=tuple(lines))


def _line(found: Roadmap, catalogue: Catalogue, own: list[Occurrence], day: date) -> RoadmapLine:
    order = catalogue.orders[found.order]
    return RoadmapLine(
        key=found.key,
        title=found.title,
        order=found.order,
        order_number=order.number,
        order_date=order.date,
        start=found.horizon_start,
        end=found.horizon_end,
        edition=found.edition,
        measures=len(catalogue.of(found.key)),
        occurrences=len(own),
        states=Counter(discipline.state(one, day, discipline.counted) for one in own),
        original_states=Counter(discipline.state(one, day, discipline.original) for one in own),
    )


def roadmap(found: Roadmap, measures: Iterable[MeasureAnswer], *, rehearsal: bool) -> RoadmapAnswer:
    """Return one roadmap with its *measures*."""
    return RoadmapAnswer(
        rehearsal=rehearsal,
        key=found.key,
        title=found.title,
        order=found.order,
        annex=found.annex,
        edition=found.edition,
        start=found.horizon_start,
        end=found.horizon_end,
        passport=found.passport,
        measures=tuple(measures),
    )


def order(
    found: Order,
    approved: Iterable[str],
    items: Iterable[MeasureAnswer],
    names: Names,
    *,
    rehearsal: bool,
) -> OrderAnswer:
    """Return one order with the keys of the roadmaps that it *approved* and its *items*."""
    return OrderAnswer(
        rehearsal=rehearsal,
        key=found.key,
        kind=found.kind,
        number=found.number,
        date=found.date,
        issuer=found.issuer,
        title=found.title,
        signatory=_who(found.signatory, found.signatory_post, names),
        control=_who(found.control, found.control_post, names),
        parent=found.parent,
        file_sha256=found.file_sha256,
        roadmaps=tuple(approved),
        items=tuple(items),
    )


def measure(
    found: Found,
    known: Iterable[Occurrence],
    occurrence_of: OccurrenceOf,
    names: Names,
    short: Names,
    windows_from: Iterable[str] = (),
    *,
    rehearsal: bool,
) -> MeasureAnswer:
    """Return one measure with its occurrences, by deadline."""
    measure = found.measure
    ordered = sorted(known, key=lambda one: (one.current_deadline or date.max, one.key))
    return MeasureAnswer(
        rehearsal=rehearsal,
        reference=found.reference,
        name=found.name,
        measure=measure.id,
        number=measure.number,
        title=measure.title,
        section=headings(measure),
        is_removed=measure.is_removed,
        expected_result=measure.expected_result,
        participants=measure.participants,
        executors=tuple(
            ExecutorShown(
                party=who.party, name=names(who.party), short=short(who.party), role=who.role
            )
            for who in measure.executors
        ),
        deadlines=measure.deadlines,
        windows_from=tuple(windows_from),
        occurrences=tuple(occurrence_of(found, one) for one in ordered),
    )


def headings(measure: Measure) -> tuple[str, ...]:
    """Return the headings under which a measure is printed, the outermost first."""
    return tuple(f"{part.number} {part.title}".strip() for part in measure.section)


def _who(person: str | None, post: str, names: Names) -> str:
    return " — ".join(filter(None, (names(person) if person else "", post)))
