"""The hash chain: what is hashed, and whether a log still says what it said when it was written.

The preimage is a JSON array without white space of ``vekha/1``, the ledger's id and the columns
of the event, facts as a JSON string of the stored text. ``docs/FORMAT.md`` has worked examples.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from operator import attrgetter
from typing import Any

import msgspec

from engine.errors import N_, LogDamaged
from engine.events.recorded import StoredEvent

FORMAT = "vekha/1"
ZERO = "0" * 64
"""``prev_hash`` of the genesis event."""

HASHED = (
    "position",
    "stream",
    "version",
    "type",
    "type_version",
    "actor_id",
    "principal_id",
    "login_id",
    "auth_method",
    "context",
    "recorded_at",
    "effective_on",
    "command_id",
    "ordinal",
    "request_digest",
    "facts",
    "words_commitment",
    "signature",
    "key_id",
    "prev_hash",
)
"""The columns of the preimage, in order."""


class Head(msgspec.Struct, frozen=True):
    """The last position of a log (0 when empty) and the hash of its event."""

    position: int = 0
    hash: str = ZERO


_COLUMNS = attrgetter(*HASHED)
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def preimage(ledger_id: str, event: StoredEvent) -> str:
    """Return the text whose digest is the event's hash."""
    return _ENCODE([FORMAT, ledger_id, *_COLUMNS(event)])


def digest_of(ledger_id: str, columns: list[Any]) -> str:
    """Return the hash of an event whose HASHED columns are *columns*."""
    return sha256(_ENCODE([FORMAT, ledger_id, *columns]).encode()).hexdigest()


def stored(columns: list[Any], digest: str) -> StoredEvent:
    """Return the row of an event whose HASHED columns are *columns*, with its hash."""
    return StoredEvent(**dict(zip(HASHED, columns, strict=True)), hash=digest)


def event_hash(ledger_id: str, event: StoredEvent) -> str:
    """Return the hash of *event*: 64 lower-case hex characters."""
    return sha256(preimage(ledger_id, event).encode()).hexdigest()


def commitment(salt: str, text: str) -> str:
    """Return SHA-256(salt || text) for words; *salt* is hex, the digest too."""
    return sha256(bytes.fromhex(salt) + text.encode()).hexdigest()


def verified(
    ledger_id: str, events: Iterable[StoredEvent], after: Head | None = None
) -> Iterator[StoredEvent]:
    """Yield *events* as they are, checking each against the one before, from *after* on.

    Raises LogDamaged at the first event whose position, previous hash or own hash is not right.
    """
    head = after or Head()
    for event in events:
        if event.position != head.position + 1:
            raise damaged(N_("event {position} is missing from the log"), head.position + 1)
        if event.prev_hash != head.hash:
            raise damaged(N_("event {position} does not follow the one before it"), event.position)
        if event_hash(ledger_id, event) != event.hash:
            raise damaged(
                N_("event {position} is not what was recorded: its hash differs"), event.position
            )
        yield event
        head = Head(event.position, event.hash)


def damaged(template: str, position: int) -> LogDamaged:
    """Return the error for a log that no longer says what it said at *position*."""
    return LogDamaged(
        template,
        remedy=N_("Stop recording, keep a copy of the ledger as it is, and restore a backup."),
        position=position,
    )
