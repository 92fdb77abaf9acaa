"""evolve accepts all history, also what today's rules forbid; decide never breaks on any of it."""

from __future__ import annotations

from datetime import date
from functools import reduce

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import RefusedByRules
from engine.events import occurrences as events
from engine.events import people
from engine.events.event import REGISTER, Event
from engine.events.occurrences import STATE_AFTER
from engine.workflows.occurrence.decide import decide
from engine.workflows.occurrence.lifecycle import STATES, possible
from engine.workflows.occurrence.state import Occurrence, evolve, fold
from engine.workflows.occurrence.steps import BY_TRIGGER
from engine.workflows.rights import Speaker
from tests.support import deciding
from tests.support.deciding import EXECUTOR, OPERATOR, SUPERVISOR, Past
from tests.support.deciding import given as given_past

DAYS = st.dates(date(1999, 1, 1), date(2100, 12, 31))
PARTIES = st.sampled_from([None, "organisation/a", "group/b", "person/executor"])
TEXT = st.text(alphabet="абв 12~:@/", max_size=6)
FIELDS = {
    "source": st.sampled_from(STATES),
    "completeness": st.sampled_from(["full", "partly", "not_done"]),
    "evidence": st.sampled_from([(), (events.LINK,)]),
    "ground": st.sampled_from(["substance", "form"]),
    "verdict": st.sampled_from(["done", "partly", "not_done"]),
    "executed_on": st.none() | DAYS,
    "period": TEXT,
    "key": TEXT,
    "window": st.builds(events.DueWindow, start=DAYS, end=DAYS),
    "lead": PARTIES,
    "co_executors": st.lists(PARTIES.filter(bool), max_size=2).map(tuple),
    "section": st.just(()),
    "edition": st.integers(1, 9),
    "aliases": st.lists(TEXT, max_size=2).map(tuple),
}
KINDS = [REGISTER[name] for name in STATE_AFTER] + [people.AliasesAdded]
"""Every event of an occurrence, and one that has no business there."""


def any_event() -> st.SearchStrategy[Event]:
    """Return any event, with any facts."""
    return st.one_of(
        [
            st.builds(kind, **{name: FIELDS[name] for name in kind.__struct_fields__})
            for kind in KINDS
        ]
    )


def pasts() -> st.SearchStrategy[list[Past]]:
    """Return any sequence of events by anybody on any days."""
    speakers = st.sampled_from([EXECUTOR, OPERATOR, SUPERVISOR])
    return st.lists(st.builds(Past, any_event(), speakers, DAYS), max_size=25)


@settings(max_examples=300)
@given(pasts())
def test_any_history_adds_up_to_a_state(past: list[Past]) -> None:
    state = given_past(*past).state
    assert state.version == len(past)
    assert state.status in STATES
    left = [STATE_AFTER.get(one.event.NAME) for one in past]
    assert state.status == next(filter(None, reversed(left)), "planned")


@settings(max_examples=200)
@given(pasts(), st.sampled_from([EXECUTOR, OPERATOR, SUPERVISOR]))
def test_on_any_history_every_step_is_taken_or_refused_in_words(
    past: list[Past], speaker: Speaker
) -> None:
    state = given_past(*past).state
    refusals: list[str] = []
    for trigger, command in deciding.COMMANDS.items():
        try:
            [append] = decide(command, state, deciding.deciding(speaker))
        except RefusedByRules as error:
            refusals.append(str(error))
            continue
        brought_along = trigger == "report" and state.status == "planned"
        assert trigger in possible(state.status) or brought_along
        last = append.events[-1].event.NAME
        assert last == BY_TRIGGER[trigger].event.NAME
        assert STATE_AFTER[last] == BY_TRIGGER[trigger].dest
    assert all(refusals)


@settings(max_examples=100)
@given(pasts(), st.integers(0, 25))
def test_folding_in_two_parts_is_folding_at_once(past: list[Past], cut: int) -> None:
    whole, begun = given_past(*past).state, given_past(*past[:cut]).state
    rest = list(map(deciding.happened, range(cut + 1, len(past) + 1), past[cut:]))
    assert reduce(evolve, rest, begun) == whole


def test_nothing_adds_up_to_a_planned_occurrence_of_version_zero() -> None:
    assert fold("occurrence/a/m001/2022", []) == Occurrence(stream="occurrence/a/m001/2022")


def test_a_foreign_event_in_the_stream_only_raises_the_version() -> None:
    alien = Past(people.AliasesAdded(aliases=("x",)))
    before = given_past(deciding.planned(), deciding.started()).state
    after = given_past(deciding.planned(), deciding.started(), alien).state
    assert after == msgspec.structs.replace(before, version=3)


@pytest.mark.parametrize(
    ("past", "status"),
    [
        ((deciding.evaluated(),), "evaluated"),
        ((deciding.reported(), deciding.planned()), "planned"),
        ((deciding.planned(), deciding.reinstated(), deciding.reinstated()), "in_progress"),
        ((deciding.planned(), deciding.withdrawn(), deciding.lapsed()), "evaluated"),
        ((deciding.cancelled(), deciding.evaluated(), deciding.cancelled()), "cancelled"),
    ],
)
def test_what_the_rules_forbid_is_read_all_the_same(past: tuple[Past, ...], status: str) -> None:
    assert given_past(*past).state.status == status


