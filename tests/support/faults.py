"""Faults between commit and exit: at every system call by strace, or at every call in this process.

    [point, …] = points(program, line)          # the calls of one undisturbed run
    done = disturbed(program, line, point, "error=EIO")

``Wish`` says what must be true of a run and of the same command run again, wherever it failed.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from typing import NamedTuple

import psycopg

from tests.support.program import TAKEN_UP, Done, Program

STRACE = shutil.which("strace")
_CALL = re.compile(r"^(\w+)\(")
_LIES = ("othing was recorded", "not recorded", "nothing of it")
"""What may not be said of something that is recorded."""


class Point(NamedTuple):
    """The *nth* system call of that name in a run."""

    call: str
    nth: int


class Command(NamedTuple):
    """A command line that no state guards, and how many events it records."""

    line: tuple[str, ...]
    events: int
    login: str | None = None


def points(program: Program, command: Command) -> list[Point]:
    """Return the system calls after the commit of *command*, which is run to its end."""
    listed = program.home / "strace.txt"
    done = _run(program, command, "-o", str(listed))
    assert done.status == 0, done
    calls = [found[1] for line in listed.read_text().splitlines() if (found := _CALL.match(line))]
    lines = [line for line in listed.read_text().splitlines() if _CALL.match(line)]
    commit = max(at for at, line in enumerate(lines) if _is_commit(line))
    seen: Counter[str] = Counter()
    found_points = []
    for at, call in enumerate(calls):
        seen[call] += 1
        if at > commit:
            found_points.append(Point(call, seen[call]))
    return found_points


def disturbed(program: Program, command: Command, point: Point, fault: str) -> Done:
    """Run *command* with *fault* (as strace spells it) at *point*."""
    inject = f"inject={point.call}:{fault}:when={point.nth}"
    return _run(program, command, "-e", f"trace={point.call}", "-e", inject, "-o", "/dev/null")


def _run(program: Program, command: Command, *options: str) -> Done:
    assert STRACE is not None
    done = subprocess.run(
        [STRACE, *options, *program.line(*command.line)],
        env=program.environment,
        cwd=program.home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )
    out, err = (text.decode("utf-8", "backslashreplace") for text in (done.stdout, done.stderr))
    return Done(done.returncode, out, err)


def _is_commit(line: str) -> bool:
    """Return whether this is the call by which SQLite commits: the journal goes."""
    return line.startswith("unlink") and "-journal" in line


def at_every_call(
    command: Command,
    fresh: Callable[[str], Program],
    fault: str,
    chosen: Callable[[list[Point]], list[Point]],
) -> list[str]:
    """Disturb *command* at the *chosen* points, each on a *fresh* ledger; return what is wrong."""
    wrong: list[str] = []
    for number, point in enumerate(chosen(points(fresh("listing"), command))):
        program = fresh(str(number))
        before = position(program)
        done = disturbed(program, command, point, fault)
        wrong += [f"{point} {fault}: {text}" for text in judged(program, command, before, done)]
    return wrong


def position(program: Program) -> int:
    """Return how many events the ledger holds, 0 where it is not open yet."""
    if isinstance(program.db, str):
        with psycopg.connect(program.db) as server:
            found = server.execute("SELECT coalesce(max(position), 0) FROM vekha.events").fetchone()
            return int(found[0]) if found else 0
    assert program.db is not None
    if not program.db.exists():
        return 0
    with closing(sqlite3.connect(program.db)) as ledger:
        if not ledger.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone():
            return 0
        [last] = ledger.execute("SELECT coalesce(max(position), 0) FROM events").fetchone()
        return int(last)


def judged(program: Program, command: Command, before: int, done: Done) -> list[str]:
    """Return what is wrong with a disturbed run, and with the same command run again after it."""
    recorded = position(program) - before
    wrong = [f"{recorded} events"] if recorded not in (0, command.events) else []
    noted, answered = bool(program.pending), is_whole(done.out)
    if recorded:
        wrong += [f"says {lie!r}: {done.err}" for lie in _LIES if lie in done.err]
        if done.status == 0 and not answered:
            wrong.append("exit 0 without an answer")
        if done.status > 0 and not _told_truly(done):
            wrong.append(f"exit {done.status}: {done.err}")
        if not (answered or noted):
            wrong.append("neither answer nor note")
    if recorded and not noted:
        return wrong  # it was answered, so the same command would be a new wish
    again = program.inside(*command.line, login=command.login)
    if again.status:
        wrong.append(f"again: {again}")
    if position(program) - before != command.events:
        wrong.append(f"again: {position(program) - before} events")
    if recorded and again.err != TAKEN_UP and again.told != ["repeated"]:
        wrong.append(f"again, without a word: {again}")
    if program.pending:
        wrong.append("the note is still there")
    return wrong


def is_whole(out: str) -> bool:
    """Return whether an answer in JSON came whole."""
    try:
        json.loads(out)
    except ValueError:
        return False
    return True


def _told_truly(done: Done) -> bool:
    if done.status == 1:
        return '"error": "answer_not_shown"' in done.err and "recorded" in done.err
    return done.status == 9 and '"outcome_unknown"' in done.err
