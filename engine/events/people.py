"""Facts about persons and services, and about what they may do; streams ``person/``, ``service/``.

A *party* is what can answer for a measure. It is written as the name of its stream
(``organisation/k3f9…``), everywhere the same. Persons' names and logins are words, never facts.
Every term (of a login, a role, a membership …) has a random id, ``term``: the event that ends it
names that, and ``valid_to`` is its last day.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from engine.errors import N_
from engine.events.event import Event, Shape, stored

Role = Literal["executor", "operator", "supervisor", "analyst", "reader", "administrator"]

Realm = str
"""Where a login counts: ``os``, ``postgresql``, ``web``; an open list."""


class TermBegun(Event, frozen=True, kw_only=True):
    """What holds from a day on, to a last day or (null) until another event ends it."""

    term: str
    valid_from: date
    valid_to: date | None = None


class TermEnded(Event, frozen=True, kw_only=True):
    """What began under this ``term`` holds to the day ``valid_to``, and no longer."""

    term: str
    valid_to: date


@stored
class PersonRegistered(Event, frozen=True, kw_only=True):
    """A person became known to the ledger. Words: ``name``."""

    NAME = "PersonRegistered"
    TOLD = N_("person registered")
    WORDS = frozenset({"name"})


@stored
class PersonRenamed(Event, frozen=True, kw_only=True):
    """The person is called differently from a day on. Words: ``name``."""

    NAME = "PersonRenamed"
    TOLD = N_("person renamed")
    WORDS = frozenset({"name"})

    valid_from: date


@stored
class LoginMapped(TermBegun, frozen=True, kw_only=True):
    """The person (or service) who signs in by this login in this realm. Words: ``login``.

    ``term`` is the login's id, by which events name it (column ``login_id``).
    """

    NAME = "LoginMapped"
    TOLD = N_("login given")
    WORDS = frozenset({"login"})

    realm: Realm


@stored
class LoginEnded(TermEnded, frozen=True, kw_only=True):
    """The login is this person's no longer."""

    NAME = "LoginEnded"
    TOLD = N_("login ended")


class RoleGrant(Shape, frozen=True, kw_only=True):
    """One role under its own ``term``; ``scope`` is the party within which it counts, or null."""

    term: str
    role: Role
    scope: str | None = None


@stored
class RolesGranted(Event, frozen=True, kw_only=True):
    """The person has these roles for the time given; ``valid_to`` is its last day."""

    NAME = "RolesGranted"
    TOLD = N_("roles granted")

    roles: tuple[RoleGrant, ...]
    valid_from: date
    valid_to: date | None = None


@stored
class RoleEnded(TermEnded, frozen=True, kw_only=True):
    """The person has this role no longer."""

    NAME = "RoleEnded"
    TOLD = N_("role ended")


@stored
class MembershipStarted(TermBegun, frozen=True, kw_only=True):
    """The person belongs to an organisation or a group, and acts for it."""

    NAME = "MembershipStarted"
    TOLD = N_("membership began")

    party: str


@stored
class MembershipEnded(TermEnded, frozen=True, kw_only=True):
    """The person belongs to it no longer."""

    NAME = "MembershipEnded"
    TOLD = N_("membership ended")


@stored
class PostTaken(TermBegun, frozen=True, kw_only=True):
    """The person holds a post, and acts for it."""

    NAME = "PostTaken"
    TOLD = N_("post taken")

    party: str


@stored
class PostLeft(TermEnded, frozen=True, kw_only=True):
    """The person holds the post no longer."""

    NAME = "PostLeft"
    TOLD = N_("post left")


@stored
class DeputyAppointed(TermBegun, frozen=True, kw_only=True):
    """Another person, ``deputy``, acts as this one for a time."""

    NAME = "DeputyAppointed"
    TOLD = N_("deputy appointed")

    deputy: str


@stored
class DeputyEnded(TermEnded, frozen=True, kw_only=True):
    """The deputy acts as this person no longer."""

    NAME = "DeputyEnded"
    TOLD = N_("deputy's term ended")


@stored
class KeyRegistered(TermBegun, frozen=True, kw_only=True):
    """The holder of the stream signs with this key from a day on; its public half, base64."""

    NAME = "KeyRegistered"
    TOLD = N_("signing key registered")

    key_id: str
    algorithm: Literal["ed25519"]
    public_key: str


@stored
class KeyRevoked(TermEnded, frozen=True, kw_only=True):
    """The key signs no longer; ``compromised``: what it signed before may be another's, too."""

    NAME = "KeyRevoked"
    TOLD = N_("signing key revoked")

    compromised: bool = False


@stored
class ServiceRegistered(Event, frozen=True, kw_only=True):
    """A program may speak to the ledger: for persons of the realm ``web``, or by a clock."""

    NAME = "ServiceRegistered"
    TOLD = N_("service registered")

    name: str
    valid_from: date


@stored
class ServiceEnded(Event, frozen=True, kw_only=True):
    """The service speaks to the ledger no longer; ``valid_to`` is its last day."""

    NAME = "ServiceEnded"
    TOLD = N_("service ended")

    valid_to: date
