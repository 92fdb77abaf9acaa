"""The folders of the reading stand upon each other: each imports only those below it."""

from __future__ import annotations

import re
from pathlib import Path

from engine import documents

ROOM = Path(documents.__file__).parent
ORDER = ["printed", "containers", "names", "goals", "tables", "act", "assembly", "checks"]
SHARED = {"problems", "walk"}
ABOVE = {"assembly/reading.py": {"yaml_order"}}
"""One reader fills its draft without any blocks; it stands beside the folders for its callers."""


def test_every_folder_has_its_place() -> None:
    folders = {path.parent.name for path in ROOM.glob("*/__init__.py")}
    assert folders == set(ORDER)


def test_imports_between_the_folders_point_down() -> None:
    wrong = [
        f"{path.relative_to(ROOM)} imports {name}"
        for place, folder in enumerate(ORDER)
        for path in (ROOM / folder).glob("*.py")
        for name in imported(path)
        if name not in {*ORDER[: place + 1], *SHARED, *ABOVE.get(str(path.relative_to(ROOM)), ())}
    ]
    assert wrong == []


def imported(path: Path) -> set[str]:
    """Return the folders and modules of the room that *path* imports, by their first name."""
    text = path.read_text(encoding="utf-8")
    whole = re.findall(r"^\s*from engine\.documents import (.+)$", text, re.MULTILINE)
    named = {name.strip() for line in whole for name in line.split(",")}
    return named | set(re.findall(r"from engine\.documents\.(\w+)", text))
