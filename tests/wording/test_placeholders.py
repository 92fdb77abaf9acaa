"""What stands for something still to be typed is in the reader's language, in commands, too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from engine.wording import language

ROOT = Path(__file__).resolve().parents[2]
TYPED = re.compile(
    r"\b(FILE|KEY|PERSON|EXECUTOR|NAME|HOST|DATABASE|DB|USER|TEXT|MEASURE|PERIOD|LEDGER|ORDER"
    r"|ROADMAP|NUMBER|DAY|DATE|LOGIN|FIRST|LAST|COMMAND|ZONE|YEAR|POSITION)\b"
)
"""Placeholders of the English texts."""

COMMAND = re.compile(r"\bvekha [a-z].*\b[A-Z]{3,}\b")
"""A printed command in which something is still to be typed."""


def untranslated(source: str) -> Iterator[str]:
    """Yield the printed commands with placeholders that are not marked for translation."""
    marked: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="_" | "N_" | "ngettext")):
                marked |= {id(inner) for one in node.args for inner in ast.walk(one)}
            case ast.Expr(value=docstring):
                marked.add(id(docstring))
            case ast.Constant(value=str(text)) if id(node) not in marked and COMMAND.search(text):
                yield text


@pytest.mark.parametrize("package", ["cli", "engine"])
def test_printed_commands_are_translated_with_their_placeholders(package: str) -> None:
    for path in (ROOT / package).rglob("*.py"):
        assert list(untranslated(path.read_text("utf-8"))) == [], path


def test_an_untranslated_command_is_found() -> None:
    code = 'print("vekha import FILE.yaml", _("vekha import FILE"), "vekha init --help")'
    assert list(untranslated(code)) == ["vekha import FILE.yaml"]


def test_no_russian_text_has_an_english_placeholder() -> None:
    with (language.CATALOGUES / "ru/LC_MESSAGES/vekha.po").open("rb") as file:
        catalogue = read_po(file)
    texts = [
        str(text)
        for message in catalogue
        if message.id
        for text in (message.string if isinstance(message.string, tuple) else (message.string,))
    ]
    assert len(texts) > 500
    assert [text for text in texts if TYPED.search(text)] == []
