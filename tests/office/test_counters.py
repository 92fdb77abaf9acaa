"""The counters of an office: what each answers, and what it says where there is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from engine.answers.show import MeasureAnswer, OrderAnswer, RoadmapAnswer, RoadmapsAnswer
from engine.calendar.periods import period
from engine.errors import Ambiguous, NotAllowed, NotFound, RefusedByRules
from engine.events.log import Login
from engine.office import Office, new_id
from engine.office.finding import Rows
from engine.projections import measures
from engine.projections.references import Folded, find_measure, find_occurrence
from engine.workflows.occurrence import commands
from engine.workflows.orders.scheduling import SetWindows
from engine.workflows.personnel import AddLogin, AddPerson, GrantRoles
from tests.support import logs
from tests.support.offices import CENTRE, SCHOOL, RehearsedOffice, office_on

FIRST, QUARTER = "rm/1@2022-06", "rm/2@2022-Q1"


@pytest.fixture
def kept() -> Iterator[RehearsedOffice]:
    """Give an office in memory with two copies of the small order."""
    with office_on(logs.Place("memory", None)) as office:
        office.import_small()
        office.import_small("rm2")
        yield office


# -- questions -----------------------------------------------------------------------------------


def test_show_tells_a_roadmap_an_order_and_a_measure_apart(kept: RehearsedOffice) -> None:
    shown: dict[str | None, type] = {
        None: RoadmapsAnswer,
        "rm": RoadmapAnswer,
        "rm-order": OrderAnswer,
        "rm/1": MeasureAnswer,
        "rm/m001": MeasureAnswer,
    }
    for reference, kind in shown.items():
        assert isinstance(kept.answers.show(reference), kind), reference


def test_a_roadmap_may_be_named_by_its_beginning_where_it_is_alone(kept: RehearsedOffice) -> None:
    found = kept.answers.show("rm2")
    assert isinstance(found, RoadmapAnswer)
    assert found.key == "rm2"
    with pytest.raises(Ambiguous):
        kept.answers.show("r")
    for nothing in ("x", "rm/", "9"):
        with pytest.raises(NotFound):
            kept.answers.show(nothing)


def test_before_any_order_the_list_says_what_to_do(office: RehearsedOffice) -> None:
    with pytest.raises(NotFound) as caught:
        office.answers.show(None)
    assert "vekha import" in caught.value.remedy
    with pytest.raises(NotFound, match="no roadmap"):
        office.answers.roadmap_key("rm")


def test_a_roadmap_that_is_asked_for_has_to_be_known(kept: RehearsedOffice) -> None:
    assert kept.answers.roadmap_key(None) is None
    assert kept.answers.roadmap_key("rm") == "rm"
    with pytest.raises(NotFound) as caught:
        kept.answers.roadmap_key("other")
    assert caught.value.facts["known"] == ("rm", "rm2")


def test_a_measure_shows_all_of_its_occurrences(kept: RehearsedOffice) -> None:
    answer = kept.answers.measure("rm/2")
    assert (answer.name, len(answer.occurrences)) == ("2", 8)
    assert {one.lead_name for one in answer.occurrences} == {CENTRE}
    assert kept.answers.occurrence(QUARTER) in answer.occurrences


def test_status_is_of_one_roadmap_or_of_all(kept: RehearsedOffice) -> None:
    year, view = [period("2022")], kept.session.view()
    both = kept.answers.status(year, view).periods[0].total.counted.due
    one = kept.answers.status(year, view, roadmap="rm").periods[0].total.counted.due
    assert both == 2 * one > 0
    school = kept.answers.status(year, view, executor=SCHOOL)
    assert [group.name for group in school.periods[0].executors] == [SCHOOL]


def test_the_present_is_read_from_rows_and_equals_the_fold(kept: RehearsedOffice) -> None:
    view = kept.session.view(known_on=kept.session.today)
    assert not view.is_present
    assert kept.answers.occurrences() == kept.answers.occurrences(view)
    assert kept.answers.catalogue() == kept.answers.catalogue(view)


@pytest.mark.parametrize("text", ["rm/1", "rm/2", "rm2/5", "rm/m004", "rm/3"])
def test_rows_and_fold_find_the_same(kept: RehearsedOffice, text: str) -> None:
    rows = Rows(kept.log)
    folded = Folded(kept.answers.catalogue(), kept.answers.occurrences())
    assert find_measure(rows, text) == find_measure(folded, text)
    path = find_measure(rows, text).measure.path
    assert rows.occurrences(path) == folded.occurrences(path)
    for one in rows.occurrences(path):
        reference = f"{text}@{one.key}"
        assert find_occurrence(rows, reference) == find_occurrence(folded, reference)


def test_a_number_is_looked_up_beside_an_id_once(kept: RehearsedOffice) -> None:
    rows = Rows(kept.log)
    assert [one.path for one in rows.called("1")] == ["rm/m001", "rm2/m001"]
    assert [one.path for one in rows.called("m001", "rm2")] == ["rm2/m001"]
    assert rows.called("nothing") == []
    assert len(kept.log.rows(measures.TABLE.name)) == 10


# -- views ---------------------------------------------------------------------------------------


def test_a_view_at_a_position_is_of_the_day_of_its_recording(kept: RehearsedOffice) -> None:
    kept.clock.on(2022, 3, 1)
    view = kept.session.view(at=1)
    assert (view.at_day, view.day) == (date(2022, 1, 20), date(2022, 1, 20))
    with pytest.raises(NotFound) as caught:
        kept.session.view(at=10_000)
    assert caught.value.facts["last"] == kept.log.head().position


def test_today_is_the_office_s(kept: RehearsedOffice) -> None:
    kept.clock.on(2022, 3, 1, hour=22)
    assert kept.session.today == date(2022, 3, 2)


# -- steps ---------------------------------------------------------------------------------------


def test_a_step_gives_the_occurrence_as_it_then_is(kept: RehearsedOffice) -> None:
    kept.speaking(kept.executor())
    taken = kept.occurrences.take(FIRST, commands.Start())
    assert (taken.found.reference, taken.occurrence.status) == ("rm/1", "in_progress")
    assert kept.answers.taken(taken) == kept.answers.occurrence(FIRST)


def test_an_operator_records_for_somebody_by_name(kept: RehearsedOffice) -> None:
    kept.speaking(kept.operator())
    with pytest.raises(NotAllowed, match="records a step for someone"):
        kept.take(FIRST, commands.Start())
    assert kept.take(FIRST, commands.Start(), on_behalf_of=SCHOOL).status == "in_progress"
    with pytest.raises(NotFound):
        kept.take(FIRST, commands.Report(result="Да"), on_behalf_of="Никто")


# -- orders --------------------------------------------------------------------------------------


def test_windows_set_by_hand_are_told_with_their_document(kept: RehearsedOffice) -> None:
    wish = SetWindows(windows=("2022-05",), source="Письмо 5", schedule="График")
    found = kept.orders.set_windows("rm/5", wish)
    assert found.reference == "rm/5"
    answer = kept.answers.measure("rm/5")
    assert [one.key for one in answer.occurrences] == ["2022-05"]
    assert answer.windows_from == ("График — Письмо 5",)
    with pytest.raises(RefusedByRules, match="has these windows already"):
        kept.orders.set_windows("rm/5", wish)


def test_an_unknown_roadmap_is_not_exported(kept: RehearsedOffice) -> None:
    assert kept.orders.export("rm").order.key == "rm-order"
    with pytest.raises(NotFound):
        kept.orders.export("other")


# -- persons -------------------------------------------------------------------------------------


def test_a_person_is_found_by_name_or_id(kept: RehearsedOffice) -> None:
    added = kept.people.add(AddPerson(name="Вера", roles=("reader",)))
    assert kept.people.grant("Вера", GrantRoles(roles=("executor",))) == added
    assert kept.people.add_login(added, AddLogin(login="vera")) == added
    answer = kept.answers.person(added)
    assert (answer.roles, answer.logins) == (("executor", "reader"), ("vera",))
    assert added in {one.id for one in kept.answers.people().people}


def test_roles_and_logins_are_for_persons_alone(kept: RehearsedOffice) -> None:
    with pytest.raises(RefusedByRules, match="is not a person"):
        kept.people.grant(SCHOOL, GrantRoles(roles=("reader",)))
    with pytest.raises(RefusedByRules, match="is not a person"):
        kept.people.add_login(SCHOOL, AddLogin(login="school"))


# -- the history ---------------------------------------------------------------------------------


def test_the_trail_of_a_measure_holds_its_occurrences_and_not_its_neighbours(
    kept: RehearsedOffice,
) -> None:
    own = kept.audit.trail("rm/1").entries
    assert {entry.type for entry in own} == {"MeasureApproved", "DeadlineRead", "OccurrencePlanned"}
    assert all("m002" not in entry.stream for entry in own)
    of_one = kept.audit.trail(FIRST).entries
    assert [entry.stream for entry in of_one] == ["occurrence/rm/m001/2022-06"]
    assert len(kept.audit.trail(last=2).entries) == 2
    assert len(kept.audit.trail().entries) == kept.log.head().position


def test_an_unknown_login_leaves_a_note_that_says_for_what() -> None:
    place = logs.Place("memory", None)
    with office_on(place) as office:
        place.login = Login("os", "stranger")
        stranger = Office(place.open(), clock=office.clock)
        with pytest.raises(NotAllowed, match="stranger"):
            stranger.session.speaker(step="start")
        [note] = office.audit.refusals().refusals
    assert (note.step, note.actor, note.actor_name) == ("start", "", "")


def test_a_known_login_speaks_without_being_named() -> None:
    with office_on(logs.Place("memory", None)) as office:
        signed_in = Office(office.log, clock=office.clock)
        assert signed_in.session.speaker().person == office.founder


def test_only_a_rehearsal_has_simulated_persons(kept: RehearsedOffice) -> None:
    assert kept.session.rehearsal
    assert kept.answers.roadmaps().rehearsal
    assert kept.session.rehearsing().speaker.roles >= {"operator"}


def test_rebuilt_rows_are_counted_at_the_head(kept: RehearsedOffice) -> None:
    before = {name: kept.log.rows(name) for name in ("occurrences", "measures", "parties", "names")}
    answer = kept.answers.rebuild()
    assert (answer.position, answer.wrong) == (kept.log.head().position, {})
    assert {name: len(rows) for name, rows in before.items()} == {
        name: answer.rows[name] for name in before
    }
    assert {name: kept.log.rows(name) for name in before} == before


def test_ids_are_opaque_and_differ() -> None:
    made = {new_id() for _ in range(200)}
    assert len(made) == 200
    assert all(len(one) == 12 and one.isalnum() and one == one.lower() for one in made)
