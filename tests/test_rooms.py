"""The sources keep to their rooms; and the watch over them sees what it should."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.rooms import LONGEST, violations

ROOT = Path(__file__).resolve().parents[1]

SOUND = {
    "cli/__init__.py": '"""Prints."""\n',
    "cli/main.py": '"""Starts."""\nimport click\n',
    "engine/__init__.py": '"""The engine."""\n',
    "engine/errors.py": '"""Fails."""\n',
    "engine/events/__init__.py": '"""What has happened."""\nfrom engine.errors import Oops\n',
    "engine/workflows/__init__.py": '"""What may happen."""\n',
    "engine/workflows/occurrence/lifecycle.py": '"""The table."""\nimport transitions\n',
    "engine/office.py": '"""Wires."""\nfrom engine import workflows\nfrom . import events\n',
}


def build(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_the_sources_keep_to_their_rooms() -> None:
    assert (ROOT / "engine" / "errors.py").is_file(), "the watch looks into the wrong folder"
    assert violations(ROOT) == []


def test_a_sound_tree_is_not_blamed(tmp_path: Path) -> None:
    assert violations(build(tmp_path, SOUND)) == []


@pytest.mark.parametrize(
    ("place", "line", "blame"),
    [
        ("engine/errors.py", "import engine.events", "imports engine.events from engine.errors"),
        ("engine/errors.py", "from engine import office", "imports engine.office"),
        ("engine/events/log.py", "from engine.workflows.x import y", "imports engine.workflows"),
        ("engine/events/log.py", "from .. import office", "imports engine.office"),
        ("engine/events/__init__.py", "from ..office import y", "imports engine.office"),
        ("engine/office.py", "def f():\n    import cli.main", "imports cli from engine.office"),
        ("engine/__init__.py", "from engine.errors import Oops", "imports engine.errors"),
        ("engine/people/x.py", "import engine.schedule", "imports engine.schedule"),
        ("engine/workflows/x.py", "from transitions import Machine", "imports transitions"),
        ("engine/office.py", "import rich.table", "imports rich"),
        ("engine/office.py", "import click", "imports click"),
        ("engine/office.py", "from gettext import gettext", "imports gettext"),
        ("engine/office.py", "from sqlalchemy import text", "imports sqlalchemy"),
        ("engine/workflows/x.py", "import psycopg", "imports psycopg"),
        ("cli/main.py", "import alembic.command", "imports alembic"),
        ("engine/office.py", "from tests.support import rooms", "imports from the tests"),
        ("engine/attic.py", "", "is in no room"),
    ],
)
def test_a_broken_rule_is_seen(tmp_path: Path, place: str, line: str, blame: str) -> None:
    build(tmp_path, SOUND | {place: f'"""A purpose."""\n{line}\n'})
    [found] = violations(tmp_path)
    assert found.startswith(f"{place}:")
    assert blame in found


def test_a_module_without_a_purpose_is_seen(tmp_path: Path) -> None:
    build(tmp_path, SOUND | {"cli/show.py": "import click\n"})
    [found] = violations(tmp_path)
    assert found.startswith("cli/show.py:1: does not begin with a docstring")


def test_a_file_that_is_too_long_is_seen(tmp_path: Path) -> None:
    lines = '"""Prints."""\n' + "A = 1\n" * LONGEST
    build(tmp_path, SOUND | {"cli/show.py": lines})
    assert violations(tmp_path) == [f"cli/show.py:{LONGEST + 1}: is over {LONGEST} lines long"]
