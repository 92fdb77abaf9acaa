"""Names of months and Roman figures: one table, read the same by everyone."""

from __future__ import annotations

from itertools import chain

import pytest

from engine.calendar.names import MONTHS, ROMAN_SIGNS, ROMAN_TYPED, from_roman, roman


def test_a_year_has_twelve_months_and_no_form_is_two_of_them() -> None:
    forms = list(chain.from_iterable({*month.forms, *month.typed} for month in MONTHS))
    assert len(MONTHS) == 12
    assert len(forms) == len(set(forms))


def test_months_stand_alone_in_the_nominative() -> None:
    assert [month.nominative for month in MONTHS[:5]] == [
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
    ]
    assert MONTHS[7].nominative == "август"


@pytest.mark.parametrize(
    ("number", "figures"),
    [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (49, "xlix"), (88, "lxxxviii"), (399, "cccxcix")],
)
def test_numbers_are_written_in_roman_figures(number: int, figures: str) -> None:
    assert roman(number) == figures


@pytest.mark.parametrize("number", [0, -3, 400])
def test_what_has_no_roman_figures_here_is_written_as_nothing(number: int) -> None:
    assert roman(number) == ""


def test_what_is_written_is_read_back() -> None:
    assert [from_roman(roman(number).upper()) for number in range(1, 90)] == list(range(1, 90))


def test_cyrillic_twins_count_like_the_latin_letters() -> None:
    assert from_roman("ІХ") == 9
    assert [from_roman(sign) for sign in ROMAN_SIGNS] == [1, 5, 10, 50, 1, 10]


def test_quarters_are_typed_in_many_ways() -> None:
    assert {typed for typed, number in ROMAN_TYPED.items() if number == 3} == {"iii", "ііі", "ш"}
    assert "х" not in ROMAN_TYPED
