"""The head of a document: which order it is, of whom, and what it orders.

An order says so in its first lines; a plan that was approved by a stamp has only that.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from engine.documents.act import order_items
from engine.documents.names.kinds import PERSON
from engine.documents.printed import terms, text
from engine.documents.printed.grid import Paragraph
from engine.workflows.draft import OrderDraft, PersonDraft

_KINDS = {
    "приказ": "order",
    "распоряжение": "order",
    "решение": "resolution",
    "постановление": "resolution",
}
_STAMP = re.compile(r"^утвержд(?:аю|ен[оаы]?)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?:№|\bN)\s*([\w][\w/.–-]*(?:\s(?:од|о|п|пр|р|пг|па)\b)?)", re.IGNORECASE)
_TITLE = re.compile(r"^(?:об?|обо|про)\s+\S", re.IGNORECASE)
_PREAMBLE = re.compile(
    r"^(?:в соответствии|в целях|с целью|на основании|во исполнение|руководствуясь|согласно"
    r"|по результатам|по итогам|в связи|в рамках|учитывая|для )|приказываю|постановляю",
    re.IGNORECASE,
)
_ORDERS = re.compile(r"(?:приказыва|постановля|обязыва|распоряжа)[а-яё]+\s*:?\s*$", re.IGNORECASE)
SIGNATURE = re.compile(
    r"^(?:и\.?\s?о\.?|врио|исполняющ|начальник|заместител|первый заместител|глава|директор"
    r"|руководител|председател|заведующ|министр|зам\.|зав\.)",
    re.IGNORECASE,
)
_PLACE = re.compile(r"^(?:г|р\.?\s?п|с|п|пос|пгт|ст|х|д)\.\s", re.IGNORECASE)
_OFFICE = re.compile(
    r"управлени|администрац|отдел|комитет|департамент|министерств|глава|учреждени|район|округ"
    r"|област|город|кра[йя]|республик|образовани|федерац",
    re.IGNORECASE,
)
_ACT = re.compile(
    r"(?:приказ|постановлени|распоряжени|указ)\w*(?:\s(?![№«])[^№]{0,200}?)?\s*№\s*[\w/.–-]+"
    r"(?:\s+от\s+[\d.\s]{8,12})?",
    re.IGNORECASE,
)


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What the first paragraphs say of the order, and how many of them they are.

    ``found`` tells whether there is an order or a stamp at all.
    """

    order: OrderDraft
    taken: int = 0
    found: bool = True


def read_head(paragraphs: tuple[Paragraph, ...]) -> Head:
    """Return the particulars of the order with which *paragraphs* begin."""
    lines = [paragraph.text for paragraph in paragraphs]
    named = next((n for n, line in enumerate(lines[:60]) if kind_of_act(line)), None)
    stamped = next((n for n, line in enumerate(lines[:60]) if _STAMP.match(unspaced(line))), None)
    if named is None and stamped is None:
        named = _unnamed(lines)
    if named is not None and (stamped is None or named < stamped):
        return _order(paragraphs, lines, named)
    if stamped is not None:
        return _stamp(lines, stamped)
    return Head(order=OrderDraft(key="", date=""), found=False)


def _unnamed(lines: list[str]) -> int | None:
    """Return the line of an act that does not say what it is: day and number, then a title."""
    for place, line in enumerate(lines[:20]):
        if terms.dates_in(line) and _NUMBER.search(line) and len(line) < 80:
            titled = _find(lines, place + 1, _TITLE, 8)
            annexed = any(re.match("приложени", text.casefold()) for text in lines[:place])
            return place if titled is not None and not annexed else None
    return None


def named_by_annex(annex: str) -> OrderDraft | None:
    """Return the order whose number and day an annex prints («к приказу … от … № …»), if both."""
    words = annex.casefold()
    act = next((kind for stem, kind in _KINDS.items() if f" {stem[:-1]}" in words), "")
    day, number = _dated([re.sub(r"^приложени\w+\s*№?\s*\d*", "", annex, flags=re.IGNORECASE)])
    if not (act and day and number):
        return None
    kind: Literal["order", "resolution"] = "resolution" if act == "resolution" else "order"
    return OrderDraft(key="", number=number, date=day, kind=kind)


def kind_of_act(line: str) -> str:
    """Return ``order`` or ``resolution`` where *line* heads such an act, else ``""``."""
    words = unspaced(line).split()
    if not words or len(line) > 80:
        return ""
    word = words[0].strip(" .:«»")
    return (
        _KINDS.get(word.casefold(), "")
        if word[:1].isupper() and (word.isupper() or len(words) == 1)
        else ""
    )


def unspaced(line: str) -> str:
    """Return *line* with «П Р И К А З» written together."""
    return re.sub(r"(?<=\b\w)\s(?=\w\b)", "", line)


