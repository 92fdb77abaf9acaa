"""The promise of an event log, whatever keeps it: one batch is appended whole or not at all.

``MemoryLog`` and ``SqlLog`` keep it; one contract suite in ``tests/events`` holds them to it.
Read rows travel with the batch as plain values, so that what was written can be read at once;
the log knows no projection.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, Protocol

import msgspec

from engine.events.chain import Head
from engine.events.event import NewEvent, Shape
from engine.events.ledger import LedgerOpened
from engine.events.people import Realm
from engine.events.read_tables import ReadRow, ReadTable, Value
from engine.events.recorded import StoredEvent

Capacity = Literal["own", "operator", "decision", "deputy", "takeover"]
"""How the actor records: his own, an executor's step for him, someone's decision from its paper, as
a deputy, or a history that is taken over."""

Journal = Literal["delete", "wal"]
"""How SQLite keeps what is being written: beside the file until it is done, or in its own log."""

WEB = "web"
"""The realm of persons for whom a service vouches, and how their events were authenticated."""
SIMULATED = "simulated"
"""How events of a rehearsal were authenticated: not at all."""


class Login(msgspec.Struct, frozen=True):
    """Who the machine or the server says is speaking; no option and no variable sets it."""

    realm: Realm
    login: str


class Source(Shape, frozen=True, kw_only=True):
    """Where something was taken over from: a file's digest, and the place in it."""

    sha256: str
    table: int | None = None
    row: int | None = None


class StreamAppend(msgspec.Struct, frozen=True, kw_only=True):
    """Events for one stream, decided on its version ``expected`` (0: the stream is new).

    Without events, the version alone is checked. ``principal_id`` is in whose name (null: the
    actor's own), ``capacity`` how, ``source`` what it was taken over from.
    """

    stream: str
    expected: int
    events: tuple[NewEvent, ...]
    principal_id: str | None = None
    capacity: Capacity = "own"
    source: Source | None = None


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What is appended at once. ``request_digest`` covers the request as given; see ``pending.py``.

    ``register`` is the last position of the register that a decision on names rests on: what
    registers, renames or adds an alias is a conflict where the register has moved on. ``vouched``
    is the login of the realm ``web`` for whom the service speaks that is signed in.

    Raises ValueError for what only a mistake in the program makes: no events, a stream twice, a
    row after no event of the batch, an id that the databases would store differently.
    """

    command_id: str
    actor_id: str
    request_digest: str
    recorded_at: datetime
    appends: tuple[StreamAppend, ...]
    rows: tuple[ReadRow, ...] = ()
    register: int | None = None
    vouched: str | None = None

    def __post_init__(self) -> None:
        streams = [append.stream for append in self.appends]
        count = sum(len(append.events) for append in self.appends)
        principals = [append.principal_id or "-" for append in self.appends]
        ids = (self.command_id, self.actor_id, self.request_digest, *principals, *streams)
        if not count:
            raise ValueError("a batch brings an event")
        if len(set(streams)) < len(streams):
            raise ValueError("a batch names each stream once")
        if not all(1 <= row.ordinal <= count for row in self.rows):
            raise ValueError("a row holds after an event of its batch")
        if not all(name and name.isprintable() for name in ids):
            raise ValueError("an id is printable text")

    def events(self) -> Iterable[tuple[int, StreamAppend, int, NewEvent]]:
        """Yield (ordinal from 1, what it belongs to, version, event) in the order of recording."""
        ordinal = 0
        for append in self.appends:
            for version, event in enumerate(append.events, append.expected + 1):
                ordinal += 1
                yield ordinal, append, version, event


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """First and last position of a recorded batch, and the hash of its last event.

    ``repeated``: it had been recorded before.
    """

    command_id: str
    first: int
    last: int
    hash: str
    repeated: bool = False


class CommandRow(msgspec.Struct, frozen=True, kw_only=True):
    """What the table of commands keeps of a batch."""

    command_id: str
    actor_id: str
    request_digest: str
    first_position: int
    last_position: int


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A note, outside the chain, that a person was refused something. It holds no words.

    ``login_id`` is the login that tried, where the ledger knows it; ``login`` its text only where
    it does not (erasure blanks it). ``service`` spoke for a person, where one did.
    """

    noted_at: str
    command_id: str
    actor_id: str
    code: str
    step: str
    stream: str
    login_id: str | None = None
    login: str | None = None
    service: str | None = None


Tables = Mapping[ReadTable, Iterable[Mapping[str, Value]]]
"""Rebuilt rows by read table."""

Replaced = Mapping[str, tuple[str, ...]]
"""Name of a read table -> ids of the rows that were not as they follow from the log."""


class EventLog(Protocol):
    """An append-only log of one ledger, with its words, commands, read rows and refusal notes."""

    def login(self) -> Login:
        """Return who is speaking on this connection."""

    def genesis(self) -> LedgerOpened | None:
        """Return the ledger's opening event, or None while the log is empty."""

    def head(self) -> Head:
        """Return the last position and its hash."""

    def append(self, batch: Batch) -> Receipt:
        """Record *batch* whole, or nothing of it.

        The same command id by the same actor with the same digest records once and returns the
        first receipt with ``repeated``. Raises Conflict when a stream is no longer at its expected
        version, RefusedByRules when the ledger says no (a note is left), StoreUnavailable when
        nothing was recorded, OutcomeUnknown when no answer came.
        """

    def command(self, command_id: str) -> CommandRow | None:
        """Return what was recorded under *command_id*."""

    def events(self, after: int = 0) -> list[StoredEvent]:
        """Return the events after position *after*, in order."""

    def at(self, positions: Iterable[int]) -> list[StoredEvent]:
        """Return the events at *positions*, in order; what is not there is left out."""

    def stream(self, stream: str) -> list[StoredEvent]:
        """Return the events of one stream, in order."""

    def streams(self, prefix: str) -> list[StoredEvent]:
        """Return the events of all streams whose name begins with *prefix*, in order."""

    def versions(self) -> dict[str, int]:
        """Return stream -> last version. Read it before what a decision on many streams reads."""

    def register_position(self) -> int:
        """Return the position of the last event of the register (of who is who)."""

    def words(self, positions: Iterable[int] | None = None) -> dict[int, dict[str, str]]:
        """Return position -> named texts, of *positions* or of all; erased ones are missing."""

    def rows(
        self, table: str, equal: Mapping[str, Value] | None = None, *, prefix: str = ""
    ) -> list[dict[str, Value]]:
        """Return rows of a read table, each with ``position`` and ``hash``, ordered by ``id``.

        All of them, or those whose columns are *equal* and whose id begins with *prefix* (which
        ends with ``/``).
        """

    def replace_rows(self, tables: Tables, head: Head) -> Replaced | None:
        """Put right what differs from rebuilt rows (``position`` and ``hash`` included).

        Returns the ids of the rows that were wrong, missing or too many, by table; None, having
        changed nothing, when another recorded since *head*.
        """

    def outdated(self) -> list[str]:
        """Return the names of read tables whose stored version is not the program's."""

    def note_refusal(self, refusal: Refusal) -> None:
        """Keep a note of a refusal beside the log."""

    def refusals(self) -> list[Refusal]:
        """Return the notes of refusals in the order in which they were made."""

    def set_journal(self, journal: Journal, /) -> str:
        """Keep the journal of a ledger in a file so from now on; return how it is kept then.

        Raises RefusedByRules where the ledger is in no file.
        """

    def upgrade(self) -> None:
        """Bring the tables of an older ledger to this program's version; events stay."""

    def close(self) -> None:
        """Let go of connections; the log is not used afterwards."""
