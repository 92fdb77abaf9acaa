"""What became of requests of runs that ended untold: said at the next start, once, then settled."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from unittest import mock

import pytest

from cli.answering import answering
from engine.events.pending import PendingFolder
from engine.events.sqlite_log import SqliteLog
from engine.office import Office
from engine.workflows.requests import Requests
from tests.cli.conftest import INIT
from tests.cli.test_refused import recorded
from tests.cli.test_unknown_outcome import REPORT, cut_off, killed
from tests.support.program import ORDER, TAKEN_UP, Program

LATE = REPORT[:-2]
"""On the day of recording: it may come after a return, on the day of recording, too."""

ADD = ("people", "add", "Новая", "--role", "reader")


def test_what_was_recorded_is_told_at_the_next_start_once(opened: Program) -> None:
    killed(opened, "after", *ADD)
    told = opened.inside("show")
    assert told.status == 0
    assert told.err.startswith("“register a person” of 20")
    assert told.err.endswith(" is recorded as events 241 to 242; its answer was not shown.\n")
    assert told.out == opened.inside("show").fine().out
    assert opened.inside("show").err == "", "once"
    assert len(opened.pending) == 1
    assert opened.inside(*ADD).err == TAKEN_UP
    assert opened.pending == []


def test_what_was_not_recorded_is_told_as_well(opened: Program) -> None:
    killed(opened, "before", *ADD)
    told = opened.inside("status", "2022")
    assert told.err.startswith("“register a person” of 20")
    assert told.err.endswith(" was cut off: it is not recorded.\n")
    before, commands = recorded(opened)
    assert opened.inside(*ADD).fine().err == ""
    assert (recorded(opened), opened.pending) == ((before + 2, commands + 1), [])


def test_programs_are_told_in_lines_of_json_beside_their_answer(opened: Program) -> None:
    killed(opened, "after", *ADD)
    with mock.patch.object(PendingFolder, "hold", return_value=False):  # as if that went on
        killed(opened, "before", "people", "add", "Другая")
    told = opened.inside("show", "--json")
    assert told.told == ["recorded", "not_recorded"]
    first, second = (json.loads(line) for line in told.err.splitlines())
    assert set(first) == {"told", "step", "begun", "first", "last"}
    assert set(second) == {"told", "step", "begun"}
    assert (first["step"], first["first"], first["last"]) == ("people add", 241, 242)
    assert told.json == opened.inside("show", "--json").fine().json
    again = opened.inside(*ADD, "--json")
    assert [json.loads(line) for line in again.err.splitlines()] == [
        {"told": "repeated", "step": "people add", "first": 241, "last": 242}
    ]


def test_a_report_that_was_returned_meanwhile_is_a_new_one(opened: Program) -> None:
    """Killed after its commit; returned; the same words days later were "recorded before"."""
    killed(opened, "after", *LATE, login="orlova")
    back = opened.inside("return", "1.3@2022-08", "--reason", "Нет приказа", login="lapina")
    assert (back.status, " is recorded as events 241 to 242;" in back.err) == (0, True)
    before, commands = recorded(opened)
    again = opened.inside(*LATE, login="orlova").fine()
    assert again.err == ""
    assert recorded(opened) == (before + 1, commands + 1)
    assert opened.inside("show", "1.3@2022-08", "--json").json["status"] == "reported"
    assert opened.pending == []


def test_without_its_streams_the_note_would_be_taken_up(opened: Program) -> None:
    """The twin: the second report, never recorded, and "recorded before" said of it."""
    killed(opened, "after", *LATE, login="orlova")
    opened.inside("return", "1.3@2022-08", "--reason", "Нет приказа", login="lapina")
    with mock.patch("engine.workflows.requests.superseded", return_value=False):
        assert opened.inside(*LATE, login="orlova").err == TAKEN_UP
    assert opened.inside("show", "1.3@2022-08", "--json").json["status"] == "in_progress"


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_that_ends_a_reading_ends_it_quietly(name: str, opened: Program) -> None:
    number = getattr(signal, name, None)
    if number is None:
        pytest.skip("there is no such signal")

    def stop(*_: object, **__: object) -> None:
        signal.raise_signal(number)

    with mock.patch.object(SqliteLog, "rows", stop):
        done = opened.inside("status", "2022")
    assert (done.status, done.out, done.err) == (128 + number, "", "")


def test_whoever_comes_again_is_told_before_it_is_recorded_anew(opened: Program) -> None:
    killed(opened, "after", *LATE, login="orlova")
    with mock.patch.object(PendingFolder, "hold", return_value=False):  # as if it went on
        opened.inside("return", "1.3@2022-08", "--reason", "Нет приказа", login="lapina").fine()
    again = opened.inside(*LATE, login="orlova")
    assert (again.status, " is recorded as events 241 to 242;" in again.err) == (0, True)
    assert opened.inside("show", "1.3@2022-08", "--json").json["status"] == "reported"
    assert opened.pending == []


def test_a_command_that_fails_tells_all_the_same(opened: Program) -> None:
    killed(opened, "after", *ADD)
    told = opened.inside("show", "щ", "--json")
    assert (told.status, told.told) == (5, ["recorded"])
    assert json.loads(told.err.splitlines()[-1])["error"] == "not_found"


def test_without_notes_nothing_is_asked_of_the_ledger(opened: Program) -> None:
    killed(opened, "after", *ADD)
    with mock.patch.object(SqliteLog, "command", side_effect=AssertionError) as asked:
        opened.inside("show")
        assert asked.called, "the twin: with one, it is"
    [note] = opened.pending
    note.unlink()
    with mock.patch.object(SqliteLog, "command", side_effect=AssertionError):
        opened.inside("show").fine()


def test_a_ledger_that_was_opened_untold(program: Program) -> None:
    killed(program, "after", *INIT)
    assert program.inside(*INIT).fine().err == TAKEN_UP
    assert program.pending == []
    assert program.inside(*INIT).status == 3


def test_another_ledger_says_nothing_of_one_that_was_opened(
    program: Program, tmp_path: Path
) -> None:
    killed(program, "before", *INIT)
    program.db = tmp_path / "another.db"
    opening = ("init", "--organisation", "Другое", *INIT[3:])
    program.inside(*opening).fine()
    assert program.inside("people", "list").err == ""
    assert len(program.pending) == 1


def test_an_order_that_was_recorded_untold(program: Program) -> None:
    program.inside(*INIT).fine()
    killed(program, "after", "import", str(ORDER))
    again = program.inside("import", str(ORDER), "--json")
    assert (again.told, again.json["recorded"]["repeated"]) == (["repeated"], True)
    assert (again.json["recorded"]["first"], program.pending) == (5, [])


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_interruption_while_it_is_sent(when: str, opened: Program) -> None:
    before, commands = recorded(opened)
    with cut_off(when, KeyboardInterrupt()):  # type: ignore[arg-type]
        done = opened.inside(*ADD)
    told, remedy = done.err.splitlines()
    assert remedy == "  Run the same command again: it records nothing twice."
    if when == "after":
        says = "vekha: recorded as events 241 to 242, the answer could not be shown: it was"
        assert (done.status, told) == (1, f"{says} interrupted.")
    else:
        says = "vekha: this was cut off while it was being recorded: it was interrupted."
        assert (done.status, told) == (9, says)
    opened.inside(*ADD).fine()
    assert (recorded(opened), opened.pending) == ((before + 2, commands + 1), [])


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_an_interruption_on_the_way_out(name: str, opened: Program) -> None:
    """Between the block and what watches over it there is a moment: the rim has the last word."""

    @contextmanager
    def leaving(office: Office) -> Iterator[None]:
        with answering(office):
            yield
            signal.raise_signal(getattr(signal, name))

    with mock.patch("cli.answering.answering", leaving):
        watched = opened.inside(*ADD)
    assert (watched.status, watched.err.startswith("vekha: recorded as events 241 to 242")) == (
        1,
        True,
    )
    with mock.patch.object(Requests, "answered", side_effect=KeyboardInterrupt):
        left = opened.inside(*ADD)
    assert (left.status, "vekha: recorded as events 241 to 242" in left.err) == (1, True)
    with (
        mock.patch.object(Requests, "answered", side_effect=KeyboardInterrupt),
        mock.patch("cli.answering.last_word", return_value=nullcontext()),
    ):
        assert opened.inside(*ADD).status == 130, "the twin: not a word"
    assert opened.inside(*ADD).err == TAKEN_UP


def test_programs_are_told_where_it_is_recorded(opened: Program) -> None:
    with cut_off("after", KeyboardInterrupt()):
        done = opened.inside(*ADD, "--json")
    facts = {"first": 241, "last": 242, "why": "it was interrupted"}
    assert (done.status, done.out) == (1, "")
    assert json.loads(done.err)["facts"] == facts
    assert done.error["error"] == "answer_not_shown"


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such terminal")
def test_a_terminal_that_closes(opened: Program) -> None:
    """Neither can the answer be shown, nor can that be said; the next start says it."""
    import pty

    here, there = pty.openpty()
    closing_line = (
        "import os, sys\nfrom engine.events.sqlite_log import SqliteLog\n"
        "append = SqliteLog.append\n"
        "def closed(log, batch):\n"
        "    receipt = append(log, batch)\n"
        "    print('recorded', flush=True)\n"
        "    sys.stdin.read()\n"
        "    return receipt\n"
        "SqliteLog.append = closed\nfrom cli.main import main\nmain()\n"
    )
    line = [sys.executable, "-c", closing_line, *opened.line(*ADD)[1:]]
    streams = {"stdin": subprocess.PIPE, "stdout": there, "stderr": there}
    with subprocess.Popen(line, env=opened.environment, start_new_session=True, **streams) as run:  # type: ignore[call-overload]
        os.close(there)
        assert os.read(here, 100).startswith(b"recorded")
        os.close(here)
        run.stdin.close()
        assert run.wait(timeout=30) == 1
    assert " is recorded as events 241 to 242;" in opened.inside("show").err
    assert opened.inside(*ADD).err == TAKEN_UP
