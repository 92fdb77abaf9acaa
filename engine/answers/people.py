"""Who is who, and the ledger itself: opened, rebuilt, upgraded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from engine.events.ledger import LedgerOpened
from engine.people.register import Register
from engine.workflows.genesis import FIRST_ROLES


class PersonAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One person as registered: roles and parties of the day, logins over all time."""

    rehearsal: bool
    id: str
    name: str
    roles: tuple[str, ...]
    acts_for: tuple[str, ...]
    logins: tuple[str, ...]


class PeopleAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Everyone who is registered, by name."""

    rehearsal: bool
    people: tuple[PersonAnswer, ...]


class OpenedAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A ledger that was opened; ``address`` holds no password."""

    ledger_id: str
    address: str
    purpose: str
    organisation: str
    time_zone: str
    language: str
    roles: tuple[str, ...]


class RebuiltAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a rebuild came to: the head of the verified log, and how many rows each table has.

    ``wrong`` are the ids of rows, by table, that were not as they follow from the log: changed,
    missing or too many; they have been put right.
    """

    rehearsal: bool
    position: int
    rows: Mapping[str, int]
    wrong: Mapping[str, tuple[str, ...]]


class UpgradedAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Of which version a ledger is now."""

    rehearsal: bool
    version: str


def opened(ledger: LedgerOpened, address: str) -> OpenedAnswer:
    """Return a ledger that was just opened at *address* (without a password)."""
    return OpenedAnswer(
        ledger_id=ledger.ledger_id,
        address=address,
        purpose=ledger.purpose,
        organisation=ledger.organisation,
        time_zone=ledger.time_zone,
        language=ledger.language,
        roles=FIRST_ROLES,
    )


def person(register: Register, person_id: str, today: date, *, rehearsal: bool) -> PersonAnswer:
    """Return one person as registered."""
    parties = register.parties_of(person_id, today) - {person_id}
    return PersonAnswer(
        rehearsal=rehearsal,
        id=person_id,
        name=register.name(person_id),
        roles=tuple(sorted(register.roles_of(person_id, today))),
        acts_for=tuple(register.name(party) for party in sorted(parties)),
        logins=register.logins_of(person_id),
    )


def people(register: Register, today: date, *, rehearsal: bool) -> PeopleAnswer:
    """Return everyone."""
    known = (person(register, one.id, today, rehearsal=rehearsal) for one in register.people())
    return PeopleAnswer(rehearsal=rehearsal, people=tuple(known))
