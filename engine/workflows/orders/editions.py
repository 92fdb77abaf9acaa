"""Comparing two editions of a roadmap: which row is which measure, and what reads differently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from engine.events.orders import OrderItemText
from engine.events.roadmaps import Item
from engine.people.naming import folded
from engine.workflows.orders.catalogue import Measure
from engine.workflows.orders.draft import MeasureDraft
from engine.workflows.orders.measures import Path, Row


def matched(
    known: list[Measure], rows: Sequence[tuple[Path, MeasureDraft]]
) -> Iterator[tuple[Path, MeasureDraft, Measure | None]]:
    """Pair rows with measures: same number and title first, then number, then title alone."""
    left = list(known)
    pairs: dict[int, Measure] = {}
    for same in (_same_row, _same_number, _same_title):
        for index, (_section, draft) in enumerate(rows):
            if index in pairs:
                continue
            found = next((measure for measure in left if same(measure, draft)), None)
            if found is not None:
                pairs[index] = found
                left.remove(found)
    for index, (section, draft) in enumerate(rows):
        yield section, draft, pairs.get(index)


def _same_row(measure: Measure, draft: MeasureDraft) -> bool:
    return _same_number(measure, draft) and _same_title(measure, draft)


def _same_number(measure: Measure, draft: MeasureDraft) -> bool:
    return bool(draft.number) and folded(measure.number) == folded(draft.number)


def _same_title(measure: Measure, draft: MeasureDraft) -> bool:
    return folded(measure.title) == folded(draft.title)


def differs(name: str, known: Measure, found: Row | OrderItemText) -> bool:
    """Return whether a field reads differently in the new edition."""
    before, after = getattr(known, name), getattr(found, name)
    if name == "executors":
        return [(who.party, who.role) for who in before] != [(w.party, w.role) for w in after]
    if name == "items":
        return list(map(_unplaced, before)) != list(map(_unplaced, after))
    return bool(before != after)


def _unplaced(item: Item) -> Item:
    """Return a sub-item without its place: a row that was put in above changes nothing."""
    return msgspec.structs.replace(item, place=None)


def known_phrases(measure: Measure) -> list[tuple[str | None, str]]:
    """Return (sub-item or None, deadline phrase) as last read."""
    return [(reading.item, reading.phrase) for reading in measure.deadlines]


def printed_phrases(draft: MeasureDraft, found: Row) -> list[tuple[str | None, str]]:
    """Return (sub-item or None, deadline phrase) as the new edition prints them."""
    own: list[tuple[str | None, str]] = [(None, draft.deadline)]
    return own + [
        (item.item, printed.deadline)
        for item, printed in zip(found.items, draft.items, strict=True)
        if printed.deadline is not None
    ]