# -- three deadlines -------------------------------------------------------------------------------


def moved(to: str, on: str) -> Past:
    """Return that an amendment of the day *on* moved the deadline, and the whole window."""
    end = date.fromisoformat(to)
    window = events.DueWindow(start=end.replace(day=1), end=end)
    return Past(events.WindowAmended(edition=2, window=window), on=date.fromisoformat(on))


def deadlines(*past: Past) -> tuple[date | None, date | None, date | None]:
    """Return the original deadline, that of the headline, and the duty."""
    state = given_past(deciding.planned(), *past).state
    return state.original_deadline, state.counted_deadline, state.current_deadline


JUNE, OCTOBER, MARCH = date(2022, 6, 30), date(2022, 10, 31), date(2023, 3, 31)


def test_as_planned_all_three_deadlines_are_one() -> None:
    assert deadlines() == (JUNE, JUNE, JUNE)
    assert given_past(deciding.planned(deadline=None)).state.counted_deadline is None


@pytest.mark.parametrize("on", ["2022-02-01", "2022-06-30"])
def test_an_amendment_in_time_moves_duty_and_figures(on: str) -> None:
    state = given_past(deciding.planned(), moved("2022-10-31", on)).state
    assert (state.original_deadline, state.counted_deadline, state.current_deadline) == (
        JUNE,
        OCTOBER,
        OCTOBER,
    )
    assert (state.start, state.prolonged_from) == (date(2022, 10, 1), (JUNE,))


def test_an_amendment_after_the_deadline_moves_the_duty_alone() -> None:
    state = given_past(deciding.planned(), moved("2022-10-31", "2022-07-01")).state
    assert (state.counted_deadline, state.current_deadline) == (JUNE, OCTOBER)
    assert state.prolonged_from == ()


def test_every_amendment_is_judged_by_the_deadline_that_the_ones_before_it_left() -> None:
    in_time = moved("2022-10-31", "2022-06-01")
    assert deadlines(in_time, moved("2023-03-31", "2022-09-01")) == (JUNE, MARCH, MARCH)
    assert deadlines(in_time, moved("2023-03-31", "2022-11-01")) == (JUNE, OCTOBER, MARCH)


def test_a_violation_stays_whatever_moves_the_duty_afterwards() -> None:
    """The second amendment is in time for the duty, but the figures were violated before."""
    too_late = moved("2022-10-31", "2022-07-10")
    assert deadlines(too_late, moved("2023-03-31", "2022-09-01")) == (JUNE, JUNE, MARCH)


def test_it_remembers_every_deadline_that_it_moved_away_from() -> None:
    steps = (moved("2022-10-31", "2022-06-01"), moved("2023-03-31", "2022-09-01"))
    assert given_past(deciding.planned(), *steps).state.prolonged_from == (JUNE, OCTOBER)


def test_a_window_that_only_begins_elsewhere_is_not_prolonged() -> None:
    same = events.WindowAmended(
        edition=2, window=events.DueWindow(start=date(2022, 5, 1), end=JUNE)
    )
    state = given_past(deciding.planned(), Past(same)).state
    assert (state.start, state.counted_deadline, state.prolonged_from) == (
        date(2022, 5, 1),
        JUNE,
        (),
    )


def test_what_had_no_deadline_gets_one_and_leaves_none() -> None:
    state = given_past(deciding.planned(deadline=None), moved("2022-10-31", "2022-11-05")).state
    assert (state.original_deadline, state.counted_deadline, state.prolonged_from) == (
        None,
        OCTOBER,
        (),
    )


# -- who led when ----------------------------------------------------------------------------------


def led(lead: str | None, on: str) -> Past:
    """Return that an amendment of the day *on* changed the lead."""
    event = events.ExecutorsAmended(edition=2, lead=lead, co_executors=())
    return Past(event, on=date.fromisoformat(on))


def test_who_led_is_told_by_the_day() -> None:
    history = (led("group/b", "2022-06-30"), led(None, "2022-08-01"))
    state = given_past(deciding.planned(), *history).state
    found = [state.led_on(date.fromisoformat(day)) for day in LED]
    assert found == list(LED.values())
    assert state.lead is None


LED = {
    "2021-01-01": deciding.LEAD,  # before the planning: who led first
    "2022-01-20": deciding.LEAD,
    "2022-06-29": deciding.LEAD,
    "2022-06-30": "group/b",
    "2022-07-31": "group/b",
    "2022-08-01": None,
}


def test_of_two_changes_the_one_recorded_last_tells_who_led() -> None:
    history = (led("group/b", "2022-07-01"), led("group/c", "2022-06-01"))
    state = given_past(deciding.planned(), *history).state
    days = [date(2022, 6, 15), date(2022, 7, 15)]
    assert [state.led_on(day) for day in days] == ["group/c", "group/c"]


# -- what a round leaves ---------------------------------------------------------------------------


def test_the_day_of_execution_goes_with_the_verdict_that_accepted_it() -> None:
    day = date(2022, 6, 10)
    judged = (*deciding.HISTORIES["reported"], deciding.evaluated(executed_on=day))
    assert given_past(*judged).state.executed_on == day
    assert given_past(*judged, deciding.reopened()).state.executed_on is None
