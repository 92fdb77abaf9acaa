"""The audit trail with names, and the notes of what was refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo

import msgspec

from engine.events import codec
from engine.events.log import Refusal
from engine.people.register import Register
from engine.projections.audit import Entry


class EntryShown(Entry, frozen=True, kw_only=True):
    """One event, with the names of actor and principal, and when it was recorded in office time."""

    actor_name: str
    principal_name: str | None
    recorded_local: datetime


class TrailAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A history, oldest first."""

    rehearsal: bool
    entries: tuple[EntryShown, ...]


class RefusalShown(msgspec.Struct, frozen=True, kw_only=True):
    """The note of one refusal; an unknown login has no name."""

    noted_at: datetime
    noted_local: datetime
    actor: str
    actor_name: str
    step: str
    code: str
    stream: str


class RefusalsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The notes of refusals, oldest first."""

    rehearsal: bool
    refusals: tuple[RefusalShown, ...]


def trail(
    entries: Iterable[Entry], register: Register, zone: tzinfo, *, rehearsal: bool
) -> TrailAnswer:
    """Return *entries* with names."""
    return TrailAnswer(
        rehearsal=rehearsal,
        entries=tuple(
            EntryShown(
                **msgspec.structs.asdict(entry),
                actor_name=register.name(entry.actor),
                principal_name=register.name(entry.principal) if entry.principal else None,
                recorded_local=entry.recorded_at.astimezone(zone),
            )
            for entry in entries
        ),
    )


def refusals(
    notes: Iterable[Refusal], register: Register, zone: tzinfo, *, rehearsal: bool
) -> RefusalsAnswer:
    """Return the notes of refusals with names."""
    return RefusalsAnswer(
        rehearsal=rehearsal,
        refusals=tuple(
            RefusalShown(
                noted_at=codec.instant(note.noted_at),
                noted_local=codec.instant(note.noted_at).astimezone(zone),
                actor=note.actor_id,
                actor_name=register.name(note.actor_id) if note.actor_id else "",
                step=note.step,
                code=note.code,
                stream=note.stream,
            )
            for note in notes
        ),
    )
