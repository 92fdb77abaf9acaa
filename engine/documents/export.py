"""A recorded roadmap as a draft again: what ``import`` takes, in its present edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

import msgspec

from engine.errors import N_, NotFound
from engine.events import orders, roadmaps, streams
from engine.events.orders import Executor, OrderParticulars
from engine.events.recorded import Recorded
from engine.events.shapes import Section
from engine.people.register import Register
from engine.workflows.orders import catalogue as catalogues
from engine.workflows.orders.catalogue import Catalogue, Measure
from engine.workflows.orders.draft import (
    Draft,
    HorizonDraft,
    IndicatorDraft,
    ItemDraft,
    MeasureDraft,
    OrderDraft,
    PartyDraft,
    PassportDraft,
    PersonDraft,
    RoadmapDraft,
    SectionDraft,
)

Words = Mapping[int, Mapping[str, str]]
Rows = list[tuple[tuple[Section, ...], MeasureDraft]]


def roadmap(events: list[Recorded], words: Words, register: Register, key: str) -> Draft:
    """Return roadmap *key* and its order; *events* are all of orders, roadmaps and indicators.

    Raises NotFound. Persons' names come from the words; erased ones are left empty.
    """
    catalogue = catalogues.fold(events)
    if key not in catalogue.roadmaps:
        raise NotFound(
            N_("there is no roadmap “{key}”"),
            remedy=N_("Known here: {known}."),
            key=key,
            known=tuple(catalogue.roadmaps),
        )
    return _Export(events, words, register, catalogue).draft(key)


class _Export:
    def __init__(
        self, events: list[Recorded], words: Words, register: Register, catalogue: Catalogue
    ) -> None:
        self._events = events
        self._words = words
        self._register = register
        self._catalogue = catalogue
        self._met: dict[str, None] = {}

    def draft(self, key: str) -> Draft:
        order = self._order(self._catalogue.roadmaps[key].order)
        found = self._roadmap(key)
        return Draft(order=order, parties=tuple(self._parties()), roadmaps=(found,))

    def _order(self, key: str) -> OrderDraft:
        stream = streams.order(key)
        happened = [event for event in self._events if event.stream == stream]
        last = [event for event in happened if isinstance(event.event, OrderParticulars)][-1]
        event = last.event
        assert isinstance(event, OrderParticulars)  # noqa: S101 - chosen by its type above
        said = self._words.get(last.position, {})
        signatory = _person(said.get("signatory", ""), event.signatory_post)
        control = _person(said.get("control", ""), event.control_post)
        return OrderDraft(
            key=key,
            number=event.number,
            date=event.date.isoformat(),
            kind=event.kind,
            issuer=event.issuer,
            title=event.title,
            signatory=signatory,
            control="signatory" if control and control == signatory else control,
            parent=event.parent,
            items=tuple(self._items(key, happened)),
        )

    def _items(self, key: str, happened: Iterable[Recorded]) -> Iterator[ItemDraft]:
        """Yield the items of the order as they read last, in the order of the ledger."""
        texts = {
            found.event.item: (found.event, found.position)
            for found in happened
            if isinstance(found.event, orders.OrderItemText)
        }
        for measure in self._catalogue.of(key):
            event, position = texts[measure.id]
            reading = measure.reading()
            yield ItemDraft(
                number=event.number,
                title=event.title,
                deadline=(reading.phrase or None) if reading else None,
                executors=self._printed(event.executors, position),
                source=event.place,
            )

    def _roadmap(self, key: str) -> RoadmapDraft:
        known = self._catalogue.roadmaps[key]
        positions = self._positions(key)
        rows: Rows = [
            (measure.section, self._measure(measure, positions[measure.id]))
            for measure in self._catalogue.of(key)
        ]
        return RoadmapDraft(
            key=key,
            title=known.title,
            horizon=HorizonDraft(
                start=known.horizon_start.isoformat(), end=known.horizon_end.isoformat()
            ),
            annex=known.annex,
            passport=tuple(
                msgspec.convert(msgspec.structs.asdict(row), PassportDraft)
                for row in known.passport
            ),
            indicators=tuple(self._indicators(key)),
            measures=tuple(measure for path, measure in rows if not path),
            sections=_sections([(path, measure) for path, measure in rows if path], 0),
        )

    def _positions(self, key: str) -> dict[str, int]:
        """Return measure -> position of the event that its printed executors are beside."""
        return {
            event.event.measure: event.position
            for event in self._events
            if event.stream == streams.roadmap(key)
            and isinstance(event.event, roadmaps.MeasureText)
        }

    def _measure(self, measure: Measure, position: int) -> MeasureDraft:
        phrases = {reading.item: reading.phrase for reading in measure.deadlines}
        return MeasureDraft(
            number=measure.number,
            title=measure.title,
            deadline=phrases.get(None, ""),
            executors=self._printed(measure.executors, position),
            participants=measure.participants,
            expected_result=measure.expected_result,
            items=tuple(
                ItemDraft(
                    number=item.number,
                    title=item.title,
                    deadline=phrases.get(item.item),
                    executors=self._printed(item.executors, position, f".{item.item}"),
                    source=item.place,
                )
                for item in measure.items
            ),
            source=measure.place,
        )

    def _printed(
        self, executors: Iterable[Executor], position: int, inner: str = ""
    ) -> tuple[str, ...]:
        """Return names as printed; *inner* is ``.2`` for those of the second sub-item."""
        said = self._words.get(position, {})
        names = []
        for number, who in enumerate(executors, 1):
            self._met[who.party] = None
            name = who.as_printed or said.get(f"executor{inner}.{number}")
            names.append(name or self._register.name(who.party))
        return tuple(names)

    def _indicators(self, key: str) -> Iterable[IndicatorDraft]:
        for known in self._catalogue.indicators_of(key).values():
            yield IndicatorDraft(
                name=known.text.name,
                unit=known.text.unit,
                direction=known.text.direction,
                targets=known.targets,
                method=known.text.method,
            )

    def _parties(self) -> Iterable[PartyDraft]:
        for party in self._met:
            known = self._register.parties.get(party)
            if known is None:
                yield PartyDraft(name=self._register.name(party), kind="person")
            else:
                plain = {"name": known.name, "kind": known.kind, "aliases": known.aliases}
                yield msgspec.convert(plain, PartyDraft)


def _sections(rows: Rows, depth: int) -> tuple[SectionDraft, ...]:
    """Return the sections of *rows* at one depth, each with its measures and inner sections."""
    found = []
    for part, group in groupby(rows, key=lambda row: row[0][depth]):
        inside = list(group)
        own = [measure for path, measure in inside if len(path) == depth + 1]
        deeper = [(path, measure) for path, measure in inside if len(path) > depth + 1]
        found.append(
            SectionDraft(
                number=part.number,
                title=part.title,
                measures=tuple(own),
                sections=_sections(deeper, depth + 1),
            )
        )
    return tuple(found)


def _person(name: str, post: str) -> PersonDraft | None:
    return PersonDraft(name=name, post=post) if name or post else None
