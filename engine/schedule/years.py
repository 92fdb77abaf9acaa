"""Productions for years: 2021 г., 2021–2023 гг., 2022/2023 уч.г., т.г., 2021, 2022.

Every production takes the tokens and a place, and gives what it found with the place after it,
or None.
"""

from __future__ import annotations

from typing import Final

from engine.calendar import periods
from engine.schedule.nodes import ReversedSpan, Years
from engine.schedule.tokens import Token

Tokens = tuple[Token, ...]
FIRST_YEAR: Final = periods.FIRST_YEAR
LAST_YEAR: Final = periods.LAST_YEAR
SUFFIXES: Final = frozenset(
    [
        "й",
        "ый",
        "ой",
        "ий",
        "я",
        "ая",
        "ья",
        "е",
        "ое",
        "ье",
        "го",
        "ого",
        "его",
        "м",
        "ом",
        "ем",
        "му",
        "ому",
        "х",
        "ых",
        "их",
        "ти",
        "ми",
        "ю",
        "ую",
        "ей",
    ]
)


def skip_suffix(t: Tokens, i: int) -> int:
    """Step over the ending of a number written in figures: 1-й, 2-х, 2022-го."""
    if t[i].kind == "-" and t[i + 1].text in SUFFIXES and t[i + 1].glued:
        return i + 2
    return i + 1 if t[i].text in SUFFIXES and t[i].glued else i


def skip_year_word(t: Tokens, i: int) -> int:
    """Step over г., гг., г.г., год, годы; nothing is stepped over where none is."""
    while t[i].kind == "year":
        i += 1
        if t[i].kind == "." or (
            t[i].kind == "-" and t[i].glued and t[i + 1].kind == "year" and t[i + 1].glued
        ):
            i += 1
    return i


def skip_school(t: Tokens, i: int) -> int | None:
    """Step over учебный год, уч.г., у.г.; None where it is not there."""
    if t[i].kind == "school" or (
        t[i].text == "у" and t[i + 1].kind in {".", "/"} and t[i + 2].kind == "year"
    ):
        i += 1
    else:
        return None
    while t[i].kind in {".", "/", "-"} and t[i + 1].kind == "year":
        i += 1
    return skip_year_word(t, i + 1 if t[i].kind == "." else i)


def is_year(token: Token) -> bool:
    """Say whether the token is a number that can be a year in full."""
    return token.kind == "num" and len(token.text) == 4 and FIRST_YEAR <= token.value <= LAST_YEAR


def one_year(t: Tokens, i: int) -> tuple[int, int] | None:
    """Read a year in full, stepping over its ending, its word and its repetition."""
    if not is_year(t[i]):
        return None
    j = skip_year_word(t, skip_suffix(t, i + 1))
    while is_year(t[j]) and t[j].value == t[i].value:
        j = skip_year_word(t, skip_suffix(t, j + 1))
    return t[i].value, j


def short_year(t: Tokens, i: int) -> tuple[int, int] | None:
    """Read a year in two figures, which only its word makes a year: 22 г."""
    if t[i].kind == "num" and len(t[i].text) == 2 and t[i + 1].kind == "year":
        return 2000 + t[i].value, skip_year_word(t, i + 1)
    return None


def span(t: Tokens, i: int) -> tuple[Years, int] | None:
    """Read 2021–2023 гг., 2022-2023 учебный год, 2022/23."""
    first = one_year(t, i)
    if first is None or t[first[1]].kind not in {"-", "/"}:
        return None
    year, dash = first
    last = one_year(t, dash + 1) or _second_half(t, dash + 1, year)
    if last is None:
        return None
    end = skip_school(t, last[1])
    if last[0] <= year:
        if end is None and (last[0] == year or t[dash].kind == "/"):
            return None
        raise ReversedSpan(f"{year}-{last[0]}")
    if end is not None:
        return Years("school", tuple(range(year, last[0]))), end
    if t[dash].kind == "/" and last[0] == year + 1:
        return Years("school", (year,)), last[1]
    return Years("span", (year, last[0])), last[1]


