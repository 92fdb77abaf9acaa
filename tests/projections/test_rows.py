"""A read row is the state, whole: written and read back it is the same, whatever the state."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events.codec import instant_text
from engine.events.occurrences import Completeness, Status, Verdict
from engine.events.orders import Executor, Place
from engine.events.read_tables import ADDED, Value
from engine.events.roadmaps import DeadlineRead, Item, Stage
from engine.events.shapes import DueWindow, ReadWindow, Section
from engine.projections import measures, occurrences
from engine.projections.inline import PROJECTIONS, TABLES
from engine.workflows.occurrence.state import Judged, Led, Occurrence, Requested
from engine.workflows.orders.catalogue import Measure

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
INSTANTS = st.integers(0, 10**15).map(
    lambda after: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(microseconds=after)
)
PARTIES = st.sampled_from(["person/a", "organisation/b", "post/c", "group/d"])
TEXTS = st.text(alphabet="аёЯ 1\"'\\\u2028𝒜/@~:", max_size=6)
STREAMS = st.sampled_from(
    ["occurrence/rm/m001/2022", "occurrence/rm.2/m002/2:2022-Q3~2", "occurrence/o/i3.1/2022-08-18"]
)
COUNTS = st.integers(0, 999)
MANY = st.lists(PARTIES, max_size=3).map(tuple)
DUE = st.builds(DueWindow, start=DAYS, end=DAYS, report_by=DAYS, unshifted_end=st.none() | DAYS)
JUDGED: dict[str, st.SearchStrategy[Any]] = {
    "completeness": st.none() | st.sampled_from(get_args(Completeness)),
    "reported_on": st.none() | DAYS,
    "reported_at": st.none() | INSTANTS,
    "received_on": st.none() | DAYS,
    "reporters": MANY,
    "hands": MANY,
    "answers_from": st.none() | DAYS,
    "returns": COUNTS,
    "verdict": st.none() | st.sampled_from(get_args(Verdict)),
    "evaluated_on": st.none() | DAYS,
    "executed_on": st.none() | DAYS,
    "control_by": st.none() | DAYS,
    "cancelled_on": st.none() | DAYS,
}
"""What a decision may change, and what is kept of it for taking it back."""

OCCURRENCES = st.builds(
    Occurrence,
    stream=STREAMS,
    version=COUNTS,
    status=st.sampled_from(get_args(Status)),
    start=st.none() | DAYS,
    original_deadline=st.none() | DAYS,
    counted_deadline=st.none() | DAYS,
    current_deadline=st.none() | DAYS,
    report_by=st.none() | DAYS,
    prolonged_from=st.lists(DAYS, max_size=3).map(tuple),
    lead=st.none() | PARTIES,
    led=st.lists(st.builds(Led, DAYS, st.none() | PARTIES), max_size=3).map(tuple),
    co_executors=MANY,
    planned_on=st.none() | DAYS,
    started_on=st.none() | DAYS,
    requests=st.lists(st.builds(Requested, COUNTS, DAYS, DUE), max_size=2).map(tuple),
    before=st.lists(st.builds(Judged, **JUDGED), max_size=2).map(tuple),
    reports=COUNTS,
    starters=MANY,
    **JUDGED,
)
EXECUTORS = st.lists(
    st.builds(
        Executor,
        party=PARTIES,
        role=st.sampled_from(["lead", "co"]),
        as_printed=st.none() | TEXTS,
    ),
    max_size=2,
).map(tuple)
PLACES = st.none() | st.builds(Place, table=COUNTS, row=COUNTS)
WINDOWS = st.lists(
    st.builds(
        ReadWindow,
        start=DAYS,
        end=DAYS,
        report_by=DAYS,
        unshifted_end=st.none() | DAYS,
        label=TEXTS,
        printed=COUNTS,
    ),
    max_size=2,
).map(tuple)
READINGS = st.builds(
    DeadlineRead,
    measure=st.none() | st.just("m001"),
    item=st.none() | st.just("1"),
    phrase=TEXTS,
    kind=st.sampled_from(["each", "on_demand", "unread"]),
    rule=TEXTS,
    rule_set=TEXTS,
    rrule=st.none() | TEXTS,
    windows=WINDOWS,
    unread=TEXTS,
    ambiguous=st.booleans(),
    policies=st.lists(TEXTS, max_size=2).map(tuple),
    chosen=st.none() | TEXTS,
    chosen_by=st.none() | PARTIES,
    remark=TEXTS,
)
ITEMS = st.builds(
    Item, item=st.just("1"), number=TEXTS, title=TEXTS, executors=EXECUTORS, place=PLACES
)
MEASURES = st.builds(
    Measure,
    owner=st.sampled_from(["rm", "rm.2"]),
    id=st.sampled_from(["m001", "i3.1"]),
    rank=COUNTS,
    number=TEXTS,
    title=TEXTS,
    section=st.lists(st.builds(Section, number=TEXTS, title=TEXTS), max_size=2).map(tuple),
    is_removed=st.booleans(),
    expected_result=TEXTS,
    participants=TEXTS,
    participants_planned=st.none() | COUNTS,
    executors=EXECUTORS,
    items=st.lists(ITEMS, max_size=2).map(tuple),
    place=PLACES,
    stage=st.none() | st.sampled_from(get_args(Stage)),
    carried_from=st.none() | TEXTS,
    corrects=st.none() | TEXTS,
    deadlines=st.lists(READINGS, max_size=2).map(tuple),
    set_by_hand=st.lists(COUNTS, max_size=3).map(tuple),
)


def named(struct: type[msgspec.Struct]) -> set[str]:
    return {field.name for field in msgspec.structs.fields(struct)}


@given(OCCURRENCES)
def test_an_occurrence_is_read_back_from_its_row(state: Occurrence) -> None:
    assert occurrences.occurrence(occurrences.row(state)) == state


@given(OCCURRENCES)
def test_a_row_of_an_occurrence_holds_its_columns_as_they_are_declared(state: Occurrence) -> None:
    row = occurrences.row(state)
    assert list(row) == [name for name, _type in occurrences.TABLE.columns]
    for name, declared in occurrences.TABLE.columns:
        assert isinstance(row[name], int if declared == "integer" else str) or row[name] is None


@given(OCCURRENCES)
def test_an_instant_reads_the_same_in_a_list_and_in_a_column(state: Occurrence) -> None:
    row = occurrences.row(state)
    listed = {one["reported_at"] for one in json.loads(str(row["before"]))}
    assert listed == {one.reported_at and instant_text(one.reported_at) for one in state.before}


@given(MEASURES)
def test_a_measure_is_read_back_from_its_row(measure: Measure) -> None:
    row = measures.row(measure)
    assert measures.measure(row) == measure
    assert list(row) == [name for name, _type in measures.TABLE.columns]


@given(MEASURES)
def test_a_measure_is_looked_up_by_what_it_says_itself(measure: Measure) -> None:
    row = measures.row(measure)
    assert (row["id"], row["owner"], row["own_id"]) == (measure.path, measure.owner, measure.id)
    assert row["number"] == measures.typed(measure)
    assert not set(str(row["number"])) & set("/@~:")


def test_the_columns_of_occurrences_follow_from_the_fields() -> None:
    columns = {name for name, _type in occurrences.TABLE.columns}
    assert columns == named(Occurrence) - {"stream"} | {"id"}
    numbers = {name for name, declared in occurrences.TABLE.columns if declared == "integer"}
    assert numbers == {"version", "reports", "returns"}


def test_every_field_of_both_states_is_drawn() -> None:
    """A new field has to be added above, or it would be tried with its default alone."""
    assert named(Occurrence) == _DRAWN_OCCURRENCE
    assert named(Measure) == _DRAWN_MEASURE


_DRAWN_OCCURRENCE = {
    *("stream", "version", "status", "start", "original_deadline", "counted_deadline"),
    *("current_deadline", "report_by", "received_on", "control_by", "requests", "before"),
    *("prolonged_from", "lead", "led", "co_executors", "planned_on", "started_on"),
    *("completeness", "reported_on", "reported_at", "answers_from", "verdict", "evaluated_on"),
    *("executed_on", "cancelled_on", "reports", "returns", "starters", "reporters", "hands"),
}
_DRAWN_MEASURE = {
    *("owner", "id", "rank", "number", "title", "section", "is_removed", "expected_result"),
    *("participants", "executors", "items", "place", "deadlines", "set_by_hand"),
    *("participants_planned", "stage", "carried_from", "corrects"),
}


_WINDOW = DueWindow(start=date(2022, 1, 18), end=date(2022, 1, 19), report_by=date(2022, 1, 20))
_NOTHING: dict[str, Any] = {
    **dict.fromkeys(JUDGED),
    "reporters": (),
    "hands": (),
    "returns": 0,
}
FULL = Occurrence(
    stream="occurrence/rm/m001/2022",
    version=7,
    status="evaluated",
    start=date(2022, 1, 1),
    original_deadline=date(2022, 1, 2),
    counted_deadline=date(2022, 1, 3),
    current_deadline=date(2022, 1, 4),
    report_by=date(2022, 1, 14),
    prolonged_from=(date(2022, 1, 5),),
    lead="organisation/a",
    led=(Led(date(2022, 1, 6), "organisation/a"),),
    co_executors=("group/a",),
    planned_on=date(2022, 1, 7),
    started_on=date(2022, 1, 8),
    completeness="full",
    reported_on=date(2022, 1, 9),
    reported_at=datetime(2022, 1, 9, 12, tzinfo=UTC),
    received_on=date(2022, 1, 15),
    answers_from=date(2022, 1, 10),
    verdict="done",
    evaluated_on=date(2022, 1, 11),
    executed_on=date(2022, 1, 12),
    control_by=date(2022, 1, 16),
    cancelled_on=date(2022, 1, 13),
    requests=(Requested(5, date(2022, 1, 17), _WINDOW),),
    before=(Judged(**_NOTHING),),
    reports=2,
    returns=1,
    starters=("person/a",),
    reporters=("person/b",),
    hands=("person/a", "person/b"),
)
"""Every field says something other than its default."""

OPTIONAL = sorted(named(Occurrence) - {"stream"})


def test_the_full_state_has_no_default_in_it() -> None:
    for field in msgspec.structs.fields(Occurrence):
        assert getattr(FULL, field.name) != field.default, field.name


@pytest.mark.parametrize("field", OPTIONAL)
def test_a_row_that_loses_a_field_is_not_the_state(field: str) -> None:
    """The twin: what forgets one field is noticed, whichever it is."""
    row: dict[str, Value] = dict(occurrences.row(FULL))
    empty = occurrences.row(Occurrence(stream=FULL.stream))
    row[field] = empty[field]
    assert occurrences.occurrence(row) != FULL


@pytest.mark.parametrize("field", OPTIONAL)
def test_a_row_without_a_column_is_refused(field: str) -> None:
    row: dict[str, Any] = dict(occurrences.row(FULL))
    del row[field]
    with pytest.raises(KeyError):
        occurrences.occurrence(row)


@given(st.lists(OCCURRENCES, max_size=4))
def test_rows_are_read_back_in_the_order_of_streams(states: list[Occurrence]) -> None:
    found = occurrences.ordered(map(occurrences.row, states))
    assert [one.stream for one in found] == sorted(one.stream for one in states)


def test_every_projection_has_a_table_of_its_own() -> None:
    assert [projection.name for projection in PROJECTIONS] == [table.name for table in TABLES]
    assert len({table.name for table in TABLES}) == len(TABLES)
    for table in TABLES:
        columns = [name for name, _type in table.columns]
        assert columns[0] == "id"
        assert not set(ADDED) & set(columns)  # the log adds them
        assert set(table.indexes) <= set(columns)
