"""Policies: how this ledger does what the rules leave open, as events, never as a file.

``POLICIES`` names them with what they may be set to; the first value is the one that counts while
nothing was set. A policy counts from its day on, the last one recorded of those that do.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from engine.errors import N_, RefusedByRules
from engine.events import streams
from engine.events.event import NewEvent
from engine.events.ledger import PolicySet
from engine.events.log import StreamAppend
from engine.events.recorded import Happened
from engine.workflows import rights
from engine.workflows.decider import Appends, By

POLICIES: dict[str, tuple[str, ...]] = {
    # Whether everyone whom the database or the file lets in may read, or only who is registered.
    "open_reading": ("no", "yes"),
}


class SetPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to set a policy of the whole ledger, from the day ``since`` (null: today)."""

    name: str
    value: str
    since: date | None = None


def decide(command: SetPolicy, version: int, by: By) -> Appends:
    """Return the event that sets a policy; *version* is that of the ledger's own stream."""
    rights.require(by.speaker, "administrator")
    allowed = POLICIES.get(command.name)
    if allowed is None:
        raise RefusedByRules(
            N_("there is no policy “{name}”"),
            remedy=N_("Known here: {known}."),
            name=command.name,
            known=tuple(POLICIES),
        )
    if command.value not in allowed:
        raise RefusedByRules(
            N_("the policy “{name}” is not set to “{value}”"),
            remedy=N_("It may be: {known}."),
            name=command.name,
            value=command.value,
            known=allowed,
        )
    since = command.since or by.today
    event = PolicySet(name=command.name, value=command.value, valid_from=since)
    new = NewEvent(event=event, effective_on=by.today)
    return (StreamAppend(stream=streams.LEDGER, expected=version, events=(new,)),)


def in_force(happened: Iterable[Happened], name: str, day: date) -> str:
    """Return how the policy *name* is set on *day*, by the events of the ledger's own stream."""
    values = [
        one.event.value
        for one in happened
        if isinstance(one.event, PolicySet)
        and (one.event.name, one.event.scope) == (name, None)
        and one.event.valid_from <= day
    ]
    return values[-1] if values else POLICIES[name][0]
