"""What every log promises about read rows: written with their batch, and only if they fit it."""

from __future__ import annotations

import msgspec
import pytest

from engine.errors import RefusedByRules
from engine.events.chain import Head
from engine.events.parts import NoteMade
from engine.events.people import LoginMapped, MembershipStarted, RoleGrant, RolesGranted
from engine.events.read_tables import ReadRow, Value
from engine.events.register import PARTIES
from engine.projections.occurrences import TABLE
from tests.support.ledgers import (
    DAY,
    FOUNDER,
    Ledger,
    called,
    fitting,
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
    assert rows[0] == {**given, "position": 5, "hash": ledger.log.events()[4].hash}


def test_a_row_replaces_the_row_before_it(ledger: Ledger) -> None:
    ledger.append(to(HERE, planned()), rows=(occurrence_row(HERE, "planned", 1),))
    ledger.append(to(HERE, started(), expected=1), rows=(occurrence_row(HERE, "in_progress", 2),))
    (row,) = ledger.log.rows("occurrences")
    assert (row["status"], row["version"], row["position"]) == ("in_progress", 2, 6)


def test_the_register_follows_from_its_events(ledger: Ledger) -> None:
    role = RoleGrant(term="r1", role="executor", scope="organisation/o1")
    events = (
        spoken("Имя"),
        new(
            LoginMapped(term="l2", realm="postgresql", valid_from=DAY, valid_to=DAY),
            {"login": "имя"},
        ),
        new(RolesGranted(roles=(role, RoleGrant(term="r2", role="reader")), valid_from=DAY)),
        new(MembershipStarted(term="m1", party="organisation/o1", valid_from=DAY)),
    )
    school = called("Школа", "СОШ «1»", 'МБОУ "СОШ"')
    ledger.append(to("person/p1", *events), to("organisation/o1", school))
    stamped = [{"position": one.position, "hash": one.hash} for one in ledger.log.events()]
    assert ledger.log.rows("parties")[-1] == {"id": "person/p1", "kind": "person", **stamped[4]}
    assert [row["id"] for row in ledger.log.rows("logins")] == ["l2", "login1"]
    assert ledger.log.rows("logins")[0] == {
        "id": "l2",
        "holder": "person/p1",
        "realm": "postgresql",
        "valid_from": "2022-09-01",
        "valid_to": "2022-09-01",
        **stamped[5],
    }
    roles = [(row["id"], row["role"], row["scope"]) for row in ledger.log.rows("roles")]
    granted = [("r1", "executor", "organisation/o1"), ("r2", "reader", None)]
    assert roles == [*granted, ("role1", "operator", None)]
    assert [row["party"] for row in ledger.log.rows("memberships")] == ["organisation/o1"]
    assert [row["name"] for row in ledger.log.rows("names")] == ["Школа", None, None]
    assert [row["alias"] for row in ledger.log.rows("aliases")] == ["СОШ «1»", 'МБОУ "СОШ"']


def test_rows_are_ordered_by_code_points(ledger: Ledger) -> None:
    ids = ["organisation/a", "organisation/Z", "organisation/ё", "organisation/я", "organisation/_"]
    ids += ["organisation/a/1", "organisation/a~2", "post/a", "group/a", "organisation/\U0001f600"]
    ledger.append(*(to(stream, fitting(stream)) for stream in ids))
    assert [row["id"] for row in ledger.log.rows("parties")] == sorted([*ids, FOUNDER])


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
    belied(occurrence_row(HERE, "in_progress", 2, ordinal=3), version=1),
    ReadRow(table="nothing", ordinal=1, values={"id": "x"}),
    ReadRow(table="events", ordinal=1, values={"id": "x"}),
    ReadRow(table="parties", ordinal=1, values={"id": "person/p1", "kind": "person"}),
    ReadRow(table="roles", ordinal=1, values={"id": "r9", "person": "person/p1"}),
)


def test_a_row_that_belies_its_event_is_refused_with_its_batch(ledger: Ledger) -> None:
    before = (ledger.log.events(), ledger.log.words(), ledger.log.rows("occurrences"))
    for row in BELYING:
        batch = ledger.batch(
            to("person/p1", spoken("Имя")),
            to(HERE, planned(), started()),
            rows=(row,),
        )
        with pytest.raises(RefusedByRules) as raised:
            ledger.log.append(batch)
        assert (raised.value.reason, raised.value.facts) == ("bad_row", {"table": row.table})
        assert (ledger.log.events(), ledger.log.words(), ledger.log.rows("occurrences")) == before
        assert len(ledger.log.rows("parties")) == 1
        assert ledger.log.command(batch.command_id) is None
    assert [note.code for note in ledger.log.refusals()] == ["bad_row"] * len(BELYING)


def test_the_state_of_a_row_is_the_one_that_its_event_leads_to(ledger: Ledger) -> None:
    ledger.append(to(HERE, planned(), started()))
    noted = NoteMade(source="in_progress", dest="in_progress", kind="comment")
    for claimed in ("planned", "reported", "in_progress"):
        row = occurrence_row(HERE, claimed, 3)
        append = to(HERE, new(noted, {"comment": "Ждём"}), expected=2)
        if claimed == "in_progress":
            ledger.append(append, rows=(row,))
            continue
        with pytest.raises(RefusedByRules):
            ledger.append(append, rows=(row,))
    assert [row["status"] for row in ledger.log.rows("occurrences")] == ["in_progress"]


# -- rows made again --------------------------------------------------------------------------


def test_rows_are_replaced_at_the_given_head_only(ledger: Ledger) -> None:
    ledger.log.append(ledger.batch(to("organisation/o1", called("а"))))
    head, before = ledger.log.head(), ledger.log.rows("parties")
    made: dict[str, Value] = {
        "id": "organisation/o1",
        "kind": "group",
        "position": 5,
        "hash": head.hash,
    }
    for wrong in (Head(), Head(4, "0" * 64), Head(head.position, "0" * 64), Head(6, head.hash)):
        assert ledger.log.replace_rows({PARTIES: [made]}, wrong) is None
        assert ledger.log.rows("parties") == before
    told = ledger.log.replace_rows({PARTIES: [made]}, head)
    assert told == {"parties": ("organisation/o1", FOUNDER)}
    assert ledger.log.rows("parties") == [made]
    assert ledger.log.replace_rows({PARTIES: before}, head) == told
    assert ledger.log.replace_rows({PARTIES: before}, head) == {"parties": ()}


def test_replaced_rows_go_on_with_the_next_batch(ledger: Ledger) -> None:
    ledger.append(to(HERE, planned()), rows=(occurrence_row(HERE, "planned", 1),))
    rows = ledger.log.rows("occurrences")
    assert ledger.log.replace_rows({TABLE: rows, PARTIES: []}, ledger.log.head())
    assert ledger.log.rows("occurrences") == rows
    ledger.append(to(HERE, started(), expected=1), rows=(occurrence_row(HERE, "in_progress", 2),))
    assert ledger.log.rows("occurrences")[0]["status"] == "in_progress"
    assert ledger.log.outdated() == []
    ids = ["organisation/a", "organisation/Z", "organisation/ё", "organisation/a~2"]
    ledger.append(*(to(name, called("x")) for name in ids))
    assert [row["id"] for row in ledger.log.rows("parties")] == sorted(ids)
