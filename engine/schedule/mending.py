"""Words made whole: broken ones joined, glued ones parted, misspelt ones taken for their nearest.

Here typing errors are mended, token by token; what a word means is the business of `words`, and
what is beside what the business of the grammar.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from engine.calendar.names import ROMAN_TYPED
from engine.schedule import spelling, words
from engine.schedule.tokens import Token, cut

_SIGNS: Final = frozenset({".", "-", ","})
_REMARK: Final = frozenset({"word", ",", ".", "-", ":", ";", "and"})
"""Kinds of which a bracket is made that cannot say anything about days."""


def tokenize(text: str) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Cut a text in `normal` form; gives its mended tokens and those of remarks lifted out.

    Three ``stop`` tokens are after the last token.
    """
    tokens = _without_bullets(_joined(_joined(list(cut(text)))))
    mended = _signs(_corrected(_parted(tokens)))
    kept, lifted = _lifted(_dated(mended))
    stop = Token("stop", 0, "", len(text), len(text))
    return (*kept, stop, stop, stop), tuple(lifted)


def _joined(tokens: list[Token]) -> list[Token]:
    """Put together the words that a space, or the end of a line, has broken in two.

    Done twice, it also joins three pieces.
    """
    joined: list[Token] = []
    i = 0
    while i < len(tokens):
        whole, used = _whole(tokens[i : i + 3])
        joined.append(whole or tokens[i])
        i += used
    return joined


def _whole(parts: list[Token]) -> tuple[Token | None, int]:
    """Join two pieces of a word; a hyphen between them is right after the first."""
    if len(parts) > 1 and (whole := _of_two(parts[0], parts[1])):
        return whole, 2
    hyphened = len(parts) > 2 and parts[1].kind == "-" and parts[1].glued and not parts[2].glued
    if hyphened and parts[0].kind != "month" and (whole := _of_two(parts[0], parts[2])):
        return whole, 3
    return None, 1


def _of_two(first: Token, last: Token) -> Token | None:
    if not (first.text.isalpha() and last.text.isalpha()):
        return None
    text = first.text + last.text
    if len(text) < 3 or not spelling.is_whole(text):
        return None
    unknown = "word" in {first.kind, last.kind}
    scrap = len(last.text) <= 2 if last.line else last.text == "а"
    broken = scrap and first.kind == words.classify(text)[0]
    if not (unknown or broken):
        return None
    kind, value = words.classify(text)
    return Token(kind, value, text, first.start, last.end, first.glued, first.line)


def _parted(tokens: Iterable[Token]) -> list[Token]:
    """Part the words that were written together: ежегоднодо, IVкв, с октябряпо."""
    parted: list[Token] = []
    for token in tokens:
        parts = spelling.parts(token.text) if token.text.isalpha() else ()
        parted.extend(_each_part(token, parts) if parts else [token])
    return parted


def _each_part(token: Token, parts: tuple[str, ...]) -> list[Token]:
    found, start = [], token.start
    for n, text in enumerate(parts):
        kind, value = ("roman", ROMAN_TYPED[text]) if text in ROMAN_TYPED else words.classify(text)
        glued, line = (True, False) if n else (token.glued, token.line)
        found.append(Token(kind, value, text, start, start + len(text), glued, line))
        start += len(text)
    return found


def _corrected(tokens: Iterable[Token]) -> list[Token]:
    """Take a misspelt word for the one that it resembles; inside brackets only a long one."""
    corrected, depth = [], 0
    for i, token in enumerate(tokens):
        depth = max(depth + (token.kind == "(" and i > 0) - (token.kind == ")"), 0)
        kind, value = "word", 0
        if token.kind == "word" and (not depth or len(token.text) >= spelling.LONG):
            kind, value = spelling.guess(token.text)
        found = token._replace(kind=kind, value=value, guessed=True) if kind != "word" else token
        corrected.append(found)
    return corrected


def _signs(tokens: Iterable[Token]) -> list[Token]:
    """Make one sign of a repeated one, and drop the full stop before a dash; п/г is one word."""
    found: list[Token] = []
    for token in tokens:
        before = found[-1] if found else None
        if before and token.kind in {".", "-"} and before.kind == token.kind:
            continue
        if len(found) > 1 and before and before.kind == "." and _is_stray(found, token):
            found.pop()
            before = found[-1]
        if token.text == "г" and before and before.kind in {"/", "."} and _is_half(found):
            first = found[-2]
            found[-2:] = [Token("half", 0, "п/г", first.start, token.end, first.glued, first.line)]
            continue
        found.append(token)
    return found


def _is_stray(found: list[Token], token: Token) -> bool:
    """Say whether the full stop that is last says nothing: before a dash, or apart."""
    dated = found[-2].kind == token.kind == "num"
    return token.kind == "-" or not (found[-1].glued or dated)


def _is_half(found: list[Token]) -> bool:
    """Say whether п/ (полу-) is what is last: after a number, written in one."""
    numbered = len(found) > 2 and found[-3].kind in {"num", "roman", "ordinal"}
    return numbered and found[-2].text == "п" and found[-1].kind == "/"


def _dated(tokens: list[Token]) -> list[Token]:
    """Give 15,10,2022 and 10-09-2022 and 10.IX.2022 the signs and figures of a date."""
    found = list(tokens)
    for i in range(len(found) - 4):
        day, a, month, b, year = found[i : i + 5]
        if not _is_date(day, month, year) or not all(t.glued for t in (a, month, b, year)):
            continue
        if a.kind == b.kind and a.kind in _SIGNS:
            digits = month.text if month.kind == "num" else f"{month.value:02}"
            found[i + 1] = a._replace(kind=".")
            found[i + 2] = month._replace(kind="num", text=digits)
            found[i + 3] = b._replace(kind=".")
    return found


def _is_date(day: Token, month: Token, year: Token) -> bool:
    figures = day.kind == year.kind == "num" and len(day.text) <= 2 and len(year.text) == 4
    return figures and (month.kind == "roman" or (month.kind == "num" and len(month.text) <= 2))


def _lifted(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """Lift out the brackets inside a cell that say nothing about days: 2022 (анализ), 2023."""
    kept: list[Token] = []
    lifted: list[Token] = []
    i = 0
    while i < len(tokens):
        end = _remark(tokens, i) if kept else None
        if end is None or end + 1 == len(tokens):
            kept.append(tokens[i])
            i += 1
        else:
            lifted.extend(tokens[i + 1 : end])
            i = end + 1
    return kept, lifted


def _remark(tokens: list[Token], i: int) -> int | None:
    """Find the end of a bracket that holds words only."""
    if tokens[i].kind != "(":
        return None
    j = i + 1
    while j < len(tokens) and tokens[j].kind in _REMARK:
        j += 1
    return j if j < len(tokens) and tokens[j].kind == ")" else None


def _without_bullets(tokens: list[Token]) -> list[Token]:
    """Drop the dashes of a bulleted list; one that begins the cell shows that it is one."""
    if not tokens or tokens[0].kind != "-":
        return tokens
    return [t for t in tokens if not (t.kind == "-" and t.line)]
