"""From a read deadline to occurrences: which windows are planned, under which keys.

A key is given once and never derived again, so that planning twice makes nothing twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import date

import msgspec

from engine.calendar import periods
from engine.calendar.periods import Period
from engine.events.event import NewEvent
from engine.events.occurrences import OccurrencePlanned, Origin
from engine.events.orders import Executor
from engine.events.shapes import ReadWindow, Section
from engine.events.streams import OccurrenceKey
from engine.schedule import Window


def read_window(found: Window | Period, printed: int) -> ReadWindow:
    """Return a window as it is stored; no policy says otherwise, so it is reported by its end."""
    return ReadWindow(
        start=found.start,
        end=found.end,
        report_by=found.end,
        label=found.label,
        printed=printed,
    )


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A window that has to be kept; ``item`` is the sub-item that it belongs to, if any."""

    item: str | None
    window: ReadWindow
    executors: tuple[Executor, ...]


def by_year(due: Due) -> Iterator[Due]:
    """Yield *due* itself, or where it is longer than a year its part of each calendar year."""
    window = due.window
    if (window.end - window.start).days <= 366:
        yield due
        return
    for year in periods.split(window.start, window.end, "year"):
        part = periods.named(max(year.start, window.start), min(year.end, window.end))
        yield msgspec.structs.replace(
            due,
            window=read_window(part, window.printed),
        )


def keyed(dues: Iterable[Due]) -> Iterator[tuple[str, Due]]:
    """Yield (key, due): the label, ``item:label`` for a sub-item, ``~2`` where it repeats."""
    seen: Counter[str] = Counter()
    for due in dues:
        key = OccurrenceKey(due.window.label, due.item)
        seen[str(key)] += 1
        yield key.repeated(seen[str(key)]), due


def free_key(key: str, taken: AbstractSet[str]) -> str:
    """Return *key*, or with the first of ``~2``, ``~3`` … that is not *taken*."""
    free, count, parsed = key, 1, OccurrenceKey.parse(key)
    while free in taken:
        count += 1
        free = parsed.repeated(count)
    return free


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """Why an occurrence is planned: see ``OccurrencePlanned``."""

    origin: Origin
    edition: int | None = None


def planned(
    key: str,
    window: ReadWindow | None,
    executors: tuple[Executor, ...],
    section: tuple[Section, ...],
    on: date,
    cause: Cause,
) -> NewEvent:
    """Return the event with which an occurrence begins; a null *window* sets no deadline."""
    return NewEvent(
        event=OccurrencePlanned(
            key=key,
            window=window and window.due(),
            origin=cause.origin,
            edition=cause.edition,
            lead=next((who.party for who in executors if who.role == "lead"), None),
            co_executors=tuple(who.party for who in executors if who.role == "co"),
            section=section,
        ),
        effective_on=on,
    )
