"""Rounds of a rule and working days, counted against a plain walk through the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import workdays
from engine.calendar.recurrence import Recurrence, days, yearly

START, END = date(2021, 1, 1), date(2024, 12, 31)
WALK = tuple(START + timedelta(days=n) for n in range((END - START).days + 1))
OF_YEAR = st.tuples(st.integers(1, 12), st.integers(1, 28))


@given(st.sets(OF_YEAR, min_size=1, max_size=5))
def test_days_of_every_year_are_those_days_and_no_others(wanted: set[tuple[int, int]]) -> None:
    found = days(yearly(wanted), START, END)
    assert list(found) == [day for day in WALK if (day.month, day.day) in wanted]


@given(st.sets(st.integers(1, 28), min_size=1, max_size=4), st.integers(1, 4))
def test_rounds_are_counted_from_the_first_day(numbers: set[int], interval: int) -> None:
    rule = Recurrence(freq="MONTHLY", interval=interval, days=tuple(sorted(numbers)))
    rounds = {day: (day.year - START.year) * 12 + day.month - START.month for day in WALK}
    expected = [day for day in WALK if day.day in numbers and rounds[day] % interval == 0]
    assert list(days(rule, START, END)) == expected


@pytest.mark.parametrize("weekday", range(7))
def test_the_last_weekday_of_a_month_has_none_after_it(weekday: int) -> None:
    found = days(Recurrence(freq="MONTHLY", weekdays=((-1, weekday),)), START, END)
    assert len(found) == 48
    for day in found:
        assert day.weekday() == weekday
        assert (day + timedelta(days=7)).month != day.month


@given(st.dates(START, END))
def test_the_working_day_before_is_the_nearest(day: date) -> None:
    before = workdays.on_or_before(day)
    assert workdays.is_working(before)
    between = ((before + timedelta(days=n)) for n in range(1, (day - before).days + 1))
    assert not any(map(workdays.is_working, between))


@given(st.integers(2021, 2024), st.integers(1, 12))
def test_the_working_days_of_a_month_are_counted_from_both_ends(year: int, month: int) -> None:
    working = [
        day for day in WALK if (day.year, day.month) == (year, month) and workdays.is_working(day)
    ]
    count = len(working)
    assert [workdays.nth(year, month, n) for n in range(1, count + 1)] == working
    assert [workdays.nth(year, month, -n) for n in range(1, count + 1)] == working[::-1]
