"""The signs by which an act is known: its word, its number and day, the office that issued it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.documents.printed import terms
from engine.people.naming import folded

_KINDS = {
    "приказ": "order",
    "распоряжение": "order",
    "решение": "resolution",
    "постановление": "resolution",
}
ACT_WORD = r"(?:приказ|распоряжени|постановлени|решени)\w*"
_NUMBER = re.compile(
    r"(?:№|\bN\b)[\s_]*([^\W_](?:[\w/\\.–-]*[^\W_])?"
    r"(?:\s?[-–]\s?[А-ЯЁа-яё]{1,4}\b|\s(?:од|о|п|пр|р|пг|па)\b)?)",
    re.IGNORECASE,
)
_OWN_LINE = re.compile(rf"^[\W_]*(?:№|N\b|от\b|{ACT_WORD}|номер|рег)", re.IGNORECASE)
_UNMARKED = re.compile(
    r"^[\s_]*([^\W_][\w/-]*)[\s_]+[«\"]?\d{1,2}\W|\d{4}[\s_]+([^\W_][\w/-]*)[\s_]*$"
)
_GENITIVE = (
    ("управлени", "Управление"),
    ("отдел", "Отдел"),
    ("комитет", "Комитет"),
    ("департамент", "Департамент"),
    ("министерств", "Министерство"),
    ("администраци", "Администрация"),
    ("учреждени", "Учреждение"),
)
_OFFICE = re.compile(
    r"\b(управлени|отдел|комитет|департамент|министерств|администраци)(?:я|а|и|ем|ом|ей)\b(.*)",
    re.IGNORECASE,
)
_LEGAL = re.compile(r"\b(?:МКУ|МБУ|МАУ|МУ|ГКУ|РУО|ГУО|РОО|УО|ГОРОНО|РАЙОНО|МБОУ|МАОУ|МКОУ)\b.*")


def kind_of_act(line: str) -> str:
    """Return ``order`` or ``resolution`` where *line* heads such an act, else ``""``."""
    words = unspaced(line).split()
    if not words or len(line) > 80:
        return ""
    word = words[0].strip(" .:«»")
    alone = len(words) == 1 or words[1][:1] == "№" or words[1] == "от"
    heads = word[:1].isupper() and (word.isupper() or alone)
    return _KINDS.get(folded(word), "") if heads else ""


def kind_named(line: str) -> str:
    """Return ``order`` or ``resolution`` where *line* speaks of such an act, else ``""``."""
    words = folded(line)
    return next((kind for word, kind in _KINDS.items() if re.search(rf"\b{word[:-1]}", words)), "")


def unspaced(line: str) -> str:
    """Return *line* with «П Р И К А З» written together."""
    return re.sub(r"(?<=\b\w)\s(?=\w\b)", "", line)


def number_in(line: str) -> str:
    """Return the number that *line* gives an act, ``""`` where it has none.

    The number of a school («Школа № 5») is none: the line must hold a day too, or begin as such
    lines do.
    """
    match = _NUMBER.search(line)
    if match and (terms.dates_in(line) or _OWN_LINE.match(unspaced(line))):
        return match[1].strip(" .–-")
    return ""


def dated(lines: Iterable[str]) -> tuple[str, str]:
    """Return day (ISO) and number, each the first that these lines name."""
    day = number = before = ""
    for line in lines:
        days = terms.dates_in(line)
        day = day or (days[0].isoformat() if days else "")
        number = number or number_in(line)
        if not number and days and "номер" in folded(before):
            match = _UNMARKED.search(line)
            number = (match[1] or match[2]) if match else ""
        before = line or before
    return day, number


def office_of(words: str) -> str:
    """Return the office that *words* name in the genitive, as the post of its head does."""
    if match := _OFFICE.search(words):
        stem = folded(match[1])
        noun = next(noun for beginning, noun in _GENITIVE if beginning == stem)
        return f"{noun}{match[2]}".rstrip(" ,")
    found = _LEGAL.search(words)
    return found.group().rstrip(" ,") if found else ""
