"""A correction of an order takes effect when it is recorded: it re-judges nothing that is past.

An amending order takes effect on its own date, however late it is taken in.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as any_of

from engine.answers.changes import Moved
from engine.answers.status import GroupShown
from engine.calendar.periods import period
from engine.errors import RefusedByRules
from engine.office import Wish
from engine.workflows.orders.approval import PLANNED_WHOLE
from engine.workflows.orders.draft import Draft, ItemDraft, MeasureDraft
from tests.support.approving import draft, item, measure, roadmap
from tests.support.logs import Place
from tests.support.offices import RehearsedOffice, document, office_on

TAKEN_IN, CORRECTED = date(2022, 5, 1), date(2022, 9, 16)


@pytest.fixture
def spring(office: RehearsedOffice) -> RehearsedOffice:
    """Give an office on each log, in the spring of 2022."""
    office.clock.on(TAKEN_IN.year, TAKEN_IN.month, TAKEN_IN.day)
    return office


def order(*rows: MeasureDraft, items: tuple[ItemDraft, ...] = (), **given: Any) -> Draft:
    """Return an order of 1 January 2022 with one roadmap."""
    return draft(roadmap(*rows), items=items, **{"date": "2022-01-01", **given})


def autumn(office: RehearsedOffice, wanted: Draft, **wish: bool) -> list[Any]:
    """Take *wanted* in on 16 September; return the events that it added."""
    office.clock.on(CORRECTED.year, CORRECTED.month, CORRECTED.day)
    head = office.log.head().position
    office.import_draft(wanted, **wish)
    return office.log.events(after=head)


def figures(office: RehearsedOffice, label: str) -> tuple[GroupShown, dict[str, GroupShown]]:
    """Return the figures of a period: of all, and by executor."""
    [found] = office.answers.status([period(label)], office.session.view()).periods
    return found.total, {one.name: one for one in found.executors}


def test_a_change_of_lead_leaves_the_debt_with_who_led_on_the_deadline(
    spring: RehearsedOffice,
) -> None:
    spring.import_draft(order(measure("июнь 2022", "Школа")))
    added = autumn(spring, order(measure("июнь 2022", "Сад")))
    assert {event.effective_on for event in added} == {CORRECTED.isoformat()}
    [now] = spring.answers.occurrences()
    assert now.lead is not None
    assert spring.session.register().name(now.lead) == "Сад"
    whole, executors = figures(spring, "2022-06")
    assert (whole.counted.due, whole.counted.overdue) == (1, 1)
    assert list(executors) == ["Школа"]


def test_a_moved_deadline_that_was_missed_stays_missed(spring: RehearsedOffice) -> None:
    spring.import_draft(order(measure("июнь 2022")))
    autumn(spring, order(measure("декабрь 2022")))
    [now] = spring.answers.occurrences()
    june, december = date(2022, 6, 30), date(2022, 12, 31)
    assert (now.original_deadline, now.counted_deadline, now.current_deadline) == (
        june,
        june,
        december,
    )
    assert figures(spring, "2022-06")[0].counted.overdue == 1
    assert figures(spring, "2022-12")[0].counted.due == 0


def test_what_was_missed_of_a_removed_row_stays_open(spring: RehearsedOffice) -> None:
    rows = measure("июнь, октябрь 2022"), measure("декабрь 2022", number="1.2", title="Вторая")
    spring.import_draft(order(*rows))
    autumn(spring, order(rows[1]))
    left = {one.key: one.status for one in spring.answers.occurrences()}
    assert left == {"2022-06": "planned", "2022-10": "cancelled", "2022-12": "planned"}
    whole, _executors = figures(spring, "2022-06")
    assert (whole.counted.due, whole.counted.overdue, whole.counted.not_done) == (1, 1, 0)
    assert figures(spring, "2022-10")[0].counted.cancelled == 1


def test_with_all_windows_nothing_that_is_over_is_asked_for_again(spring: RehearsedOffice) -> None:
    spring.import_draft(order(measure("март, ноябрь 2022")), all_windows=True)
    autumn(spring, order(measure("апрель, декабрь 2022")))
    left = {one.key: (one.status, one.current_deadline) for one in spring.answers.occurrences()}
    assert left == {
        "2022-03": ("planned", date(2022, 3, 31)),
        "2022-11": ("planned", date(2022, 12, 31)),
    }


def test_an_item_of_the_order_is_no_exception(spring: RehearsedOffice) -> None:
    rows = measure("июнь 2022")
    spring.import_draft(order(rows, items=(item("июнь 2022", "Школа", number="1."),)))
    autumn(spring, order(rows, items=(item("декабрь 2022", "Сад", number="1."),)))
    [now] = [one for one in spring.answers.occurrences() if one.path == "rm-order/i1"]
    assert now.counted_deadline == date(2022, 6, 30)
    whole, executors = figures(spring, "2022-06")
    assert (whole.counted.overdue, set(executors)) == (2, {"Школа"})


def test_a_row_that_a_correction_adds_is_planned_from_then_on(spring: RehearsedOffice) -> None:
    first = measure("декабрь 2022")
    spring.import_draft(order(first))
    late = measure("март 2022, ноябрь 2022", number="1.2", title="Вторая")
    autumn(spring, order(first, late))
    planned = {one.key: one.planned_on for one in spring.answers.occurrences()}
    assert planned == {"2022-12": date(2022, 1, 1), "2022-11": CORRECTED}


def test_an_amending_order_takes_effect_on_its_own_date(spring: RehearsedOffice) -> None:
    spring.import_draft(order(measure("июнь 2022", "Школа")))
    own = order(measure("декабрь 2022", "Сад"), key="second", date="2022-05-20")
    added = autumn(spring, own, amend=True)
    assert {event.effective_on for event in added} == {"2022-05-20"}
    [now] = spring.answers.occurrences()
    assert now.counted_deadline == date(2022, 12, 31)
    assert figures(spring, "2022-06")[0].counted.due == 0
    assert set(figures(spring, "2022-12")[1]) == {"Сад"}


def became(office: RehearsedOffice, wanted: Draft) -> list[Moved]:
    """Return what a preview of *wanted* says on 16 September of known occurrences."""
    office.clock.on(CORRECTED.year, CORRECTED.month, CORRECTED.day)
    return list(office.orders.preview(document(wanted), Wish()).answer.occurrences)


def test_a_preview_says_who_gets_which_occurrence_from_whom(spring: RehearsedOffice) -> None:
    spring.import_draft(order(measure("июнь 2022", "Школа")))
    wanted = order(measure("июнь 2022", "Сад"))
    handed = Moved(
        reference="rm/1.1@2022-06",
        what="handed_on",
        status="planned",
        before=date(2022, 6, 30),
        after=date(2022, 6, 30),
        lead_before="Школа",
        lead_after="Сад",
        since=CORRECTED,
    )
    assert became(spring, wanted) == [handed]
    spring.import_draft(wanted)
    assert became(spring, wanted) == []


def test_an_occurrence_may_be_moved_and_handed_on_at_once(spring: RehearsedOffice) -> None:
    spring.import_draft(order(measure("июнь 2022", "Школа")))
    found = became(spring, order(measure("декабрь 2022", "Сад")))
    assert [(one.what, one.lead_after) for one in found] == [("moved", ""), ("handed_on", "Сад")]


def test_a_plan_that_was_approved_whole_is_not_split(spring: RehearsedOffice) -> None:
    spring.import_draft(order(measure("2022-2023 годы")))
    head = spring.log.head()
    for row in (measure("2022-2023 годы"), measure("2021-2023 годы")):
        seen = spring.orders.preview(document(order(row)), Wish(split_years=True))
        assert PLANNED_WHOLE in {problem.template for problem in seen.problems}
        with pytest.raises(RefusedByRules, match="approved without --split-years"):
            spring.import_draft(order(row), split_years=True)
    assert spring.log.head() == head


def test_a_plan_that_was_split_is_split_again(spring: RehearsedOffice) -> None:
    spring.import_draft(order(measure("2022-2023 годы")), split_years=True)
    assert spring.import_draft(order(measure("2022-2023 годы")), split_years=True) is None
    assert len(spring.answers.occurrences()) == 2


PHRASES = ("март 2022", "июнь 2022", "октябрь 2022", "ежеквартально", "2022-2023 годы")
ROWS = st.lists(
    st.tuples(st.sampled_from(PHRASES), st.sampled_from(("Школа", "Сад", "Центр"))),
    min_size=1,
    max_size=3,
)
PAST = tuple(f"2022-{month:02d}" for month in range(1, CORRECTED.month))


def printed(rows: list[tuple[str, str]]) -> Draft:
    """Return an order with such rows: deadline and lead, numbered in their order."""
    return order(
        *(
            measure(phrase, lead, number=f"1.{number}", title=f"Мера {number}")
            for number, (phrase, lead) in enumerate(rows, 1)
        )
    )


def judged(office: RehearsedOffice) -> list[Any]:
    """Return what was due, executed and overdue in each month that is past, by executor."""
    return [
        {
            name: (one.counted.due, one.counted.executed, one.counted.overdue, one.original.due)
            for name, one in {**figures(office, label)[1], "": figures(office, label)[0]}.items()
            if one.counted.due or one.original.due
        }
        for label in PAST
    ]


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40)
@any_of(before=ROWS, after=ROWS)
def test_no_correction_changes_a_month_that_is_past(
    before: list[tuple[str, str]], after: list[tuple[str, str]]
) -> None:
    with office_on(Place("memory", None)) as office:
        office.clock.on(TAKEN_IN.year, TAKEN_IN.month, TAKEN_IN.day)
        office.import_draft(printed(before))
        office.clock.on(CORRECTED.year, CORRECTED.month, CORRECTED.day)
        was = judged(office)
        autumn(office, printed(after))
        assert judged(office) == was
