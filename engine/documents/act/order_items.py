"""The numbered items of an order: what it says, to whom, by when."""

from __future__ import annotations

import re

import msgspec

from engine.documents.act.addressees import VERB, addressees
from engine.documents.act.control import who_controls
from engine.documents.printed import terms, text
from engine.documents.printed.grid import Paragraph
from engine.people.mentions import PERSON
from engine.workflows.orders.draft import ItemDraft, PersonDraft

_TYPED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,3}[.)]?)\s*(?=[А-ЯЁA-Z«\"])")
_TYPED_DEEP = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){1,3}[.)]?)\s+(?=[а-яё])")
_INNER = re.compile(r"^(\d{1,2}|[а-яё])\)\s*(?=\S)")
_SKIPPED = 3  # so many numbers may be missing before a number is taken for something else
_APPROVES = re.compile(
    r"^(?:утвердить|признать|отменить|считать|настоящ|приказ|постановлени|распоряжени)",
    re.IGNORECASE,
)
_DAY = rf"(?:{terms.WRITTEN}|{terms.FIGURES})"
_EACH = r"(?:ежегодно|ежеквартально|ежемесячно)"
_DUE = re.compile(
    rf"(?:в срок\s+)?(?:{_EACH}\s+)?(?:до|не позднее|по|к)\s+{_DAY}(?:\s*г(?:ода|\.)?)?"
    r"(?:\s+включительно)?"
    rf"|{_EACH}\s*,?\s+(?:в срок\s+)?(?:до|не позднее)\s+"
    rf"\d{{1,2}}(?:-?го)?\s+(?:{terms.MONTH}|числа(?:[^.;,]|,\s*следующ){{0,80}})"
    r"|в срок\s+(?:до|не позднее|с)\s+[^.;]{3,60}"
    r"|(?<=срок: )[^.;]{0,10}\d[^;]{3,30}?(?=[.;]?$)"
    rf"|до\s+(?:конца|{terms.MONTH}|конца\s+{terms.MONTH})\s+20\d\d\s*г(?:ода|\.)?"
    r"|в течение\s+\d+(?:-?ти|-?х)?\s+(?:\w+\s+)?(?:дн\w+|недел\w+|месяц\w+)"
    rf"(?:\s+(?:со дня|с момента|после)(?:\s+[а-яё]+){{1,3}}?(?=\s+{VERB}\b|[.,;]|$))?"
    rf"|\bв\s+{terms.MONTH}(?:\s*(?:,|и|-|–|—)\s*{terms.MONTH})*(?:\s+20\d\d(?:\s*г(?:ода|\.)?)?)?",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^(?:(?:и\.?\s?о\.?|врио|исполняющ(?:ий|ая)|первый|заместитель)\s+)*"
    r"(?:начальник|заместитель|глава|директор|руководитель|председатель|заведующ(?:ий|ая)|министр"
    r"|зам\.|зав\.|и\.?\s?о\.)(?!\w)",
    re.IGNORECASE,
)


class Items(msgspec.Struct, frozen=True, kw_only=True):
    """The items of an order, who is in control, and how many paragraphs they took up."""

    items: tuple[ItemDraft, ...] = ()
    control: PersonDraft | str | None = None
    taken: int = 0


class _Item(msgspec.Struct):
    """An item while its lines are gathered; ``path`` places it below the items around it."""

    number: str
    path: tuple[int, ...]
    lines: list[str]


def number_of(paragraph: Paragraph, last: tuple[int, ...]) -> tuple[str, str]:
    """Return the number of an item, automatic or typed, and its text; ``""`` where it has none."""
    if terms.parts_of(paragraph.label):
        return paragraph.label, paragraph.text
    line = paragraph.text
    typed = _TYPED.match(line) or (_TYPED_DEEP.match(line) if last else None)
    if not typed:
        return "", line
    parts = terms.parts_of(typed[1])
    follows = last[0] <= parts[0] <= last[0] + _SKIPPED if last else parts[:1] == (1,)
    return (typed[1], line[typed.end() :]) if follows else ("", line)


