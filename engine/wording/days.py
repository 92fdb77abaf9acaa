"""Days, spans of days, moments, periods and shares as people write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from engine.errors import Days
from engine.wording.language import text as _

if TYPE_CHECKING:  # nothing is imported before it is needed: help must feel instant
    from engine.calendar.periods import Period


def day(when: date | None) -> str:
    """Return a day as people write it, a dash for none."""
    # Translators: how a day is written, as strftime takes it.
    # strftime does not pad a year before 1000.
    return "–" if when is None else when.strftime(_("%Y-%m-%d").replace("%Y", f"{when.year:04}"))


def days(start: date | None, end: date | None) -> str:
    """Return a span of days as people write it."""
    if start is None and end is None:
        return _("no deadline")
    return day(end) if start == end else f"{day(start)} – {day(end)}"


def moment(when: datetime) -> str:
    """Return a day and the time of that day, in the zone that *when* has."""
    return f"{day(when.date())} {when:%H:%M}"


def written(text: str) -> str:
    """Return ``YYYY-MM-DD`` as people write it; anything else as it is, a dash for nothing."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text or "–"


def approval(number: str, on: str) -> str:
    """Return by what a plan is approved: number and day of an order, or the day of a stamp."""
    if number:
        return f"{number}, {on}"
    return _("approved by a stamp of {day}").format(day=on)


def period(found: Period) -> str:
    """Return a period as people read it; a school year as 2022/23."""
    if found.label.endswith("-S"):
        # Translators: a school year, such as 2022/23.
        return _("school year {first}/{second:02d}").format(
            first=found.start.year, second=found.end.year % 100
        )
    if found.label.isdecimal():
        # Translators: a calendar year, such as 2022.
        return _("{year}").format(year=found.label)
    return found.label


def stretch(found: Days) -> str:
    """Return a period or a span of days as people write it."""
    from engine.calendar.periods import Period, Span

    match found:
        case Period():
            return period(found)
        case Span():
            return days(found.start, found.end)
        case _:
            return str(found)


def percent(share: str | None) -> str:
    """Return a share in per cent, or a dash where nothing was due."""
    return "–" if share is None else f"{share} %"
