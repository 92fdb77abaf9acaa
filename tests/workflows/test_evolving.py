"""evolve accepts all history, also what today's rules forbid; decide never breaks on any of it."""

from __future__ import annotations

from datetime import date
from functools import reduce

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import RefusedByRules
from engine.events import occurrences as facts
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
    "evidence": st.sampled_from([(), (facts.LINK,)]),
    "verdict": st.sampled_from(["done", "partly", "not_done"]),
    "period": TEXT,
    "key": TEXT,
    "window": st.builds(facts.DueWindow, start=DAYS, end=DAYS),
    "lead": PARTIES,
    "co_executors": st.lists(PARTIES.filter(bool), max_size=2).map(tuple),
    "section": st.just(()),
    "edition": st.integers(1, 9),
    "aliases": st.lists(TEXT, max_size=2).map(tuple),
}
KINDS = [REGISTER[name] for name in STATE_AFTER] + [people.AliasesAdded]
"""Every event of an occurrence, and one that has no business there."""


def events() -> st.SearchStrategy[Event]:
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
    return st.lists(st.builds(Past, events(), speakers, DAYS), max_size=25)


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
            new = decide(command, state, speaker, deciding.TODAY)
        except RefusedByRules as error:
            refusals.append(str(error))
            continue
        brought_along = trigger == "report" and state.status == "planned"
        assert trigger in possible(state.status) or brought_along
        assert new[-1].event.NAME == BY_TRIGGER[trigger].event.NAME
        assert STATE_AFTER[new[-1].event.NAME] == BY_TRIGGER[trigger].dest
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
