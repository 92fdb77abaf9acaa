"""The Russian catalogue holds all that the program says, whole and compiled.

The texts are collected as ``make catalogues`` collects them, click's own among them. How the
program speaks is tested in ``tests/cli/test_language.py``.
"""

from __future__ import annotations

import io
import re
import string
from collections import Counter
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from cli.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "engine" / "wording" / "locale" / "ru" / "LC_MESSAGES" / "vekha.po"
MO = PO.with_suffix(".mo")
SPEAKING = (ROOT / "engine", ROOT / "cli", Path(click.__file__).parent)
MARKS = {"_": None, "N_": None, "ngettext": (1, 2)}

Text = str | tuple[str, ...]
Texts = dict[Text, tuple[str, ...]]
"""What the code says (singular and plural, where a number decides) -> its translations."""


def texts(catalogue: Catalog) -> Texts:
    """Return a catalogue without its header; what is marked as fuzzy counts as not translated."""
    return {
        tuple(message.id) if isinstance(message.id, (list, tuple)) else message.id: (
            () if message.fuzzy else forms(message.string)
        )
        for message in catalogue
        if message.id
    }


def forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


@pytest.fixture(scope="module")
def translated() -> Texts:
    with PO.open("rb") as file:
        return texts(read_po(file, locale="ru"))


@pytest.fixture(scope="module")
def said() -> set[Text]:
    """Give all that is marked in the code."""
    marked = (found[2] for folder in SPEAKING for found in extract_from_dir(folder, keywords=MARKS))
    return {text if isinstance(text, str) else tuple(text) for text in marked}


def test_the_catalogue_holds_what_the_code_says_and_nothing_else(
    said: set[Text], translated: Texts
) -> None:
    assert len(said) > 500
    assert said - set(translated) == set(), "run `make catalogues` and translate what is new"
    assert set(translated) - said == set(), "run `make catalogues`: the code says this no more"


def untranslated(found: Texts) -> list[Text]:
    wanted = {text: 1 if isinstance(text, str) else 3 for text in found}
    return [
        text
        for text, russian in found.items()
        if len(russian) != wanted[text] or not all(form.strip() for form in russian)
    ]


def test_every_text_is_translated_in_each_of_its_forms(translated: Texts) -> None:
    assert untranslated(translated) == []


@pytest.mark.parametrize("lost", ["", "  "])
def test_a_text_without_a_translation_is_noticed(lost: str, translated: Texts) -> None:
    assert untranslated(translated | {"planned": (lost,)}) == ["planned"]


def test_a_translation_that_is_only_a_guess_is_noticed() -> None:
    with PO.open("rb") as file:
        catalogue = read_po(file, locale="ru")
    guess = catalogue.get("planned")
    assert guess is not None
    guess.flags.add("fuzzy")
    assert untranslated(texts(catalogue)) == ["planned"]


FIELD = re.compile(r"%(?:\(\w+\))?[A-Za-z]")
TYPED = re.compile(rf"--[a-z][a-z-]+|\bvekha (?:{'|'.join(COMMANDS)})\b|\bVEKHA_[A-Z]+")


def placeholders(text: str) -> Counter[str]:
    """Return what is filled in: name, conversion and format of each; of a date its parts."""
    braced = [
        f"{{{name}!{conversion}:{form}}}"
        for _before, name, form, conversion in string.Formatter().parse(text)
        if name is not None
    ]
    return Counter([*braced, *FIELD.findall(text)])


def kept(text: str) -> tuple[Counter[str], set[str], bool, bool]:
    """Return what a translation has to keep: what is filled in, what is typed, space around."""
    spaces = text[:1].isspace(), text[-1:].isspace()
    return placeholders(text), set(TYPED.findall(text)), *spaces


def altered(found: Texts) -> Iterator[tuple[Text, str]]:
    for text, russian in found.items():
        allowed = [kept(form) for form in forms(text)]
        yield from ((text, form) for form in russian if kept(form) not in allowed)


def test_a_translation_keeps_what_is_filled_in_and_what_is_typed(translated: Texts) -> None:
    assert list(altered(translated)) == []


@pytest.mark.parametrize(
    ("text", "russian"),
    [
        ("{name!r} is not a person", "{name} — не сотрудник"),
        ("{name!r} is not a person", "{имя!r} — не сотрудник"),
        ("school year {first}/{second:02d}", "{first}/{second} учебный год"),
        ("%Y-%m-%d", "%d.%m"),
        ("Say for whom with --for.", "Укажите, за кого: --за."),
        ("Open it with: vekha init", "Откройте его: vekha открыть"),
        (" of {count}", "из {count}"),
    ],
)
def test_a_translation_that_alters_them_is_noticed(text: str, russian: str) -> None:
    assert list(altered({text: (russian,)})) == [(text, russian)]


def compiled() -> GNUTranslations:
    with MO.open("rb") as file:
        return GNUTranslations(file)


@pytest.mark.parametrize(
    ("count", "russian"),
    [
        (0, "0 мероприятий"),
        (1, "1 мероприятие"),
        (3, "3 мероприятия"),
        (11, "11 мероприятий"),
        (21, "21 мероприятие"),
        (113, "113 мероприятий"),
    ],
)
def test_numbers_take_the_right_form(count: int, russian: str) -> None:
    text = compiled().ngettext("{count} measure", "{count} measures", count)
    assert text.format(count=count) == russian


def recompiled(change: str = "") -> Texts:
    """Return what a compiled catalogue of the ``.po`` holds, with *change* appended to a text."""
    with PO.open("rb") as file:
        catalogue = read_po(file, locale="ru")
    text = catalogue.get("planned")
    assert text is not None
    text.string = f"{text.string}{change}"
    image = io.BytesIO()
    write_mo(image, catalogue)
    return texts(read_mo(io.BytesIO(image.getvalue())))


def test_the_compiled_catalogue_is_that_of_the_texts() -> None:
    with MO.open("rb") as file:
        assert recompiled() == texts(read_mo(file)), "run `make catalogues`, commit .po and .mo"


def test_a_compiled_catalogue_left_behind_is_noticed() -> None:
    with MO.open("rb") as file:
        assert recompiled(change="!") != texts(read_mo(file))
