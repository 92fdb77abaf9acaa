"""What the grammar finds in a cell: points, terms made of points, and marks.

Nothing here knows the plan: a point without a year is a point of any year.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from engine.calendar.periods import MONTHS_IN, SCHOOL_YEAR_BEGINS, last_day

Unit = Literal["day", "month", "quarter", "half-year", "season", "year", "school-year", "weekday"]
Edge = Literal["", "begin", "middle", "end"]
Sense = Literal["in", "until", "from", "after"]

SIZE: Final[dict[str, int]] = {
    "weekday": 1,
    "day": 1,
    "month": 30,
    "quarter": 90,
    "season": 91,
    "half-year": 180,
    "year": 365,
    "school-year": 365,
}
_DAY: Final = timedelta(days=1)


class ImpossibleDate(ValueError):
    """A day that no calendar has, such as 31 June."""


class ReversedSpan(ValueError):
    """A span that ends before it starts, such as from the 15th to the 1st of October."""


class Point(NamedTuple):
    """A stretch of a calendar: a day, a month or a part of it, a quarter, a year.

    ``number`` counts the unit inside its year (month 1–12, quarter 1–4, half 1–2, season 1–4,
    beginning with winter); a day and a weekday have their month there. ``day`` and ``until`` are
    the days of a month where only a part is meant. ``week`` 1–5 or -1 counts weekdays.
    """

    unit: Unit
    number: int = 0
    day: int = 0
    until: int = 0
    week: int = 0
    year: int = 0
    edge: Edge = ""

    def check(self) -> None:
        """Refuse what no year has, such as a fifth quarter."""
        if self.number > MOST.get(self.unit, self.number):
            raise ImpossibleDate(f"{self.unit} {self.number}")

    def as_months(self) -> Point:
        """Turn the edge of a stretch into the month, or the third of a month, that it is.

        The end of a school year is May, when lessons end.
        """
        if not self.edge:
            return self
        if self.unit == "month":
            first, last = {"begin": (1, 10), "middle": (11, 20), "end": (21, 31)}[self.edge]
            return Point("month", self.number, first, last, year=self.year)
        first, count = first_month(self.unit, self.number), _MONTHS[self.unit]
        count = 9 if self.unit == "school-year" else count
        steps = {"begin": 0, "middle": count // 2, "end": count - 1}[self.edge]
        return Point("month", (first + steps - 1) % 12 + 1, year=self.year)

    def days(self, year: int) -> tuple[date, date]:
        """Give first and last day in *year* (for winter and the school year: in which it begins).

        Raises ImpossibleDate where the calendar has no such day.
        """
        start, end = self._whole(year)
        if not self.edge:
            return start, end
        return _EDGES[self.unit](self.edge, start, end)

    def _whole(self, year: int) -> tuple[date, date]:
        match self.unit:
            case "day":
                return _days(year, self.number, self.day, self.until or self.day)
            case "weekday":
                return _weekday(year, self.number, self.week, self.day)
            case "month" if self.day:
                return _days(
                    year, self.number, self.day, min(self.until, _length(year, self.number))
                )
            case "year":
                return date(year, 1, 1), date(year, 12, 31)
        return self._months(year)

    def _months(self, year: int) -> tuple[date, date]:
        self.check()
        first, count = first_month(self.unit, self.number), _MONTHS[self.unit]
        begin = year * 12 + first - 1
        close = begin + count - 1
        return date(begin // 12, begin % 12 + 1, 1), last_day(close // 12, close % 12 + 1)


_MONTHS: Final = dict[str, int](season=3) | {str(unit): n for unit, n in MONTHS_IN.items()}
"""How many months each unit has."""

MOST: Final = {"month": 12, "quarter": 4, "season": 4, "half-year": 2}
"""How many of a unit a year has."""


def first_month(unit: str, number: int) -> int:
    """Give the month in which the stretch begins; winter begins in December."""
    if unit == "season":
        return 12 if number == 1 else number * 3 - 3
    if unit == "school-year":
        return SCHOOL_YEAR_BEGINS
    return (number - 1) * _MONTHS[unit] + 1 if unit in {"quarter", "half-year"} else max(number, 1)


def _length(year: int, month: int) -> int:
    return last_day(year, month).day


def _days(year: int, month: int, first: int, last: int) -> tuple[date, date]:
    try:
        return date(year, month, first), date(year, month, last)
    except ValueError:
        raise ImpossibleDate(f"{last}.{month}.{year}") from None


def _weekday(year: int, month: int, week: int, weekday: int) -> tuple[date, date]:
    if week < 0:
        close = last_day(year, month)
        day = close - _DAY * ((close.weekday() - weekday) % 7)
    else:
        first = date(year, month, 1)
        day = first + _DAY * ((weekday - first.weekday()) % 7 + 7 * (week - 1))
    if day.month != month:
        raise ImpossibleDate(f"{week}.{month}.{year}")
    return day, day


def _edge_of_month(edge: Edge, start: date, end: date) -> tuple[date, date]:
    thirds = {"begin": (1, 10), "middle": (11, 20), "end": (21, end.day)}
    first, last = thirds[edge]
    return start.replace(day=first), end.replace(day=last)


def _edge_of_period(edge: Edge, start: date, end: date) -> tuple[date, date]:
    """First, middle or last month of a longer period."""
    if edge == "begin":
        return start, last_day(start.year, start.month)
    if edge == "end":
        return end.replace(day=1), end
    middle = start.year * 12 + start.month - 1 + ((end.month - start.month) % 12) // 2
    year, month = middle // 12, middle % 12 + 1
    return date(year, month, 1), last_day(year, month)


def _edge_of_school_year(edge: Edge, start: date, end: date) -> tuple[date, date]:
    """September, January or May: lessons end in May, whatever the school year's last day."""
    year, month = {
        "begin": (start.year, 9),
        "middle": (end.year, 1),
        "end": (end.year, 5),
    }[edge]
    return date(year, month, 1), last_day(year, month)


