"""The register that an append keeps: who is who, as rows that follow from events one by one.

Names of persons and logins stay words; the rows hold ids, days and the position of the event whose
words they are. A row is put, ended, or removed; nothing is folded and nothing is computed, so that
PostgreSQL's ``append`` does the same in SQL. Rows are never taken from whoever appends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import msgspec

from engine.events import parties, people, streams
from engine.events.codec import day_text
from engine.events.event import Event
from engine.events.read_tables import ReadTable, Row, Value

_TERM = (("valid_from", "text"), ("valid_to", "text"))


def _table(name: str, *columns: str, indexes: tuple[str, ...] = ()) -> ReadTable:
    texts = tuple((column, "text") for column in ("id", *columns))
    return ReadTable(name=name, columns=texts, indexes=indexes)  # type: ignore[arg-type]


PARTIES = _table("parties", "kind")
NAMES = _table("names", "party", "name", "valid_from", indexes=("party",))
ALIASES = _table("aliases", "party", "alias", indexes=("party",))
LOGINS = _table("logins", "holder", "realm", "valid_from", "valid_to", indexes=("realm", "holder"))
ROLES = _table("roles", "person", "role", "scope", "valid_from", "valid_to", indexes=("person",))
MEMBERSHIPS = _table(
    "memberships", "person", "party", "valid_from", "valid_to", indexes=("person", "party")
)
MEMBERS = _table("members", "party", "member", "valid_from", "valid_to", indexes=("party",))
PLACES = _table("places", "party", "parent", "valid_from", "valid_to", indexes=("party",))
DEPUTIES = _table("deputies", "person", "deputy", "valid_from", "valid_to", indexes=("deputy",))
KEYS = _table(
    "keys",
    "holder",
    "key_id",
    "algorithm",
    "public_key",
    "valid_from",
    "valid_to",
    indexes=("holder",),
)
MERGERS = _table("mergers", "into_party")
SUCCESSIONS = _table("successions", "successor", "valid_from")
CLOSURES = _table("closures", "valid_to")

TABLES = (
    PARTIES,
    NAMES,
    ALIASES,
    LOGINS,
    ROLES,
    MEMBERSHIPS,
    MEMBERS,
    PLACES,
    DEPUTIES,
    KEYS,
    MERGERS,
    SUCCESSIONS,
    CLOSURES,
)
"""``name`` of ``names`` is null where it is a word; ``into_party`` is the entry that a party was
merged into; the ``id`` of what has a term is the term's."""


NAMED = ("parties", "names", "aliases", "logins", "mergers")
"""The tables that say who is meant by a name or a login: a decision on names rests on these."""


class Put(msgspec.Struct, frozen=True):
    """A row is there from now on, in place of one of the same id."""

    table: str
    row: Row


class End(msgspec.Struct, frozen=True):
    """The row of a term, if there is one, holds to the day ``valid_to``."""

    table: str
    id: str
    valid_to: str


class Remove(msgspec.Struct, frozen=True):
    """The rows that have these values are there no longer."""

    table: str
    values: Row


Change = Put | End | Remove

BEGINS: dict[type[people.TermBegun], tuple[str, Callable[[str, Any], Row]]] = {
    people.LoginMapped: ("logins", lambda s, e: {"holder": s, "realm": e.realm}),
    people.MembershipStarted: ("memberships", lambda s, e: {"person": s, "party": e.party}),
    people.PostTaken: ("memberships", lambda s, e: {"person": s, "party": e.party}),
    people.DeputyAppointed: ("deputies", lambda s, e: {"person": s, "deputy": e.deputy}),
    people.KeyRegistered: (
        "keys",
        lambda s, e: {
            "holder": s,
            "key_id": e.key_id,
            "algorithm": e.algorithm,
            "public_key": e.public_key,
        },
    ),
    parties.OrganisationPlaced: ("places", lambda s, e: {"party": s, "parent": e.parent}),
    parties.MemberJoined: ("members", lambda s, e: {"party": s, "member": e.member}),
}
"""What begins a term -> its table, and the columns beside the term's own."""

