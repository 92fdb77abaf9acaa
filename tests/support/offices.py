"""A rehearsed office on each of the three logs, its clock in the test's hand.

The fixture ``office`` stands in ``tests/conftest.py``; ``office_on`` opens one where a test chooses
the place itself. Nobody has to be anybody: ``speaking`` switches between persons.

    def test_report(office):
        office.import_small()
        executor = office.executor()
        office.speaking(executor).take_step("rm/1", "start")
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from engine.events.log import EventLog, Receipt
from engine.office import Office
from engine.workflows.genesis import Opening
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
        self.clock = clock
        self.founder = ""

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
        self.simulate(person)
        return self

    def executor(self, name: str = "Иван Учитель", member_of: tuple[str, ...] = (SCHOOL,)) -> str:
        """Register an executor who belongs to parties that are known; returns the id."""
        return self._registered(name, "executor", member_of)

    def supervisor(self, name: str = "Мария Контролёр") -> str:
        """Register a supervisor; returns the id."""
        return self._registered(name, "supervisor")

    def operator(self, name: str = "Пётр Оператор") -> str:
        """Register an operator; returns the id."""
        return self._registered(name, "operator")

    def reader(self, name: str = "Анна Читатель") -> str:
        """Register somebody who may only look; returns the id."""
        return self._registered(name, "reader")

    def import_small(self, key: str = "rm", *, all_windows: bool = False) -> Receipt | None:
        """Import :func:`small_draft` as the founder, whoever speaks now."""
        with self._as_founder():
            return self.approve(Approval(draft=small_draft(key), all_windows=all_windows))

    def _registered(self, name: str, role: str, member_of: tuple[str, ...] = ()) -> str:
        with self._as_founder():
            return self.add_person(name, roles=(role,), member_of=member_of)

    @contextmanager
    def _as_founder(self) -> Iterator[None]:
        before, self._simulated = self._simulated, self.founder
        try:
            yield
        finally:
            self._simulated = before


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
