"""The catalogue of orders, roadmaps and measures: what their events add up to.

One event at a time: ``order_after``, ``measure_after`` and the like are the steps, of
which the whole catalogue is folded and the read rows of measures are made.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

import msgspec

from engine.events import orders, roadmaps, streams
from engine.events.event import Event
from engine.events.indicators import IndicatorRemoved, IndicatorText, TargetSet
from engine.events.orders import Executor, Place
from engine.events.recorded import Happened
from engine.events.roadmaps import (
    DeadlineRead,
    HorizonBasis,
    Item,
    PassportRow,
    ScheduleBound,
    Stage,
    WindowsSet,
)
from engine.events.shapes import Day, Section
from engine.events.streams import MeasurePath

T = TypeVar("T")


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure of a roadmap, or an item of an order, as it reads in the present edition.

    ``rank`` orders the measures of one owner as they were first approved. ``deadlines`` are the
    readings of its own phrase and of its sub-items'; ``set_by_hand`` are the versions (in its
    owner's stream) of the events that set windows later. What was removed stays known.
    """

    owner: str
    id: str
    rank: int
    number: str
    title: str
    section: tuple[Section, ...] = ()
    is_removed: bool = False
    expected_result: str = ""
    participants: str = ""
    participants_planned: int | None = None
    executors: tuple[Executor, ...] = ()
    items: tuple[Item, ...] = ()
    place: Place | None = None
    stage: Stage | None = None
    carried_from: str | None = None
    corrects: str | None = None
    deadlines: tuple[DeadlineRead, ...] = ()
    set_by_hand: tuple[int, ...] = ()

    @property
    def path(self) -> str:
        """Return ``roadmap/m001``: how occurrences name it."""
        return str(MeasurePath(self.owner, self.id))

    @property
    def lead(self) -> str | None:
        """Return the party that leads, or None where no one is named."""
        return next((who.party for who in self.executors if who.role == "lead"), None)

    def reading(self, item: str | None = None) -> DeadlineRead | None:
        """Return how its own deadline was read, or that of a sub-item."""
        return next((found for found in self.deadlines if _inner(found) == item), None)

    @property
    def is_on_demand(self) -> bool:
        """Return whether it is done when needed, so that a report opens an occurrence."""
        reading = self.reading()
        return reading is not None and reading.kind == "on_demand"


class Roadmap(msgspec.Struct, frozen=True, kw_only=True):
    """A roadmap as approved; ``approved_on`` is the day of its order."""

    key: str
    order: str
    title: str
    horizon_start: date
    horizon_end: date
    approved_on: date
    edition: int
    annex: str = ""
    horizon_basis: HorizonBasis = "stated"
    mechanisms: tuple[str, ...] = ()
    all_windows: bool = False
    split_years: bool = False
    passport: tuple[PassportRow, ...] = ()


class Indicator(msgspec.Struct, frozen=True, kw_only=True):
    """A number that roadmaps promise, and its targets: period label -> value as printed."""

    text: IndicatorText
    targets: dict[str, str] = {}


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An approving act; ``file_sha256`` is the document that it was read from.

    ``edition`` counts how often it was taken in: 1, and one more with each correction.
    """

    key: str
    kind: str
    number: str
    date: date
    issuer: str
    title: str
    signatory: str | None
    signatory_post: str
    control: str | None
    control_post: str
    parent: str
    valid_from: Day | None
    file_sha256: str | None
    edition: int = 1


class Catalogue(msgspec.Struct, frozen=True):
    """Orders, roadmaps, measures and indicators, each in the order they were recorded in.

    An indicator (``roadmap.1``) that was removed is None.
    """

    orders: dict[str, Order] = {}
    roadmaps: dict[str, Roadmap] = {}
    measures: dict[str, Measure] = {}
    indicators: dict[str, Indicator | None] = {}

    def indicators_of(self, roadmap: str) -> dict[str, Indicator]:
        """Return the indicators of a roadmap's present edition, by key."""
        return {
            key: found
            for key, found in self.indicators.items()
            if found is not None and roadmap in found.text.roadmaps
        }

    def of(self, owner: str) -> list[Measure]:
        """Return the measures of a roadmap's present edition (or the items of an order)."""
        return [
            measure
            for measure in self.measures.values()
            if measure.owner == owner and not measure.is_removed
        ]


def fold(events: Iterable[Happened], before: Catalogue | None = None) -> Catalogue:
    """Return the catalogue that the events of orders and roadmaps add up to, after *before*."""
    known = before or Catalogue()
    catalogue = Catalogue(
        dict(known.orders), dict(known.roadmaps), dict(known.measures), dict(known.indicators)
    )
    for happened in events:
        kind, key = streams.kind_of(happened.stream), streams.id_of(happened.stream)
        if kind == "indicator":
            now = indicator_after(catalogue.indicators.get(key), happened)
            catalogue.indicators[key] = now
        elif kind in streams.PLANS:
            _put(catalogue.orders, key, order_after(catalogue.orders.get(key), key, happened))
            _put(catalogue.roadmaps, key, roadmap_after(catalogue.roadmaps.get(key), happened))
            path = measure_of(key, happened.event)
            if path is not None:
                before_it = catalogue.measures.get(path)
                _put(catalogue.measures, path, measure_after(before_it, key, happened))
    return catalogue


