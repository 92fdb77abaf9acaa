"""Every code has one word, in both languages; the vocabularies follow the code, not the reverse."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

import engine.events
from engine import wording
from engine.answers import changes
from engine.documents.tables import roles as columns
from engine.events import streams
from engine.events.changes import ChangeProposed
from engine.events.event import REGISTER
from engine.events.indicators import Threshold
from engine.events.ledger import ReasonCodeDefined
from engine.events.log import Capacity
from engine.events.occurrences import (
    Closing,
    Completeness,
    Ground,
    OccurrenceLapsed,
    OccurrenceReopened,
    Origin,
    Status,
    Verdict,
)
from engine.events.orders import OrderKind
from engine.events.parts import NoteMade, Risk
from engine.events.people import Role
from engine.events.roadmaps import HorizonBasis, Stage
from engine.people import register
from engine.projections.audit import Mark
from engine.projections.discipline import State
from engine.schedule.reading import Kind, Problem
from engine.wording import Vocabulary, codes, language
from engine.workflows.occurrence.steps import STEPS
from engine.workflows.orders.draft import PartyKind

ROOT = Path(__file__).resolve().parents[2]
VOCABULARIES = {
    name: found
    for name in wording.__all__
    if isinstance(found := getattr(wording, name), Vocabulary) and name != "word"
}
CAUSES = {
    event: get_args(get_type_hints(event)["cause"])
    for event in (OccurrenceLapsed, OccurrenceReopened)
}
KNOWN: dict[str, Any] = {
    "state": get_args(Status),
    "counted": get_args(State),
    "verdict": get_args(Verdict),
    "completeness": get_args(Completeness),
    "ground": get_args(Ground),
    "role": get_args(Role),
    "party": get_args(PartyKind),
    "step": [step.trigger for step in STEPS],
    "mark": get_args(Mark),
    "kind": list(Kind),
    "problem": get_args(Problem),
    "event": list(REGISTER),
    "column": get_args(columns.ColumnRole),
    "change": [
        *("deadline", "removed", "added", "indicators"),
        *({*changes.ORDER, *changes.ROADMAP, *changes.MEASURE} - {"deadlines"}),
    ],
    "act": get_args(OrderKind),
    "stage": get_args(Stage),
    "threshold": get_args(Threshold),
    "capacity": get_args(Capacity),
    "cause": [*CAUSES[OccurrenceLapsed], *CAUSES[OccurrenceReopened]],
    "closing": get_args(Closing),
    "origin": get_args(Origin),
    "proposal": get_args(get_type_hints(ChangeProposed)["change"]),
    "excuse": get_args(get_type_hints(ReasonCodeDefined)["kind"]),
    "risk": get_args(Risk),
    "note": get_args(get_type_hints(NoteMade)["kind"]),
    "horizon": get_args(HorizonBasis),
    "words": {
        *(name for event in REGISTER.values() for name in event.WORDS),
        *(name for step in STEPS for name in step.must_say),
    },
}
"""Vocabulary -> the codes that the program has."""

IDENTIFIERS = (
    *({"sha-256"}, {"vekha/1"}, {"ed25519"}, {"wal", "delete"}),
    *({"text", "integer"}, set(streams.KINDS)),
    {"recorded", "not_recorded"},
)
"""Literals that name formats and are shown as they are; the last one's are told in sentences."""


@pytest.mark.parametrize("name", KNOWN)
def test_a_vocabulary_has_a_word_for_every_code(name: str) -> None:
    assert set(KNOWN[name]) - set(VOCABULARIES[name]) == set()


@pytest.mark.parametrize("name", sorted(KNOWN.keys() - {"change", "column"}))
def test_a_vocabulary_has_no_word_for_what_is_no_code(name: str) -> None:
    assert set(VOCABULARIES[name]) - set(KNOWN[name]) == set()


def literals(module: Any) -> Iterator[set[str]]:
    """Give the codes of every literal type in a module: its names, its structs' fields."""
    own = [
        found
        for found in vars(module).values()
        if inspect.isclass(found) and found.__module__ == module.__name__
    ]
    hints = [vars(module), *(inspect.get_annotations(found, eval_str=True) for found in own)]
    ahead = [hint for each in hints for hint in each.values()]
    while ahead:
        hint = ahead.pop()
        if get_origin(hint) is Literal:
            yield set(get_args(hint))
        else:
            ahead += [inner for inner in get_args(hint) if not isinstance(inner, str)]


