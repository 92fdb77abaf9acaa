"""Years with a figure too many or too few: апрель 20233, май 20222 г., апрель 202.

Such a number is no remark: it says which year is meant, and no one can tell which one that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from engine.schedule.nodes import Mark, Piece
from engine.schedule.years import Tokens

_LIKE_A_YEAR: Final = re.compile(r"2\d\d|0\d\d|19\d|(?=\d{5,8}$)\d?(20|19|2\d0)\d+")
_BEFORE: Final = frozenset(
    {",", ".", ";", ":", "-", "/", "(", "and", "in", "from", "to", "until", "begin_from"}
)
_FOLLOWING: Final = frozenset({"stop", ",", ".", ";", ":", "-", "/", "(", ")", "and", "to", "num"})
_APART: Final = frozenset({"external", "on_demand", "after_event", "remark", "doubt"})
"""Marks after which a number is more likely that of an act than a year."""


def has_mistyped_year(t: Tokens, left: Iterable[int], pieces: Iterable[Piece]) -> bool:
    """Say whether one of the tokens left over is a year of more or fewer than four figures."""
    dated = {
        i
        for piece in pieces
        if not (isinstance(piece, Mark) and piece.name in _APART)
        for i in range(piece.start, piece.end)
    }
    return any(_is_mistyped(t, i, dated) for i in left)


def _is_mistyped(t: Tokens, i: int, dated: set[int]) -> bool:
    number, follows = t[i], t[i + 1]
    if number.kind != "num" or len(number.text) in {1, 2, 4}:
        return False
    if follows.kind in {"year", "school"}:
        return True
    if not _LIKE_A_YEAR.fullmatch(number.text) or not (follows.kind in _FOLLOWING or follows.line):
        return False
    return _follows_term(t, i, dated)


def _follows_term(t: Tokens, i: int, dated: set[int]) -> bool:
    """Say whether a term is before the number; what opens a bracket may be a telephone."""
    before = i - 1
    while before >= 0 and before not in dated and t[before].kind in _BEFORE:
        if t[before].kind == "(":
            return False
        before -= 1
    return before < 0 or before in dated
