"""The nominative of those whom an order addresses: «Директору школы» is the director of the school.

An order names its addressees in the dative and whom it puts in control in the accusative. Only the
head of the phrase changes; what depends on it (mostly genitives) stays as printed. A word that
fits no rule stays as it is.
"""

from __future__ import annotations

import re

from engine.documents.names import surnames
from engine.documents.names.surnames import Case
from engine.people.mentions import PERSON
from engine.people.naming import folded

_HISS = "кгхжшчщ"
_ODD = {
    "директорам": "директора",
    "учителям": "учителя",
    "школе": "школа",
    "администрации": "администрация",
    "комиссии": "комиссия",
    "группе": "группа",
    "службе": "служба",
    "организации": "организация",
    "главе": "глава",
    "главу": "глава",
    "администрацию": "администрация",
    "комиссию": "комиссия",
    "группу": "группа",
    "службу": "служба",
}
_DATIVE: tuple[tuple[str, str], ...] = (
    (r"(ени|ани|ти|стви|дприяти)ям$", r"\1я"),
    (r"иям$", "ии"),
    (r"ям$", "и"),
    (r"([кгхжшчщ])ам$", r"\1и"),
    (r"ам$", "ы"),
    (r"ию$", "ие"),
    (r"ю$", "ь"),
    (r"ству$", "ство"),
    (r"у$", ""),
)
_ACCUSATIVE: tuple[tuple[str, str], ...] = (
    (r"([еи])ля$", r"\1ль"),
    (r"([кртвднлмс])а$", r"\1"),
    (r"аря$", "арь"),
)
_ADJECTIVE = {
    "dative": re.compile(r"(ому|ему|ым|им|ой|ей)$"),
    "accusative": re.compile(r"(ого|его|ую|юю|ых|их)$"),
}
_PARTICIPLE = ("заведующ", "исполняющ", "управляющ")


def nominative(phrase: str, case: Case) -> str:
    """Return *phrase* with its head in the nominative and a capital at its beginning."""
    words = phrase.split()
    head = _head(words, case)
    if head is None:
        return phrase
    noun = _noun(words[head], case)
    done = [_adjective(word, noun, case) for word in words[:head]]
    text = " ".join([*done, noun, *words[head + 1 :]])
    return text[:1].upper() + text[1:]


def people_in(phrase: str, case: Case | None) -> tuple[str, tuple[str, ...]]:
    """Split a phrase into the post or office and the persons named beside it, all nominative.

    Names in brackets are in the nominative mostly; a case is undone only where it is plain.
    ``None`` as case says that the phrase is in the nominative.
    """
    bracketed = [
        surnames.plain(m.group().strip(), case)
        for b in re.findall(r"\(([^()]*)\)", phrase)
        for m in PERSON.finditer(b)
    ]
    rest = re.sub(r"\s*\([^()]*\)", "", phrase) if bracketed else phrase
    named = [surnames.person(match.group().strip(), case) for match in PERSON.finditer(rest)]
    rest = PERSON.sub("", rest)
    return " ".join(rest.split()).strip(" ,.:;–—-"), (*named, *bracketed)


def _head(words: list[str], case: Case) -> int | None:
    """Return the place of the noun at the head: the first word that is no adjective."""
    for place, word in enumerate(words[:6]):
        bare = folded(word.strip(","))
        if bare.startswith(_PARTICIPLE):
            return place
        if not _ADJECTIVE[case].search(bare):
            return place if bare != _noun(bare, case) else None
    return None


def _noun(word: str, case: Case) -> str:
    bare, tail = (word[:-1], ",") if word.endswith(",") else (word, "")
    if folded(bare) in _ODD:
        found = _ODD[folded(bare)]
        return (found.capitalize() if bare[:1].isupper() else found) + tail
    if folded(bare).startswith(_PARTICIPLE):
        return (
            re.sub(r"(?:ему|его)$", "ий", re.sub(r"(?:ей|ую)$", "ая", re.sub("им$", "ие", bare)))
            + tail
        )
    for pattern, ending in _DATIVE if case == "dative" else _ACCUSATIVE:
        if re.search(pattern, bare):
            return re.sub(pattern, ending, bare) + tail
    return word


def _adjective(word: str, noun: str, case: Case) -> str:
    match = _ADJECTIVE[case].search(word)
    if not match:
        return word
    stem = word[: match.start()]
    if match[1] in ("ым", "им", "ых", "их"):
        return stem + ("ие" if match[1][0] == "и" else "ые")
    if match[1] in ("ой", "ей", "ую", "юю"):
        return stem + "ая"
    if noun.endswith(("е", "о")):
        return stem + ("ее" if match[1][0] == "е" else "ое")
    return stem + ("ий" if match[1][0] == "е" or stem[-1:] in _HISS else "ый")
