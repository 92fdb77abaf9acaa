"""What every counter of the office shares: the log, the clock, who is speaking, what is known."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.errors import N_, NotAllowed, NotFound, VekhaError
from engine.events import codec
from engine.events.ledger import LedgerOpened
from engine.events.log import EventLog, Receipt, Refusal, StreamAppend
from engine.events.pending import NothingPending, Pending
from engine.events.refused import refusal
from engine.people import register as registers
from engine.people.register import Register
from engine.projections import occurrences
from engine.projections.clocks import View
from engine.projections.occurrences import Unit
from engine.workflows import catalogue
from engine.workflows.catalogue import Catalogue
from engine.workflows.handling import Handler, Request
from engine.workflows.rights import Speaker

Observe = Callable[..., None]
"""Called with a dotted name and fields for everything that is recorded or refused."""


def now() -> datetime:
    """Return the present instant in UTC: the program's only clock."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return a random, opaque id of twelve letters and digits."""
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(12))


class Desk:
    """One ledger, open, and whoever is speaking. Clock and observer are handed in."""

    def __init__(
        self,
        log: EventLog,
        *,
        clock: Callable[[], datetime] = now,
        pending: Pending | None = None,
        observe: Observe = lambda _name, **_fields: None,
    ) -> None:
        self.log = log
        self._observe = observe
        self._clock = clock
        self._handler = Handler(log, clock, pending or NothingPending(), occurrences.row)
        self._simulated: str | None = None

    @property
    def opened(self) -> LedgerOpened:
        """Return the ledger's genesis; raises NotFound while it has none."""
        opened = self.log.genesis()
        if opened is None:
            raise NotFound(
                N_("this ledger has not been opened"), remedy=N_("Open it with: vekha init")
            )
        return opened

    @property
    def today(self) -> date:
        """Return the present day in the office's time zone."""
        return self._clock().astimezone(ZoneInfo(self.opened.time_zone)).date()

    def simulate(self, person: str) -> None:
        """Speak as *person* from now on: in a rehearsal only."""
        if self.opened.purpose != "rehearsal":
            raise NotAllowed(N_("only a rehearsal has simulated persons"))
        self._simulated = person

    def speaker(self, on_behalf_of: str | None = None, *, step: str = "") -> Speaker:
        """Return who is speaking, and for whom.

        Raises NotAllowed for an unknown login; the note of that says which *step* was wanted.
        """
        register = self.register()
        person = self._simulated or register.person_of(self.log.login(), self.today)
        if person is None:
            raise self._unknown_login(step)
        principal = None if on_behalf_of is None else register.find(on_behalf_of).id
        return Speaker(
            person=person,
            roles=register.roles_of(person, self.today),
            acts_for=register.parties_of(principal or person, self.today),
            principal=principal,
        )

    def _unknown_login(self, step: str) -> VekhaError:
        """Leave the note of a refusal by nobody whom the ledger knows; return the refusal."""
        error = refusal("login_not_mapped", login=self.log.login().login)
        self.log.note_refusal(
            Refusal(
                noted_at=codec.instant_text(self._clock()),
                command_id="",
                actor_id="",
                code=error.reason,
                step=step,
                stream="",
            )
        )
        return error

    def register(self) -> Register:
        """Return who is who, now."""
        return registers.load(self.log)

    def view(self, as_of: date | None = None, known_on: date | None = None) -> View:
        """Return the view of a day: as of when it happened, and as known on when."""
        return View(
            today=self.today,
            time_zone=self.opened.time_zone,
            as_of=as_of,
            known_on=known_on,
        )

    def catalogue(self, view: View | None = None) -> Catalogue:
        """Return orders, roadmaps and measures."""
        stored = [*self.log.streams("order/"), *self.log.streams("roadmap/")]
        events = map(codec.recorded, sorted(stored, key=lambda event: event.position))
        return catalogue.fold(view.seen(events) if view else events)

    def units(self, view: View | None = None) -> list[Unit]:
        """Return all occurrences: from the rows now, from the events for another view."""
        if view is None or view.is_present:
            return occurrences.units(self.log.rows(occurrences.TABLE.name))
        events = map(codec.recorded, self.log.streams("occurrence/"))
        return occurrences.seen(view.seen(events))

    def _record(
        self,
        step: str,
        speaker: Speaker,
        given: dict[str, Any],
        decided: Callable[[], tuple[StreamAppend, ...]],
        stream: str = "",
    ) -> Receipt:
        request = Request(
            step=step,
            actor_id=speaker.person,
            principal_id=speaker.principal,
            arguments=given,
            stream=stream,
        )
        try:
            receipt = self._handler.record(request, decided)
        except VekhaError as error:
            self._observe("batch.failed", step=step, reason=error.reason)
            raise
        name = "batch.repeated" if receipt.repeated else "batch.recorded"
        self._observe(name, step=step, first=receipt.first, last=receipt.last)
        return receipt

    def _recorded_in(self, receipt: Receipt) -> str:
        """Return the stream of what was recorded, be it only now or by the same request before."""
        return self.log.at([receipt.first])[0].stream
