"""Executive discipline: what an occurrence counts as, each edge case of the domain."""

from __future__ import annotations

import decimal
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest

from engine.calendar.periods import period, split
from engine.projections.discipline import (
    DEVIATIONS,
    EXECUTED,
    STATES,
    State,
    cancelled_in,
    counted,
    due_in,
    duty,
    figures,
    judgement,
    original,
    prolonged_in,
    share,
    state,
)
from tests.support.units import (
    DEADLINE,
    cancelled,
    day,
    evaluated,
    moved_in_time,
    moved_too_late,
    on,
    planned,
    reported,
)

YEAR, NEXT = period("2022"), period("2023")
AFTER = date(2022, 12, 31)
VIEW = on(AFTER)


def test_the_table_has_a_row_for_every_state_and_the_last_one_always_fits() -> None:
    assert tuple(name for name, _ in STATES) == get_args(State)
    assert {*EXECUTED, *DEVIATIONS} < set(get_args(State))


# -- executed, and in time -------------------------------------------------------------------------


def test_reported_in_full_by_the_deadline_is_executed_in_time() -> None:
    assert state(reported("06-30"), AFTER) == "executed_in_time"


def test_reported_after_the_deadline_is_executed_late() -> None:
    assert state(reported("07-01"), AFTER) == "executed_late"


def test_reported_and_not_evaluated_is_executed_and_not_in_full() -> None:
    found = figures([reported()], VIEW)
    assert (found.executed, found.in_full) == (1, 0)


def test_evaluated_done_is_in_full() -> None:
    found = figures([evaluated("done")], VIEW)
    assert (found.executed, found.in_full, found.implementation) == (1, 1, "100.00")


def test_evaluated_done_keeps_the_lateness_of_its_report() -> None:
    assert state(evaluated("done", by="07-02"), AFTER) == "executed_late"


def test_the_day_of_execution_that_the_verdict_accepts_is_the_one_that_counts() -> None:
    earlier = evaluated("done", by="07-02", executed_on=day("06-30"))
    later = evaluated("done", by="06-20", executed_on=day("07-03"))
    assert state(earlier, AFTER) == "executed_in_time"
    assert state(later, AFTER) == "executed_late"
    assert judgement(later, AFTER, counted).deviation_days == 3


def test_work_without_a_deadline_is_executed_and_neither_in_time_nor_late() -> None:
    """Counted apart from the rest of a period, yet where it is counted, it counts as executed."""
    undated = [reported(deadline=None, start=None), evaluated(deadline=None, start=None)]
    assert [state(one, AFTER) for one in undated] == ["executed", "executed"]
    found = figures(undated, VIEW)
    assert (found.executed, found.in_time, found.late, found.in_full) == (2, 0, 0, 1)
    assert (found.execution, found.in_time_share) == ("100.00", "0.00")
    assert due_in(undated, period("1900..2100")) == []


def test_a_returned_report_is_not_executed() -> None:
    returned = planned(status="in_progress", reports=1, returns=1)
    assert state(returned, AFTER) == "overdue"
    assert state(returned, DEADLINE) == "in_work"


# -- partly, and not done --------------------------------------------------------------------------


@pytest.mark.parametrize("on_day", [day("06-21"), DEADLINE, AFTER])
@pytest.mark.parametrize("said", ["partly", "not_done"])
def test_reported_partly_counts_as_partly_at_once_and_not_done_likewise(
    said: State, on_day: date
) -> None:
    one = reported(completeness=said)
    assert state(one, on_day) == said
    found = figures([one], on(on_day))
    assert (found.due, getattr(found, said)) == (1, 1)
    assert (found.executed, found.in_time, found.in_full, found.overdue) == (0, 0, 0, 0)
    assert said in DEVIATIONS


def test_evaluated_done_after_a_partial_report_is_in_full() -> None:
    assert figures([evaluated("done", completeness="partly")], VIEW).in_full == 1


def test_evaluated_partly_is_neither_executed_nor_in_full() -> None:
    found = figures([evaluated("partly")], VIEW)
    assert (found.partly, found.executed, found.in_full, found.not_done) == (1, 0, 0, 0)
    assert (found.execution, found.in_time_share, found.implementation) == ("0.00", "0.00", "0.00")


