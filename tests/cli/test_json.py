"""``--json`` on every command: the same keys for ever, in the same words in every language."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import click
import msgspec
import pytest

from engine.answers.deadline import DeadlineAnswer
from engine.answers.occurrence import OccurrenceAnswer
from engine.answers.people import (
    OpenedAnswer,
    PeopleAnswer,
    PersonAnswer,
    RebuiltAnswer,
    UpgradedAnswer,
)
from engine.answers.policies import JournalAnswer, PolicyAnswer
from engine.answers.seen import Preview
from engine.answers.show import MeasureAnswer, RoadmapAnswer, RoadmapsAnswer
from engine.answers.status import StatusAnswer
from engine.answers.steps import StepsAnswer
from engine.answers.trail import RefusalsAnswer, TrailAnswer
from engine.review.annual import Review
from engine.workflows.orders.draft import Draft
from tests.cli.conftest import INIT
from tests.support.program import ORDER, Program, command_tree

READING = "deadline август --from 2021-01-01 --to 2023-12-31"
STEP = "1.3@2022-08"

STORY: tuple[tuple[str, str | None, type[msgspec.Struct]], ...] = (
    (" ".join(INIT), None, OpenedAnswer),
    (f"import {ORDER} --dry-run", None, Preview),
    (f"import {ORDER}", None, Preview),
    ("people add Орлова --role executor --member-of 'МКУ ИМЦ' --login orlova", None, PersonAnswer),
    ("people login Орлова orlova2", None, PersonAnswer),
    ("people add Лапина --login lapina", None, PersonAnswer),
    ("admin grant Лапина supervisor", None, PersonAnswer),
    ("people list", None, PeopleAnswer),
    ("schedule 5.1 --window 2022-05 --source приказ", None, MeasureAnswer),
    (f"start {STEP}", "orlova", OccurrenceAnswer),
    (f"report {STEP} --result проект", "orlova", OccurrenceAnswer),
    (f"return {STEP} --reason рано", "lapina", OccurrenceAnswer),
    (f"report {STEP} --result приказ", "orlova", OccurrenceAnswer),
    (f"evaluate {STEP} done --justification приказ", "lapina", OccurrenceAnswer),
    ("show", None, RoadmapsAnswer),
    ("show bolshemurashkino", None, RoadmapAnswer),
    ("show 1.3", None, MeasureAnswer),
    (f"show {STEP}", None, OccurrenceAnswer),
    ("status 2022", None, StatusAnswer),
    ("review 2022", None, Review),
    ("audit log", None, TrailAnswer),
    ("audit log --refused", None, RefusalsAnswer),
    ("admin rebuild", None, RebuiltAnswer),
    ("admin upgrade", None, UpgradedAnswer),
    ("admin policy open_reading yes", None, PolicyAnswer),
    ("admin journal wal", None, JournalAnswer),
    ("export roadmap bolshemurashkino", None, Draft),
    (READING, None, DeadlineAnswer),
    ("steps", None, StepsAnswer),
)
"""Command as a shell takes it, whose login, the struct of its answer."""

DEMO_MOVE = "move who run status code first last printed"
"""The keys of each move of the demo."""


CONTRACT = Path(__file__).with_name("json_contract.txt")
"""The fields of every struct that an answer holds: what programs may rely on, for ever."""


def fields(struct: type[msgspec.Struct]) -> set[str]:
    """Return the keys of a struct in JSON."""
    return {field.encode_name for field in msgspec.structs.fields(struct)}


def reached(struct: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    """Yield *struct* and every struct that its JSON holds."""
    waiting, seen = [struct], set[type[msgspec.Struct]]()
    while waiting:
        found = waiting.pop()
        if found not in seen:
            seen.add(found)
            yield found
            for field in msgspec.structs.fields(found):
                waiting += _structs(field.type)


def _structs(annotation: Any) -> Iterator[type[msgspec.Struct]]:
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from _structs(inner)


def contract() -> list[str]:
    """Return a line a struct: its name, and its keys in their order."""
    structs = {one for _, _, told in STORY for one in reached(told)}
    return sorted(
        f"{one.__module__.rpartition('.')[2]}.{one.__name__}: "
        + " ".join(field.encode_name for field in msgspec.structs.fields(one))
        for one in structs
    )


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
    ("command", "struct"),
    [(said, found) for said, _, found in STORY],
    ids=[" ".join(said.split()[:2]) for said, _, _ in STORY],
)
def test_an_answer_is_the_struct_that_is_promised(
    command: str, struct: type[msgspec.Struct], told: dict[str, Any]
) -> None:
    assert set(told[command]) == fields(struct)


def test_the_keys_of_all_answers_stay() -> None:
    """Keys are only added: a program that reads our JSON goes on reading it."""
    pinned = CONTRACT.read_text("utf-8").splitlines()
    assert contract() == pinned


def test_every_answer_of_a_ledger_says_whether_it_is_a_rehearsal(told: dict[str, Any]) -> None:
    for command, _, struct in STORY:
        if struct.__module__.startswith("engine.answers") and struct not in UNMARKED:
            assert told[command]["rehearsal"] is False, command


UNMARKED = (OpenedAnswer, Preview, DeadlineAnswer, StepsAnswer)
"""Answers that say the purpose otherwise, or that need no ledger."""


def test_the_keys_of_the_demo_stay_and_a_temporary_one_leaves_nothing(
    program: Program, tmp_path: Path
) -> None:
    program.db = None
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with mock.patch("tempfile.tempdir", str(temporary)):
        told = program.inside("demo", "--json").fine().json
    assert list(told) == ["ledger", "position", "review", "moves"]
    assert {tuple(move) for move in told["moves"]} == {tuple(DEMO_MOVE.split())}
    assert told["ledger"].startswith(str(temporary))
    assert [*temporary.iterdir(), *filter(Path.is_file, program.home.rglob("*"))] == []


def test_every_command_is_in_the_story() -> None:
    told = [command for command, _, _ in STORY] + ["demo"]
    for name, command in command_tree():
        if not isinstance(command, click.Group):
            said = name.removeprefix("vekha ")
            assert any(f"{line} ".startswith(f"{said} ") for line in told), name


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
    assert all(set(error) == {"error", "message", "remedy", "facts"} for error in errors)
