"""The counter for persons: their logins, roles and memberships."""

from __future__ import annotations

from engine.errors import N_, RefusedByRules
from engine.events import streams
from engine.office.session import Session, new_id
from engine.workflows import personnel
from engine.workflows.decider import Appends
from engine.workflows.handling import History
from engine.workflows.personnel import AddLogin, AddPerson, Command, GrantRoles, Known


class People:
    """What an administrator asks for. Every method returns the id of the person concerned."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, wanted: AddPerson) -> str:
        """Register a person with roles, memberships and a login."""
        return self._record("people add", wanted, streams.person(new_id()), wanted)

    def add_login(self, person: str, wanted: AddLogin) -> str:
        """Map one more login to *person* (a name or id)."""
        return self._record("people login", (person, wanted), self._find(person), wanted)

    def grant(self, person: str, wanted: GrantRoles) -> str:
        """Give *person* (a name or id) more roles from today on."""
        return self._record("admin grant", (person, wanted), self._find(person), wanted)

    def _record(self, step: str, given: object, person: str, command: Command) -> str:
        session = self._session
        speaker = session.speaker(step=step)
        by = session.by(speaker)

        def decided(history: History) -> Appends:
            history.names_are_read()
            known = Known(
                person=person,
                version=history.version(person),
                register=session.register(),
                realm=session.log.login().realm,
            )
            return personnel.decide(command, known, by)

        return session.recorded_in(session.record(step, speaker, given, decided, person))

    def _find(self, name: str) -> str:
        found = self._session.register().find(name)
        if not streams.is_person(found.id):
            raise RefusedByRules(
                N_("“{name}” is not a person"),
                remedy=N_("See who is known with: vekha people list"),
                name=name,
            )
        return found.id
