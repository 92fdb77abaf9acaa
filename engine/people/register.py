"""The register as one value: look up persons, parties, roles and memberships by id, name or day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from engine import errors
from engine.errors import N_, Ambiguous, NotFound
from engine.events.codec import day_text
from engine.events.log import EventLog, Login
from engine.events.read_tables import Value
from engine.events.streams import is_person
from engine.people.naming import folded, sorting

Rows = list[dict[str, Value]]
ERASED = "(erased)"
SHORT = 30
"""Longest name, in characters, that narrow columns show in full."""


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """One that can answer for a measure: id (``organisation/…``), kind, name, other spellings."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()


class Register(msgspec.Struct, frozen=True):
    """Everything that the register's rows say; ``words`` are by position."""

    persons: dict[str, Party] = {}
    logins: Rows = []
    roles: Rows = []
    memberships: Rows = []
    parties: dict[str, Party] = {}
    words: dict[int, dict[str, str]] = {}

    def person_of(self, login: Login, today: date) -> str | None:
        """Return the person to whom *login* maps on *today*, or None."""
        for row in _valid(self.logins, today):
            if not is_person(str(row["holder"])):
                continue  # a service speaks for persons, and is none
            words = self.words.get(_position(row), {})
            if (row["realm"], words.get("login")) == (login.realm, login.login):
                return str(row["holder"])
        return None

    def roles_of(self, person: str, today: date) -> frozenset[str]:
        """Return the roles that *person* has on *today*."""
        return frozenset(
            str(row["role"]) for row in _valid(self.roles, today) if row["person"] == person
        )

    def parties_of(self, person: str, today: date) -> frozenset[str]:
        """Return the ids for which *person* acts on *today*, himself among them."""
        memberships = _valid(self.memberships, today)
        return frozenset(
            {person} | {str(row["party"]) for row in memberships if row["person"] == person}
        )

    def logins_of(self, person: str) -> tuple[str, ...]:
        """Return the logins that were ever mapped to *person*; an erased one is ``""``."""
        own = (row for row in self.logins if row["holder"] == person)
        return tuple(self.words.get(_position(row), {}).get("login", "") for row in own)

    def people(self) -> list[Party]:
        """Return all persons by name, as parties."""
        return sorted(self.persons.values(), key=lambda person: (sorting(person.name), person.id))

    def name(self, party: str | None) -> str:
        """Return the name to show for an id: of a party, of a person, or the id itself."""
        if party is None:
            return ""
        known = self.parties.get(party) or self.persons.get(party)
        return known.name if known else party

    def short(self, party: str | None) -> str:
        """Return the name for narrow columns: an alias where the name itself is long."""
        known = self.parties.get(party or "")
        if known is None or len(known.name) <= SHORT:
            return self.name(party)
        return next((alias for alias in known.aliases if len(alias) <= SHORT), known.name)

    def find(self, text: str) -> Party:
        """Return the party or person whom *text* names, by id, name or alias.

        Raises NotFound, or Ambiguous with the candidates.
        """
        wanted = folded(text)
        everybody = [*self.parties.values(), *self.people()]
        found = [party for party in everybody if text == party.id or wanted in _keys(party)]
        if not found:
            raise NotFound(
                N_("no one is registered as “{name}”"),
                remedy=N_("See who is known with: vekha people list"),
                name=text,
            )
        if len(found) > 1:
            raise Ambiguous(
                N_("“{name}” may be several: {candidates}"),
                remedy=N_("Name one of them by its id."),
                name=text,
                candidates=tuple(errors.Party(party.id) for party in found),
            )
        return found[0]

    def known(self, text: str) -> Party | None:
        """Return the organisation, post or group called *text*, or None."""
        wanted = folded(text)
        return next((party for party in self.parties.values() if wanted in _keys(party)), None)

    def known_person(self, text: str) -> str | None:
        """Return the id of the only person called *text*, or None."""
        found = [person.id for person in self.people() if folded(person.name) == folded(text)]
        return found[0] if len(found) == 1 else None


def load(log: EventLog) -> Register:
    """Return the whole register, as the log's rows and words hold it now."""
    return _register(log, {table: log.rows(table) for table in _TABLES})


def signed_in(log: EventLog, login: Login, today: date) -> str | None:
    """Return the person to whom *login* maps on *today*, or None."""
    rows = log.rows("logins", {"realm": login.realm})
    return _register(log, {"logins": rows}).person_of(login, today)


def about(log: EventLog, *parties: str | None) -> Register:
    """Return what the register holds of these persons and *parties* (ids) alone."""
    found: dict[str, Rows] = {}
    for party in dict.fromkeys(filter(None, parties)):
        for table, column in _PERSONS if is_person(party) else _PARTIES:
            found.setdefault(table, []).extend(log.rows(table, {column: party}))
    return _register(log, found)


def standing(log: EventLog, person: str, principal: str | None) -> Register:
    """Return the roles and memberships of *person* and *principal* alone: what a decision needs."""
    asked = dict.fromkeys(filter(None, (person, principal)))
    return Register(
        roles=log.rows("roles", {"person": person}),
        memberships=[row for one in asked for row in log.rows("memberships", {"person": one})],
    )


_PERSONS = (
    ("parties", "id"),
    ("names", "party"),
    ("roles", "person"),
    ("memberships", "person"),
)
_PARTIES = (("parties", "id"), ("names", "party"), ("aliases", "party"))
"""Table and column that hold what is known of a person, and of another party."""

_TABLES = ("parties", "names", "aliases", "logins", "roles", "memberships")


def _register(log: EventLog, rows: dict[str, Rows]) -> Register:
    spoken = [_position(row) for row in rows.get("logins", ())]
    spoken += [_position(row) for row in rows.get("names", ()) if row["name"] is None]
    words = log.words(spoken) if spoken else {}
    found = {party.id: party for party in _parties(rows, words)}
    return Register(
        persons={name: party for name, party in found.items() if party.kind == "person"},
        logins=rows.get("logins", []),
        roles=rows.get("roles", []),
        memberships=rows.get("memberships", []),
        parties={name: party for name, party in found.items() if party.kind in _ANSWERING},
        words=words,
    )


_ANSWERING = ("organisation", "post", "group")
"""Kinds of parties, beside persons, that answer for measures."""


def _parties(rows: dict[str, Rows], words: dict[int, dict[str, str]]) -> Iterator[Party]:
    """Yield everybody who is registered, under the name that was given last."""
    names: dict[str, str] = {}
    for row in sorted(rows.get("names", ()), key=_position):
        said = words.get(_position(row), {}).get("name", ERASED)
        names[str(row["party"])] = said if row["name"] is None else str(row["name"])
    aliases: dict[str, list[str]] = {}
    for row in rows.get("aliases", ()):
        aliases.setdefault(str(row["party"]), []).append(str(row["alias"]))
    for row in rows.get("parties", ()):
        own = str(row["id"])
        known = tuple(aliases.get(own, ()))
        yield Party(id=own, kind=str(row["kind"]), name=names.get(own, ERASED), aliases=known)


def _keys(party: Party) -> set[str]:
    return {folded(name) for name in (party.name, *party.aliases)}


def _valid(rows: Rows, today: date) -> Iterator[dict[str, Value]]:
    day = day_text(today)
    for row in rows:
        valid_to = row["valid_to"]
        if str(row["valid_from"]) <= day and (valid_to is None or day <= str(valid_to)):
            yield row


def _position(row: dict[str, Value]) -> int:
    return int(row["position"] or 0)
