"""``--json`` on every command: the same keys for ever, in the same words in every language."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import click
import pytest

from tests.cli.conftest import INIT
from tests.support.program import ORDER, Program, command_tree

PERSON = "id name roles acts_for logins"
OCCURRENCE = "reference state unit possible"
MEASURE = "reference measure number title section expected_result executors deadlines occurrences"
IMPORTED = "order roadmaps problems changes recorded"
ROADMAP = (
    "key order title horizon_start horizon_end approved_on edition annex"
    " all_windows split_years passport"
)
REVIEW = (
    "format profile ledger_id organisation purpose period day as_of known_on position head"
    " total executors roadmaps"
)
REVIEWED = "key title order total sections executors due passing without_deadline not_asked"
FIGURES = (
    "due executed in_time late in_full partly not_done overdue in_work not_begun cancelled"
    " execution in_time_share implementation"
)
LINE = "reference state deadline reported_on deviation_days result verdict justification"
ENTRY = (
    "position stream version type type_version actor principal login auth_method recorded_at"
    " effective_on command facts words hash marks"
)
READ = "phrase kind rule rrule windows unread ambiguous alternatives problems rule_set"
READING = "deadline август --from 2021-01-01 --to 2023-12-31"
STEP = "1.3@2022-08"

STORY: tuple[tuple[str, str | None, str], ...] = (
    (" ".join(INIT), None, "ledger_id purpose hash format organisation time_zone language"),
    (f"import {ORDER} --dry-run", None, IMPORTED),
    (f"import {ORDER}", None, IMPORTED),
    ("people add Орлова --role executor --member-of 'МКУ ИМЦ' --login orlova", None, PERSON),
    ("people login Орлова orlova2", None, PERSON),
    ("people add Лапина --login lapina", None, PERSON),
    ("admin grant Лапина supervisor", None, PERSON),
    ("people list", None, PERSON),
    ("schedule 5.1 --window 2022-05 --source приказ", None, MEASURE),
    (f"start {STEP}", "orlova", OCCURRENCE),
    (f"report {STEP} --result проект", "orlova", OCCURRENCE),
    (f"return {STEP} --reason рано", "lapina", OCCURRENCE),
    (f"report {STEP} --result приказ", "orlova", OCCURRENCE),
    (f"evaluate {STEP} done --justification приказ", "lapina", OCCURRENCE),
    ("show", None, ROADMAP),
    ("show bolshemurashkino", None, "roadmap measures"),
    ("show 1.3", None, MEASURE),
    (f"show {STEP}", None, OCCURRENCE),
    ("status 2022", None, "day as_of known_on roadmap periods"),
    ("review 2022", None, REVIEW),
    ("audit log", None, ENTRY),
    ("audit log --refused", None, "noted_at command_id actor_id code step stream"),
    ("admin rebuild", None, "head rows"),
    ("admin upgrade", None, "version"),
    ("export roadmap bolshemurashkino", None, "order parties roadmaps"),
    (READING, None, READ),
)
"""Command as a shell takes it, whose login, keys of the answer."""

DEMO = "ledger position review"


def keys(answer: Any) -> set[str]:
    """Return the keys of an answer, or of every row where it is a list."""
    rows = answer if isinstance(answer, list) else [answer]
    assert rows
    assert all(set(row) == set(rows[0]) for row in rows)
    return set(rows[0])


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Give the answer of every command of the story, told once."""
    folder = tmp_path_factory.mktemp("story")
    program = Program(folder / "home", folder / "story.db")
    answers = {}
    for command, login, _ in STORY:
        if "--refused" in command:
            assert program.inside("start", STEP, login="orlova").status == 3
        answers[command] = program.inside(*shlex.split(command), "--json", login=login).fine().json
    return answers


@pytest.mark.parametrize(
    ("command", "pinned"),
    [(said, found) for said, _, found in STORY],
    ids=[" ".join(said.split()[:2]) for said, _, _ in STORY],
)
def test_the_keys_of_an_answer_stay(command: str, pinned: str, told: dict[str, Any]) -> None:
    assert keys(told[command]) == set(pinned.split())


def test_the_keys_of_the_demo_stay_and_a_temporary_one_leaves_nothing(
    program: Program, tmp_path: Path
) -> None:
    program.db = None
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with mock.patch("tempfile.tempdir", str(temporary)):
        told = program.inside("demo", "--json").fine().json
    assert keys(told) == set(DEMO.split())
    assert told["ledger"].startswith(str(temporary))
    assert [*temporary.iterdir(), *filter(Path.is_file, program.home.rglob("*"))] == []


def test_every_command_is_in_the_story() -> None:
    told = [command for command, _, _ in STORY] + ["demo"]
    for name, command in command_tree():
        if not isinstance(command, click.Group):
            said = name.removeprefix("vekha ")
            assert any(f"{line} ".startswith(f"{said} ") for line in told), name


def test_the_keys_inside_an_answer_stay(told: dict[str, Any]) -> None:
    review = told["review 2022"]
    group = {"name", "original", "current", "co_executed"}
    assert keys(review["total"]) == group
    assert keys(review["total"]["original"]) == set(FIGURES.split())
    assert keys(review["roadmaps"]) == set(REVIEWED.split())
    assert keys(review["roadmaps"][0]["due"]) >= set(LINE.split())
    [period] = told["status 2022"]["periods"]
    assert keys(period) == {"period", "start", "end", "total", "executors"}
    assert keys(period["executors"]) == group | {"executor"}
    assert keys(told[f"show {STEP}"]["unit"]) >= {"stream", "status", "deadline", "reported_on"}


READ_ONLY = (
    ("show",),
    ("show", "bolshemurashkino"),
    ("show", "1.3"),
    ("show", "1.3@2022-08"),
    ("people", "list"),
    ("status", "2022", "--each", "quarter", "--as-of", "2022-10-01"),
    ("review", "2022", "--known-on", "2022-10-01"),
    ("audit", "log", "1.3@2022-08"),
    ("import", str(ORDER), "--dry-run"),
    ("admin", "rebuild"),
    tuple(READING.split()),
    ("start", "9.9"),
    ("start", "2.5"),
    ("start", "1.3", "--on", "вчера"),
    ("status", "2022", "--roadmap", "нет"),
    ("review",),
    ("bogus",),
    ("report", "1.3@2022-08", "--result", "x"),
)

DRIVER = """
import json, sys
lines = json.loads(sys.argv[1])
sys.argv[1:] = lines[0]
from cli.main import main
for line in lines:
    sys.argv[1:] = line
    try:
        main()
    except SystemExit as ended:
        print(json.dumps([line, ended.code]), flush=True)
"""


def spoken(program: Program, language: str) -> tuple[str, str]:
    """Return stdout and stderr of all commands above, told in *language* by one process."""
    lines = [["--db", str(program.db), *command, "--json"] for command in READ_ONLY]
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, json.dumps(lines)],
        env=program.environment | {"VEKHA_LANG": language, "LANGUAGE": language},
        capture_output=True,
        text=True,
        check=False,
        cwd=program.home,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def test_json_is_the_same_in_every_language(demo: Program) -> None:
    english, russian = spoken(demo, "en"), spoken(demo, "ru")
    assert english == russian
    errors = [json.loads(line) for line in english[1].splitlines()]
    assert {"not_found", "ambiguous", "usage"} <= {error["error"] for error in errors}
    assert all(set(error) == {"error", "message", "remedy"} for error in errors)
