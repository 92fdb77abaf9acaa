"""From one event to what changes in the register: rows that are put, ended or removed, no words."""

from __future__ import annotations

from datetime import date

from engine.events.event import Event
from engine.events.occurrences import WorkStarted
from engine.events.parties import AliasesAdded, AliasesRemoved, PostRegistered
from engine.events.people import (
    LoginMapped,
    MembershipStarted,
    PersonRegistered,
    PostTaken,
    RoleEnded,
    RoleGrant,
    RolesGranted,
)
from engine.events.register import TABLES, End, Put, Remove, changes

MARCH, JUNE = date(2022, 3, 1), date(2022, 6, 30)
LOGIN = LoginMapped(term="l1", realm="os", valid_from=MARCH, valid_to=JUNE)
MEMBER = MembershipStarted(term="m1", party="post/x", valid_from=MARCH)
HOLDER = PostTaken(term="m2", party="post/x", valid_from=MARCH)


def test_rows_follow_from_one_event_alone() -> None:
    events: list[tuple[str, Event]] = [
        ("person/p", PersonRegistered()),
        ("person/p", LOGIN),
        (
            "person/p",
            RolesGranted(
                roles=(RoleGrant(term="t1", role="executor"), RoleGrant(term="t2", role="reader")),
                valid_from=MARCH,
            ),
        ),
        ("person/p", MEMBER),
        ("person/p", HOLDER),
        ("post/x", PostRegistered(name="Пост", aliases=("а", "б"))),
        ("post/x", AliasesAdded(aliases=("в",))),
        ("occurrence/rm/m001/2022", WorkStarted(source="planned")),
    ]
    puts = [
        (change.table, change.row["id"])
        for version, (stream, event) in enumerate(events, 1)
        for change in changes(stream, version, event)
        if isinstance(change, Put)
    ]
    assert puts == [
        ("parties", "person/p"),
        ("names", "person/p/000001"),
        ("logins", "l1"),
        ("roles", "t1"),
        ("roles", "t2"),
        ("memberships", "m1"),
        ("memberships", "m2"),
        ("parties", "post/x"),
        ("names", "post/x/000006"),
        ("aliases", "post/x/000006/001"),
        ("aliases", "post/x/000006/002"),
        ("aliases", "post/x/000007/001"),
    ]


def test_what_ends_and_what_goes_is_told_by_the_event_alone() -> None:
    ended = RoleEnded(term="t1", valid_to=JUNE)
    assert list(changes("person/p", 9, ended)) == [End("roles", "t1", str(JUNE))]
    gone = AliasesRemoved(aliases=("а",))
    [removed] = changes("post/x", 9, gone)
    assert removed == Remove("aliases", {"party": "post/x", "alias": "а"})


def test_every_table_has_the_columns_of_its_rows_and_none_for_words() -> None:
    columns = {table.name: {name for name, _ in table.columns} for table in TABLES}
    assert not {"login", "surname"} & set().union(*columns.values())
    for event in (PersonRegistered(), LOGIN, MEMBER, HOLDER):
        for change in changes("person/p", 1, event):
            assert isinstance(change, Put)
            assert set(change.row) == columns[change.table]
