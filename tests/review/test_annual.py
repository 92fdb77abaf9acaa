"""The annual review: planned against actual, counted by hand for a year that is written out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from engine.calendar.periods import period
from engine.review.annual import Line, Part, Review
from tests.support.logs import Place
from tests.support.offices import RehearsedOffice, office_on
from tests.support.years import play

YEAR = period("2022")


@pytest.fixture(scope="module")
def office() -> Iterator[RehearsedOffice]:
    """Give the office of ``years.py``, on 10 January 2023."""
    with office_on(Place("memory", None)) as found:
        yield play(found)


@pytest.fixture(scope="module")
def year(office: RehearsedOffice) -> Review:
    """Give its review of 2022."""
    return reviewed(office)


@pytest.fixture(scope="module")
def plan(year: Review) -> Part:
    """Give the part of its only roadmap; the order that approved it is the other part."""
    found, _order = year.parts
    return found


def reviewed(office: RehearsedOffice, label: str = "2022", **days: Any) -> Review:
    """Return the canonical review of a period."""
    return office.answers.review(period(label), office.session.view(**days)).review


def line(lines: tuple[Line, ...], reference: str) -> Line:
    """Return the line of one occurrence."""
    (found,) = [one for one in lines if one.reference == reference]
    return found


# By hand, from years.py. Due in 2022: 1.1 twice, 1.2, 1.3 (2021..2022), 1.5 (the winter that ends
# in May 2022), 2.1, 2.2 once (cancelled after its deadline; the other was cancelled in time),
# 2.4 item 1; and of the order its item 3.
DUE = {
    "rm/1.1@2022-03": "executed_in_time",
    "rm/1.1@2022-09": "partly",
    "rm/1.2@2022": "overdue",
    "rm/1.3@2021..2022": "overdue",
    "rm/1.5@2021-11..2022-05": "overdue",
    "rm/2.1@2022-05": "not_done",
    "rm/2.2@2022-11": "not_done",
    "rm/2.4@1:2022-12": "executed_late",
}


def test_what_was_due_in_the_year_and_what_became_of_it(plan: Part) -> None:
    assert {one.reference: one.counted.state for one in plan.due} == DUE
    assert list(DUE) == [one.reference for one in plan.due]
    assert [one.reference for one in plan.cancelled] == ["rm/2.2@2022-06"]


def test_the_items_of_the_order_are_a_part_of_their_own(year: Review) -> None:
    _, order = year.parts
    assert (order.kind, order.key) == ("order", "rm-order")
    assert [(one.reference, one.counted.state) for one in order.due] == [
        ("rm-order/3@2022-03", "executed_late")
    ]
    assert order.not_asked == ("rm-order/4",)  # the first item sets no deadline


def test_the_figures_of_the_whole(year: Review) -> None:
    found = year.total.counted
    assert (found.due, found.cancelled, found.prolonged) == (9, 1, 0)
    assert (found.executed, found.in_time, found.late, found.recorded_late) == (3, 1, 2, 0)
    assert (found.in_full, found.partly, found.not_done) == (1, 1, 2)
    assert (found.overdue, found.in_work, found.not_begun) == (3, 0, 0)
    assert (found.execution, found.in_time_share, found.implementation) == (
        "33.33",
        "11.11",
        "11.11",
    )
    assert year.total.original == found


def test_spans_pass_through_and_are_counted_in_the_year_of_their_deadline(
    office: RehearsedOffice, plan: Part
) -> None:
    assert [one.reference for one in plan.passing] == [
        "rm/1.4@2022..2023",
        "rm/1.5@2022-11..2023-05",
    ]
    assert not {one.reference for one in plan.passing} & set(DUE)
    for label, span in [("2021", "rm/1.3@2021..2022"), ("2023", "rm/1.4@2022..2023")]:
        other = reviewed(office, label).parts[0]
        assert (span in {one.reference for one in other.passing}) == (label == "2021")
        assert (span in {one.reference for one in other.due}) == (label == "2023")


def test_everything_dated_is_due_or_cancelled_in_exactly_one_year(office: RehearsedOffice) -> None:
    listed = [
        one.reference
        for label in ("2021", "2022", "2023", "2024")
        for part in reviewed(office, label).parts
        for one in (*part.due, *part.cancelled)
    ]
    assert len(listed) == len(set(listed))
    assert len(listed) == sum(
        one.original_deadline is not None for one in office.answers.occurrences()
    )


def test_what_had_no_deadline_stands_apart_and_is_counted_nowhere(
    office: RehearsedOffice, plan: Part
) -> None:
    [found] = plan.without_deadline
    assert (found.reference, found.counted.state) == ("rm/2.3@2022-06-28", "executed")
    assert reviewed(office, "2023").parts[0].without_deadline == ()


def test_measures_without_an_occurrence_are_named(plan: Part) -> None:
    assert plan.not_asked == ("rm/2.5",)


def test_sections_and_executors_add_up_to_the_total(year: Review, plan: Part) -> None:
    assert [group.name for group in plan.sections] == ["1 Учёба", "2 Прочее"]
    for parts, whole in [
        (plan.sections, plan.total),
        (plan.executors, plan.total),
        (year.executors, year.total),
    ]:
        for name in ("due", "executed", "late", "partly", "not_done", "overdue", "in_full"):
            for by in ("original", "counted"):
                total = getattr(getattr(whole, by), name)
                assert sum(getattr(getattr(part, by), name) for part in parts) == total


def test_co_executors_are_counted_beside_and_not_added_up(
    office: RehearsedOffice, year: Review
) -> None:
    register = office.session.register()
    by_name = {register.name(group.name): group for group in year.executors}
    assert (by_name["Школа"].counted.due, by_name["Школа"].co_executed) == (4, 1)
    assert (by_name["Центр"].counted.due, by_name["Центр"].co_executed) == (5, 2)


def test_executors_stand_in_the_order_of_their_ids(year: Review) -> None:
    names = [group.name for group in year.executors]
    assert names == sorted(names)


def test_a_line_shows_planned_against_actual(plan: Part) -> None:
    late = line(plan.due, "rm/1.1@2022-09")
    assert (late.counted.deadline, late.reported_on) == (date(2022, 9, 30), date(2022, 10, 5))
    assert late.counted == late.original == late.duty
    assert (late.counted.deviation_days, late.deviates) == (5, True)
    assert (late.completeness, late.verdict, late.section) == ("partly", "partly", ("1 Учёба",))
    early = line(plan.due, "rm/1.1@2022-03")
    assert (early.counted.deviation_days, early.deviates) == (-11, False)
    silent = line(plan.due, "rm/1.3@2021..2022")
    assert (silent.reported_on, silent.result) == (None, None)
    assert silent.counted.deviation_days is None
    assert line(plan.due, "rm/1.2@2022").expected_result == "Сводка"


def test_a_returned_report_leaves_no_result(plan: Part) -> None:
    returned = line(plan.due, "rm/1.2@2022")
    assert (returned.status, returned.returns) == ("in_progress", 1)
    assert (returned.result, returned.completeness) == (None, None)


def test_a_sub_item_is_shown_with_its_own_title(plan: Part) -> None:
    assert line(plan.due, "rm/2.4@1:2022-12").title == "Мера: Часть"


def test_words_are_referred_to_by_position_and_commitment(
    office: RehearsedOffice, plan: Part
) -> None:
    done = line(plan.due, "rm/1.1@2022-03")
    assert done.result is not None
    assert done.justification is not None
    events = {event.position: event for event in office.log.events()}
    assert events[done.result.position].type == "ResultReported"
    assert events[done.result.position].words_commitment == done.result.commitment
    assert events[done.justification.position].type == "ExecutionEvaluated"


def test_a_review_as_of_an_earlier_day(office: RehearsedOffice) -> None:
    """By the end of March the deadlines of spring to autumn had not come."""
    found = reviewed(office, as_of=date(2022, 3, 31))
    states = {one.reference: one.counted.state for part in found.parts for one in part.due}
    assert states["rm/1.1@2022-03"] == "executed_in_time"
    assert states["rm/1.1@2022-09"] == "not_begun"
    assert states["rm/1.2@2022"] == "in_work"
    assert states["rm/2.2@2022-06"] == "not_begun"
    assert (found.day, found.as_of) == (date(2022, 3, 31), date(2022, 3, 31))
    assert found.total.counted.in_full == 0


def test_before_the_order_there_is_nothing(office: RehearsedOffice) -> None:
    found = reviewed(office, as_of=date(2021, 12, 19))
    assert found.parts == ()
    assert found.total.counted.execution is None


@pytest.mark.parametrize("key", ["rm", "rm-order"])
def test_one_roadmap_or_order_may_be_asked_for(
    office: RehearsedOffice, year: Review, key: str
) -> None:
    alone = office.answers.review(YEAR, office.session.view(), key).review
    [part] = alone.parts
    assert part in year.parts
    assert (part.key, alone.total) == (key, part.total)
