"""Status by executor and period: whose figures they are, both counts, and that the sums add up."""

from __future__ import annotations

from datetime import date
from typing import get_args

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendar.periods import Period, period
from engine.projections import discipline
from engine.projections.discipline import Figures, State, counted, figures, original, share, state
from engine.projections.status import Group, by_executor, status, total
from engine.workflows.occurrence.state import Led, Occurrence
from tests.support.units import (
    cancelled,
    day,
    moved_in_time,
    moved_too_late,
    on,
    planned,
    reported,
)

YEAR, NEXT = period("2022"), period("2023")
VIEW = on(date(2022, 12, 31))


def executors(found: list[Occurrence], within: Period = YEAR) -> dict[str, Group]:
    """Return the groups by the id of the executor."""
    return {group.name: group for group in by_executor(found, VIEW, within)}


def test_it_belongs_to_its_lead_and_co_executors_are_not_added_up() -> None:
    found = [
        reported(key="1", lead="a", co_executors=("b", "c")),
        planned(key="2", lead="b", co_executors=("c",)),
        planned(key="3", lead=None),
    ]
    groups = executors(found)
    assert [(name, one.counted.due, one.co_executed) for name, one in groups.items()] == [
        ("", 1, 0),
        ("a", 1, 0),
        ("b", 1, 1),
        ("c", 0, 2),
    ]
    assert sum(one.counted.due for one in groups.values()) == total(found, VIEW, YEAR).counted.due


def test_each_period_is_shown_by_itself() -> None:
    found = [reported(key="1"), reported("02-01", key="2", deadline=day("02-28"))]
    first, second = status(found, [period("2022-Q1"), period("2022-Q2")], VIEW)
    assert (first.total.counted.due, second.total.counted.due) == (1, 1)
    assert first.total.original.in_time == second.total.counted.in_time == 1


def test_a_period_in_which_nothing_is_due_has_empty_figures() -> None:
    found = total([planned()], VIEW, NEXT)
    assert (found.counted, found.original) == (figures([], VIEW), figures([], VIEW))


def test_a_change_of_lead_after_the_deadline_moves_the_duty_and_not_the_figures() -> None:
    later = (Led(day("01-20"), "a"), Led(day("07-01"), "b"))
    groups = executors([planned(lead="b", led=later)])
    assert {name: one.counted.due for name, one in groups.items()} == {"a": 1}


def test_a_change_of_lead_on_the_day_of_the_deadline_still_moves_the_figures() -> None:
    led = (Led(day("01-20"), "a"), Led(day("06-30"), "b"))
    assert list(executors([planned(lead="b", led=led)])) == ["b"]


def test_each_count_asks_who_led_on_its_own_deadline() -> None:
    led = (Led(day("01-20"), "a"), Led(day("07-10"), "b"))
    moved = planned(lead="b", led=led, **moved_in_time("10-31"))
    groups = executors([moved])
    counts = {name: (one.original.due, one.counted.due) for name, one in groups.items()}
    assert counts == {"a": (1, 0), "b": (0, 1)}


def test_prolonged_stands_with_who_led_on_the_deadline_that_it_left() -> None:
    led = (Led(day("01-20"), "a"), Led(day("07-10"), "b"))
    moved = planned(lead="b", led=led, **moved_in_time("2023-03-31"))
    [(name, left)] = executors([moved]).items()
    assert (name, left.counted.due, left.counted.prolonged, left.original.due) == ("a", 0, 1, 1)
    [(name, now)] = executors([moved], NEXT).items()
    assert (name, now.counted.due, now.counted.prolonged, now.original.due) == ("b", 1, 0, 0)


def test_moved_too_late_it_is_counted_where_it_was_violated() -> None:
    moved = planned(**moved_too_late("2023-06-30"))
    assert total([moved], VIEW, YEAR).counted == total([moved], VIEW, YEAR).original
    assert total([moved], VIEW, YEAR).counted.overdue == 1
    assert total([moved], VIEW, NEXT).counted == figures([], VIEW)


