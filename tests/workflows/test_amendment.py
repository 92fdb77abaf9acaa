"""A later edition: what it changes is shown, recorded once, and felt by open occurrences only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from engine.calendar.periods import period
from engine.errors import RefusedByRules
from engine.office import Wish
from engine.workflows.occurrence import commands
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders.draft import Draft, HorizonDraft, MeasureDraft
from tests.support.approving import draft, item, measure, roadmap, with_fields
from tests.support.logs import Place
from tests.support.offices import RehearsedOffice, document, office_on
from tests.support.reading_rows import occurrence_rows

AMENDED = date(2022, 9, 15)
Rows = tuple[MeasureDraft, ...]


@pytest.fixture
def office() -> Iterator[RehearsedOffice]:
    """Give an empty office in memory, in the spring of 2022."""
    with office_on(Place("memory", None)) as found:
        found.clock.on(2022, 5, 1)
        yield found


def take_in(office: RehearsedOffice, *rows: MeasureDraft, **order: Any) -> Any:
    """Approve the first edition of 1 January 2022, or whatever *order* says."""
    given = {"date": "2022-01-01", **order}
    return office.import_draft(draft(roadmap(*rows), **given))


def amend(office: RehearsedOffice, *rows: MeasureDraft, key: str = "second", **plan: Any) -> Draft:
    """Take in a later edition, by another order of 15 September 2022."""
    office.clock.on(2022, 9, 16)
    office.speaking(office.founder)
    wanted = draft(with_fields(roadmap(*rows), **plan), key=key, date=AMENDED.isoformat())
    office.import_draft(wanted, amend=True)
    return wanted


def units(office: RehearsedOffice, ident: str = "m001") -> dict[str, Occurrence]:
    """Return the units of a measure by key."""
    path = f"rm/{ident}"
    return {unit.key: unit for unit in office.answers.occurrences() if unit.path == path}


def types(office: RehearsedOffice, *streams: str) -> list[str]:
    """Return the types of the events of 16 September, of some kinds of streams."""
    return [
        event.type
        for event in office.log.events()
        if event.recorded_at > "2022-09-16" and event.stream.startswith(streams)
    ]


def done(office: RehearsedOffice, reference: str) -> None:
    """Have a school's occurrence reported."""
    office.speaking(office.executor(f"Иван {reference}", member_of=("Школа",)))
    office.take(reference, commands.Report(result="Сделано"))
    office.speaking(office.founder)


def test_the_same_file_again_records_nothing(office: RehearsedOffice) -> None:
    assert take_in(office, measure(), measure("ежегодно")) is not None
    head = office.log.head()
    assert take_in(office, measure(), measure("ежегодно")) is None
    assert office.log.head() == head


def test_another_order_amends_only_when_it_is_said(office: RehearsedOffice) -> None:
    take_in(office, measure("июнь 2022"))
    other = draft(roadmap(measure("июль 2022")), key="second", date="2022-04-01")
    with pytest.raises(RefusedByRules, match="--amend"):
        office.import_draft(other)
    assert [note.code for note in office.log.refusals()] == ["refused"]
    assert office.import_draft(other, amend=True) is not None


def test_a_corrected_file_of_the_same_order_needs_no_word(office: RehearsedOffice) -> None:
    take_in(office, measure("июнь 2022"))
    take_in(office, measure("июль 2022"), title="Исправлено")
    assert units(office)["2022-06"].current_deadline == date(2022, 7, 31)
    assert office.answers.catalogue().orders["rm-order"].title == "Исправлено"


def test_a_moved_deadline_keeps_key_and_original(office: RehearsedOffice) -> None:
    take_in(office, measure("июнь 2022"))
    amend(office, measure("декабрь 2022"))
    (unit,) = units(office).values()
    assert (unit.key, unit.original_deadline) == ("2022-06", date(2022, 6, 30))
    assert (unit.start, unit.current_deadline) == (date(2022, 12, 1), date(2022, 12, 31))
    assert types(office, "occurrence/") == ["WindowAmended"]


@pytest.mark.parametrize("reported", [True, False])
def test_what_was_reported_is_left_alone(office: RehearsedOffice, *, reported: bool) -> None:
    take_in(office, measure("июнь 2022"))
    if reported:
        done(office, "1.1")
    amend(office, measure("декабрь 2022", "Сад"))
    (unit,) = units(office).values()
    assert (unit.current_deadline == date(2022, 6, 30)) == reported
    assert (office.session.register().name(unit.lead) == "Школа") == reported


