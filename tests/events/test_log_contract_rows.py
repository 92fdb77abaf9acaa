"""What every log promises about read rows: written with their batch, and only if they fit it."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from engine.errors import RefusedByRules
from engine.events.chain import Head
from engine.events.event import REGISTER, NewEvent
from engine.events.log import ReadRow, Value
from engine.events.occurrences import STATE_AFTER, Status
from engine.events.people import LoginMapped, MembershipStarted, RolesGranted
from engine.people.tables import PARTIES
from engine.projections.occurrences import TABLE
from tests.support.ledgers import (
    DAY,
    Ledger,
    called,
    new,
    occurrence_row,
    planned,
    spoken,
    started,
    to,
)

HERE = "occurrence/rm/m001/2022-09"
THERE = "occurrence/rm/m002/2022-09"


def test_rows_are_written_with_their_batch_and_seen_at_once(ledger: Ledger) -> None:
    ledger.append(
        to(HERE, planned()),
        to(THERE, planned(), started()),
        rows=(
            occurrence_row(THERE, "in_progress", 2, ordinal=3),
            occurrence_row(HERE, "planned", 1, ordinal=1),
        ),
    )
    rows = ledger.log.rows("occurrences")
    assert [(row["id"], row["status"], row["position"]) for row in rows] == [
        (HERE, "planned", 5),
        (THERE, "in_progress", 7),
    ]
    given = occurrence_row(HERE, "planned", 1).values
    assert rows[0] == {**given, "position": 5}


def test_a_row_replaces_the_row_before_it(ledger: Ledger) -> None:
    ledger.append(to(HERE, planned()), rows=(occurrence_row(HERE, "planned", 1),))
    ledger.append(to(HERE, started(), expected=1), rows=(occurrence_row(HERE, "in_progress", 2),))
    (row,) = ledger.log.rows("occurrences")
    assert (row["status"], row["version"], row["position"]) == ("in_progress", 2, 6)


def test_the_register_follows_from_its_events(ledger: Ledger) -> None:
    events = (
        spoken("Имя"),
        new(
            LoginMapped(login_id="l2", realm="postgresql", valid_from=DAY, valid_to=DAY),
            {"login": "имя"},
        ),
        new(RolesGranted(roles=("executor", "reader"), valid_from=DAY, valid_to=None)),
        new(MembershipStarted(party="organisation/o1", valid_from=DAY, valid_to=None)),
    )
    school = called("Школа", "СОШ «1»", 'МБОУ "СОШ"')
    batch = ledger.batch(to("person/p1", *events), to("organisation/o1", school))
    ledger.log.append(ledger.with_rows(batch))
    assert ledger.log.rows("persons")[-1] == {"id": "person/p1", "position": 5}
    assert [row["id"] for row in ledger.log.rows("logins")] == ["l2", "login1"]
    assert ledger.log.rows("logins")[0] == {
        "id": "l2",
        "person": "person/p1",
        "realm": "postgresql",
        "valid_from": "2022-09-01",
        "valid_to": "2022-09-01",
        "position": 6,
    }
    assert [row["role"] for row in ledger.log.rows("roles")] == ["operator", "executor", "reader"]
    assert [row["party"] for row in ledger.log.rows("memberships")] == ["organisation/o1"]
    assert ledger.log.rows("parties")[0]["name"] == "Школа"
    assert [row["alias"] for row in ledger.log.rows("aliases")] == ["СОШ «1»", 'МБОУ "СОШ"']


def test_rows_are_ordered_by_code_points(ledger: Ledger) -> None:
    ids = ["organisation/a", "organisation/Z", "organisation/ё", "organisation/я", "organisation/_"]
    ids += ["organisation/a/1", "organisation/a~2", "post/a", "group/a", "organisation/\U0001f600"]
    batch = ledger.batch(*(to(stream, called("x")) for stream in ids))
    ledger.log.append(ledger.with_rows(batch))
    assert [row["id"] for row in ledger.log.rows("parties")] == sorted(ids)


def belied(row: ReadRow, **values: object) -> ReadRow:
    """Return *row* saying something else than its event."""
    return msgspec.structs.replace(row, values={**row.values, **values})


BELYING = (
    occurrence_row(HERE, "evaluated", 2, ordinal=3),
    occurrence_row(HERE, "planned", 2, ordinal=3),
    belied(occurrence_row(HERE, "in_progress", 2, ordinal=3), id=THERE),
    belied(occurrence_row(HERE, "in_progress", 2, ordinal=3), status=None),
    ReadRow(table="occurrences", ordinal=3, values={"id": HERE}),
    ReadRow(table="occurrences", ordinal=3, values={"status": "in_progress"}),
    occurrence_row(HERE, "in_progress", 2, ordinal=1),
    ReadRow(table="nothing", ordinal=1, values={"id": "x"}),
    ReadRow(table="events", ordinal=1, values={"id": "x"}),
)


def test_a_row_that_belies_its_event_is_refused_with_its_batch(ledger: Ledger) -> None:
    before = (ledger.log.events(), ledger.log.words(), ledger.log.rows("occurrences"))
    for row in BELYING:
        batch = ledger.batch(
            to("person/p1", spoken("Имя")),
            to(HERE, planned(), started()),
            rows=(ReadRow(table="persons", ordinal=1, values={"id": "person/p1"}), row),
        )
        with pytest.raises(RefusedByRules) as raised:
            ledger.log.append(batch)
        assert (raised.value.reason, raised.value.facts) == ("bad_row", {"table": row.table})
        assert (ledger.log.events(), ledger.log.words(), ledger.log.rows("occurrences")) == before
        assert len(ledger.log.rows("persons")) == 1
        assert ledger.log.command(batch.command_id) is None
    assert [note.code for note in ledger.log.refusals()] == ["bad_row"] * len(BELYING)


def test_a_row_has_the_state_that_follows_from_its_stream(ledger: Ledger) -> None:
    """The state is the last event's own, or the one before where the event leaves it."""
    for number, (name, status) in enumerate(STATE_AFTER.items()):
        stream = f"occurrence/rm/m{number:03d}/2022"
        events = (step(name),) if status else (planned(), step(name))
        follows = status or "planned"
        for claimed in (*(set(get_args(Status)) - {follows}), follows):
            row = occurrence_row(stream, claimed, len(events), ordinal=len(events))
            batch = ledger.batch(to(stream, *events), rows=(row,))
            if claimed == follows:
                ledger.log.append(batch)
                continue
            with pytest.raises(RefusedByRules):
                ledger.log.append(batch)
    rows = [row["status"] for row in ledger.log.rows("occurrences")]
    assert rows == [status or "planned" for status in STATE_AFTER.values()]