ENDS: dict[type[people.TermEnded], str] = {
    people.LoginEnded: "logins",
    people.RoleEnded: "roles",
    people.MembershipEnded: "memberships",
    people.PostLeft: "memberships",
    people.DeputyEnded: "deputies",
    people.KeyRevoked: "keys",
    parties.PlaceEnded: "places",
    parties.MemberLeft: "members",
}
"""What ends a term -> its table."""


def changes(stream: str, version: int, event: Event) -> Iterator[Change]:
    """Yield what *event*, at *version* of *stream*, changes in the register."""
    match event:
        case people.TermBegun():
            table, columns = BEGINS[type(event)]
            term = _term(event.valid_from, event.valid_to)
            yield Put(table, {"id": event.term, **columns(stream, event), **term})
        case people.TermEnded():
            yield End(ENDS[type(event)], event.term, day_text(event.valid_to))
        case people.RolesGranted():
            yield from _roles(stream, event)
        case _:
            yield from _naming(stream, version, event)
            yield from _fate(stream, event)


def _naming(stream: str, version: int, event: Event) -> Iterator[Change]:
    """Yield who is registered, and what they are called."""
    match event:
        case people.PersonRegistered():
            yield from _party(stream, version, None)
        case people.ServiceRegistered():
            yield from _party(stream, version, event.name)
        case parties.PartyRegistered():
            yield from _party(stream, version, event.name)
            yield from _aliases(stream, version, event.aliases)
        case people.PersonRenamed():
            yield _name(stream, version, None, event.valid_from)
        case parties.PartyRenamed():
            yield _name(stream, version, event.name, event.valid_from)
        case parties.AliasesAdded():
            yield from _aliases(stream, version, event.aliases)
        case parties.AliasesRemoved():
            for alias in event.aliases:
                yield Remove("aliases", {"party": stream, "alias": alias})


def _fate(stream: str, event: Event) -> Iterator[Change]:
    """Yield what becomes of a party: merged, succeeded, closed."""
    match event:
        case parties.PartyMerged():
            yield Put("mergers", {"id": stream, "into_party": event.into})
        case parties.PartyUnmerged():
            yield Remove("mergers", {"id": stream})
        case parties.OrganisationSucceeded():
            since = day_text(event.valid_from)
            yield Put(
                "successions", {"id": stream, "successor": event.successor, "valid_from": since}
            )
        case parties.OrganisationClosed() | people.ServiceEnded():
            yield Put("closures", {"id": stream, "valid_to": day_text(event.valid_to)})


def _party(stream: str, version: int, name: str | None) -> Iterator[Change]:
    yield Put("parties", {"id": stream, "kind": streams.kind_of(stream)})
    yield _name(stream, version, name, None)


def _name(stream: str, version: int, name: str | None, since: date | None) -> Put:
    valid_from = None if since is None else day_text(since)
    row_id = f"{stream}/{version:06d}"
    return Put("names", {"id": row_id, "party": stream, "name": name, "valid_from": valid_from})


def _aliases(stream: str, version: int, aliases: Iterable[str]) -> Iterator[Change]:
    for number, alias in enumerate(aliases, 1):
        row_id = f"{stream}/{version:06d}/{number:03d}"
        yield Put("aliases", {"id": row_id, "party": stream, "alias": alias})


def _roles(stream: str, event: people.RolesGranted) -> Iterator[Change]:
    term = _term(event.valid_from, event.valid_to)
    for grant in event.roles:
        own: Row = {"id": grant.term, "person": stream, "role": grant.role, "scope": grant.scope}
        yield Put("roles", {**own, **term})


def _term(valid_from: date, valid_to: date | None) -> dict[str, Value]:
    return {
        "valid_from": day_text(valid_from),
        "valid_to": None if valid_to is None else day_text(valid_to),
    }


Kept = dict[str, dict[str, dict[str, Value]]]
"""Table -> id -> row."""


def apply(kept: Kept, change: Change, position: int, digest: str) -> None:
    """Let *change*, by the event at *position* with the hash *digest*, take effect in *kept*."""
    rows = kept[change.table]
    match change:
        case Put(row=row):
            rows[str(row["id"])] = {**row, "position": position, "hash": digest}
        case End(id=term, valid_to=valid_to):
            if term in rows:
                rows[term] = {**rows[term], "valid_to": valid_to}
        case Remove(values=values):
            for name in [key for key, row in rows.items() if values.items() <= row.items()]:
                del rows[name]
