"""What an append checks and composes inside its transaction, for logs that are kept by Python.

PostgreSQL's ``append`` function does the same in SQL; the contract suite compares them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Protocol
from zoneinfo import ZoneInfo

import msgspec

from engine.errors import VekhaError
from engine.events import chain, codec, people
from engine.events.chain import Head
from engine.events.event import NewEvent
from engine.events.ledger import LedgerOpened
from engine.events.log import (
    AuthMethod,
    Batch,
    CommandRow,
    Login,
    ReadRow,
    Receipt,
    Refusal,
    Value,
)
from engine.events.occurrences import STATE_AFTER
from engine.events.recorded import StoredEvent, StoredWords
from engine.events.refused import refusal

GENESIS = ("LedgerOpened", "PersonRegistered", "LoginMapped", "RolesGranted")
OCCURRENCES = "occurrences"
"""The read table whose ``status`` is checked against the event that it came with."""


class KnownLogin(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the register of logins with its words."""

    login_id: str
    person: str
    realm: str
    login: str | None
    valid_from: str
    valid_to: str | None


class Inside(Protocol):
    """What admission reads inside the transaction that will write."""

    def head(self) -> Head: ...
    def genesis(self) -> LedgerOpened | None: ...
    def command(self, command_id: str) -> CommandRow | None: ...
    def version(self, stream: str) -> int: ...
    def types(self, stream: str) -> list[str]: ...
    def logins(self) -> list[KnownLogin]: ...
    def tables(self) -> set[str]: ...


class Composed(msgspec.Struct, frozen=True, kw_only=True):
    """A batch ready to be written, column by column."""

    events: list[StoredEvent]
    words: list[StoredWords]
    command: CommandRow
    rows: list[tuple[str, dict[str, Value]]]


def repeated(batch: Batch, inside: Inside) -> CommandRow | None:
    """Return the command if this very request was recorded before, None if it is new."""
    known = inside.command(batch.command_id)
    if known is not None and (known.actor_id, known.digest) != (batch.actor_id, batch.digest):
        raise refusal("command_reused", command_id=batch.command_id)
    return known


def compose(batch: Batch, inside: Inside, login: Login, salt: Callable[[], bytes]) -> Composed:
    """Check *batch* against the ledger and return the rows to write; raises what append raises."""
    opened = _opening(batch, inside, login)
    login_id, auth_method = _identity(batch, inside, opened, login)
    for append in batch.appends:
        actual = inside.version(append.stream)
        if actual != append.expected:
            raise refusal("conflict", stream=append.stream, expected=append.expected, actual=actual)
    head = inside.head()
    events, words = _chained(batch, opened.ledger_id, head, login_id, auth_method, salt)
    return Composed(
        events=events,
        words=words,
        command=CommandRow(
            command_id=batch.command_id,
            actor_id=batch.actor_id,
            digest=batch.digest,
            first_position=head.position + 1,
            last_position=head.position + len(events),
        ),
        rows=[_row(row, events, inside) for row in batch.rows],
    )


def _opening(batch: Batch, inside: Inside, login: Login) -> LedgerOpened:
    """Return the ledger's genesis: the recorded one, or the one that this very batch brings."""
    opened = inside.genesis()
    brought = [new.event for _, _, _, new in batch.events()]
    first = brought[0] if brought else None
    if opened is not None:
        if any(isinstance(event, LedgerOpened) for event in brought):
            raise refusal("already_open")
        return opened
    names = tuple(event.NAME for event in brought)
    if not isinstance(first, LedgerOpened) or names != GENESIS:
        raise refusal("not_open")
    if first.purpose == "office" and _mapped(batch) != login:
        raise refusal("genesis_login")
    return first


def _mapped(batch: Batch) -> Login | None:
    """Return the login that a genesis batch maps."""
    for _, _, _, new in batch.events():
        if isinstance(new.event, people.LoginMapped):
            return Login(new.event.realm, new.words.get("login", ""))
    return None


def _identity(
    batch: Batch, inside: Inside, opened: LedgerOpened, login: Login
) -> tuple[str | None, AuthMethod]:
    if opened.purpose == "rehearsal":
        return None, "simulated"
    if inside.genesis() is None:
        mapped = next(
            new.event
            for _, _, _, new in batch.events()
            if isinstance(new.event, people.LoginMapped)
        )
        return mapped.login_id, login.realm
    today = batch.recorded_at.astimezone(ZoneInfo(opened.time_zone)).date()
    for known in inside.logins():
        if _matches(known, login, today) and known.person == batch.actor_id:
            return known.login_id, login.realm
    raise refusal("login_not_mapped", login=login.login)


