"""evolve accepts all history, also what today's rules forbid; decide never breaks on any of it."""

from __future__ import annotations

from datetime import date
from functools import reduce
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect

from engine.errors import RefusedByRules
from engine.events import parties
from engine.events.event import REGISTER, Event
from engine.events.occurrences import OccurrenceEvent
from engine.workflows.occurrence.decide import decide
from engine.workflows.occurrence.evolving import evolve, fold
from engine.workflows.occurrence.lifecycle import STATES
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.occurrence.steps import BY_TRIGGER
from engine.workflows.rights import Speaker
from engine.workflows.vocabulary import PROGRAM
from tests.support import deciding
from tests.support.amending import due, executors_amended, window_amended
from tests.support.deciding import EXECUTOR, OPERATOR, SUPERVISOR, Past
from tests.support.deciding import given as given_past

DAYS = st.dates(date(1999, 1, 1), date(2100, 12, 31))
PARTIES = st.sampled_from([None, "organisation/a", "group/b", "person/executor"])
SOMEONE = PARTIES.filter(bool)
TEXT = st.text(alphabet="абв 12~:@/", max_size=6)
NAMED: dict[str, st.SearchStrategy[Any]] = {
    "lead": PARTIES,
    "co_executors": st.lists(SOMEONE, max_size=2).map(tuple),
}
"""Fields that take fewer values than their type says."""
KINDS = [kind for kind in REGISTER.values() if issubclass(kind, OccurrenceEvent)]
KINDS_AND_ALIEN = [*KINDS, parties.AliasesAdded]
"""Every event of an occurrence, and one that has no business there."""


def some(kind: inspect.Type) -> st.SearchStrategy[Any]:
    """Return any value of a type of a stored field."""
    match kind:
        case inspect.StructType():
            fields = {one.name: NAMED.get(one.name, some(one.type)) for one in kind.fields}
            return st.builds(kind.cls, **fields)
        case inspect.UnionType():
            return st.one_of([some(each) for each in kind.types])
        case inspect.VarTupleType():
            return st.lists(some(kind.item_type), max_size=2).map(tuple)
        case inspect.LiteralType():
            return st.sampled_from(kind.values)
        case _:
            return PLAIN[type(kind)]


PLAIN: dict[type[inspect.Type], st.SearchStrategy[Any]] = {
    inspect.NoneType: st.none(),
    inspect.DateType: DAYS,
    inspect.IntType: st.integers(1, 9),
    inspect.StrType: TEXT,
}


def any_event() -> st.SearchStrategy[Event]:
    """Return any event, with any facts, between any states."""
    return st.one_of([some(inspect.type_info(kind)) for kind in KINDS_AND_ALIEN])


SPEAKERS = st.sampled_from([EXECUTOR, OPERATOR, SUPERVISOR])
PASTS = st.lists(st.builds(Past, any_event(), SPEAKERS, DAYS), max_size=25)
"""Any sequence of events by anybody on any days."""


def added_up(past: list[Past]) -> Occurrence:
    """Return what *past* adds up to, each event as it is: from any state to any other."""
    happened = map(deciding.happened, range(1, len(past) + 1), past)
    return fold(deciding.STREAM, happened)


@settings(max_examples=300)
@given(PASTS)
def test_any_history_adds_up_to_a_state(past: list[Past]) -> None:
    state = added_up(past)
    assert state.version == len(past)
    assert state.status in STATES
    left = [one.event.dest for one in past if isinstance(one.event, OccurrenceEvent)]
    assert state.status == ["planned", *left][-1]


@settings(max_examples=200)
@given(PASTS, SPEAKERS)
def test_on_any_history_every_step_is_taken_or_refused_in_words(
    past: list[Past], speaker: Speaker
) -> None:
    state = added_up(past)
    refusals: list[str] = []
    for trigger, command in deciding.COMMANDS.items():
        try:
            [append] = decide(command, state, deciding.deciding(speaker))
        except RefusedByRules as error:
            refusals.append(str(error))
            continue
        step = BY_TRIGGER[trigger]
        brought_along = trigger == "report" and state.status == "planned"
        assert state.status in step.sources or brought_along
        before = state.status
        for new in append.events:
            assert isinstance(new.event, OccurrenceEvent)
            pair = (before, new.event.dest)
            assert ("occurrence", new.event.NAME, new.event.VERSION, *pair) in PROGRAM.pairs
            assert new.event.source == before
            before = new.event.dest
        assert (append.events[-1].event.NAME, before) == (
            step.event.NAME,
            step.dest or state.status,
        )
    assert all(refusals)


@settings(max_examples=100)
@given(PASTS, st.integers(0, 25))
def test_folding_in_two_parts_is_folding_at_once(past: list[Past], cut: int) -> None:
    whole, begun = added_up(past), added_up(past[:cut])
    rest = list(map(deciding.happened, range(cut + 1, len(past) + 1), past[cut:]))
    assert reduce(evolve, rest, begun) == whole


def test_nothing_adds_up_to_a_planned_occurrence_of_version_zero() -> None:
    assert fold("occurrence/a/m001/2022", []) == Occurrence(stream="occurrence/a/m001/2022")


def test_a_foreign_event_in_the_stream_only_raises_the_version() -> None:
    alien = Past(parties.AliasesAdded(aliases=("x",)))
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
    window = due(end.replace(day=1), end)
    return Past(window_amended(window), on=date.fromisoformat(on))


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
    same = window_amended(due(date(2022, 5, 1), JUNE))
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
    event = executors_amended(lead)
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
