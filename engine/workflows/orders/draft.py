"""An order as it was read, before anything is decided: what ``import`` takes.

Every reader (YAML, Word, Excel) fills these structs and nothing else; ``approval.py`` turns them
into events. Numbers, deadlines and dates are text *as printed*: a draft interprets nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from engine.events.orders import OrderKind, Place

PartyKind = Literal["organisation", "post", "group", "person"]


class Sheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all drafts: immutable, and strict about what it does not know."""


class PersonDraft(Sheet, frozen=True, kw_only=True):
    """A person whom the order names (signatory, control): name as printed, and the post."""

    name: str = ""
    post: str = ""


class PartyDraft(Sheet, frozen=True, kw_only=True):
    """Someone who can answer for a measure, with the other ways in which the order prints it."""

    name: str
    kind: PartyKind = "organisation"
    aliases: tuple[str, ...] = ()


class ItemDraft(Sheet, frozen=True, kw_only=True):
    """A sub-item of a measure, or an item of the order; it may carry a deadline of its own."""

    number: str = ""
    title: str
    deadline: str | None = None
    executors: tuple[str, ...] = ()
    source: Place | None = None


class MeasureDraft(Sheet, frozen=True, kw_only=True):
    """One row of the table: number and deadline phrase exactly as printed, executors in order.

    The first executor leads. Names in ``executors`` are as printed; ``OrderDraft.parties`` says
    who is meant. ``deadline`` is ``""`` for an empty cell.
    """

    number: str
    title: str
    deadline: str
    executors: tuple[str, ...] = ()
    participants: str = ""
    expected_result: str = ""
    items: tuple[ItemDraft, ...] = ()
    source: Place | None = None


class SectionDraft(Sheet, frozen=True, kw_only=True):
    """A part of the table with a heading (or none); sections may hold sections."""

    number: str = ""
    title: str = ""
    measures: tuple[MeasureDraft, ...] = ()
    sections: tuple[SectionDraft, ...] = ()


Path = tuple[SectionDraft, ...]
"""The sections around a measure, the outermost first."""


class PassportDraft(Sheet, frozen=True, kw_only=True):
    """One row of the passport: the label as printed, the stage it belongs to, its paragraphs."""

    label: str
    stage: Literal[
        "goals",
        "results",
        "indicators",
        "monitoring",
        "analysis",
        "recommendations",
        "measures",
        "decisions",
        "effectiveness",
        "other",
    ] = "other"
    text: tuple[str, ...] = ()


class IndicatorDraft(Sheet, frozen=True, kw_only=True):
    """A number that the plan promises: name, unit, direction, target per period, as printed."""

    name: str
    unit: str = ""
    direction: Literal["up", "down", "reach", "yes_no", "unknown"] = "unknown"
    targets: dict[str, str] = msgspec.field(default_factory=dict)
    method: str = ""


class HorizonDraft(Sheet, frozen=True, kw_only=True):
    """First and last day of the plan, ``YYYY-MM-DD``."""

    start: str
    end: str


class RoadmapDraft(Sheet, frozen=True, kw_only=True):
    """One roadmap: its key, its horizon, its passport and its measures in printed order."""

    key: str
    title: str
    horizon: HorizonDraft
    annex: str = ""
    passport: tuple[PassportDraft, ...] = ()
    indicators: tuple[IndicatorDraft, ...] = ()
    measures: tuple[MeasureDraft, ...] = ()
    sections: tuple[SectionDraft, ...] = ()

    def rows(self) -> Iterator[tuple[Path, MeasureDraft]]:
        """Yield every measure in printed order, with the sections around it."""
        for measure in self.measures:
            yield (), measure
        for section in self.sections:
            yield from _inside((section,))


class OrderDraft(Sheet, frozen=True, kw_only=True):
    """The approving act. A bare approval stamp is an order without a number."""

    key: str
    number: str = ""
    date: str
    kind: OrderKind = "order"
    issuer: str = ""
    title: str = ""
    signatory: PersonDraft | None = None
    control: Literal["signatory"] | PersonDraft | None = None
    parent: str = ""
    items: tuple[ItemDraft, ...] = ()


class Draft(Sheet, frozen=True, kw_only=True):
    """A whole document: the order, who is who in it, and the roadmaps that it approves."""

    order: OrderDraft
    parties: tuple[PartyDraft, ...] = ()
    roadmaps: tuple[RoadmapDraft, ...]


def _inside(path: Path) -> Iterator[tuple[Path, MeasureDraft]]:
    for measure in path[-1].measures:
        yield path, measure
    for section in path[-1].sections:
        yield from _inside((*path, section))
