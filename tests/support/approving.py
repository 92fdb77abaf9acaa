"""Approve an order without a log: a draft in few words, and the events that it brings about."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from engine.events.event import Event, NewEvent
from engine.events.occurrences import OccurrencePlanned
from engine.people.register import Party, Register
from engine.projections import occurrences
from engine.workflows.decider import Appends, By, as_happened
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders import approval, catalogue
from engine.workflows.orders.approval import Approval
from engine.workflows.orders.draft import (
    Draft,
    HorizonDraft,
    ItemDraft,
    MeasureDraft,
    OrderDraft,
    RoadmapDraft,
)
from engine.workflows.orders.known import Known
from engine.workflows.rights import Speaker

ORDER_DAY = date(2021, 7, 13)
TODAY = date(2022, 1, 20)
NOON = datetime(2022, 1, 20, 9, tzinfo=UTC)
"""When what is known already was recorded."""


OPERATOR = Speaker(
    person="person/clerk", roles=frozenset({"operator"}), acts_for=frozenset({"person/clerk"})
)


def measure(deadline: str = "март 2022", *executors: str, **fields: Any) -> MeasureDraft:
    """Return a measure; without *executors* the school leads."""
    given = {"number": "1.1", "title": "Мера", "executors": executors or ("Школа",), **fields}
    return MeasureDraft(deadline=deadline, **given)


def item(deadline: str | None = None, *executors: str, number: str = "") -> ItemDraft:
    """Return a sub-item, or an item of the order."""
    return ItemDraft(number=number, title="Часть", deadline=deadline, executors=executors)


def roadmap(*measures: MeasureDraft, key: str = "rm", **fields: Any) -> RoadmapDraft:
    """Return a roadmap of 2021–2023."""
    horizon = HorizonDraft(start="2021-01-01", end="2023-12-31")
    given = {"title": "План", "horizon": horizon, "measures": measures, **fields}
    return RoadmapDraft(key=key, **given)


def draft(*roadmaps: RoadmapDraft, parties: Any = (), **order: Any) -> Draft:
    """Return an order of 13 July 2021 that approves *roadmaps*."""
    given = {"key": "rm-order", "date": ORDER_DAY.isoformat(), **order}
    return Draft(order=OrderDraft(**given), parties=tuple(parties), roadmaps=roadmaps)


def register(*parties: Party) -> Register:
    """Return a register that knows *parties* and no person."""
    return Register(parties={party.id: party for party in parties})


class Approved:
    """The streams of an approval, as a decision returns them."""

    def __init__(self, appends: Appends):
        self.appends = appends
        self.streams = {append.stream: append.events for append in appends}
        self.expected = {append.stream: append.expected for append in appends}
        assert len(self.streams) == len(appends)

    def events(self, kind: type[Event]) -> list[Any]:
        """Return all events of *kind*, in the order of recording."""
        return [new.event for new in self.all() if isinstance(new.event, kind)]

    def all(self) -> list[NewEvent]:
        """Return every event, in the order of recording."""
        return [new for events in self.streams.values() for new in events]

    @property
    def planned(self) -> dict[str, OccurrencePlanned]:
        """Return the occurrences by ``roadmap/measure/key``."""
        return {
            stream.removeprefix("occurrence/"): events[0].event
            for stream, events in self.streams.items()
            if isinstance(events[0].event, OccurrencePlanned)
        }

    def keys(self, owner: str = "rm/m001") -> list[str]:
        """Return the keys of the occurrences of one measure, in the order of recording."""
        return [path.rsplit("/", 1)[1] for path in self.planned if path.startswith(f"{owner}/")]


def approve(
    wanted: Draft,
    *,
    known: Register | None = None,
    before: Approved | None = None,
    today: date = TODAY,
    all_windows: bool = False,
) -> Approved:
    """Decide on *wanted* against a register, and after the order that was approved *before*."""
    return Approved(
        approval.decide(
            Approval(draft=wanted, all_windows=all_windows),
            after(before, known or register()),
            By(speaker=OPERATOR, today=today, new_id=ids()),
        )
    )


def after(before: Approved | None, known: Register) -> Known:
    """Return what is known in a ledger that holds nothing but *before*."""
    appends = before.appends if before else ()
    happened = list(as_happened(appends, OPERATOR.person, None, NOON))
    states: dict[str, Occurrence] = {}
    for event in happened:
        states |= occurrences.step(event, states.get)
    versions = {event.stream: event.version for event in happened}
    return Known(
        catalogue=catalogue.fold(happened),
        register=known,
        occurrences=states,
        version=lambda stream: versions.get(stream, 0),
    )


def ids() -> Callable[[], str]:
    """Return a source of ids that gives the same ones in every run."""
    count = itertools.count(1)
    return lambda: f"id{next(count)}"


def with_fields(struct: Any, **fields: Any) -> Any:
    """Return *struct* with other *fields*."""
    return msgspec.structs.replace(struct, **fields)
