"""Names that may mean the same party: proposed to a person, never put together by the program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

import msgspec
from rapidfuzz import fuzz

from engine.documents.names import parties
from engine.documents.printed import text
from engine.documents.problems import Problem, Where
from engine.documents.walk import place_of
from engine.errors import N_, Code
from engine.people.naming import folded
from engine.workflows.orders.draft import Draft, PartyDraft

_ALIKE = 86.0
_MOST = 600  # parties that are compared each with each
_MIXED = re.compile(r"\b(?=\w*[A-Za-z])(?=\w*[А-Яа-яЁё])[^\W\d_]+\b")


def problems(draft: Draft) -> Iterator[Problem]:
    """Yield near-misses among the parties, unknown executors, and words of two alphabets."""
    known = draft.parties[:_MOST]
    for one, other in combinations(known, 2):
        if reason := _alike(one, other):
            yield _near(one, other, reason)
    yield from _unknown(draft)
    yield from _mixed(draft)


def against(draft: Draft, names: Iterable[str]) -> tuple[Problem, ...]:
    """Return the parties of *draft* that nearly have one of *names*, those of the register.

    A party that has such a name, compared as the register compares names, is the same and no
    problem.
    """
    registered = [PartyDraft(name=name) for name in names]
    known = {folded(party.name) for party in registered}
    found: list[Problem] = []
    for party in draft.parties:
        if any(folded(form) in known for form in _forms(party)):
            continue
        like = (msgspec.structs.replace(other, kind=party.kind) for other in registered)
        found += [_near(party, other, why) for other in like if (why := _alike(party, other))]
    return tuple(found)


def _forms(party: PartyDraft) -> tuple[str, ...]:
    return (party.name, *party.aliases)


def _alike(one: PartyDraft, other: PartyDraft) -> str:
    """Return why two parties may be one, ``""`` where nothing speaks for it."""
    for left in _forms(one):
        for right in _forms(other):
            if reason := _reason(left, right, same=one.kind == other.kind):
                return reason
            if parties.stands_for(left, right) or parties.stands_for(right, left):
                return "abbreviation"
    return ""


def _reason(one: str, other: str, *, same: bool) -> str:
    left, right = text.gist(one), text.gist(other)
    if left == right:
        return "" if folded(one) == folded(other) else "punctuation"
    if re.findall(r"\d+", left) != re.findall(r"\d+", right):
        return ""
    if left.replace(" ", "") == right.replace(" ", ""):
        return "spaces"
    if not same or min(len(left), len(right)) < 5:
        return ""
    short, long = sorted((left, right), key=len)
    if long.startswith(f"{short} ") and len(short.split()) > 2:
        return "shortened"
    return "letters" if fuzz.ratio(left, right) >= _ALIKE else ""


def _near(one: PartyDraft, other: PartyDraft, reason: str) -> Problem:
    return Problem(
        code="executor_near_miss",
        where=Where(cell="executors"),
        template=N_("“{one}” and “{other}” may be the same ({reason})."),
        consequence=N_(
            "They are recorded as two, unless a YAML draft names one as an alias of the other."
        ),
        facts={"one": one.name, "other": other.name, "reason": Code(reason)},
        severity="note" if reason in ("shortened", "abbreviation") else "warning",
    )


def _unknown(draft: Draft) -> Iterator[Problem]:
    """Report executors whom no party of the draft explains (in a file written by hand)."""
    if not draft.parties:
        return
    known = {folded(form) for party in draft.parties for form in _forms(party)}
    seen: set[str] = set()
    for roadmap in draft.roadmaps:
        for _, measure in roadmap.rows():
            for name in measure.executors:
                if folded(name) in known or name in seen:
                    continue
                seen.add(name)
                yield Problem(
                    code="executor_unknown",
                    where=place_of(roadmap, measure, "executors"),
                    template=N_("“{name}” is in no party of the document."),
                    consequence=N_("It is recorded as a party of its own."),
                    facts={"name": name},
                )


def _mixed(draft: Draft) -> Iterator[Problem]:
    """Report words that mix Latin and Cyrillic letters: they look right and are never found."""
    for roadmap in draft.roadmaps:
        for _, measure in roadmap.rows():
            cells = {
                "title": measure.title,
                "deadline": measure.deadline,
                "executors": " ".join(measure.executors),
                "result": measure.expected_result,
            }
            for cell, said in cells.items():
                if words := _MIXED.findall(said):
                    yield Problem(
                        code="mixed_alphabets",
                        where=place_of(roadmap, measure, cell),
                        template=N_("Latin and Cyrillic letters are in one word: {words}."),
                        consequence=N_("It is recorded as printed."),
                        facts={"words": tuple(dict.fromkeys(words))},
                        severity="note",
                    )
