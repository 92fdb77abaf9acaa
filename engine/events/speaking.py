"""Who is speaking: the login of a connection, held against the register of logins.

PostgreSQL's functions ``identified`` and ``note_refusal`` do the same in SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol
from zoneinfo import ZoneInfo

import msgspec

from engine.events import codec, streams
from engine.events.ledger import LedgerOpened
from engine.events.log import SIMULATED, WEB, Batch, Login, Refusal, StreamAppend
from engine.events.read_tables import Row
from engine.events.refused import refusal


class KnownLogin(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the register of logins with its words; ``closed_on`` is its holder's last day."""

    login_id: str
    holder: str
    realm: str
    login: str | None
    valid_from: str
    valid_to: str | None
    closed_on: str | None = None

    def is_called(self, login: Login) -> bool:
        """Return whether this is *login*, letter by letter."""
        return (self.realm, self.login) == (login.realm, login.login)

    def is_of(self, login: Login, day: str) -> bool:
        """Return whether this is *login* and counts on *day*."""
        ends = (self.valid_to, self.closed_on)
        return (
            self.is_called(login)
            and self.valid_from <= day
            and all(end is None or day <= end for end in ends)
        )


class Logins(Protocol):
    """What is known of logins inside a transaction."""

    def logins(self, realm: str) -> list[KnownLogin]:
        """Return the logins of a realm, oldest first."""


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who is speaking, as the ledger knows him; ``service`` is who vouches for him, if anyone."""

    login_id: str | None
    auth_method: str
    service: str | None = None


def identity(
    batch: Batch, inside: Logins, opened: LedgerOpened, login: Login, *, genesis: KnownLogin | None
) -> Identity:
    """Return who is speaking, as the ledger knows him; raises NotAllowed.

    *genesis* is the login that the batch itself brings, where it opens the ledger.
    """
    if opened.purpose == "rehearsal":
        return Identity(login_id=None, auth_method=SIMULATED)
    if genesis is not None:
        return Identity(login_id=genesis.login_id, auth_method=login.realm)
    today = batch.recorded_at.astimezone(ZoneInfo(opened.time_zone)).date()
    if batch.vouched is None:
        own = _known(inside, login, batch.actor_id, today)
        return Identity(login_id=own.login_id, auth_method=login.realm)
    service = _service(inside, login, today)
    person = _known(inside, Login(WEB, batch.vouched), batch.actor_id, today)
    return Identity(login_id=person.login_id, auth_method=WEB, service=service)


def _known(inside: Logins, login: Login, holder: str, today: date) -> KnownLogin:
    """Return the login under which *holder* may speak as *login*; raises NotAllowed."""
    day = codec.day_text(today)
    for known in inside.logins(login.realm):
        if known.holder == holder and known.is_of(login, day):
            return known
    raise refusal("login_not_mapped", login=login.login)


def _service(inside: Logins, login: Login, today: date) -> str:
    """Return the service that is signed in as *login*; only a service vouches for anyone."""
    day = codec.day_text(today)
    for known in inside.logins(login.realm):
        if streams.kind_of(known.holder) == "service" and known.is_of(login, day):
            return known.holder
    raise refusal("no_service", login=login.login)


def known_logins(
    rows: Iterable[Row], words: Mapping[int, Mapping[str, str]], closed: Mapping[str, str]
) -> list[KnownLogin]:
    """Return logins as recorded, oldest first; erased words are None.

    *closed* tells the last day of holders that have one.
    """
    return [
        KnownLogin(
            login_id=str(row["id"]),
            holder=str(row["holder"]),
            realm=str(row["realm"]),
            login=words.get(_position(row), {}).get("login"),
            valid_from=str(row["valid_from"]),
            valid_to=None if row["valid_to"] is None else str(row["valid_to"]),
            closed_on=closed.get(str(row["holder"])),
        )
        for row in sorted(rows, key=_position)
    ]


def login_text(words: str | None) -> str | None:
    """Return the login in the stored *words* of the event that mapped it; None where erased."""
    return _LOGINS.decode(words).login if words else None


class _Login(msgspec.Struct, frozen=True):
    login: str | None = None


_LOGINS = msgspec.json.Decoder(_Login)


def _position(row: Row) -> int:
    return int(row["position"] or 0)


def signed(
    refusal: Refusal, login: Login, known: Iterable[KnownLogin], opened: LedgerOpened | None
) -> Refusal:
    """Return *refusal* with the login that tried: its id, or its text where it is not *known*."""
    zone = ZoneInfo(opened.time_zone if opened else "UTC")
    day = codec.day_text(codec.instant(refusal.noted_at).astimezone(zone))
    own = next((one for one in known if one.is_of(login, day)), None)
    if own is None:
        return msgspec.structs.replace(refusal, login=login.login)
    service = own.holder if streams.kind_of(own.holder) == "service" else None
    return msgspec.structs.replace(refusal, login_id=own.login_id, service=service)


def context(append: StreamAppend, service: str | None) -> str | None:
    """Return capacity, service and source as stored; None where it is just the person himself."""
    if append.capacity == "own" and service is None and append.source is None:
        return None
    return codec.canonical(
        {
            "capacity": append.capacity,
            "service": service,
            "source": None if append.source is None else codec.plain(append.source),
        }
    )
