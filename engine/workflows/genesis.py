"""Opening a ledger: one batch by the person whom it creates."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from engine.errors import N_, RefusedByRules
from engine.events import people, streams
from engine.events.event import NewEvent
from engine.events.ledger import LedgerOpened, Purpose
from engine.events.log import Login, StreamAppend
from engine.workflows import personnel
from engine.workflows.decider import Appends, By

FIRST_ROLES: tuple[people.Role, ...] = ("operator", "administrator")


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of the person who opens a ledger; the time zone is never guessed."""

    organisation: str
    time_zone: str
    name: str
    language: str
    purpose: Purpose

    def check(self) -> None:
        """Raise RefusedByRules for what no ledger is opened with, before any file is made."""
        zone(self.time_zone)
        personnel.named(self.organisation)
        personnel.named(self.name)


class Unopened(msgspec.Struct, frozen=True, kw_only=True):
    """A ledger before its genesis: its id, and the login of the person who opens it."""

    ledger_id: str
    login: Login


def decide(opening: Opening, ledger: Unopened, by: By) -> Appends:
    """Return the genesis batch: the ledger, its first person, with login and roles."""
    opened = LedgerOpened(
        ledger_id=ledger.ledger_id,
        purpose=opening.purpose,
        hash="sha-256",
        format="vekha/1",
        organisation=personnel.named(opening.organisation),
        time_zone=opening.time_zone,
        language=opening.language,
    )
    first = (
        personnel.registered(opening.name, by.today),
        personnel.login_mapped(ledger.login, by),
        personnel.roles_granted(FIRST_ROLES, by),
    )
    genesis = (NewEvent(event=opened, effective_on=by.today),)
    return (
        StreamAppend(stream=streams.LEDGER, expected=0, events=genesis),
        StreamAppend(stream=by.speaker.person, expected=0, events=first),
    )


def zone(name: str) -> ZoneInfo:
    """Return the time zone called *name*; raises RefusedByRules where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise RefusedByRules(
            N_("“{name}” is not a time zone"),
            remedy=N_("Give an IANA name such as Europe/Moscow or Asia/Yekaterinburg."),
            name=name,
        ) from error