def test_evaluated_not_done_and_lapsed_are_not_done() -> None:
    lapsed = planned(status="evaluated", verdict="not_done", evaluated_on=day("07-01"))
    assert state(evaluated("not_done"), AFTER) == state(lapsed, AFTER) == "not_done"


def test_a_verdict_that_no_longer_holds_is_not_in_full() -> None:
    """Also where today's rules would not have let it come to this."""
    odd = [
        planned(status="cancelled", verdict="done"),
        planned(status="in_progress", verdict="done"),
        planned(status="evaluated", verdict=None),
    ]
    assert [state(one, AFTER) for one in odd] == ["not_done", "overdue", "not_done"]
    assert figures(odd, VIEW).in_full == 0


# -- open ------------------------------------------------------------------------------------------


def test_something_not_reported_is_overdue_from_the_day_after_its_deadline() -> None:
    assert state(planned(), DEADLINE) == "in_work"
    assert state(planned(), DEADLINE + timedelta(1)) == "overdue"
    assert state(planned(status="in_progress"), DEADLINE + timedelta(1)) == "overdue"


def test_before_its_window_it_has_not_begun_unless_someone_started() -> None:
    assert state(planned(), day("05-31")) == "not_begun"
    assert state(planned(), day("06-01")) == "in_work"
    assert state(planned(status="in_progress"), day("05-31")) == "in_work"


# -- cancelled -------------------------------------------------------------------------------------


def test_cancelled_on_or_before_its_deadline_is_out_of_n_and_listed_apart() -> None:
    in_time = [cancelled("06-30", key="1"), cancelled("03-01", key="2")]
    counted_ones = [*in_time, reported()]
    found = figures(counted_ones, VIEW)
    assert (found.due, found.cancelled, found.execution) == (1, 2, "100.00")
    assert due_in(counted_ones, YEAR) == [reported()]
    assert cancelled_in(counted_ones, YEAR) == in_time


def test_cancelled_after_its_deadline_stays_in_n_as_not_done() -> None:
    late = cancelled("07-01")
    found = figures([late], VIEW)
    assert (found.due, found.cancelled, found.not_done, found.execution) == (1, 0, 1, "0.00")
    assert (due_in([late], YEAR), cancelled_in([late], YEAR)) == ([late], [])


def test_what_was_reported_and_then_cancelled_in_time_is_cancelled() -> None:
    assert state(reported(status="cancelled", cancelled_on=day("06-25")), AFTER) == "cancelled"


# -- two deadlines ---------------------------------------------------------------------------------


def test_moved_in_time_it_goes_to_its_new_period_and_the_old_one_says_prolonged() -> None:
    moved = planned(**moved_in_time("2023-03-31"))
    assert due_in([moved], YEAR) == []
    assert list(prolonged_in([moved], YEAR)) == [(DEADLINE, moved)]
    assert due_in([moved], NEXT) == [moved]
    assert list(prolonged_in([moved], NEXT)) == []
    assert due_in([moved], YEAR, original) == [moved]
    assert due_in([moved], NEXT, original) == []


def test_moved_within_its_period_it_is_not_prolonged_there() -> None:
    moved = planned(**moved_in_time("11-30"))
    assert due_in([moved], YEAR) == [moved]
    assert list(prolonged_in([moved], YEAR)) == []
    assert list(prolonged_in([moved], period("2022-Q2"))) == [(DEADLINE, moved)]


def test_moved_twice_every_period_that_it_left_says_prolonged_once() -> None:
    days = (day("03-31"), day("05-31"), day("2023-05-31"))
    moved = planned(**moved_in_time("2024-05-31", deadline=days[0]) | {"prolonged_from": days})
    assert list(prolonged_in([moved], YEAR)) == [(days[1], moved)]
    assert list(prolonged_in([moved], NEXT)) == [(days[2], moved)]


def test_moved_after_its_deadline_the_violation_stays_where_it_was() -> None:
    moved = planned(**moved_too_late("2023-06-30"))
    assert due_in([moved], YEAR) == [moved]
    assert due_in([moved], NEXT) == []
    assert list(prolonged_in([moved], YEAR)) == []
    assert [state(moved, AFTER, by) for by in (counted, original, duty)] == [
        "overdue",
        "overdue",
        "in_work",
    ]


