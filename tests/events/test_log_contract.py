"""What every log promises, whatever keeps it: order, versions, all or nothing, once only.

The suite runs on the log in memory, on SQLite and on a real PostgreSQL. Its other parts stand in
``test_log_contract_texts.py``, ``…_rows.py`` and ``…_logins.py``.
"""

from __future__ import annotations

import pytest

from engine.errors import Conflict, NotAllowed, RefusedByRules
from engine.events import chain
from engine.events.chain import Head
from engine.events.log import Batch, Login, StreamAppend
from engine.events.read_tables import ReadRow
from engine.events.recorded import StoredEvent
from tests.support.ledgers import (
    BEGINNING,
    FOUNDER,
    LEDGER_ID,
    Ledger,
    called,
    occurrence_row,
    planned,
    spoken,
    started,
    to,
)

OCCURRENCE = "occurrence/rm/m001/2022-09"


def unchanged(ledger: Ledger, refused: Batch, error: type[Exception]) -> None:
    """Append *refused*, expect *error*, and find the ledger as it was."""
    before = (ledger.log.events(), ledger.log.words(), ledger.log.rows("occurrences"))
    with pytest.raises(error):
        ledger.log.append(refused)
    assert (ledger.log.events(), ledger.log.words(), ledger.log.rows("occurrences")) == before
    assert ledger.log.command(refused.command_id) is None


# -- an empty log, and its genesis ------------------------------------------------------------


def test_an_empty_log_holds_nothing(empty: Ledger) -> None:
    log = empty.log
    assert log.head() == Head(0, "0" * 64)
    assert log.genesis() is None
    assert (log.events(), log.stream("ledger"), log.streams("")) == ([], [], [])
    assert (log.words(), log.words([]), log.words([1])) == ({}, {}, {})
    assert log.command("nothing") is None
    assert log.refusals() == []
    assert log.rows("parties") == []
    assert log.outdated() == []


def test_an_empty_log_accepts_nothing_but_a_genesis(empty: Ledger) -> None:
    genesis = empty.genesis()
    ledger_append, person_append = genesis.appends
    for appends in (
        [to("organisation/o1", called("Школа"))],
        [ledger_append],
        [person_append],
        [person_append, ledger_append],
        [*genesis.appends, to("organisation/o1", called("Школа"))],
    ):
        unchanged(empty, empty.batch(*appends), RefusedByRules)
    assert {refusal.code for refusal in empty.log.refusals()} == {"not_open"}
    assert empty.log.append(genesis).first == 1


def test_a_ledger_is_opened_once(ledger: Ledger) -> None:
    unchanged(ledger, ledger.genesis(), RefusedByRules)
    assert [refusal.code for refusal in ledger.log.refusals()] == ["already_open"]
    opened = ledger.log.genesis()
    assert opened is not None
    assert (opened.ledger_id, opened.purpose) == (LEDGER_ID, "rehearsal")


@pytest.mark.parametrize("realm", ["os", "postgresql"])
def test_an_office_is_opened_by_whoever_is_signed_in(office_ledger: Ledger, realm: str) -> None:
    somebody = Login("os" if realm == "os" else "postgresql", "somebody else")
    unchanged(office_ledger, office_ledger.genesis(somebody), NotAllowed)
    assert [refusal.code for refusal in office_ledger.log.refusals()] == ["genesis_login"]
    assert office_ledger.log.append(office_ledger.genesis()).last == 4


# -- positions and versions -------------------------------------------------------------------


def test_positions_have_no_gap_and_each_stream_counts_its_versions(ledger: Ledger) -> None:
    first = ledger.append(to("organisation/o1", called("а")), to(OCCURRENCE, planned(), started()))
    second = ledger.append(to("organisation/o1", called("б"), expected=1))
    assert (first.first, first.last, second.first, second.last) == (5, 7, 8, 8)
    events = ledger.log.events()
    assert [event.position for event in events] == list(range(1, 9))
    assert [(e.stream, e.version, e.ordinal) for e in events[4:]] == [
        ("organisation/o1", 1, 1),
        (OCCURRENCE, 1, 2),
        (OCCURRENCE, 2, 3),
        ("organisation/o1", 2, 1),
    ]
    assert list(chain.verified(LEDGER_ID, events)) == events
    assert ledger.log.head() == Head(8, events[-1].hash)


def test_a_refused_batch_leaves_no_gap(ledger: Ledger) -> None:
    with pytest.raises(Conflict):
        ledger.append(to("organisation/o1", called("а"), expected=7))
    assert ledger.append(to("organisation/o1", called("а"))).first == 5


def test_reading_begins_behind_a_position_and_follows_a_stream(ledger: Ledger) -> None:
    ledger.append(to("organisation/o1", called("а")))
    ledger.append(to("organisation/o2", called("б")))
    assert [event.position for event in ledger.log.events(after=4)] == [5, 6]
    assert ledger.log.events(after=6) == []
    assert [event.position for event in ledger.log.stream("organisation/o2")] == [6]
    assert ledger.log.stream("organisation/o") == []


@pytest.mark.parametrize("expected", [0, 2, 99])
def test_a_stream_that_moved_on_is_a_conflict(ledger: Ledger, expected: int) -> None:
    ledger.append(to("organisation/o1", called("а")))
    late = ledger.batch(to("organisation/o1", called("б"), expected=expected))
    unchanged(ledger, late, Conflict)
    with pytest.raises(Conflict) as raised:
        ledger.log.append(late)
    assert raised.value.facts == {
        "stream": "organisation/o1",
        "expected": expected,
        "actual": 1,
    }
    assert ledger.log.refusals() == []


