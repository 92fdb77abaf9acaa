"""Spans and spellings of periods: what each length is called, and what people may write."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar.periods import (
    MONTHS_IN,
    Each,
    Period,
    Span,
    label,
    last_day,
    named,
    period,
    split,
    typed,
)
from engine.errors import RefusedByRules

EACH: tuple[Each, ...] = ("month", "quarter", "half-year", "year", "school-year")
YEARS = st.integers(min_value=1990, max_value=2098)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2022/23", "2022-S"),
        ("1999/00", "1999-S"),
        ("2098/99", "2098-S"),
        ("2022/24", "2022/24"),  # two years apart
        ("2022/22", "2022/22"),
        ("22/23", "22/23"),
        ("2022/2023", "2022/2023"),
        ("2022-S", "2022-S"),
        ("2022", "2022"),
        ("", ""),
    ],
)
def test_a_school_year_may_be_written_as_people_write_it(written: str, meant: str) -> None:
    assert typed(written) == meant


@pytest.mark.parametrize("text", ["2022/24", "2022/22", "2022/2023", "2022/23..2023/24"])
def test_what_is_no_school_year_is_no_period(text: str) -> None:
    with pytest.raises(RefusedByRules, match="names no period") as refused:
        period(text)
    assert refused.value.facts["label"] == text
    assert "2022-S (school year)" in refused.value.english()[1]


@given(YEARS)
def test_a_school_year_is_the_same_days_by_either_name(year: int) -> None:
    written = period(f"{year}/{(year + 1) % 100:02}")
    assert written == period(f"{year}-S")
    assert (written.start, written.end) == (date(year, 9, 1), date(year + 1, 8, 31))
    assert written.label == f"{year}-S"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2022-01-01", "2022-03-31", "2022-Q1"),
        ("2022-02-01", "2022-04-30", "2022-02..2022-04"),  # three months, and no quarter
        ("2022-07-01", "2022-12-31", "2022-H2"),
        ("2022-04-01", "2022-09-30", "2022-04..2022-09"),  # six months, and no half-year
        ("2022-01-01", "2022-12-31", "2022"),
        ("2022-09-01", "2023-08-31", "2022-S"),
        ("2022-10-01", "2023-09-30", "2022-10..2023-09"),  # twelve months, and no year
        ("2022-01-01", "2023-12-31", "2022..2023"),
        ("2022-09-01", "2024-08-31", "2022-09..2024-08"),  # two school years have no name
        ("2022-01-01", "2022-01-01", "2022-01-01"),
        ("2022-01-01", "2022-01-30", "2022-01-01..2022-01-30"),
        ("2022-01-02", "2022-01-31", "2022-01-02..2022-01-31"),
        ("2023-02-01", "2023-02-28", "2023-02"),
        ("2024-02-01", "2024-02-28", "2024-02-01..2024-02-28"),  # one day short in a leap year
    ],
)
def test_the_shortest_name_of_a_span(start: str, end: str, text: str) -> None:
    days = date.fromisoformat(start), date.fromisoformat(end)
    assert label(*days) == text
    assert named(*days) == Period(start=days[0], end=days[1], label=text) == period(text)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2023, 2, 28), (2024, 2, 29), (2000, 2, 29), (2100, 2, 28), (2022, 4, 30), (2022, 12, 31)],
)
def test_the_last_day_of_a_month(year: int, month: int, day: int) -> None:
    assert last_day(year, month) == date(year, month, day)


@given(YEARS, st.integers(min_value=1, max_value=12))
def test_after_the_last_day_comes_the_first(year: int, month: int) -> None:
    after = last_day(year, month) + timedelta(days=1)
    assert (after.day, after.month) == (1, month % 12 + 1)


@pytest.mark.parametrize(
    ("each", "labels"),
    [
        ("month", ["2022-08", "2022-09", "2022-10", "2022-11"]),
        ("quarter", ["2022-Q3", "2022-Q4"]),
        ("half-year", ["2022-H2"]),
        ("year", ["2022"]),
        ("school-year", ["2021-S", "2022-S"]),
    ],
)
def test_the_parts_that_touch_a_span_are_whole(each: Each, labels: list[str]) -> None:
    parts = split(date(2022, 8, 15), date(2022, 11, 2), each)
    assert [part.label for part in parts] == labels
    assert all(period(part.label) == part for part in parts)


@given(YEARS, st.sampled_from(EACH))
def test_a_year_has_as_many_parts_as_its_months_give(year: int, each: Each) -> None:
    school = each == "school-year"
    start = date(year, 9 if school else 1, 1)
    end = date(year + 1, 8, 31) if school else date(year, 12, 31)
    assert len(split(start, end, each)) == 12 // MONTHS_IN[each]


@pytest.mark.parametrize("each", EACH)
def test_the_end_of_the_calendar_is_not_walked_past(each: Each) -> None:
    if each != "school-year":
        assert split(date(9999, 12, 1), date.max, each)[-1].end == date.max


@pytest.mark.parametrize("kind", [Period, Span])
def test_spans_are_ordered_by_their_days(kind: type[Period | Span]) -> None:
    def make(start: str, end: str) -> Period | Span:
        days = {"start": date.fromisoformat(start), "end": date.fromisoformat(end)}
        return Period(**days, label="x") if kind is Period else Span(**days)

    early, later, longer = (
        make("2022-01-01", "2022-01-31"),
        make("2022-02-01", "2022-02-28"),
        make("2022-02-01", "2022-03-31"),
    )
    assert sorted([longer, later, early]) == [early, later, longer]


def test_a_span_without_a_name_is_told_by_its_days() -> None:
    assert str(Span(start=date(2022, 1, 2), end=date(2022, 3, 4))) == "2022-01-02 – 2022-03-04"
    assert str(period("2022-08")) == "2022-08"
