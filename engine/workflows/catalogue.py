"""The catalogue of roadmaps and measures: numbers, titles, deadlines as read; folded when asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from engine.events import orders, roadmaps
from engine.events.event import Event
from engine.events.orders import Executor, Place
from engine.events.recorded import Happened
from engine.events.roadmaps import (
    DeadlineRead,
    Item,
    PassportRow,
    ScheduleBound,
    Section,
    WindowsSet,
)


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure, or an item of an order.

    ``deadlines``: item (null: its own) -> reading; ``set_by``: windows that came by hand later.
    """

    owner: str
    id: str
    number: str
    title: str
    section: tuple[Section, ...] = ()
    is_removed: bool = False
    expected_result: str = ""
    participants: str = ""
    executors: tuple[Executor, ...] = ()
    items: tuple[Item, ...] = ()
    place: Place | None = None
    deadlines: dict[str | None, DeadlineRead] = msgspec.field(default_factory=dict)
    set_by: list[WindowsSet | ScheduleBound] = msgspec.field(default_factory=list)

    @property
    def path(self) -> str:
        """Return ``roadmap/m001``: how occurrences name it."""
        return f"{self.owner}/{self.id}"

    @property
    def is_on_demand(self) -> bool:
        """Return whether it is done when needed, so that a report opens an occurrence."""
        reading = self.deadlines.get(None)
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
    all_windows: bool = False
    split_years: bool = False
    passport: tuple[PassportRow, ...] = ()


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An approving act; ``file_sha256`` is the document that it was read from."""

    key: str
    kind: str
    number: str
    date: date
    issuer: str
    title: str
    file_sha256: str | None


class Catalogue(msgspec.Struct, frozen=True):
    """Orders, roadmaps and measures, each in the order in which they were recorded."""

    orders: dict[str, Order]
    roadmaps: dict[str, Roadmap]
    measures: dict[str, Measure]

    def of(self, owner: str) -> list[Measure]:
        """Return the measures of a roadmap's present edition (or the items of an order)."""
        return [
            measure
            for measure in self.measures.values()
            if measure.owner == owner and not measure.is_removed
        ]


def fold(events: Iterable[Happened]) -> Catalogue:
    """Return the catalogue that the events of orders and roadmaps add up to."""
    catalogue = Catalogue({}, {}, {})
    for event in events:
        kind, _, owner = event.stream.partition("/")
        if kind in ("order", "roadmap") and _is_known(catalogue, owner, event.event):
            _step(catalogue, owner, event)
    return catalogue


def _is_known(catalogue: Catalogue, owner: str, event: Event) -> bool:
    """Return whether what *event* changes was seen: a view may show a correction and not its row.

    (An order taken in again with an earlier date happened, by that date, before the first time.)
    """
    match event:
        case roadmaps.RoadmapAmended():
            return owner in catalogue.roadmaps
        case roadmaps.MeasureAmended() | roadmaps.MeasureRemoved():
            return f"{owner}/{event.measure}" in catalogue.measures
        case DeadlineRead() | WindowsSet() | ScheduleBound():
            return f"{owner}/{event.measure or event.item}" in catalogue.measures
        case _:
            return True


def _step(catalogue: Catalogue, owner: str, happened: Happened) -> None:  # noqa: C901 - one table
    match happened.event:
        case orders.OrderParticulars() as event:
            catalogue.orders[owner] = Order(
                key=owner,
                kind=event.kind,
                number=event.number,
                date=event.date,
                issuer=event.issuer,
                title=event.title,
                file_sha256=event.file_sha256,
            )
        case roadmaps.RoadmapApproved() as event:
            catalogue.roadmaps[owner] = Roadmap(
                key=owner,
                order=event.order,
                title=event.title,
                horizon_start=event.horizon_start,
                horizon_end=event.horizon_end,
                approved_on=happened.effective_on,
                edition=event.edition,
                annex=event.annex,
                all_windows=event.all_windows,
                split_years=event.split_years,
                passport=event.passport,
            )
        case roadmaps.RoadmapAmended() as event:
            catalogue.roadmaps[owner] = msgspec.structs.replace(
                catalogue.roadmaps[owner],
                title=event.title,
                horizon_start=event.horizon_start,
                horizon_end=event.horizon_end,
                edition=event.edition,
                all_windows=event.all_windows,
                split_years=event.split_years,
                passport=event.passport,
            )
        case roadmaps.MeasureApproved() as event:
            _add(catalogue, _measure(owner, event))
        case roadmaps.MeasureAmended() as event:
            before = catalogue.measures[f"{owner}/{event.measure}"]
            now = _measure(owner, event)
            _add(
                catalogue,
                msgspec.structs.replace(now, deadlines=before.deadlines, set_by=before.set_by),
            )
        case roadmaps.MeasureRemoved() as event:
            gone = catalogue.measures[f"{owner}/{event.measure}"]
            _add(catalogue, msgspec.structs.replace(gone, is_removed=True))
        case orders.OrderItemIssued() as event:
            item = Measure(
                owner=owner,
                id=event.item,
                number=event.number,
                title=event.title,
                executors=event.executors,
            )
            _add(catalogue, item)
        case DeadlineRead() as event:
            path = f"{owner}/{event.measure or event.item}"
            inner = event.item if event.measure else None
            if inner is None:
                catalogue.measures[path].deadlines.clear()
            catalogue.measures[path].deadlines[inner] = event
        case WindowsSet() | ScheduleBound() as event:
            catalogue.measures[f"{owner}/{event.measure or event.item}"].set_by.append(event)


def _measure(owner: str, event: roadmaps.MeasureText) -> Measure:
    return Measure(
        owner=owner,
        id=event.measure,
        number=event.number,
        title=event.title,
        section=event.section,
        expected_result=event.expected_result,
        participants=event.participants,
        executors=event.executors,
        items=event.items,
        place=event.place,
    )


def _add(catalogue: Catalogue, measure: Measure) -> None:
    catalogue.measures[measure.path] = measure
