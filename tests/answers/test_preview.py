"""What is shown before an order is recorded is what is recorded, for every shipped order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
import pytest

from engine.answers.preview import Rehearsed, preview
from engine.answers.seen import MeasureSeen, Preview
from engine.documents import Document, read, read_bytes
from engine.documents.completion import Particulars, completed
from engine.errors import RefusedByRules
from engine.office import Wish
from engine.office.orders import wanted
from engine.workflows.decider import By
from engine.workflows.orders.draft import (
    Draft,
    HorizonDraft,
    MeasureDraft,
    PassportDraft,
    PersonDraft,
    RoadmapDraft,
    SectionDraft,
)
from engine.workflows.orders.known import Known
from engine.workflows.rights import Speaker
from tests.support import logs
from tests.support.approving import ids
from tests.support.offices import RehearsedOffice, document, office_on, small_draft

FIXTURES = Path(__file__).parents[2] / "fixtures"
SHIPPED = sorted(path for path in FIXTURES.glob("*.yaml") if path.name != "demo.yaml")
WISHES = [
    Wish(all_windows=every, split_years=split) for every, split in product((False, True), repeat=2)
]
Key = tuple[str, date | None, date | None]


@pytest.fixture
def kept() -> Iterator[RehearsedOffice]:
    """Give an office of January 2026, when every shipped order has been signed."""
    with office_on(logs.Place("memory", None)) as office:
        office.clock.on(2026, 1, 15)
        yield office


def nobody(today: date) -> By:
    """Return who looks at an order where there is no ledger."""
    speaker = Speaker(person="person/-", roles=frozenset({"operator"}), acts_for=frozenset())
    return By(speaker=speaker, today=today, new_id=ids())


def shown(answer: Preview) -> dict[str, list[Key]]:
    """Return the occurrences that a preview shows, by the order or roadmap that they belong to."""
    rows: dict[str, tuple[MeasureSeen, ...]] = {answer.order.key: answer.order.items}
    rows |= {roadmap.key: roadmap.measures for roadmap in answer.roadmaps}
    return {
        owner: sorted(
            ((one.key, one.start, one.deadline) for row in found for one in row.occurrences),
            key=repr,
        )
        for owner, found in rows.items()
    }


def recorded(office: RehearsedOffice, owners: Iterable[str]) -> dict[str, list[Key]]:
    """Return the occurrences that the ledger holds of these orders and roadmaps."""
    found: dict[str, list[Key]] = {owner: [] for owner in owners}
    for one in office.answers.occurrences():
        if one.owner in found and one.status != "cancelled":
            found[one.owner].append((one.key, one.start, one.current_deadline))
    return {owner: sorted(keys, key=repr) for owner, keys in found.items()}


def take_in(office: RehearsedOffice, read_in: Document, wish: Wish) -> Preview:
    """Record a document; what was shown before is what the ledger then holds."""
    before = office.orders.preview(read_in, wish).answer
    done = office.orders.approve(read_in, wish).answer
    assert msgspec.structs.replace(done, recorded=None) == before
    assert done.recorded is not None
    expected = shown(before)
    assert recorded(office, expected) == expected
    return before


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


# -- one thing that reads differently ------------------------------------------------------------

DRAFT = small_draft()
PASSPORT = (PassportDraft(label="Цель", stage="goals", text=("Учить лучше",)),)
CONTROL = PersonDraft(name="Н. Н. Начальник", post="начальник")


def other(**fields: Any) -> Draft:
    """Return the small order with other particulars."""
    return msgspec.structs.replace(DRAFT, order=msgspec.structs.replace(DRAFT.order, **fields))


def other_plan(**fields: Any) -> Draft:
    """Return the small order with a roadmap that reads differently."""
    [roadmap] = DRAFT.roadmaps
    return msgspec.structs.replace(DRAFT, roadmaps=(msgspec.structs.replace(roadmap, **fields),))


ALONE: dict[str, tuple[Draft, set[str], str]] = {
    "signatory": (
        other(signatory=PersonDraft(name="П. П. Другой", post="начальник"), control=CONTROL),
        {"signatory"},
        "OrderCorrected",
    ),
    "signatory_post": (
        other(
            signatory=PersonDraft(name="Н. Н. Начальник", post="и. о. начальника"), control=CONTROL
        ),
        {"signatory_post"},
        "OrderCorrected",
    ),
    "control": (
        other(control=PersonDraft(name="С. С. Заместитель", post="начальник")),
        {"control"},
        "OrderCorrected",
    ),
    "control_post": (
        other(control=PersonDraft(name="Н. Н. Начальник", post="заместитель")),
        {"control_post"},
        "OrderCorrected",
    ),
    "issuer": (other(issuer="Отдел образования"), {"issuer"}, "OrderCorrected"),
    "parent": (other(parent="Приказ министерства № 5"), {"parent"}, "OrderCorrected"),
    "order title": (other(title="Об утверждении плана"), {"title"}, "OrderCorrected"),
    "title": (other_plan(title="План мероприятий"), {"title"}, "RoadmapAmended"),
    "annex": (other_plan(annex="Приложение 2"), {"annex"}, "RoadmapAmended"),
    "passport": (other_plan(passport=PASSPORT), {"passport"}, "RoadmapAmended"),
    "horizon end": (
        other_plan(horizon=HorizonDraft(start="2022-01-01", end="2024-12-31")),
        {"horizon_end"},
        "RoadmapAmended",
    ),
    "horizon start": (
        other_plan(horizon=HorizonDraft(start="2021-01-01", end="2023-12-31")),
        {"horizon_start"},
        "RoadmapAmended",
    ),
}
"""What alone reads differently -> the order, the fields that change, the event that keeps it."""

EXTRA = {"deadline"}
"""What follows from other years: phrases of every year are read for these."""


@pytest.mark.parametrize("name", ALONE)
def test_what_alone_reads_differently_is_shown_recorded_and_exported(
    kept: RehearsedOffice, name: str
) -> None:
    draft, fields, event = ALONE[name]
    take_in(kept, document(DRAFT), Wish())
    head = kept.log.head().position
    seen = take_in(kept, document(draft), Wish())
    expected = fields | (EXTRA if name.startswith("horizon") else set())
    found = {change.what for change in seen.changes}
    assert fields <= found <= expected
    assert event in {stored.type for stored in kept.log.events(head)}
    again = kept.orders.export("rm")
    assert _bare(again.order) == _bare(draft.order)
    for field in ("title", "annex", "passport", "horizon"):
        assert getattr(again.roadmaps[0], field) == getattr(draft.roadmaps[0], field)
    assert kept.orders.preview(document(again), Wish()).answer.brings_nothing


def _bare(order: Any) -> Any:
    """Return an order with its control written out, for "the same person" may be said twice."""
    control = order.signatory if order.control == "signatory" else order.control
    return msgspec.structs.replace(order, control=control)


def test_two_corrections_in_a_row_keep_both(kept: RehearsedOffice) -> None:
    take_in(kept, document(DRAFT), Wish())
    take_in(kept, document(other(issuer="Отдел")), Wish())
    seen = take_in(kept, document(other(issuer="Отдел", parent="Приказ № 5")), Wish())
    assert [change.what for change in seen.changes] == ["parent"]
    exported = kept.orders.export("rm").order
    assert (exported.issuer, exported.parent) == ("Отдел", "Приказ № 5")


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
    late = document(other(date="2031-01-01"))
    seen = kept.orders.preview(late, Wish())
    assert seen.answer.problems[0].severity == "blocking"
    assert not seen.answer.brings_nothing
    assert seen.answer.roadmaps[0].measures[0].occurrences == ()
    with pytest.raises(RefusedByRules, match="has not come yet"):
        kept.orders.approve(late, Wish())
