"""The head of a document: which order it is, of whom, and what it orders.

An order says so in its first lines; a plan that was approved by a stamp has only that.
"""

from __future__ import annotations

import re

import msgspec

from engine.documents.act import order_items, signs, stamps
from engine.documents.printed import terms, text
from engine.documents.printed.grid import Paragraph
from engine.documents.printed.text import SEAL
from engine.people.mentions import PERSON
from engine.workflows.orders.draft import OrderDraft, PersonDraft

_TITLE = re.compile(r"^[«\"(]?(?:об?|обо|про)\s+\S", re.IGNORECASE)
_PREAMBLE = re.compile(
    r"^(?:в соответствии|в целях|с целью|на основании|во исполнение|руководствуясь|согласно"
    r"|по результатам|по итогам|в связи|в рамках|учитывая|заслушав|рассмотрев|обсудив|исходя из"
    r"|принимая во внимание|с учетом|для )|приказываю|постановляю",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"(?:(?:приказыва|постановля|обязыва|распоряжа)[а-яё]+|решил[аио]?|решает)\s*:?\s*$",
    re.IGNORECASE,
)
_ANNEX = re.compile(r"^приложени", re.IGNORECASE)
_PLACE = re.compile(r"^(?:г|р\.?\s?п|с|п|пос|пгт|ст|х|д)\.\s", re.IGNORECASE)
_OFFICE = re.compile(
    r"управлени|администрац|отдел|комитет|департамент|министерств|глава|учреждени|район|округ"
    r"|област|город|кра[йя]|республик|образовани|федерац|школ|гимнази|лице[йя]|детск\w+ сад|центр",
    re.IGNORECASE,
)
_ACT = re.compile(
    r"\b(?:приказ|постановлени|распоряжени|указ(?:а|у|ом|е)?\b|письм|решени)\w*"
    r"(?:\s(?![№«])[^№;]{0,200}?)?\s*№\s*[\w/\\.–-]+(?:\s+от\s+[\d.\s]{8,12})?",
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
    first = lines[:60]
    annexed = _find(lines, 0, _ANNEX, 60)
    named = next((n for n, line in enumerate(first[:annexed]) if signs.kind_of_act(line)), None)
    stamped = next(
        (n for n, line in enumerate(first) if stamps.STAMP.match(signs.unspaced(line))), None
    )
    if named is None and stamped is None:
        named = _unnamed(lines)
    if named is not None and (stamped is None or named < stamped):
        return _order(paragraphs, lines, named)
    if stamped is not None:
        order, taken = stamps.read_stamp(lines, stamped)
        return Head(order=order, taken=taken)
    return Head(order=OrderDraft(key="", date=""), found=False)


def _unnamed(lines: list[str]) -> int | None:
    """Return the line of an act that does not say what it is: day and number, then a title."""
    for place, line in enumerate(lines[:20]):
        if terms.dates_in(line) and signs.number_in(line) and len(line) < 80:
            titled = _find(lines, place + 1, _TITLE, 8)
            annexed = _find(lines, 0, _ANNEX, place)
            return place if titled is not None and annexed is None else None
    return None


def _order(paragraphs: tuple[Paragraph, ...], lines: list[str], named: int) -> Head:
    title_at = _title_at(paragraphs, named + 1)
    day, number = signs.dated(lines[max(0, named - 4) : title_at + 1])
    title, after = _title(paragraphs, title_at)
    starts, preamble = _preamble(paragraphs, after)
    items = order_items.read_items(paragraphs[starts:])
    signatory, taken = _signed(lines, starts + items.taken)
    order = OrderDraft(
        key="",
        number=number,
        date=day,
        kind="resolution" if signs.kind_of_act(lines[named]) == "resolution" else "order",
        issuer=_issuer(lines[:named]),
        title=title,
        signatory=signatory,
        control=items.control,  # type: ignore[arg-type]
        parent=_parents(preamble),
        items=items.items if signatory or len(items.items) < 60 else (),
    )
    return Head(order=order, taken=taken)


def _title_at(paragraphs: tuple[Paragraph, ...], start: int) -> int:
    """Return where the title begins: at «О …», else at the first line that is nothing else."""
    lines = [paragraph.text for paragraph in paragraphs]
    titled = _find(lines, start, _TITLE, 12)
    if titled is not None:
        return titled
    place = start
    while place < min(len(lines), start + 12) and _is_front(lines[place]):
        place += 1
    return place


def _is_front(line: str) -> bool:
    """Tell whether *line* is between an act's word and its title: day, number, place."""
    day, number = signs.dated([line])
    return not line.strip("_ ") or bool(day or number) or bool(_PLACE.match(line))


def _find(lines: list[str], start: int, pattern: re.Pattern[str], within: int) -> int | None:
    for place in range(start, min(len(lines), start + within)):
        if pattern.search(lines[place]):
            return place
    return None


def _issuer(lines: list[str]) -> str:
    named: list[str] = []
    for line in lines:
        # A name in capitals goes on in capitals, whichever word its line happens to hold.
        goes_on = bool(named) and named[-1].isupper() and line.isupper()
        if (_OFFICE.search(line) or goes_on) and "@" not in line:
            named.append(line)
    return text.one_line(
        line for line in named if not terms.dates_in(line) and not stamps.STAMP.match(line)
    )


def _title(paragraphs: tuple[Paragraph, ...], start: int) -> tuple[str, int]:
    """Return the title of the order and the place of the paragraph after it."""
    out: list[str] = []
    place = start
    while place < len(paragraphs):
        line = paragraphs[place].text
        if (
            not line
            or order_items.number_of(paragraphs[place], ())[0]
            or _PREAMBLE.search(line)
            or _ORDERS.search(signs.unspaced(line))
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
        if _ORDERS.search(signs.unspaced(paragraph.text)):
            return place + 1, text.one_line(lines)
    return start, ""


def _parents(preamble: str) -> str:
    """Return the acts on which the order rests, as printed, each once."""
    found = [match.group().strip(" ,.") for match in _ACT.finditer(preamble)]
    return "; ".join(dict.fromkeys(found))


def _signed(lines: list[str], start: int) -> tuple[PersonDraft | None, int]:
    """Return who signed, and the place of the line after the signature."""
    post: list[str] = []
    for place in range(start, min(len(lines), start + 10)):
        if SEAL.search(lines[place]):
            continue
        match = PERSON.search(lines[place])
        if match:
            post.append(lines[place][: match.start()].strip(" _\t/:"))
            name = match.group().strip()
            return PersonDraft(name=name, post=text.one_line(filter(None, post))), place + 1
        if lines[place]:
            post.append(lines[place])
    return None, start
