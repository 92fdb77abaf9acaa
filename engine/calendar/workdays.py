"""The Russian working calendar: days off moved by decree included, as far as they are decreed.

The calendar is the one of the library `holidays`. For years without a decree it knows weekends
and fixed holidays only, and `is_decreed` says so.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from engine.calendar.periods import last_day

if TYPE_CHECKING:
    from holidays import HolidayBase

_DAY = timedelta(days=1)


@lru_cache(maxsize=256)
def _calendar(year: int) -> HolidayBase:
    import holidays

    return holidays.country_holidays("RU", years=year, expand=False)


@lru_cache(maxsize=1)
def _decreed() -> frozenset[int]:
    from holidays.countries.russia import RussiaStaticHolidays

    return frozenset(RussiaStaticHolidays.special_public_holidays)


def is_decreed(year: int) -> bool:
    """Say whether the decree that moves the days off of a year is known."""
    return year in _decreed()


def is_working(day: date) -> bool:
    """Say whether people of a five-day week work on that day."""
    return _calendar(day.year).is_working_day(day)


def on_or_before(day: date) -> date:
    """Give the day itself, or the nearest working day before it."""
    while not is_working(day):
        day -= _DAY
    return day


def nth(year: int, month: int, number: int) -> date:
    """Give the n-th working day of a month, from its end where *number* is negative.

    A month that has fewer gives its last (first) one.
    """
    first, last = date(year, month, 1), last_day(year, month)
    days = [first + _DAY * i for i in range(last.day)]
    working = [day for day in days if is_working(day)]
    place = number - 1 if number > 0 else number
    return working[max(-len(working), min(place, len(working) - 1))]
