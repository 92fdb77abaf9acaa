"""The lines over a table: of which annex it is, what it is called, which number it has."""

from __future__ import annotations

import re

import msgspec

from engine.documents.printed import terms, text
from engine.documents.printed.grid import Paragraph

_ANNEX = re.compile(r"^приложени[ея]\b", re.IGNORECASE)
_TO = re.compile(
    r"^(?:к|утвержд|от|администраци|управлени|№|район|город|област|муниципал)", re.IGNORECASE
)
_HEADING = re.compile(
    r"^[«\"(]?\s*(?:паспорт|(?:комплексн\w+|муниципальн\w+|календарн\w+|сводн\w+|годов\w+)?\s*план\b"
    r"|план-график|дорожн\w+ карт|комплекс мер|перечень|программа\b|мероприяти|циклограмма|график"
    r"|муниципальн\w+ (?:дорожн|программ|комплекс))",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:основн\w+\s+)?(?:цел[ьи]|задач[аи]|ожидаем\w+|показател\w+)\b[^.]{0,40}:|.*:$",
    re.IGNORECASE,
)
_PROSE = re.compile(r"разработан|утвердить|настоящ|включает", re.IGNORECASE)
_OWN_NUMBER = re.compile(
    r"(?:карт\w*|план\w*)[»\"”]?\s*(?:№\s*)?(\d{1,2}(?:\.\d{1,2})+(?!\d)|\d{1,2}(?=\s*[»\"”)]))"
)


class Caption(msgspec.Struct, frozen=True, kw_only=True):
    """What is over a table: annex as printed, title, and the prose before the title.

    ``loose`` are all the lines, for a table that has no title of its own; ``under`` is the heading
    between the title and the table.
    """

    annex: str = ""
    title: str = ""
    story: tuple[Paragraph, ...] = ()
    loose: tuple[str, ...] = ()
    under: str = ""

    @property
    def is_new(self) -> bool:
        """Whether these lines begin another plan rather than a part of the one before."""
        return bool(self.annex or self.title)


def read_caption(paragraphs: tuple[Paragraph, ...]) -> Caption:
    """Return what *paragraphs*, the lines between two tables, say of the second one."""
    annex, rest = _annex(paragraphs)
    start, end = _title(rest)
    loose = tuple(p.text for p in rest if p.text and not p.text.strip("_- ").isdigit())
    return Caption(
        annex=annex,
        title=text.one_line(p.text for p in rest[start:end]),
        story=rest[:start] + rest[end:],
        under=_under(rest[end:]),
        loose=tuple(line for line in loose if line.strip("_- ")),
    )


def annexes(paragraphs: tuple[Paragraph, ...]) -> tuple[str, ...]:
    """Return every annex that *paragraphs* name, each with the lines that say to what."""
    return tuple(_named(paragraphs, start)[0] for start in _starts(paragraphs))


def own_number(title: str) -> str:
    """Return the number that a plan carries in its own title («дорожная карта» 1.2), or ``""``."""
    match = _OWN_NUMBER.search(title)
    return match[1] if match else ""


def annex_number(annex: str) -> str:
    """Return the number of an annex, or ``""``."""
    match = re.match(r"приложение\s*(?:№\s*)?(\d{1,2})", annex, re.IGNORECASE)
    return match[1] if match else ""


def _annex(paragraphs: tuple[Paragraph, ...]) -> tuple[str, tuple[Paragraph, ...]]:
    """Return the last annex that is named, with the lines that say to what, and what follows."""
    starts = _starts(paragraphs)
    if not starts:
        return "", paragraphs
    annex, end = _named(paragraphs, starts[-1])
    return annex, paragraphs[end:]


def _starts(paragraphs: tuple[Paragraph, ...]) -> list[int]:
    return [n for n, p in enumerate(paragraphs) if _ANNEX.match(p.text) and len(p.text) < 160]


def _named(paragraphs: tuple[Paragraph, ...], start: int) -> tuple[str, int]:
    """Return the annex that begins at *start*, as printed, and the place after its lines."""
    end = start + 1
    while end < len(paragraphs) and end < start + 8:
        line = paragraphs[end].text
        if not line or _HEADING.match(line) or not (_TO.match(line) or _is_dated(line)):
            break
        end += 1
    return text.one_line(p.text for p in paragraphs[start:end]), end


def _is_dated(line: str) -> bool:
    return "№" in line or bool(terms.dates_in(line))


def _under(paragraphs: tuple[Paragraph, ...]) -> str:
    """Return the short lines right over a table as the heading that they may be."""
    lines = [p.text for p in paragraphs if p.text.strip("_- ")]
    long = any(len(line) > 200 or line.endswith((":", ";")) for line in lines)
    return "" if long or len(lines) > 2 else text.one_line(lines)


def _title(paragraphs: tuple[Paragraph, ...]) -> tuple[int, int]:
    """Return where the last title among *paragraphs* begins and ends; equal if there is none."""
    found = [n for n, p in enumerate(paragraphs) if _is_heading(p)]
    if not found:
        return len(paragraphs), len(paragraphs)
    start = found[-1]
    centred = paragraphs[start].centred
    while start - 1 in found and paragraphs[start - 1].centred == centred:
        start -= 1
    end = start
    while end < len(paragraphs) and paragraphs[end].text and paragraphs[end].centred == centred:
        if end > start and (_is_prose(paragraphs[end]) or _is_numbered(paragraphs[end])):
            break
        if end > start and _LABEL.match(paragraphs[end].text):
            break
        end += 1
    return start, end


def _is_prose(paragraph: Paragraph) -> bool:
    return bool(_PROSE.search(paragraph.text)) and len(paragraph.text) > 120


def _is_numbered(paragraph: Paragraph) -> bool:
    return bool(paragraph.label or terms.split_number(paragraph.text)[0])


def _is_heading(paragraph: Paragraph) -> bool:
    line = paragraph.text
    if not line or paragraph.label or not _HEADING.match(line):
        return False
    return not _PROSE.search(line) and len(line) <= 400 and not line.endswith((":", ";"))
