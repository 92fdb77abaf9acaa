"""Facts about persons, organisations, posts and groups; one stream each.

A *party* is what can answer for a measure. It is written as the name of its stream
(``organisation/k3f9…``), everywhere the same. Persons' names and logins are words, never facts.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from engine.errors import N_
from engine.events.event import Event, stored

Role = Literal["executor", "operator", "supervisor", "analyst", "reader", "administrator"]
Realm = Literal["os", "postgresql"]


@stored
class PersonRegistered(Event, frozen=True, kw_only=True):
    """A person became known to the ledger. Words: ``name``."""

    NAME = "PersonRegistered"
    TOLD = N_("person registered")
    WORDS = frozenset({"name"})


@stored
class LoginMapped(Event, frozen=True, kw_only=True):
    """The person who signs in by this login in this realm. Words: ``login``."""

    NAME = "LoginMapped"
    TOLD = N_("login given")
    WORDS = frozenset({"login"})

    login_id: str
    realm: Realm
    valid_from: date
    valid_to: date | None


@stored
class RolesGranted(Event, frozen=True, kw_only=True):
    """The person has these roles for the term given; ``valid_to`` is its last day."""

    NAME = "RolesGranted"
    TOLD = N_("roles granted")

    roles: tuple[Role, ...]
    valid_from: date
    valid_to: date | None


@stored
class MembershipStarted(Event, frozen=True, kw_only=True):
    """The person belongs to an organisation, post or group, and acts for it, for the term given."""

    NAME = "MembershipStarted"
    TOLD = N_("membership began")

    party: str
    valid_from: date
    valid_to: date | None


class PartyRegistered(Event, frozen=True, kw_only=True):
    """What registering an organisation, a post or a group has in common: names are facts."""

    name: str
    aliases: tuple[str, ...]


@stored
class OrganisationRegistered(PartyRegistered, frozen=True, kw_only=True):
    """An organisation became known to the ledger."""

    NAME = "OrganisationRegistered"
    TOLD = N_("organisation registered")


@stored
class PostRegistered(PartyRegistered, frozen=True, kw_only=True):
    """A post (a position in an organisation) became known to the ledger."""

    NAME = "PostRegistered"
    TOLD = N_("post registered")


@stored
class GroupRegistered(PartyRegistered, frozen=True, kw_only=True):
    """A group ("heads of schools") became known to the ledger."""

    NAME = "GroupRegistered"
    TOLD = N_("group registered")


@stored
class AliasesAdded(Event, frozen=True, kw_only=True):
    """Other ways in which orders print this organisation, post or group."""

    NAME = "AliasesAdded"
    TOLD = N_("other spellings added")

    aliases: tuple[str, ...]
