"""Labels of calendar periods: ``2022``, ``2022-Q3``, ``2022-08-18``, ``2022-S`` and spans of them.

A label names a span of days in exactly one way, so that it can serve as a key: what `label`
gives, `period` reads back, and what `period` takes is what `label` would have given.
Nothing here knows a plan, a phrase or today.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, Literal

import msgspec

from engine.calendar.forms import FORMS
from engine.errors import N_, Days, RefusedByRules

Each = Literal["month", "quarter", "half-year", "year", "school-year"]

MONTHS_IN: Final[dict[Each, int]] = {
    "month": 1,
    "quarter": 3,
    "half-year": 6,
    "year": 12,
    "school-year": 12,
}
SCHOOL_YEAR_BEGINS: Final = 9
FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2099
"""The years in which plans are made; others are slips of the hand."""

_DAY = timedelta(days=1)
_SIMPLE = re.compile(
    r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<school>S)"
    r"|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?",
    re.ASCII,
)
_SCHOOL_YEAR = re.compile(r"(?P<first>\d{4})/(?P<second>\d\d)", re.ASCII)


class Period(msgspec.Struct, Days, frozen=True, kw_only=True, order=True):
    """A span of whole days, both ends counted in, with its label."""

    start: date
    end: date
    label: str

    def __str__(self) -> str:
        return self.label


class Span(msgspec.Struct, Days, frozen=True, kw_only=True, order=True):
    """Whole days from *start* to *end*, both counted in, that go by no name."""

    start: date
    end: date

    def __str__(self) -> str:
        return f"{self.start} – {self.end}"


def last_day(year: int, month: int) -> date:
    """Return the last day of a month."""
    if month == 12:
        return date(year, 12, 31)
    return date(year, month + 1, 1) - _DAY


def label(start: date, end: date) -> str:
    """Name the days from *start* to *end* in the one way; refuse a span that ends too early."""
    if end < start:
        raise RefusedByRules(
            N_("a period cannot end on {end}, before it starts on {start}"),
            start=start,
            end=end,
        )
    return _unit(start, end) or _months(start, end) or f"{start.isoformat()}..{end.isoformat()}"


def typed(text: str) -> str:
    """Return the label that people's *text* means: a school year is also written ``2022/23``."""
    found = _SCHOOL_YEAR.fullmatch(text)
    if found is None or (int(found["first"]) + 1) % 100 != int(found["second"]):
        return text
    return f"{found['first']}-S"


def period(text: str) -> Period:
    """Read a label back; refuse what is no label, or not the shortest name of its days.

    A school year may be written as people write it (``2022/23``).
    """
    text = typed(text)
    try:
        first, dots, last = text.partition("..")
        start, end = _bounds(first)
        if dots:
            end = _bounds(last)[1]
        if end >= start and label(start, end) == text:
            return Period(start=start, end=end, label=text)
    except (ValueError, OverflowError):
        pass
    raise RefusedByRules(
        N_("“{label}” names no period"),
        remedy=FORMS,
        label=text,
    )


def asked(text: str) -> Period:
    """Read a label that a person typed; refuse years in which nothing is planned.

    What is stored is read by `period`, whatever its years.
    """
    found = period(text)
    if FIRST_YEAR <= found.start.year <= found.end.year <= LAST_YEAR:
        return found
    raise RefusedByRules(
        N_("the period {label} lies outside the years {first} to {last}"),
        remedy=N_("Check the year."),
        label=text,
        first=FIRST_YEAR,
        last=LAST_YEAR,
    )


def named(start: date, end: date) -> Period:
    """Make the period from *start* to *end*, with its label."""
    return Period(start=start, end=end, label=label(start, end))


def split(start: date, end: date, each: Each) -> tuple[Period, ...]:
    """List the whole calendar periods that touch the days from *start* to *end*, in order.

    They are not cut: the first may begin before *start*, and the last may end after *end*.
    """
    return tuple(_walk(_first(start, each), end, MONTHS_IN[each]))


def _walk(first: date, end: date, months: int) -> Iterator[Period]:
    begins = first
    while begins <= end:
        total = begins.year * 12 + begins.month - 1 + months
        close = last_day((total - 1) // 12, (total - 1) % 12 + 1)
        yield named(begins, close)
        if close == date.max:
            return
        begins = close + _DAY


def _first(day: date, each: Each) -> date:
    """Find the first day of the period of this length in which *day* lies."""
    if each == "school-year":
        earlier = day.month < SCHOOL_YEAR_BEGINS
        return date(day.year - 1 if earlier else day.year, SCHOOL_YEAR_BEGINS, 1)
    length = MONTHS_IN[each]
    return date(day.year, (day.month - 1) // length * length + 1, 1)


def _unit(start: date, end: date) -> str:
    """Name a day, month, quarter, half-year, year or school year; else give nothing."""
    if start == end:
        return start.isoformat()
    if start.day != 1 or end != last_day(end.year, end.month):
        return ""
    year = f"{start.year:04}"
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months == 12 and start.month == SCHOOL_YEAR_BEGINS:
        return f"{year}-S"
    if months > 12 or (start.month - 1) % months:
        return ""
    ordinal = (start.month - 1) // months + 1
    units = {1: f"{year}-{start.month:02}", 3: f"{year}-Q{ordinal}", 6: f"{year}-H{ordinal}"}
    return units.get(months, year if months == 12 else "")


def _months(start: date, end: date) -> str:
    """Name a span of whole years or whole months; else give nothing."""
    if start.day != 1 or end != last_day(end.year, end.month):
        return ""
    if start.month == 1 and end.month == 12:
        return f"{start.year:04}..{end.year:04}"
    return f"{start.isoformat()[:7]}..{end.isoformat()[:7]}"


def _bounds(text: str) -> tuple[date, date]:
    """Find first and last day of a label without dots; ValueError where it is none."""
    found = _SIMPLE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year = int(found["year"])
    if found["day"]:
        day = date(year, int(found["month"]), int(found["day"]))
        return day, day
    if found["school"]:
        return date(year, SCHOOL_YEAR_BEGINS, 1), date(year + 1, SCHOOL_YEAR_BEGINS - 1, 31)
    return _run_of_months(year, found)


def _run_of_months(year: int, found: re.Match[str]) -> tuple[date, date]:
    if found["month"]:
        first, months = int(found["month"]), 1
    elif found["quarter"]:
        first, months = int(found["quarter"]) * 3 - 2, 3
    elif found["half"]:
        first, months = int(found["half"]) * 6 - 5, 6
    else:
        first, months = 1, 12
    return date(year, first, 1), last_day(year, first + months - 1)
