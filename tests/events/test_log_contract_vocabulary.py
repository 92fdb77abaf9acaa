"""What every log takes: events that belong into their stream, each after the state before it."""

from __future__ import annotations

import json

import msgspec
import pytest

from engine.errors import Conflict, NotAllowed, RefusedByRules
from engine.events.event import NewEvent
from engine.events.ledger import ReasonCodeDefined
from engine.events.log import Capacity, Source, StreamAppend
from engine.events.occurrences import ExecutionEvaluated, OccurrenceCancelled, ResultReported
from engine.events.parties import AliasesAdded
from engine.events.people import RoleGrant, RolesGranted
from engine.events.streams import LEDGER
from tests.support.amending import due, window_amended
from tests.support.ledgers import (
    DAY,
    FOUNDER,
    Ledger,
    called,
    new,
    planned,
    spoken,
    started,
    to,
)

HERE = "occurrence/rm/m001/2022-09"
SCHOOL = "organisation/o1"


def reported() -> NewEvent:
    return new(ResultReported(source="in_progress", completeness="full"), {"result": "Да"})


def evaluated() -> NewEvent:
    verdict = ExecutionEvaluated(source="reported", verdict="done")
    return new(verdict, {"justification": "Протокол"})


def amended(source: str = "planned", dest: str = "planned") -> NewEvent:
    event = window_amended(due(DAY, DAY))
    return new(msgspec.structs.replace(event, source=source, dest=dest))


def refused(ledger: Ledger, *appends: StreamAppend, actor: str = FOUNDER) -> str:
    """Append what is refused, and return its code; nothing but a note is left of it."""
    before = (ledger.log.events(), ledger.log.words(), len(ledger.log.refusals()))
    with pytest.raises(RefusedByRules) as raised:
        ledger.append(*appends, actor=actor)
    assert (ledger.log.events(), ledger.log.words()) == before[:2]
    assert [note.code for note in ledger.log.refusals()[before[2] :]] == [raised.value.reason]
    return raised.value.reason


@pytest.mark.parametrize(
    ("stream", "event"),
    [
        ("order/a", called("Школа")),
        ("person/p1", called("Школа")),
        (SCHOOL, spoken("Имя")),
        (HERE, called("Школа")),
        ("roadmap/rm", planned()),
        ("nothing/x", called("Школа")),
        ("organisation", called("Школа")),
        ("organisation/", called("Школа")),
        ("/x", called("Школа")),
        ("ledger/x", new(ReasonCodeDefined(code="a", name="а", kind="excusable", valid_from=DAY))),
    ],
)
def test_an_event_is_taken_by_its_own_streams_only(
    ledger: Ledger, stream: str, event: NewEvent
) -> None:
    assert refused(ledger, to(stream, event)) == "unknown_event"


def test_a_step_begins_in_the_state_that_the_stream_is_in(ledger: Ledger) -> None:
    assert refused(ledger, to(HERE, started())) == "bad_step"
    ledger.append(to(HERE, planned()))
    for event in (planned(), reported(), evaluated(), amended("in_progress", "in_progress")):
        assert refused(ledger, to(HERE, event, expected=1)) == "bad_step"
    ledger.append(to(HERE, amended(), started(), reported(), expected=1))
    assert refused(ledger, to(HERE, amended(), expected=4)) == "bad_step"
    ledger.append(to(HERE, evaluated(), expected=4))


def test_a_step_leads_only_where_the_vocabulary_says(ledger: Ledger) -> None:
    ledger.append(to(HERE, planned()))
    led_astray = (
        msgspec.structs.replace(started(), event=_leading(started(), "reported")),
        amended("planned", "in_progress"),
        new(OccurrenceCancelled(source="planned", dest="planned")),
    )
    for event in led_astray:
        assert refused(ledger, to(HERE, event, expected=1)) == "bad_step"


def _leading(new_event: NewEvent, dest: str) -> object:
    return msgspec.structs.replace(new_event.event, dest=dest)


def test_what_follows_in_one_batch_follows_what_is_before_it(ledger: Ledger) -> None:
    other = "occurrence/rm/m002/2022-09"
    assert refused(ledger, to(HERE, planned(), reported())) == "bad_step"
    assert refused(ledger, to(other, planned()), to(HERE, started())) == "bad_step"
    ledger.append(to(other, planned(), started()), to(HERE, planned(), started(), reported()))