_EDGES: Final = {
    "month": _edge_of_month,
    "quarter": _edge_of_period,
    "half-year": _edge_of_period,
    "season": _edge_of_period,
    "year": _edge_of_period,
    "school-year": _edge_of_school_year,
}


class Years(NamedTuple):
    """Years that belong to a term: one, several, a span of them, a school year, the current one."""

    sort: Literal["one", "list", "span", "school", "current"]
    values: tuple[int, ...] = ()


class Term(NamedTuple):
    """A dated part of the cell: a point, or from a point to a point, as printed.

    ``printed`` is its place among the terms, from 1; ``start`` and ``end`` are its tokens.
    ``doubt`` names, as a code, why its reading is not the only one.
    """

    first: Point
    last: Point | None = None
    sense: Sense = "in"
    inclusive: bool | None = None
    years: Years | None = None
    printed: int = 0
    start: int = 0
    end: int = 0
    doubt: str = ""

    @property
    def close(self) -> Point:
        """The point with which the term ends."""
        return self.last or self.first


Name = Literal[
    "yearly",
    "each",  # a window for each unit of `unit`, `number` units long
    "times",  # `number` times in a unit
    "all_year",
    "school_year",
    "always",
    "weekly",
    "whole",  # the whole plan
    "then",  # далее
    "external",
    "on_demand",
    "after_event",
    "report",  # a day after the period that is reported on
    "month_day",  # a day, or until a day, of each month
    "weekday",  # the n-th weekday of each month
    "remark",  # understood as no date: clock times, classes, acts
    "except",  # the terms after it are taken out again
    "doubt",  # a word that turns the meaning: кроме, или
]


class Mark(NamedTuple):
    """A part of the cell that dates nothing by itself, but says how the terms are meant."""

    name: Name
    unit: str = ""
    number: int = 1
    days: tuple[int, ...] = ()
    until: bool = False
    working: bool = False
    month: int = 0
    which: str = ""
    start: int = 0
    end: int = 0


Piece = Term | Mark
