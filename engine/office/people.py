"""Persons, their logins, roles and memberships."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from engine.errors import N_, RefusedByRules
from engine.events.event import NewEvent
from engine.events.log import Login, StreamAppend
from engine.office.desk import Desk, new_id
from engine.people.register import Register
from engine.workflows import personnel, rights


class People(Desk):
    """What an administrator asks for."""

    def add_person(
        self,
        name: str,
        *,
        roles: Iterable[str] = (),
        member_of: Iterable[str] = (),
        login: str | None = None,
    ) -> str:
        """Register a person with roles, memberships and a login; returns the id."""
        roles, member_of = tuple(roles), tuple(member_of)
        given = {"name": name, "roles": roles, "member_of": member_of, "login": login}

        def events(register: Register, today: date) -> Iterator[NewEvent]:
            yield personnel.registered(name, today)
            if login is not None:
                yield self._mapped(register, login, today)
            if roles:
                yield personnel.roles_granted(roles, today)
            yield from personnel.memberships_started(register, member_of, today)

        return self._about_person("people add", f"person/{new_id()}", given, events)

    def add_login(self, person: str, login: str) -> str:
        """Map one more login to *person* (a name or id); returns the id."""

        def events(register: Register, today: date) -> Iterator[NewEvent]:
            yield self._mapped(register, login, today)

        given = {"person": person, "login": login}
        return self._about_person("people login", self._person(person), given, events)

    def grant(self, person: str, roles: Iterable[str]) -> str:
        """Give *person* (a name or id) more roles from today on; returns the id."""
        roles = tuple(roles)

        def events(_register: Register, today: date) -> Iterator[NewEvent]:
            yield personnel.roles_granted(roles, today)

        given = {"person": person, "roles": roles}
        return self._about_person("admin grant", self._person(person), given, events)

    def _about_person(
        self,
        step: str,
        stream: str,
        given: dict[str, Any],
        events: Callable[[Register, date], Iterable[NewEvent]],
    ) -> str:
        """Record events about one person, as an administrator."""
        speaker = self.speaker(step=step)

        def decided() -> tuple[StreamAppend, ...]:
            rights.require(speaker, "administrator")
            version = len(self.log.stream(stream))
            new = tuple(events(self.register(), self.today))
            return (StreamAppend(stream=stream, expected=version, events=new),)

        return self._recorded_in(self._record(step, speaker, given, decided, stream))

    def _person(self, name: str) -> str:
        found = self.register().find(name)
        if found.kind != "person":
            raise RefusedByRules(
                N_("{name!r} is not a person"),
                remedy=N_("See who is known with: vekha people list"),
                name=name,
            )
        return found.id

    def _mapped(self, register: Register, login: str, today: date) -> NewEvent:
        wanted = Login(self.log.login().realm, login)
        personnel.check_login_is_free(register, wanted, today)
        return personnel.login_mapped(wanted, new_id(), today)