def _order(paragraphs: tuple[Paragraph, ...], lines: list[str], named: int) -> Head:
    title_at = _find(lines, named + 1, _TITLE, 12)
    if title_at is None:
        title_at = len(lines[: named + 4])
    dated = _dated(lines[max(0, named - 4) : title_at + 1])
    title, after = _title(paragraphs, title_at)
    starts, preamble = _preamble(paragraphs, after)
    items = order_items.read_items(paragraphs[starts:], SIGNATURE)
    signed_at = starts + items.taken
    signatory, taken = _signed(lines, signed_at)
    order = OrderDraft(
        key="",
        number=dated[1],
        date=dated[0],
        kind="resolution" if kind_of_act(lines[named]) == "resolution" else "order",
        issuer=_issuer(lines[:named]),
        title=title,
        signatory=signatory,
        control=items.control,  # type: ignore[arg-type]
        parent=_parents(preamble),
        items=items.items if signatory or len(items.items) < 60 else (),
    )
    return Head(order=order, taken=taken)


def _find(lines: list[str], start: int, pattern: re.Pattern[str], within: int) -> int | None:
    for place in range(start, min(len(lines), start + within)):
        if pattern.search(lines[place]):
            return place
    return None


def _dated(lines: list[str]) -> tuple[str, str]:
    """Return day (ISO) and number, each the first that these lines name."""
    day = number = ""
    for line in lines:
        days = terms.dates_in(line)
        day = day or (days[0].isoformat() if days else "")
        match = _NUMBER.search(line)
        number = number or (match[1].strip(" .–-") if match else "")
    return day, number


def _issuer(lines: list[str]) -> str:
    named = [line for line in lines if _OFFICE.search(line) and "@" not in line]
    return text.one_line(
        line for line in named if not terms.dates_in(line) and not _STAMP.match(line)
    )


def _title(paragraphs: tuple[Paragraph, ...], start: int) -> tuple[str, int]:
    """Return the title of the order and the place of the paragraph after it."""
    out: list[str] = []
    place = start
    while place < len(paragraphs):
        line = paragraphs[place].text
        if (
            not line
            or terms.parts_of(paragraphs[place].label)
            or _PREAMBLE.search(line)
            or len(out) > 12
        ):
            break
        out.append(line)
        place += 1
    return text.one_line(out), place


def _preamble(paragraphs: tuple[Paragraph, ...], start: int) -> tuple[int, str]:
    """Return where the items begin, and the text before them."""
    lines: list[str] = []
    for place in range(start, min(len(paragraphs), start + 40)):
        paragraph = paragraphs[place]
        if order_items.number_of(paragraph, ())[0]:
            return place, text.one_line(lines)
        lines.append(paragraph.text)
        if _ORDERS.search(unspaced(paragraph.text)):
            return place + 1, text.one_line(lines)
    return start, ""


def _parents(preamble: str) -> str:
    """Return the acts on which the order rests, as printed, each once."""
    found = [match.group().strip(" ,.") for match in _ACT.finditer(preamble)]
    return "; ".join(dict.fromkeys(found))


def _signed(lines: list[str], start: int) -> tuple[PersonDraft | None, int]:
    """Return who signed, and the place of the line after the signature."""
    post: list[str] = []
    for place in range(start, min(len(lines), start + 6)):
        match = PERSON.search(lines[place])
        if match:
            post.append(lines[place][: match.start()].strip(" _\t/"))
            name = match.group().strip()
            return PersonDraft(name=name, post=text.one_line(filter(None, post))), place + 1
        if lines[place]:
            post.append(lines[place])
    return None, start


def _stamp(lines: list[str], at: int) -> Head:
    """Read an approval stamp: who approved, when, and by which order if it names one."""
    block: list[str] = []
    place = at
    while place < len(lines) and place < at + 12 and (lines[place] or not block):
        if place > at and _is_plan(lines[place]):
            break
        block.append(lines[place])
        place += 1
    day, number = _dated(block)
    body = [_STAMP.sub("", unspaced(block[0])).strip(" :"), *block[1:]]
    person = next((PERSON.search(line) for line in body if PERSON.search(line)), None)
    post = [
        PERSON.sub("", line).strip(" _/\t")
        for line in body
        if not terms.dates_in(line) and not _NUMBER.search(line)
    ]
    office = text.one_line(filter(None, post))
    order = OrderDraft(
        key="",
        number=number,
        date=day,
        kind="order" if number else "stamp",
        issuer=_office_of(office) if person else office,
        signatory=PersonDraft(name=person.group().strip(), post=office) if person else None,
    )
    return Head(order=order, taken=place)


def _office_of(post: str) -> str:
    """Return the office whose head signed, as far as his post names it."""
    match = re.search(
        r"\b(управлени|отдел|комитет|департамент)(?:я|а|ем|ом)\b(.*)", post, re.IGNORECASE
    )
    if not match:
        return ""
    noun = match[1].capitalize() + ("е" if match[1].casefold() == "управлени" else "")
    return f"{noun}{match[2]}"


def _is_plan(line: str) -> bool:
    return bool(
        re.match(r"^[«\"(]?(?:план|дорожн|паспорт|комплекс|программ|перечень)", line.casefold())
    )
