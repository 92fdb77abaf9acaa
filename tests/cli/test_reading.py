"""Reading needs an account: every command that opens the ledger, tried by a stranger."""

from __future__ import annotations

import pytest

from tests.cli.conftest import INIT
from tests.support.program import ORDER, Program

READING = (
    "show",
    "show bolshemurashkino",
    "show 1.3",
    "status 2022",
    "review 2022",
    "audit log",
    "audit log --refused",
    "audit log 1.3",
    "people list",
    "admin rebuild",
    "export roadmap bolshemurashkino",
)


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Give an office with a roadmap."""
    folder = tmp_path_factory.mktemp("office")
    found = Program(folder / "home", folder / "ledger.db")
    found.inside(*INIT).fine()
    found.inside("import", ORDER).fine()
    return found


def test_a_stranger_reads_nothing_and_is_told_what_to_do(office: Program) -> None:
    for line in READING:
        done = office.inside(*line.split(), login="stranger")
        assert (done.status, done.out) == (3, ""), line
        assert done.err.splitlines() == [
            "vekha: the login stranger belongs to no one in this ledger today.",
            "  An administrator can add it: vekha people login PERSON stranger.",
        ], line
    notes = office.inside("audit", "log", "--refused", "--json").fine().json["refusals"]
    asked = [line.replace(" --refused", "") for line in READING]
    assert [(note["step"], note["code"]) for note in notes] == [
        (" ".join(part for part in line.split()[:2] if part in KNOWN), "login_not_mapped")
        for line in asked
    ]


KNOWN = {
    *("show", "status", "review", "audit", "log", "people", "list", "admin", "rebuild"),
    *("export", "roadmap"),
}


def test_an_open_ledger_is_read_by_everyone(office: Program) -> None:
    office.inside("admin", "policy", "open_reading", "yes").fine()
    for line in READING:
        assert office.inside(*line.split(), login="stranger").status == 0, line


def test_a_person_without_a_role_may_read(office: Program) -> None:
    office.inside("people", "add", "Читатель", "--login", "reader").fine()
    assert office.inside("show", login="reader").status == 0
