"""What is added to a document by hand, and the keys that the ledger has for it already."""

from __future__ import annotations

import re

import msgspec
import pytest

from engine.documents import Document, read_bytes
from engine.documents.completion import Particulars, completed, known_again
from engine.errors import RefusedByRules
from engine.workflows.orders.draft import Draft, HorizonDraft
from tests.support import logs
from tests.support.approving import draft, measure, roadmap
from tests.support.offices import document, office_on
from tests.support.outlines import codes
from tests.support.papers import HEAD, docx_of

TABLE = "№;Мероприятие;Срок;Ответственный\n1;Собрать сведения;май;МКУ ИМЦ\n".encode()


def again(wanted: Draft, later: Draft, *, amend: bool = False) -> Draft:
    """Return *later* as a ledger sees it that holds *wanted*."""
    with office_on(logs.Place("memory", None)) as office:
        office.clock.on(2022, 5, 1)
        office.import_draft(wanted)
        return known_again(document(later), office.answers.catalogue(), amend=amend).draft


def test_what_a_table_does_not_say_comes_from_outside() -> None:
    read = read_bytes(TABLE, "plan.csv")
    assert read.draft.roadmaps[0].horizon.start == ""
    given = Particulars(number="7", date="2022-03-01", issuer="Отдел образования")
    found = completed(read, given, HorizonDraft(start="2022-01-01", end="2022-12-31"))
    assert (found.draft.order.number, found.draft.order.date) == ("7", "2022-03-01")
    assert found.draft.roadmaps[0].horizon.end == "2022-12-31"
    assert not [problem for problem in found.problems if problem.severity == "blocking"]


def test_nothing_given_changes_nothing() -> None:
    read = read_bytes(TABLE, "plan.csv")
    assert completed(read, Particulars()) is read


GIVEN = Particulars(number="7", date="2022-03-01", issuer="Отдел образования")
THEN = "until then nothing is planned."
YEAR = HorizonDraft(start="2022-01-01", end="2022-12-31")


def blocking(document: Document) -> list[tuple[str, str]]:
    return [(p.text, p.outcome) for p in document.problems if p.severity == "blocking"]


def test_a_plan_without_years_has_no_days_and_asks_for_them() -> None:
    document = completed(read_bytes(TABLE, "plan.csv"), GIVEN)
    assert document.draft.roadmaps[0].horizon == HorizonDraft(start="", end="")
    ((text, outcome),) = blocking(document)
    assert text == "Neither title nor order says for which years plan is made."
    assert outcome == f"Give its first and last day with --from and --to; {THEN}"
    assert not re.search("0001|9999", " ".join(p.text for p in document.problems))


CORRECT = "Correct its days with --from and --to"
FAR = (
    "The plan port runs from 0001-01-01 to 2022-12-31;"
    " deadlines are read in the years 1990 to 2099."
)


@pytest.mark.parametrize(
    ("start", "end", "text", "remedy"),
    [
        (
            "2022-01-01",
            "",
            "The last day of the plan port is not known; it begins on 2022-01-01.",
            "Give it with --to",
        ),
        (
            "",
            "2022-12-31",
            "The first day of the plan port is not known; it ends on 2022-12-31.",
            "Give it with --from",
        ),
        (
            "2023-01-01",
            "2022-12-31",
            "The plan port ends on 2022-12-31, before it begins on 2023-01-01.",
            CORRECT,
        ),
        ("0001-01-01", "2022-12-31", FAR, CORRECT),
    ],
)
def test_days_that_make_no_plan_are_told(start: str, end: str, text: str, remedy: str) -> None:
    document = completed(read_bytes(TABLE, "port.csv"), GIVEN, HorizonDraft(start=start, end=end))
    assert blocking(document) == [(text, f"{remedy}; {THEN}")]


TITLED = "План на 2022 год;;;\n".encode() + TABLE


