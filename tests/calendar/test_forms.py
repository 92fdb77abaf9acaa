"""The one list of how a period is written names every form, and nothing that is refused."""

from __future__ import annotations

import re
from datetime import date

from engine.calendar import periods
from engine.calendar.forms import FORMS
from engine.calendar.periods import MONTHS_IN

LISTED = re.findall(r"\d{4}(?:[-/][\dHQS]+)*(?:\.\.[\d-]+)?", FORMS)


def months(text: str) -> int:
    """Return how many months a listed period has; a day has none."""
    found = periods.period(text)
    if found.start == found.end:
        return 0
    return (found.end.year - found.start.year) * 12 + found.end.month - found.start.month + 1


def test_every_listed_form_is_read() -> None:
    assert len(LISTED) == 8
    assert {periods.asked(text).label for text in LISTED} == {
        *(text for text in LISTED if "/" not in text)
    }


def test_every_length_is_listed() -> None:
    calendar = [text for text in LISTED if ".." not in text]
    assert {months(text) for text in calendar} == {0, *MONTHS_IN.values()}
    starts = {periods.period(text).start for text in calendar if months(text) == 12}
    assert starts == {date(2022, 1, 1), date(2022, 9, 1)}


def test_a_school_year_is_listed_as_it_is_printed() -> None:
    assert "2022/23" in LISTED
    assert "2022-S" in LISTED
