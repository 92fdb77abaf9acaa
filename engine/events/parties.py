"""Facts about organisations, posts and groups; streams ``organisation/``, ``post/``, ``group/``.

Their names are facts. What is said of any party (merged, and merged no longer) is said of persons
in their streams, too.
"""

from __future__ import annotations

from datetime import date

from engine.errors import N_
from engine.events.event import Event, stored
from engine.events.people import TermBegun, TermEnded


class PartyRegistered(Event, frozen=True, kw_only=True):
    """What registering an organisation, a post or a group has in common: names are facts."""

    name: str
    aliases: tuple[str, ...] = ()


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
class PartyRenamed(Event, frozen=True, kw_only=True):
    """It is called differently from a day on; what was recorded before keeps the old name."""

    NAME = "PartyRenamed"
    TOLD = N_("renamed")

    name: str
    valid_from: date


@stored
class AliasesAdded(Event, frozen=True, kw_only=True):
    """Other ways in which orders print this organisation, post or group."""

    NAME = "AliasesAdded"
    TOLD = N_("other spellings added")

    aliases: tuple[str, ...]


@stored
class AliasesRemoved(Event, frozen=True, kw_only=True):
    """These spellings mean it no longer; each as it was added."""

    NAME = "AliasesRemoved"
    TOLD = N_("other spellings removed")

    aliases: tuple[str, ...]


@stored
class PartyMerged(Event, frozen=True, kw_only=True):
    """This party and ``into`` are one and the same: readers go on to that one."""

    NAME = "PartyMerged"
    TOLD = N_("merged with another entry")

    into: str


@stored
class PartyUnmerged(Event, frozen=True, kw_only=True):
    """The merger was a mistake: they are two again."""

    NAME = "PartyUnmerged"
    TOLD = N_("merger taken back")


@stored
class OrganisationPlaced(TermBegun, frozen=True, kw_only=True):
    """The organisation (or post) stands below ``parent`` for a time."""

    NAME = "OrganisationPlaced"
    TOLD = N_("placed below another organisation")

    parent: str


@stored
class PlaceEnded(TermEnded, frozen=True, kw_only=True):
    """It stands there no longer."""

    NAME = "PlaceEnded"
    TOLD = N_("place below another organisation ended")


@stored
class OrganisationSucceeded(Event, frozen=True, kw_only=True):
    """Another organisation, ``successor``, takes its open duties from a day on."""

    NAME = "OrganisationSucceeded"
    TOLD = N_("succeeded by another organisation")

    successor: str
    valid_from: date


@stored
class OrganisationClosed(Event, frozen=True, kw_only=True):
    """The organisation is no more; ``valid_to`` is its last day."""

    NAME = "OrganisationClosed"
    TOLD = N_("organisation closed")

    valid_to: date


@stored
class MemberJoined(TermBegun, frozen=True, kw_only=True):
    """A party is a ``member`` of the group for a time; each member files a part of its own."""

    NAME = "MemberJoined"
    TOLD = N_("member joined")

    member: str


@stored
class MemberLeft(TermEnded, frozen=True, kw_only=True):
    """It is a member of the group no longer."""

    NAME = "MemberLeft"
    TOLD = N_("member left")
