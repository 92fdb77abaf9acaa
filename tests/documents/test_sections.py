"""Sections of a plan: merged rows, numbers, words, a column of their own; one under another."""

from __future__ import annotations

from tests.support.papers import HEAD, LEFT, UP
from tests.support.plans import heading, measure, plan, tree


def test_sections_stand_under_sections_by_their_numbers(form: str) -> None:
    rows = [
        HEAD,
        heading("1. Вода"),
        measure("1.1."),
        heading("2. Берег"),
        heading("2.1. Песок"),
        measure("2.1.1."),
        heading("2.2. Камни"),
        measure("2.2.1."),
        heading("3. Небо"),
        measure("3.1."),
    ]
    assert tree(plan(form, rows).sections) == [
        ("1.", "Вода", 1),
        ("2.", "Берег", 0, ("2.1.", "Песок", 1), ("2.2.", "Камни", 1)),
        ("3.", "Небо", 1),
    ]


def test_sections_may_be_named_by_words_and_roman_figures(form: str) -> None:
    rows = [
        HEAD,
        heading("Раздел I. Вода"),
        heading("Задача 1. Глубина"),
        measure("1"),
        heading("Задача 2. Ширина"),
        measure("2"),
        heading("Раздел II. Берег"),
        measure("3"),
    ]
    assert tree(plan(form, rows).sections) == [
        ("Раздел I", "Вода", 0, ("Задача 1", "Глубина", 1), ("Задача 2", "Ширина", 1)),
        ("Раздел II", "Берег", 1),
    ]


def test_the_number_of_a_section_may_stand_in_its_own_cell(form: str) -> None:
    rows = [
        HEAD,
        ["I", "Вода", LEFT, LEFT, LEFT],
        measure("1"),
        ["III.", "Берег", LEFT, LEFT, LEFT],
        measure("1"),
    ]
    assert tree(plan(form, rows).sections) == [("I", "Вода", 1), ("III.", "Берег", 1)]


def test_measures_before_the_first_heading_stand_in_an_untitled_section(form: str) -> None:
    rows = [HEAD, measure("1"), heading("Берег"), measure("1")]
    assert tree(plan(form, rows).sections) == [("", "", 1), ("", "Берег", 1)]


def test_a_column_of_sections_merged_downwards_makes_sections() -> None:
    head = ["Направление", *HEAD]
    rows = [head, ["Вода", *measure("1")], [UP, *measure("2")], ["Берег", *measure("3")]]
    for form in ("docx", "xlsx"):
        assert tree(plan(form, rows).sections) == [("", "Вода", 2), ("", "Берег", 1)]


def test_a_numbered_heading_without_merged_cells_is_told_by_the_number_below_it(form: str) -> None:
    rows = [
        HEAD,
        ["1", "Вода", "", "", ""],
        measure("1.1"),
        measure("1.2"),
        ["2", "Берег", "", "", ""],
        measure("2.1"),
    ]
    assert tree(plan(form, rows).sections) == [("1", "Вода", 2), ("2", "Берег", 1)]


def test_numbers_may_stand_at_headings_only(form: str) -> None:
    rows = [HEAD, ["1", "Вода", "", "", ""], *(measure("", f"Мыть {n}") for n in "абв")]
    rows += [["2", "Берег", "", "", ""], *(measure("", f"Мести {n}") for n in "абв")]
    assert tree(plan(form, rows).sections) == [("1", "Вода", 3), ("2", "Берег", 3)]


def test_a_number_beside_a_section_does_not_stand_in_it(form: str) -> None:
    rows = [HEAD, ["1", "Вода", "", "", ""], measure("1.1"), measure("1.2"), measure("2")]
    assert tree(plan(form, rows).sections) == [("1", "Вода", 2), ("", "", 1)]
