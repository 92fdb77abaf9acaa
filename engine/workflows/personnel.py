"""Decisions about persons: registering them, their logins, roles and memberships."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import get_args

import msgspec

from engine.errors import N_, RefusedByRules
from engine.events import people, streams
from engine.events.event import NewEvent
from engine.events.log import Login, StreamAppend
from engine.people.naming import alike, hides, tidy
from engine.people.register import Register
from engine.workflows import rights
from engine.workflows.decider import Appends, By

ROLES: tuple[people.Role, ...] = get_args(people.Role)


class AddPerson(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to register a person with roles, memberships (names or ids) and a login."""

    name: str
    roles: tuple[str, ...] = ()
    member_of: tuple[str, ...] = ()
    login: str | None = None


class AddLogin(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to map one more login to a person."""

    login: str


class GrantRoles(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to give a person more roles from today on."""

    roles: tuple[str, ...]


Command = AddPerson | AddLogin | GrantRoles


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision about a person meets: his stream, the register, the realm of logins here."""

    person: str
    version: int
    register: Register
    realm: people.Realm


def decide(command: Command, known: Known, by: By) -> Appends:
    """Return the events of one person that *command* brings about, or raise RefusedByRules."""
    rights.require(by.speaker, "administrator")
    events = tuple(_events(command, known, by))
    return (StreamAppend(stream=known.person, expected=known.version, events=events),)


def _events(command: Command, known: Known, by: By) -> Iterator[NewEvent]:
    match command:
        case AddPerson():
            yield registered(command.name, by.today)
            if command.login is not None:
                yield _mapped(command.login, known, by)
            if command.roles:
                yield roles_granted(command.roles, by)
            yield from memberships_started(known.register, command.member_of, by)
        case AddLogin():
            yield _mapped(command.login, known, by)
        case GrantRoles():
            yield roles_granted(command.roles, by)


def _mapped(text: str, known: Known, by: By) -> NewEvent:
    login = Login(known.realm, text)
    check_login_is_free(known.register, login, by.today)
    return login_mapped(login, by)


def registered(name: str, today: date) -> NewEvent:
    """Return the event that makes a person known; the name is a word."""
    words = {"name": named(name)}
    return NewEvent(event=people.PersonRegistered(), effective_on=today, words=words)


def login_mapped(login: Login, by: By) -> NewEvent:
    """Return the event that maps *login* from today on; the login's text is a word."""
    mapped = people.LoginMapped(term=by.new_id(), realm=login.realm, valid_from=by.today)
    return NewEvent(event=mapped, effective_on=by.today, words={"login": named(login.login)})


def roles_granted(roles: Iterable[str], by: By) -> NewEvent:
    """Return the event that gives *roles* from today on; raises RefusedByRules for unknown ones."""
    known = tuple(role for role in ROLES if role in set(roles))
    unknown = sorted(set(roles) - set(known))
    if unknown or not known:
        raise RefusedByRules(
            N_("there is no role {roles}") if unknown else N_("no role was given"),
            remedy=N_("Roles are: {known}."),
            roles=tuple(unknown),
            known=ROLES,
        )
    grants = tuple(people.RoleGrant(term=by.new_id(), role=role) for role in known)
    granted = people.RolesGranted(roles=grants, valid_from=by.today)
    return NewEvent(event=granted, effective_on=by.today)


def memberships_started(register: Register, parties: Iterable[str], by: By) -> tuple[NewEvent, ...]:
    """Return the events by which a person belongs to *parties* (names or ids) from today on.

    A post is taken. Raises RefusedByRules for a person: no one acts for another without being
    named.
    """
    found = [_party(register, party) for party in parties]
    return tuple(
        NewEvent(
            event=_belonging(party)(term=by.new_id(), party=party, valid_from=by.today),
            effective_on=by.today,
        )
        for party in found
    )


def _belonging(party: str) -> type[people.MembershipStarted | people.PostTaken]:
    """Return the event with which a person comes to act for *party*."""
    return people.PostTaken if streams.kind_of(party) == "post" else people.MembershipStarted


def check_login_is_free(register: Register, login: Login, today: date) -> None:
    """Raise RefusedByRules where *login*, as it will be stored, belongs to a person already.

    One that passes for another is refused as well: with letters of two alphabets that look alike,
    or with signs that cannot be seen.
    """
    _check_is_what_it_seems(login.login)
    stored = Login(login.realm, named(login.login))
    if register.person_of(stored, today) is not None:
        raise RefusedByRules(
            N_("the login {login} belongs to someone already"),
            remedy=N_("See who is known with: vekha people list"),
            login=stored.login,
        )


def _check_is_what_it_seems(login: str) -> None:
    remedy = N_("Type it as the account is called, in one alphabet.")
    if hides(login):
        raise RefusedByRules(
            N_("the login “{login}” holds signs that cannot be seen"), remedy=remedy, login=login
        )
    if letters := alike(login):
        raise RefusedByRules(
            N_("the login “{login}” mixes Latin and Cyrillic letters that look alike: {letters}"),
            remedy=remedy,
            login=login,
            letters=letters,
        )


def _party(register: Register, name: str) -> str:
    found = register.find(name)
    if found.kind == "person":
        raise RefusedByRules(
            N_("“{name}” is a person; one belongs to an organisation, a post or a group"),
            remedy=N_("To record for someone, name him with --for."),
            name=name,
        )
    return found.id


def named(name: str) -> str:
    """Return *name* tidied; raises RefusedByRules where nothing is left of it."""
    if not tidy(name):
        raise RefusedByRules(N_("a name is missing"), remedy=N_("Give one that can be read."))
    return tidy(name)
