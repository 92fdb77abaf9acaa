"""Opening a ledger: one batch by the person whom it creates."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from engine.errors import N_, RefusedByRules
from engine.events import ledger, people
from engine.events.event import NewEvent
from engine.events.ledger import LedgerOpened, Purpose
from engine.events.log import Login, StreamAppend
from engine.workflows import personnel

FIRST_ROLES: tuple[people.Role, ...] = ("operator", "administrator")


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of whoever opens a ledger; the time zone is never guessed."""

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


def decide(
    opening: Opening, login: Login, *, person: str, login_id: str, ledger_id: str, today: date
) -> tuple[StreamAppend, ...]:
    """Return the genesis batch: the ledger, and *person* with *login* and the first roles."""
    opened = LedgerOpened(
        ledger_id=ledger_id,
        purpose=opening.purpose,
        hash="sha-256",
        format="vekha/1",
        organisation=personnel.named(opening.organisation),
        time_zone=opening.time_zone,
        language=opening.language,
    )
    first = (
        personnel.registered(opening.name, today),
        personnel.login_mapped(login, login_id, today),
        personnel.roles_granted(FIRST_ROLES, today),
    )
    genesis = (NewEvent(event=opened, effective_on=today),)
    return (
        StreamAppend(stream=ledger.STREAM, expected=0, events=genesis),
        StreamAppend(stream=person, expected=0, events=first),
    )


def zone(name: str) -> ZoneInfo:
    """Return the time zone called *name*; raises RefusedByRules where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise RefusedByRules(
            N_("{name!r} is not a time zone"),
            remedy=N_("Give an IANA name such as Europe/Moscow or Asia/Yekaterinburg."),
            name=name,
        ) from error
