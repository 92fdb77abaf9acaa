"""The one place that wires log, clock, identity, commands and projections together.

An ``Office`` is one open ledger and the person speaking, with a counter for each kind of
business: ``people``, ``orders``, ``occurrences``, ``rules``, ``answers`` and ``audit``. What they
record goes through ``workflows/handling.py``; what they answer is made by the pure functions of
``answers``.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

from engine.events import address, store, streams
from engine.events.declared import Declared
from engine.events.log import EventLog, Login, Receipt
from engine.events.pending import Pending
from engine.events.refused import refusal
from engine.office.answers import Answers
from engine.office.audit import Audit
from engine.office.occurrences import Occurrences, Taken
from engine.office.orders import Orders, Wish
from engine.office.people import People
from engine.office.rules import Rules
from engine.office.session import Observe, Session, new_id, now
from engine.people.identity import operating_system_login
from engine.projections.inline import TABLES
from engine.projections.rebuild import rebuild
from engine.workflows import genesis
from engine.workflows.decider import By
from engine.workflows.genesis import Opening, Unopened
from engine.workflows.requests import Request
from engine.workflows.rights import Speaker
from engine.workflows.vocabulary import PROGRAM

DECLARED = Declared(read_tables=TABLES, vocabulary=PROGRAM)
"""What the program keeps beside the log, and what it records."""


class Office:
    """One ledger, open. The program has only the real clock and the real login."""

    def __init__(
        self,
        log: EventLog,
        *,
        clock: Callable[[], datetime] = now,
        pending: Pending | None = None,
        observe: Observe = lambda _name, **_fields: None,
    ) -> None:
        self.session = Session(log, clock=clock, pending=pending, observe=observe)
        self.people = People(self.session)
        self.orders = Orders(self.session)
        self.occurrences = Occurrences(self.session)
        self.answers = Answers(self.session)
        self.audit = Audit(self.session)
        self.rules = Rules(self.session)

    @classmethod
    def open(
        cls,
        where: str,
        *,
        create: bool = False,
        clock: Callable[[], datetime] = now,
        identify: Callable[[], Login] = operating_system_login,
        pending: Pending | None = None,
        observe: Observe = lambda _name, **_fields: None,
    ) -> Office:
        """Open the ledger at the address *where*, or *create* an empty one there.

        Rows that another version of the program wrote are rebuilt from the log.
        """
        log = store.open_log(address.parse(where), DECLARED, identify, create=create)
        if log.outdated():
            rebuild(log)
        return cls(log, clock=clock, pending=pending, observe=observe)

    def inaugurate(self, opening: Opening) -> Receipt:
        """Open an empty ledger; who is signed in becomes its operator and administrator."""
        session = self.session
        person = streams.person(new_id())
        request = Request(step="init", actor_id=person, arguments=opening, opening=True)
        if session.log.genesis() is not None and not session.requests.is_recorded(request):
            raise refusal("already_open")
        speaker = Speaker(person=person, roles=frozenset(), acts_for=frozenset())
        today = session.clock().astimezone(genesis.zone(opening.time_zone)).date()
        by = By(speaker=speaker, today=today, new_id=new_id)
        ledger = Unopened(ledger_id=secrets.token_hex(16), login=session.log.login())
        appends = genesis.decide(opening, ledger, by)
        return session.carry_out(request, lambda _history: appends)

    def close(self) -> None:
        """Let go of the ledger; the office is not used afterwards."""
        self.session.requests.release()
        self.session.log.close()


__all__ = ["Office", "Taken", "Wish", "new_id", "now"]
