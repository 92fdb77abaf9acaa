"""How Russian papers name months, and how they count in Roman figures: the one table of each.

The reading of phrases and of print and the days of Excel all ask here, so that no two of them know
different months. Tables and look-ups only: what a phrase means is the business of
`engine.schedule`.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Month(NamedTuple):
    """A month: its stem, the endings of its cases (the nominative first), other spellings of it.

    ``typed`` are shortenings and common slips of the keyboard; ``adjective`` is the stem of
    «январский». All in lower case.
    """

    stem: str
    endings: tuple[str, ...]
    typed: tuple[str, ...]
    adjective: str

    @property
    def forms(self) -> tuple[str, ...]:
        """The month in all cases, the nominative first."""
        return tuple(self.stem + ending for ending in self.endings)

    @property
    def nominative(self) -> str:
        """The month as it is written alone: «январь»."""
        return self.forms[0]


_SOFT: Final = ("ь", "я", "ю", "ем", "е", "и", "ям", "ями", "ях")
_HARD: Final = ("", "а", "у", "ом", "е", "ы", "ам")

MONTHS: Final = (
    Month("январ", _SOFT, ("янв", "янвр"), "январск"),
    Month("феврал", _SOFT, ("фев", "февр", "фвр"), "февральск"),
    Month("март", _HARD, ("мар", "мрт"), "мартовск"),
    Month("апрел", _SOFT, ("апр", "апрл"), "апрельск"),
    Month("ма", ("й", *_SOFT[1:7]), ("май", "майй", "маай", "ммай"), "майск"),
    Month("июн", _SOFT[:7], ("июн",), "июньск"),
    Month("июл", _SOFT[:7], ("июл",), "июльск"),
    Month("август", _HARD, ("авг", "авгус"), "августовск"),
    Month("сентябр", _SOFT, ("сен", "сент", "снт", "сентяб"), "сентябрьск"),
    Month("октябр", _SOFT, ("окт", "октяб"), "октябрьск"),
    Month("ноябр", _SOFT, ("ноя", "нояб"), "ноябрьск"),
    Month("декабр", _SOFT, ("дек", "декаб"), "декабрьск"),
)
"""January to December."""

_FIGURES: Final = (
    (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"),
    (1, "i"),
)  # fmt: skip
_WORTH: Final = {
    **{sign: value for value, sign in _FIGURES if len(sign) == 1},
    "і": 1,  # the Ukrainian i and the Cyrillic kha look the same on paper
    "х": 10,
}
ROMAN_SIGNS: Final = "IVXLІХ"
"""What a printed Roman number is made of, in capitals; the last two are Cyrillic."""


def roman(number: int) -> str:
    """Write a number from 1 to 399 in Roman figures, in small letters; ``""`` for any other."""
    left = number if 0 < number < 400 else 0
    written = ""
    for value, sign in _FIGURES:
        written += sign * (left // value)
        left %= value
    return written


def from_roman(figures: str) -> int:
    """Read Roman figures made of `ROMAN_SIGNS`; a smaller sign before a larger one is taken off."""
    values = [_WORTH[figure] for figure in figures.lower()]
    return sum(
        -value if value < max(values[place:]) else value for place, value in enumerate(values)
    )


ROMAN_TYPED: Final[dict[str, int]] = {
    **{roman(number): number for number in range(1, 13)},
    "і": 1, "іі": 2, "п": 2, "ііі": 3, "ш": 3, "іv": 4, "іу": 4, "iy": 4, "іy": 4, "iу": 4,
}  # fmt: skip
"""Roman numbers up to twelve as people type them, in small letters; «п» and «ш» look like II, III.

A lone Cyrillic «х» is no ten here: it is the end of «2-х».
"""
