"""A sub-item keeps its id over the measure's whole life; how a plan was planned is remembered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.workflows.orders.draft import MeasureDraft
from tests.support import logs
from tests.support.approving import draft, item, measure, roadmap, with_fields
from tests.support.offices import RehearsedOffice, office_on

TOPICS = {"Первая": "май 2022", "Вторая": "июнь 2022", "Третья": "июль 2022"}


@pytest.fixture
def office() -> Iterator[RehearsedOffice]:
    """Give an empty office in memory, in the spring of 2022."""
    with office_on(logs.Place("memory", None)) as found:
        found.clock.on(2022, 5, 1)
        yield found


def meetings(*titles: str) -> MeasureDraft:
    """Return a measure with a sub-item of each title, each with its own term."""
    items = tuple(with_fields(item(TOPICS[title]), title=title) for title in titles)
    return measure("", items=items)


def take_in(office: RehearsedOffice, row: MeasureDraft, *, split_years: bool = False) -> None:
    """Take the same order in, as a corrected file."""
    wanted = draft(roadmap(row), date="2022-01-01")
    office.import_draft(wanted, split_years=split_years)


def keys(office: RehearsedOffice) -> dict[str, str]:
    return {unit.key: unit.status for unit in office.answers.occurrences()}


def test_a_sub_item_put_in_above_takes_nobodys_occurrence(office: RehearsedOffice) -> None:
    take_in(office, meetings("Вторая", "Третья"))
    assert list(keys(office)) == ["1:2022-06", "2:2022-07"]
    take_in(office, meetings("Первая", "Вторая", "Третья"))
    assert keys(office) == {
        "1:2022-06": "planned",
        "2:2022-07": "planned",
        "3:2022-05": "planned",
    }
    titles = {found.item: found.title for found in office.answers.catalogue().of("rm")[0].items}
    assert titles == {"3": "Первая", "1": "Вторая", "2": "Третья"}


def test_the_id_of_a_sub_item_that_went_is_never_given_again(office: RehearsedOffice) -> None:
    take_in(office, meetings("Вторая", "Третья"))
    take_in(office, meetings("Вторая"))
    take_in(office, meetings("Вторая", "Первая"))
    assert keys(office) == {
        "1:2022-06": "planned",
        "2:2022-07": "cancelled",
        "3:2022-05": "planned",
    }


def test_a_plan_split_by_years_stays_split_in_its_next_edition(office: RehearsedOffice) -> None:
    take_in(office, measure("2021-2023"), split_years=True)
    assert list(keys(office)) == ["2022", "2023"]
    take_in(office, with_fields(measure("2021-2023"), title="Другое название"))
    assert keys(office) == {"2022": "planned", "2023": "planned"}
    assert office.answers.catalogue().roadmaps["rm"].split_years
