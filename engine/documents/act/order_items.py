"""The numbered items of an order: what it says, to whom, by when."""

from __future__ import annotations

import re

import msgspec

from engine.documents.names import cases, executors
from engine.documents.names.kinds import PERSON
from engine.documents.printed import terms, text
from engine.documents.printed.grid import Paragraph
from engine.workflows.draft import ItemDraft, PersonDraft

_TYPED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,3}[.)]?)\s*(?=[А-ЯЁA-Z«\"])")
_VERB = r"[а-яё]{2,}(?:ть|ти|чь)(?:ся)?"
_INFINITIVE = re.compile(rf"^{_VERB}\b", re.IGNORECASE)
_TO_WHOM = re.compile(r"^(?:рекомендовать|поручить|предложить|вменить|обязать)\s+", re.IGNORECASE)
_DATIVE = re.compile(
    r"^(?:[\w«»\"-]+(?:ому|ему|ым|им|ой|ей)\s+){0,5}[\w-]+(?:ам|ям|у|ю|е|и|ему|ей|им)\b"
)
_DAY = rf"(?:{terms.WRITTEN}|{terms.FIGURES})"
_DUE = re.compile(
    rf"(?:в срок\s+)?(?:ежегодно\s+)?(?:до|не позднее|к)\s+{_DAY}(?:\s*г(?:ода|\.)?)?"
    r"(?:\s+включительно)?"
    r"|в срок\s+(?:до|не позднее|с)\s+[^.;]{3,60}"
    r"|(?:ежегодно|ежеквартально|ежемесячно)\s*,?\s+(?:в срок\s+)?(?:до|не позднее)\s+"
    rf"\d{{1,2}}(?:-?го)?\s+(?:{terms.MONTH}|числа[^.;]{{0,60}})",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"^контроль\b", re.IGNORECASE)
_SELF = re.compile(r"(?:за|на)\s+соб(?:ой|ою)|на\s+себя", re.IGNORECASE)
_UPON = re.compile(
    r"(?:возложить|возлагаю|возлагается|поручить|поручаю)\s+(?:на\s+)?(.+)$", re.IGNORECASE
)


class Items(msgspec.Struct, frozen=True, kw_only=True):
    """The items of an order, who is in control, and how many paragraphs they took up."""

    items: tuple[ItemDraft, ...] = ()
    control: PersonDraft | str | None = None
    taken: int = 0


def number_of(paragraph: Paragraph, last: tuple[int, ...]) -> tuple[str, str]:
    """Return the number of an item, automatic or typed, and its text; ``""`` where it has none."""
    if terms.parts_of(paragraph.label):
        return paragraph.label, paragraph.text
    typed = _TYPED.match(paragraph.text)
    if not typed:
        return "", paragraph.text
    parts = terms.parts_of(typed[1])
    follows = parts[:1] in (last[:1], (last[0] + 1,)) if last else parts[:1] == (1,)
    return (typed[1], paragraph.text[typed.end() :]) if follows else ("", paragraph.text)


def read_items(paragraphs: tuple[Paragraph, ...], ends: re.Pattern[str]) -> Items:
    """Return the items with which *paragraphs* begin; a line that matches *ends* closes them."""
    found: list[tuple[str, list[str]]] = []
    last: tuple[int, ...] = ()
    taken = 0
    for place, paragraph in enumerate(paragraphs):
        number, line = number_of(paragraph, last)
        if number:
            last = terms.parts_of(number)
            found.append((number, [line]))
        elif ends.match(line) or (PERSON.search(line[-40:]) and len(line) < 150):
            break
        elif line and found:
            found[-1][1].append(line)
        elif line:
            found.append(("", [line]))
        taken = place + 1
    return Items(items=_drafts(found), control=_control(found), taken=taken)


def _drafts(found: list[tuple[str, list[str]]]) -> tuple[ItemDraft, ...]:
    out: list[ItemDraft] = []
    asked: dict[tuple[int, ...], tuple[str, ...]] = {}
    for number, lines in found:
        parts = terms.parts_of(number)
        title = text.flow(lines)
        who = addressees(title) or next(
            (asked[parts[:n]] for n in range(len(parts) - 1, 0, -1) if parts[:n] in asked), ()
        )
        asked[parts] = who
        out.append(
            ItemDraft(number=number, title=title, deadline=deadline_of(title), executors=who)
        )
    return tuple(out)


def deadline_of(title: str) -> str | None:
    """Return the term that the text of an item names, as printed, or ``None``."""
    match = _DUE.search(title)
    return text.one_line(match.group().split("\n")).rstrip(" .,;") if match else None


def addressees(title: str) -> tuple[str, ...]:
    """Return whom an item addresses, in the nominative; persons named beside them follow."""
    line = _TO_WHOM.sub("", title.split("\n", maxsplit=1)[0].strip())
    if _CONTROL.match(line) or _INFINITIVE.match(line):
        return ()
    if not (_DATIVE.match(line) or executors.is_legal(line)):
        return ()
    phrase = re.split(
        rf"\s+{_VERB}\b|:|,(?!\s*[А-ЯЁ])|\s+(?:при|в целях|с целью)\s", line, maxsplit=1
    )[0]
    if phrase == line and not line.endswith(":"):
        return ()
    phrase = re.sub(r"\s*\(\s*далее[^()]*\)", "", phrase)
    office, people = cases.people_in(phrase, "dative")
    names = executors.split((cases.nominative(office, "dative"),)) if office else ()
    return (*names, *people)


def _control(found: list[tuple[str, list[str]]]) -> PersonDraft | str | None:
    """Return ``signatory``, or whom the order puts in control of itself."""
    for _, lines in found:
        line = text.one_line(lines)
        if not _CONTROL.match(line):
            continue
        if _SELF.search(line):
            return "signatory"
        if match := _UPON.search(line):
            office, people = cases.people_in(match[1], "accusative")
            return PersonDraft(
                name=people[0] if people else "", post=cases.nominative(office, "accusative")
            )
    return None
