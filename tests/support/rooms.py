"""The rooms of the sources, and what may be imported where, read from the syntax alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

# From the bottom up. Rooms on one floor do not import each other: neither is below the other.
FLOORS = (
    {"engine.errors"},
    {"engine.events", "engine.calendar"},
    {"engine.people", "engine.schedule"},
    {"engine.workflows"},
    {"engine.projections"},
    {"engine.review"},
    {"engine.documents"},
    {"engine.wording"},
    {"engine.answers"},
    {"engine.office"},
    {"cli"},
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}

STORES = {"engine.events", "engine.people", "engine.projections"}
# A library and the only places (rooms or modules) that may know it.
RESERVED = {
    "alembic": STORES,
    "click": {"cli"},
    "gettext": {"cli", "engine.wording"},
    "psycopg": STORES,
    "rich": {"cli"},
    "sqlalchemy": STORES,
    "transitions": {"engine.workflows.occurrence.lifecycle"},
}

LONGEST = 300
"""How many lines a file may have: more than that is more than one thing."""


def violations(root: Path) -> list[str]:
    """Say every broken rule of the sources under *root*, each with file and line."""
    return [
        f"{path.relative_to(root)}:{line}: {what}"
        for path in _sources(root)
        for line, what in _faults(path, root)
    ]


def _sources(root: Path) -> Iterator[Path]:
    for package in ("cli", "engine"):
        yield from sorted((root / package).rglob("*.py"))


def _faults(path: Path, root: Path) -> Iterator[tuple[int, str]]:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    if (length := text.count("\n")) > LONGEST:
        yield length, f"is over {LONGEST} lines long"
    here = _dotted(path.relative_to(root))
    if not ast.get_docstring(tree):
        yield 1, "does not begin with a docstring that says what it is for"
    if here != "engine" and _room(here) is None:
        yield 1, f"{here} is in no room: add the room to the order, or move the file"
    for line, imported in _imports(tree, here, is_package=path.name == "__init__.py"):
        if fault := _fault(here, imported):
            yield line, fault


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(tree: ast.AST, here: str, *, is_package: bool) -> Iterator[tuple[int, str]]:
    """Give every module that is imported anywhere in *tree*, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, here, is_package=is_package)
            yield from ((node.lineno, f"{base}.{name.name}") for name in node.names)


def _absolute(node: ast.ImportFrom, here: str, *, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = here.split(".")
    above = node.level - 1 if is_package else node.level
    return ".".join([*parts[: len(parts) - above], *([node.module] if node.module else [])])


def _room(name: str) -> str | None:
    """Name the room of a module or of something in it; None outside and for `engine` itself."""
    return next((room for room in FLOOR if name == room or name.startswith(f"{room}.")), None)


def _fault(here: str, imported: str) -> str | None:
    library = imported.partition(".")[0]
    if library in RESERVED and not any(_inside(here, place) for place in RESERVED[library]):
        return f"imports {library}, which only {', '.join(sorted(RESERVED[library]))} may know"
    if library == "tests":
        return "imports from the tests"
    ours, theirs = _room(here), _room(imported)
    if theirs is None or ours == theirs:
        return None
    if ours is None or FLOOR[theirs] >= FLOOR[ours]:
        return f"imports {theirs} from {ours or here}: imports point down only"
    return None


def _inside(name: str, place: str) -> bool:
    return name == place or name.startswith(f"{place}.")
