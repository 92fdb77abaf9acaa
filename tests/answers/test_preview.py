"""What is shown before an order is recorded is what is recorded, for every shipped order."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import msgspec
import pytest

from engine.answers.preview import Rehearsed, preview
from engine.documents import read, read_bytes
from engine.documents.completion import Particulars, completed
from engine.errors import RefusedByRules
from engine.office import Wish
from engine.office.orders import wanted
from engine.workflows.orders.draft import (
    Draft,
    MeasureDraft,
    RoadmapDraft,
    SectionDraft,
)
from engine.workflows.orders.known import Known
from tests.support import logs
from tests.support.offices import RehearsedOffice, document, office_on, small_draft
from tests.support.previewing import nobody, shown, take_in

FIXTURES = Path(__file__).parents[2] / "fixtures"
SHIPPED = sorted(path for path in FIXTURES.glob("*.yaml") if path.name != "demo.yaml")
WISHES = [
    Wish(all_windows=every, split_years=split) for every, split in product((False, True), repeat=2)
]


def changed(draft: Draft) -> Draft:
    """Return the same order with another deadline and title of its first measure, and one more."""
    found = draft.roadmaps[0]
    new = MeasureDraft(number="99", title="Ещё одна мера", deadline=f"декабрь {_year(found)} г.")
    section = SectionDraft(number="99", title="Дополнительно", measures=(new,))
    rows, sections = list(found.measures), list(found.sections)
    if rows:
        rows[0] = _corrected(rows[0])
    else:
        sections[0] = _first_corrected(sections[0])
    amended = msgspec.structs.replace(found, measures=tuple(rows), sections=(*sections, section))
    return msgspec.structs.replace(draft, roadmaps=(amended, *draft.roadmaps[1:]))


def _year(draft: RoadmapDraft) -> str:
    return draft.horizon.end[:4]


def _corrected(row: MeasureDraft) -> MeasureDraft:
    return msgspec.structs.replace(row, title=f"{row.title} (уточнено)", deadline="ежеквартально")


def _first_corrected(section: SectionDraft) -> SectionDraft:
    if section.measures:
        first = _corrected(section.measures[0])
        return msgspec.structs.replace(section, measures=(first, *section.measures[1:]))
    inner = (_first_corrected(section.sections[0]), *section.sections[1:])
    return msgspec.structs.replace(section, sections=inner)


@pytest.mark.parametrize("wish", WISHES, ids=str)
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_is_shown_is_recorded_new_and_corrected(
    kept: RehearsedOffice, path: Path, wish: Wish
) -> None:
    first = read(path)
    seen = take_in(kept, first, wish)
    assert seen.changes == ()
    assert sum(map(len, shown(seen).values())) > 10
    corrected = document(changed(first.draft))
    again = take_in(kept, corrected, wish)
    assert {change.what for change in again.changes} >= {"title", "deadline", "added"}
    assert not again.brings_nothing


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_all_windows_plan_no_less(path: Path) -> None:
    counts = []
    for wish in (Wish(), Wish(all_windows=True)):
        with office_on(logs.Place("memory", None)) as office:
            office.clock.on(2026, 1, 15)
            counts.append(sum(map(len, shown(take_in(office, read(path), wish)).values())))
    assert counts[0] <= counts[1]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_an_identical_order_brings_nothing(kept: RehearsedOffice, path: Path) -> None:
    first = read(path)
    take_in(kept, first, Wish())
    head = kept.log.head()
    same = kept.orders.approve(first, Wish()).answer
    assert (same.file_known_as, same.recorded) == (first.draft.order.key, None)
    other_file = kept.orders.approve(document(first.draft), Wish()).answer
    assert (other_file.brings_nothing, other_file.recorded) == (True, None)
    assert (other_file.changes, other_file.occurrences) == ((), ())
    assert kept.log.head() == head


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_without_a_ledger_the_same_is_shown_as_in_an_empty_one(
    kept: RehearsedOffice, path: Path
) -> None:
    found = read(path)
    by = nobody(kept.session.today)
    for wish in WISHES:
        alone: Rehearsed = preview(found, wanted(found, wish), Known(), by)
        assert alone == kept.orders.preview(found, wish)


def test_looking_records_nothing(kept: RehearsedOffice) -> None:
    head = kept.log.head()
    kept.orders.preview(read(SHIPPED[0]), Wish())
    assert kept.log.head() == head


# -- a plan without years ------------------------------------------------------------------------


def test_a_plan_without_years_shows_its_phrases_and_no_day() -> None:
    table = "№;Мероприятие;Срок;Ответственный\n1;Отчёт;ежеквартально;МКУ ИМЦ\n2;Сбор;май;ИМЦ\n"
    found = completed(
        read_bytes(table.encode(), "plan.csv"), Particulars(number="7", date="2022-03-01")
    )
    answer = preview(found, wanted(found, Wish()), Known(), nobody(date(2022, 4, 1))).answer
    [roadmap] = answer.roadmaps
    assert (roadmap.start, roadmap.end, roadmap.planned) == ("", "", 0)
    assert [row.deadline.phrase for row in roadmap.measures] == ["ежеквартально", "май"]
    assert [row.windows for row in roadmap.measures] == [0, 0]
    text = msgspec.json.encode(answer).decode()
    assert "0001" not in text
    assert "9999" not in text
    assert "blocking" in {problem.severity for problem in answer.problems}


def test_what_has_to_be_settled_first_is_shown_and_refused(kept: RehearsedOffice) -> None:
    late = document(_of_2031(small_draft()))
    seen = kept.orders.preview(late, Wish())
    assert seen.answer.problems[0].severity == "blocking"
    assert not seen.answer.brings_nothing
    assert seen.answer.roadmaps[0].measures[0].occurrences == ()
    with pytest.raises(RefusedByRules, match="has not come yet"):
        kept.orders.approve(late, Wish())


def _of_2031(draft: Draft) -> Draft:
    order = msgspec.structs.replace(draft.order, date="2031-01-01")
    return msgspec.structs.replace(draft, order=order)
