"""docs/REHEARSAL.md tells the truth: its files are played, and print what it shows.

Nothing is masked, because the clock of a rehearsal is simulated.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import msgspec
import pytest

from cli.scenario import BARRED, Ledger, Move, Script
from tests.support.logs import Place
from tests.support.program import Program
from tests.support.scripts import played

PAGE = (Path(__file__).parent.parent / "docs" / "REHEARSAL.md").read_text("utf-8")
YAML = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
FILES = {block.partition("\n")[0].removeprefix("# "): block for block in YAML}
"""Every YAML block is a file; its first line names it."""

SCRIPTS = [name for name, text in FILES.items() if "\nmoves:" in text]
[CONSOLE] = re.findall(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
SHOWN = [part.partition("\n")[::2] for part in re.split(r"^\$ ", CONSOLE, flags=re.MULTILINE)[1:]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with the files of the page."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def trimmed(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().splitlines()]


def test_every_block_is_a_file_that_a_script_uses_or_a_script() -> None:
    assert SCRIPTS
    assert all(re.fullmatch(r"\w+\.yaml", name) for name in FILES)
    used = " ".join(FILES[name] for name in SCRIPTS)
    assert [name for name in FILES if name not in SCRIPTS and f" {name}" not in used] == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_of_the_page_plays_on_every_log(name: str, folder: Path, place: Place) -> None:
    with played(folder / name, place) as rehearsed:
        assert len(rehearsed.played) > 3


def test_the_page_shows_what_the_program_prints(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    program = Program(folder / "home")
    assert len(SHOWN) > 1
    for command, output in SHOWN:
        told = program.inside(*shlex.split(command)[1:]).fine().out
        assert trimmed(told) == trimmed(output), command


@pytest.mark.parametrize("kind", [Script, Ledger, Move])
def test_the_page_names_every_field(kind: type[msgspec.Struct]) -> None:
    assert [name for name in kind.__struct_fields__ if f"`{name}`" not in PAGE] == []


def test_the_page_names_what_cannot_stand_in_a_script() -> None:
    assert [name for name in BARRED if f"`{name}`" not in PAGE] == []