def test_late_by_the_original_deadline_may_be_in_time_by_the_one_in_force() -> None:
    moved = reported("07-02", **moved_in_time("07-31"))
    assert state(moved, AFTER, original) == "executed_late"
    assert state(moved, AFTER, counted) == "executed_in_time"
    days = [judgement(moved, AFTER, by).deviation_days for by in (original, counted)]
    assert days == [2, -29]


def test_cancelled_between_two_deadlines_is_judged_by_each_of_them() -> None:
    moved = cancelled("07-15", **moved_in_time("07-31"))
    assert (due_in([moved], YEAR), due_in([moved], YEAR, original)) == ([], [moved])
    assert state(moved, AFTER, counted) == "cancelled"
    assert state(moved, AFTER, original) == "not_done"


def test_without_a_report_or_a_deadline_there_is_no_deviation() -> None:
    assert judgement(planned(), AFTER, counted).deviation_days is None
    assert judgement(reported(deadline=None), AFTER, counted).deviation_days is None


# -- what is due when ------------------------------------------------------------------------------


def test_nothing_scheduled_gives_no_percentage() -> None:
    found = figures([], VIEW)
    assert found.due == 0
    assert (found.execution, found.in_time_share, found.implementation) == (None, None, None)
    only_cancelled = figures([cancelled("06-01")], VIEW)
    assert (only_cancelled.due, only_cancelled.execution) == (0, None)


def test_due_is_what_has_its_deadline_in_the_period() -> None:
    edges = [date(2021, 12, 31), date(2022, 1, 1), date(2022, 12, 31), date(2023, 1, 1)]
    found = [planned(deadline=edge, key=str(edge)) for edge in edges]
    assert [one.original_deadline for one in due_in(found, YEAR)] == edges[1:3]


def test_a_span_counts_in_the_year_of_its_deadline() -> None:
    span = planned("2021..2022", start=date(2021, 1, 1), deadline=date(2022, 12, 31))
    assert due_in([span], period("2021")) == []
    assert due_in([span], YEAR) == [span]


def test_each_occurrence_of_a_recurring_measure_is_counted() -> None:
    quarters = [
        planned(part.label, start=part.start, deadline=part.end)
        for part in split(YEAR.start, YEAR.end, "quarter")
    ]
    assert len(due_in(quarters, YEAR)) == 4


# -- recorded late ---------------------------------------------------------------------------------


def test_in_time_is_judged_by_the_day_it_happened_and_recorded_late_stands_beside_it() -> None:
    """Keyed in half a year later, it still happened in time."""
    keyed_in = reported("06-30", reported_at=datetime(2022, 12, 1, tzinfo=UTC))
    at_once = reported("06-30", key="2", reported_at=datetime(2022, 6, 30, 9, tzinfo=UTC))
    assert state(keyed_in, AFTER) == "executed_in_time"
    found = figures([keyed_in, at_once], VIEW)
    assert (found.in_time, found.recorded_late) == (2, 1)


def test_what_is_late_is_not_also_recorded_late() -> None:
    late = reported("07-02", reported_at=datetime(2022, 7, 2, 9, tzinfo=UTC))
    partly = reported("06-30", "partly", reported_at=datetime(2022, 7, 2, 9, tzinfo=UTC))
    assert figures([late, partly], VIEW).recorded_late == 0


@pytest.mark.parametrize(("hour", "late"), [(20, 0), (21, 1)])
def test_the_day_of_recording_is_the_offices(hour: int, late: int) -> None:
    """Nine in the evening UTC of 30 June is 1 July in Moscow."""
    one = reported("06-30", reported_at=datetime(2022, 6, 30, hour, 30, tzinfo=UTC))
    assert figures([one], VIEW).recorded_late == late


def test_recorded_late_is_judged_by_the_deadline_of_the_count() -> None:
    recorded = reported(
        "06-20", reported_at=datetime(2022, 7, 15, tzinfo=UTC), **moved_in_time("07-31")
    )
    assert figures([recorded], VIEW, counted).recorded_late == 0
    assert figures([recorded], VIEW, original).recorded_late == 1


# -- shares ----------------------------------------------------------------------------------------


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
