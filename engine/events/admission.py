"""What an append checks and composes inside its transaction, for logs that are kept by Python.

PostgreSQL's ``append`` function does the same in SQL; the contract suite compares them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import msgspec

from engine.errors import VekhaError
from engine.events import chain, codec, people, register, speaking, streams
from engine.events.chain import Head
from engine.events.event import NewEvent
from engine.events.ledger import LedgerOpened
from engine.events.log import (
    Batch,
    CommandRow,
    Login,
    Receipt,
    Refusal,
    StreamAppend,
)
from engine.events.read_tables import ReadRow, Value
from engine.events.recorded import StoredEvent, StoredWords
from engine.events.refused import refusal
from engine.events.register import Change
from engine.events.speaking import Identity, KnownLogin, Logins
from engine.events.vocabulary import Vocabulary, states

GENESIS = ("LedgerOpened", "PersonRegistered", "LoginMapped", "RolesGranted")
OCCURRENCES = "occurrences"
"""The read table whose rows are held against the events that they come with."""

CLOCK = "clock"
"""Who records what only a service may record of itself, by a clock."""

NAMING = frozenset(
    f"{kind}{done}"
    for kind in ("Person", "Service", "Organisation", "Post", "Group", "Party")
    for done in ("Registered", "Renamed")
) | {"AliasesAdded", "LoginMapped"}
"""Types after which a name or a login means someone: the register may not have moved on."""


class Inside(Logins, Protocol):
    """What admission reads inside the transaction that will write."""

    def head(self) -> Head: ...
    def genesis(self) -> LedgerOpened | None: ...
    def command(self, command_id: str) -> CommandRow | None: ...
    def last(self, stream: str) -> tuple[int, str]:
        """Return version and facts of the last event of *stream*; 0 and "" where there is none."""

    def register_position(self) -> int: ...
    def hash_at(self, position: int) -> str: ...
    def tables(self) -> frozenset[str]:
        """Return the names of the read tables that a batch brings rows for."""


class Composed(msgspec.Struct, frozen=True, kw_only=True):
    """A batch ready to be written, column by column."""

    events: list[StoredEvent]
    words: list[StoredWords]
    command: CommandRow
    rows: list[tuple[str, dict[str, Value]]]
    register: list[tuple[Change, int, str]]
    """What changes in the register, by the event of which position and hash."""

    def receipt(self) -> Receipt:
        """Return the receipt of what is recorded."""
        return receipt(self.command, self.events[-1].hash)


def repeated(batch: Batch, inside: Inside) -> Receipt | None:
    """Return the receipt if this very request was recorded before, None if it is new."""
    known = inside.command(batch.command_id)
    if known is None:
        return None
    if (known.actor_id, known.request_digest) != (batch.actor_id, batch.request_digest):
        raise refusal("command_reused", command_id=batch.command_id)
    return receipt(known, inside.hash_at(known.last_position), repeated=True)


def compose(
    batch: Batch, inside: Inside, login: Login, vocabulary: Vocabulary, salt: Callable[[], bytes]
) -> Composed:
    """Check *batch* against the ledger and return the rows to write; raises what append raises."""
    opened = _opening(batch, inside, login)
    first = _mapped(batch) if inside.genesis() is None else None
    identity = speaking.identity(batch, inside, opened, login, genesis=first)
    _check_register(batch, inside)
    by_service = streams.kind_of(batch.actor_id) == "service"
    for append in batch.appends:
        _check_stream(append, inside, vocabulary, by_service=by_service)
    head = inside.head()
    chained = _Chain(batch, opened.ledger_id, head, identity, salt)
    chained.add_all()
    return Composed(
        events=chained.events,
        words=chained.words,
        command=CommandRow(
            command_id=batch.command_id,
            actor_id=batch.actor_id,
            request_digest=batch.request_digest,
            first_position=head.position + 1,
            last_position=head.position + len(chained.events),
        ),
        rows=[_row(row, chained.events, inside) for row in batch.rows],
        register=list(_register(batch, chained.events)),
    )


def _opening(batch: Batch, inside: Inside, login: Login) -> LedgerOpened:
    """Return the ledger's genesis: the recorded one, or the one that this very batch brings."""
    opened = inside.genesis()
    brought = [new.event for _, _, _, new in batch.events()]
    if opened is not None:
        if any(isinstance(event, LedgerOpened) for event in brought):
            raise refusal("already_open")
        return opened
    first = brought[0]
    names = tuple(event.NAME for event in brought)
    if not isinstance(first, LedgerOpened) or names != GENESIS:
        raise refusal("not_open")
    if first.purpose == "office" and not _mapped(batch).is_called(login):
        raise refusal("genesis_login")
    return first


def _mapped(batch: Batch) -> KnownLogin:
    """Return the login that a genesis batch maps."""
    [(event, said, holder)] = [
        (new.event, new.words.get("login", ""), append.stream)
        for _, append, _, new in batch.events()
        if isinstance(new.event, people.LoginMapped)
    ]
    return KnownLogin(
        login_id=event.term,
        holder=holder,
        realm=event.realm,
        login=said,
        valid_from=codec.day_text(event.valid_from),
        valid_to=None,
    )


