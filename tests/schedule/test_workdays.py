"""Deadlines in the working calendar: moved off days off, and counted in working days."""

from __future__ import annotations

from datetime import date

from engine import schedule

PLAN = date(2022, 1, 1), date(2022, 12, 31)


def test_deadlines_stay_where_they_are_unless_it_is_asked_for() -> None:
    assert schedule.read("до 18.09.2022", *PLAN).windows[0].end == date(2022, 9, 18)


def test_a_deadline_on_a_day_off_moves_and_keeps_its_label() -> None:
    (moved,) = schedule.read("до 18.09.2022", *PLAN, working_days=True).windows
    assert (moved.start, moved.end) == (date(2022, 1, 1), date(2022, 9, 16))
    assert moved.label == "2022-09-18"


def test_a_window_of_days_off_alone_moves_as_a_whole() -> None:
    (moved,) = schedule.read("18 сентября", *PLAN, working_days=True).windows
    assert (moved.start, moved.end) == (date(2022, 9, 16), date(2022, 9, 16))


def test_a_year_without_a_decree_has_its_weekends() -> None:
    found = schedule.read("май", date(2045, 1, 1), date(2045, 12, 31), working_days=True)
    assert found.windows[0].end.weekday() < 5


def test_a_report_is_due_on_the_tenth_working_day() -> None:
    phrase = "ежеквартально до 10-го рабочего дня месяца, следующего за отчетным"
    ends = [w.end.isoformat() for w in schedule.read(phrase, *PLAN).windows]
    assert ends == ["2022-04-14", "2022-07-14", "2022-10-14", "2023-01-20"]
