"""What every answer promises to a program: one object, days as days, codes and not words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import msgspec
import pytest

from engine.calendar.periods import period
from engine.office import Office, Wish
from engine.projections.discipline import STATES
from engine.wording import language
from engine.workflows.occurrence import commands, lifecycle
from tests.support.offices import SCHOOL, RehearsedOffice, document, small_draft

YEAR = period("2022")
ASK: dict[str, Callable[[Office], Any]] = {
    "roadmaps": lambda office: office.answers.roadmaps(),
    "roadmap": lambda office: office.answers.show("rm"),
    "order": lambda office: office.answers.show("rm-order"),
    "measure": lambda office: office.answers.measure("rm/2"),
    "occurrence": lambda office: office.answers.occurrence("rm/1"),
    "status": lambda office: office.answers.status([YEAR], office.session.view()),
    "people": lambda office: office.answers.people(),
    "trail": lambda office: office.audit.trail(),
    "refusals": lambda office: office.audit.refusals(),
}
DAY = re.compile(r"\d{4}-\d\d-\d\d(T.*)?")


@pytest.fixture
def played(kept: RehearsedOffice) -> RehearsedOffice:
    """Give an office in which one occurrence was reported."""
    kept.import_small()
    kept.speaking(kept.executor("И. Учитель", member_of=(SCHOOL,)))
    kept.take("rm/1", commands.Report(result="Готово", on=date(2022, 6, 20)))
    return kept.speaking(kept.founder)


def fields(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every field of an answer as a program reads it, with its name."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from fields(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from fields(inner, name)
    else:
        yield name, value


def encoded(office: RehearsedOffice, name: str) -> bytes:
    return msgspec.json.encode(ASK[name](office))


@pytest.mark.parametrize("name", ASK)
def test_an_answer_is_one_object_that_says_what_ledger_it_is_of(
    played: RehearsedOffice, name: str
) -> None:
    found = msgspec.json.decode(encoded(played, name))
    assert found["rehearsal"] is True


@pytest.mark.parametrize("name", ASK)
def test_an_answer_is_the_same_in_every_language(played: RehearsedOffice, name: str) -> None:
    with language.speaking("en"):
        english = encoded(played, name)
    with language.speaking("ru"):
        assert encoded(played, name) == english


@pytest.mark.parametrize("name", ASK)
def test_days_and_codes_are_those_of_the_log(played: RehearsedOffice, name: str) -> None:
    states = {*lifecycle.STATES, *(state for state, _holds in STATES)}
    for key, value in fields(msgspec.json.decode(encoded(played, name))):
        if value is not None and re.fullmatch(r"(\w+_)?(on|at|deadline|start|end)", key):
            assert not isinstance(value, str) or DAY.fullmatch(value), (key, value)
        if key in ("state", "status"):
            assert value in states


def test_a_preview_says_what_a_recording_says(kept: RehearsedOffice) -> None:
    seen = kept.orders.preview(document(small_draft()), Wish()).answer
    done = kept.orders.approve(document(small_draft()), Wish()).answer
    assert (seen.recorded, done.recorded is not None) == (None, True)
    assert msgspec.structs.replace(done, recorded=None) == seen
