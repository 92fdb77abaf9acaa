"""The recipes of docs/HOWTO.md name files that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOWTO = (ROOT / "docs" / "HOWTO.md").read_text("utf-8")
RECIPES = re.split(r"^## ", HOWTO, flags=re.MULTILINE)[1:]


def named(text: str) -> list[str]:
    """Return the paths that *text* names."""
    return re.findall(r"`([\w./-]+\.(?:py|md|txt|tsv))`", text)


@pytest.mark.parametrize("recipe", RECIPES, ids=[one.partition("\n")[0] for one in RECIPES])
def test_a_recipe_names_files_that_exist(recipe: str) -> None:
    assert named(recipe), "a recipe lists its files"
    assert [path for path in named(recipe) if not (ROOT / path).exists()] == []


def test_what_was_asked_for_has_a_recipe() -> None:
    titles = " ".join(one.partition("\n")[0] for one in RECIPES)
    for wanted in ("step", "event", "projection", "list", "phrase", "column", "form"):
        assert wanted in titles


def test_a_file_that_is_gone_is_noticed() -> None:
    assert named("- `engine/attic.py`: old") == ["engine/attic.py"]
    assert not (ROOT / "engine/attic.py").exists()
