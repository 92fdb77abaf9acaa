"""Events that leave an occurrence as it is, made without naming the state that it is in."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from engine.events import changes
from engine.events.event import Event
from engine.events.occurrences import OccurrenceEvent, Status
from engine.events.retractions import Retraction
from engine.events.shapes import DueWindow


def due(start: date, end: date, report_by: date | None = None) -> DueWindow:
    """Return a window whose report is due on its last day, or on the day *report_by*."""
    return DueWindow(start=start, end=end, report_by=report_by or end)


def window_amended(window: DueWindow, edition: int = 2) -> changes.WindowAmended:
    """Return that an edition moved the deadline."""
    return changes.WindowAmended(source="planned", dest="planned", edition=edition, window=window)


def executors_amended(
    lead: str | None, co: tuple[str, ...] = (), edition: int = 2
) -> changes.ExecutorsAmended:
    """Return that an edition changed who answers."""
    return changes.ExecutorsAmended(
        source="planned", dest="planned", edition=edition, lead=lead, co_executors=co
    )


def in_state(event: Event, status: Status) -> Any:
    """Return *event* as it happens to an occurrence in that state, if it leaves it as it is."""
    if not isinstance(event, OccurrenceEvent) or isinstance(event, Retraction):
        return event
    kept = event.leads_to() is None
    return msgspec.structs.replace(event, source=status, dest=status) if kept else event
