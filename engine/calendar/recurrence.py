"""Days that come back, by the rules of RFC 5545: the text of a rule, and its days.

python-dateutil counts; nothing here knows a phrase.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from dateutil import rrule

_NAMES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAYS: Final = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
_FREQUENCY: Final[dict[str, Literal[0, 1]]] = {"YEARLY": 0, "MONTHLY": 1}
"""The numbers that python-dateutil gives to YEARLY and MONTHLY."""


class Recurrence(NamedTuple):
    """A rule: how often, in which months, on which days, and which of those."""

    freq: str = "YEARLY"
    interval: int = 1
    months: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    """Pairs of week (1–5, or -1 for the last) and weekday (0 is Monday)."""
    places: tuple[int, ...] = ()
    """Which of the days of one round are meant, counted from 1."""

    def text(self, last: date) -> str:
        """Write the rule as RFC 5545 text that ends on the day of the last round."""
        parts = [f"FREQ={self.freq}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        weekdays = [f"{week:+d}{_NAMES[day]}" for week, day in self.weekdays]
        for name, values in (
            ("BYMONTH", self.months),
            ("BYMONTHDAY", self.days),
            ("BYDAY", weekdays),
            ("BYSETPOS", self.places),
        ):
            if values:
                parts.append(f"{name}={','.join(map(str, values))}")
        return ";".join([*parts, f"UNTIL={last:%Y%m%d}"])


@lru_cache(maxsize=4096)
def days(rule: Recurrence, start: date, end: date) -> tuple[date, ...]:
    """List the days of the rule from *start* to *end*; rounds are counted from *start*."""
    moments = rrule.rrule(
        _FREQUENCY[rule.freq],
        dtstart=datetime(start.year, start.month, start.day),  # noqa: DTZ001 days have no zone
        until=datetime(end.year, end.month, end.day),  # noqa: DTZ001 days have no zone
        interval=rule.interval,
        bymonth=rule.months or None,
        bymonthday=rule.days or None,
        byweekday=[_DAYS[day](week) for week, day in rule.weekdays] or None,
        bysetpos=rule.places or None,
    )
    return tuple(moment.date() for moment in moments)


def yearly(days_of_year: Iterable[tuple[int, int]]) -> Recurrence:
    """Make the rule for some days (month, day) of every year."""
    wanted = sorted(set(days_of_year))
    months = tuple(sorted({month for month, _ in wanted}))
    numbers = tuple(sorted({day for _, day in wanted}))
    return Recurrence(months=months, days=numbers, places=_places(wanted, months, numbers))


def _places(
    wanted: Sequence[tuple[int, int]], months: Sequence[int], numbers: Sequence[int]
) -> tuple[int, ...]:
    """Pick the wanted days out of all combinations of months and days that a calendar has."""
    lengths = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    crossed = [(m, n) for m in months for n in numbers if n <= lengths[m - 1] or (m, n) in wanted]
    if len(crossed) == len(wanted):
        return ()
    return tuple(place for place, day in enumerate(crossed, 1) if day in wanted)
