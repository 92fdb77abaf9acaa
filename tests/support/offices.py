"""A rehearsed office on each of the three logs, its clock in the test's hand.

The fixture ``office`` stands in ``tests/conftest.py``; ``office_on`` opens one where a test chooses
the place itself. Nobody has to be anybody: ``speaking`` switches between persons.

    def test_report(office):
        office.import_small()
        executor = office.executor()
        office.speaking(executor).take("rm/1", commands.Start())
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import msgspec

from engine.documents import Document
from engine.events.log import EventLog, Receipt
from engine.office import Office, Wish
from engine.workflows.genesis import Opening
from engine.workflows.occurrence.commands import StepCommand
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders.approval import Approval
from engine.workflows.orders.draft import (
    Draft,
    HorizonDraft,
    ItemDraft,
    MeasureDraft,
    OrderDraft,
    PartyDraft,
    PersonDraft,
    RoadmapDraft,
    SectionDraft,
)
from engine.workflows.personnel import AddPerson
from tests.support import logs
from tests.support.clock import Clock

BEGINNING = datetime(2022, 1, 20, 9, tzinfo=UTC)
"""What the clock says when an office is handed out: the day of the small order, noon in Moscow."""

SCHOOL = "Школа № 1"
"""Leads what :func:`small_draft` asks of a school."""

CENTRE = "Методический центр"
"""Leads the other measures of :func:`small_draft`."""


class RehearsedOffice(Office):
    """An office whose ``clock.now`` is set by hand and which speaks as whoever the test says."""

    def __init__(self, log: EventLog, clock: Clock) -> None:
        super().__init__(log, clock=clock)
        self.log = log
        self.clock = clock
        self.founder = ""
        self.who = ""

    def found(self) -> RehearsedOffice:
        """Record the genesis of a rehearsal; the founder is operator and administrator."""
        opening = Opening(
            organisation="Управление образования",
            time_zone="Europe/Moscow",
            name="Оксана Первая",
            language="ru",
            purpose="rehearsal",
        )
        self.inaugurate(opening)
        self.founder = self.log.streams("person/")[0].stream
        return self.speaking(self.founder)

    def speaking(self, person: str) -> RehearsedOffice:
        """Speak as *person* (an id) from now on."""
        self.session.simulate(person)
        self.who = person
        return self

    def executor(self, name: str = "Иван Учитель", member_of: tuple[str, ...] = (SCHOOL,)) -> str:
        """Register an executor who belongs to parties that are known; returns the id."""
        return self.registered(name, "executor", member_of=member_of)

    def supervisor(self, name: str = "Мария Контролёр") -> str:
        """Register a supervisor; returns the id."""
        return self.registered(name, "supervisor")

    def operator(self, name: str = "Пётр Оператор") -> str:
        """Register an operator; returns the id."""
        return self.registered(name, "operator")

    def reader(self, name: str = "Анна Читатель") -> str:
        """Register somebody who may only look; returns the id."""
        return self.registered(name, "reader")

    def registered(self, name: str, *roles: str, member_of: tuple[str, ...] = ()) -> str:
        """Register a person as the founder, whoever speaks now; returns the id."""
        with self._as_founder():
            return self.people.add(AddPerson(name=name, roles=roles, member_of=member_of))

    def take(
        self, reference: str, command: StepCommand, *, on_behalf_of: str | None = None
    ) -> Occurrence:
        """Take a step as whoever is speaking; returns the occurrence as it is then."""
        return self.occurrences.take(reference, command, on_behalf_of=on_behalf_of).occurrence

    def import_draft(self, draft: Draft, **wish: bool) -> Receipt | None:
        """Import *draft* as a file of its own; None where the ledger said all of it before."""
        return self.orders.approve(document(draft), Wish(**wish)).answer.recorded

    def import_small(self, key: str = "rm", *, all_windows: bool = False) -> Receipt:
        """Import :func:`small_draft` as the founder, whoever speaks now."""
        with self._as_founder():
            return self.orders.record(Approval(draft=small_draft(key), all_windows=all_windows))

    @contextmanager
    def _as_founder(self) -> Iterator[None]:
        before = self.who
        self.speaking(self.founder)
        try:
            yield
        finally:
            self.speaking(before)


def document(draft: Draft, name: str = "order.yaml") -> Document:
    """Return *draft* as it is read from a file that holds nothing odd."""
    digest = hashlib.sha256(msgspec.json.encode(draft)).hexdigest()
    return Document(draft=draft, problems=(), sha256=digest, name=name, form="yaml")


def small_draft(key: str = "rm") -> Draft:
    """Return an order of 20 January 2022 with one roadmap for 2022–2023 under the key *key*.

    Measures 1 (school, June 2022), 2 (centre, every quarter of 2022 and 2023; the school helps),
    3 (school, two items with deadlines of their own), 4 (on demand), 5 (unreadable deadline).
    """
    first = SectionDraft(
        number="1",
        title="Учёба",
        measures=(
            MeasureDraft(number="1", title="Семинар", deadline="июнь 2022", executors=(SCHOOL,)),
            MeasureDraft(
                number="2",
                title="Сводка",
                deadline="ежеквартально",
                executors=(CENTRE, SCHOOL),
                expected_result="Сводка готова",
            ),
        ),
    )
    second = SectionDraft(
        number="2",
        title="Прочее",
        measures=(
            MeasureDraft(
                number="3",
                title="Две части",
                deadline="",
                executors=(SCHOOL,),
                items=(
                    ItemDraft(number="а", title="Первая часть", deadline="март 2022"),
                    ItemDraft(number="б", title="Вторая часть", deadline="октябрь 2022"),
                ),
            ),
            MeasureDraft(
                number="4",
                title="По просьбам",
                deadline="по мере необходимости",
                executors=(SCHOOL,),
            ),
            MeasureDraft(
                number="5", title="Непонятное", deadline="когда-нибудь", executors=(CENTRE,)
            ),
        ),
    )
    return Draft(
        order=OrderDraft(
            key=f"{key}-order",
            number="7",
            date="2022-01-20",
            issuer="Управление образования",
            title="О плане",
            signatory=PersonDraft(name="Н. Н. Начальник", post="начальник"),
            control="signatory",
        ),
        parties=(PartyDraft(name=SCHOOL), PartyDraft(name=CENTRE)),
        roadmaps=(
            RoadmapDraft(
                key=key,
                title="План",
                horizon=HorizonDraft(start="2022-01-01", end="2023-12-31"),
                sections=(first, second),
            ),
        ),
    )


@contextmanager
def office_on(place: logs.Place) -> Iterator[RehearsedOffice]:
    """Give a rehearsed office in an empty place (see ``tests/support/logs.py``)."""
    log = place.open(create=True)
    try:
        yield RehearsedOffice(log, Clock(BEGINNING)).found()
    finally:
        log.close()
