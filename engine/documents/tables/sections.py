"""Sections under sections: which heading closes which, told by their numbers."""

from __future__ import annotations

import re

from engine.documents.printed import terms, text
from engine.documents.printed.text import Lines
from engine.people.naming import folded
from engine.workflows.orders.draft import MeasureDraft, SectionDraft

MAX_LEVELS = 8


class _Section:
    """A section that is still open."""

    def __init__(self, number: str, title: str) -> None:
        self.number, self.title = number, title
        self.style = _style(number)
        self.measures: list[MeasureDraft] = []
        self.sections: list[_Section] = []

    def frozen(self) -> SectionDraft:
        return SectionDraft(
            number=self.number,
            title=self.title,
            measures=tuple(self.measures),
            sections=tuple(section.frozen() for section in self.sections),
        )


class Outline:
    """Takes headings and measures in printed order and gives them back as a tree."""

    def __init__(self) -> None:
        self._root = _Section("", "")
        self._path: list[_Section] = [self._root]
        self._column: tuple[Lines, ...] = ()
        self._base = 1

    def open(self, number: str, title: str) -> None:
        """Begin a section: inside the one before it, beside it, or above it."""
        section = _Section(number, title)
        self._column = ()
        del self._path[self._level(section) :]
        self._path[-1].sections.append(section)
        self._path.append(section)

    def enter(self, headings: tuple[Lines, ...]) -> None:
        """Begin sections where columns of sections name others than before, one in another.

        An empty cell goes on with what is above it.
        """
        before = self._column + ((),) * (len(headings) - len(self._column))
        named = tuple(own or above for own, above in zip(headings, before, strict=False))
        if not any(named) or named == self._column:
            return
        if not self._column:
            self._base = len(self._path)
        same = next(level for level, own in enumerate(named) if own != before[level])
        del self._path[self._base + sum(map(bool, named[:same])) :]
        for lines in filter(None, named[same:]):
            section = _Section(*terms.split_number(text.one_line(lines)))
            self._path[-1].sections.append(section)
            self._path.append(section)
        self._column = named

    def add(self, measure: MeasureDraft) -> None:
        """Put *measure* into the section that is open, or beside it if its number says so."""
        last = self._path[-1]
        if last is not self._root and _is_beside(measure.number, last):
            self._path.pop()
            beside = _Section("", "")
            self._path[-1].sections.append(beside)
            self._path.append(beside)
        self._path[-1].measures.append(measure)

    def measures(self) -> tuple[MeasureDraft, ...]:
        """Return the measures that are in no section, where there are no sections at all."""
        return () if self._root.sections else tuple(self._root.measures)

    def sections(self) -> tuple[SectionDraft, ...]:
        """Return the sections; measures before the first heading are in an untitled one."""
        whole = self._root.frozen()
        if whole.sections and whole.measures:
            return (SectionDraft(measures=whole.measures), *whole.sections)
        return whole.sections

    def _level(self, section: _Section) -> int:
        """Return how many of the open sections stay open around *section*."""
        for level, other in enumerate(self._path[1:], 1):
            if other.style == section.style:
                return level
        last = self._path[-1]
        if len(self._path) > MAX_LEVELS:
            return len(self._path) - 1
        if last is self._root or _is_child(section.number, last.number):
            return len(self._path)
        parents = [
            level + 1
            for level, other in enumerate(self._path)
            if level and _is_child(section.number, other.number)
        ]
        if parents:
            return parents[-1]
        bare = not last.measures and not last.sections
        return len(self._path) if bare else len(self._path) - 1


def _is_beside(number: str, section: _Section) -> bool:
    """Tell whether 2 comes after a section 1 that holds 1.1 and 1.2, and does not belong to it."""
    own, above = terms.parts_of(number), terms.parts_of(section.number)
    inside = any(_is_child(measure.number, section.number) for measure in section.measures)
    return inside and len(own) == len(above) and own[:-1] == above[:-1] and own > above


def _is_child(number: str, parent: str) -> bool:
    own, above = terms.parts_of(number), terms.parts_of(parent)
    return bool(above) and len(own) > len(above) and own[: len(above)] == above


def _style(number: str) -> str:
    """Return how a heading is numbered; headings of one style are on one level."""
    word = re.match(r"[^\W\d_]{4,}", number)
    if word:
        return folded(word.group())
    if terms.is_roman(number):
        return "roman"
    return f"arabic {len(terms.parts_of(number))}"
