"""What is added to a document by hand, and the keys that the ledger has for it already."""

from __future__ import annotations

import msgspec

from engine.documents import read_bytes
from engine.documents.completion import Particulars, Plan, completed, known_again
from engine.events.memory_log import MemoryLog
from engine.workflows.approval import Approval
from engine.workflows.draft import Draft
from tests.support import logs
from tests.support.approving import draft, measure, roadmap
from tests.support.offices import office_on

TABLE = "№;Мероприятие;Срок;Ответственный\n1;Собрать сведения;май;МКУ ИМЦ\n".encode()


def again(wanted: Draft, later: Draft, *, amend: bool = False) -> Draft:
    """Return *later* as a ledger sees it that holds *wanted*."""
    with office_on(logs.Place("memory", None)) as office:
        assert isinstance(office.log, MemoryLog)
        office.clock.on(2022, 5, 1)
        office.approve(Approval(draft=wanted))
        return known_again(later, office.catalogue(), amend=amend)


def test_what_a_table_does_not_say_comes_from_outside() -> None:
    document = read_bytes(TABLE, "plan.csv")
    assert document.draft.roadmaps[0].horizon.start == ""
    given = Particulars(number="7", date="2022-03-01", issuer="Отдел образования")
    found = completed(document, given, Plan(start="2022-01-01", end="2022-12-31"))
    assert (found.draft.order.number, found.draft.order.date) == ("7", "2022-03-01")
    assert found.draft.roadmaps[0].horizon.end == "2022-12-31"
    assert not [problem for problem in found.problems if problem.severity == "blocking"]


def test_nothing_given_changes_nothing() -> None:
    document = read_bytes(TABLE, "plan.csv")
    assert completed(document, Particulars()) is document


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
    assert again(first, other, amend=True) == other
