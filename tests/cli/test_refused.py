"""What is refused, and how: one or two lines, the right exit status, and nothing recorded."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.program import ORDER, Done, Program

LATER = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
NOW = "1.3@2022-08"  # planned, led by МКУ ИМЦ
BEGUN, REPORTED, DONE = "1.5@2022-01", "1.6@2022", "1.7@2022"
RESULT, REASON, BECAUSE = ("--result", "x"), ("--reason", "x"), ("--justification", "x")
NOBODY = "Никто"
BACKWARDS = ("--from", "2023-01-01", "--to", "2021-01-01")


class Wrong(NamedTuple):
    """A wrong call: its arguments, whose login, the exit status and code, what it must say."""

    line: tuple[str, ...]
    login: str | None
    status: int
    code: str
    says: str


def wrong(*line: str, by: str | None = None, status: int, code: str, says: str) -> Wrong:
    return Wrong(line, by, status, code, says)


def usage(*line: str, says: str) -> Wrong:
    return Wrong(line, None, 2, "usage", says)


def unknown(*line: str, says: str, by: str | None = "orlova") -> Wrong:
    return Wrong(line, by, 5, "not_found", says)


def forbidden(*line: str, by: str | None, says: str) -> Wrong:
    return Wrong(line, by, 3, "not_allowed", says)


def against_rules(*line: str, says: str, by: str | None = "orlova") -> Wrong:
    return Wrong(line, by, 3, "refused", says)


def misplaced(*line: str, says: str, by: str | None = "orlova") -> Wrong:
    return Wrong(line, by, 3, "illegal_transition", says)


def ambiguous(*line: str, says: str, by: str | None = "orlova") -> Wrong:
    return Wrong(line, by, 5, "ambiguous", says)


REFERENCES = (
    unknown("start", "9.9", says="there is no measure “9.9”"),
    unknown("start", "nope/1.3", says="there is no measure “nope/1.3”"),
    unknown("start", "1.3@2030", says="there is no occurrence “1.3@2030”"),
    unknown("start", "1.3@2030", says="bolshemurashkino/1.3@2022-08"),
    unknown("start", "1.3~2", says="there is no measure “1.3~2”"),
    unknown("start", "1.3~x", says="“1.3~x” does not name a measure"),
    unknown("start", "", says="“” does not name a measure"),
    unknown("start", "@", says="ROADMAP/NUMBER@PERIOD"),
    unknown("start", "/1.3", says="does not name a measure"),
    unknown("start", "i2.1", says="there is no measure “i2.1”"),
    unknown("start", "5.1", says="has no occurrence"),
    unknown("start", "1.3\udcff", says="does not name a measure"),
    ambiguous("start", "2.5", says="2.5@2022-06, bolshemurashkino/2.5@2022-08"),
    ambiguous("start", "2.2", says="fits several"),
    unknown("show", "nope", says="there is no measure “nope”"),
    unknown("show", "", says="“” does not name a measure"),
    unknown("show", "1.3@x", says="there is no occurrence “1.3@x”"),
    unknown("audit", "log", "9.9", says="there is no measure “9.9”"),
    unknown("audit", "log", "5.1@2022", says="has no occurrence"),
    unknown("status", "2022", "--roadmap", "nope", says="there is no roadmap “nope”"),
    unknown("review", "2022", "--roadmap", "nope", says="Known here: bolshemurashkino"),
    unknown("export", "roadmap", "nope", says="nope"),
    unknown("schedule", "9.9", "--window", "2022", "--source", "x", by=None, says="“9.9”"),
)

DAYS_AND_PERIODS = (
    usage("start", NOW, "--on", "2022-13-01", says="“2022-13-01” is not a day"),
    usage("start", NOW, "--on", "вчера", says="write it as YYYY-MM-DD or DD.MM.YYYY"),
    usage("start", NOW, "--on", "31.02.2022", says="“31.02.2022” is not a day"),
    usage("review", "2022", "--known-on", "", says="“” is not a day"),
    against_rules("start", NOW, "--on", LATER, says=f"{LATER} has not come yet"),
    against_rules("report", NOW, *RESULT, "--on", LATER, says="or earlier"),
    against_rules("status", "20x2", says="“20x2” names no period"),
    against_rules("status", "2022-Q5", says="2022-Q3"),
    against_rules("status", "2022-10..2022-08", says="names no period"),
    against_rules("status", "0000", says="names no period"),
    against_rules("status", "9999", says="outside the years 1990 to 2099"),
    against_rules("status", "9999", "--each", "school-year", says="outside the years"),
    against_rules("status", "0001", "--each", "school-year", says="outside the years"),
    against_rules("status", "2022..2222", says="the period 2022..2222 lies outside"),
    against_rules("review", "0001-S", says="outside the years"),
    against_rules(
        "schedule", "5.1", "--window", "9999", "--source", "x", by=None, says="outside the years"
    ),
    against_rules("status", "", says="“” names no period"),
    against_rules("review", "2022-01..2022-12", says="the shorter"),
    against_rules("review", "\u0661\u0662\u0663\u0664", says="names no period"),
    usage("status", "2022", "--each", "week", says="'school-year'"),
    usage("import", str(ORDER), "--dry-run", *BACKWARDS, says="exchange the two days"),
    usage("deadline", "май", *BACKWARDS, says="--from 2023-01-01 is after --to 2021-01-01"),
)

STEPS = (
    Wrong(
        ("start", NOW), "stranger", 3, "login_not_mapped", "the login stranger belongs to no one"
    ),
    forbidden("start", NOW, by="gusev", says="only МКУ ИМЦ may take the step “start”"),
    forbidden("start", NOW, by="chizhova", says="this needs the role “executor”"),
    forbidden("start", NOW, by=None, says="Say for whom with --for"),
    forbidden("start", NOW, "--for", "МКУ ИМЦ", by="orlova", says="the role “operator”"),
    forbidden("start", NOW, "--for", "БСШ", by=None, says="only МКУ ИМЦ may take"),
    unknown("start", NOW, "--for", NOBODY, by=None, says="no one is registered as “Никто”"),
    unknown("start", NOW, "--for", "", by=None, says="no one is registered as “”"),
    ambiguous("start", NOW, "--for", "Иванов", by=None, says="Иванов (person/"),
    misplaced("start", BEGUN, says="cannot start: it is already in"),
    misplaced("report", DONE, *RESULT, says="cannot report: it is already evaluated"),
    misplaced("return", NOW, *REASON, by="lapina", says="it is planned"),
    misplaced("evaluate", BEGUN, "done", *BECAUSE, by="lapina", says="cannot evaluate: it is in"),
    misplaced("return", DONE, *REASON, by="lapina", says="it is already evaluated"),
    forbidden("return", REPORTED, *REASON, by="gusev", says="the role “supervisor”"),
    forbidden("evaluate", REPORTED, "done", *BECAUSE, by=None, says="the role “supervisor”"),
    forbidden(
        "evaluate",
        REPORTED,
        "done",
        *BECAUSE,
        by="orlova",
        says="on work that you started or reported",
    ),
    usage("evaluate", REPORTED, "maybe", *BECAUSE, says="'maybe' is not one of 'done'"),
    usage("evaluate", REPORTED, *BECAUSE, says="Missing argument"),
    usage("report", NOW, *RESULT, "--completeness", "half", says="'half' is not one of 'full'"),
    usage("report", NOW, says="Missing option '--result'"),
    usage("return", REPORTED, says="Missing option '--reason'"),
    usage("start", NOW, "--actor", "Орлова", says="No such option '--actor'"),
    usage("start", NOW, "2.5", says="unexpected extra argument"),
    usage("bogus", says="No such command 'bogus'"),
    usage("people", "bogus", says="No such command 'bogus'"),
)

WORDS = (
    against_rules("report", NOW, "--result", "", says="a report says what came of it"),
    against_rules("report", NOW, "--result", " \n\t", says="Give it with --result"),
    against_rules("return", REPORTED, "--reason", " ", by="lapina", says="needs a reason"),
    against_rules(
        "evaluate", REPORTED, "done", "--justification", "", by="lapina", says="what it rests on"
    ),
    against_rules("report", NOW, "--result", "a\0b", says="cannot be stored"),
    against_rules("report", NOW, "--result", "a\udcffb", says="cannot be stored"),
    against_rules("report", NOW, *RESULT, "--link", "\x1b[2J\0", says="cannot be stored"),
    against_rules("report", NOW, "--result", "я" * 5_000_000, says="5000000 characters"),
    against_rules("people", "add", "", by=None, says="a name is missing"),
    against_rules("people", "add", "Х\0", by=None, says="cannot be stored"),
    against_rules("people", "add", "Х", "--login", "", by=None, says="a name is missing"),
)

PEOPLE = (
    usage("people", "add", "Х", "--role", "king", says="'king' is not one of 'executor'"),
    unknown("people", "add", "Х", "--member-of", NOBODY, by=None, says="no one is registered"),
    against_rules("people", "add", "Х", "--login", "orlova", by=None, says="someone already"),
    against_rules("people", "add", "Х", "--login", "orlova ", by=None, says="someone already"),
    against_rules("people", "login", "Орлова", " lapina\u00a0", by=None, says="belongs to someone"),
    against_rules("people", "add", "Х", "--login", "orl\u200bova", by=None, says="cannot be seen"),
    against_rules("people", "login", "Орлова", "оrlova", by=None, says="that look alike: о"),
    forbidden("people", "add", "Х", by="lapina", says="the role “administrator”"),
    unknown("people", "login", NOBODY, "x", by=None, says="vekha people list"),
    ambiguous("people", "login", "Иванов", "x", by=None, says="by its id"),
    against_rules("people", "login", "МКУ ИМЦ", "x", by=None, says="is not a person"),
    against_rules("people", "login", "Орлова", "lapina", by=None, says="belongs to someone"),
    usage("admin", "grant", "Орлова", says="Missing argument"),
    usage("admin", "grant", "Орлова", "king", says="'king' is not one of"),
    unknown("admin", "grant", NOBODY, "reader", by=None, says="no one is registered"),
    forbidden("admin", "grant", "Гусев", "reader", by="lapina", says="“administrator”"),
    unknown("status", "2022", "--executor", NOBODY, says="no one is registered as “Никто”"),
    ambiguous("status", "2022", "--executor", "Иванов", says="may be several"),
)

CASES = REFERENCES + DAYS_AND_PERIODS + STEPS + WORDS + PEOPLE


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory, office_ledger: Path) -> Program:
    """Give an office in which one thing is begun, one reported and one done."""
    folder = tmp_path_factory.mktemp("busy")
    shutil.copy(office_ledger, folder / "busy.db")
    program = Program(folder / "home", folder / "busy.db")
    program.inside("admin", "grant", "Орлова", "supervisor").fine()
    program.inside("start", BEGUN, login="orlova").fine()
    for reference in (REPORTED, DONE):
        program.inside("report", reference, *RESULT, login="orlova").fine()
    program.inside("evaluate", DONE, "done", *BECAUSE, login="lapina").fine()
    return program


def recorded(program: Program) -> tuple[int, int]:
    """Return how many events and commands the file holds."""
    with closing(sqlite3.connect(str(program.db))) as file:
        [count] = file.execute("SELECT count(*) FROM events").fetchone()
        [commands] = file.execute("SELECT count(*) FROM commands").fetchone()
    return count, commands


def check_told(done: Done, case: Wrong) -> None:
    assert (done.status, done.out) == (case.status, ""), done
    lines = done.err.splitlines()
    assert 1 <= len(lines) <= 2
    assert lines[0].startswith("vekha: ")
    assert all(line.startswith("  ") for line in lines[1:])
    assert all(line.endswith((".", "…", "?")) and not line.endswith("..") for line in lines)
    assert all(len(line) < 400 for line in lines)
    assert case.says in done.err


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(" ".join(case.line))[:60])
def test_a_wrong_call_says_what_is_wrong_and_records_nothing(case: Wrong, busy: Program) -> None:
    before = recorded(busy)
    check_told(busy.inside(*case.line, login=case.login), case)
    machine = busy.inside(*case.line, "--json", login=case.login)
    assert (machine.status, machine.out) == (case.status, "")
    assert machine.error["error"] == case.code
    assert case.says in f"{machine.error['message']} {machine.error['remedy']}"
    assert recorded(busy) == before
    assert busy.pending == []


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 60


def test_a_refusal_by_the_rules_leaves_a_note(opened: Program) -> None:
    assert opened.inside("start", NOW, login="gusev").status == 3
    [note] = opened.inside("audit", "log", "--refused", "--json").fine().json["refusals"]
    assert (note["code"], note["step"]) == ("not_allowed", "start")
    assert note["stream"] == "occurrence/bolshemurashkino/m003/2022-08"
    assert "no right to do it" in opened.inside("audit", "log", "--refused").fine().out
