"""Roadmaps, orders, measures and occurrences as answers: made of states, without a ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from engine.answers import occurrence as single
from engine.answers import show
from engine.answers.names import names_after
from engine.answers.occurrence import OccurrenceAnswer
from engine.events.event import NewEvent
from engine.events.log import StreamAppend
from engine.events.orders import Executor
from engine.events.parties import PartyRegistered
from engine.events.people import PersonRegistered
from engine.events.roadmaps import DeadlineRead, Item
from engine.events.shapes import Section
from engine.people.register import Party
from engine.projections.references import Found
from engine.workflows.occurrence import lifecycle
from engine.workflows.occurrence.lifecycle import STATES
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders.catalogue import Catalogue, Measure, Order, Roadmap
from tests.support.approving import register
from tests.support.units import (
    cancelled,
    day,
    evaluated,
    moved_in_time,
    moved_too_late,
    on,
    planned,
    reported,
)

TODAY = day("07-10")
NAMES = {"organisation/a": "Школа № 1", "person/x": "Н. Н. Начальник"}


def name(party: str) -> str:
    return NAMES.get(party, party)


def short(party: str) -> str:
    return f"{name(party)[:5]}…"


def reading(measure: str | None = "m001", item: str | None = None) -> DeadlineRead:
    return DeadlineRead(
        measure=measure,
        item=item,
        phrase="июнь 2022",
        kind="month",
        rule="month",
        rule_set="1",
        rrule=None,
        windows=(),
        unread="",
        ambiguous=False,
    )


def measure(ident: str = "m001", owner: str = "rm", **fields: Any) -> Measure:
    given = {"rank": 1, "number": "1.3", "title": "Семинар", **fields}
    return Measure(owner=owner, id=ident, **given)


FOUND = Found(measure=measure(), name="1.3")


def shown(state: Occurrence, today: date = TODAY) -> OccurrenceAnswer:
    return single.occurrence(FOUND, state, on(today), name, rehearsal=False)


# -- one occurrence ------------------------------------------------------------------------------


def test_an_occurrence_has_its_full_name_and_who_leads() -> None:
    answer = shown(planned())
    assert (answer.reference, answer.key) == ("rm/1.3@2022-06", "2022-06")
    assert (answer.lead, answer.lead_name) == ("organisation/a", "Школа № 1")
    assert (answer.title, answer.item) == ("Семинар", "")


def test_no_one_leads_what_no_one_was_named_for() -> None:
    answer = shown(planned(lead=None))
    assert (answer.lead, answer.lead_name) == (None, "")


def test_an_occurrence_of_a_sub_item_says_which() -> None:
    items = (
        Item(item="1", number="а", title="Первая", executors=(), place=None),
        Item(item="2", number="б", title="Вторая", executors=(), place=None),
    )
    found = Found(measure=measure(items=items), name="1.3")
    answer = single.occurrence(found, planned("2:2022-06"), on(TODAY), name, rehearsal=True)
    assert (answer.item, answer.rehearsal) == ("Вторая", True)


def test_a_sub_item_that_is_gone_has_no_title() -> None:
    assert shown(planned("7:2022-06")).item == ""


@pytest.mark.parametrize("status", STATES)
def test_what_may_come_next_follows_from_the_status(status: Any) -> None:
    assert shown(planned(status=status)).next == lifecycle.possible(status)


def test_a_deadline_that_never_moved_shows_three_times_the_same() -> None:
    answer = shown(planned())
    deadlines = {answer.deadline, answer.counted_deadline, answer.original_deadline}
    assert deadlines == {day("06-30")}
    assert answer.state == answer.counted_state == answer.original_state == "overdue"


def test_a_deadline_moved_in_time_moves_the_figures_along() -> None:
    answer = shown(planned(**moved_in_time("08-31")))
    assert (answer.deadline, answer.counted_deadline) == (day("08-31"), day("08-31"))
    assert answer.original_deadline == day("06-30")
    assert answer.state == answer.counted_state
    assert answer.original_state != answer.state


def test_a_deadline_moved_too_late_leaves_the_figures_where_they_were() -> None:
    answer = shown(planned(**moved_too_late("08-31")))
    assert (answer.deadline, answer.counted_deadline) == (day("08-31"), day("06-30"))
    assert answer.counted_state == answer.original_state
    assert answer.state != answer.counted_state


def test_the_day_of_recording_is_the_office_s() -> None:
    """At 22 o'clock in Greenwich it is the next day in Moscow."""
    late = datetime(2022, 6, 30, 22, tzinfo=UTC)
    answer = shown(reported("06-30", reported_at=late))
    assert (answer.reported_on, answer.recorded_on) == (day("06-30"), day("07-01"))
    assert shown(planned()).recorded_on is None


def test_a_verdict_shows_what_it_accepted() -> None:
    answer = shown(evaluated("done", executed_on=day("06-18")))
    assert (answer.verdict, answer.executed_on) == ("done", day("06-18"))
    assert (answer.evaluated_on, answer.reports) == (day("07-05"), 1)


# -- one measure ---------------------------------------------------------------------------------


def measured(found: Found, *known: Occurrence, windows_from: tuple[str, ...] = ()) -> Any:
    def one(of: Found, state: Occurrence) -> OccurrenceAnswer:
        return single.occurrence(of, state, on(TODAY), name, rehearsal=False)

    return show.measure(found, known, one, name, short, windows_from, rehearsal=False)