# -- what is brought ------------------------------------------------------------------------------


def _check_register(batch: Batch, inside: Inside) -> None:
    """Refuse names that were decided on an older register than the ledger's."""
    if batch.register is None:
        return
    actual = inside.register_position()
    if actual > batch.register and any(new.event.NAME in NAMING for *_, new in batch.events()):
        raise refusal("register_moved", position=actual)


def _check_stream(
    append: StreamAppend, inside: Inside, vocabulary: Vocabulary, *, by_service: bool
) -> None:
    """Check the version of one stream, and that its events belong there, one after another."""
    version, facts = inside.last(append.stream)
    if version != append.expected:
        raise refusal("conflict", stream=append.stream, expected=append.expected, actual=version)
    kind = streams.proper_kind(append.stream)
    before = codec.state_after(facts) if kind == "occurrence" else ""
    for new in append.events:
        event = new.event
        source, dest = states(event)
        row = vocabulary.pairs.get((kind, event.NAME, event.VERSION, source, dest))
        if row is None and not vocabulary.knows(kind, event):
            raise refusal("unknown_event", stream=append.stream, type=event.NAME)
        if row is None or source != before:
            told = {"before": before or "–", "source": source or "–", "dest": dest}
            raise refusal("bad_step", stream=append.stream, type=event.NAME, **told)
        if (row.who == CLOCK) != by_service:
            raise refusal("clock_event", type=event.NAME)
        before = dest


# -- what is written ------------------------------------------------------------------------------


class _Chain:
    """Makes the stored events of a batch, one after another."""

    def __init__(
        self,
        batch: Batch,
        ledger_id: str,
        head: Head,
        identity: Identity,
        salt: Callable[[], bytes],
    ) -> None:
        self.events: list[StoredEvent] = []
        self.words: list[StoredWords] = []
        self._batch = batch
        self._ledger_id = ledger_id
        self._head = head
        self._identity = identity
        self._salt = salt

    def add_all(self) -> None:
        batch, identity = self._batch, self._identity
        recorded_at = codec.instant_text(batch.recorded_at)
        prev_hash = self._head.hash
        for ordinal, append, version, new in batch.events():
            position = self._head.position + ordinal
            columns = [
                position,
                append.stream,
                version,
                new.event.NAME,
                new.event.VERSION,
                batch.actor_id,
                append.principal_id,
                identity.login_id,
                identity.auth_method,
                speaking.context(append, identity.service),
                recorded_at,
                codec.day_text(new.effective_on),
                batch.command_id,
                ordinal,
                batch.request_digest if ordinal == 1 else None,
                codec.encode(new.event),
                self._spoken(new, position),
                new.signature,
                new.key_id,
                prev_hash,
            ]
            prev_hash = chain.digest_of(self._ledger_id, columns)
            self.events.append(chain.stored(columns, prev_hash))

    def _spoken(self, new: NewEvent, position: int) -> str | None:
        """Keep the words of an event, and return their commitment."""
        text = codec.encode_words(new.event, new.words)
        if text is None:
            return None
        salt = self._salt().hex()
        self.words.append(StoredWords(position=position, salt=salt, text=text))
        return chain.commitment(salt, text)


def _register(batch: Batch, events: list[StoredEvent]) -> Iterator[tuple[Change, int, str]]:
    for ordinal, append, version, new in batch.events():
        stored = events[ordinal - 1]
        for change in register.changes(append.stream, version, new.event):
            yield change, stored.position, stored.hash


def _row(row: ReadRow, events: list[StoredEvent], inside: Inside) -> tuple[str, dict[str, Value]]:
    """Return (table, values with position and hash); a row that belies its event is refused."""
    event = events[row.ordinal - 1]
    if row.table not in inside.tables():
        raise refusal("bad_row", table=row.table)
    if row.table == OCCURRENCES:
        follows = events[row.ordinal] if row.ordinal < len(events) else None
        is_last = follows is None or follows.stream != event.stream
        told = (row.values.get("id"), row.values.get("version"), row.values.get("status"))
        after = codec.state_after(event.facts) or None
        if not is_last or told != (event.stream, event.version, after) or after is None:
            raise refusal("bad_row", table=row.table)
    return row.table, {**row.values, "position": event.position, "hash": event.hash}


def receipt(command: CommandRow, digest: str, *, repeated: bool = False) -> Receipt:
    """Return the receipt of a recorded command whose last event has the hash *digest*."""
    return Receipt(
        command_id=command.command_id,
        first=command.first_position,
        last=command.last_position,
        hash=digest,
        repeated=repeated,
    )


def note(batch: Batch, error: VekhaError) -> Refusal:
    """Return the note that an append leaves when the ledger refuses *batch*."""
    return Refusal(
        noted_at=codec.instant_text(batch.recorded_at),
        command_id=batch.command_id,
        actor_id=batch.actor_id,
        code=error.reason,
        step="append",
        stream=batch.appends[0].stream,
    )
