"""Moments of a rehearsal, as people write them, and the clock that is set to them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from engine.calendar.periods import FIRST_YEAR, LAST_YEAR

MORNING = time(10)
"""When a day begins on which something is done at no given time."""

_FORMS = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A day, and the time of that day if one is given."""

    day: date
    at: time | None = None


def read(text: str) -> Moment | None:
    """Return the moment that *text* names, ``YYYY-MM-DD`` with or without ``HH:MM``, or None."""
    for form in _FORMS:
        try:
            found = datetime.strptime(text, form)  # noqa: DTZ007 - the ledger has the zone
        except ValueError:
            continue
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            return None
        return Moment(day=found.date(), at=found.time() if "%H" in form else None)
    return None


class SimulatedClock:
    """A clock that is set by hand, to and fro."""

    def __init__(self, start: Moment, zone: ZoneInfo) -> None:
        self._zone = zone
        self._now = self._instant(start)

    def __call__(self) -> datetime:
        """Return the simulated instant, in UTC."""
        return self._now

    def set(self, when: Moment | None) -> None:
        """Go to a moment, also back; to a day as such is to its morning.

        Without a moment, and on a day that has begun already, a minute passes.
        """
        today = self._now.astimezone(self._zone).date()
        if when is None or (when.at is None and when.day == today):
            self._now += timedelta(minutes=1)
        else:
            self._now = self._instant(when)

    def _instant(self, when: Moment) -> datetime:
        return datetime.combine(when.day, when.at or MORNING, self._zone).astimezone(UTC)