def test_the_occurrences_of_a_measure_are_ordered_by_the_deadline_in_force() -> None:
    answer = measured(
        FOUND,
        planned("none", deadline=None),
        planned("moved", **moved_in_time("12-31")),
        planned("b"),
        planned("a"),
    )
    assert [one.key for one in answer.occurrences] == ["a", "b", "moved", "none"]


def test_who_answers_has_a_long_and_a_short_name() -> None:
    who = (
        Executor(party="organisation/a", role="lead", as_printed="школа"),
        Executor(party="person/x", role="co", as_printed=None),
    )
    answer = measured(Found(measure=measure(executors=who), name="1.3"))
    assert [(one.name, one.short, one.role) for one in answer.executors] == [
        ("Школа № 1", "Школа…", "lead"),
        ("Н. Н. Начальник", "Н. Н.…", "co"),
    ]


def test_a_measure_s_own_reading_is_not_that_of_a_sub_item() -> None:
    both = (reading(item="1"), reading())
    answer = measured(Found(measure=measure(deadlines=both), name="1.3"))
    assert answer.reading == both[1]
    only = measured(Found(measure=measure(deadlines=(reading(item="1"),)), name="1.3"))
    assert only.reading is None


def test_the_reading_of_an_order_s_item_is_its_own() -> None:
    item = Found(measure=measure("i3.1", deadlines=(reading(None, "i3.1"),)), name="3.1")
    assert measured(item).reading is not None


def test_headings_are_printed_from_the_outermost_in() -> None:
    sections = (Section(number="1", title="Учёба"), Section(number="", title="Школы"))
    assert show.headings(measure(section=sections)) == ("1 Учёба", "Школы")
    assert show.headings(measure()) == ()


def test_where_windows_came_from_is_told() -> None:
    assert measured(FOUND, windows_from=("Приказ 12",)).windows_from == ("Приказ 12",)


# -- roadmaps and orders -------------------------------------------------------------------------

ORDER = Order(
    key="o",
    kind="order",
    number="7",
    date=date(2022, 1, 20),
    issuer="Управление",
    title="О плане",
    signatory="person/x",
    signatory_post="начальник",
    control=None,
    control_post="заместитель",
    parent="",
    valid_from=None,
    file_sha256="00",
)
ROADMAP = Roadmap(
    key="rm",
    order="o",
    title="План",
    horizon_start=date(2022, 1, 1),
    horizon_end=date(2022, 12, 31),
    approved_on=date(2022, 1, 20),
    edition=2,
    annex="Приложение",
)
GONE = measure("m002", is_removed=True)
CATALOGUE = Catalogue(
    {"o": ORDER},
    {"rm": ROADMAP},
    {"rm/m001": measure(), "rm/m002": GONE, "o/i1": measure("i1", "o")},
)


def test_a_roadmap_in_the_list_counts_its_present_measures_and_occurrences() -> None:
    known = [
        planned(),
        reported(key="2022-05"),
        cancelled("06-01", key="2022-04"),
        planned(owner="other"),
    ]
    [line] = show.roadmaps(CATALOGUE, known, on(TODAY), rehearsal=False).roadmaps
    assert (line.measures, line.occurrences, line.edition) == (1, 3, 2)
    assert sum(line.states.values()) == sum(line.original_states.values()) == 3
    assert (line.order_number, line.order_date) == ("7", date(2022, 1, 20))


def test_the_list_tells_both_counts_of_what_was_moved() -> None:
    known = [planned(**moved_in_time("08-31"))]
    [line] = show.roadmaps(CATALOGUE, known, on(TODAY), rehearsal=True).roadmaps
    assert line.states != line.original_states


def test_a_roadmap_without_occurrences_is_listed() -> None:
    [line] = show.roadmaps(CATALOGUE, [], on(TODAY), rehearsal=False).roadmaps
    assert (line.occurrences, line.states) == (0, {})


def test_a_roadmap_shows_its_horizon_and_annex() -> None:
    answer = show.roadmap(ROADMAP, [measured(FOUND)], rehearsal=False)
    assert (answer.start, answer.end) == (date(2022, 1, 1), date(2022, 12, 31))
    assert (answer.annex, answer.order, len(answer.measures)) == ("Приложение", "o", 1)


def test_an_order_names_persons_with_their_posts() -> None:
    answer = show.order(ORDER, ["rm"], [], name, rehearsal=False)
    assert answer.signatory == "Н. Н. Начальник — начальник"
    assert answer.control == "заместитель"
    assert (answer.roadmaps, answer.items) == (("rm",), ())


# -- names ---------------------------------------------------------------------------------------


def test_who_is_new_in_a_batch_has_his_name_already() -> None:
    party = PartyRegistered(name="Лицей", aliases=())
    new = (
        StreamAppend(stream="organisation/b", expected=0, events=(_event(party),)),
        StreamAppend(
            stream="person/y", expected=0, events=(_event(PersonRegistered(), name="Мария"),)
        ),
    )
    known = register(Party(id="organisation/a", kind="organisation", name="Школа"))
    named = names_after(known, new)
    assert [named(one) for one in ("organisation/b", "person/y", "organisation/a")] == [
        "Лицей",
        "Мария",
        "Школа",
    ]
    assert named("organisation/unknown") == "organisation/unknown"


def _event(event: Any, **words: str) -> NewEvent:
    return NewEvent(event=event, effective_on=TODAY, words=words)
