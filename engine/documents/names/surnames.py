"""Names of persons in the nominative: «возложить на Чайку О.О.» puts Чайка О.О. in control.

The endings decide, and where a name is printed in full, the patronymic tells man from woman.
What no rule fits (names in -о, -их, -ых, foreign ones) stays as it is.
"""

from __future__ import annotations

import re
from typing import Literal

from engine.people.mentions import FULL, PATRONYMIC

Case = Literal["dative", "accusative"]
Rules = tuple[tuple[str, str], ...]
_VOWEL = "аеёиоуыэюя"
_PLAIN: dict[Case, Rules] = {
    "dative": (
        (r"([оеё]в|[иы]н)ой$", r"\1а"),
        (r"([оеё]в|[иы]н)у$", r"\1"),
        (r"([сц]к)ому$", r"\1ий"),
        (r"([сц]к)ой$", r"\1ая"),
    ),
    "accusative": (
        (r"([оеё]в|[иы]н)у$", r"\1а"),
        (r"([сц]к)ого$", r"\1ий"),
        (r"([сц]к)ую$", r"\1ая"),
    ),
}
_SURNAME: dict[Case, Rules] = {
    "dative": (
        (r"ой$", "ая"),
        (r"ье$", "ья"),
        (r"(?<=[^аеёиоуыэюяь])е$", "а"),
        (r"(?<=[^аеёиоуыэюя])цу$", "ец"),
        (r"(?<=[^аеёиоуыэюя])у$", ""),
        (r"ью$", "ей"),
        (rf"(?<=[{_VOWEL}])ю$", "й"),
        (r"ю$", "ь"),
    ),
    "accusative": (
        (r"([оеё]в|[иы]н)а$", r"\1"),
        (r"ую$", "ая"),
        (r"юю$", "яя"),
        (r"(?<=[^аеёиоуыэюя])ца$", "ец"),
        (r"(?<=[^аеёиоуыэюя])а$", ""),
        (r"ья$", "ей"),
        (rf"(?<=[{_VOWEL}])я$", "й"),
        (r"я$", "ь"),
        (r"у$", "а"),
        (r"ю$", "я"),
    ),
}
_MAN: dict[Case, Rules] = {
    "dative": (
        (r"^(Павл|Петр|Льв)у$", r"\1"),
        (r"([иьеа])ю$", r"\1й"),
        (r"ю$", "ь"),
        (r"у$", ""),
        (r"ье$", "ья"),
        (r"(?<=[лрн])е$", "а"),
        (r"е$", "а"),
    ),
    "accusative": (
        (r"^(Павл|Петр|Льв)а$", r"\1"),
        (r"([иьеа])я$", r"\1й"),
        (r"я$", "ь"),
        (r"а$", ""),
        (r"ью$", "ья"),
        (r"у$", "а"),
        (r"ю$", "я"),
    ),
}
_WOMAN: dict[Case, Rules] = {
    "dative": ((r"и$", "я"), (r"(?<=[аеёиоуыэюяь])е$", "я"), (r"е$", "а")),
    "accusative": ((r"ю$", "я"), (r"у$", "а")),
}
_SHORTENED = {"Павл": "Павел", "Льв": "Лев"}


def person(printed: str, case: Case | None) -> str:
    """Return a printed name in the nominative; the order of its parts stays."""
    if case is None:
        return printed
    if FULL.fullmatch(printed):
        return _whole(printed, case)
    match = re.search(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?", printed)
    if not match:
        return printed
    named = _ended(match.group(), _PLAIN[case] + _SURNAME[case])
    return printed[: match.start()] + named + printed[match.end() :]


def plain(printed: str, case: Case | None) -> str:
    """Return a name as :func:`person` does, but only where no nominative ends like it."""
    match = re.search(r"[А-ЯЁ][а-яё]+", printed)
    if case is None or not match:
        return printed
    return printed[: match.start()] + _ended(match.group(), _PLAIN[case]) + printed[match.end() :]


def _whole(printed: str, case: Case) -> str:
    """Return surname, name and patronymic (in either order) in the nominative."""
    words = printed.split()
    last = len(words) - 1 if re.fullmatch(PATRONYMIC, words[-1]) else 1
    man = bool(re.search(r"ич(?:а|у|ем)?$", words[last]))
    name = last - 1
    surname = next(place for place in range(3) if place not in (last, name))
    words[last] = re.sub(r"ич(?:а|у|ем)$", "ич", re.sub(r"н(?:у|е|ы|ой)$", "на", words[last]))
    words[name] = _ended(words[name], (_MAN if man else _WOMAN)[case])
    words[name] = _SHORTENED.get(words[name], words[name])
    if man or re.search(r"[ауюяей]$", words[surname]):
        words[surname] = _ended(words[surname], _PLAIN[case] + _SURNAME[case])
    return " ".join(words)


def _ended(word: str, rules: Rules) -> str:
    """Return *word* with the first ending that fits put into the nominative."""
    for pattern, ending in rules:
        if re.search(pattern, word):
            return re.sub(pattern, ending, word)
    return word
