"""The one place that wires log, clock, identity, commands and projections together.

An ``Office`` is one open ledger and whoever is speaking. What it records goes through
``workflows/handling.py``; what it answers is folded from rows or, for another day, from events.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from engine.documents import export
from engine.errors import N_, NotAllowed, NotFound, RefusedByRules, VekhaError
from engine.events import address, chain, codec, store
from engine.events.event import NewEvent
from engine.events.ledger import LedgerOpened
from engine.events.log import EventLog, Login, Receipt, StreamAppend
from engine.events.pending import NothingPending, Pending
from engine.events.recorded import Recorded
from engine.events.refused import refusal
from engine.people import register as registers
from engine.people.identity import operating_system_login
from engine.people.register import Register
from engine.projections import audit, occurrences, references
from engine.projections.clocks import View
from engine.projections.occurrences import Unit
from engine.projections.rebuild import TABLES, rebuild
from engine.projections.status import Status, status
from engine.review import annual
from engine.schedule.periods import Period
from engine.workflows import approval, catalogue, genesis, personnel, planning, rights, scheduling
from engine.workflows.amendment import History
from engine.workflows.approval import Approval, Decided
from engine.workflows.catalogue import Catalogue, Measure
from engine.workflows.draft import Draft
from engine.workflows.genesis import Opening
from engine.workflows.handling import Handler, Request
from engine.workflows.occurrence import Occurrence, decide, evolve
from engine.workflows.rights import Speaker
from engine.workflows.scheduling import Scheduling, Target
from engine.workflows.steps import BY_TRIGGER

Observe = Callable[..., None]
"""Called with a dotted name and fields for everything that is recorded or refused."""


def now() -> datetime:
    """Return the present instant in UTC: the program's only clock."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return a random, opaque id of twelve letters and digits."""
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(12))