def test_days_that_are_given_win_over_those_of_the_title() -> None:
    document = read_bytes(TITLED, "plan.csv")
    assert document.draft.roadmaps[0].horizon.start == "2022-01-01"
    found = completed(document, GIVEN, HorizonDraft(start="2023-01-01", end="2024-12-31"))
    assert found.draft.roadmaps[0].horizon == HorizonDraft(start="2023-01-01", end="2024-12-31")
    (note,) = [p for p in found.problems if p.code == "horizon_given"]
    assert note.text == (
        "plan is planned for 2023-01-01 – 2024-12-31, as given; "
        "the document says 2022-01-01 – 2022-12-31."
    )
    assert note.severity == "note"


def test_one_day_that_is_given_leaves_the_other_as_printed() -> None:
    document = read_bytes(TITLED, "plan.csv")
    found = completed(document, GIVEN, HorizonDraft(start="", end="2023-06-30"))
    assert found.draft.roadmaps[0].horizon == HorizonDraft(start="2022-01-01", end="2023-06-30")
    ((text, _),) = blocking(completed(document, GIVEN, HorizonDraft(start="2023-01-01", end="")))
    assert text == "The plan plan ends on 2022-12-31, before it begins on 2023-01-01."


def test_the_terms_are_looked_at_again_in_the_days_that_are_given() -> None:
    table = TITLED.replace("май".encode(), "май 2022".encode())
    document = completed(read_bytes(table, "plan.csv"), GIVEN)
    assert "deadline_outside_horizon" not in codes(document)
    later = completed(document, GIVEN, HorizonDraft(start="2023-01-01", end="2023-12-31"))
    assert "deadline_outside_horizon" in codes(later)


def test_given_days_are_for_the_plans_that_name_none_if_there_are_such() -> None:
    """The years of a neighbour are its own; only where all have some, all get the given ones."""
    rows = [HEAD, ["1", "Курсы", "май", "ИМЦ", "План"]]
    first, second = (f"Приложение {n} к приказу УО от 02.02.2022 № 17" for n in (1, 2))
    bare = docx_of(first, "План на 2021 год", rows, second, "План школ", rows)
    document = completed(
        read_bytes(bare, "p.docx"), GIVEN, HorizonDraft(start="2022-01-01", end="2022-12-31")
    )
    assert [r.horizon.start for r in document.draft.roadmaps] == ["2021-01-01", "2022-01-01"]
    both = docx_of(first, "План на 2021 год", rows, second, "План школ на 2023 год", rows)
    document = completed(
        read_bytes(both, "p.docx"), GIVEN, HorizonDraft(start="2022-01-01", end="2022-12-31")
    )
    assert [r.horizon.start for r in document.draft.roadmaps] == ["2022-01-01", "2022-01-01"]


def test_targets_of_a_passport_follow_the_days_that_are_given() -> None:
    passport = [["Цель", "Расти"], ["Показатели", "Доля обученных не менее 50 %"]]
    rows = [HEAD, ["1", "Курсы", "май", "ИМЦ", "План"]]
    for title, before in (("План на 2022 год", {"2022": "50"}), ("План школ", {})):
        document = read_bytes(docx_of("Паспорт", passport, title, rows), "p.docx")
        (indicator,) = document.draft.roadmaps[0].indicators
        assert indicator.targets == before
        found = completed(document, GIVEN, HorizonDraft(start="2023-01-01", end="2024-12-31"))
        assert found.draft.roadmaps[0].indicators[0].targets == {"2023..2024": "50"}


def test_the_same_order_is_known_by_number_and_date() -> None:
    first = draft(roadmap(measure()), number="5")
    later = draft(roadmap(measure(), key="copy-2"), number="5", key="copy-2-5")
    found = again(first, later)
    assert (found.order.key, found.roadmaps[0].key) == ("rm-order", "rm")


def test_another_order_keeps_its_keys_unless_it_amends() -> None:
    first = draft(roadmap(measure()), number="5")
    later = draft(roadmap(measure(), key="next"), number="6", key="next-6")
    assert again(first, later) == later
    assert again(first, later, amend=True).roadmaps[0].key == "rm"
    renamed = msgspec.structs.replace(later.roadmaps[0], title="Совсем другой план")
    other = msgspec.structs.replace(later, roadmaps=(renamed,))
    with pytest.raises(RefusedByRules, match=r"amends no roadmap .* known are: rm"):
        again(first, other, amend=True)
