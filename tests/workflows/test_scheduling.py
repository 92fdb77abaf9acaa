"""Windows set by hand, and schedules that somebody else keeps: what no phrase could date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pytest

from engine.errors import NotAllowed, NotFound, RefusedByRules
from engine.events import codec
from engine.events.roadmaps import ScheduleBound, WindowsSet
from engine.workflows.occurrence import commands
from engine.workflows.orders.scheduling import SetWindows
from tests.support.approving import draft, item, roadmap
from tests.support.logs import Place
from tests.support.offices import CENTRE, SCHOOL, RehearsedOffice, office_on

SOURCE: dict[str, Any] = {"source": "Приказ 12 от 01.02.2022"}


@pytest.fixture
def office() -> Iterator[RehearsedOffice]:
    """Give an office in memory with the small order, whose measure 5 nobody could read."""
    with office_on(Place("memory", None)) as found:
        found.import_small()
        yield found


def keys(office: RehearsedOffice, measure: str = "m005") -> list[str]:
    """Return the keys of a measure's occurrences."""
    return [unit.key for unit in office.answers.occurrences() if unit.path == f"rm/{measure}"]


def set_windows(
    office: RehearsedOffice, reference: str, windows: Iterable[str], **said: Any
) -> None:
    """Set windows as whoever is speaking."""
    office.orders.set_windows(reference, SetWindows(windows=tuple(windows), **said))


def newest(office: RehearsedOffice, stream: str = "roadmap/rm") -> Any:
    """Return the last event of a stream."""
    return codec.recorded(office.log.stream(stream)[-1]).event


def words(office: RehearsedOffice) -> dict[str, str]:
    """Return the words of the roadmap's last event."""
    position = office.log.stream("roadmap/rm")[-1].position
    return office.log.words([position])[position]


def test_windows_set_by_hand_become_occurrences(office: RehearsedOffice) -> None:
    assert keys(office) == []
    set_windows(office, "rm/5", ["2022-05", "2022-09-10..2022-09-20", " 2023-Q1 "], **SOURCE)
    assert keys(office) == ["2022-05", "2022-09-10..2022-09-20", "2023-Q1"]
    event = newest(office)
    assert isinstance(event, WindowsSet)
    assert (event.measure, event.item) == ("m005", None)
    assert words(office) == SOURCE
    unit = next(unit for unit in office.answers.occurrences() if unit.key == "2023-Q1")
    assert (unit.start, unit.original_deadline) == (date(2023, 1, 1), date(2023, 3, 31))
    assert office.session.register().name(unit.lead) == CENTRE


def test_an_outside_schedule_is_bound_by_its_name(office: RehearsedOffice) -> None:
    set_windows(office, "rm/5", ["2022-04-04"], schedule="График ВПР")
    event = newest(office)
    assert isinstance(event, ScheduleBound)
    assert words(office) == {"schedule": "График ВПР"}
    assert [window.label for window in event.windows] == ["2022-04-04"]
    found = office.answers.measure("rm/5")
    assert (found.windows_from, [one.key for one in found.occurrences]) == (
        ("График ВПР",),
        ["2022-04-04"],
    )


def test_a_sub_item_gets_windows_of_its_own(office: RehearsedOffice) -> None:
    set_windows(office, "rm/3", ["2023-05"], item="2", **SOURCE)
    assert keys(office, "m003") == ["1:2022-03", "2:2022-10", "2:2023-05"]
    assert newest(office).item == "2"
    with pytest.raises(NotFound, match="no sub-item 7"):
        set_windows(office, "rm/3", ["2023-06"], item="7", **SOURCE)


def test_setting_twice_makes_nothing_twice(office: RehearsedOffice) -> None:
    set_windows(office, "rm/5", ["2022-05"], **SOURCE)
    with pytest.raises(RefusedByRules, match="has these windows already"):
        set_windows(office, "rm/5", ["2022-05"], **SOURCE)
    set_windows(office, "rm/5", ["2022-05", "2022-06"], **SOURCE)
    assert keys(office) == ["2022-05", "2022-06"]


def test_what_is_under_way_stays_as_it_is(office: RehearsedOffice) -> None:
    set_windows(office, "rm/5", ["2022-05"], **SOURCE)
    executor = office.executor("Инна", member_of=(CENTRE,))
    office.speaking(executor).take("rm/5", commands.Report(result="Сделано"))
    set_windows(office.speaking(office.founder), "rm/5", ["2022-05", "2022-07"], **SOURCE)
    assert [unit.status for unit in office.answers.occurrences() if unit.path == "rm/m005"] == [
        "reported",
        "planned",
    ]


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"windows": []}, "no window was given"),
        ({"windows": ["май 2022"]}, "names no period"),
        ({"windows": ["2022-13"]}, "names no period"),
        ({"windows": ["2022-09..2022-05"]}, "cannot end on"),
        ({"windows": ["2022-05"], "source": " "}, "where the windows come from"),
        ({"windows": ["2022-05"], "on": date(2022, 1, 21)}, "has not come yet"),
    ],
)
def test_bad_windows_are_refused_with_a_note_and_no_event(
    office: RehearsedOffice, wanted: dict[str, Any], why: str
) -> None:
    head = office.log.head()
    with pytest.raises(RefusedByRules, match=why):
        set_windows(office, "rm/5", **{**SOURCE, **wanted})
    assert office.log.head() == head
    assert [note.step for note in office.log.refusals()] == ["schedule"]


@pytest.mark.parametrize("role", ["executor", "supervisor", "reader"])
def test_only_an_operator_sets_windows(office: RehearsedOffice, role: str) -> None:
    person = getattr(office, role)()
    with pytest.raises(NotAllowed, match="operator"):
        set_windows(office.speaking(person), "rm/5", ["2022-05"], **SOURCE)
    assert keys(office) == []


def test_an_item_of_an_order_may_be_dated_too(office: RehearsedOffice) -> None:
    wanted = draft(roadmap(key="other"), items=(item(None, SCHOOL, number="3.1"),), key="o-2")
    office.import_draft(wanted)
    set_windows(office, "o-2/3.1", ["2022-05"], **SOURCE)
    assert [unit.key for unit in office.answers.occurrences() if unit.owner == "o-2"] == ["2022-05"]
    event = newest(office, "order/o-2")
    assert (event.measure, event.item) == (None, "i3.1")
    executor = office.executor()
    assert office.speaking(executor).take("o-2/3.1", commands.Start()).status == "in_progress"
