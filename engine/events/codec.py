"""Event <-> stored text: the one reading path, and the one writer of days, instants and JSON.

Canonical JSON: keys ASCII and sorted, no white space, no floats, nothing omitted. What the two
databases would store differently (NUL, lone surrogates, integers beyond 2**53) is refused here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from engine.errors import N_, LogDamaged, RefusedByRules
from engine.events import upcasting
from engine.events.event import REGISTER, Event
from engine.events.recorded import Recorded, StoredEvent

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_SUSPECT = re.compile(r"\\u0000|\d{16}")
"""What a text in JSON may be if it cannot be stored: NUL, or a number beyond the largest."""
MAX_INTEGER = 2**53
MAX_TEXT = 100_000
"""Longest single text that the log accepts, in characters."""


def day_text(day: date) -> str:
    """Write *day* as ``YYYY-MM-DD``; also a frozen or subclassed date."""
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"


def instant_text(instant: datetime) -> str:
    """Write an aware *instant* in UTC as ``YYYY-MM-DDTHH:MM:SS.ffffffZ``."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    moment = instant.astimezone(UTC)
    clock = f"{moment.hour:02d}:{moment.minute:02d}:{moment.second:02d}"  # a format is slow
    return f"{day_text(moment)}T{clock}.{moment.microsecond:06d}Z"


def instant(text: str) -> datetime:
    """Read what :func:`instant_text` wrote; raises ValueError for anything else."""
    found = datetime.fromisoformat(text)  # strptime takes twenty times as long
    if instant_text(found) != text:
        raise ValueError(f"{text!r} is no instant as it is stored")
    return found


def canonical(value: Any) -> str:
    """Write plain data as canonical JSON text.

    Raises RefusedByRules for what cannot be stored alike on every backend.
    """
    _check(value)
    return _CANONICAL(value)


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def plain(value: Any) -> Any:
    """Return a struct, or tuples of them, as plain data: days and instants as they are stored."""
    return msgspec.to_builtins(value, enc_hook=_plain)


def encode(event: Event) -> str:
    """Return the facts of *event* as canonical JSON text."""
    return encoded(event)


def encode_words(event: Event, words: Mapping[str, str]) -> str | None:
    """Return *words* as canonical JSON text, or None where there are none.

    A name that the event does not know is a bug of the caller and raises ValueError.
    """
    if not words:
        return None
    for name in words:
        if name.split(".")[0] not in event.WORDS:
            raise ValueError(f"{event.NAME} carries no words named {name}")
    given = {name: text for name, text in words.items() if text}
    return encoded(given) if given else None


def encoded(value: Any) -> str:
    """Write a struct or texts by name as canonical JSON text, as :func:`canonical` does: faster.

    Only what may hold a text that cannot be stored, or a large number, is looked at piece by piece.
    """
    try:
        text = _ENCODER.encode(value).decode()
    except UnicodeEncodeError:
        return canonical(plain(value))
    return canonical(plain(value)) if len(text) > MAX_TEXT or _SUSPECT.search(text) else text


class _State(msgspec.Struct, frozen=True):
    """Of the facts of an event of an occurrence, the state after it."""

    to: str = ""


_STATES = msgspec.json.Decoder(_State)


def state_after(facts: str) -> str:
    """Return the state that stored *facts* lead to; "" where they name none."""
    return _STATES.decode(facts).to if facts else ""


def decode(name: str, version: int, facts: str) -> Event:
    """Read stored *facts*; old shapes are lifted first. Raises LogDamaged for what is unknown."""
    event_class = REGISTER.get(name)
    if event_class is None or version > event_class.VERSION:
        raise LogDamaged(
            N_("the log holds {name} version {version}, which this program does not know"),
            remedy=N_("Use a newer vekha."),
            name=name,
            version=version,
        )
    try:
        if version == event_class.VERSION:
            return msgspec.json.decode(facts, type=event_class)
        return msgspec.convert(upcasting.lift(name, version, json.loads(facts)), event_class)
    except (msgspec.MsgspecError, ValueError, LookupError, TypeError) as error:
        raise LogDamaged(
            N_("a stored {name} version {version} cannot be read: {why}"),
            remedy=N_("Use the vekha that recorded it, or restore a backup."),
            name=name,
            version=version,
            why=str(error),
        ) from error


def recorded(row: StoredEvent) -> Recorded:
    """Read one stored row into a typed event with its envelope."""
    return Recorded(
        position=row.position,
        stream=row.stream,
        version=row.version,
        event=decode(row.type, row.type_version, row.facts),
        actor_id=row.actor_id,
        principal_id=row.principal_id,
        login_id=row.login_id,
        auth_method=row.auth_method,
        context=row.context,
        recorded_at=instant(row.recorded_at),
        effective_on=date.fromisoformat(row.effective_on),
        command_id=row.command_id,
        ordinal=row.ordinal,
        words_commitment=row.words_commitment,
        hash=row.hash,
    )


def _plain(value: Any) -> Any:
    """Hook for what msgspec does not know: the fake dates of frozen-time tests."""
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return day_text(value)
    raise TypeError(f"{type(value).__name__} is not stored")


def _check(value: Any) -> None:
    match value:
        case None | bool():
            return
        case str():
            _check_text(value)
        case int():
            if abs(value) > MAX_INTEGER:
                raise RefusedByRules(N_("{value} is too large a number to store"), value=value)
        case Mapping():
            for key, inner in value.items():
                if not (isinstance(key, str) and key.isascii()):
                    raise TypeError(f"the key {key!r} is not ASCII text")
                _check(inner)
        case list() | tuple():
            for inner in value:
                _check(inner)
        case _:
            raise TypeError(f"{type(value).__name__} is not stored; fractions are text")


def _check_text(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise RefusedByRules(
            N_("a text of {length} characters is too long"),
            remedy=N_("Shorten it to {limit} characters, or give a link instead."),
            length=len(text),
            limit=MAX_TEXT,
        )
    if bad := _UNSTORABLE.search(text):
        raise RefusedByRules(
            N_("a text holds the character {character}, which cannot be stored: “{text}”"),
            remedy=N_("Type it again without that character."),
            character=f"U+{ord(bad[0]):04X}",
            text=_UNSTORABLE.sub("�", text[:40]),
        )


_ENCODER = msgspec.json.Encoder(order="sorted", enc_hook=_plain)