def test_several_streams_are_recorded_all_or_none(ledger: Ledger) -> None:
    ledger.append(to("organisation/o2", called("занято")))
    batch = ledger.batch(
        to("organisation/o1", called("а")),
        to("person/p1", spoken("Имя")),
        to("organisation/o2", called("б")),
        to(OCCURRENCE, planned()),
        rows=(occurrence_row(OCCURRENCE, "planned", 1, ordinal=4),),
    )
    unchanged(ledger, batch, Conflict)


# -- a command is recorded once ---------------------------------------------------------------


def test_the_same_command_is_recorded_once(ledger: Ledger) -> None:
    batch = ledger.batch(to("organisation/o1", called("а")), command_id="c1", digest="x")
    first = ledger.log.append(batch)
    ledger.append(to("organisation/o2", called("б")))
    again = ledger.log.append(batch)
    decided_anew = ledger.append(
        to("organisation/o1", called("а"), expected=1), command_id="c1", digest="x"
    )
    assert not first.repeated
    assert again == decided_anew
    assert (again.first, again.last, again.repeated) == (5, 5, True)
    assert ledger.log.head().position == 6
    command = ledger.log.command("c1")
    assert command is not None
    assert (command.actor_id, command.request_digest) == (FOUNDER, "x")
    assert (command.first_position, command.last_position) == (5, 5)


@pytest.mark.parametrize(("actor", "digest"), [("person/other", "x"), (FOUNDER, "y")])
def test_a_command_id_is_nobody_elses(ledger: Ledger, actor: str, digest: str) -> None:
    ledger.append(to("organisation/o1", called("а")), command_id="c1", digest="x")
    with pytest.raises(RefusedByRules) as raised:
        ledger.append(
            to("organisation/o2", called("б")), command_id="c1", digest=digest, actor=actor
        )
    assert raised.value.reason == "command_reused"
    assert ledger.log.head().position == 5
    assert [note.code for note in ledger.log.refusals()] == ["command_reused"]


# -- the envelope -----------------------------------------------------------------------------


def test_an_event_says_who_for_whom_and_when(ledger: Ledger) -> None:
    ledger.clock.tick(3600)
    ledger.append(to(OCCURRENCE, planned()), actor="person/p1", principal="organisation/o1")
    event = ledger.log.events()[-1]
    expected = {
        "actor_id": "person/p1",
        "principal_id": "organisation/o1",
        "login_id": None,
        "auth_method": "simulated",
        "recorded_at": "2022-09-01T09:30:15.123456Z",
        "effective_on": "2022-09-01",
        "type": "OccurrencePlanned",
        "type_version": 1,
        "signature": None,
        "key_id": None,
    }
    assert {name: getattr(event, name) for name in expected} == expected


HOUR, YEAR = 3600, 3600 * 24 * 365
JUMPS = (HOUR, -HOUR, -10 * YEAR, 20 * YEAR, -1, 0, 1, -0.000001, 3 * YEAR, -50 * YEAR, 90 * YEAR)


def test_a_clock_that_jumps_changes_no_order(ledger: Ledger) -> None:
    for number, jump in enumerate(JUMPS, 1):
        ledger.clock.tick(jump)
        ledger.append(to(f"organisation/o{number}", called("а")))
    ledger.clock.now = BEGINNING.replace(year=2024, month=2, day=29)
    ledger.append(to("organisation/leap", called("б")))
    events = ledger.log.events()
    assert [event.position for event in events] == list(range(1, len(JUMPS) + 6))
    moments = [event.recorded_at for event in events]
    assert moments != sorted(moments)
    assert moments[-1] == "2024-02-29T08:30:15.123456Z"
    assert len(list(chain.verified(LEDGER_ID, events))) == len(events)


def test_every_event_is_stored_as_it_was_hashed(ledger: Ledger) -> None:
    ledger.append(to(OCCURRENCE, planned(), started()), principal="person/p1")
    for event in ledger.log.events():
        assert isinstance(event, StoredEvent)
        assert chain.event_hash(LEDGER_ID, event) == event.hash


# -- mistakes of the program ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("appends", "rows"),
    [
        ((), ()),
        ((StreamAppend(stream="a", expected=0, events=()),), ()),
        ((StreamAppend(stream="a", expected=0, events=(called("а"),), principal_id="\0"),), ()),
        ((to("a", called("а")), to("a", called("б"), expected=1)), ()),
        ((to("a\0b", called("а")),), ()),
        ((to("a\ud800", called("а")),), ()),
        ((to("", called("а")),), ()),
        ((to("a", called("а")),), (occurrence_row("a", "planned", 1, ordinal=2),)),
        ((to("a", called("а")),), (ReadRow(table="persons", ordinal=0, values={}),)),
    ],
)
def test_a_batch_that_makes_no_sense_cannot_be_made(
    appends: tuple[StreamAppend, ...], rows: tuple[ReadRow, ...]
) -> None:
    with pytest.raises(ValueError, match=r"a batch|a row|an id"):
        Batch(
            command_id="c",
            actor_id="a",
            request_digest="d",
            recorded_at=BEGINNING,
            appends=appends,
            rows=rows,
        )
