"""Commit, answer, note forgotten: wherever a run fails in between, it says what is recorded."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from tests.cli.conftest import INIT
from tests.support import faults
from tests.support.faults import Command, Point
from tests.support.program import ORDER, Program

ME = ("--for", "Управление образования")
DEMANDED = ("report", "5.1", "--result", "Пересмотрены", "--on", "2022-03-04", *ME)

COMMANDS = {
    "init": Command((*INIT, "--json"), 4),
    "people add": Command(("people", "add", "Новая", "--role", "reader", "--json"), 2),
    "people login": Command(("people", "login", "Чижова", "another", "--json"), 1),
    "admin grant": Command(("admin", "grant", "Чижова", "analyst", "--json"), 1),
    "schedule": Command(("schedule", "5.1", "--window", "2022-05", "--source", "x", "--json"), 2),
    "report on demand": Command((*DEMANDED, "--json"), 3),
    "import": Command(("import", str(ORDER), "--json"), 217),
}
"""What no state guards: nothing but the note keeps it from being recorded twice."""

FAULTS = [
    *((name, fault) for name in COMMANDS for fault in ("error=EIO", "signal=SIGKILL")),
    *((name, "signal=SIGTERM") for name in COMMANDS if name != "import"),
    ("people add", "signal=SIGHUP"),
    ("people add", "signal=SIGINT"),
]
"""All signals that can be heard take the same way."""

Fresh = Callable[[str], Callable[[str], Program]]
"""The fixture that gives a maker of programs on ledgers of their own, as a command finds them."""

linux = pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")


def needs_strace() -> None:
    """Skip the test loudly where there is no strace."""
    if faults.STRACE is None:
        pytest.skip("strace is missing: NO FAULT WAS INJECTED at system calls (see -ra)")


@linux
@pytest.mark.soak
@pytest.mark.parametrize(("name", "fault"), FAULTS)
def test_a_fault_at_every_system_call(name: str, fault: str, fresh: Fresh) -> None:
    needs_strace()
    wrong = faults.at_every_call(COMMANDS[name], fresh(name), fault, list)
    assert wrong == []


def a_few(found: list[Point]) -> list[Point]:
    """Return some points: what writes and removes, and a few of the others."""
    telling = [point for point in found if point.call in ("write", "unlink", "fdatasync")]
    return telling[-3:] + found[:: len(found) // 3]


@linux
@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("people add", "error=EIO"),
        ("people add", "signal=SIGTERM"),
        ("report on demand", "signal=SIGKILL"),
        ("init", "signal=SIGHUP"),
    ],
)
def test_a_fault_at_a_system_call(name: str, fault: str, fresh: Fresh) -> None:
    needs_strace()
    assert faults.at_every_call(COMMANDS[name], fresh(name), fault, a_few) == []
