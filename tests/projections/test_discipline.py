"""Executive discipline: every edge case of the domain, and that the sums add up."""

from __future__ import annotations

import decimal
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendar.periods import period, split
from engine.projections import discipline
from engine.projections.discipline import State, current, due_in, figures, original, share, state
from engine.projections.occurrences import Unit
from engine.projections.status import by_executor, group, status
from tests.support.units import DEADLINE, cancelled, day, evaluated, reported, unit

YEAR = period("2022")
AFTER = date(2022, 12, 31)


# -- what one unit counts as ---------------------------------------------------------------------


def test_reported_in_full_by_the_deadline_is_executed_in_time() -> None:
    assert state(reported("06-30"), AFTER) == "executed_in_time"


def test_reported_after_the_deadline_is_executed_late() -> None:
    assert state(reported("07-01"), AFTER) == "executed_late"


def test_in_time_is_judged_by_the_day_it_happened_and_not_by_the_recording() -> None:
    """Keyed in half a year later, it still happened in time."""
    late_entry = reported("06-30", reported_at=datetime(2022, 12, 1, tzinfo=UTC))
    assert state(late_entry, AFTER) == "executed_in_time"


def test_reported_partly_is_executed() -> None:
    assert state(reported(completeness="partly"), AFTER) == "executed_in_time"
    assert figures([reported(completeness="partly")], AFTER).in_full == 0


def test_reported_as_not_done_is_not_executed() -> None:
    assert state(reported(completeness="not_done"), AFTER) == "not_done"
    assert state(reported(completeness="not_done"), day("06-21")) == "not_done"


def test_a_returned_report_is_not_executed() -> None:
    returned = unit(status="in_progress", reports=1, returns=1)
    assert state(returned, AFTER) == "overdue"
    assert state(returned, DEADLINE) == "in_work"


def test_evaluated_done_is_in_full() -> None:
    found = figures([evaluated("done")], AFTER)
    assert (found.executed, found.in_full, found.implementation) == (1, 1, "100.00")


def test_evaluated_done_after_a_partial_report_is_in_full() -> None:
    assert figures([evaluated("done", completeness="partly")], AFTER).in_full == 1


def test_evaluated_partly_is_neither_executed_nor_in_full() -> None:
    found = figures([evaluated("partly")], AFTER)
    assert (found.partly, found.executed, found.in_full, found.not_done) == (1, 0, 0, 0)
    assert (found.execution, found.in_time_share, found.implementation) == ("0.00", "0.00", "0.00")


def test_evaluated_not_done_and_lapsed_are_not_done() -> None:
    lapsed = unit(status="evaluated", verdict="not_done", evaluated_on=day("07-01"))
    assert state(evaluated("not_done"), AFTER) == state(lapsed, AFTER) == "not_done"


def test_evaluated_done_keeps_the_lateness_of_its_report() -> None:
    assert state(evaluated("done", on="07-02"), AFTER) == "executed_late"


def test_reported_and_not_evaluated_is_executed_and_not_in_full() -> None:
    found = figures([reported()], AFTER)
    assert (found.executed, found.in_full) == (1, 0)


def test_something_not_reported_is_overdue_from_the_day_after_its_deadline() -> None:
    assert state(unit(), DEADLINE) == "in_work"
    assert state(unit(), DEADLINE + timedelta(1)) == "overdue"
    assert state(unit(status="in_progress"), DEADLINE + timedelta(1)) == "overdue"


def test_before_its_window_it_has_not_begun_unless_somebody_started() -> None:
    assert state(unit(), day("05-31")) == "not_begun"
    assert state(unit(), day("06-01")) == "in_work"
    assert state(unit(status="in_progress"), day("05-31")) == "in_work"


def test_cancelled_on_or_before_its_deadline_is_out_of_n_and_listed_apart() -> None:
    found = figures([cancelled("06-30"), cancelled("03-01"), reported()], AFTER)
    assert (found.due, found.cancelled, found.execution) == (1, 2, "100.00")


def test_cancelled_after_its_deadline_stays_in_n_as_not_done() -> None:
    found = figures([cancelled("07-01")], AFTER)
    assert (found.due, found.cancelled, found.not_done, found.execution) == (1, 0, 1, "0.00")


def test_a_verdict_that_no_longer_stands_is_not_in_full() -> None:
    """Also where today's rules would not have let it come to this."""
    odd = [unit(status="cancelled", verdict="done"), unit(status="in_progress", verdict="done")]
    assert figures(odd, AFTER).in_full == 0


# -- what is due when ----------------------------------------------------------------------------


def test_nothing_scheduled_gives_no_percentage() -> None:
    found = figures([], AFTER)
    assert found.due == 0
    assert (found.execution, found.in_time_share, found.implementation) == (None, None, None)
    only_cancelled = figures([cancelled("06-01")], AFTER)
    assert (only_cancelled.due, only_cancelled.execution) == (0, None)


def test_due_is_what_has_its_deadline_in_the_period() -> None:
    edges = [date(2021, 12, 31), date(2022, 1, 1), date(2022, 12, 31), date(2023, 1, 1)]
    units = [unit(deadline=edge, key=str(edge)) for edge in edges]
    assert [found.deadline for found in due_in(units, YEAR)] == edges[1:3]


def test_a_unit_without_a_deadline_is_due_in_no_period() -> None:
    assert due_in([unit(deadline=None)], period("1900..2100")) == []


