"""An approval without the act itself: a stamp over the plan, or an annex that names its order."""

from __future__ import annotations

import re
from typing import Literal

from engine.documents.act import signs
from engine.documents.printed import terms, text
from engine.people.mentions import PERSON
from engine.workflows.orders.draft import OrderDraft, PersonDraft

ActKind = Literal["order", "resolution", "stamp"]
STAMP = re.compile(r"^утвержд(?:аю|[её]н[оаы]?)\b", re.IGNORECASE)
_PLAN = re.compile(r"^[«\"(]?(?:план|дорожн|паспорт|комплекс|программ|перечень)", re.IGNORECASE)
_MEETING = re.compile(r"протокол|заседани|согласован|принят", re.IGNORECASE)
_LONGEST = 12


def read_stamp(lines: list[str], at: int) -> tuple[OrderDraft, int]:
    """Read the stamp that begins in line *at*: who approved, when, by which order if it says so.

    Also return the place of the line after it.
    """
    block: list[str] = []
    place = at
    while place < len(lines) and place < at + _LONGEST and (lines[place] or not block):
        if place > at and _PLAN.match(lines[place]):
            break
        block.append(lines[place])
        place += 1
    day, number = signs.dated(block)
    body = [STAMP.sub("", signs.unspaced(block[0])).strip(" :"), *block[1:]]
    return _order(body, day, number), place


def named_by_annex(annex: str) -> OrderDraft | None:
    """Return the order whose number and day an annex prints («к приказу … от … № …»), if both."""
    said = re.sub(r"^приложени\w+\s*№?\s*\d*", "", annex, flags=re.IGNORECASE)
    kind = signs.kind_named(said)
    day, number = signs.dated([said])
    if not (kind and day and number):
        return None
    return OrderDraft(
        key="", number=number, date=day, kind=_kind(kind), issuer=signs.office_of(_office(said))
    )


def _order(body: list[str], day: str, number: str) -> OrderDraft:
    person = next((found for line in body if (found := PERSON.search(line))), None)
    kind = next((kind for line in body if (kind := signs.kind_named(line))), "")
    post = [PERSON.sub("", line).strip(" _/\t") for line in body if not _is_dated(line)]
    office = text.one_line(filter(None, post))
    return OrderDraft(
        key="",
        number=number,
        date=day,
        kind=_kind(kind or "order") if number else "stamp",
        issuer=signs.office_of(_office(office)),
        signatory=PersonDraft(name=person.group().strip(), post=office) if person else None,
    )


def _is_dated(line: str) -> bool:
    """Tell whether *line* gives day and number, and so neither post nor office."""
    named = bool(signs.number_in(line)) and not signs.office_of(_office(line))
    return bool(terms.dates_in(line)) or named


def _office(words: str) -> str:
    """Return *words* without the act's own word and what is after its day or number."""
    after = re.sub(rf"^.*?\b{signs.ACT_WORD}\s+", "", words, count=1, flags=re.IGNORECASE)
    return re.split(r"\s+(?:от\s+[«\"\d]|№(?![^«]*»))", after, maxsplit=1)[0]


def _kind(found: str) -> ActKind:
    return "resolution" if found == "resolution" else "order"
