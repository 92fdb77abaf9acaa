"""One open ledger and the person speaking: what every counter of the office is given.

Clock, identity, pending requests and observer are handed in once, here, and nowhere else.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec

from engine.errors import N_, NotAllowed, NotFound, StoreUnavailable, VekhaError
from engine.events import chain, codec, printed, streams
from engine.events.ledger import LedgerOpened
from engine.events.log import EventLog, Receipt, Refusal
from engine.events.pending import NothingPending, Pending
from engine.events.recorded import Recorded, StoredEvent
from engine.events.refused import refusal
from engine.people import register as registers
from engine.people.register import Register
from engine.projections.clocks import View
from engine.projections.inline import batch_rows
from engine.workflows import policies
from engine.workflows.decider import By
from engine.workflows.handling import Decided, Handler, History
from engine.workflows.requests import Request, Requests
from engine.workflows.rights import Speaker

Observe = Callable[..., None]
"""Called with a dotted name and fields for everything that is recorded or refused.

May raise OSError where it cannot tell; that stops nothing.
"""


def now() -> datetime:
    """Return the present instant in UTC: the program's only clock."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return a random, opaque id of twelve letters and digits."""
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(12))


class Session:
    """One ledger, open, and the person speaking."""

    def __init__(
        self,
        log: EventLog,
        *,
        clock: Callable[[], datetime] = now,
        pending: Pending | None = None,
        observe: Observe = lambda _name, **_fields: None,
    ) -> None:
        self.log = log
        self.clock = clock
        self.observe = observe
        self._handler = Handler(log, clock, pending or NothingPending(), batch_rows)
        self._simulated: str | None = None
        self._earlier_told = False

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
    def zone(self) -> ZoneInfo:
        """Return the office's time zone."""
        return ZoneInfo(self.opened.time_zone)

    @property
    def today(self) -> date:
        """Return the present day in the office's time zone."""
        return self.clock().astimezone(self.zone).date()

    def simulate(self, person: str) -> None:
        """Speak as *person* from now on: in a rehearsal only."""
        if not self.rehearsal:
            raise NotAllowed(N_("only a rehearsal has simulated persons"))
        self._simulated = person

    def admit(self, step: str) -> None:
        """Raise NotAllowed where the person who is signed in may not even read.

        That is whoever the register of an office does not know, unless its policy
        ``open_reading`` says otherwise. A note says which *step* was wanted, where one can be left.
        """
        if self.rehearsal:
            return
        if registers.signed_in(self.log, self.log.login(), self.today) is not None:
            return
        rules = self.history().stream(streams.LEDGER)
        if policies.in_force(rules, "open_reading", self.today) == "no":
            raise self._unknown_login(step)

    def speaker(self, on_behalf_of: str | None = None, *, step: str = "") -> Speaker:
        """Return who is speaking, and for whom (a name or id).

        Raises NotAllowed for an unknown login; the note of that says which *step* was wanted.
        """
        today = self.today
        person = self._simulated or registers.signed_in(self.log, self.log.login(), today)
        if person is None:
            raise self._unknown_login(step)
        principal = None if on_behalf_of is None else self.register().find(on_behalf_of).id
        known = registers.standing(self.log, person, principal)
        return Speaker(
            person=person,
            roles=known.roles_of(person, today),
            acts_for=known.parties_of(principal or person, today),
            principal=principal,
        )

    def by(self, speaker: Speaker) -> By:
        """Return *speaker* as the one who decides today."""
        return By(speaker=speaker, today=self.today, new_id=new_id)

    def rehearsing(self) -> By:
        """Return the person speaking as an operator: to preview what one would record."""
        speaker = self.speaker()
        return self.by(msgspec.structs.replace(speaker, roles=speaker.roles | {"operator"}))

    def register(self) -> Register:
        """Return who is who, now: all of it."""
        return registers.load(self.log)

    def about(self, *parties: str | None) -> Register:
        """Return who these persons and parties (ids) are, and nothing of anybody else."""
        return registers.about(self.log, *parties)

    def view(
        self, as_of: date | None = None, known_on: date | None = None, at: int | None = None
    ) -> View:
        """Return a view: as of the day it happened, as known on a day or at a position.

        Raises NotFound where there is no event at that position yet.
        """
        view = View(
            today=self.today, time_zone=self.opened.time_zone, as_of=as_of, known_on=known_on
        )
        if at is None:
            return view
        found = self.log.at([at])
        if not found:
            raise NotFound(
                N_("there is no event {position}"),
                remedy=N_("The last one is {last}."),
                position=at,
                last=self.log.head().position,
            )
        day = view.day_of(codec.instant(found[0].recorded_at))
        return msgspec.structs.replace(view, at=at, at_day=day)

    @property
    def rehearsal(self) -> bool:
        """Return whether the ledger is a rehearsal: every answer says so."""
        return self.opened.purpose == "rehearsal"

    def verified(self) -> Iterator[StoredEvent]:
        """Yield the whole log, its chain verified event by event; raises LogDamaged."""
        return chain.verified(self.opened.ledger_id, self.log.events())

    @property
    def requests(self) -> Requests:
        """Return what this run has asked for: what is recorded of it, and not answered yet."""
        return self._handler.requests

    def history(self) -> History:
        """Return what is recorded now, each stream to be read once."""
        return self._handler.history()

    def plans(self) -> list[Recorded]:
        """Return the events of orders, roadmaps and indicators, in the order of recording."""
        stored = [event for kind in streams.PLANS for event in self.log.streams(f"{kind}/")]
        return [codec.recorded(event) for event in sorted(stored, key=lambda one: one.position)]

    def as_printed(self, events: Iterable[Recorded]) -> list[Recorded]:
        """Return *events* with the names in their printed texts that the facts leave out."""
        known = list(events)
        words = self.log.words(event.position for event in known if event.words_commitment)
        return [
            msgspec.structs.replace(
                one, event=printed.as_printed(one.event, words.get(one.position, {}))
            )
            for one in known
        ]

    def record(
        self, step: str, speaker: Speaker, given: object, decided: Decided, stream: str = ""
    ) -> Receipt:
        """Record what *decided* comes to; *given* is the request as it was typed.

        Whoever shows the answer says so by ``requests.answered()``.
        """
        return self.carry_out(_request(step, speaker, given, stream), decided)

    def has_recorded(self, step: str, speaker: Speaker, given: object) -> bool:
        """Return whether an earlier run recorded this very request: ``record`` will say so."""
        return self.requests.is_recorded(_request(step, speaker, given))

    def carry_out(self, request: Request, decided: Decided) -> Receipt:
        """Record *request*, having told what became of requests of earlier runs."""
        self.tell_of_earlier(besides=request)
        try:
            receipt = self._handler.record(request, decided)
        except VekhaError as error:
            self._say("batch.failed", step=request.step, reason=error.reason)
            raise
        name = "batch.repeated" if receipt.repeated else "batch.recorded"
        self._say(name, step=request.step, first=receipt.first, last=receipt.last)
        return receipt

    def tell_of_earlier(self, besides: Request | None = None) -> None:
        """Tell, once in a run, what became of requests of runs that have ended.

        Leaves out the one that is the request *besides*, which tells of itself.
        """
        if self._earlier_told:
            return
        self._earlier_told = True
        for earlier in self.requests.earlier(besides):
            receipt, note = earlier.receipt, earlier.kept.note
            begun = codec.instant(note.begun).astimezone(self.zone)
            positions = {"first": receipt.first, "last": receipt.last} if receipt else {}
            if self._say(f"request.{earlier.told}", step=note.step, begun=begun, **positions):
                self.requests.told(earlier)

    def _say(self, name: str, **fields: object) -> bool:
        """Tell the observer; return whether it could pass that on."""
        try:
            self.observe(name, **fields)
        except OSError:
            return False
        return True

    def recorded_in(self, receipt: Receipt) -> str:
        """Return the stream of what was recorded, be it only now or by the same request before."""
        return self.log.at([receipt.first])[0].stream

    def _unknown_login(self, step: str) -> VekhaError:
        """Leave the note of a refusal by someone whom the ledger does not know; return it.

        A reader may lack the right, or the means, to leave one.
        """
        error = refusal("login_not_mapped", login=self.log.login().login)
        with suppress(StoreUnavailable):
            self.log.note_refusal(
                Refusal(
                    noted_at=codec.instant_text(self.clock()),
                    command_id="",
                    actor_id="",
                    code=error.reason,
                    step=step,
                    stream="",
                )
            )
        return error


def _request(step: str, speaker: Speaker, given: object, stream: str = "") -> Request:
    return Request(
        step=step,
        actor_id=speaker.person,
        principal_id=speaker.principal,
        arguments=given,
        stream=stream,
    )