def test_a_span_counts_in_the_year_of_its_deadline() -> None:
    span = unit("2021..2022", start=date(2021, 1, 1), deadline=date(2022, 12, 31))
    assert due_in([span], period("2021")) == []
    assert due_in([span], YEAR) == [span]


def test_moved_to_another_year_it_stays_in_n_of_the_original_year() -> None:
    moved = reported("07-02", current_deadline=date(2023, 3, 1))
    assert due_in([moved], YEAR, original) == [moved]
    assert due_in([moved], YEAR, current) == []
    assert due_in([moved], period("2023"), current) == [moved]


def test_late_by_the_original_deadline_may_be_in_time_by_the_current_one() -> None:
    moved = reported("07-02", current_deadline=day("07-31"))
    assert state(moved, AFTER, original) == "executed_late"
    assert state(moved, AFTER, current) == "executed_in_time"
    both = group("", [moved], AFTER, YEAR)
    assert (both.original.late, both.current.late) == (1, 0)


def test_cancelled_between_the_two_deadlines_counts_by_one_of_them() -> None:
    moved = cancelled("07-15", current_deadline=day("07-31"))
    assert state(moved, AFTER, original) == "not_done"
    assert state(moved, AFTER, current) == "cancelled"


def test_each_occurrence_of_a_recurring_measure_is_one_unit() -> None:
    quarters = [
        unit(part.label, start=part.start, deadline=part.end)
        for part in split(YEAR.start, YEAR.end, "quarter")
    ]
    assert group("", quarters, AFTER, YEAR).original.due == 4


# -- executors -------------------------------------------------------------------------------------


def test_the_unit_belongs_to_its_lead_and_co_executors_are_not_added_up() -> None:
    units = [
        reported(key="1", lead="a", co_executors=("b", "c")),
        unit(key="2", lead="b", co_executors=("c",)),
        unit(key="3", lead=None),
    ]
    groups = by_executor(units, AFTER, YEAR)
    assert [(found.name, found.original.due, found.co_executed) for found in groups] == [
        ("", 1, 0),
        ("a", 1, 0),
        ("b", 1, 1),
        ("c", 0, 2),
    ]
    assert sum(found.original.due for found in groups) == group("", units, AFTER, YEAR).original.due


def test_status_shows_each_period_by_itself() -> None:
    units = [reported(key="1"), reported("02-01", key="2", deadline=day("02-28"))]
    first, second = status(units, [period("2022-Q1"), period("2022-Q2")], AFTER)
    assert (first.total.original.due, second.total.original.due) == (1, 1)
    assert first.total.original.in_time == second.total.original.in_time == 1


# -- sums ---------------------------------------------------------------------------------------

DAYS = st.dates(date(2021, 10, 1), date(2023, 3, 31))
MAYBE = st.none() | DAYS


def units() -> st.SearchStrategy[Unit]:
    """Return any unit, also one that no rule would let come about."""
    return st.builds(
        unit,
        status=st.sampled_from(["planned", "in_progress", "reported", "evaluated", "cancelled"]),
        start=MAYBE,
        deadline=MAYBE,
        current_deadline=MAYBE,
        lead=st.sampled_from([None, "a", "b"]),
        co_executors=st.lists(st.sampled_from("abc"), max_size=2, unique=True).map(tuple),
        completeness=st.sampled_from([None, "full", "partly", "not_done"]),
        reported_on=MAYBE,
        verdict=st.sampled_from([None, "done", "partly", "not_done"]),
        cancelled_on=MAYBE,
    )


@settings(max_examples=300)
@given(st.lists(units(), max_size=12), DAYS, st.sampled_from([original, current]))
def test_every_unit_counts_as_exactly_one_state_and_the_sums_add_up(
    counted: list[Unit], on: date, by: discipline.DeadlineOf
) -> None:
    found = figures(counted, on, by)
    states = [state(one, on, by) for one in counted]
    assert set(states) <= set(get_args(State))
    assert found.executed == found.in_time + found.late
    parts = (
        found.executed,
        found.partly,
        found.not_done,
        found.overdue,
        found.in_work,
        found.not_begun,
    )
    assert found.due == sum(parts) == len(counted) - found.cancelled
    assert found.in_full <= found.executed
    assert found.execution == share(found.executed, found.due)


@settings(max_examples=200)
@given(st.lists(units(), max_size=12), DAYS)
def test_executors_add_up_to_the_whole_by_both_deadlines(counted: list[Unit], on: date) -> None:
    whole = group("", counted, on, YEAR)
    parts = by_executor(counted, on, YEAR)
    for name in ("due", "executed", "late", "partly", "overdue", "in_full", "cancelled"):
        for by in ("original", "current"):
            total = getattr(getattr(whole, by), name)
            assert sum(getattr(getattr(part, by), name) for part in parts) == total
    assert [part.name for part in parts] == sorted({part.name for part in parts})


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 8, "12.50"),
        (1, 2000, "0.05"),
        (1, 16000, "0.01"),
        (5, 100000, "0.01"),
        (7, 7, "100.00"),
        (0, 5, "0.00"),
        (0, 0, None),
    ],
)
def test_shares_are_rounded_half_up_to_two_decimals(
    part: int, whole: int, text: str | None
) -> None:
    assert share(part, whole) == text


def test_shares_do_not_depend_on_the_decimal_context() -> None:
    with decimal.localcontext(decimal.Context(prec=28, rounding=decimal.ROUND_DOWN)):
        assert share(2, 3) == "66.67"
