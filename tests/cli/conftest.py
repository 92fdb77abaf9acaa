"""Ledgers that the program has made itself: an office with its people, and a rehearsal."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.program import ORDER, Done, Program

INIT = ("init", "--organisation", "Управление", "--name", "Фомина", "--time-zone", "Europe/Moscow")
PEOPLE = (
    ("Орлова", "--role", "executor", "--member-of", "МКУ ИМЦ", "--login", "orlova"),
    ("Гусев", "--role", "executor", "--member-of", "Управление образования", "--login", "gusev"),
    ("Лапина", "--role", "supervisor", "--login", "lapina"),
    ("Чижова", "--role", "reader", "--login", "chizhova"),
    ("Иванов",),
    ("Иванов",),
)
"""Whoever opens it is operator and administrator; two persons share a name."""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Give the program of a user who has no ledger yet; ``program.db`` is where it will be."""
    return Program(tmp_path / "home", tmp_path / "ledger.db")


@pytest.fixture(scope="session")
def office_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the ledger of an office with the order taken in; to be copied, not written to."""
    folder = tmp_path_factory.mktemp("office")
    program = Program(folder / "home", folder / "office.db")
    program.inside(*INIT).fine()
    program.inside("import", ORDER).fine()
    for person in PEOPLE:
        program.inside("people", "add", *person).fine()
    return folder / "office.db"


@pytest.fixture
def opened(program: Program, office_ledger: Path) -> Program:
    """Give the program on an office's ledger of the test's own."""
    assert isinstance(program.db, Path)
    shutil.copy(office_ledger, program.db)
    return program


@pytest.fixture(scope="session")
def told_demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Done, Path]:
    """Give what ``vekha demo`` told, and the rehearsal that it left; to be read or copied."""
    folder = tmp_path_factory.mktemp("demo")
    told = Program(folder / "home", folder / "demo.db")("demo")
    return told.fine(), folder / "demo.db"


@pytest.fixture(scope="session")
def demo_ledger(told_demo: tuple[Done, Path]) -> Path:
    """Give the rehearsal that ``vekha demo`` left behind."""
    return told_demo[1]


@pytest.fixture
def demo(program: Program, demo_ledger: Path) -> Program:
    """Give the program on a rehearsal of the test's own."""
    assert isinstance(program.db, Path)
    shutil.copy(demo_ledger, program.db)
    return program


@pytest.fixture
def fresh(tmp_path: Path, office_ledger: Path) -> Callable[[str], Callable[[str], Program]]:
    """Give a maker of programs on ledgers of their own, as a command finds them."""

    def of(name: str) -> Callable[[str], Program]:
        def made(run: str) -> Program:
            folder = tmp_path / run
            shutil.rmtree(folder, ignore_errors=True)
            program = Program(folder / "home", folder / "ledger.db")
            if name == "import":
                program.inside(*INIT).fine()
            elif name != "init":
                shutil.copy(office_ledger, folder / "ledger.db")
            return program

        return made

    return of
