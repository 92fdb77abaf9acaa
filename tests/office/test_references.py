"""References that the office understands, the views that it gives, orders that come again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
import pytest

from engine.errors import Ambiguous, IllegalTransition, NotAllowed, NotFound, VekhaError
from engine.office import Wish
from engine.workflows.occurrence import commands
from engine.workflows.orders.draft import Draft
from engine.workflows.orders.scheduling import SetWindows
from tests.support.approving import with_fields
from tests.support.logs import Place
from tests.support.offices import RehearsedOffice, document, office_on, small_draft

TODAY = date(2022, 1, 20)


@pytest.fixture
def office() -> Iterator[RehearsedOffice]:
    """Give an office in memory with the small order, of 20 January 2022."""
    with office_on(Place("memory", None)) as found:
        found.import_small()
        yield found


def other_order() -> Draft:
    """Return an order with another number and another roadmap."""
    found = small_draft("other")
    return msgspec.structs.replace(found, order=with_fields(found.order, number="8"))


@pytest.fixture
def two(office: RehearsedOffice) -> RehearsedOffice:
    """Give the office with the same plan once more, under another key."""
    office.import_small("rm2")
    return office


@pytest.mark.parametrize(
    ("reference", "path", "key"),
    [
        ("rm/1", "rm/m001", "2022-06"),
        ("1", "rm/m001", "2022-06"),
        ("1@2022-06", "rm/m001", "2022-06"),
        ("m001", "rm/m001", "2022-06"),
        ("rm/2@2022-Q3", "rm/m002", "2022-Q3"),
        ("2@2023-Q1", "rm/m002", "2023-Q1"),
        ("rm/3@1:2022-03", "rm/m003", "1:2022-03"),
        ("r/1", "rm/m001", "2022-06"),
    ],
)
def test_a_reference_finds_its_occurrence(
    office: RehearsedOffice, reference: str, path: str, key: str
) -> None:
    found = office.answers.occurrence(reference)
    [same] = [one for one in office.answers.occurrences() if (one.path, one.key) == (path, key)]
    assert found.reference == f"rm/{path[-1]}@{key}"
    assert found.deadline == same.current_deadline


@pytest.mark.parametrize(
    ("reference", "error", "says"),
    [
        ("9", NotFound, "9"),
        ("rm/9", NotFound, "rm/9"),
        ("zz/1", NotFound, "zz/1"),
        ("1@2022-07", NotFound, "2022-07"),
        ("2", Ambiguous, "2022-Q1"),
        ("2@2022", Ambiguous, "2022-Q4"),
        ("", VekhaError, ""),
        ("1@2022@2023", VekhaError, ""),
        ("rm/1/2", VekhaError, ""),
    ],
)
def test_what_a_reference_does_not_name_is_said_with_a_remedy(
    office: RehearsedOffice, reference: str, error: type[VekhaError], says: str
) -> None:
    with pytest.raises(error) as refused:
        office.answers.occurrence(reference)
    wrong, remedy = refused.value.english()
    assert says in f"{wrong} {remedy}"
    assert remedy


def test_a_number_of_two_roadmaps_has_to_be_told_apart(two: RehearsedOffice) -> None:
    with pytest.raises(Ambiguous) as refused:
        two.answers.occurrence("1")
    assert refused.value.facts["candidates"] == ("rm/1", "rm2/1")
    assert two.answers.occurrence("rm/1").reference == "rm/1@2022-06"
    assert two.answers.occurrence("rm2/1").reference == "rm2/1@2022-06"


def test_an_occurrence_of_one_roadmap_alone_needs_no_owner(two: RehearsedOffice) -> None:
    two.orders.set_windows("rm2/1", SetWindows(windows=("2022-11",), source="приказ 9"))
    assert two.answers.occurrence("1@2022-11").reference == "rm2/1@2022-11"


def test_an_export_brings_nothing_when_it_is_taken_in(office: RehearsedOffice) -> None:
    again = document(office.orders.export("rm"))
    seen = office.orders.preview(again, Wish()).answer
    assert (seen.brings_nothing, seen.changes, seen.occurrences) == (True, (), ())
    head = office.log.head()
    assert office.orders.approve(again, Wish()).answer.recorded is None
    assert office.log.head() == head


def test_a_preview_needs_no_right_and_records_nothing(office: RehearsedOffice) -> None:
    head = office.log.head()
    office.speaking(office.reader())
    after = office.log.head()
    wanted = document(other_order(), name="other.yaml")
    assert office.orders.preview(wanted, Wish()).answer.roadmaps[0].planned > 0
    assert office.log.head() == after != head
    with pytest.raises(NotAllowed):
        office.orders.approve(wanted, Wish())
    assert office.log.head() == after


def test_the_same_file_is_known_again(office: RehearsedOffice) -> None:
    wanted = document(other_order())
    office.orders.approve(wanted, Wish())
    assert office.orders.approve(wanted, Wish()).answer.file_known_as == "other-order"


@pytest.mark.parametrize(
    ("view", "day"),
    [
        ({}, date(2022, 9, 1)),
        ({"as_of": date(2022, 3, 1)}, date(2022, 3, 1)),
        ({"known_on": date(2022, 4, 1)}, date(2022, 4, 1)),
        ({"as_of": date(2022, 3, 1), "known_on": date(2022, 2, 1)}, date(2022, 2, 1)),
        ({"as_of": date(2030, 1, 1)}, date(2022, 9, 1)),
        ({"at": 1}, TODAY),
    ],
)
def test_a_view_judges_by_the_earliest_of_its_days(
    office: RehearsedOffice, view: dict[str, date | int], day: date
) -> None:
    office.clock.on(2022, 9, 1)
    found = office.session.view(**view)  # type: ignore[arg-type]  # one table for all three
    assert found.day == day


@pytest.mark.parametrize("position", [0, -1, 10_000])
def test_there_is_no_view_at_a_position_that_is_not_there(
    office: RehearsedOffice, position: int
) -> None:
    with pytest.raises(NotFound, match="there is no event") as refused:
        office.session.view(at=position)
    assert refused.value.facts["last"] == office.log.head().position


def test_the_trail_can_be_cut_to_its_end(office: RehearsedOffice) -> None:
    whole = office.audit.trail().entries
    assert [one.position for one in whole] == list(range(1, office.log.head().position + 1))
    assert office.audit.trail(last=3).entries == whole[-3:]
    assert office.audit.trail("rm/1@2022-06").entries[0].type == "OccurrencePlanned"


def test_notes_of_refusals_say_who_wanted_what(office: RehearsedOffice) -> None:
    office.speaking(office.reader("Анна Читатель"))
    with pytest.raises(NotAllowed):
        office.take("rm/1", commands.Start())
    [note] = office.audit.refusals().refusals
    assert (note.actor_name, note.step, note.code) == ("Анна Читатель", "start", "not_allowed")
    assert note.noted_local.utcoffset() is not None


def test_who_came_first_is_told_to_who_comes_second(office: RehearsedOffice) -> None:
    office.clock.on(2022, 6, 10)
    first = office.executor("Первый")
    second = office.executor("Второй")
    office.speaking(first).take("rm/1", commands.Start())
    office.clock.on(2022, 6, 11)
    with pytest.raises(IllegalTransition) as refused:
        office.speaking(second).take("rm/1", commands.Start())
    assert refused.value.facts["who"] == first
    assert "2022-06-10" in refused.value.english()[0]


def test_an_on_demand_measure_opens_an_occurrence_a_day(office: RehearsedOffice) -> None:
    office.clock.on(2022, 3, 2)
    office.speaking(office.executor())
    one = office.take("rm/4", commands.Report(result="Раз", on=date(2022, 3, 1)))
    two = office.take("rm/4", commands.Report(result="Два", on=date(2022, 3, 1)))
    other = office.take("rm/4", commands.Report(result="Три"))
    assert [found.key for found in (one, two, other)] == [
        "2022-03-01",
        "2022-03-01~2",
        "2022-03-02",
    ]
    assert all(found.current_deadline is None for found in (one, two, other))


def test_every_answer_says_that_it_is_a_rehearsal(office: RehearsedOffice) -> None:
    answers = (
        office.answers.show(None),
        office.answers.show("rm"),
        office.answers.measure("1"),
        office.answers.occurrence("1"),
        office.answers.roadmaps(),
        office.answers.people(),
        office.audit.trail(),
        office.audit.refusals(),
    )
    for answer in answers:
        assert getattr(answer, "rehearsal", None) is True, type(answer).__name__
    assert msgspec.json.decode(msgspec.json.encode(answers[1]))["rehearsal"] is True