def without_words(module: Any) -> list[set[str]]:
    spoken = [set(vocabulary) for vocabulary in VOCABULARIES.values()]
    return [
        found
        for found in literals(module)
        if found not in IDENTIFIERS and not any(found <= known for known in spoken)
    ]


def test_every_code_that_is_stored_has_a_word() -> None:
    names = [found.name for found in pkgutil.iter_modules(engine.events.__path__)]
    modules = [importlib.import_module(f"engine.events.{name}") for name in names]
    assert sum(len(list(literals(module))) for module in modules) > 20
    assert [found for module in modules for found in without_words(module)] == []


def test_a_code_without_a_word_is_noticed() -> None:
    class Made:
        weather: Literal["sunny", "rainy"] | None

    found = without_words(SimpleNamespace(__name__=__name__, Made=Made, Weather=Literal["x"]))
    assert sorted(map(sorted, found)) == [["rainy", "sunny"], ["x"]]


@pytest.fixture(scope="module")
def russian() -> GNUTranslations:
    with (language.CATALOGUES / "ru" / "LC_MESSAGES" / "vekha.mo").open("rb") as file:
        return GNUTranslations(file)


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_word_is_a_word_in_both_languages(name: str, russian: GNUTranslations) -> None:
    for code, word in VOCABULARIES[name].items():
        assert word.strip(), code
        translated = russian.gettext(word)
        assert translated != word, (code, word)
        with language.speaking("ru"):
            assert VOCABULARIES[name](code) == translated
        with language.speaking("en"):
            assert VOCABULARIES[name](code) == word


def ambiguous(*vocabularies: Vocabulary) -> dict[str, set[str]]:
    """Return the codes that have several words."""
    found: dict[str, set[str]] = {}
    for vocabulary in vocabularies:
        for code, word in vocabulary.items():
            found.setdefault(code, set()).add(word)
    return {code: said for code, said in found.items() if len(said) > 1}


def joined() -> list[Vocabulary]:
    """Return the vocabularies of which facts speak, as the table of all is put together."""
    return [each for each in VOCABULARIES.values() if set(each) <= set(wording.word)]


def test_a_code_among_facts_means_one_thing() -> None:
    assert len(joined()) > 8
    assert ambiguous(*joined()) == {}


def test_a_code_that_means_two_things_is_noticed() -> None:
    assert ambiguous(wording.step, codes.column).keys() == {"start"}
    assert ambiguous(wording.kind, wording.problem).keys() >= {"missing", "unreadable"}


@pytest.mark.parametrize(
    ("status", "counts_as", "english", "russian"),
    [
        ("cancelled", "cancelled", "cancelled", "отменено"),
        (
            "cancelled",
            "not_done",
            "cancelled after the deadline: not done",
            "отменено после срока: не исполнено",
        ),
        ("reported", "executed_late", "reported late", "отчёт представлен с опозданием"),
        ("in_progress", "in_work", "in progress", "исполняется"),
        ("in_progress", "overdue", "in progress (overdue)", "исполняется (просрочено)"),
    ],
)
def test_state_and_what_it_counts_as_are_one_phrase(
    status: str, counts_as: str, english: str, russian: str
) -> None:
    with language.speaking("en"):
        assert wording.standing(status, counts_as) == english
    with language.speaking("ru"):
        assert wording.standing(status, counts_as) == russian


@pytest.mark.parametrize("spoken", ["en", "ru"])
def test_no_state_is_said_twice(spoken: str) -> None:
    with language.speaking(spoken):
        for status in codes.state:
            for counts_as in codes.counted:
                first, _, rest = wording.standing(status, counts_as).partition(" (")
                assert first != rest.rstrip(")"), (status, counts_as)


def test_what_is_unknown_is_shown_as_it_is() -> None:
    assert wording.state("frozen") == "frozen"
    assert wording.verdict(None) == "–"
    assert wording.mark.listed(["late", "odd"]) == f"{wording.mark('late')}, odd"


def test_what_is_erased_is_called_so_everywhere() -> None:
    assert codes.ERASED == register.ERASED


def asked() -> set[str]:
    """Return what the office may note as refused, by its sources."""
    found = {step.trigger for step in STEPS}
    for path in (ROOT / "engine" / "office").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.keyword(arg="step", value=ast.Constant(value=str(name))) if name:
                    found.add(name)
                case ast.Call(
                    func=ast.Attribute(attr="_about_person"),
                    args=[ast.Constant(value=str(name)), *_],
                ):
                    found.add(name)
    return found


def test_every_request_that_may_be_refused_has_a_word() -> None:
    assert asked() - set(wording.request) == set()