def test_new_executors_reach_every_open_occurrence(office: RehearsedOffice) -> None:
    take_in(office, measure("июнь, август ежегодно"))
    before = set(units(office))
    amend(office, measure("июнь, август ежегодно", "Сад", "Школа"))
    name = office.session.register().name
    assert set(units(office)) == before
    for unit in units(office).values():
        assert (name(unit.lead), [name(co) for co in unit.co_executors]) == ("Сад", ["Школа"])
    assert types(office, "roadmap/") == ["RoadmapAmended", "MeasureAmended"]


def test_an_occurrence_that_is_new_is_planned_and_one_no_longer_asked_for_is_cancelled(
    office: RehearsedOffice,
) -> None:
    take_in(office, measure("октябрь 2022, ноябрь 2022, декабрь 2022"))
    amend(office, measure("октябрь 2022, январь 2023"))
    found = {key: unit.status for key, unit in units(office).items()}
    assert found == {
        "2022-10": "planned",
        "2022-11": "cancelled",
        "2022-12": "cancelled",
        "2023-01": "planned",
    }
    assert units(office)["2022-11"].cancelled_on == AMENDED


def test_what_is_overdue_stays_on_control(office: RehearsedOffice) -> None:
    """Windows that were over when the amendment came are its past, not its plan."""
    take_in(office, measure("май 2022, август 2022, октябрь 2022, ноябрь 2022"))
    amend(office, measure("декабрь 2022"))
    found = {key: unit.status for key, unit in units(office).items()}
    assert found == {
        "2022-05": "planned",
        "2022-08": "planned",
        "2022-10": "cancelled",
        "2022-11": "cancelled",
        "2022-12": "planned",
    }


def test_sub_items_keep_their_own_windows(office: RehearsedOffice) -> None:
    two = (item("октябрь 2022"), item("ноябрь 2022"))
    take_in(office, measure("", items=two))
    amend(office, measure("", items=(item("декабрь 2022"), item("октябрь 2022"))))
    found = {key: unit.current_deadline for key, unit in units(office).items()}
    assert found == {"1:2022-10": date(2022, 12, 31), "2:2022-11": date(2022, 10, 31)}


def test_on_demand_occurrences_are_no_windows_of_the_plan(office: RehearsedOffice) -> None:
    take_in(office, measure("по мере необходимости"))
    done(office, "1.1")
    amend(office, measure("декабрь 2022"))
    found = {key: (unit.status, unit.current_deadline) for key, unit in units(office).items()}
    assert found == {
        "2022-05-01": ("reported", None),
        "2022-12": ("planned", date(2022, 12, 31)),
    }


def test_a_window_whose_key_is_taken_is_not_planned_again(office: RehearsedOffice) -> None:
    take_in(office, measure("по мере необходимости"))
    office.speaking(office.executor("Иван", member_of=("Школа",)))
    office.take("1.1", commands.Report(on=date(2022, 5, 1), result="Сделано"))
    take_in_again = draft(roadmap(measure("1 мая 2022, 2 мая 2022")), date="2022-01-01")
    office.speaking(office.founder).import_draft(take_in_again)
    assert units(office)["2022-05-01"].status == "reported"
    assert set(units(office)) == {"2022-05-01", "2022-05-02"}


def test_a_removed_measure_cancels_what_is_open(office: RehearsedOffice) -> None:
    take_in(office, measure("октябрь 2022"), measure("ноябрь 2022", number="1.2", title="Другая"))
    amend(office, measure("октябрь 2022"))
    assert units(office, "m002")["2022-11"].status == "cancelled"
    assert [found.id for found in office.answers.catalogue().of("rm")] == ["m001"]
    assert types(office, "roadmap/") == ["RoadmapAmended", "MeasureRemoved"]


def test_ids_go_on_from_the_highest_ever_given(office: RehearsedOffice) -> None:
    take_in(office, measure(), measure(number="1.2", title="Другая"))
    amend(office, measure())
    amend(office, measure(), measure(number="7", title="Новая"), key="third")
    known = office.answers.catalogue().measures
    assert [(found.id, found.is_removed) for found in known.values()] == [
        ("m001", False),
        ("m002", True),
        ("m003", False),
    ]
    assert office.answers.catalogue().roadmaps["rm"].edition == 3


