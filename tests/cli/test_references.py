"""What people type for a measure, an occurrence and a school year, by the real program."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support.program import ORDER, Program

IZHEVSK = ORDER.parent / "izhevsk.yaml"
"""A plan for the school year 2022/23."""

OTHER = """
order: {key: "other-order", number: "8", date: "2022-01-20"}
roadmaps:
  - key: "other"
    title: "Другой план"
    horizon: {start: "2022-01-01", end: "2023-12-31"}
    measures:
      - {number: "1.3", title: "Мера", deadline: "май 2022", executors: ["МКУ ИМЦ"]}
      - {number: "9.9", title: "Мера", deadline: "по графику", executors: ["МКУ ИМЦ"]}
"""


@pytest.fixture(scope="module")
def two_plans(office_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a ledger with three roadmaps, two of which have a measure 1.3; to be copied."""
    folder = tmp_path_factory.mktemp("plans")
    program = Program(folder / "home", folder / "plans.db")
    shutil.copy(office_ledger, folder / "plans.db")
    other = folder / "other.yaml"
    other.write_text(OTHER, encoding="utf-8")
    for order in (IZHEVSK, other):
        program.inside("import", order).fine()
    return folder / "plans.db"


@pytest.fixture
def office(program: Program, two_plans: Path) -> Program:
    assert isinstance(program.db, Path)
    shutil.copy(two_plans, program.db)
    return program


def found(program: Program, reference: str) -> Any:
    return program.inside("show", reference, "--json").fine().json["reference"]


def test_a_number_that_two_roadmaps_have_is_told_apart_by_its_period(office: Program) -> None:
    assert found(office, "1.3@2022-08") == "bolshemurashkino/1.3@2022-08"
    assert found(office, "1.3@2022-05") == "other/1.3@2022-05"
    begun = office.inside(
        "start", "1.3@2022-08", "--on", "2022-08-15", "--for", "МКУ ИМЦ", "--json"
    )
    assert begun.fine().json["reference"] == "bolshemurashkino/1.3@2022-08"


def test_without_a_period_or_with_one_of_both_it_is_ambiguous(office: Program) -> None:
    for text in ("1.3", "1.3@2022"):
        done = office.inside("show", text, "--json")
        assert (done.status, done.error["error"]) == (5, "ambiguous")
        assert "bolshemurashkino/1.3" in done.error["message"]
        assert "other/1.3" in done.error["message"]


def test_a_period_that_neither_has_is_not_found_and_theirs_are_told(office: Program) -> None:
    """It was said to fit both."""
    done = office.inside("show", "1.3@2030-08", "--json")
    assert (done.status, done.error["error"]) == (5, "not_found")
    assert "none of several measures “1.3” has the period “2030-08”" in done.error["message"]
    assert "bolshemurashkino/1.3@2022-08" in done.error["remedy"]
    assert "other/1.3@2022-05" in done.error["remedy"]
    assert len(office.inside("show", "1.3@2030-08").err.splitlines()) <= 2


@pytest.mark.parametrize("command", ["status", "review"])
def test_a_school_year_may_be_asked_for_as_it_is_printed(office: Program, command: str) -> None:
    printed = office.inside(command, "2022/23", "--json").fine()
    assert printed.out == office.inside(command, "2022-S", "--json").fine().out
    assert "2022-S" in printed.out
    assert "2022/23" in office.inside(command, "2022/23").fine().out


def test_an_occurrence_may_be_named_by_the_school_year(office: Program) -> None:
    assert found(office, "izhevsk/12@2022/23") == "izhevsk/12@2022-S"
    assert found(office, "izhevsk/2~2@2022/23") == "izhevsk/2~2@2022-S"
    for_whom = office.inside("show", "izhevsk/12@2022-S", "--json").json["lead_name"]
    wish = ("izhevsk/12@2022/23", "--on", "2022-10-03", "--for", for_whom, "--json")
    assert office.inside("start", *wish).fine().json["status"] == "in_progress"
    log = office.inside("audit", "log", "izhevsk/12@2022/23", "--json").fine().json["entries"]
    assert [entry["type"] for entry in log] == ["OccurrencePlanned", "WorkStarted"]


def test_windows_may_be_set_for_a_school_year(office: Program) -> None:
    wish = ("--window", "2022/23", "--source", "Приказ 12", "--json")
    office.inside("schedule", "9.9", *wish).fine()
    [one] = office.inside("show", "other/9.9", "--json").fine().json["occurrences"]
    assert (one["key"], one["start"], one["deadline"]) == ("2022-S", "2022-09-01", "2023-08-31")


@pytest.mark.parametrize("text", ["2022/24", "2022/2023", "22/23"])
def test_what_is_no_school_year_is_refused(office: Program, text: str) -> None:
    for command in ("status", "review"):
        done = office.inside(command, text, "--json")
        assert done.status == 3
        assert f"“{text}”" in done.error["message"]
    assert office.inside("show", f"izhevsk/12@{text}", "--json").status == 5
