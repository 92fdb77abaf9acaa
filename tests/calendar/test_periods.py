"""Labels of periods: one name for each span of days, and one span for each name."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar.periods import Each, asked, label, period, split
from engine.errors import RefusedByRules

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))
EACH: tuple[Each, ...] = ("month", "quarter", "half-year", "year", "school-year")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2022-H1", "2022-01-01", "2022-06-30"),
        ("2022-Q3", "2022-07-01", "2022-09-30"),
        ("2022-08", "2022-08-01", "2022-08-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022-08-18", "2022-08-18", "2022-08-18"),
        ("2022-08..2022-10", "2022-08-01", "2022-10-31"),
        ("2022-11..2023-05", "2022-11-01", "2023-05-31"),
        ("2022-09-10..2022-09-20", "2022-09-10", "2022-09-20"),
        ("2021..2022", "2021-01-01", "2022-12-31"),
        ("2022-S", "2022-09-01", "2023-08-31"),
    ],
)
def test_a_label_names_its_days(text: str, start: str, end: str) -> None:
    named = period(text)
    assert (named.start.isoformat(), named.end.isoformat()) == (start, end)
    assert label(named.start, named.end) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "22",
        "2022-13",
        "2022-02-30",
        "2022-Q5",
        "2022-H3",
        "2022-s",
        "2023..2022",
        "2022..2022",
        "2022-07..2022-09",
        "2022-01..2022-12",
        "2022-09..2023-08",
        "2022-08-01..2022-08-31",
        "2022..",
        "9999-S",
        " 2022",
        "٢٠٢٢",
    ],
)
def test_what_is_no_label_or_not_the_shortest_is_refused(text: str) -> None:
    with pytest.raises(RefusedByRules, match="names no period"):
        period(text)


@given(DAYS, st.integers(min_value=0, max_value=2000))
def test_any_span_can_be_named_and_read_back(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    named = period(label(start, end))
    assert (named.start, named.end) == (start, end)


def test_a_span_that_ends_before_it_starts_has_no_name() -> None:
    with pytest.raises(RefusedByRules, match="2022-01-31, before it starts") as refused:
        label(date(2022, 2, 1), date(2022, 1, 31))
    assert refused.value.facts["start"] == date(2022, 2, 1)


@given(DAYS, st.integers(min_value=0, max_value=1500), st.sampled_from(EACH))
def test_the_parts_of_a_span_follow_each_other_and_cover_it(
    start: date, length: int, each: Each
) -> None:
    end = start + timedelta(days=length)
    parts = split(start, end, each)
    assert parts[0].start <= start <= parts[0].end
    assert parts[-1].start <= end <= parts[-1].end
    for before, after in pairwise(parts):
        assert after.start == before.end + timedelta(days=1)


def test_school_years_begin_in_september() -> None:
    labels = [p.label for p in split(date(2022, 3, 4), date(2023, 9, 2), "school-year")]
    assert labels == ["2021-S", "2022-S", "2023-S"]


@pytest.mark.parametrize("text", ["1990", "2099", "2022-S", "2022-08", "1990..2099"])
def test_a_period_may_be_asked_for_in_the_years_of_plans(text: str) -> None:
    assert asked(text) == period(text)


@pytest.mark.parametrize("text", ["0001", "9999", "1989-S", "2099-S", "2022..2222", "0001..9999"])
def test_years_in_which_nothing_is_planned_are_read_from_the_log_and_never_asked_for(
    text: str,
) -> None:
    assert period(text).label == text
    with pytest.raises(RefusedByRules, match="outside the years 1990 to 2099"):
        asked(text)


@given(DAYS, DAYS, st.sampled_from(EACH))
def test_whatever_may_be_asked_for_can_be_split(one: date, other: date, each: Each) -> None:
    whole = asked(label(min(one, other), max(one, other)))
    assert split(whole.start, whole.end, each)
