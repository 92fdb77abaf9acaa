"""How terms, dates and printed numbers look, so that a column can be told by what is in it.

What a term *means* is the business of :mod:`engine.schedule`; here it is only recognised.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from engine.calendar import names
from engine.documents.printed import text

# «ма» begins too many words: only its own cases are a month.
_NAMES = tuple(
    "|".join(month.forms) if len(month.stem) < 3 else f"{month.stem}[а-я]{{0,2}}"
    for month in names.MONTHS
)
MONTH = rf"(?:\b(?:{'|'.join(_NAMES)})\b)"
_DAY = r"\d{1,2}\s?\.\s?\d{1,2}\s?\.\s?(?:\d{4}|\d{2})"
_YEAR = r"(?:19|20)\d{2}"
_WORDS = (
    r"ежегодн|ежемесячн|ежеквартальн|еженедельн|ежедневн|постоянно|систематическ|регулярно"
    r"|по мере|по необходимост|по запрос|по графику|по (?:отдельному )?плану|в соответствии с"
    r"|согласно (?:граф|план)|в течени[ие]|весь период|на протяжении|квартал|полугоди|учебн\w* год"
    r"|раз в|раза? в|каждый|каждого|до конца|по итогам|по окончани|по согласовани|весна|осен|зим"
    r"|летн|каникул|далее|срок|период|недел|месяц"
)
_TERM = re.compile(rf"{MONTH}|{_DAY}|\b{_YEAR}\b|{_WORDS}", re.IGNORECASE)
WRITTEN = rf"[«\"]?\s?\d{{1,2}}\s?[»\"]?\s+{MONTH}\s+{_YEAR}(?!\d)"
FIGURES = rf"(?<![\d.])\d{{1,2}}\s?\.\s?\d{{1,2}}\s?\.\s?{_YEAR}(?!\d)"
_DATE = re.compile(f"{WRITTEN}|{FIGURES}", re.IGNORECASE)
_DATED = re.compile(rf"{MONTH}\s+{_YEAR}|{_DAY}", re.IGNORECASE)
_ADDED = re.compile(r"^(?:ежегодно|далее\b.*|постоянно|\d{4}(?:\s*г\w*\.?)?)\W*$", re.IGNORECASE)
_MONTHS = tuple(re.compile(name, re.IGNORECASE) for name in _NAMES)
_ROMAN = re.compile(rf"^[{names.ROMAN_SIGNS}]{{1,6}}(?=[.)\s]|$)")
_NUMBER = re.compile(r"^(?:№\s*)?(\d{1,6}(?:\s?[.-]\s?\d{1,4})*)\s?[.)]?$")
_LEADING = re.compile(r"^((?:\d{1,3}\.)+\d{1,3}\.?|\d{1,3}[.)])\s+(?=\S)")


def looks_like_term(cell: str) -> bool:
    """Tell whether a short text could say when something is due."""
    return 0 < len(cell) <= 160 and bool(_TERM.search(cell))


def are_terms(lines: tuple[str, ...]) -> bool:
    """Tell whether each line of a cell is a term by itself, and none goes on with another."""
    if any(line.endswith((",", "-", "–", "—")) for line in lines):
        return False
    if all(_DATED.search(line) for line in lines):
        return True
    small = [line[:1].islower() for line in lines]
    added = [bool(_ADDED.match(line)) for line in lines]
    if any(small) != all(small) or any(added) != all(added):
        return False
    return all(looks_like_term(line) for line in lines)


def dates_in(line: str) -> list[date]:
    """Return the days that *line* names with day, month and year, in printed order."""
    days = (_day(match.group()) for match in _DATE.finditer(line))
    return [day for day in days if day is not None]


def month_of(word: str) -> int:
    """Return the month (1 … 12) that *word* names, in whatever case it is; 0 if none."""
    return next((n for n, stem in enumerate(_MONTHS, 1) if stem.search(word)), 0)


def _day(printed: str) -> date | None:
    day, *_, year = (int(figures) for figures in re.findall(r"\d+", printed))
    month = month_of(printed) or int(re.findall(r"\d+", printed)[1])
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=16_384)
def parts_of(number: str) -> tuple[int, ...]:
    """Return a printed number as whole numbers (``1.10.`` → 1, 10); roman ones count too.

    An empty tuple means that it is no number.
    """
    bare = number.strip()
    figures = bare.rstrip(".) ")
    if _ROMAN.match(bare) and len(figures) <= 6:
        return (names.from_roman(figures),) if _ROMAN.fullmatch(figures) else ()
    match = _NUMBER.match(bare)
    return tuple(int(part) for part in re.split(r"\s?[.-]\s?", match[1])) if match else ()


def is_roman(number: str) -> bool:
    """Tell whether *number* is written in roman figures."""
    bare = number.strip().rstrip(".) ")
    return bool(bare) and bool(_ROMAN.fullmatch(bare))


def is_letter(number: str) -> bool:
    """Tell whether *number* is a letter that counts points: «а)», «б.»."""
    return bool(re.fullmatch(r"[а-яa-z]\s?[.)]", number.strip()))


def split_number(line: str) -> tuple[str, str]:
    """Split a heading or row title into its printed number (``""`` where none) and the rest."""
    words = line.split(maxsplit=1)
    if len(words) == 2 and is_roman(words[0]):
        return words[0], words[1]
    named = re.match(
        r"^((?:раздел|направление|блок|этап|задача|цель|глава|часть|модуль)\s+"
        rf"(?:№\s*)?(?:[{names.ROMAN_SIGNS}]+|\d+(?:\.\d+)*))\s*[.:)–—-]*\s*(?=\S)",
        line,
        re.IGNORECASE,
    )
    if named:
        return named[1], line[named.end() :]
    leading = _LEADING.match(line)
    return (leading[1], line[leading.end() :]) if leading else ("", line)


def is_blank(cell: str) -> bool:
    """Tell whether a cell says nothing: empty, or a dash in place of text."""
    return not text.gist(cell).strip("-–—_/ ")
