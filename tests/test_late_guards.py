"""Guards that came out of a trial by users: each refuses one thing that had been accepted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from engine.errors import RefusedByRules
from engine.workflows.orders.approval import Approval
from tests.support import logs
from tests.support.approving import draft, measure, roadmap
from tests.support.offices import RehearsedOffice, office_on


@pytest.fixture
def office() -> Iterator[RehearsedOffice]:
    """Give an office in memory that holds one measure, due in May 2022, in June 2022."""
    with office_on(logs.Place("memory", None)) as found:
        found.clock.on(2022, 6, 1)
        found.approve(Approval(draft=draft(roadmap(measure("май 2022", "Школа")))))
        yield found


@pytest.mark.parametrize(
    ("step", "words"),
    [("return", {"reason": "Нет"}), ("evaluate", {"verdict": "done", "justification": "Да"})],
)
def test_nobody_judges_a_report_before_its_day(
    office: RehearsedOffice, step: str, words: dict[str, str]
) -> None:
    executor = office.add_person("Исполнитель", roles=["executor"], member_of=["Школа"])
    supervisor = office.add_person("Контролёр", roles=["supervisor"])
    office.simulate(executor)
    office.take_step("1.1", "report", result="Готово", on=date(2022, 5, 20))
    office.simulate(supervisor)
    head = office.log.head()
    with pytest.raises(RefusedByRules, match="2022-05-20"):
        office.take_step("1.1", step, on=date(2022, 5, 19), on_behalf_of=None, **words)
    assert office.log.head() == head
    office.take_step("1.1", step, on=date(2022, 5, 20), on_behalf_of=None, **words)


def test_a_window_named_twice_is_planned_once(office: RehearsedOffice) -> None:
    office.set_windows("1.1", ["2022-Q3", "2022-Q3"], source="приказ 12")
    assert [unit.key for unit in office.units()] == ["2022-05", "2022-Q3"]
