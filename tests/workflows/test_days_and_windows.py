"""No judgement is dated before its report, and no window is planned twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from engine.errors import RefusedByRules
from engine.workflows.occurrence import commands
from engine.workflows.occurrence.commands import StepCommand
from engine.workflows.orders.scheduling import SetWindows
from tests.support import logs
from tests.support.approving import draft, measure, roadmap, with_fields
from tests.support.offices import RehearsedOffice, office_on


@pytest.fixture
def office() -> Iterator[RehearsedOffice]:
    """Give an office in memory that holds one measure, due in May 2022, in June 2022."""
    with office_on(logs.Place("memory", None)) as found:
        found.clock.on(2022, 6, 1)
        found.import_draft(draft(roadmap(measure("май 2022", "Школа"))))
        yield found


@pytest.mark.parametrize(
    "judged", [commands.Return(reason="Нет"), commands.Evaluate(verdict="done", justification="Да")]
)
def test_nobody_judges_a_report_before_its_day(
    office: RehearsedOffice, judged: StepCommand
) -> None:
    executor = office.executor("Исполнитель", member_of=("Школа",))
    supervisor = office.supervisor("Контролёр")
    office.speaking(executor)
    office.take("1.1", commands.Report(result="Готово", on=date(2022, 5, 20)))
    office.speaking(supervisor)
    head = office.log.head()
    with pytest.raises(RefusedByRules, match="2022-05-20"):
        office.take("1.1", with_fields(judged, on=date(2022, 5, 19)))
    assert office.log.head() == head
    office.take("1.1", with_fields(judged, on=date(2022, 5, 20)))


def test_a_window_named_twice_is_planned_once(office: RehearsedOffice) -> None:
    twice = SetWindows(windows=("2022-Q3", "2022-Q3"), source="приказ 12")
    office.orders.set_windows("1.1", twice)
    assert [unit.key for unit in office.answers.occurrences()] == ["2022-05", "2022-Q3"]