def _second_half(t: Tokens, i: int, year: int) -> tuple[int, int] | None:
    """Read the second half of 2022/23, which is the next year and nothing else."""
    if t[i].kind == "num" and len(t[i].text) == 2 and t[i].value == (year + 1) % 100:
        return year + 1, skip_year_word(t, i + 1)
    return None


def tail(t: Tokens, i: int) -> tuple[Years, int] | None:
    """Read the years that follow a month, a day or a quarter, with the signs before them."""
    i += t[i].kind == "." and not t[i].line
    opened = t[i].kind == "("
    j = i + 1 if opened or t[i].kind == "," else i
    if t[j].kind == "in" and is_year(t[j + 1]):
        j += 1
    found = _years(t, j) or (None if j > i else short_year_alone(t, j))
    if found is None or (opened and t[found[1]].kind != ")"):
        return None
    if t[found[1]].kind == ":" or (t[i].kind == "," and _heads(t, found[1])):
        return None  # the year is the heading of what follows: август, 2022 – май
    return found[0], found[1] + opened


def _heads(t: Tokens, i: int) -> bool:
    return t[i].kind == "-" or (t[i].kind == "(" and _holds_days(t, i))


def short_year_alone(t: Tokens, i: int) -> tuple[Years, int] | None:
    """Read a year in two figures as years of a term."""
    found = short_year(t, i)
    return (Years("one", (found[0],)), found[1]) if found else None


def _years(t: Tokens, i: int) -> tuple[Years, int] | None:
    return _spans(t, i) or span(t, i) or _listed(t, i) or current(t, i)


def _spans(t: Tokens, i: int) -> tuple[Years, int] | None:
    """Read 2022-2023, 2023-2024 уч. годов, where the word is after the last."""
    values: list[int] = []
    while (found := span(t, i)) and found[0].values[-1] <= found[0].values[0] + 1:
        values.append(found[0].values[0])
        if found[0].sort == "school" and len(values) > 1:
            return Years("school", tuple(values)), found[1]
        if t[found[1]].kind not in {",", "and"}:
            return None
        i = found[1] + 1
    return None


def _listed(t: Tokens, i: int) -> tuple[Years, int] | None:
    found = one_year(t, i)
    if found is None:
        return None
    values, j = [found[0]], found[1]
    while t[j].kind in {",", "and"} and (following := _plain_year(t, j + 1)):
        values.append(following[0])
        j = following[1]
    if (school := skip_school(t, j)) is not None and len(values) == 1:
        return Years("school", (values[0],)), school
    return Years("list" if len(values) > 1 else "one", tuple(values)), j


def _plain_year(t: Tokens, i: int) -> tuple[int, int] | None:
    """Read one more year of a list; one that begins something of its own does not belong to it."""
    found = one_year(t, i)
    if found is None or span(t, i) or t[found[1]].kind in {"month", ":", "-"}:
        return None
    return None if t[found[1]].kind == "(" and _holds_days(t, found[1]) else found


def _holds_days(t: Tokens, i: int) -> bool:
    """Say whether a bracket dates something: 2023 (январь)."""
    while t[i].kind not in {")", "stop"}:
        if t[i].kind in {"month", "quarter", "half", "season"}:
            return True
        if t[i].kind == "num" and t[i - 1].kind != "№":
            return True
        i += 1
    return False


def current(t: Tokens, i: int) -> tuple[Years, int] | None:
    """Read т.г., текущего года, сего года."""
    j = i
    while t[j].kind in {"current", "given", "calendar_word"} or t[j].text in {"сего", "с.г"}:
        j += 1
        j += t[j].kind in {".", "/"} and t[j + 1].kind in {"year", "calendar_word", "school"}
    if j == i or t[j].kind != "year":
        return None
    return Years("current"), skip_year_word(t, j)
