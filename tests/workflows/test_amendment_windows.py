"""What a later edition does to windows, sub-items and editions where rows only look unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from engine.errors import RefusedByRules
from engine.events.orders import Place
from engine.events.recorded import StoredEvent
from engine.workflows.occurrence import commands
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders.approval import Approval
from engine.workflows.orders.draft import HorizonDraft, IndicatorDraft, MeasureDraft
from engine.workflows.orders.scheduling import SetWindows
from tests.support import logs
from tests.support.approving import draft, item, measure, roadmap, with_fields
from tests.support.offices import RehearsedOffice, office_on


@pytest.fixture
def office() -> Iterator[RehearsedOffice]:
    """Give an empty office in memory, in the spring of 2022."""
    with office_on(logs.Place("memory", None)) as found:
        found.clock.on(2022, 5, 1)
        yield found


def take_in(office: RehearsedOffice, *rows: MeasureDraft, **order: Any) -> Any:
    """Take in the order of 1 January 2022, or whatever *order* says."""
    plan = {name: order.pop(name) for name in ("horizon",) if name in order}
    given = {"date": "2022-01-01", **order}
    wanted = draft(with_fields(roadmap(*rows), **plan), **given)
    known = bool(office.answers.catalogue().roadmaps)
    return office.import_draft(wanted, amend=known)


def later(
    office: RehearsedOffice, *rows: MeasureDraft, day: str = "2022-09-15", **plan: Any
) -> Any:
    """Take in an edition by another order of *day*."""
    office.clock.on(*map(int, day.split("-")))
    return take_in(office, *rows, key=f"order-{day}", date=day, **plan)


def units(office: RehearsedOffice) -> dict[str, Occurrence]:
    """Return the units of the first measure by key."""
    return {unit.key: unit for unit in office.answers.occurrences() if unit.path == "rm/m001"}


def until(year: int) -> HorizonDraft:
    """Return a plan from 2021 to the end of *year*."""
    return HorizonDraft(start="2021-01-01", end=f"{year}-12-31")


def test_a_longer_plan_asks_for_its_new_years_too(office: RehearsedOffice) -> None:
    take_in(office, measure("октябрь ежегодно"))
    later(office, measure("октябрь ежегодно"), horizon=until(2025))
    assert list(units(office)) == ["2022-10", "2023-10", "2024-10", "2025-10"]
    assert {unit.status for unit in units(office).values()} == {"planned"}


def test_a_shorter_plan_cancels_what_is_behind_its_end(office: RehearsedOffice) -> None:
    take_in(office, measure("октябрь ежегодно"))
    later(office, measure("октябрь ежегодно"), horizon=until(2022))
    assert {key: unit.status for key, unit in units(office).items()} == {
        "2022-10": "planned",
        "2023-10": "cancelled",
    }


def test_windows_that_were_set_by_hand_outlive_another_horizon(office: RehearsedOffice) -> None:
    take_in(office, measure("когда-нибудь"))
    office.orders.set_windows("rm/1.1", SetWindows(windows=("2022-11",), source="Приказ 5"))
    later(office, measure("когда-нибудь"), horizon=until(2025))
    assert units(office)["2022-11"].status == "planned"


def test_windows_ahead_are_moved_though_others_are_over(office: RehearsedOffice) -> None:
    """August of 2022 is over; those of the years to come keep their original deadline."""
    take_in(office, measure("август ежегодно"), horizon=until(2024))
    later(office, measure("ноябрь 2023, ноябрь 2024"), horizon=until(2024))
    found = {
        key: (unit.original_deadline, unit.current_deadline) for key, unit in units(office).items()
    }
    assert found == {
        "2022-08": (date(2022, 8, 31), date(2022, 8, 31)),
        "2023-08": (date(2023, 8, 31), date(2023, 11, 30)),
        "2024-08": (date(2024, 8, 31), date(2024, 11, 30)),
    }


def test_a_key_that_was_moved_away_comes_back_to_its_window(office: RehearsedOffice) -> None:
    take_in(office, measure("октябрь 2022"))
    later(office, measure("декабрь 2022"), day="2022-06-01")
    later(office, measure("октябрь 2022, март 2023"), day="2022-07-01")
    assert units(office)["2022-10"].current_deadline == date(2022, 10, 31)
    assert set(units(office)) == {"2022-10", "2023-03"}


def test_what_was_cancelled_and_is_asked_for_again_is_planned_anew(office: RehearsedOffice) -> None:
    take_in(office, measure("октябрь 2022, ноябрь 2022"))
    later(office, measure("ноябрь 2022"), day="2022-06-01")
    later(office, measure("октябрь 2022, ноябрь 2022"), day="2022-07-01")
    assert {key: unit.status for key, unit in units(office).items()} == {
        "2022-10": "cancelled",
        "2022-10~2": "planned",
        "2022-11": "planned",
    }


def test_a_sub_item_keeps_executors_of_its_own(office: RehearsedOffice) -> None:
    two = (item("октябрь 2022", "Центр"), item("ноябрь 2022"))
    take_in(office, measure("", "Школа", items=two))
    later(office, measure("", "Сад", items=two))
    name = office.session.register().name
    leads = {key: name(unit.lead) for key, unit in units(office).items()}
    assert leads == {"1:2022-10": "Центр", "2:2022-11": "Сад"}


def test_another_executor_of_a_sub_item_alone_makes_an_edition(office: RehearsedOffice) -> None:
    take_in(office, measure("", items=(item("октябрь 2022", "Центр"), item("ноябрь 2022"))))
    later(office, measure("", items=(item("октябрь 2022", "Сад"), item("ноябрь 2022"))))
    assert office.session.register().name(units(office)["1:2022-10"].lead) == "Сад"
    types = [event.type for event in office.log.stream("roadmap/rm")]
    assert types[-2:] == ["RoadmapAmended", "MeasureAmended"]
    assert office.answers.catalogue().roadmaps["rm"].edition == 2


def test_a_row_that_only_moved_in_the_document_is_no_change(office: RehearsedOffice) -> None:
    def rows(first: int) -> MeasureDraft:
        part = with_fields(item("октябрь 2022"), source=Place(table=1, row=first))
        return measure("", items=(part,))

    take_in(office, rows(2))
    head = office.log.head()
    assert take_in(office, rows(7)) is None
    assert office.log.head() == head


def test_a_correction_of_the_order_alone_is_recorded(office: RehearsedOffice) -> None:
    take_in(office, measure(), title="О плане")
    assert take_in(office, measure(), title="Об утверждении плана") is not None
    assert office.answers.catalogue().orders["rm-order"].title == "Об утверждении плана"
    assert office.log.events()[-1].type == "OrderCorrected"
    assert office.answers.catalogue().roadmaps["rm"].edition == 1


def test_a_target_stands_for_a_period(office: RehearsedOffice) -> None:
    promised = IndicatorDraft(name="Доля", targets={"2022/23 уч. год": "45"})
    plan = with_fields(roadmap(measure()), indicators=(promised,))
    with pytest.raises(RefusedByRules, match="names no period"):
        office.import_draft(draft(plan))


def test_who_comes_between_reading_and_recording_is_noticed(
    office: RehearsedOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The amendment would cancel what is planned; somebody reports it at that very moment."""
    take_in(office, measure("октябрь 2022"), measure("ноябрь 2022", number="2", title="Б"))
    teacher = office.executor("Иван", member_of=("Школа",))
    read, waiting = office.log.streams, [True]

    def interrupted(prefix: str) -> list[StoredEvent]:
        found = read(prefix)
        if waiting and prefix == "occurrence/rm/":
            waiting.clear()
            office.speaking(teacher).take("2", commands.Report(result="Сделано"))
        return found

    wanted = draft(roadmap(measure("октябрь 2022")), key="second", date="2022-05-01")
    office.speaking(office.founder)
    monkeypatch.setattr(office.log, "streams", interrupted)
    office.orders.record(Approval(draft=wanted, amend=True))
    assert not waiting
    types = [event.type for event in office.log.stream("occurrence/rm/m002/2022-11")]
    assert types == ["OccurrencePlanned", "WorkStarted", "ResultReported"]
