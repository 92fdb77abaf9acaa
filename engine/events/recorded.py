"""An event with its envelope: where it is in the log, who, for whom, and both clocks."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from engine.events.event import Event


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """What folds read: an event of a stream, who did it for whom, and both clocks.

    ``recorded_at`` is an aware UTC instant; ``effective_on`` the day as the person said.
    """

    stream: str
    version: int
    event: Event
    actor_id: str
    principal_id: str | None
    recorded_at: datetime
    effective_on: date


class Recorded(Happened, frozen=True, kw_only=True):
    """A happening as the log keeps it; ``position`` alone is the order."""

    position: int
    login_id: str | None
    auth_method: str
    context: str | None
    command_id: str
    ordinal: int
    words_commitment: str | None
    hash: str


class StoredEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the event table, column by column, as stored (instants and days are text)."""

    position: int
    stream: str
    version: int
    type: str
    type_version: int
    actor_id: str
    principal_id: str | None
    login_id: str | None
    auth_method: str
    context: str | None
    recorded_at: str
    effective_on: str
    command_id: str
    ordinal: int
    request_digest: str | None
    facts: str
    words_commitment: str | None
    signature: str | None
    key_id: str | None
    prev_hash: str
    hash: str


class StoredWords(msgspec.Struct, frozen=True, kw_only=True):
    """The words of one event: canonical JSON text, and the salt (hex) of its commitment."""

    position: int
    salt: str
    text: str
