"""Help: for every command and option, at once, and without importing what commands work with."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from cli.commands import COMMANDS
from tests.cli.conftest import INIT
from tests.support.program import Program, command_tree, environment

HEAVY = (
    "sqlalchemy",
    "psycopg",
    "alembic",
    "rich",
    "structlog",
    "msgspec",
    "yaml",
    "lxml",
    "docx",
    "openpyxl",
    "transitions",
    "platformdirs",
    "engine.office",
    "engine.events",
    "engine.workflows",
    "engine.projections",
    "engine.documents",
)
"""What a command may import while it works, and never for showing help."""

LOOK = """
import json, sys
from cli.main import main
try:
    main()
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def imported_for(home: Path, *arguments: str) -> set[str]:
    """Return which heavy modules a process has loaded when its help is printed."""
    done = subprocess.run(
        [sys.executable, "-c", LOOK, *arguments, "--help"],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(HEAVY) & set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_imports_nothing_heavy(command: str, tmp_path: Path) -> None:
    assert imported_for(tmp_path, *filter(None, [command])) == set()


def test_the_watch_over_imports_sees_them(tmp_path: Path) -> None:
    look = f"import rich, msgspec\n{LOOK}"
    done = subprocess.run(
        [sys.executable, "-c", look, "--help"],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert {"rich", "msgspec"} <= set(json.loads(done.stderr.splitlines()[-1]))


TREE = dict(command_tree())
each = pytest.mark.parametrize(("name", "command"), TREE.items(), ids=TREE)


@each
def test_a_command_and_each_of_its_options_has_help(name: str, command: click.Command) -> None:
    assert command.help
    assert len(command.get_short_help_str(limit=200)) > len("Show it.")
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.opts}"
            assert option.help[:1].isupper(), f"{name} {option.opts}: {option.help}"
            assert option.help.rstrip("]").rstrip().endswith((".", "today", "repeatable"))


@each
def test_help_fits_the_terminal_and_names_every_option(
    name: str, command: click.Command, program: Program
) -> None:
    words = name.split()[1:]
    shown = program.inside(*words, "--help").fine().out
    assert shown == program.inside(*words, "-h").fine().out
    assert max(map(len, shown.splitlines())) <= 80
    for option in command.params:
        for spelling in option.opts if isinstance(option, click.Option) else ():
            assert spelling in shown


PERIODS = r"\d{4}(?:[-/][\dHQS]+)*(?:\.\.[\d-]+)?"
"""What a period looks like in a text."""


@each
def test_help_lists_every_form_of_a_period(
    name: str, command: click.Command, program: Program
) -> None:
    """The same list as where a period is refused."""
    refused = program.inside(*INIT).status or program.inside("status", "soon")
    assert not isinstance(refused, int)
    forms = re.findall(PERIODS, refused.err)
    assert len(forms) == 8
    shown = program.inside(*name.split()[1:], "--help").fine().out
    takes_one = {param.name for param in command.params} & {"period", "windows"}
    assert set(forms) <= set(re.findall(PERIODS, shown)) if takes_one else "2022/23" not in shown


def test_every_leaf_takes_json_and_the_ledger() -> None:
    for name, command in TREE.items():
        if not isinstance(command, click.Group):
            spellings = {spelling for option in command.params for spelling in option.opts}
            assert "--json" in spellings, name
            assert "--db" in spellings or name in ("vekha deadline", "vekha steps"), name


def test_the_commands_are_listed_in_the_order_of_a_newcomer(program: Program) -> None:
    shown = program("--help").fine().out.partition("Commands:")[2]
    assert [line.split()[0] for line in shown.splitlines() if line.startswith("  ")][
        : len(COMMANDS)
    ] == list(COMMANDS)


def test_the_version_is_told(program: Program) -> None:
    assert program("--version").fine().out.startswith("vekha, version ")


@pytest.mark.bench
@pytest.mark.parametrize("arguments", [("--help",), ("report", "--help"), ("--version",)])
def test_help_feels_instant(arguments: tuple[str, ...], program: Program) -> None:
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        program(*arguments).fine()
        took.append(time.perf_counter() - begun)
    print(f"vekha {' '.join(arguments)}: {min(took) * 1000:.0f} ms")  # noqa: T201 - a bench tells
    assert min(took) < 0.4
