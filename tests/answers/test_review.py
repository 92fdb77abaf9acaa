"""The review and the trail as people read them: names for ids, words where they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
import pytest

from engine.answers.review import ReviewShown, positions
from engine.answers.trail import EntryShown
from engine.calendar.periods import period
from engine.review.annual import Line
from engine.workflows.occurrence import commands
from tests.support.logs import Place
from tests.support.offices import CENTRE, SCHOOL, RehearsedOffice, office_on

RESULT, JUSTIFICATION = "Семинар прошёл", "Протокол есть"


@pytest.fixture
def played() -> Iterator[RehearsedOffice]:
    """Give an office in which rm/1 was reported late, returned, reported again and evaluated."""
    with office_on(Place("memory", None)) as office:
        office.import_small()
        teacher, judge = office.executor("И. Учитель"), office.supervisor("М. Контролёр")
        clerk = office.operator("П. Оператор")
        office.clock.on(2022, 7, 20)
        office.speaking(clerk)
        first = commands.Report(result="Почти", on=date(2022, 7, 5))
        office.take("rm/1", first, on_behalf_of=SCHOOL)
        office.speaking(judge).take("rm/1", commands.Return(reason="Без списка"))
        office.clock.on(2022, 7, 21)
        office.speaking(teacher).take("rm/1", commands.Report(result=RESULT, completeness="partly"))
        verdict = commands.Evaluate(verdict="partly", justification=JUSTIFICATION)
        office.speaking(judge).take("rm/1", verdict)
        office.speaking(office.founder)
        yield office


@pytest.fixture
def shown(played: RehearsedOffice) -> ReviewShown:
    """Give the review of 2022, as it is shown."""
    return played.answers.review(period("2022"), played.session.view())


def line_of(shown: ReviewShown, reference: str) -> Line:
    """Return the line of an occurrence."""
    lines = [line for part in shown.review.parts for line in part.lines()]
    [found] = [line for line in lines if line.reference == reference]
    return found


def test_the_words_of_a_line_are_the_last_ones(shown: ReviewShown) -> None:
    [line] = [
        one
        for part in shown.review.parts
        for one in part.lines()
        if one.reference == "rm/1@2022-06"
    ]
    assert shown.said(line.result, "result") == RESULT
    assert shown.said(line.justification, "justification") == JUSTIFICATION
    assert shown.said(line.reason, "reason") == ""
    assert (line.counted.state, line.deviates) == ("partly", True)


def test_only_words_that_are_referred_to_are_fetched(shown: ReviewShown) -> None:
    referred = positions(shown.review)
    assert len(referred) >= 2
    assert set(shown.words) == set(referred)
    assert not any("Почти" in found.values() for found in shown.words.values())


def test_words_that_are_gone_are_said_to_be_erased(shown: ReviewShown) -> None:
    erased = msgspec.structs.replace(shown, words={})
    [line] = [
        one
        for part in shown.review.parts
        for one in part.lines()
        if one.reference == "rm/1@2022-06"
    ]
    assert erased.said(line.result, "result") == "(erased)"
    assert erased.said(None, "result") == ""


def test_executors_are_named_who_had_most_to_do_first(shown: ReviewShown) -> None:
    [part] = shown.review.parts
    found = shown.executors(part.executors)
    assert [one.name for one in found] == [CENTRE, SCHOOL]
    dues = [one.counted.due for one in found]
    assert dues == sorted(dues, reverse=True)
    assert dues[0] > dues[1] > 0


def test_the_total_has_no_name_and_the_figures_of_the_review(shown: ReviewShown) -> None:
    found = shown.total(shown.review.total)
    assert (found.executor, found.counted) == (None, shown.review.total.counted)
    assert found.counted.partly == 1


def entries(office: RehearsedOffice) -> tuple[EntryShown, ...]:
    """Return the trail of the occurrence."""
    return office.audit.trail("rm/1@2022-06").entries


@pytest.mark.parametrize(
    ("place", "kind", "actor", "principal"),
    [
        (0, "OccurrencePlanned", "Оксана Первая", None),
        (1, "WorkStarted", "П. Оператор", SCHOOL),
        (2, "ResultReported", "П. Оператор", SCHOOL),
        (3, "ReportReturned", "М. Контролёр", None),
        (4, "ResultReported", "И. Учитель", None),
        (5, "ExecutionEvaluated", "М. Контролёр", None),
    ],
)
def test_the_trail_names_who_did_it_and_for_whom(
    played: RehearsedOffice, place: int, kind: str, actor: str, principal: str | None
) -> None:
    found = entries(played)[place]
    assert (found.type, found.actor_name, found.principal_name) == (kind, actor, principal)
    assert found.actor.startswith("person/")


def test_the_trail_has_both_clocks_and_the_words(played: RehearsedOffice) -> None:
    first = entries(played)[2]
    assert first.effective_on == date(2022, 7, 5)
    assert first.recorded_local.date() == date(2022, 7, 20)
    assert first.recorded_local == first.recorded_at
    assert "Почти" in (first.words or {}).values()
    assert {"back_dated", "late"} <= set(first.marks)


def test_positions_of_a_trail_rise(played: RehearsedOffice) -> None:
    found = [one.position for one in entries(played)]
    assert found == sorted(set(found))
