"""Notes, parts and evidence leave an occurrence in its state: what they record and refuse."""

from __future__ import annotations

import pytest

from engine.errors import RefusedByRules
from engine.events import parts
from engine.events.occurrences import Status
from engine.events.shapes import Evidence
from tests.support.deciding import (
    CO,
    ELSEWHERE,
    HELPER,
    HISTORIES,
    LEAD,
    attach,
    file_part,
    given,
    note,
    planned,
)

LINK = "https://school.example/1"


def test_a_note_is_recorded_with_its_words_and_how_it_looks() -> None:
    outcome = given(planned()).when(note(" Ждём ", kind="interim", risk="at_risk"))
    [new] = outcome.then("NoteMade").events
    assert new.event == parts.NoteMade(
        source="planned", dest="planned", kind="interim", risk="at_risk"
    )
    assert new.words == {"comment": "Ждём"}


@pytest.mark.parametrize("status", ["reported", "evaluated", "cancelled"])
def test_how_far_the_work_is_can_be_said_only_while_it_is_worked_on(status: Status) -> None:
    outcome = given(*HISTORIES[status]).when(note(kind="interim"))
    outcome.then_refused(RefusedByRules, "before it is reported")
    assert outcome.error is not None
    assert outcome.error.remedy == "Make it a comment."
    given(*HISTORIES[status]).when(note()).then("NoteMade")


def test_how_far_the_work_is_is_said_before_it_is_reported() -> None:
    for status in ("planned", "in_progress"):
        given(*HISTORIES[status]).when(note(kind="interim")).then("NoteMade")


def test_a_part_is_recorded_as_a_report_is() -> None:
    wish = file_part(CO, " Провели ", completeness="partly", link=f" {LINK} ")
    [new] = given(planned()).when(wish, by=HELPER).then("PartReported").events
    assert new.event == parts.PartReported(
        source="planned",
        dest="planned",
        party=CO,
        completeness="partly",
        evidence=(Evidence(kind="link"),),
    )
    assert new.words == {"result": "Провели", "evidence.1": LINK}


def test_a_part_without_a_link_has_no_evidence() -> None:
    [new] = given(planned()).when(file_part()).events
    assert isinstance(new.event, parts.PartReported)
    assert new.event.evidence == ()
    assert not new.words["evidence.1"]


def test_a_part_is_of_one_of_its_executors() -> None:
    given(planned()).when(file_part(ELSEWHERE)).then_refused(
        RefusedByRules, "of none of its executors"
    )
    given(planned(lead=None)).when(file_part(LEAD), by=HELPER).then_refused(
        RefusedByRules, "of none of its executors"
    )


def test_a_part_is_no_report_of_the_lead() -> None:
    after = given(*HISTORIES["in_progress"]).when(file_part(CO), by=HELPER).after
    assert (after.status, after.reports, after.reported_on) == ("in_progress", 0, None)
    assert after.hands == ("person/executor", "person/helper")


@pytest.mark.parametrize("status", HISTORIES)
def test_evidence_comes_at_any_time(status: Status) -> None:
    outcome = given(*HISTORIES[status]).when(attach(f" {LINK} "))
    [new] = outcome.then("EvidenceAdded").events
    assert new.event == parts.EvidenceAdded(
        source=status, dest=status, evidence=(Evidence(kind="link"),)
    )
    assert new.words == {"evidence.1": LINK}
    assert outcome.after.status == status
