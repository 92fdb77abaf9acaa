"""Text of a deadline cell cut into tokens: numbers, words with their class, signs.

The cutting forgives what typists do: missing and doubled spaces, Latin letters that look
Cyrillic, all kinds of dashes, quotes, footnote marks, a word broken over two lines. Every
token remembers where it stood, so that what is not understood can be quoted as printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from engine.schedule.words import classify, guess, is_known

_DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d\u2026"
_LATIN: Final = str.maketrans("acekmhoptxybiu", "асекмнортхувіи")
_ROMAN: Final = {
    "i": 1, "і": 1, "ii": 2, "іі": 2, "п": 2, "iii": 3, "ііі": 3, "ш": 3, "iv": 4, "іv": 4, "іу": 4,
    "iу": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
}  # fmt: skip
_LEXEME: Final = re.compile(
    r"(?P<num>[0-9]+)|(?P<word>[a-zа-яіѵ]+)|(?P<dash>-)|(?P<line>\n)|(?P<sign>[.,;:/()№%+\[\]])"
)
_BRACKETS: Final = {"[": "(", "]": ")"}


class Token(NamedTuple):
    """One token; ``kind`` is a word class, a sign, or ``num``, ``word``, ``stop``."""

    kind: str
    value: int
    text: str
    start: int
    end: int
    glued: bool = False
    """Stands right behind the token before it."""
    line: bool = False
    """Is the first on its line."""
    guessed: bool = False
    """A misspelt word, taken for its nearest neighbour."""


def normal(text: str) -> str:
    """Give the text the one form that the tokens' places refer to: composed, plain spaces."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(_character(c) for c in composed)


def tokenize(text: str) -> tuple[Token, ...]:
    """Cut a text in `normal` form into tokens, with three ``stop`` tokens behind the last."""
    lowered = "".join(_lower(c) for c in text)
    tokens = _joined(list(_lexemes(lowered)))
    stop = Token("stop", 0, "", len(text), len(text))
    return (*_without_bullets(tokens), stop, stop, stop)


def _character(sign: str) -> str:
    if sign in _DASHES:
        return "-"
    if sign in "\r\n\v\f\u2028\u2029\x85":
        return "\n"
    if sign.isspace():
        return " "
    return "" if unicodedata.category(sign) in {"Cf", "Cc", "Cs"} else sign


def _lower(sign: str) -> str:
    small = sign.lower()
    return "е" if small == "ё" else small if len(small) == 1 else sign


def _lexemes(text: str) -> Iterator[Token]:
    behind, line = -1, True
    for found in _LEXEME.finditer(text):
        start, end = found.span()
        if found["line"]:
            line = True
            continue
        yield _token(found, glued=start == behind, line=line)
        behind, line = end, False


def _token(found: re.Match[str], *, glued: bool, line: bool) -> Token:
    text = found[0]
    start, end = found.span()
    if found["num"]:
        # A number of many digits is no date; its value only has to differ from all dates.
        return Token("num", int(text[:9]), text, start, end, glued, line)
    if not found["word"]:
        return Token(_BRACKETS.get(text, text), 0, text, start, end, glued, line)
    return _word(text, start, glued=glued, line=line)


def _word(text: str, start: int, *, glued: bool, line: bool) -> Token:
    end = start + len(text)
    if text in _ROMAN:
        return Token("roman", _ROMAN[text], text, start, end, glued, line)
    spelt = text if text.isascii() and len(text) > 1 else text.translate(_LATIN)
    kind, value = classify(spelt)
    if kind == "word" and spelt.isascii():
        kind, value = classify(text.translate(_LATIN))
    if kind != "word" or len(spelt) < 6:
        return Token(kind, value, spelt, start, end, glued, line)
    kind, value = guess(spelt)
    return Token(kind, value, spelt, start, end, glued, line, kind != "word")


def _joined(tokens: list[Token]) -> list[Token]:
    """Put together a word that was broken with a dash at the end of a line."""
    joined: list[Token] = []
    i = 0
    while i < len(tokens):
        whole = _whole(tokens[i : i + 3])
        joined.append(whole or tokens[i])
        i += 3 if whole else 1
    return joined


def _whole(parts: list[Token]) -> Token | None:
    if len(parts) < 3 or parts[1].kind != "-" or not parts[2].line:
        return None
    first, _, last = parts
    text = first.text + last.text
    if not (first.text.isalpha() and last.text.isalpha() and is_known(text)):
        return None
    if first.kind == last.kind == "month":
        return None
    kind, value = classify(text)
    return Token(kind, value, text, first.start, last.end, first.glued, first.line)


def _without_bullets(tokens: list[Token]) -> list[Token]:
    """Drop the dashes of a bulleted list; one that begins the cell shows that it is one."""
    if not tokens or tokens[0].kind != "-":
        return tokens
    return [t for t in tokens if not (t.kind == "-" and t.line)]