@pytest.mark.parametrize(
    ("rows", "ids"),
    [
        ([("1.1", "А"), ("1.2", "Б")], ["m001", "m002"]),
        ([("1.2", "Б"), ("1.1", "А")], ["m002", "m001"]),
        ([("1.1", "Б"), ("1.2", "А")], ["m001", "m002"]),
        ([("2.5", "Б"), ("1.1", "А")], ["m002", "m001"]),
        ([("1.1", "Совсем другое"), ("1.2", "Б")], ["m001", "m002"]),
        ([("9", "В"), ("1.2", "Б")], ["m003", "m002"]),
    ],
)
def test_rows_are_matched_by_number_and_title_then_number_then_title(
    office: RehearsedOffice, rows: list[tuple[str, str]], ids: list[str]
) -> None:
    take_in(office, measure(number="1.1", title="А"), measure(number="1.2", title="Б"))
    amend(office, *[measure(number=number, title=title) for number, title in rows])
    shown = {found.title: found.id for found in office.answers.catalogue().of("rm")}
    assert [shown[title] for _, title in rows] == ids


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda row: with_fields(row, title="Новое"), "title"),
        (lambda row: with_fields(row, expected_result="Итог"), "expected_result"),
        (lambda row: with_fields(row, participants="Все"), "participants"),
        (lambda row: with_fields(row, number="1.1.1"), "number"),
        (lambda row: with_fields(row, executors=("Сад",)), "executors"),
        (lambda row: with_fields(row, items=(item(),)), "items"),
        (lambda row: with_fields(row, deadline="апрель 2023"), "deadline"),
    ],
)
def test_every_change_is_shown_before_it_is_recorded(
    office: RehearsedOffice, change: Callable[[MeasureDraft], MeasureDraft], what: str
) -> None:
    row = measure("март 2023", number="1.1", title="Мера")
    take_in(office, row)
    head = office.log.head()
    wanted = document(draft(roadmap(change(row)), date="2022-01-01"))
    (shown,) = office.orders.preview(wanted, Wish()).answer.changes
    assert (shown.owner, shown.number, shown.what) == ("rm", "1.1", what)
    assert shown.before != shown.after
    assert office.log.head() == head


def test_a_change_of_the_roadmap_itself_makes_an_edition(office: RehearsedOffice) -> None:
    take_in(office, measure("март 2023"))
    horizon = HorizonDraft(start="2021-01-01", end="2024-12-31")
    amend(office, measure("март 2023"), title="Новое имя", horizon=horizon)
    known = office.answers.catalogue().roadmaps["rm"]
    assert (known.title, known.horizon_end, known.edition) == ("Новое имя", date(2024, 12, 31), 2)
    assert known.order == "rm-order"


def test_rows_equal_after_an_amendment_what_the_log_adds_up_to(office: RehearsedOffice) -> None:
    take_in(office, measure("июнь, август ежегодно"), measure("ноябрь 2022", number="2", title="Б"))
    done(office, "1.1@2022-06")
    amend(office, measure("сентябрь, ноябрь ежегодно", "Сад"))
    assert office.log.rows("occurrences") == occurrence_rows(office.log.events())


def test_before_the_amendment_the_roadmap_was_as_it_was(office: RehearsedOffice) -> None:
    take_in(office, measure("октябрь 2022"))
    amend(office, measure("декабрь 2022", title="Новое"), measure(number="2", title="Ещё"))
    before = office.session.view(as_of=date(2022, 9, 14))
    assert [found.title for found in office.answers.catalogue(before).of("rm")] == ["Мера"]
    (unit,) = office.answers.occurrences(before)
    assert unit.current_deadline == date(2022, 10, 31)


def test_a_correction_with_an_earlier_date_is_seen_only_with_what_it_corrects(
    office: RehearsedOffice,
) -> None:
    """By its date it came first; a view of the days between shows neither half of it."""
    take_in(office, measure("октябрь 2022"), date="2022-02-01")
    take_in(office, measure("декабрь 2022", title="Новое"), date="2022-01-10")
    between = office.session.view(as_of=date(2022, 1, 15))
    assert office.answers.catalogue(between).measures == {}
    assert office.answers.occurrences(between) == []
    assert office.answers.catalogue().measures["rm/m001"].title == "Новое"


def test_a_step_before_the_day_of_the_plan_is_not_seen_without_the_plan(
    office: RehearsedOffice,
) -> None:
    """Somebody had begun before the order was signed; as of that day there was no occurrence."""
    take_in(office, measure("ноябрь 2022"))
    other = measure("сентябрь – декабрь 2022", number="2", title="Ещё")
    amend(office, measure("ноябрь 2022"), other)
    office.speaking(office.executor("Иван", member_of=("Школа",)))
    office.take("2", commands.Start(on=date(2022, 9, 1)))
    view = office.session.view(as_of=date(2022, 9, 10))
    assert [unit.path for unit in office.answers.occurrences(view)] == ["rm/m001"]
    [part] = office.answers.review(period("2022"), view).review.parts
    assert [line.measure for line in part.due] == ["m001"]
