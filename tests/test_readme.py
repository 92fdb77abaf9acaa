"""The README tells the truth: its commands run as printed, and print what it shows.

Days and times are masked, because the README was written on another day.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from engine.workflows.occurrence import lifecycle

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
MASKS = (
    (r"\d{4}-\d\d-\d\d", "DAY"),
    (r"\d\d:\d\d", "TIME"),
    (r"\s+", " "),
)


def shown() -> list[tuple[str, str]]:
    """Return (command line, what the README shows below it), in order."""
    found = []
    for block in BLOCKS:
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output.strip()))
    return [(command, output) for command, output in found if command.startswith("vekha ")]


def masked(text: str) -> str:
    for pattern, mask in MASKS:
        text = re.sub(pattern, mask, text)
    return text.strip()


def test_every_command_prints_what_the_readme_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    for name, value in (("VEKHA_LANG", "en"), ("LC_ALL", "C.UTF-8"), ("COLUMNS", "80")):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("VEKHA_DB", raising=False)
    commands = shown()
    assert len(commands) > 8
    for command, output in commands:
        words = shlex.split(command)[1:]
        ran = subprocess.run(
            [sys.executable, "-c", "from cli.main import main; main()", *words],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
        assert "Traceback" not in ran.stderr
        if output:
            assert masked(output) == masked(ran.stdout + ran.stderr), command
        else:
            assert ran.returncode == 0, ran.stderr


def test_the_diagram_is_printed_from_the_code() -> None:
    assert lifecycle.diagram() in README


def test_every_room_is_on_the_map() -> None:
    rooms = [path.name for path in (ROOT / "engine").iterdir() if (path / "__init__.py").exists()]
    assert rooms
    assert [room for room in rooms if f"`engine/{room}/`" not in README] == []
