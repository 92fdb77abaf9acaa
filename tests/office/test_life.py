"""An office on each backend through a whole life: a real order, its work, its mistakes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from engine.calendar.periods import period
from engine.documents import read, yaml_order
from engine.errors import IllegalTransition, NotFound, RefusedByRules
from engine.office import Office, Wish, now
from engine.workflows.occurrence import commands
from engine.workflows.orders.draft import Draft
from tests.support.logs import Place
from tests.support.offices import SCHOOL, RehearsedOffice, office_on

FIXTURE = Path(__file__).parents[2] / "fixtures" / "bolshemurashkino.yaml"
ORDER_DAY = date(2021, 7, 13)

# By hand, from the printed deadline phrases: three years (2021, 2022, 2023), and what ended before
# 13 July 2021 is not asked for.
PLANNED = {
    "1.1": ["2021-07"],  # июль 2021
    "1.2": ["2021..2022"],  # 2021-2022
    "1.3": ["2021-08", "2022-08", "2023-08"],  # август ежегодно
    "1.5": ["2022-01"],  # Январь 2022
    "2.2": ["1:2022-01", "2:2022-03", "3:2022-05", "4:2021-10", "5:2022-06", "6:2021-08"],
    "2.3": ["1:2022-01", "2:2021-10", "3:2021-08"],
    "2.5": ["2021-08", "2022-06", "2022-08", "2023-06", "2023-08"],  # Июнь, август: not June 2021
    "3.1": ["2021-12", "2022-12", "2023-12"],  # Декабрь
    "5.1": [],  # По мере необходимости
    "6.2.1": ["2021-07..2021-08", "2022-07..2022-08", "2023-07..2023-08"],  # Июль-август
    "6.4.1": ["2021-11..2022-05", "2022-11..2023-05", "2023-11..2023-12"],  # Ноябрь-май
}
# ежегодно, В течение года, Постоянно: one a year.
YEARLY = (
    *("1.4", "1.6", "1.7", "1.10", "2.1", "2.4", "3.2", "3.3"),
    *("4.1", "4.2", "4.3", "4.4", "4.5", "5.2", "5.3", "5.4", "6.1.1", "6.2.2", "6.3.1"),
    *("6.4.2", "6.4.3", "7.1", "7.2", "7.3", "7.4", "7.5", "7.6", "8.1", "8.2"),
)
PLANNED |= {number: ["2021", "2022", "2023"] for number in YEARLY}


def fixture() -> Draft:
    """Return the real order of Bolshoe Murashkino."""
    return yaml_order.read_yaml(FIXTURE.read_bytes(), FIXTURE.name)


@pytest.fixture
def murashkino(office: RehearsedOffice) -> RehearsedOffice:
    """Give an office, on 20 January 2022, that has taken in the real order of July 2021."""
    assert office.orders.approve(read(FIXTURE), Wish()).answer.recorded is not None
    return office


def test_a_real_order_is_taken_in_whole(murashkino: RehearsedOffice) -> None:
    office = murashkino
    catalogue = office.answers.catalogue()
    measures = catalogue.of("bolshemurashkino")
    assert len(measures) == len(PLANNED) == 40
    by_path: dict[str, list[str]] = {measure.path: [] for measure in measures}
    for unit in office.answers.occurrences():
        by_path[unit.path].append(unit.key)
    found = {measure.number.rstrip("."): sorted(by_path[measure.path]) for measure in measures}
    assert found == {number: sorted(keys) for number, keys in PLANNED.items()}
    assert len(office.answers.occurrences()) == 116
    counted = Counter(event.type for event in office.log.events(after=4))
    assert counted == {
        "OrderApproved": 1,
        "OrderItemIssued": 8,
        "RoadmapApproved": 1,
        "MeasureApproved": 40,
        "DeadlineRead": 40,
        "OccurrencePlanned": 116,
        "IndicatorDefined": 3,
        "TargetSet": 3,
        "OrganisationRegistered": 4,
        "GroupRegistered": 2,
        "PersonRegistered": 2,
    }
    assert len({event.command_id for event in office.log.events(after=4)}) == 1
    assert {event.effective_on for event in office.log.events(after=4)} == {str(ORDER_DAY)}
    order = catalogue.orders["bolshemurashkino-200-o"]
    digest = hashlib.sha256(FIXTURE.read_bytes()).hexdigest()
    assert (order.number, order.date, order.file_sha256) == ("200-о", ORDER_DAY, digest)
    again = office.orders.preview(read(FIXTURE), Wish()).answer
    assert (again.file_known_as, again.brings_nothing) == ("bolshemurashkino-200-o", True)


def test_all_windows_plans_what_ended_before_the_order_too() -> None:
    with office_on(Place("memory", None)) as office:
        office.import_draft(fixture(), all_windows=True)
        keys = [
            unit.key for unit in office.answers.occurrences() if unit.path == _path(office, "2.5")
        ]
        assert len(office.answers.occurrences()) == 117
        assert min(keys) == "2021-06"


def _path(office: RehearsedOffice, number: str) -> str:
    (found,) = [
        measure.path
        for measure in office.answers.catalogue().of("bolshemurashkino")
        if measure.number.rstrip(".") == number
    ]
    return found


def test_from_start_to_verdict(murashkino: RehearsedOffice) -> None:
    """Start, report for somebody, return, report again, evaluate: and what the figures say."""
    office = murashkino
    centre = office.executor("Елена Методист", member_of=("МКУ ИМЦ",))
    operator, supervisor = office.operator(), office.supervisor()
    reference = "bolshemurashkino/1.3@2022"

    office.clock.on(2022, 8, 10)
    assert office.speaking(centre).take(reference, commands.Start()).status == "in_progress"

    office.clock.on(2022, 9, 5)
    reported = office.speaking(operator).take(
        reference,
        commands.Report(on=date(2022, 8, 30), result="Приказ издан"),
        on_behalf_of="МКУ ИМПЦ",
    )
    assert (reported.status, reported.reported_on) == ("reported", date(2022, 8, 30))
    (entry,) = office.audit.trail(reference, last=1).entries
    assert (entry.actor, entry.principal) == (
        operator,
        office.session.register().find("МКУ ИМЦ").id,
    )

    office.clock.on(2022, 9, 6)
    returned = office.speaking(supervisor).take(
        reference, commands.Return(reason="Нет номера", ground="form")
    )
    assert (returned.status, returned.reported_on) == ("in_progress", None)

    office.clock.on(2022, 9, 7)
    again = office.speaking(centre).take(
        reference,
        commands.Report(on=date(2022, 9, 2), result="Приказ № 5", link="https://example.org"),
    )
    assert (again.status, again.reports, again.returns) == ("reported", 2, 1)

    office.clock.on(2022, 9, 8)
    done = office.speaking(supervisor).take(
        reference, commands.Evaluate(verdict="done", justification="Приказ проверен")
    )
    assert (done.status, done.verdict) == ("evaluated", "done")

    (august,) = office.answers.status([period("2022-08")], office.session.view()).periods
    # Due in August 2022: 1.3 (now done, late by two days), 2.5 and 6.2.1 (nobody reported).
    assert (august.total.original.due, august.total.original.late) == (3, 1)
    assert (august.total.original.overdue, august.total.original.in_full) == (2, 1)
    types = [entry.type for entry in office.audit.trail(reference).entries]
    assert types == [
        "OccurrencePlanned",
        "WorkStarted",
        "ResultReported",
        "ReportReturned",
        "ResultReported",
        "ExecutionEvaluated",
    ]
    assert office.answers.rebuild().rows["occurrences"] == 116
    assert [unit for unit in office.answers.occurrences() if unit.stream == done.stream] == [done]


def test_an_on_demand_measure_opens_an_occurrence_a_report(murashkino: RehearsedOffice) -> None:
    office = murashkino
    executor = office.executor("Анна Специалист", member_of=("Управление образования",))
    office.speaking(executor)
    with pytest.raises(NotFound, match=r"vekha schedule bolshemurashkino/5\.1"):
        office.take("bolshemurashkino/5.1", commands.Start())
    for expected in ("2022-01-18", "2022-01-18~2", "2022-01-20"):
        day = date.fromisoformat(expected[:10])
        unit = office.take("bolshemurashkino/5.1", commands.Report(on=day, result="Пересмотрено"))
        assert (unit.key, unit.original_deadline, unit.status) == (expected, None, "reported")
    with pytest.raises(NotFound, match=r"5\.1@2022-01-18~2"):
        office.take("bolshemurashkino/5.1@2030", commands.Report(result="Пересмотрено"))


def test_a_second_import_records_nothing_and_another_order_may_not_take_the_key(
    murashkino: RehearsedOffice,
) -> None:
    office, head = murashkino, murashkino.log.head()
    assert office.orders.approve(read(FIXTURE), Wish()).answer.recorded is None
    assert office.import_draft(fixture()) is None
    draft = fixture()
    order = msgspec.structs.replace(draft.order, key="other", number="201-о")
    other = msgspec.structs.replace(draft, order=order)
    with pytest.raises(RefusedByRules, match="approved already"):
        office.import_draft(other)
    assert office.log.head() == head
    assert [(note.step, note.code) for note in office.log.refusals()] == [("import", "refused")]


def test_all_or_nothing(office: RehearsedOffice) -> None:
    """The last roadmap of two cannot be read: nothing of the first is there."""
    draft = fixture()
    horizon = msgspec.structs.replace(draft.roadmaps[0].horizon, end="31.12.2023")
    bad = msgspec.structs.replace(draft.roadmaps[0], key="second", horizon=horizon)
    with pytest.raises(RefusedByRules, match="not a date"):
        office.import_draft(msgspec.structs.replace(draft, roadmaps=(*draft.roadmaps, bad)))
    assert office.log.head().position == 4
    assert office.answers.occurrences() == []


# -- two at once -----------------------------------------------------------------------------------


def test_who_comes_second_is_told_in_a_sentence(place: Place) -> None:
    """Two offices decide on the same state; the second append is decided again and refused."""
    with office_on(place) as office:
        office.import_small()
        first, second = office.executor("Первый"), office.executor("Вторая")
        other = RehearsedOffice(place.open(), office.clock).speaking(second)
        log: Any = other.log
        append = log.append
        meanwhile: Iterator[Callable[[], object]] = iter(
            [lambda: office.speaking(first).take("rm/1", commands.Start())]
        )

        def overtaken(batch: Any) -> Any:
            for step in meanwhile:
                step()
            return append(batch)

        log.append = overtaken
        try:
            with pytest.raises(IllegalTransition, match="cannot start: it is already in_progress"):
                other.take("rm/1", commands.Start())
        finally:
            del log.append
        types = [event.type for event in office.log.streams("occurrence/rm/m001/")]
        assert types == ["OccurrencePlanned", "WorkStarted"]
        assert office.answers.occurrences() == other.answers.occurrences()
        assert [note.code for note in office.log.refusals()] == ["illegal_transition"]
        if log is not office.log:
            log.close()


def test_two_reports_on_demand_become_two_occurrences(place: Place) -> None:
    with office_on(place) as office:
        office.import_small()
        first, second = office.executor("Первый"), office.executor("Вторая")
        keys = [
            office.speaking(person).take("rm/4", commands.Report(result=person)).key
            for person in (first, second)
        ]
        assert keys == ["2022-01-20", "2022-01-20~2"]
        words = [said.get("result") for said in office.log.words().values()]
        assert {first, second} <= set(words)


# -- frozen time --------------------------------------------------------------------------------


@pytest.mark.freeze_time("2022-06-10 12:00:00")
def test_the_real_clock_may_be_frozen(place: Place) -> None:
    """Frozen days are days: what is stored and answered does not tell the difference."""
    with office_on(place) as office:
        office.import_small()
        executor = office.executor()
        real = Office(office.log, clock=now)
        real.session.simulate(executor)
        unit = real.occurrences.take("rm/1", commands.Report(result="Сделано")).occurrence
        assert str(unit.reported_on) == "2022-06-10"
        today = commands.Report(on=real.session.today, result="Сделано")
        unit = real.occurrences.take("rm/4", today).occurrence
        assert unit.key == "2022-06-10"
        (event,) = office.log.stream(unit.stream)[-1:]
        assert (event.effective_on, event.recorded_at) == (
            "2022-06-10",
            "2022-06-10T12:00:00.000000Z",
        )
        view = real.session.view(as_of=real.session.today)
        assert real.answers.occurrences(view) == real.answers.occurrences()


def test_sub_items_are_reported_one_by_one(murashkino: RehearsedOffice) -> None:
    office = murashkino
    executor = office.executor("Елена Методист", member_of=("МКУ ИМЦ",))
    unit = office.speaking(executor).take("bolshemurashkino/2.2@4:", commands.Report(result="Да"))
    assert unit.key == "4:2021-10"
    assert office.take("bolshemurashkino/2.2@2021-08", commands.Start()).key == "6:2021-08"
    assert SCHOOL not in {party.name for party in office.session.register().parties.values()}
