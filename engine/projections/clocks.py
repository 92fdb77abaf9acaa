"""Two clocks: what had happened by a day, and what had been recorded by a day.

Events are filtered and then folded in the order of positions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from engine.events.recorded import Recorded


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked at: ``as_of`` bounds the day it happened, ``known_on`` the day of recording.

    ``today`` is the day on which the question is asked, in the office's ``time_zone``.
    """

    today: date
    time_zone: str
    as_of: date | None = None
    known_on: date | None = None

    @property
    def day(self) -> date:
        """Return the day by which deadlines are judged."""
        return min(day for day in (self.today, self.as_of, self.known_on) if day is not None)

    @property
    def is_present(self) -> bool:
        """Return whether nothing is filtered out."""
        return self.as_of is None and self.known_on is None

    def seen(self, events: Iterable[Recorded]) -> Iterator[Recorded]:
        """Yield the events that this view sees, in their order."""
        for event in self.known(events):
            if self.as_of is None or event.effective_on <= self.as_of:
                yield event

    def known(self, events: Iterable[Recorded]) -> Iterator[Recorded]:
        """Yield the events that had been recorded by the end of ``known_on``, in their order."""
        zone = ZoneInfo(self.time_zone)
        for event in events:
            if self.known_on is None or event.recorded_at.astimezone(zone).date() <= self.known_on:
                yield event
