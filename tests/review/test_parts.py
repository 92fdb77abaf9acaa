"""The parts of a review: roadmaps, orders with tracked items, and the lists of each."""

from __future__ import annotations

from datetime import date

import pytest

from engine.calendar.periods import period
from engine.events import occurrences as events
from engine.projections.clocks import View
from engine.review import annual
from engine.review.annual import Line, Review
from engine.workflows.orders.draft import Draft, SectionDraft
from tests.support.amending import due, executors_amended, window_amended
from tests.support.approving import approve, draft, measure, roadmap
from tests.support.telling import OPENED, Telling, noon
from tests.support.two_orders import (
    CENTRE,
    FIRST,
    JUNE,
    MAY_ITEM,
    SCHOOL,
    SPAN,
    two_orders,
)

LATER = "2024-03-01"
LISTS = ("due", "prolonged", "cancelled", "passing", "without_deadline")


def reviewed(telling: Telling, label: str = "2022", view: View | None = None) -> Review:
    """Return the review of a period, seen on 1 March 2024 unless a *view* is given."""
    seen = view or telling.view(LATER)
    return annual.review(OPENED, telling.events, seen, period(label))


def listed(review: Review, name: str) -> list[str]:
    """Return the references of one of the lists, of all parts."""
    return [line.reference for part in review.parts for line in getattr(part, name)]


def line(review: Review, reference: str) -> Line:
    """Return the only line of an occurrence."""
    lines = [one for part in review.parts for one in part.lines()]
    [found] = [one for one in lines if one.reference == reference]
    return found


# -- what is a part --------------------------------------------------------------------------------


def test_roadmaps_and_the_orders_with_tracked_items_are_the_parts() -> None:
    parts = reviewed(two_orders()).parts
    assert [(part.kind, part.key, part.order, part.title) for part in parts] == [
        ("roadmap", "rm", "rm-order", "План"),
        ("roadmap", "other", "other-order", "План"),
        ("order", "rm-order", "rm-order", "О плане"),
        ("order", "other-order", "other-order", ""),
    ]


def test_an_order_without_tracked_items_is_no_part_and_what_it_only_says_is_not_asked() -> None:
    plain = draft(roadmap(measure("когда-нибудь")), date="2022-01-20")
    telling = Telling().approve(approve(plain, today=FIRST), at=noon(FIRST))
    [part] = reviewed(telling).parts
    assert (part.kind, part.not_asked) == ("roadmap", ("rm/1.1",))
    [_, order] = [part for part in reviewed(two_orders()).parts if part.kind == "order"]
    assert order.not_asked == ()  # its second item sets no deadline


def test_one_part_may_be_asked_for_and_is_the_whole_then() -> None:
    telling = two_orders()
    for key in ("rm", "other-order"):
        found = annual.review(OPENED, telling.events, telling.view(LATER), period("2022"), key)
        [part] = found.parts
        assert (part.key, part.total, part.executors) == (key, found.total, found.executors)


def test_an_occurrence_older_than_its_plan_counts_under_the_key_of_its_roadmap() -> None:
    """By its day a window was set before the order; as of that day no title is known yet."""
    window = due(date(2022, 1, 1), date(2022, 1, 31))
    early = events.OccurrencePlanned(
        key="2022-01", window=window, lead=SCHOOL, co_executors=(), section=()
    )
    telling = two_orders().tell("occurrence/rm/m001/2022-01", early, date(2022, 1, 10))
    view = telling.view(LATER, as_of=date(2022, 1, 15))
    [part] = reviewed(telling, view=view).parts
    assert (part.kind, part.key, part.title, part.total.counted.due) == ("roadmap", "rm", "", 1)
    assert [(one.reference, one.title) for one in part.due] == [("rm/m001@2022-01", "")]


# -- the lists -------------------------------------------------------------------------------------


def test_prolonged_stands_in_the_old_period_and_due_in_the_new_one() -> None:
    telling = two_orders().move(JUNE, "2023-03-31", "2022-05-01")
    old, new = reviewed(telling), reviewed(telling, "2023")
    assert listed(old, "prolonged") == ["rm/1@2022-06"]
    assert (old.total.counted.prolonged, old.total.original.prolonged) == (1, 0)
    assert "rm/1@2022-06" not in listed(old, "due") + listed(old, "passing")
    assert "rm/1@2022-06" in listed(new, "due")
    found = line(old, "rm/1@2022-06")
    assert (found.counted.deadline, found.original.deadline) == (
        date(2023, 3, 31),
        date(2022, 6, 30),
    )


def test_moved_too_late_it_is_a_deviation_of_its_year_and_under_way_in_the_next() -> None:
    telling = two_orders().move(JUNE, "2023-06-30", "2022-07-10")
    old, new = reviewed(telling), reviewed(telling, "2023")
    assert "rm/1@2022-06" in listed(old, "due")
    assert listed(old, "prolonged") == []
    assert line(old, "rm/1@2022-06").deviates
    assert "rm/1@2022-06" in listed(new, "passing")
    assert "rm/1@2022-06" not in listed(new, "due")
    found = line(reviewed(telling, "2023", telling.view("2022-12-31")), "rm/1@2022-06")
    judged = (found.counted.state, found.original.state, found.duty.state)
    assert judged == ("overdue", "overdue", "not_begun")
    assert found.duty.deadline == date(2023, 6, 30)


