"""docs/GLOSSARY.md is true: its names are in the code, its words of codes in the catalogue."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from engine import wording
from engine.events.people import Role
from engine.projections.discipline import State
from engine.wording import Vocabulary, language
from engine.workflows.occurrence.steps import STEPS

ROOT = Path(__file__).parent.parent
ROWS = re.findall(
    r"^\| ([^|`]+) \| `([^`]+)` \| ([^|]+) \|$",
    (ROOT / "docs" / "GLOSSARY.md").read_text("utf-8"),
    re.MULTILINE,
)
TERMS = {name: term for term, name, _meaning in ROWS}
SOURCE = "\n".join(path.read_text("utf-8") for path in (ROOT / "engine").rglob("*.py"))
CODES: list[tuple[Vocabulary, list[str]]] = [
    (wording.counted, list(get_args(State))),
    (wording.step, [step.trigger for step in STEPS]),
    (wording.role, list(get_args(Role))),
    (wording.party, ["organisation", "post", "group", "person"]),
    (wording.part, ["lead", "co"]),
    (wording.ground, ["substance", "form"]),
]


def test_every_row_of_the_tables_is_read() -> None:
    lines = (ROOT / "docs" / "GLOSSARY.md").read_text("utf-8").splitlines()
    bodies = [line for line in lines if line.startswith("| ") and not line.startswith("| term ")]
    assert len(ROWS) == len(bodies) > 60


def test_a_name_has_one_term_and_a_term_one_name() -> None:
    for place in (0, 1):
        counted = Counter(row[place] for row in ROWS)
        assert [word for word, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("name", TERMS)
def test_a_name_is_in_the_code(name: str) -> None:
    assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", SOURCE)


@pytest.mark.parametrize(
    ("vocabulary", "code"), [(words, code) for words, codes in CODES for code in codes]
)
def test_a_code_is_listed_with_the_word_that_people_read(vocabulary: Vocabulary, code: str) -> None:
    with language.speaking("ru"):
        assert TERMS[code] == vocabulary(code)


def test_a_name_that_is_gone_is_noticed() -> None:
    assert not re.search(r"(?<![\w-])Attic(?![\w-])", SOURCE)
