"""Names are compared as people read them, the same on every database."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.people.naming import alike, folded, hides, sorting, tidy

NAMES = st.text(st.characters(codec="utf-8"), max_size=30)
RUSSIAN = st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюя АБЁЙ«»\"'№-0123xyzXYZ", max_size=30)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Иванова", "ИВАНОВА"),
        ("Королёв", "королев"),
        ("ЁЛКИНА", "Елкина"),
        ("и\u0306", "й"),
        ("е\u0308лка", "елка"),
        ("МБОУ «СОШ № 1»", 'мбоу "сош  №  1"'),
        ("Управление\u00a0образования", " управление образования\n"),
        ("О’Коннор", "о'коннор"),
        ("Школа\u00ad № 1\u200b", "школа № 1"),
        ("и\u200b\u0306", "й"),
        ("Straße", "STRASSE"),
    ],
)
def test_what_people_read_alike_is_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("иванова", "ивaнова"),  # the second one has a Latin a
        ("Школа № 1", "Школа № 11"),
        ("Школа 1", "Школа1"),
        ("и", "й"),
        ("МКУ ИМЦ", "МКУ «ИМЦ»"),
    ],
)
def test_what_people_tell_apart_is_not(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_a_name_is_tidied_and_otherwise_kept() -> None:
    assert tidy("  МБОУ\u00a0«СОШ\t№ 1»\n\u200e") == "МБОУ «СОШ № 1»"
    assert tidy("Ёж") == "Ёж"
    assert tidy("\u202eабв\u202c") == "абв"
    assert tidy(" \u200b\ufeff ") == ""


@given(NAMES)
def test_tidying_twice_changes_nothing_more(name: str) -> None:
    assert tidy(tidy(name)) == tidy(name)
    assert unicodedata.is_normalized("NFC", tidy(name))
    assert folded(tidy(name)) == folded(name)
    assert folded(folded(name)) == folded(name)


@given(RUSSIAN)
def test_case_makes_no_difference(name: str) -> None:
    assert folded(name.upper()) == folded(name.lower()) == folded(name)
    decomposed = unicodedata.normalize("NFD", name)
    assert folded(decomposed) == folded(name)


def test_names_are_ordered_as_in_a_dictionary() -> None:
    names = ["Ёлкина", "Елина", "Яшин", "абв", "Жуков", "Елкина", "Абв", "Егоров", "ежов", "Ель"]
    ordered = ["абв", "Абв", "Егоров", "ежов", "Елина", "Елкина", "Ёлкина", "Ель", "Жуков", "Яшин"]
    assert sorted(names, key=sorting) == ordered


@pytest.mark.parametrize(
    ("login", "letters"),
    [
        ("rооt", "о"),  # two Cyrillic о
        ("оlga", "о"),
        ("OFFICE\\rооt", "о"),
        ("АВС-admin", "АВС"),
        ("иванoв", "o"),  # a Latin o
        ("ivanov", ""),
        ("иванов", ""),
        ("оса", ""),  # all of it Cyrillic
        ("OFFICE\\оса", ""),
        ("иванов@mail.example", ""),
        ("иванов_admin", ""),  # passes for neither
        ("root", ""),
        ("шкoла№1", "o"),
        ("müller", ""),
        ("", ""),
        ("uid:1234", ""),
    ],
)
def test_a_login_that_passes_for_another_is_seen(login: str, letters: str) -> None:
    assert alike(login) == letters


def test_signs_that_cannot_be_seen_are_seen() -> None:
    hidden = ("ro\u200bot", "root\u00ad", "\u202eroot", "ro\tot", "root\x1b", "root\U000e0041")
    assert all(map(hides, hidden))
    assert not any(map(hides, ("root", "root ", "\troot\n", "Иван Петров", "root\u00a0", "")))