def test_cancelled_in_time_is_in_the_column_of_the_cancelled_alone() -> None:
    gone = cancelled("06-01", co_executors=("organisation/b",))
    groups = executors([gone])
    assert list(groups) == ["organisation/a"]
    assert groups["organisation/a"].counted == figures([gone], VIEW)
    assert (groups["organisation/a"].counted.due, groups["organisation/a"].counted.cancelled) == (
        0,
        1,
    )


def test_cancelled_late_it_stays_with_its_co_executors_too() -> None:
    groups = executors([cancelled("07-01", co_executors=("organisation/b",))])
    assert groups["organisation/b"].co_executed == 1


# -- sums ------------------------------------------------------------------------------------------

DAYS = st.dates(date(2021, 10, 1), date(2023, 3, 31))
MAYBE = st.none() | DAYS
LEADS = st.sampled_from([None, "a", "b"])
PERIODS = st.sampled_from([YEAR, NEXT, period("2022-Q2"), period("2021..2023")])
SUMMED = tuple(field.name for field in msgspec.structs.fields(Figures) if field.type is int)


def occurrences() -> st.SearchStrategy[Occurrence]:
    """Return any occurrence, also one that no rule would let come about."""
    return st.builds(
        planned,
        status=st.sampled_from(["planned", "in_progress", "reported", "evaluated", "cancelled"]),
        start=MAYBE,
        original_deadline=MAYBE,
        counted_deadline=MAYBE,
        current_deadline=MAYBE,
        prolonged_from=st.lists(DAYS, max_size=2).map(tuple),
        lead=LEADS,
        led=st.lists(st.builds(Led, DAYS, LEADS), max_size=3).map(tuple),
        co_executors=st.lists(st.sampled_from("abc"), max_size=2, unique=True).map(tuple),
        completeness=st.sampled_from([None, "full", "partly", "not_done"]),
        reported_on=MAYBE,
        reported_at=st.none() | st.datetimes(timezones=st.just(VIEW.zone)),
        verdict=st.sampled_from([None, "done", "partly", "not_done"]),
        executed_on=MAYBE,
        cancelled_on=MAYBE,
    )


@settings(max_examples=150)
@given(st.lists(occurrences(), max_size=12), DAYS, st.sampled_from([original, counted]))
def test_every_occurrence_counts_as_exactly_one_state_and_the_sums_add_up(
    found: list[Occurrence], today: date, by: discipline.DeadlineOf
) -> None:
    sums = figures(found, on(today), by)
    states = [state(one, today, by) for one in found]
    assert set(states) <= set(get_args(State))
    assert sums.executed == sums.in_time + sums.late + states.count("executed")
    parts = (sums.partly, sums.not_done, sums.overdue, sums.in_work, sums.not_begun)
    assert sums.due == sums.executed + sum(parts) == len(found) - sums.cancelled
    assert sums.in_full <= sums.executed
    assert sums.recorded_late <= sums.in_time
    assert sums.execution == share(sums.executed, sums.due)


@settings(max_examples=150)
@given(st.lists(occurrences(), max_size=12), DAYS, PERIODS)
def test_executors_add_up_to_the_whole_by_both_counts(
    found: list[Occurrence], today: date, within: Period
) -> None:
    whole = total(found, on(today), within)
    parts = by_executor(found, on(today), within)
    for name in SUMMED:
        for count in ("original", "counted"):
            everything = getattr(getattr(whole, count), name)
            assert sum(getattr(getattr(part, count), name) for part in parts) == everything
    assert [part.name for part in parts] == sorted({part.name for part in parts})


@settings(max_examples=150)
@given(st.lists(occurrences(), max_size=12), DAYS)
def test_halves_add_up_to_the_whole_but_for_what_moves_between_them(
    found: list[Occurrence], today: date
) -> None:
    """Everything is due in one part of the year, so only what was prolonged may be told twice."""
    whole = total(found, on(today), YEAR)
    halves = [total(found, on(today), period(label)) for label in ("2022-H1", "2022-H2")]
    for name in SUMMED:
        for count in ("original", "counted"):
            parts = sum(getattr(getattr(half, count), name) for half in halves)
            everything = getattr(getattr(whole, count), name)
            assert parts == everything or (name == "prolonged" and parts > everything)
