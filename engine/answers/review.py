"""The annual review as people read it: the canonical one, with names and words filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from engine.answers.status import GroupShown, group, ordered
from engine.events.streams import MeasurePath, OccurrenceKey, Reference
from engine.people.mentions import HIDDEN
from engine.people.register import ERASED, Register
from engine.projections.status import Group
from engine.review import lines
from engine.review.annual import Line, Part, Review, WordRef
from engine.workflows.orders.catalogue import Catalogue


class ReviewShown(msgspec.Struct, frozen=True, kw_only=True):
    """A canonical review, the register that names its ids, and the words that it refers to.

    ``plans`` are its plans as printed, where the review leaves names out of their texts.
    """

    review: Review
    register: Register
    words: Mapping[int, Mapping[str, str]]
    plans: Catalogue = Catalogue()

    def said(self, ref: WordRef | None, name: str) -> str:
        """Return the words that *ref* refers to, ``(erased)`` where they are gone."""
        return "" if ref is None else self.words.get(ref.position, {}).get(name, ERASED)

    def heading(self, part: Part) -> str:
        """Return the title of a part as printed."""
        plans = self.plans.orders if part.kind == "order" else self.plans.roadmaps
        return plans[part.key].title if part.key in plans else part.title

    def title(self, line: Line) -> str:
        """Return the title of a line as printed."""
        name = Reference.parse(line.reference)
        measure = self.plans.measures.get(str(MeasurePath(name.owner, line.measure)))
        item = OccurrenceKey.parse(name.key).item
        return line.title if measure is None else lines.title(measure, item)

    def executors(self, groups: Iterable[Group]) -> tuple[GroupShown, ...]:
        """Return executors with names, who had most to do first."""
        return ordered(groups, self.register)

    def total(self, found: Group) -> GroupShown:
        """Return the figures of the whole."""
        return group(found, self.register)


def leaves_names_out(review: Review) -> bool:
    """Return whether a title in *review* mentions a person, and leaves the name out."""
    titles = [line.title for part in review.parts for line in part.lines()]
    return any(HIDDEN in title for title in (*titles, *(part.title for part in review.parts)))


def positions(review: Review) -> list[int]:
    """Return where the words are that *review* refers to."""
    found: list[Line] = [line for part in review.parts for line in part.lines()]
    refs = (ref for line in found for ref in (line.result, line.justification, line.reason))
    return [ref.position for ref in refs if ref]
