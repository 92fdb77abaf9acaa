"""The working calendar: deadlines on days off, and the n-th working day of a month."""

from __future__ import annotations

from datetime import date

import pytest

from engine import schedule
from engine.calendar import workdays

PLAN = date(2022, 1, 1), date(2022, 12, 31)


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


def test_deadlines_stay_where_they_are_unless_it_is_asked_for() -> None:
    assert schedule.read("до 18.09.2022", *PLAN).windows[0].end == date(2022, 9, 18)


def test_a_deadline_on_a_day_off_moves_and_keeps_its_label() -> None:
    (moved,) = schedule.read("до 18.09.2022", *PLAN, working_days=True).windows
    assert (moved.start, moved.end) == (date(2022, 1, 1), date(2022, 9, 16))
    assert moved.label == "2022-09-18"


def test_a_window_of_days_off_alone_moves_as_a_whole() -> None:
    (moved,) = schedule.read("18 сентября", *PLAN, working_days=True).windows
    assert (moved.start, moved.end) == (date(2022, 9, 16), date(2022, 9, 16))


def test_a_year_without_a_decree_is_said() -> None:
    found = schedule.read("май", date(2045, 1, 1), date(2045, 12, 31), working_days=True)
    assert found.windows[0].end.weekday() < 5
    assert not workdays.is_decreed(2045)


def test_a_report_is_due_on_the_tenth_working_day() -> None:
    phrase = "ежеквартально до 10-го рабочего дня месяца, следующего за отчетным"
    ends = [w.end.isoformat() for w in schedule.read(phrase, *PLAN).windows]
    assert ends == ["2022-04-14", "2022-07-14", "2022-10-14", "2023-01-20"]
