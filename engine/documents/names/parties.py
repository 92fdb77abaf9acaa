"""Who is who in a document: every printed name once, with the short forms that the text defines.

Only what the document itself says is applied: «… (далее – УО и МП)», and the same words in other
letters or quotes. Names that merely look alike are reported and stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from engine.documents.names.executors import ALIAS
from engine.documents.names.kinds import kind_of
from engine.documents.printed import text
from engine.people.mentions import FULL, PERSON
from engine.people.naming import folded
from engine.workflows.orders.draft import PartyDraft, PartyKind

_WORD = re.compile(r"[\w«»\"-]+")
_SMALL = {"и", "по", "для", "в", "на", "с"}


class Alias(msgspec.Struct, frozen=True, kw_only=True):
    """A short form and its full words, as the document defines it."""

    short: str
    long: str


def aliases_in(texts: Iterable[str]) -> tuple[Alias, ...]:
    """Return the short forms that *texts* define with «(далее – …)», each once."""
    found: list[Alias] = []
    for line in texts:
        for match in ALIAS.finditer(line):
            short = match[1].strip(" .,")
            long = _meant(line[: match.start()], short)
            if long and Alias(short=short, long=long) not in found:
                found.append(Alias(short=short, long=long))
    return tuple(found)


def parties(names: Iterable[str], aliases: tuple[Alias, ...]) -> tuple[PartyDraft, ...]:
    """Return the parties whom *names* (executors as printed) mean, in printed order."""
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        found.setdefault(key_of(name, aliases), []).append(name)
    return tuple(_party(printed, aliases) for printed in found.values())


def key_of(name: str, aliases: tuple[Alias, ...]) -> str:
    """Return what two printings of the same party have in common."""
    if (person := PERSON.fullmatch(name.strip())) is not None and not FULL.fullmatch(name.strip()):
        surname = re.search(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?", person.group())
        initials = "".join(re.findall(r"[А-ЯЁ](?=\.)", person.group()))
        return f"{text.gist(surname.group()) if surname else ''} {folded(initials)}"
    words = text.gist(name).split()
    for alias in aliases:
        words = _shortened(words, alias)
    return " ".join(words)


def _party(printed: list[str], aliases: tuple[Alias, ...]) -> PartyDraft:
    name = max(printed, key=len) if len(printed) > 1 else printed[0]
    key = key_of(name, aliases)
    defined = [a for a in aliases if text.gist(a.short) == key]
    forms = [*printed, *(alias.short for alias in defined)]
    kinds = [kind_of(form) for form in forms] + [kind_of(alias.long) for alias in defined]
    kind: PartyKind = next((kind for kind in kinds if kind != "organisation"), "organisation")
    others = tuple(dict.fromkeys(form for form in forms if form != name))
    return PartyDraft(name=name, kind=kind, aliases=others)


def _shortened(words: list[str], alias: Alias) -> list[str]:
    """Put the short form wherever *words* hold it or the long one, in whatever case it is."""
    short = text.gist(alias.short).split()
    for form in (text.gist(alias.long).split(), short if len(short) > 1 else []):
        for place in range(len(words) - len(form) + 1 if form else 0):
            here = words[place : place + len(form)]
            if all(text.same_stem(one, other) for one, other in zip(here, form, strict=True)):
                return [*words[:place], *short, *words[place + len(form) :]]
    return words


def _meant(before: str, short: str) -> str:
    """Return the words before the bracket that *short* abbreviates; ``""`` if that is unclear.

    The letters of an abbreviation, or the words of a name, are looked for from the end backwards.
    """
    clause = re.split(r"[;:]|\.\s", before)[-1]
    words = [match.group() for match in _WORD.finditer(clause)]
    signs = list(_signs(short))
    for start in range(len(words) - 1, max(-1, len(words) - 25), -1):
        if _fits(words[start:], signs):
            return " ".join(words[start:])
    return ""


def _signs(short: str) -> Iterator[str]:
    """Yield what has to be found: each letter of an abbreviation, each other word whole."""
    for word in re.findall(r"[\w-]+", short):
        if word.isupper() and word.isalpha():
            yield from word
        elif folded(word) not in _SMALL:
            yield word


def _fits(words: list[str], signs: list[str]) -> bool:
    pieces = [part for word in words for part in re.findall(r"\w+", word)]
    pieces = [piece for piece in pieces if folded(piece) not in _SMALL]
    if not signs or len(pieces) < len(signs):
        return False
    return all(
        folded(piece).startswith(folded(sign)) if len(sign) == 1 else text.same_stem(piece, sign)
        for piece, sign in zip(pieces, signs, strict=False)
    )


def stands_for(short: str, long: str) -> bool:
    """Tell whether *short* («МКУ ИМЦ») could abbreviate the whole of *long*."""
    signs = list(_signs(short))
    if len(signs) < 4 or any(len(sign) > 1 for sign in signs):
        return False
    words = [match.group() for match in _WORD.finditer(long)]
    pieces = [part for word in words for part in re.findall(r"\w+", word)]
    meant = [piece for piece in pieces if folded(piece) not in _SMALL]
    return len(meant) == len(signs) and _fits(words, signs)