def test_an_event_that_leaves_the_state_keeps_what_was_recorded_before(ledger: Ledger) -> None:
    ledger.append(to(HERE, planned(), started()))
    leaving = [name for name, status in STATE_AFTER.items() if status is None]
    for version, name in enumerate(leaving, 3):
        wrong = occurrence_row(HERE, "planned", version)
        right = occurrence_row(HERE, "in_progress", version)
        append = to(HERE, step(name), expected=version - 1)
        with pytest.raises(RefusedByRules):
            ledger.append(append, rows=(wrong,))
        ledger.append(append, rows=(right,))
    assert [row["status"] for row in ledger.log.rows("occurrences")] == ["in_progress"]


def test_an_event_of_no_occurrence_gives_it_no_state(ledger: Ledger) -> None:
    unlisted = to(HERE, planned(), called("Школа"))
    with pytest.raises(RefusedByRules):
        ledger.append(unlisted, rows=(occurrence_row(HERE, "planned", 2, ordinal=2),))
    first = next(name for name, status in STATE_AFTER.items() if status is None)
    with pytest.raises(RefusedByRules):
        ledger.append(to(HERE, step(first)), rows=(occurrence_row(HERE, "planned", 1),))


def step(name: str) -> NewEvent:
    """Return any event of the stored name *name*."""
    window = {"start": "2022-09-01", "end": "2022-09-30"}
    given: dict[str, object] = {
        "from": "planned",
        "verdict": "done",
        "executed_on": None,
        "ground": "form",
        "completeness": "full",
        "evidence": [],
        "period": "2022",
        "key": "2022",
        "window": window,
        "lead": None,
        "co_executors": [],
        "section": [],
        "edition": 2,
    }
    wanted = {field.encode_name for field in msgspec.structs.fields(REGISTER[name])}
    facts = {key: value for key, value in given.items() if key in wanted}
    return new(msgspec.convert(facts, REGISTER[name]))


# -- rows made again --------------------------------------------------------------------------


def test_rows_are_replaced_at_the_given_head_only(ledger: Ledger) -> None:
    ledger.log.append(ledger.with_rows(ledger.batch(to("organisation/o1", called("а")))))
    head, before = ledger.log.head(), ledger.log.rows("parties")
    made: dict[str, Value] = {
        "id": "organisation/o1",
        "kind": "organisation",
        "name": "иначе",
        "position": 5,
    }
    for wrong in (Head(), Head(4, "0" * 64), Head(head.position, "0" * 64), Head(6, head.hash)):
        assert not ledger.log.replace_rows({PARTIES: [made]}, wrong)
        assert ledger.log.rows("parties") == before
    assert ledger.log.replace_rows({PARTIES: [made]}, head)
    assert ledger.log.rows("parties") == [made]


def test_replaced_rows_go_on_with_the_next_batch(ledger: Ledger) -> None:
    ledger.append(to(HERE, planned()), rows=(occurrence_row(HERE, "planned", 1),))
    rows = ledger.log.rows("occurrences")
    assert ledger.log.replace_rows({TABLE: rows, PARTIES: []}, ledger.log.head())
    assert ledger.log.rows("occurrences") == rows
    ledger.append(to(HERE, started(), expected=1), rows=(occurrence_row(HERE, "in_progress", 2),))
    assert ledger.log.rows("occurrences")[0]["status"] == "in_progress"
    assert ledger.log.outdated() == []
    ids = ["organisation/a", "organisation/Z", "organisation/ё", "organisation/a~2"]
    ledger.log.append(ledger.with_rows(ledger.batch(*(to(name, called("x")) for name in ids))))
    assert [row["id"] for row in ledger.log.rows("parties")] == sorted(ids)
