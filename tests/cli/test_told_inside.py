"""As ``test_told.py``, with faults inside this process: without strace, and on PostgreSQL."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
import pytest

from engine.events.log import Receipt
from engine.workflows.requests import Asked, Requests
from tests.cli.conftest import INIT
from tests.cli.test_told import COMMANDS, Fresh
from tests.support.faults import Command, judged, position
from tests.support.faults_inside import Faults, by_error, by_signal
from tests.support.program import Done, Program
from tests.support.proxy import bad_line

SIGNALS = tuple(name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
SMALL = tuple(name for name in COMMANDS if name != "import")
ERRORS = [
    *((name, "EIO") for name in SMALL),
    ("people add", "EPIPE"),
    ("people add", "ENOSPC"),
]


def swept(
    command: Command,
    fresh: Callable[[str], Program],
    fail: Callable[[str], None],
    where: Callable[[Faults], AbstractContextManager[None]],
    step: int = 1,
) -> list[str]:
    """Let every *step*-th call or line fail, each on a fresh ledger; return what is wrong."""
    wrong: list[str] = []
    nth, used = 1, True
    while used:
        program = fresh(f"run{nth}")
        before = position(program)
        faults = Faults(nth, fail)
        with where(faults):
            done = program.inside(*command.line, login=command.login)
        wrong += [f"{nth}: {text}" for text in judged(program, command, before, done)]
        nth, used = nth + step, faults.used
    assert nth > 3 * step
    return wrong


@pytest.mark.parametrize(("name", "error"), ERRORS)
def test_a_failure_at_every_call(name: str, error: str, fresh: Fresh) -> None:
    fail = by_error(getattr(errno, error))
    assert swept(COMMANDS[name], fresh(name), fail, Faults.at_calls) == []


def test_a_note_forgotten_before_the_answer_would_be_seen(
    fresh: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: with the note gone at the commit, the same command records a second person."""
    recorded = Requests.recorded

    def forgotten(requests: Requests, asked: Asked, receipt: Receipt) -> Receipt:
        recorded(requests, asked, receipt)
        requests.answered()
        return receipt

    monkeypatch.setattr(Requests, "recorded", forgotten)
    wrong = swept(COMMANDS["people add"], fresh("people add"), by_error(errno.EIO), Faults.at_calls)
    assert any("neither answer nor note" in text for text in wrong)
    assert any("Nothing was recorded" in text for text in wrong)


@pytest.mark.parametrize("stop", SIGNALS)
@pytest.mark.parametrize("name", ["people add", "init"])
def test_a_signal_at_some_lines(name: str, stop: str, fresh: Fresh) -> None:
    fail = by_signal(getattr(signal, stop))
    assert swept(COMMANDS[name], fresh(name), fail, Faults.at_lines, step=97) == []


@pytest.mark.soak
@pytest.mark.parametrize("stop", SIGNALS[:2])
@pytest.mark.parametrize("name", SMALL)
def test_a_signal_at_every_line(name: str, stop: str, fresh: Fresh) -> None:
    fail = by_signal(getattr(signal, stop))
    assert swept(COMMANDS[name], fresh(name), fail, Faults.at_lines) == []


# -- on PostgreSQL: the line is cut ---------------------------------------------------------------


@pytest.fixture
def cut(postgres_url: str, tmp_path: Path) -> Iterator[tuple[Program, Callable[[str], None]]]:
    """Give the program on an office's ledger behind a line, and what cuts that line."""
    with (
        tempfile.TemporaryDirectory(prefix="vekha-") as folder,
        bad_line(postgres_url, Path(folder), b"") as (line, url),
    ):

        def breaking(_call: str) -> None:
            line.breaking = "before"

        program = Program(tmp_path / "home", url)
        program.inside(*INIT).fine()
        yield program, breaking


@pytest.mark.skipif(sys.platform == "win32", reason="the server listens on a socket file")
def test_a_line_that_is_cut_at_every_statement(
    cut: tuple[Program, Callable[[str], None]],
) -> None:
    program, breaking = cut
    wrong: list[str] = []
    nth, used = 1, True
    while used:
        command = Command(("people", "add", f"Новая {nth}", "--role", "reader", "--json"), 2)
        before = position(program)
        faults = Faults(nth, breaking)
        with faults.at_calls():
            done = program.inside(*command.line)
        wrong += [f"{nth}: {text}" for text in judged(program, command, before, done)]
        nth, used = nth + 1, faults.used
    assert nth > 5
    assert wrong == []


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signal")
def test_a_signal_while_the_server_waits(postgres_url: str, tmp_path: Path) -> None:
    """Someone else's transaction holds the append up: the signal takes the statement back."""
    program = Program(tmp_path / "home", postgres_url)
    program.inside(*INIT).fine()
    command = Command(("people", "add", "Новая", "--role", "reader", "--json"), 2)
    with psycopg.connect(postgres_url) as blocker:
        blocker.execute("LOCK TABLE vekha.events IN EXCLUSIVE MODE")
        line, pipe = program.line(*command.line), subprocess.PIPE
        with subprocess.Popen(line, env=program.environment, stdout=pipe, stderr=pipe) as run:
            waiting = "SELECT 1 FROM pg_locks WHERE NOT granted"
            while not blocker.execute(waiting).fetchone():
                time.sleep(0.05)
            run.terminate()
            out, err = (text.decode() for text in run.communicate(timeout=30))
        done = Done(run.returncode, out, err)
    assert (done.status, done.error["error"]) == (9, "outcome_unknown")
    assert "the signal SIGTERM came" in done.err
    assert judged(program, command, 4, done) == []