def test_cancelled_in_time_it_is_in_no_other_list() -> None:
    telling = two_orders().cancel(MAY_ITEM, "2022-05-31").cancel(SPAN, "2022-06-01")
    year, before = reviewed(telling), reviewed(telling, "2021")
    assert listed(year, "cancelled") == ["other/1@2021..2022", "other-order/1@2022-05"]
    elsewhere = [name for name in LISTS if name != "cancelled"]
    told = [ref for name in elsewhere for ref in listed(year, name) + listed(before, name)]
    assert not {"other/1@2021..2022", "other-order/1@2022-05"} & set(told)
    assert year.total.counted.cancelled == 2


def test_cancelled_after_its_deadline_it_is_due_and_not_done() -> None:
    telling = two_orders().cancel(MAY_ITEM, "2022-06-01")
    found = line(reviewed(telling), "other-order/1@2022-05")
    assert (found.counted.state, found.cancelled_on) == ("not_done", date(2022, 6, 1))
    assert found.reason is not None


def extended(telling: Telling) -> Telling:
    """Return *telling* after the span of 2021–2022 was extended, in time, to 2024."""
    window = due(date(2022, 2, 1), date(2024, 12, 31))
    return telling.tell(SPAN, window_amended(window), date(2022, 6, 1))


def test_a_span_passes_through_the_years_before_it_is_due() -> None:
    telling = two_orders()
    assert listed(reviewed(telling, "2021"), "passing") == ["other/1@2021..2022"]
    assert listed(reviewed(extended(telling), "2023"), "passing") == ["other/1@2021..2022"]


def test_a_span_that_was_extended_is_prolonged_where_it_was_due_and_not_also_passing() -> None:
    year = reviewed(extended(two_orders()))
    assert listed(year, "prolonged") == ["other/1@2021..2022"]
    assert "other/1@2021..2022" not in listed(year, "passing")


def test_a_span_that_was_executed_passes_through_no_later_year() -> None:
    telling = extended(two_orders()).report(SPAN, "2022-07-01")
    assert "other/1@2021..2022" not in listed(reviewed(telling, "2023"), "passing")
    assert "other/1@2021..2022" in listed(reviewed(telling, "2024"), "due")


@pytest.mark.parametrize("said", ["partly", "not_done"])
def test_partly_and_not_done_are_deviations_from_the_report_on(said: events.Completeness) -> None:
    telling = two_orders().report(JUNE, "2022-06-20", completeness=said)
    found = line(reviewed(telling, view=telling.view("2022-06-21")), "rm/1@2022-06")
    assert (found.counted.state, found.deviates) == (said, True)


# -- a line ----------------------------------------------------------------------------------------


def test_a_line_tells_the_deviation_from_both_deadlines_and_when_it_was_recorded() -> None:
    telling = two_orders().move(JUNE, "2022-07-31", "2022-06-01")
    telling.report(JUNE, "2022-07-04", at=noon(date(2022, 8, 2)))
    year = reviewed(telling)
    found = line(year, "rm/1@2022-06")
    assert (found.counted.state, found.counted.deviation_days) == ("executed_in_time", -27)
    assert (found.original.state, found.original.deviation_days) == ("executed_late", 4)
    assert (found.reported_on, found.recorded_on) == (date(2022, 7, 4), date(2022, 8, 2))
    assert found.recorded_late
    assert found.deviates
    assert (year.total.counted.recorded_late, year.total.original.late) == (1, 1)


def test_the_day_that_the_verdict_accepted_is_the_day_of_execution() -> None:
    telling = two_orders().report(JUNE, "2022-06-20")
    telling.evaluate(JUNE, "2022-07-05", executed_on=date(2022, 7, 2))
    found = line(reviewed(telling), "rm/1@2022-06")
    assert (found.counted.state, found.counted.deviation_days) == ("executed_late", 2)
    assert (found.reported_on, found.executed_on) == (date(2022, 6, 20), date(2022, 7, 2))


def test_the_executor_of_a_line_is_who_led_on_its_deadline() -> None:
    change = executors_amended(CENTRE)
    telling = two_orders().tell(JUNE, change, date(2022, 7, 1))
    found = line(reviewed(telling), "rm/1@2022-06")
    assert (found.executor, found.lead) == (SCHOOL, CENTRE)
    telling = two_orders().tell(JUNE, change, date(2022, 6, 30))
    assert line(reviewed(telling), "rm/1@2022-06").executor == CENTRE


def test_a_lapse_says_why_and_has_no_justification() -> None:
    telling = two_orders()
    telling.tell(JUNE, events.OccurrenceLapsed(source="planned", cause="horizon"), date(2023, 1, 9))
    found = line(reviewed(telling), "rm/1@2022-06")
    assert (found.counted.state, found.justification) == ("not_done", None)
    assert found.reason is not None
    assert found.reason.position == telling.events[-1].position


def test_headings_are_those_of_the_edition_looked_at() -> None:
    def printed(heading: str) -> Draft:
        section = SectionDraft(number="1", title=heading, measures=(measure("март 2022"),))
        return draft(roadmap(sections=(section,)), date="2022-01-20")

    first = approve(printed("Учеба"), today=FIRST)
    corrected = approve(printed("Учёба"), before=first, today=date(2022, 2, 1))
    telling = Telling().approve(first, at=noon(FIRST)).approve(corrected, at=noon(date(2022, 2, 1)))
    for view, heading in (
        (telling.view(LATER), "1 Учёба"),
        (telling.view(LATER, known_on=FIRST), "1 Учеба"),
    ):
        [part] = reviewed(telling, view=view).parts
        assert [group.name for group in part.sections] == [heading]
        assert [one.section for one in part.due] == [(heading,)]