class Office:
    """One ledger, open. Clock and identity are handed in; the program has only the real ones."""

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
        """Open the ledger at the address *where*, or *create* an empty one there."""
        log = store.open_log(address.parse(where), TABLES, identify, create=create)
        return cls(log, clock=clock, pending=pending, observe=observe)

    # -- the ledger and whoever is speaking -------------------------------------------------

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

    def simulate(self, person: str) -> None:
        """Speak as *person* from now on: in a rehearsal only."""
        if self.opened.purpose != "rehearsal":
            raise NotAllowed(N_("only a rehearsal has simulated persons"))
        self._simulated = person

    def speaker(self, on_behalf_of: str | None = None) -> Speaker:
        """Return who is speaking, and for whom; raises NotAllowed for an unknown login."""
        register = self.register()
        person = self._simulated or register.person_of(self.log.login(), self.today)
        if person is None:
            raise NotAllowed(
                N_("the login {login} belongs to nobody in this ledger today"),
                remedy=N_("An administrator can add it: vekha people login PERSON {login}"),
                login=self.log.login().login,
            )
        principal = None if on_behalf_of is None else register.find(on_behalf_of).id
        return Speaker(
            person=person,
            roles=register.roles_of(person, self.today),
            acts_for=register.parties_of(principal or person, self.today),
            principal=principal,
        )

    # -- people ----------------------------------------------------------------------------

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

    # -- orders and steps --------------------------------------------------------------------

    def approve(self, wanted: Approval) -> Receipt | None:
        """Record an order with its roadmaps and occurrences, whole; None where nothing is new."""
        speaker = self.speaker()
        if self._brings_nothing(wanted):
            return None

        def decided() -> tuple[StreamAppend, ...]:
            rights.require(speaker, "operator")
            return self.preview(wanted).appends

        given = {"order": hashlib.sha256(msgspec.json.encode(wanted)).hexdigest()}
        return self._record("import", speaker, given, decided)

    def _brings_nothing(self, wanted: Approval) -> bool:
        """Return whether *wanted* is recorded already; a refusal comes later and leaves its note."""
        try:
            return not self.preview(wanted).appends
        except RefusedByRules:
            return False

    def preview(self, wanted: Approval) -> Decided:
        """Return what recording *wanted* would record and change; nothing is recorded."""
        history = History(self.catalogue(), self._occurrences())
        return approval.decide(wanted, self.register(), self._version, new_id, self.today, history)

    def set_windows(
        self,
        reference: str,
        windows: Iterable[str],
        *,
        source: str = "",
        schedule: str = "",
        item: str | None = None,
        on: date | None = None,
    ) -> Receipt:
        """Set windows by hand, or bind an outside *schedule*, for a measure (or its sub-item)."""
        speaker = self.speaker()
        today = self.today
        measure = references.find_measure(self.catalogue(), reference)
        wanted = Scheduling(
            windows=tuple(windows), source=source, schedule=schedule, on=on or today
        )

        def decided() -> tuple[StreamAppend, ...]:
            rights.require(speaker, "operator")
            target = self._scheduled(measure, item)
            return scheduling.decide(wanted, target, self._version(target.stream), today)

        given = {
            "reference": reference,
            "windows": list(wanted.windows),
            "source": source,
            "schedule": schedule,
            "item": item,
            "on": on and codec.day_text(on),
        }
        return self._record("schedule", speaker, given, decided)

    def take_step(
        self,
        reference: str,
        trigger: str,
        *,
        on: date | None = None,
        on_behalf_of: str | None = None,
        **words: str,
    ) -> Unit:
        """Take one step on the occurrence that *reference* names; returns it as it is then.

        *on* is the day on which it happened (today, when not given); *words* are the fields of
        the step's command. A report on an on-demand measure opens an occurrence of that day.
        """
        speaker = self.speaker(on_behalf_of)
        today = self.today
        day = on or today
        stream, measure = self._target(reference, trigger, day)
        fields = {"on": codec.day_text(day), **words}
        command = msgspec.convert(fields, BY_TRIGGER[trigger].command)

        def decided() -> tuple[StreamAppend, ...]:
            before = self._handler.occurrence(stream)
            opening = () if before.version else self._opening(before, measure, day)
            occurrence = _opened(before, opening, speaker.person, self._clock())
            events = opening + decide(command, occurrence, speaker, today)
            return (StreamAppend(stream=stream, expected=before.version, events=events),)

        given = {"reference": reference, "on": on and codec.day_text(on), **words}
        receipt = self._record(trigger, speaker, given, decided, stream)
        return occurrences.unit(
            occurrences.row(self._handler.occurrence(self._recorded_in(receipt)))
        )

    # -- answers -----------------------------------------------------------------------------

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

    def audit(self, stream: str | None = None) -> list[audit.Entry]:
        """Return the trail of one stream, or of the whole log, its chain verified."""
        events = self.log.stream(stream) if stream else self._verified()
        recorded = list(map(codec.recorded, events))
        words = self.log.words([event.position for event in recorded])
        return audit.entries(recorded, words, self.register(), self.opened.time_zone)

    def review(self, period: Period, view: View, roadmap: str | None = None) -> annual.Review:
        """Return the review of *period*, replayed from the verified log."""
        events: list[Recorded] = list(map(codec.recorded, self._verified()))
        return annual.review(self.opened, events, view, period, roadmap)

    def status(
        self, periods: Iterable[Period], view: View, roadmap: str | None = None
    ) -> tuple[Status, ...]:
        """Return the execution status of each of *periods*, by executor, of one roadmap or all."""
        units = [unit for unit in self.units(view) if roadmap in (None, unit.roadmap)]
        return status(units, periods, view.day)

    def recorded_order(self, file_sha256: str) -> str | None:
        """Return the key of the order that was read from this very file, if any."""
        orders = self.catalogue().orders.values()
        return next((order.key for order in orders if order.file_sha256 == file_sha256), None)

    def upgrade(self) -> None:
        """Bring a ledger that an older program made to this version."""
        self.log.upgrade()
        self._observe("ledger.upgraded")

    def export_roadmap(self, key: str) -> Draft:
        """Return a roadmap with its order as ``import`` takes it; raises NotFound."""
        prefixes = ("order/", "roadmap/", "indicator/")
        stored = [event for prefix in prefixes for event in self.log.streams(prefix)]
        events = list(map(codec.recorded, sorted(stored, key=lambda event: event.position)))
        words = self.log.words([event.position for event in events])
        return export.roadmap(events, words, self.register(), key)

    def rebuild(self) -> dict[str, int]:
        """Make all read rows again from the log; returns how many each table has."""
        return dict(rebuild(self.log))

    # -- inside ------------------------------------------------------------------------------

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
        self._observe("batch.recorded", step=step, first=receipt.first, last=receipt.last)
        return receipt

    def _about_person(
        self,
        step: str,
        stream: str,
        given: dict[str, Any],
        events: Callable[[Register, date], Iterable[NewEvent]],
    ) -> str:
        """Record events about one person, as an administrator."""
        speaker = self.speaker()

        def decided() -> tuple[StreamAppend, ...]:
            rights.require(speaker, "administrator")
            new = tuple(events(self.register(), self.today))
            return (StreamAppend(stream=stream, expected=self._version(stream), events=new),)

        return self._recorded_in(self._record(step, speaker, given, decided, stream))

    def _recorded_in(self, receipt: Receipt) -> str:
        """Return the stream of what was recorded, be it only now or by the same request before."""
        return self.log.events(after=receipt.first - 1)[0].stream

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

    def _target(self, reference: str, trigger: str, day: date) -> tuple[str, Measure | None]:
        """Return the stream that a reference means, and the measure where it opens a new one."""
        known = self.catalogue()
        units = self.units()
        measure = references.find_measure(known, reference)
        if trigger == "report" and measure.is_on_demand and not references.parse(reference).label:
            return self._demanded(measure, units, day), measure
        return references.find_occurrence(known, units, reference).stream, None

    def _scheduled(self, measure: Measure, item: str | None) -> Target:
        """Return what gets windows, as it stands now."""
        is_measure = measure.owner in self.catalogue().roadmaps
        found = next((inner for inner in measure.items if inner.item == item), None)
        if item is not None and found is None:
            raise NotFound(
                N_("{measure} has no sub-item {item}"),
                remedy=N_("See them with: vekha show {measure}"),
                measure=measure.path,
                item=item,
            )
        taken = [unit.key for unit in self.units() if unit.path == measure.path]
        return Target(
            stream=f"{'roadmap' if is_measure else 'order'}/{measure.owner}",
            path=measure.path,
            measure=measure.id if is_measure else None,
            item=item if is_measure else measure.id,
            executors=(found.executors if found else ()) or measure.executors,
            section=measure.section,
            taken=frozenset(taken),
        )

    def _demanded(self, measure: Measure, units: list[Unit], day: date) -> str:
        """Return the stream of an on-demand measure on *day*: one under way, or a new one."""
        stream = f"occurrence/{measure.path}/{codec.day_text(day)}"
        taken = {unit.stream: unit.status for unit in units}
        count, name = 1, stream
        while taken.get(name, "in_progress") not in ("planned", "in_progress"):
            count += 1
            name = f"{stream}~{count}"
        return name

    def _opening(
        self, before: Occurrence, measure: Measure | None, day: date
    ) -> tuple[NewEvent, ...]:
        if measure is None:
            return ()
        key = before.stream.rsplit("/", 1)[1]
        return (planning.planned(key, None, measure.executors, measure.section, day),)

    def _occurrences(self) -> dict[str, Occurrence]:
        events = map(codec.recorded, self.log.streams("occurrence/"))
        return {stream: state for stream, (state, _) in occurrences.folded(events).items()}

    def _version(self, stream: str) -> int:
        return len(self.log.stream(stream))

    def _verified(self) -> list[Any]:
        return list(chain.verified(self.opened.ledger_id, self.log.events()))


def _opened(
    before: Occurrence, opening: tuple[NewEvent, ...], actor: str, at: datetime
) -> Occurrence:
    """Return the occurrence after its *opening*, before anything is recorded."""
    state = before
    for version, new in enumerate(opening, before.version + 1):
        happened = Recorded(
            stream=before.stream,
            version=version,
            event=new.event,
            actor_id=actor,
            principal_id=None,
            recorded_at=at,
            effective_on=new.effective_on,
            position=0,
            login_id=None,
            auth_method="",
            command_id="",
            ordinal=0,
            words_commitment=None,
            hash="",
        )
        state = evolve(state, happened)
    return state
