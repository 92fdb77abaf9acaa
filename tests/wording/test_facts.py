"""What becomes of a template and the values that fill it: plain English, and people's words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from engine import wording
from engine.errors import (
    LISTED,
    Ambiguous,
    Code,
    Column,
    Fact,
    NotAllowed,
    NotFound,
    Party,
    VekhaError,
    plain,
)
from engine.wording.language import speaking

DAY = date(2027, 9, 5)
MOMENT = datetime(2027, 9, 5, 14, 3, 59, tzinfo=UTC)
SCHOOL = Party("organisation/school")
MANY = tuple(map(str, range(1, LISTED + 3)))
CUT = ", ".join(MANY[:LISTED]) + " …"

FACTS: list[tuple[Fact, str, str, str, object]] = [
    ("1.3@2022", "1.3@2022", "1.3@2022", "1.3@2022", "1.3@2022"),
    ("planned", "planned", "planned", "planned", "planned"),
    ("2027-09-05", "2027-09-05", "2027-09-05", "2027-09-05", "2027-09-05"),
    ("", "", "", "", ""),
    (3, "3", "3", "3", 3),
    (DAY, "2027-09-05", "2027-09-05", "05.09.2027", "2027-09-05"),
    (
        MOMENT,
        "2027-09-05 14:03",
        "2027-09-05 14:03",
        "05.09.2027 14:03",
        "2027-09-05T14:03:59+00:00",
    ),
    (Code("in_progress"), "in_progress", "in progress", "исполняется", "in_progress"),
    (Code("start"), "start", "start", "начать", "start"),
    (Code("operator"), "operator", "operator", "оператор", "operator"),
    (Code("frozen"), "frozen", "frozen", "frozen", "frozen"),
    (Column("deadline"), "deadline", "deadline", "срок", "deadline"),
    (SCHOOL, "Школа", "Школа", "Школа", "organisation/school"),
    (Party("post/x"), "post/x", "post/x", "post/x", "post/x"),
    (
        (Code("start"), Code("cancel")),
        "start, cancel",
        "start, cancel",
        "начать, отменить",
        ["start", "cancel"],
    ),
    (
        (DAY, "x", 1),
        "2027-09-05, x, 1",
        "2027-09-05, x, 1",
        "05.09.2027, x, 1",
        ["2027-09-05", "x", 1],
    ),
    ((), "–", "–", "–", []),
    (MANY, CUT, CUT, CUT, list(MANY)),
]
"""A fact, in plain English, in people's English and Russian, and for programs."""


def told(fact: Fact) -> VekhaError:
    error = NotFound("<{fact}>", remedy="[{fact}]", fact=fact)
    error.names = {SCHOOL: "Школа"}
    return error


@pytest.mark.parametrize(("fact", "english", "said", "russian", "program"), FACTS)
def test_the_type_of_a_fact_says_how_it_is_told(
    fact: Fact, english: str, said: str, russian: str, program: object
) -> None:
    error = told(fact)
    assert error.english() == (f"<{english}>", f"[{english}]")
    assert str(error) == f"<{english}> [{english}]"
    with speaking("en"):
        assert wording.sentences(error) == (f"<{said}>", f"[{said}]")
    with speaking("ru"):
        assert wording.sentences(error) == (f"<{russian}>", f"[{russian}]")
    assert plain(fact) == program
    assert type(plain(fact)) is type(program)


def test_a_template_is_told_in_the_readers_language() -> None:
    error = NotAllowed("{path} has these windows already", remedy="", path="rm/m001")
    with speaking("ru"):
        assert wording.sentences(error) == ("у rm/m001 эти периоды уже заданы", "")


def test_the_parties_of_an_error_are_found_by_type() -> None:
    error = NotFound("", one=SCHOOL, several=(Party("person/a"), "person/b"), text="person/c")
    assert error.parties() == (SCHOOL, "person/a")


@pytest.mark.parametrize("tell", [VekhaError.english, wording.sentences])
def test_what_is_ambiguous_is_told_with_the_id_that_is_typed(
    tell: Callable[[VekhaError], tuple[str, str]],
) -> None:
    error = Ambiguous("{candidates}", candidates=(SCHOOL, Party("person/unknown")))
    error.names = {SCHOOL: "Школа"}
    assert tell(error)[0] == "Школа (organisation/school), person/unknown"


def test_an_erased_name_is_called_so_in_the_readers_language() -> None:
    error = told(SCHOOL)
    error.names = {SCHOOL: "(erased)"}
    with speaking("ru"):
        assert wording.sentences(error)[0] == "<(стёрто)>"
