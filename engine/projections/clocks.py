"""Two clocks: what had happened by a day, and what had been recorded by a day or a position.

Events are filtered and then folded in the order of positions. An event is known from the highest
instant of recording up to its position: one that was written after the clock was set back is not
known before the events that it follows, so no earlier answer changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from engine.events.recorded import Recorded


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked at: ``as_of`` bounds the day it happened, ``known_on`` the day of recording.

    ``at`` bounds the position instead, and ``at_day`` is the day on which that one was recorded.
    ``today`` is the day on which the question is asked. All days are the office's.
    """

    today: date
    time_zone: str
    as_of: date | None = None
    known_on: date | None = None
    at: int | None = None
    at_day: date | None = None

    @property
    def day(self) -> date:
        """Return the day by which deadlines are judged: the earliest of those given."""
        days = (self.today, self.as_of, self.known_on, self.at_day)
        return min(day for day in days if day is not None)

    @property
    def is_present(self) -> bool:
        """Return whether nothing is filtered out."""
        return self.as_of is None and self.is_whole

    @property
    def is_whole(self) -> bool:
        """Return whether all that was ever recorded is known."""
        return self.known_on is None and self.at is None

    @property
    def zone(self) -> ZoneInfo:
        """Return the office's time zone."""
        return ZoneInfo(self.time_zone)

    def day_of(self, instant: datetime) -> date:
        """Return the day of *instant* in the office's time zone."""
        return instant.astimezone(self.zone).date()

    def seen(self, events: Iterable[Recorded]) -> Iterator[Recorded]:
        """Yield the events that this view sees, in their order; see ``known``."""
        for event in self.known(events):
            if self.as_of is None or event.effective_on <= self.as_of:
                yield event

    def known(self, events: Iterable[Recorded]) -> Iterator[Recorded]:
        """Yield the events that had been recorded by the end of ``known_on``, and up to ``at``.

        Unless the view ``is_whole``, *events* have to be the whole log, in order: what one of them
        was recorded after decides, too.
        """
        for event in events:
            if self.at is not None and event.position > self.at:
                return
            # What comes after this was recorded after it, whatever its clock said.
            if self.known_on is not None and self.day_of(event.recorded_at) > self.known_on:
                return
            yield event