def test_a_service_records_of_itself_only_what_is_done_by_a_clock(ledger: Ledger) -> None:
    assert refused(ledger, to(SCHOOL, called("Школа")), actor="service/s1") == "clock_event"


# -- versions ---------------------------------------------------------------------------------


def test_a_stream_without_events_is_checked_and_nothing_else(ledger: Ledger) -> None:
    ledger.append(to(SCHOOL, called("Школа")))
    ledger.append(
        to(SCHOOL, expected=1),
        to("post/p1", expected=0),
        to("group/g1", expected=0),
        to("organisation/o2", called("Другая")),
    )
    for expected in (0, 2):
        with pytest.raises(Conflict):
            ledger.append(to(SCHOOL, expected=expected), to("organisation/o3", called("в")))
    assert [event.stream for event in ledger.log.events(4)] == [SCHOOL, "organisation/o2"]


def test_names_are_decided_on_the_register_as_it_is(ledger: Ledger) -> None:
    read = ledger.log.register_position()
    assert read == 3
    ledger.append(to(SCHOOL, called("Школа")), register=read)
    assert ledger.log.register_position() == 5
    for appended in (
        to("organisation/o2", called("Школа")),
        to("person/p1", spoken("Имя")),
        to(SCHOOL, new(AliasesAdded(aliases=("Ш",))), expected=1),
    ):
        with pytest.raises(Conflict, match="registered or renamed"):
            ledger.append(appended, register=read)
    role = RolesGranted(roles=(RoleGrant(term="r1", role="reader"),), valid_from=DAY)
    ledger.append(to(FOUNDER, new(role), expected=3), register=read)
    ledger.append(to("organisation/o2", called("Другая")), register=5)
    assert ledger.log.refusals() == []


# -- who, how and from where --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("capacity", "source", "context"),
    [
        ("own", None, None),
        ("operator", None, '{"capacity":"operator","service":null,"source":null}'),
        (
            "takeover",
            Source(sha256="f" * 64, table=1, row=7),
            '{"capacity":"takeover","service":null,"source":{"row":7,"sha256":"'
            + "f" * 64
            + '","table":1}}',
        ),
        (
            "own",
            Source(sha256='"ё'),
            '{"capacity":"own","service":null,"source":{"row":null,"sha256":"\\"ё","table":null}}',
        ),
    ],
)
def test_capacity_and_source_are_written_by_the_log(
    ledger: Ledger, capacity: Capacity, source: Source | None, context: str | None
) -> None:
    append = to(SCHOOL, called("Школа"))
    ledger.append(
        msgspec.structs.replace(append, principal_id="person/p2", capacity=capacity, source=source)
    )
    event = ledger.log.events()[-1]
    assert (event.context, event.principal_id) == (context, "person/p2")
    assert context is None or json.loads(context)["capacity"] == capacity


def test_each_stream_of_a_batch_has_its_own_principal(ledger: Ledger) -> None:
    ledger.append(
        msgspec.structs.replace(to(SCHOOL, called("а")), principal_id="person/p1"),
        to("organisation/o2", called("б")),
    )
    assert [event.principal_id for event in ledger.log.events(4)] == ["person/p1", None]


def test_a_signature_is_kept_beside_the_event(ledger: Ledger) -> None:
    signed = msgspec.structs.replace(called("Школа"), signature="c2ln", key_id="k1")
    receipt = ledger.append(to(SCHOOL, signed), to("organisation/o2", called("б")))
    events = ledger.log.events(4)
    assert [(event.signature, event.key_id) for event in events] == [("c2ln", "k1"), (None, None)]
    assert receipt.hash == events[-1].hash


def test_the_receipt_of_a_repeated_command_has_the_same_hash(ledger: Ledger) -> None:
    batch = ledger.batch(to(SCHOOL, called("Школа")))
    first = ledger.log.append(batch)
    ledger.append(
        to(
            LEDGER,
            new(ReasonCodeDefined(code="staff", name="Кадры", kind="preventable", valid_from=DAY)),
            expected=1,
        )
    )
    again = ledger.log.append(batch)
    assert again == msgspec.structs.replace(first, repeated=True)


# -- who vouches --------------------------------------------------------------------------------


def test_only_a_service_vouches(office_ledger: Ledger) -> None:
    ledger = office_ledger.open()
    with pytest.raises(NotAllowed) as raised:
        ledger.append(to(SCHOOL, called("Школа")), vouched="ivanova")
    assert raised.value.reason == "no_service"
    assert ledger.log.refusals()[-1].login_id == "login1"
