"""Text of a deadline cell cut into tokens: numbers, words with their class, signs.

The cutting forgives what typists do: missing and doubled spaces, Latin letters that look
Cyrillic, all kinds of dashes, quotes, footnote marks. Every token remembers where it was, so
that what is not understood can be quoted as printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from engine.calendar.names import ROMAN_TYPED
from engine.schedule.words import classify

_DASHES: Final = (
    "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d\u2026\u00f7\u2192"
)
_LATIN: Final = str.maketrans("acekmhoptxybiu", "асекмнортхувіи")
_LEXEME: Final = re.compile(
    r"(?P<num>[0-9]+)|(?P<word>[^\W\d_]+)|(?P<line>\n)|(?P<sign>[-.,;:/()№%+\[\]])"
    r"|(?P<other>[^\s_])"
)
_LETTER_O: Final = re.compile(r"(?<=[0-9])[oо](?=[0-9]|[.,/][0-9])")
"""A letter typed for the figure 0."""
_MEANINGLESS: Final = frozenset({"So", "Co", "No", "Pi", "Pf", "Lm", "Mn", "Sk", "Cn"})
_DROPPED: Final = frozenset("\"'*#!?@&§†‡•·¶=<>~^|\\")
_BRACKETS: Final = {"[": "(", "]": ")"}


class Token(NamedTuple):
    """One token; ``kind`` is a word class, a sign, or ``num``, ``word``, ``stop``."""

    kind: str
    value: int
    text: str
    start: int
    end: int
    glued: bool = False
    """It is right after the token before it."""
    line: bool = False
    """Is the first on its line."""
    guessed: bool = False
    """A misspelt word, taken for its nearest neighbour."""


def normal(text: str) -> str:
    """Give the text the one form that the tokens' places refer to: composed, plain spaces.

    Names are compared by `engine.people.naming.fold`; here nothing may be folded away that the
    reading quotes as printed, and lines and dashes still mean something.
    """
    composed = unicodedata.normalize("NFC", text)
    return "".join(_character(c) for c in composed)


def cut(text: str) -> Iterator[Token]:
    """Cut a text in `normal` form into tokens, as they are."""
    lowered = "".join(_lower(c) for c in text)
    return (
        t._replace(guessed=True)
        if t.kind == "num" and not lowered[t.start : t.end].isdigit()
        else t
        for t in _lexemes(_LETTER_O.sub("0", lowered))
    )


def _character(sign: str) -> str:
    if sign in _DASHES:
        return "-"
    if sign in "\r\n\v\f\u2028\u2029\x85":
        return "\n"
    if sign.isspace():
        return " "
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category == "Nl":
        return unicodedata.normalize("NFKC", sign)
    return "" if category in {"Cf", "Cc", "Cs"} else sign


def _lower(sign: str) -> str:
    """Give a sign in lower case, е for ё, always one for one: the places must not move."""
    small = sign.lower()
    return "е" if small == "ё" else small if len(small) == 1 else sign


def _lexemes(text: str) -> Iterator[Token]:
    ended, line = -1, True
    for found in _LEXEME.finditer(text):
        start, end = found.span()
        if found["line"]:
            line = True
            continue
        if found["other"] and _is_meaningless(found[0]):
            continue
        yield _token(found, glued=start == ended, line=line)
        ended, line = end, False


def _token(found: re.Match[str], *, glued: bool, line: bool) -> Token:
    text = found[0]
    start, end = found.span()
    if found["num"]:
        # A number of many digits is no date; its value only has to differ from all dates.
        return Token("num", int(text[:9]), text, start, end, glued, line)
    if found["other"]:
        return Token("unknown", 0, text, start, end, glued, line)
    if not found["word"]:
        return Token(_BRACKETS.get(text, text), 0, text, start, end, glued, line)
    return _word(text, start, glued=glued, line=line)


def _word(text: str, start: int, *, glued: bool, line: bool) -> Token:
    end = start + len(text)
    if text in ROMAN_TYPED:
        return Token("roman", ROMAN_TYPED[text], text, start, end, glued, line)
    spelt = text if text.isascii() and len(text) > 1 else text.translate(_LATIN)
    kind, value = classify(spelt)
    if kind == "word" and spelt.isascii():
        kind, value = classify(text.translate(_LATIN))
    return Token(kind, value, spelt, start, end, glued, line)


def _is_meaningless(sign: str) -> bool:
    """Say whether a sign is a footnote mark, a quote or a bullet."""
    return sign in _DROPPED or unicodedata.category(sign) in _MEANINGLESS
