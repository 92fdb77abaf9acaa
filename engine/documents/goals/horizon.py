"""From which day to which a plan runs, as its title says."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.calendar.names import roman
from engine.calendar.periods import period
from engine.documents.printed import terms
from engine.workflows.orders.draft import HorizonDraft

_YEAR = r"(20\d{2})"
_DASH = r"\s*(?:[-–—/]|по|и)\s*"
_SCHOOL_YEAR = rf"{_YEAR}{_DASH}(?:20)?(\d{{2}})\s*г?г?\.?"
_SCHOOL = re.compile(rf"{_SCHOOL_YEAR}\s*уч(?:ебн|\.)", re.IGNORECASE)
_SCHOOLS = re.compile(rf"20\d\d/\d{{2,4}}\s*[-–—,и]\s*{_SCHOOL_YEAR}\s*уч(?:ебн|\.)", re.IGNORECASE)
_SPAN = re.compile(rf"{_YEAR}\s*г?\.?{_DASH}{_YEAR}(?!\d)")
_LIST = re.compile(rf"{_YEAR}(?:\s*,\s*20\d{{2}})*\s*(?:,|и)\s*{_YEAR}\s*г")
_MONTH = rf"({terms.MONTH})"
_MONTHS = re.compile(
    rf"{_MONTH}\s*(?:{_YEAR}\s*(?:г\w*\.?)?)?(?:{_DASH}{_MONTH}\s*{_YEAR})", re.IGNORECASE
)
_IN_MONTH = re.compile(rf"\b(?:на|в)\s+{_MONTH}\s+{_YEAR}", re.IGNORECASE)
_QUARTERS = "|".join(roman(number).upper() for number in (4, 3, 2, 1))
_QUARTER = re.compile(rf"\b({_QUARTERS}|[1-4])\s*(?:-?[а-я]{{1,2}}\s+)?квартал\w*\s+{_YEAR}")
_HALF = re.compile(
    r"\b(?:(?P<first>I|1|перв\w+)|(?:II|2|втор\w+))\s*(?:-?[а-я]{1,2}\s+)?"
    rf"полугоди\w*\s+(?P<year>{_YEAR})",
    re.IGNORECASE,
)
_FOR = re.compile(rf"\b(?:на|в)\s+{_YEAR}\s*(?:календарн\w+\s*)?г", re.IGNORECASE)
_UNTIL = re.compile(rf"\bдо\s+(?:конца\s+)?{_YEAR}\s*г", re.IGNORECASE)
_ONE = re.compile(rf"(?<!\d){_YEAR}\s*(?:год|гг?\b)")
_PAST = re.compile(r"(?:итог|результат|\bза\b|выполнени)[^,;]{0,60}$", re.IGNORECASE)


def horizon_of(titles: Iterable[str], order_date: str = "") -> HorizonDraft | None:
    """Return the horizon that the first of *titles* to name one names; ``None`` if none does.

    A school year runs from 1 September to 31 August; "up to" a year begins with the order's year.
    The year whose results a plan rests on («по итогам 2021 года») is none of its own.
    """
    for title in titles:
        if found := _read(title, order_date):
            return found
    return None


def label_of(horizon: HorizonDraft) -> str:
    """Return the period label of a whole horizon: ``2021``, ``2021..2023`` or ``2022-S``."""
    first, last = horizon.start[:4], horizon.end[:4]
    if horizon.start[5:] == "09-01" and horizon.end == f"{int(first) + 1}-08-31":
        return f"{first}-S"
    return first if first == last else f"{first}..{last}"


def _read(title: str, order_date: str) -> HorizonDraft | None:
    if found := _school(title) or _part_of_year(title):
        return found
    for pattern in (_LIST, _SPAN):
        if (match := pattern.search(title)) and int(match[1]) < int(match[2]):
            return _years(match[1], match[2])
    if match := _FOR.search(title):
        return _years(match[1], match[1])
    if match := _UNTIL.search(title):
        first = order_date[:4] if order_date and order_date[:4] < match[1] else match[1]
        return _years(first, match[1])
    own = (m for m in _ONE.finditer(title) if not _PAST.search(title[: m.start()]))
    return next((_years(match[1], match[1]) for match in own), None)


def _school(title: str) -> HorizonDraft | None:
    match = _SCHOOL.search(title)
    if not match:
        return None
    begins, ends = int(match[1]), int(match[1][:2] + match[2])
    if several := _SCHOOLS.search(title):
        begins = int(several.group()[:4])
    if not begins < ends <= begins + 10:
        return None
    return _labelled(f"{begins}-S", f"{ends - 1}-S")


def _part_of_year(title: str) -> HorizonDraft | None:
    """Return a horizon of months, a quarter or a half-year."""
    if match := _MONTHS.search(title):
        first, last = terms.month_of(match[1]), terms.month_of(match[3])
        begins, ends = int(match[2] or match[4]), int(match[4])
        return _months(begins, first, ends, last) if (begins, first) < (ends, last) else None
    if match := _IN_MONTH.search(title):
        month, year = terms.month_of(match[1]), int(match[2])
        return _months(year, month, year, month)
    if match := _QUARTER.search(title):
        (quarter,) = terms.parts_of(match[1])
        return _labelled(f"{match[2]}-Q{quarter}")
    if match := _HALF.search(title):
        return _labelled(f"{match['year']}-H{1 if match['first'] else 2}")
    return None


def _months(begins: int, first: int, ends: int, last: int) -> HorizonDraft:
    return _labelled(f"{begins}-{first:02}", f"{ends}-{last:02}")


def _years(first: str, last: str) -> HorizonDraft:
    return _labelled(first, last)


def _labelled(first: str, last: str = "") -> HorizonDraft:
    """Return the days from the first of one period to the last of another, told by their labels."""
    start, end = period(first).start, period(last or first).end
    return HorizonDraft(start=start.isoformat(), end=end.isoformat())