def _matches(known: KnownLogin, login: Login, today: date) -> bool:
    return (
        (known.realm, known.login) == (login.realm, login.login)
        and known.valid_from <= codec.day_text(today)
        and (known.valid_to is None or codec.day_text(today) <= known.valid_to)
    )


def _chained(
    batch: Batch,
    ledger_id: str,
    head: Head,
    login_id: str | None,
    auth_method: AuthMethod,
    salt: Callable[[], bytes],
) -> tuple[list[StoredEvent], list[StoredWords]]:
    events: list[StoredEvent] = []
    words: list[StoredWords] = []
    prev_hash = head.hash
    for ordinal, stream, version, new in batch.events():
        position = head.position + ordinal
        spoken = _spoken(new, position, salt)
        event = StoredEvent(
            position=position,
            stream=stream,
            version=version,
            type=new.event.NAME,
            type_version=new.event.VERSION,
            actor_id=batch.actor_id,
            principal_id=batch.principal_id,
            login_id=login_id,
            auth_method=auth_method,
            recorded_at=codec.instant_text(batch.recorded_at),
            effective_on=codec.day_text(new.effective_on),
            command_id=batch.command_id,
            ordinal=ordinal,
            facts=codec.encode(new.event),
            words_commitment=chain.commitment(spoken.salt, spoken.text) if spoken else None,
            signature=None,
            key_id=None,
            prev_hash=prev_hash,
            hash="",
        )
        event = msgspec.structs.replace(event, hash=chain.event_hash(ledger_id, event))
        prev_hash = event.hash
        events.append(event)
        if spoken:
            words.append(spoken)
    return events, words


def _spoken(new: NewEvent, position: int, salt: Callable[[], bytes]) -> StoredWords | None:
    text = codec.encode_words(new.event, new.words)
    if text is None:
        return None
    return StoredWords(position=position, salt=salt().hex(), text=text)


def _row(row: ReadRow, events: list[StoredEvent], inside: Inside) -> tuple[str, dict[str, Value]]:
    """Return (table, values with position); a row that belies its event is refused."""
    event = events[row.ordinal - 1]
    if row.table not in inside.tables():
        raise refusal("bad_row", table=row.table)
    if row.table == OCCURRENCES and (
        row.values.get("id") != event.stream
        or event.type not in STATE_AFTER
        or row.values.get("status") != _status(row.ordinal, events, inside)
    ):
        raise refusal("bad_row", table=row.table)
    return row.table, {**row.values, "position": event.position}


def _status(ordinal: int, events: list[StoredEvent], inside: Inside) -> str | None:
    """Return the state after that event: that of the stream's last event that gives one."""
    states = map(STATE_AFTER.get, _types_before(ordinal, events, inside))
    return next((state for state in states if state is not None), None)


def _types_before(ordinal: int, events: list[StoredEvent], inside: Inside) -> Iterator[str]:
    """Yield the types of the stream's events up to that one, the last first.

    Those of one stream follow each other in a batch; what is recorded is read only where needed.
    """
    stream = events[ordinal - 1].stream
    for place in range(ordinal - 1, -1, -1):
        if events[place].stream != stream:
            break
        yield events[place].type
    yield from reversed(inside.types(stream))


def known_logins(
    rows: list[dict[str, Value]], words: Mapping[int, Mapping[str, str]]
) -> list[KnownLogin]:
    """Return the register of logins as recorded, oldest first; erased words are None."""
    ordered = sorted(rows, key=_position)
    return [_known_login(row, words.get(_position(row), {})) for row in ordered]


def _known_login(row: Mapping[str, Value], said: Mapping[str, str]) -> KnownLogin:
    return KnownLogin(
        login_id=str(row["id"]),
        person=str(row["person"]),
        realm=str(row["realm"]),
        login=said.get("login"),
        valid_from=str(row["valid_from"]),
        valid_to=(row["valid_to"] and str(row["valid_to"])) or None,
    )


def _position(row: Mapping[str, Value]) -> int:
    return int(row["position"] or 0)


def receipt(command: CommandRow, *, repeated: bool = False) -> Receipt:
    """Return the receipt of a recorded command."""
    return Receipt(
        command_id=command.command_id,
        first=command.first_position,
        last=command.last_position,
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
        stream=batch.appends[0].stream if batch.appends else "",
    )
