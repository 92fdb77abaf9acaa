"""From which day to which a plan runs, as its title says."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.workflows.draft import HorizonDraft

_YEAR = r"(20\d{2})"
_DASH = r"\s*(?:[-–—/]|по|и)\s*"
_SCHOOL = re.compile(rf"{_YEAR}{_DASH}(?:20)?(\d{{2}})\s*г?г?\.?\s*уч(?:ебн|\.)", re.IGNORECASE)
_SPAN = re.compile(rf"{_YEAR}\s*г?\.?{_DASH}{_YEAR}(?!\d)")
_LIST = re.compile(rf"{_YEAR}(?:\s*,\s*20\d{{2}})*\s*(?:,|и)\s*{_YEAR}\s*г")
_FOR = re.compile(rf"\b(?:на|в)\s+{_YEAR}\s*(?:календарн\w+\s*)?г", re.IGNORECASE)
_UNTIL = re.compile(rf"\bдо\s+(?:конца\s+)?{_YEAR}\s*г", re.IGNORECASE)
_ONE = re.compile(rf"(?<!\d){_YEAR}\s*(?:год|гг?\b)")


def horizon_of(titles: Iterable[str], order_date: str = "") -> HorizonDraft | None:
    """Return the horizon that the first of *titles* to name one names; ``None`` if none does.

    A school year runs from 1 September to 31 August; "up to" a year begins with the order's year.
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
    if match := _SCHOOL.search(title):
        begins, ends = int(match[1]), int(match[1][:2] + match[2])
        if begins < ends <= begins + 10:
            return HorizonDraft(start=f"{begins}-09-01", end=f"{ends}-08-31")
    for pattern in (_LIST, _SPAN):
        if (match := pattern.search(title)) and int(match[1]) < int(match[2]):
            return _years(match[1], match[2])
    if match := _FOR.search(title):
        return _years(match[1], match[1])
    if match := _UNTIL.search(title):
        first = order_date[:4] if order_date and order_date[:4] < match[1] else match[1]
        return _years(first, match[1])
    match = _ONE.search(title)
    return _years(match[1], match[1]) if match else None


def _years(first: str, last: str) -> HorizonDraft:
    return HorizonDraft(start=f"{first}-01-01", end=f"{last}-12-31")
