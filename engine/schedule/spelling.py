"""Misspelt and glued words: which known ones an unknown word may mean.

A word is taken for another only where one alone is a single keystroke away; `resembles` says of
what is left whether someone should look at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from engine.calendar.names import MONTHS
from engine.schedule.vocabulary import FORMS, MONTH_FORMS, Class
from engine.schedule.words import classify

SHORT: Final = 4
LONG: Final = 6
"""Letters from which on a word can be taken for a month, and for any word."""
_LONG_FORMS: Final = [
    "ежегодно",
    "ежеквартально",
    "ежемесячно",
    "еженедельно",
    "ежедневно",
    "квартал",
    "квартала",
    "квартале",
    "полугодие",
    "полугодия",
    "полугодии",
    "постоянно",
    "учебный",
    "учебного",
    "учебном",
    "течение",
    "течении",
    "включительно",
    "необходимости",
    "соответствии",
]
_NOT_GUESSES: Final = (
    "лечени", "карт", "парт", "марк", "маяк", "квартир", "учени", "ученик", "майк", "учебник",
    "учебн", "курт", "старт", "фарт", "мате", "мамы", "кварц", "авгур", "обучен",
)  # fmt: skip
_NOT_PARTED: Final = frozenset({"погода", "погоду", "погоды", "погоде"})
_COUNTING: Final = frozenset(
    [
        "month",
        "ordinal",
        "weekday",
        "week",
        "decade",
        "half_part",
        "last",
        "begin",
        "middle",
        "end",
        "late",
        "early",
        "then",
        "next",
        "month_word",
        "within",
        "half",
        "quarter",
        "school",
    ]
)
_MAYS: Final = frozenset({"маи", "мйа", "амй", "маия", "мпй", "мсй"})
_KEYWORDS: Final = frozenset({*(w for w in MONTH_FORMS if len(w) > 3), *_LONG_FORMS})
_SHORT_KEYWORDS: Final = frozenset({*(w for w in MONTH_FORMS if len(w) > 3), "июн", "июл", "далее"})
_FAR: Final = frozenset(w for w in _KEYWORDS if len(w) >= LONG) - {"течение", "течении"}
_NEAR: Final = _KEYWORDS | frozenset(
    form for form, (kind, _) in FORMS.items() if len(form) > SHORT and kind in _COUNTING
)
"""Words that an unknown one may have been meant for, even where it is not taken for them."""
_SHORTENED: Final = frozenset(
    form[:i] + form[i + 1 :] for form in MONTH_FORMS if len(form) == SHORT for i in range(SHORT)
) - frozenset(FORMS)
_ROMAN_GLUED: Final = re.compile(r"[ivx]+[а-я]")
_UNMISTAKABLE: Final = 5
"""Letters from which on the beginning of a month can be nothing else."""
_STEMS: Final = (
    *(
        min((m for m in (month.stem, *month.typed) if len(m) >= _UNMISTAKABLE), key=len)
        for month in MONTHS
        if len(month.stem) >= _UNMISTAKABLE
    ),
    "ежегод", "ежемес", "ежекв", "полугод", "кварта", "декад", "суббот", "вторник", "четверг",
    "пятниц", "понедельн", "следующ", "полдн", "поздне",
)  # fmt: skip
_ENDS: Final = frozenset({"рь", "ря"}) | {
    part
    for form in MONTH_FORMS
    if len(form) > SHORT
    for n in range(3, len(form))
    for part in (form[:n], form[-n:])
    if part not in FORMS
}
_PARTS: Final = (
    frozenset(
        [
            "до",
            "по",
            "от",
            "не",
            "позднее",
            "ранее",
            "конца",
            "начала",
            "ежегодно",
            "ежемесячно",
            "ежеквартально",
            "еженедельно",
            "постоянно",
            "квартал",
            "квартала",
            "квартале",
            "полугодие",
            "полугодия",
            "год",
            "года",
            "году",
            "срок",
            "течение",
            "течении",
            "включительно",
            "далее",
            "реже",
            "учебного",
            "учебный",
            "первое",
            "второе",
            "первый",
            "второй",
            "третий",
            "четвертый",
            "первого",
            "второго",
            "третьего",
            "четвертого",
            "кв",
            "первая",
            "вторая",
            "третья",
            "последняя",
            "неделя",
            "декада",
            "половина",
            "понедельник",
            "вторник",
            "среда",
            "четверг",
            "пятница",
            "суббота",
            "среду",
            "пятницу",
            "субботу",
        ]
    )
    | MONTH_FORMS
)
_AFTER_LETTER: Final = frozenset({*MONTH_FORMS, "течение", "течении", "срок", "конце", "начале"})
_ROMAN_PERIOD: Final = re.compile(
    r"([ivхxіуy]{1,4}|[шп])(кв|квартал|квартала|квартале|кварталы|полугодие|полугодия|полугодии"
    r"|декада|неделя)"
)


@lru_cache(maxsize=4096)
def guess(word: str) -> Class:
    """Give the class of the one known word that is a single keystroke away, if there is one.

    A short word is taken for a month only, and a word of three letters for nothing.
    """
    if len(word) < SHORT or word.startswith(_NOT_GUESSES) or classify(word)[0] != "word":
        return "word", 0
    near = {classify(w) for w in _candidates(word) if _is_near(word, w)}
    return near.pop() if len(near) == 1 else ("word", 0)


def _candidates(word: str) -> Iterable[str]:
    return _KEYWORDS if len(word) >= LONG else _SHORT_KEYWORDS


@lru_cache(maxsize=4096)
def resembles(word: str) -> bool:
    """Say whether an unknown word may be a part, or a misspelling, of one that counts days."""
    if (len(word) < 2 and word != "ь") or word.startswith(_NOT_GUESSES):
        return False
    if (
        word[0] in "ьъы"
        or word in _ENDS
        or any(stem in word for stem in _STEMS)
        or _ROMAN_GLUED.match(word)
    ):
        return True
    if len(word) < SHORT:
        return word in _MAYS or word in _SHORTENED
    if any(_is_near(word, w) for w in _NEAR):
        return True
    return len(word) > SHORT and any(OSA.distance(word, w, score_cutoff=2) <= 2 for w in _FAR)


@lru_cache(maxsize=4096)
def parts(word: str) -> tuple[str, ...]:
    """Part a word that is two or three known ones written together; empty where it is not."""
    if word in FORMS or word in _KEYWORDS or word in _NOT_PARTED or len(word) < SHORT:
        return ()
    found = _ROMAN_PERIOD.fullmatch(word)
    if found:
        return found[1], found[2]
    doubled = word[0] == word[1]  # a letter typed twice: ссентябрь
    return () if doubled else _split(word, 2)


def _split(word: str, more: int) -> tuple[str, ...]:
    for i in range(1, len(word) - 1):
        first, rest = word[:i], word[i:]
        if first not in _PARTS and not (first in "свки" and rest in _AFTER_LETTER):
            continue
        if rest in _PARTS or (len(first) == 1 and rest in _AFTER_LETTER):
            return first, rest
        if more > 1 and (follows := _split(rest, more - 1)):
            return first, *follows
    return ()


def is_whole(word: str) -> bool:
    """Say whether the vocabulary has exactly this word, not only its beginning."""
    return word in FORMS or word in _KEYWORDS


def _is_near(word: str, known: str) -> bool:
    return abs(len(word) - len(known)) <= 1 and OSA.distance(word, known, score_cutoff=1) <= 1
