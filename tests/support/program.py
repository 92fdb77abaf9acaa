"""The real program in a home of its own: as a process, or inside this one where many runs are due.

    done = program("status", "2022", "--json")            # a process, like a user's
    done = program.inside("start", "1.3", login="orlova")  # here, signed in as somebody else

Both go through ``cli.main.main``. Inside, the operating system's answer to "whose process is this"
is the only thing that is replaced.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import click

VEKHA = Path(sys.executable).with_name("vekha")
ROOT = Path(__file__).resolve().parents[2]
ORDER = ROOT / "fixtures" / "bolshemurashkino.yaml"

SIGNALS = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    if hasattr(signal, name)
)
"""Those that end a program and can be heard."""

TAKEN_UP = "This very request had been recorded before; nothing was recorded twice.\n"


class Done(NamedTuple):
    """What a run came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return the answer of a run with ``--json``."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, str]:
        """Return the one line that a failed run with ``--json`` leaves on stderr."""
        [line] = self.err.splitlines()
        found: dict[str, str] = json.loads(line)
        return found

    def fine(self) -> Done:
        """Expect success without a word on stderr, but for that of a request taken up again."""
        assert self.status == 0, self
        assert self.err in ("", TAKEN_UP) or self.told == ["repeated"], self
        return self

    @property
    def told(self) -> list[str]:
        """Return what a run with ``--json`` says on stderr of what became of requests."""
        lines = [json.loads(line) for line in self.err.splitlines() if line.startswith("{")]
        return [line["told"] for line in lines if "told" in line]


class Program:
    """``vekha`` with its own home below *home*, on the ledger *db* unless a run names another."""

    def __init__(self, home: Path, db: str | Path | None = None) -> None:
        self.home = home
        self.db = db
        home.mkdir(parents=True, exist_ok=True)
        self.environment = environment(home)
        self.started: dict[str, Any] = {}
        """How processes are started: as whose account, if not as our own."""

    @property
    def pending(self) -> list[Path]:
        """Return the notes of requests without an answer."""
        return list((self.home / "state").rglob("*.json"))

    @property
    def position(self) -> int:
        """Return how many events the ledger holds."""
        return len(self.inside("audit", "log", "--json").fine().json)

    def __call__(self, *arguments: str | bytes | Path, **environment: str) -> Done:
        """Run a process; keywords are variables of its environment."""
        done = subprocess.run(
            self.line(*arguments),
            stdin=subprocess.DEVNULL,
            env=self.environment | environment,
            cwd=self.home,
            capture_output=True,
            check=False,
            timeout=60,
            **self.started,
        )
        return Done(
            done.returncode,
            done.stdout.decode("utf-8", "backslashreplace"),
            done.stderr.decode("utf-8", "backslashreplace"),
        )

    def line(self, *arguments: str | bytes | Path) -> list[str | bytes | Path]:
        """Return the command line of a process."""
        named = ["--db", str(self.db)] if self.db is not None else []
        return [VEKHA, *named, *arguments]

    def inside(self, *arguments: str | Path, login: str | None = None, **environment: str) -> Done:
        """Run in this process, which belongs to the account *login* if that is given."""
        line = [os.fsdecode(part) for part in self.line(*arguments)]
        surroundings = self.environment | {"COLUMNS": "80"} | environment
        with (
            mock.patch.dict(os.environ, surroundings, clear=True),
            mock.patch.object(sys, "argv", ["vekha", *line[1:]]),
            _signals_left_alone(),
            _belonging_to(login),
            _captured() as (out, err),
        ):
            status = _status_of_main()
        return Done(status, _text(out), _text(err))


def environment(home: Path) -> dict[str, str]:
    """Return the variables of a user who has his home at *home*, speaking English."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "en",
        "VEKHA_LANG": "en",
    }


def command_tree() -> Iterator[tuple[str, click.Command]]:
    """Yield (``vekha people add``, command) for the program and all that it can be told to do."""
    with mock.patch.dict(os.environ, environment(Path.home()), clear=True):
        from cli.main import cli

        yield from _below("vekha", cli)


def _below(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found is not None
            yield from _below(f"{name} {inner}", found)


def _status_of_main() -> int:
    from cli.main import main

    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


@contextlib.contextmanager
def _belonging_to(login: str | None) -> Iterator[None]:
    """Have the operating system say that this process belongs to *login*."""
    if login is None:
        yield
        return
    entry = mock.Mock(pw_name=login)
    with mock.patch("pwd.getpwuid", return_value=entry):
        yield


@contextlib.contextmanager
def _signals_left_alone() -> Iterator[None]:
    """Undo what the program, whose process ends with it, has said about signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _captured() -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    streams = (_stream(), _stream())
    with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
        yield streams


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    raw = stream.buffer
    assert isinstance(raw, io.BytesIO)
    return raw.getvalue().decode()
