"""The one place that wires log, clock, identity, commands and projections together.

An ``Office`` is one open ledger and whoever is speaking, with one counter for each kind of
business: people, orders, steps, answers. What it records goes through ``workflows/handling.py``;
what it answers is folded from rows or, for another day, from events.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

from engine.events import address, store
from engine.events.log import Login, Receipt
from engine.events.pending import Pending
from engine.events.refused import refusal
from engine.office.answers import Answers
from engine.office.desk import Observe, new_id, now
from engine.office.orders import Orders
from engine.office.people import People
from engine.office.steps import Steps
from engine.people.identity import operating_system_login
from engine.projections.rebuild import TABLES, rebuild
from engine.workflows import genesis
from engine.workflows.genesis import Opening
from engine.workflows.handling import Request


class Office(People, Orders, Steps, Answers):
    """One ledger, open. The program has only the real clock and the real login."""

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

        Rows that another version of the program wrote are made again from the log.
        """
        log = store.open_log(address.parse(where), TABLES, identify, create=create)
        if log.outdated():
            rebuild(log)
        return cls(log, clock=clock, pending=pending, observe=observe)

    def inaugurate(self, opening: Opening) -> Receipt:
        """Open an empty ledger; whoever is signed in becomes its operator and administrator."""
        if self.log.genesis() is not None:
            raise refusal("already_open")
        today = self._clock().astimezone(genesis.zone(opening.time_zone)).date()
        person = f"person/{new_id()}"
        appends = genesis.decide(
            opening,
            self.log.login(),
            person=person,
            login_id=new_id(),
            ledger_id=secrets.token_hex(16),
            today=today,
        )
        return self._handler.record(Request(step="init", actor_id=person), lambda: appends)


__all__ = ["Office", "new_id", "now"]
