"""The plan that a phrase is read in: its first and last day, its years, the date of its order."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from engine.calendar.periods import SCHOOL_YEAR_BEGINS, Each, Period, split

DAY = timedelta(days=1)
_YEAR = timedelta(days=366)


class Horizon(NamedTuple):
    """A stretch of days for which phrases without a year are meant.

    It is the horizon of the roadmap, or the years that the phrase itself names (``named``).
    """

    start: date
    end: date
    order_date: date | None = None
    named: bool = False

    @property
    def short(self) -> bool:
        """A plan of twelve months or fewer, in which a month comes once."""
        return self.end - self.start < _YEAR and not self._two_of_a_day()

    def _two_of_a_day(self) -> bool:
        start, end = self.start, self.end
        return end.year > start.year and (end.month, end.day) >= (start.month, start.day)

    @property
    def by_school_years(self) -> bool:
        """A plan made of school years: from August or September to a day from May to August."""
        lasts = self.end.year > self.start.year
        return lasts and self.start.month in {8, 9} and 5 <= self.end.month <= 8

    @property
    def years(self) -> range:
        """The calendar years that the plan touches."""
        return range(self.start.year, self.end.year + 1)

    def annual(self) -> tuple[Period, ...]:
        """Cut the plan into the years in which it is reported: calendar years, or its own."""
        if self.short:
            return (Period(start=self.start, end=self.end, label=""),)
        each: Each = "school-year" if self.by_school_years else "year"
        return self.inside(split(self.start, self.end, each))

    def inside(self, periods: tuple[Period, ...]) -> tuple[Period, ...]:
        """Cut the periods at the plan's ends, and drop what lies outside."""
        cut = (
            Period(start=max(p.start, self.start), end=min(p.end, self.end), label="")
            for p in periods
        )
        return tuple(p for p in cut if p.start <= p.end)

    def holds(self, start: date, end: date) -> bool:
        """Say whether all the days lie in the plan."""
        return self.start <= start and end <= self.end

    def begins_in_autumn(self) -> bool:
        """Say whether the school year that is running at the start has just begun."""
        return self.start.month >= SCHOOL_YEAR_BEGINS
