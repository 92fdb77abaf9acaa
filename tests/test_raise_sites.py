"""Whoever raises an error fills its templates, and with values: no text that is to be guessed at.

The sources are read, not run; how a place that raises is found is told in ``support/raising.py``.
"""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.raising import Place, marked, places, sources

ROOT = Path(__file__).resolve().parents[1]
STORES = "engine/events/sql_log.py"
"""Its facts are mended together with the store."""

PROBLEMS = "engine/documents/"
"""Most templates here are of problems, whose facts are filled where they are shown."""


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return sources(ROOT, "engine", "cli")


@pytest.fixture(scope="module")
def found(texts: dict[str, str]) -> list[Place]:
    return places(texts)


def unfilled(found: list[Place]) -> dict[str, set[str]]:
    return {place.where: place.missing for place in found if place.missing and not place.open}


def composed(found: list[Place]) -> list[tuple[str, str]]:
    """Return (where, fact) of the facts that are text put together: days, lists."""
    return [
        (place.where, name)
        for place in found
        for name, values in place.facts.items()
        if any(_puts_together(node) for value in values for node in ast.walk(value))
    ]


def _puts_together(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="isoformat" | "strftime")):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(between)), attr="join")):
            return bool(between.strip())
        case ast.FormattedValue(format_spec=ast.JoinedStr(values=[ast.Constant(value=form)])):
            return "%" in str(form)
        case _:
            return False


def quoted_by_python(texts: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Give the templates that put straight quotes around a fact, as ``{text!r}`` does."""
    for name, source in texts.items():
        for text in marked(ast.parse(source)):
            if any(part[3] for part in string.Formatter().parse(text)):
                yield name, text


def test_every_place_that_raises_is_looked_at(texts: dict[str, str], found: list[Place]) -> None:
    said = set().union(*(place.texts for place in found))
    assert len(found) > 120
    assert sum(place.open for place in found) < 6
    unseen = {
        text
        for name, source in texts.items()
        if not name.startswith((PROBLEMS, "engine/wording/"))
        for text in marked(ast.parse(source))
        if "{" in text
    } - said
    assert unseen == set()


def test_every_template_is_filled_by_who_raises_it(found: list[Place]) -> None:
    assert unfilled(found) == {}


def test_facts_are_values(found: list[Place]) -> None:
    assert [place for place in composed(found) if not place[0].startswith(STORES)] == []


def test_people_read_real_quotation_marks(texts: dict[str, str]) -> None:
    straight = quoted_by_python(texts)
    assert [found for found in straight if not found[0].startswith(PROBLEMS)] == []


RAISES = """
from engine.errors import N_, NotFound, RefusedByRules
HOW = N_("Look at {place}.")
def f(day, names, wrong):
    listed = ", ".join(names)
    raise NotFound(N_("no {what} on {day}"), remedy=HOW, %s)
def of(template, where):
    return RefusedByRules(template, where=where)
raise of(N_("{where} and {why}"), "here")
"""


def test_a_fact_that_is_not_given_is_noticed() -> None:
    found = unfilled(places({"x": RAISES % "day=1, what=2"}))
    assert found == {"x:6": {"place"}, "x:9": {"why"}}
    given = places({"x": RAISES % "**{'day': 1, 'what': 2, 'place': 3}"})
    assert set(unfilled(given)) == {"x:9"}
    assert set(unfilled(places({"x": RAISES % "**names"}))) == {"x:9"}


@pytest.mark.parametrize(
    "value", ["day.isoformat()", '", ".join(names)', "listed", 'f"{day:%d.%m}"', '"–" or listed']
)
def test_a_fact_that_is_put_together_is_noticed(value: str) -> None:
    text = RAISES % f"day=1, what={value}, place=3"
    assert composed(places({"x": text})) == [("x:6", "what")]


@pytest.mark.parametrize("value", ["day", "tuple(names)", '" ".join(names)', 'f"U+{day:04X}"'])
def test_a_value_is_not_blamed(value: str) -> None:
    assert composed(places({"x": RAISES % f"what={value}"})) == []


def test_a_row_of_a_table_that_names_an_unknown_fact_is_noticed() -> None:
    rows = 'ROW = Failure(NotFound, N_("{ledger} is {odd}"), N_("{why}"))\n'
    told = "def f():\n    return ROW.told(ledger=1, why=2)\n"
    assert unfilled(places({"x_failures": rows, "x_log": told})) == {"x_failures:1": {"odd"}}


def test_straight_quotation_marks_are_noticed() -> None:
    assert list(quoted_by_python({"x": 'N_("no {text!r}")\nN_("“{text}”")'}))
