"""Days, moments, periods and shares in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from engine import wording
from engine.calendar import periods
from engine.wording.language import speaking

DAY = date(2022, 8, 31)


@pytest.mark.parametrize(
    ("start", "end", "english", "russian"),
    [
        (DAY, DAY, "2022-08-31", "31.08.2022"),
        (date(2022, 8, 1), DAY, "2022-08-01 – 2022-08-31", "01.08.2022 – 31.08.2022"),
        (None, DAY, "– – 2022-08-31", "– – 31.08.2022"),
        (None, None, "no deadline", "без срока"),
    ],
)
def test_a_span_of_days(start: date | None, end: date | None, english: str, russian: str) -> None:
    with speaking("en"):
        assert wording.days(start, end) == english
    with speaking("ru"):
        assert wording.days(start, end) == russian


def test_a_day_and_a_moment() -> None:
    with speaking("ru"):
        assert wording.day(DAY) == "31.08.2022"
        assert wording.day(None) == "–"
        assert wording.moment(datetime(2022, 8, 31, 9, 5, tzinfo=UTC)) == "31.08.2022 09:05"
        assert wording.written("2022-08-31") == "31.08.2022"
        assert wording.written("август") == "август"
        assert wording.written("") == "–"


@pytest.mark.parametrize(
    ("label", "english", "russian"),
    [
        ("2022-S", "school year 2022/23", "2022/23 учебный год"),
        ("2099-S", "school year 2099/00", "2099/00 учебный год"),
        ("2022", "2022", "2022 год"),
        ("2022-Q3", "2022-Q3", "2022-Q3"),
        ("2022-08-31", "2022-08-31", "2022-08-31"),
    ],
)
def test_a_period(label: str, english: str, russian: str) -> None:
    with speaking("en"):
        assert wording.period(periods.period(label)) == english
    with speaking("ru"):
        assert wording.period(periods.period(label)) == russian


@pytest.mark.parametrize(
    ("number", "english", "russian"),
    [
        ("200-о", "200-о, 24.09.2021", "200-о, 24.09.2021"),
        ("", "approved by a stamp of 24.09.2021", "утверждено грифом 24.09.2021"),
    ],
)
def test_what_approves_a_plan(number: str, english: str, russian: str) -> None:
    with speaking("en"):
        assert wording.approval(number, "24.09.2021") == english
    with speaking("ru"):
        assert wording.approval(number, "24.09.2021") == russian


def test_a_share() -> None:
    assert wording.percent("33.33") == "33.33 %"
    assert wording.percent(None) == "–"


@pytest.mark.parametrize(("spoken", "written"), [("en", "0007-01-02"), ("ru", "02.01.0007")])
def test_a_year_has_four_figures(spoken: str, written: str) -> None:
    with speaking(spoken):
        assert wording.day(date(7, 1, 2)) == written
