"""The annual review as people read it: the canonical one, with names and words filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from engine.answers.status import GroupShown, group, ordered
from engine.people.register import ERASED, Register
from engine.projections.status import Group
from engine.review.annual import Line, Review, WordRef


class ReviewShown(msgspec.Struct, frozen=True, kw_only=True):
    """A canonical review, the register that names its ids, and the words that it refers to."""

    review: Review
    register: Register
    words: Mapping[int, Mapping[str, str]]

    def said(self, ref: WordRef | None, name: str) -> str:
        """Return the words that *ref* refers to, ``(erased)`` where they are gone."""
        return "" if ref is None else self.words.get(ref.position, {}).get(name, ERASED)

    def executors(self, groups: Iterable[Group]) -> tuple[GroupShown, ...]:
        """Return executors with names, who had most to do first."""
        return ordered(groups, self.register)

    def total(self, found: Group) -> GroupShown:
        """Return the figures of the whole."""
        return group(found, self.register)


def positions(review: Review) -> list[int]:
    """Return where the words are that *review* refers to."""
    lines: list[Line] = [line for part in review.parts for line in part.lines()]
    refs = (ref for line in lines for ref in (line.result, line.justification, line.reason))
    return [ref.position for ref in refs if ref]
