"""The working calendar: the working day before a day off, and the n-th working day of a month."""

from __future__ import annotations

from datetime import date

import pytest

from engine.calendar import workdays


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2022-09-15", "2022-09-15"),  # a Thursday
        ("2022-09-18", "2022-09-16"),  # a Sunday
        ("2022-01-09", "2021-12-30"),  # New Year's days, 31 December moved by decree
        ("2022-03-05", "2022-03-05"),  # a Saturday that a decree made a working day
        ("2022-05-10", "2022-05-06"),  # Victory Day and the days moved behind it
        ("2023-11-06", "2023-11-03"),
    ],
)
def test_a_day_off_moves_to_the_working_day_before(day: str, before: str) -> None:
    assert workdays.on_or_before(date.fromisoformat(day)).isoformat() == before


@pytest.mark.parametrize(
    ("year", "month", "number", "day"),
    [
        (2022, 9, 1, "2022-09-01"),
        (2022, 1, 1, "2022-01-10"),
        (2022, 4, 10, "2022-04-14"),
        (2022, 12, -1, "2022-12-30"),
        (2022, 2, 99, "2022-02-28"),
    ],
)
def test_working_days_of_a_month_are_counted(year: int, month: int, number: int, day: str) -> None:
    assert workdays.nth(year, month, number).isoformat() == day


def test_decrees_are_known_for_the_years_that_have_one() -> None:
    assert workdays.is_decreed(2022)
    assert not workdays.is_decreed(2045)
