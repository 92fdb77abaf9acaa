"""The items of an order: issued with it, and compared when a corrected order is taken in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from engine.events import orders, streams
from engine.events.streams import MeasurePath
from engine.people.naming import folded
from engine.workflows.orders import editions
from engine.workflows.orders.batch import OrderBatch, deadline_read
from engine.workflows.orders.catalogue import Measure
from engine.workflows.orders.draft import ItemDraft, MeasureDraft, OrderDraft
from engine.workflows.orders.known import Known
from engine.workflows.orders.planning import Due
from engine.workflows.orders.replanning import Replanning


def issue(batch: OrderBatch, draft: OrderDraft, last: date) -> None:
    """Add the items of a new order; what has a deadline is planned up to the day *last*."""
    _issue(batch, draft.key, _numbered(draft.items), last, edition=1)


def correct(batch: OrderBatch, draft: OrderDraft, known: Known, last: date) -> None:
    """Add what differs between the items of an order that is known and of its corrected text."""
    left = known.catalogue.of(draft.key)
    edition = known.catalogue.orders[draft.key].edition + 1
    replanning = Replanning(batch, known, owner=draft.key, order=draft.key, edition=edition)
    added: list[ItemDraft] = []
    rows = [((), as_row(item)) for item in draft.items]
    pairs = zip(draft.items, list(editions.matched(left, rows)), strict=True)
    for item, (_section, row, found) in pairs:
        if found is None:
            added.append(item)
        else:
            left.remove(found)
            _compare(batch, replanning, found, item, row, last)
    for gone in left:
        batch.add(streams.order(draft.key), orders.OrderItemRemoved(item=gone.id))
        replanning.cancel_all(gone)
    ever = {one.id for one in known.catalogue.measures.values() if one.owner == draft.key}
    _issue(batch, draft.key, _numbered(added, ever), last, edition)


def as_row(item: ItemDraft) -> MeasureDraft:
    """Return an item as the row of a table, to be compared and shown like one."""
    return MeasureDraft(
        number=item.number,
        title=item.title,
        deadline=item.deadline or "",
        executors=item.executors,
    )


def _issue(
    batch: OrderBatch,
    key: str,
    items: Iterable[tuple[str, ItemDraft]],
    last: date,
    edition: int,
) -> None:
    for name, item in items:
        executors, words = batch.parties.executors(item.executors)
        issued = orders.OrderItemIssued(
            item=name,
            number=item.number,
            title=item.title,
            executors=executors,
            place=item.source,
        )
        batch.add(streams.order(key), issued, words)
        if item.deadline is not None:
            dues = _read(batch, key, name, item.deadline, issued, last)
            batch.plan_all(str(MeasurePath(key, name)), dues, (), edition)


def _compare(
    batch: OrderBatch,
    replanning: Replanning,
    known: Measure,
    item: ItemDraft,
    row: MeasureDraft,
    last: date,
) -> None:
    executors, words = batch.parties.executors(item.executors)
    now = orders.OrderItemAmended(
        item=known.id,
        number=item.number,
        title=item.title,
        executors=executors,
        place=item.source,
    )
    differs = [
        name for name in ("number", "title", "executors") if editions.differs(name, known, now)
    ]
    if differs:
        batch.add(streams.order(known.owner), now, words)
    if "executors" in differs:
        replanning.change_executors(known, executors)
    reading = known.reading()
    if (reading.phrase if reading else "") != row.deadline:
        dues = _read(batch, known.owner, known.id, row.deadline, now, last)
        replanning.change_deadlines(known, dues, ())


def _read(
    batch: OrderBatch,
    key: str,
    name: str,
    phrase: str,
    item: orders.OrderItemText,
    last: date,
) -> list[Due]:
    """Add how the deadline of an item is read, and return what it asks for."""
    reading, windows = batch.read(phrase, batch.dated, last)
    batch.add(streams.order(key), deadline_read(None, name, reading, windows))
    return [Due(item=None, window=window, executors=item.executors) for window in windows]


def _numbered(
    items: Iterable[ItemDraft], taken: Collection[str] = ()
) -> Iterator[tuple[str, ItemDraft]]:
    """Yield (``i3.1``, item); a number that repeats or is missing gets a count of its own."""
    seen = set(taken)
    for count, item in enumerate(items, 1):
        printed = re.sub(r"[^a-z0-9]+", ".", folded(item.number)).strip(".")
        name = f"i{printed or count}"
        while name in seen:
            name += f".{count}"
        seen.add(name)
        yield name, item
