"""Cut off between sending and answering: the same command again records nothing twice."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from unittest import mock

import pytest

from engine.errors import OutcomeUnknown
from engine.events.sqlite_log import SqliteLog
from tests.cli.conftest import INIT
from tests.cli.test_refused import recorded
from tests.support.program import ORDER, Program

When = Literal["before", "after"]
REPORT = ("report", "1.3@2022-08", "--result", "Приказ", "--on", "2022-08-30")
DEMANDED = ("report", "5.1", "--result", "Пересмотрены", "--on", "2022-03-04")

COMMANDS: dict[str, tuple[tuple[str, ...], str | None, int]] = {
    "start": (("start", "1.3@2022-08"), "orlova", 1),
    "report": (REPORT, "orlova", 2),
    "on demand": (DEMANDED, "gusev", 3),
    "for someone": ((*REPORT, "--for", "МКУ ИМЦ"), None, 2),
    "schedule": (("schedule", "5.1", "--window", "2022-05", "--source", "x"), None, 2),
    "people add": (("people", "add", "Новая", "--role", "reader"), None, 2),
    "people login": (("people", "login", "Чижова", "another"), None, 1),
    "admin grant": (("admin", "grant", "Чижова", "analyst"), None, 1),
}
"""Command, whose login, how many events it records."""


class Killed(BaseException):
    """The process ends here and now, as it does by a signal."""


@contextlib.contextmanager
def cut_off(when: When, how: BaseException) -> Iterator[None]:
    """Have the next append end by *how*, before or after it was committed."""
    append = SqliteLog.append

    def broken(log: SqliteLog, batch: Any) -> None:
        if when == "after":
            append(log, batch)
        raise how

    with mock.patch.object(SqliteLog, "append", broken):
        yield


def lost() -> OutcomeUnknown:
    return OutcomeUnknown("no answer came", remedy="Run the same command again.")


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_killed_command_is_taken_up_by_the_same_command(
    name: str, when: When, opened: Program
) -> None:
    line, login, events = COMMANDS[name]
    before, commands = recorded(opened)
    killed(opened, when, *line, login=login)
    assert len(opened.pending) == 1
    done = (before + events, commands + 1)
    assert recorded(opened) == (done if when == "after" else (before, commands))
    again = opened.inside(*line, "--json", login=login).fine().json
    assert recorded(opened) == done
    assert opened.pending == []
    assert found(opened, again), again


def killed(program: Program, when: When, *line: str, login: str | None = None) -> None:
    """Run a command that ends before or after its commit and can say nothing any more."""
    with (
        cut_off(when, Killed()),
        mock.patch("cli.answering.answering", return_value=contextlib.nullcontext()),
        pytest.raises(Killed),
    ):
        program.inside(*line, login=login)


def found(program: Program, answer: Any) -> bool:
    """Tell whether what the answer speaks of is really there."""
    if "id" in answer:
        people = program.inside("people", "list", "--json").fine().json["people"]
        return answer in people
    shown = program.inside("show", answer["reference"], "--json").fine().json
    return bool(shown == answer)


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_answer_that_never_came_is_said_so(when: When, opened: Program) -> None:
    before, commands = recorded(opened)
    with cut_off(when, lost()):
        done = opened.inside(*REPORT, login="orlova")
    assert (done.status, done.out) == (9, "")
    assert done.err.splitlines() == ["vekha: no answer came.", "  Run the same command again."]
    assert len(opened.pending) == 1
    opened.inside(*REPORT, login="orlova").fine()
    assert recorded(opened) == (before + 2, commands + 1)
    assert opened.pending == []


def test_two_lost_answers_in_a_row(opened: Program) -> None:
    before, commands = recorded(opened)
    for _ in range(2):
        with cut_off("before", lost()):
            assert opened.inside(*REPORT, login="orlova").status == 9
    with cut_off("after", lost()):
        assert opened.inside(*REPORT, login="orlova").status == 9
    assert len(opened.pending) == 1
    opened.inside(*REPORT, login="orlova").fine()
    assert recorded(opened) == (before + 2, commands + 1)


OTHERS = (
    (("admin", "grant", "Чижова", "analyst"), ("admin", "grant", "Гусев", "analyst")),
    (("people", "login", "Чижова", "a"), ("people", "login", "Чижова", "b")),
    (("people", "add", "Первая"), ("people", "add", "Вторая")),
    ((*REPORT, "--for", "МКУ ИМЦ"), ("start", "1.4@2022", "--for", "Управление образования")),
)


@pytest.mark.parametrize(("lost_line", "other_line"), OTHERS)
def test_another_command_is_not_taken_for_the_lost_one(
    lost_line: tuple[str, ...], other_line: tuple[str, ...], opened: Program
) -> None:
    _, commands = recorded(opened)
    with cut_off("after", lost()):
        assert opened.inside(*lost_line).status == 9
    other = opened.inside(*other_line)
    assert (other.status, len(other.err.splitlines())) == (0, 1), other
    assert " is recorded as event" in other.err
    assert recorded(opened)[1] == commands + 2
    assert len(opened.pending) == 1


def test_the_same_step_by_somebody_else_is_not_the_lost_one(opened: Program) -> None:
    with cut_off("before", lost()):
        assert opened.inside(*REPORT, login="orlova").status == 9
    other = opened.inside(*REPORT, "--for", "МКУ ИМЦ")
    assert (other.status, len(opened.pending)) == (0, 1)
    assert other.err.endswith("was cut off: it is not recorded.\n")
    late = opened.inside(*REPORT, login="orlova")
    assert (late.status, opened.pending) == (3, [])


def test_an_order_that_was_cut_off_is_taken_in_once(program: Program) -> None:
    program.inside(*INIT).fine()
    with cut_off("after", lost()):
        assert program.inside("import", ORDER).status == 9
    held = recorded(program)
    program.inside("import", ORDER).fine()
    assert recorded(program) == held


def test_nothing_stays_pending_after_success_refusal_or_failure(opened: Program) -> None:
    opened.inside("start", "1.3@2022-08", "--on", "2022-08-01", login="orlova").fine()
    assert opened.inside("start", "1.3@2022-08", login="orlova").status == 3
    assert opened.inside("people", "add", "Х", "--login", "orlova").status == 3
    assert opened.inside("report", "1.3@2022-08", "--result", "a\0", login="orlova").status == 3
    assert opened.pending == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_mistake_in_the_program_leaves_the_note_to_tell(when: When, opened: Program) -> None:
    with cut_off(when, ValueError("a mistake")):
        done = opened.inside(*REPORT, login="orlova")
    told = done.err.splitlines()
    assert len(opened.pending) == 1
    if when == "after":
        assert done.status == 1
        assert told[0].endswith("shown: a mistake in the program: ValueError: a mistake.")
        opened.inside(*REPORT, login="orlova").fine()
        assert opened.pending == []
    else:
        assert done.status == 70
        assert told[0] == "vekha: a mistake in the program: ValueError: a mistake."
        assert opened.inside("show").err.endswith("was cut off: it is not recorded.\n")


def test_a_note_that_cannot_be_kept_stops_the_command(opened: Program) -> None:
    (opened.home / "state").write_text("a file where the folder should be")
    before = recorded(opened)
    done = opened.inside("start", "1.3@2022-08", login="orlova")
    assert (done.status, recorded(opened)) == (8, before)


def test_no_argument_stands_in_the_note(opened: Program) -> None:
    with cut_off("before", lost()):
        opened.inside(*REPORT, login="orlova")
    [note] = opened.pending
    assert "Приказ" not in note.read_text("utf-8")
    assert note.stat().st_mode & 0o777 & ~0o644 == 0
    assert note.parent.stat().st_mode & 0o077 == 0


KILL = """
import os, signal
from engine.events.sqlite_log import SqliteLog
append = SqliteLog.append
def killed(log, batch):
    append(log, batch)
    os.kill(os.getpid(), signal.SIGKILL)
SqliteLog.append = killed
from cli.main import main
main()
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signal")
def test_a_process_that_is_really_killed(opened: Program, tmp_path: Path) -> None:
    before, commands = recorded(opened)
    line = opened.line(*REPORT, "--for", "МКУ ИМЦ")
    killed = subprocess.run(
        [sys.executable, "-c", KILL, *line[1:]], env=opened.environment, cwd=tmp_path, check=False
    )
    assert killed.returncode == -9
    assert len(opened.pending) == 1
    opened(*REPORT, "--for", "МКУ ИМЦ").fine()
    assert recorded(opened) == (before + 2, commands + 1)
    assert opened.pending == []