def read_items(paragraphs: tuple[Paragraph, ...]) -> Items:
    """Return the items with which *paragraphs* begin; the signature closes them."""
    found: list[_Item] = []
    taken = 0
    for place, paragraph in enumerate(paragraphs):
        item = _begun(paragraph, found)
        if item is not None:
            found.append(item)
        elif _is_signature(paragraph.text):
            break
        elif paragraph.text and found and not _stands_alone(paragraph.text, found[-1]):
            found[-1].lines.append(paragraph.text)
        elif paragraph.text:
            found.append(_Item(number="", path=(), lines=[paragraph.text]))
        taken = place + 1
    return Items(items=_drafts(found), control=_control(found), taken=taken)


def _stands_alone(line: str, before: _Item) -> bool:
    """Tell whether *line* is an item of an act that numbers none."""
    return not before.number and line[:1].isupper() and not text.is_listed(line)


def _begun(paragraph: Paragraph, before: list[_Item]) -> _Item | None:
    """Return the item that *paragraph* begins, a point «1)» or «а)» below another among them."""
    if before and (point := _INNER.match(paragraph.text)) and not paragraph.label:
        above = _above(before, point[1])
        if above is not None:
            path = (*above, _count(point[1]))
            return _Item(number=point[0].strip(), path=path, lines=[paragraph.text[point.end() :]])
    plain = next((item.path for item in reversed(before) if not item.number.endswith(")")), ())
    number, line = number_of(paragraph, plain)
    return _Item(number=number, path=terms.parts_of(number), lines=[line]) if number else None


def _above(before: list[_Item], sign: str) -> tuple[int, ...] | None:
    """Return the path of the item below which a point with this *sign* is, if any."""
    last = before[-1]
    if last.number.endswith(")") and _INNER.match(f"{last.number} x"):
        goes_on = last.path[-1] + 1 == _count(sign)
        return last.path[:-1] if goes_on and len(last.path) > 1 else None
    opens = last.lines[-1].rstrip().endswith((":", ",")) and _count(sign) == 1
    return last.path if opens and last.path else None


def _count(sign: str) -> int:
    return int(sign) if sign.isdecimal() else "абвгдежзиклмнопрст".find(sign) + 1


def _is_signature(line: str) -> bool:
    """Tell whether *line* is a post or a name that closes the act, and no part of an item."""
    if text.is_listed(line) or line.rstrip().endswith((";", ",", ":")):
        return False
    if _SIGNATURE.match(line) and not re.search(rf"\s{VERB}\b", line):
        return True
    named = PERSON.search(line[-40:])
    return bool(named) and len(line) < 150 and not line.rstrip().endswith(".")


def _drafts(found: list[_Item]) -> tuple[ItemDraft, ...]:
    out: list[ItemDraft] = []
    asked: dict[tuple[int, ...], tuple[str, ...]] = {}
    for item in found:
        title = text.flow(item.lines)
        above = [item.path[:n] for n in range(len(item.path) - 1, 0, -1)]
        who = addressees(title) or next((asked[path] for path in above if path in asked), ())
        asked[item.path] = who
        out.append(
            ItemDraft(number=item.number, title=title, deadline=deadline_of(title), executors=who)
        )
    return tuple(out)


def deadline_of(title: str) -> str | None:
    """Return the term that the text of an item names, as printed, or ``None``.

    What an item approves or repeals has its own terms: they are not those of the item.
    """
    if _APPROVES.match(title):
        return None
    match = _DUE.search(title)
    return text.one_line(match.group().split("\n")).rstrip(" .,;") if match else None


def _control(found: list[_Item]) -> PersonDraft | str | None:
    """Return ``signatory``, or whom the order puts in control of itself."""
    said = (who_controls(text.one_line(item.lines)) for item in found)
    return next((who for who in said if who is not None), None)
