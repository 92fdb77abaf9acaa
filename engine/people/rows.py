"""From one event to the rows of the register that follow from it: a pure step, without history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.events import streams
from engine.events.codec import day_text
from engine.events.event import Event
from engine.events.log import Value
from engine.events.people import (
    AliasesAdded,
    LoginMapped,
    MembershipStarted,
    PartyRegistered,
    PersonRegistered,
    RolesGranted,
)

Row = tuple[str, dict[str, Value]]


def register_rows(stream: str, version: int, event: Event) -> Iterator[Row]:
    """Yield (table, row) for every row that *event*, at *version* of *stream*, gives rise to."""
    match event:
        case PersonRegistered():
            yield "persons", {"id": stream}
        case LoginMapped():
            yield (
                "logins",
                {
                    "id": event.login_id,
                    "person": stream,
                    "realm": event.realm,
                    **_term(event.valid_from, event.valid_to),
                },
            )
        case RolesGranted():
            for role in event.roles:
                row_id = f"{stream}/{version:06d}/{role}"
                term = _term(event.valid_from, event.valid_to)
                yield "roles", {"id": row_id, "person": stream, "role": role, **term}
        case MembershipStarted():
            term = _term(event.valid_from, event.valid_to)
            row_id = f"{stream}/{version:06d}"
            yield "memberships", {"id": row_id, "person": stream, "party": event.party, **term}
        case PartyRegistered():
            kind = streams.kind_of(stream)
            yield "parties", {"id": stream, "kind": kind, "name": event.name}
            yield from _aliases(stream, version, event.aliases)
        case AliasesAdded():
            yield from _aliases(stream, version, event.aliases)


def _aliases(stream: str, version: int, aliases: tuple[str, ...]) -> Iterator[Row]:
    for number, alias in enumerate(aliases, 1):
        row_id = f"{stream}/{version:06d}/{number:03d}"
        yield "aliases", {"id": row_id, "party": stream, "alias": alias}


def _term(valid_from: date, valid_to: date | None) -> dict[str, Value]:
    return {
        "valid_from": day_text(valid_from),
        "valid_to": None if valid_to is None else day_text(valid_to),
    }
