"""The measures of a roadmap draft: sections flattened, rows as facts, deadlines as dues."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from engine.events import roadmaps, streams
from engine.events.orders import Executor, Place
from engine.events.roadmaps import DeadlineRead, Item
from engine.events.shapes import Section
from engine.events.streams import MeasurePath
from engine.people.naming import folded
from engine.workflows.orders.batch import OrderBatch, deadline_read
from engine.workflows.orders.draft import MeasureDraft, RoadmapDraft
from engine.workflows.orders.planning import Due

Path = tuple[Section, ...]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A measure as it will be stored, all but its id and edition, with the words beside it."""

    number: str
    section: Path
    title: str
    expected_result: str
    participants: str
    executors: tuple[Executor, ...]
    items: tuple[Item, ...]
    place: Place | None
    words: dict[str, str]


FIELDS = ("number", "section", "title", "expected_result", "participants", "executors", "items")
"""What a measure says in an edition, and may say differently in the next."""


KEPT = ("participants_planned", "stage", "carried_from", "corrects")
"""What no draft says: it stays as it is in every edition."""


def stored(found: Row) -> dict[str, Any]:
    """Return the fields that MeasureApproved and MeasureAmended have in common."""
    return {name: getattr(found, name) for name in (*FIELDS, "place")}


def flat(draft: RoadmapDraft) -> Iterator[tuple[Path, MeasureDraft]]:
    """Yield (section path, measure) in printed order; a section without a heading is none."""
    for path, measure in draft.rows():
        headed = (part for part in path if part.number or part.title)
        yield tuple(Section(number=part.number, title=part.title) for part in headed), measure


def row(
    batch: OrderBatch,
    section: Path,
    draft: MeasureDraft,
    known: tuple[Item, ...] = (),
    highest: int = 0,
) -> Row:
    """Return *draft* as facts; executors become parties, new ones are registered.

    A sub-item of *known*, the edition before, keeps its id; a new one counts on from *highest*.
    """
    executors, words = batch.parties.executors(draft.executors)
    items = []
    for item_id, item in zip(_item_ids(draft, known, highest), draft.items, strict=True):
        own, said = batch.parties.executors(item.executors)
        words |= {f"executor.{item_id}.{name.rpartition('.')[2]}": said[name] for name in said}
        items.append(
            Item(
                item=item_id,
                number=item.number,
                title=item.title,
                executors=own,
                place=item.source,
            )
        )
    return Row(
        number=draft.number,
        section=section,
        title=draft.title,
        expected_result=draft.expected_result,
        participants=draft.participants,
        executors=executors,
        items=tuple(items),
        place=draft.source,
        words=words,
    )


def deadlines(
    batch: OrderBatch, measure: str, draft: MeasureDraft, found: Row, horizon: tuple[date, date]
) -> tuple[list[DeadlineRead], list[Due]]:
    """Read the measure's phrase and its items'; return the readings, and every window.

    A list of dates in one cell is paired with a list of as many sub-items, in printed order; a
    reader may have done so already, and given each sub-item its own.
    """
    reading, windows = batch.read(draft.deadline, *horizon)
    readings = [deadline_read(measure, None, reading, windows)]
    listed = reading.kind == "list_per_subitem"
    paired = listed and len(found.items) == len(windows)
    split = listed and any(item.deadline is not None for item in draft.items)
    asked = () if split else windows
    dues = [
        Due(
            item=found.items[window.printed - 1].item if paired else None,
            window=window,
            executors=(paired and found.items[window.printed - 1].executors) or found.executors,
        )
        for window in asked
    ]
    for item, item_draft in zip(found.items, draft.items, strict=True):
        if item_draft.deadline is None:
            continue
        reading, windows = batch.read(item_draft.deadline, *horizon)
        readings.append(deadline_read(measure, item.item, reading, windows))
        whose = item.executors or found.executors
        dues += [Due(item=item.item, window=window, executors=whose) for window in windows]
    return readings, dues


def add(
    batch: OrderBatch,
    key: str,
    measure: str,
    edition: int,
    draft: MeasureDraft,
    found: Row,
    span: tuple[date, date],
) -> None:
    """Add a new measure, how its deadlines were read, and its occurrences."""
    stream = streams.roadmap(key)
    batch.add(
        stream,
        roadmaps.MeasureApproved(measure=measure, edition=edition, **stored(found)),
        found.words,
    )
    readings, dues = deadlines(batch, measure, draft, found, span)
    for reading in readings:
        batch.add(stream, reading)
    batch.plan_all(str(MeasurePath(key, measure)), dues, found.section, edition)


def _item_ids(draft: MeasureDraft, known: tuple[Item, ...], highest: int) -> list[str]:
    """Return the id of each sub-item: of the known one with its title, else its number, or new."""
    left = list(known)
    found: dict[int, str] = {}
    for name in ("title", "number"):
        for index, item in enumerate(draft.items):
            said = folded(getattr(item, name))
            same = next((old for old in left if said and folded(getattr(old, name)) == said), None)
            if index not in found and same is not None:
                found[index] = same.item
                left.remove(same)
    count = max([highest, *(int(old.item) for old in known)])
    for index in range(len(draft.items)):
        if index not in found:
            count += 1
            found[index] = str(count)
    return [found[index] for index in range(len(draft.items))]
