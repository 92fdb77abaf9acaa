"""The work: one office, one roadmap of monthly windows, and reports of its executor on them.

Everything goes through the program's own office, so that events, words and read rows are those of
the program, whatever their shape. A batch is caught on its way to the log where only the append
is to be measured.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import Any, cast

from engine.events.event import NewEvent
from engine.events.log import Batch, EventLog, Receipt, StreamAppend
from engine.office import Office
from engine.workflows.genesis import Opening
from engine.workflows.occurrence import commands
from engine.workflows.occurrence.commands import StepCommand
from engine.workflows.orders.approval import Approval
from engine.workflows.orders.draft import (
    Draft,
    HorizonDraft,
    MeasureDraft,
    OrderDraft,
    PartyDraft,
    PersonDraft,
    RoadmapDraft,
    SectionDraft,
)
from engine.workflows.personnel import GrantRoles

NAME = "Оксана Первая"
"""Who opens the ledger, and executes every measure."""

YEAR = date.today().year - 1  # noqa: DTZ011 - any year that is over will do
MONTHS = 12
"""Windows of each measure: one a month."""

START = commands.Start()
REPORT = commands.Report(
    result="Проведён семинар, участвовали 24 учителя из семи школ района.",
    link="https://example.org/otchet/2022/08",
)
WITHDRAW = commands.Withdraw(reason="Не та справка.")

AT_ONCE = 100
"""How many streams are filled in one transaction."""

EACH = 10
"""About how many events a stream of a filled ledger has."""


class CaughtError(Exception):
    """A batch on its way to the log, caught; nothing was recorded."""

    def __init__(self, batch: Batch) -> None:
        super().__init__()
        self.batch = batch


class Catching:
    """The log, from which batches can be caught: all else goes through to it."""

    def __init__(self, log: EventLog) -> None:
        self.log = log
        self.catches = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.log, name)

    def append(self, batch: Batch) -> Receipt:
        """Record *batch*, or raise CaughtError with it."""
        if self.catches:
            raise CaughtError(batch)
        return self.log.append(batch)

    @contextmanager
    def caught(self) -> Iterator[list[Batch]]:
        """Lend a list that holds the batch which is caught inside."""
        found: list[Batch] = []
        self.catches = True
        try:
            yield found
        except CaughtError as caught:
            found.append(caught.batch)
        finally:
            self.catches = False


class Desk:
    """An open office and what its executor has to do; *where* is the address of its ledger."""

    def __init__(self, where: str, *, create: bool = False) -> None:
        self.office = Office.open(where, create=create)
        self.log = self.office.session.log
        self._catching = Catching(self.log)
        self._composing = Office(cast("EventLog", self._catching))
        self._known: list[tuple[str, str]] = []

    def close(self) -> None:
        """Let go of the ledger."""
        self.office.close()

    def found(self, measures: int) -> None:
        """Open the ledger, and import a roadmap of *measures* that the founder executes."""
        self.office.inaugurate(
            Opening(
                organisation="Управление образования",
                time_zone="Europe/Moscow",
                name=NAME,
                language="ru",
                purpose="office",
            )
        )
        self.office.people.grant(NAME, GrantRoles(roles=("executor",)))
        self.office.orders.record(Approval(draft=draft(measures), all_windows=True))

    def occurrences(self) -> list[tuple[str, str]]:
        """Return (stream, reference) of every occurrence, those of one month after another."""
        if not self._known:
            ids = [str(row["id"]) for row in self.log.rows("occurrences")]
            self._known = sorted((stream, _reference(stream)) for stream in ids)
            self._known.sort(key=lambda one: one[0].rsplit("/", 1)[1])
        return self._known

    def events_of(self, reference: str, command: StepCommand) -> tuple[NewEvent, ...]:
        """Return the events that *command* would bring about now."""
        with self._catching.caught() as caught:
            self._composing.occurrences.take(reference, command)
        return caught[0].appends[0].events

    def composed(self, appends: tuple[StreamAppend, ...]) -> Batch:
        """Return the batch with which the program would record *appends*, read rows and all."""
        session = self._composing.session
        with self._catching.caught() as caught:
            session.record("bench", session.speaker(), None, lambda _history: appends)
        return caught[0]

    def versions(self) -> dict[str, int]:
        """Return stream -> last version."""
        return self.log.versions()

    def fill(self, events: int) -> None:
        """Have the executor start, report and withdraw until the log holds about *events*."""
        (_, example), *others = self.occurrences()
        started, reported, taken_back = map(self._taken, (example,) * 3, (START, REPORT, WITHDRAW))
        lacking = events - self.log.head().position - len(others)
        cycles = max(lacking // (2 * len(others)), 0)
        said = (*started, *(reported + taken_back) * cycles)
        for some in parts([stream for stream, _ in others]):
            appends = tuple(StreamAppend(stream=one, expected=1, events=said) for one in some)
            self.log.append(self.composed(appends))

    def _taken(self, reference: str, command: StepCommand) -> tuple[NewEvent, ...]:
        """Take a step; return the events that it brought about."""
        events = self.events_of(reference, command)
        self.office.occurrences.take(reference, command)
        return events


def filled(where: str, events: int) -> None:
    """Make a ledger at *where* with about *events*, ten for each occurrence of a roadmap."""
    desk = Desk(where, create=True)
    try:
        desk.found(-(-events // (EACH * MONTHS)))
        desk.fill(events)
    finally:
        desk.close()


def parts(streams: list[str]) -> Iterator[list[str]]:
    """Yield *streams* in parts of as many as are recorded at once."""
    rest = iter(streams)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def draft(measures: int) -> Draft:
    """Return an order whose roadmap has so many measures, each due every month of the year."""
    rows = tuple(
        MeasureDraft(
            number=str(number),
            title=f"Провести семинар {number} для учителей района",
            deadline="ежемесячно",
            executors=(NAME,),
            expected_result="Справка о семинаре",
        )
        for number in range(1, measures + 1)
    )
    return Draft(
        order=OrderDraft(
            key="bench-order",
            number="7",
            date=f"{YEAR - 1}-12-20",
            issuer="Управление образования",
            title="О плане",
            signatory=PersonDraft(name="Н. Н. Начальник", post="начальник"),
            control="signatory",
        ),
        parties=(PartyDraft(name=NAME, kind="person"),),
        roadmaps=(
            RoadmapDraft(
                key="bench",
                title="План",
                horizon=HorizonDraft(start=f"{YEAR}-01-01", end=f"{YEAR}-12-31"),
                sections=(SectionDraft(number="1", title="Учёба", measures=rows),),
            ),
        ),
    )


def _reference(stream: str) -> str:
    """Return what a person types for the occurrence of *stream*: measures count from 1."""
    _, roadmap, measure, label = stream.split("/")
    return f"{roadmap}/{int(measure.removeprefix('m'))}@{label}"
