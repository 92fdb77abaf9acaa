"""Persons by name, with the roles and parties of the day; an erased name says so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.answers.people import people, person
from engine.people.register import ERASED, Party, Register

DAYS: dict[str, Any] = {"valid_from": "2022-01-01", "valid_to": "2022-06-30"}
KNOWN = Register(
    persons={
        "person/a": Party(id="person/a", kind="person", name="Я. Последняя"),
        "person/b": Party(id="person/b", kind="person", name=ERASED),
    },
    logins=[{"holder": "person/a", "realm": "os", "position": 3, **DAYS}],
    roles=[{"person": "person/a", "role": role, **DAYS} for role in ("operator", "executor")],
    memberships=[{"person": "person/a", "party": "organisation/x", **DAYS}],
    parties={"organisation/x": Party(id="organisation/x", kind="organisation", name="Школа")},
    words={3: {"login": "last"}},
)


@pytest.mark.parametrize(
    ("day", "roles", "parties"),
    [
        (date(2021, 12, 31), (), ()),
        (date(2022, 1, 1), ("executor", "operator"), ("Школа",)),
        (date(2022, 6, 30), ("executor", "operator"), ("Школа",)),
        (date(2022, 7, 1), (), ()),
    ],
)
def test_roles_and_parties_are_of_the_day_and_logins_of_all_time(
    day: date, roles: tuple[str, ...], parties: tuple[str, ...]
) -> None:
    found = person(KNOWN, "person/a", day, rehearsal=True)
    assert (found.roles, found.acts_for, found.logins) == (roles, parties, ("last",))
    assert (found.name, found.rehearsal) == ("Я. Последняя", True)


def test_an_erased_name_is_said_to_be_erased() -> None:
    found = people(KNOWN, date(2022, 2, 1), rehearsal=False)
    assert {one.id: one.name for one in found.people}["person/b"] == "(erased)"
    assert (found.rehearsal, [one.rehearsal for one in found.people]) == (False, [False, False])
