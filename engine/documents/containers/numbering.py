"""Word's automatic numbers, which are in no text: counted as Word counts them."""

from __future__ import annotations

from typing import Any

import msgspec
from docx.oxml.ns import qn

from engine.calendar.names import roman

_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
BULLET = "•"


class _Level(msgspec.Struct):
    """How a level of a list is written: its format, its pattern (``%1.%2.``), its first number."""

    form: str = "decimal"
    pattern: str = ""
    first: int = 1


class Numbering:
    """Counts the numbered paragraphs of one document, in the order in which it is asked."""

    def __init__(self, document: Any) -> None:
        self._lists: dict[str, str] = {}
        self._levels: dict[tuple[str, int], _Level] = {}
        self._restarts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[str] = set()
        self._styles = document.styles.element
        for relation in document.part.rels.values():
            if relation.reltype.endswith("/numbering") and not relation.is_external:
                self._learn(relation.target_part.element)

    def label(self, paragraph: Any) -> str:
        """Return the number or bullet of a ``w:p`` element, ``""`` where it has none."""
        number, level = self._numbered(paragraph)
        if number not in self._lists or number == "0":
            return ""
        return self._next(number, level)

    def _learn(self, root: Any) -> None:
        for abstract in root.iterchildren(qn("w:abstractNum")):
            key = abstract.get(qn("w:abstractNumId"), "")
            for level in abstract.iterchildren(qn("w:lvl")):
                self._levels[key, _whole(level.get(qn("w:ilvl")))] = _level(level)
        for number in root.iterchildren(qn("w:num")):
            key = number.get(qn("w:numId"), "")
            self._lists[key] = _value(number, "w:abstractNumId")
            for override in number.iterchildren(qn("w:lvlOverride")):
                if start := _value(override, "w:startOverride"):
                    self._restarts[key, _whole(override.get(qn("w:ilvl")))] = _whole(start)

    def _numbered(self, paragraph: Any) -> tuple[str, int]:
        """Return the list and level of a paragraph, from itself or from its style."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return "", 0
        number, level = _list_of(properties)
        style = _value(properties, "w:pStyle")
        for _ in range(20):  # styles rest on styles; a circle of them ends here
            if number or not style:
                break
            found = self._style(style)
            if found is None:
                break
            inner = found.find(qn("w:pPr"))
            if inner is not None:
                number, level = _list_of(inner)
            style = _value(found, "w:basedOn")
        return number, level

    def _style(self, name: str) -> Any:
        return next(
            (
                style
                for style in self._styles.iterchildren(qn("w:style"))
                if style.get(qn("w:styleId")) == name
            ),
            None,
        )

    def _next(self, number: str, level: int) -> str:
        abstract = self._lists[number]
        counts = self._counts.setdefault(abstract, {})
        if number not in self._started:
            self._started.add(number)
            for (key, place), first in self._restarts.items():
                if key == number:
                    counts[place] = first - 1
        first = self._levels.get((abstract, level), _Level()).first
        counts[level] = counts.get(level, first - 1) + 1
        for deeper in [place for place in counts if place > level]:
            del counts[deeper]
        return self._written(abstract, level, counts)

    def _written(self, abstract: str, level: int, counts: dict[int, int]) -> str:
        shape = self._levels.get((abstract, level), _Level())
        if shape.form in ("bullet", "none"):
            return BULLET if shape.form == "bullet" else ""
        out = shape.pattern
        for place in range(level + 1):
            inner = self._levels.get((abstract, place), _Level())
            out = out.replace(f"%{place + 1}", _figure(inner.form, counts.get(place, inner.first)))
        return out


def _level(element: Any) -> _Level:
    first = _value(element, "w:start")
    return _Level(
        form=_value(element, "w:numFmt") or "decimal",
        pattern=_value(element, "w:lvlText"),
        first=_whole(first) if first else 1,
    )


def _list_of(properties: Any) -> tuple[str, int]:
    found = properties.find(qn("w:numPr"))
    if found is None:
        return "", 0
    return _value(found, "w:numId"), _whole(_value(found, "w:ilvl"))


def _value(element: Any, child: str) -> str:
    found = element.find(qn(child))
    return "" if found is None else str(found.get(qn("w:val"), ""))


def _whole(text: str | None) -> int:
    return int(text) if text and text.lstrip("-").isdecimal() and len(text) < 6 else 0


def _figure(form: str, count: int) -> str:
    if form.endswith("Roman"):
        figures = roman(count)
        return figures.upper() if form == "upperRoman" else figures
    if form in ("russianLower", "russianUpper") and 0 < count <= len(_CYRILLIC):
        letter = _CYRILLIC[count - 1]
        return letter.upper() if form == "russianUpper" else letter
    if form in ("lowerLetter", "upperLetter") and 0 < count <= 26:
        return chr(ord("a" if form == "lowerLetter" else "A") + count - 1)
    return f"{count:02d}" if form == "decimalZero" else str(count)
