"""Whom an item of an order addresses: «Директору школы Чижу О.О. провести …»."""

from __future__ import annotations

import re

from engine.documents.act.control import CLAUSE
from engine.documents.names import cases, executors, surnames
from engine.documents.names.kinds import POST, POST_STEM
from engine.people.mentions import PERSON

VERB = (
    r"(?:[а-яё]{2,}(?<!ос)(?<!лас)(?<!час)(?<!се)ть(?:ся)?|[а-яё]+чь"
    r"|[а-яё]*(?:вес|нес|рес|й)ти(?:сь)?)"
)
_INFINITIVE = re.compile(rf"^{VERB}\b", re.IGNORECASE)
_TO_WHOM = re.compile(r"^(?:рекомендовать|поручить|предложить|вменить|обязать)\s+", re.IGNORECASE)
_DATIVE = re.compile(
    r"^(?:[\w«»\"-]+(?:ому|ему|ым|им|ой|ей)\s+){0,5}[\w-]+(?:ам|ям|у|ю|е|и|ему|ей|им)\b"
)
_WHEN = r"(?:в срок|до\s+\d|не позднее|в течение|ежегодно|ежеквартально|ежемесячно|постоянно)"
_END = re.compile(rf"[\s,]+{VERB}\b|:|\s+(?:при|в целях|с целью)\s|[\s,]+{_WHEN}")
_AND = re.compile(r"\s+и\s+(?=[а-яё-]+(?:у|ю|ам|ям|ему|им|ой|ей)\s)")


def addressees(title: str) -> tuple[str, ...]:
    """Return whom an item addresses, in the nominative; persons named beside them follow."""
    line = _TO_WHOM.sub("", title.split("\n", maxsplit=1)[0].strip())
    if CLAUSE.match(line) or _INFINITIVE.match(line) or not _is_addressed(line):
        return ()
    phrase = _END.split(line, maxsplit=1)[0]
    if phrase == line and not line.endswith(":"):
        return ()
    found: list[str] = []
    for piece in _pieces(re.sub(r"\s*\(\s*далее[^()]*\)", "", phrase)):
        found += _named(piece)
    return tuple(dict.fromkeys(_with_posts(found)))


def _is_addressed(piece: str) -> bool:
    return bool(_DATIVE.match(piece) or executors.is_legal(piece) or PERSON.match(piece))


def _pieces(phrase: str) -> list[str]:
    """Return the single addressees of a phrase, up to a clause that only says more of them."""
    out: list[str] = []
    for part in re.split(r",\s*", phrase):
        if out and re.match(r"(?:№\s*)?\d", part):
            out[-1] += f", {part}"
        elif not _is_addressed(part):
            break
        else:
            out += [half for half in _halves(part) if half]
    return out


def _halves(part: str) -> list[str]:
    """Split at «и» where a post in the dative follows; names of offices hold «и» too."""
    for match in _AND.finditer(part):
        right = part[match.end() :]
        if POST_STEM.match(right):
            return [part[: match.start()], *_halves(right)]
    return [part]


def _named(piece: str) -> list[str]:
    if PERSON.fullmatch(piece.strip()):
        return [surnames.person(piece.strip(), "dative")]
    office, people = cases.people_in(piece, "dative")
    names = executors.split((cases.nominative(office, "dative"),)) if office else ()
    return [*names, *people]


def _with_posts(names: list[str]) -> list[str]:
    """Put a post that follows a person to that person: «Чиж О.О., методист»."""
    out: list[str] = []
    for name in names:
        if len(out) == 1 and PERSON.fullmatch(out[-1]) and POST.match(name):
            out[-1] += f", {name[:1].lower()}{name[1:]}"
        else:
            out.append(name)
    return out