def _put(known: dict[str, T], key: str, after: T | None) -> None:
    if after is not None:
        known[key] = after


def order_of(key: str, event: orders.OrderParticulars) -> Order:
    """Return the order that *event* describes whole."""
    return Order(key=key, **msgspec.structs.asdict(event))


def order_after(before: Order | None, key: str, happened: Happened) -> Order | None:
    """Return an order after one more event of its stream."""
    event = happened.event
    if not isinstance(event, orders.OrderParticulars):
        return before
    edition = 1 if before is None else before.edition + 1
    return msgspec.structs.replace(order_of(key, event), edition=edition)


def roadmap_after(before: Roadmap | None, happened: Happened) -> Roadmap | None:
    """Return a roadmap after one more event of its stream.

    A view may show an amendment and not the approval before it (an order that was imported again
    with an earlier date happened, by that date, before the first time): then there is none yet.
    """
    event = happened.event
    if not isinstance(event, roadmaps.RoadmapText):
        return before
    said = msgspec.structs.asdict(event)
    if isinstance(event, roadmaps.RoadmapApproved):
        key = streams.id_of(happened.stream)
        return Roadmap(key=key, approved_on=happened.effective_on, **said)
    del said["order"]  # the one that it was approved by
    return before and msgspec.structs.replace(before, **said)


def indicator_after(before: Indicator | None, happened: Happened) -> Indicator | None:
    """Return an indicator after one more event of its stream: None before it, and once removed."""
    match happened.event:
        case IndicatorText() as event:
            text = IndicatorText(**msgspec.structs.asdict(event))  # whichever event said so
            return Indicator(text=text, targets=before.targets if before else {})
        case TargetSet() as event if before is not None:
            others = {name: it for name, it in before.targets.items() if name != event.period}
            now = others if event.value is None else {**others, event.period: event.value}
            return msgspec.structs.replace(before, targets=now)
        case IndicatorRemoved():
            return None
        case _:
            return before


def measure_of(owner: str, event: Event) -> str | None:
    """Return the path of the measure (or item) that *event* is about, if it is about one."""
    match event:
        case roadmaps.MeasureText() | roadmaps.MeasureRemoved():
            return str(MeasurePath(owner, event.measure))
        case orders.OrderItemText() | orders.OrderItemRemoved():
            return str(MeasurePath(owner, event.item))
        case DeadlineRead() | WindowsSet() | ScheduleBound():
            return str(MeasurePath(owner, event.measure or event.item or ""))
        case _:
            return None


def measure_after(before: Measure | None, owner: str, happened: Happened) -> Measure | None:
    """Return a measure after one more event about it; what was never approved stays unknown."""
    match happened.event:
        case roadmaps.MeasureApproved() as event:
            return _measure(owner, happened.version, event)
        case orders.OrderItemIssued() as event:
            return Measure(
                owner=owner,
                id=event.item,
                rank=happened.version,
                number=event.number,
                title=event.title,
                executors=event.executors,
            )
    return None if before is None else _changed(before, happened)


def _changed(before: Measure, happened: Happened) -> Measure:
    change = msgspec.structs.replace
    match happened.event:
        case roadmaps.MeasureAmended() as event:
            now = _measure(before.owner, before.rank, event)
            return change(now, deadlines=before.deadlines, set_by_hand=before.set_by_hand)
        case orders.OrderItemAmended() as event:
            said = {"number": event.number, "title": event.title, "executors": event.executors}
            return change(before, **said)
        case roadmaps.MeasureRemoved() | orders.OrderItemRemoved():
            return change(before, is_removed=True)
        case DeadlineRead() as event:
            return change(before, deadlines=_read(before.deadlines, event))
        case WindowsSet() | ScheduleBound():
            return change(before, set_by_hand=(*before.set_by_hand, happened.version))
        case _:
            return before


def _read(before: tuple[DeadlineRead, ...], event: DeadlineRead) -> tuple[DeadlineRead, ...]:
    """Return the readings with one more; a measure's own begins them again."""
    item = _inner(event)
    if item is None:
        return (event,)
    others = tuple(found for found in before if _inner(found) != item)
    return (*others, event)


def _inner(reading: DeadlineRead) -> str | None:
    """Return the sub-item that a reading is of; null for the measure's (or order item's) own."""
    return reading.item if reading.measure else None


def _measure(owner: str, rank: int, event: roadmaps.MeasureText) -> Measure:
    said = msgspec.structs.asdict(event)
    del said["edition"]
    return Measure(owner=owner, id=said.pop("measure"), rank=rank, **said)
