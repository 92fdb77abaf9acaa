"""Facts about a roadmap, stream ``roadmap/<key>``: its measures, editions and read deadlines."""

from __future__ import annotations

from datetime import date
from typing import Literal

from engine.errors import N_
from engine.events.event import Event, Shape, stored
from engine.events.orders import Executor, Place
from engine.events.shapes import Document, ReadWindow, Section

HorizonBasis = Literal["stated", "option", "title", "years", "order_date", "months"]
"""What the horizon rests on: the document states it or its title, an option gave it, or it was
taken from the years in the cells, the order's date, months without a year."""

Stage = Literal[
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
]
"""Stages of the management cycle."""


class Item(Shape, frozen=True, kw_only=True):
    """A sub-item. ``item`` is its count over the measure's whole life, ``number`` is printed."""

    item: str
    number: str
    title: str
    executors: tuple[Executor, ...]
    place: Place | None


class PassportRow(Shape, frozen=True, kw_only=True):
    """One row of the passport: which stage of the cycle it belongs to, label and paragraphs."""

    stage: Stage
    label: str
    text: tuple[str, ...]


class RoadmapText(Event, frozen=True, kw_only=True):
    """A roadmap as it reads in an edition, but for its rows; ``order`` is the act behind it.

    ``mechanisms`` are the numbers of what it serves in the assessment of quality management
    (1.1 to 2.4). ``all_windows`` and ``split_years`` are how its occurrences were asked to be
    planned.
    """

    WORDS = frozenset({"title", "annex", "passport"})

    order: str
    title: str
    annex: str
    edition: int
    horizon_start: date
    horizon_end: date
    horizon_basis: HorizonBasis = "stated"
    mechanisms: tuple[str, ...] = ()
    passport: tuple[PassportRow, ...]
    all_windows: bool
    split_years: bool


@stored
class RoadmapApproved(RoadmapText, frozen=True, kw_only=True):
    """The first edition of a roadmap was approved by an order."""

    NAME = "RoadmapApproved"
    TOLD = N_("roadmap approved")


@stored
class RoadmapAmended(RoadmapText, frozen=True, kw_only=True):
    """A later edition took effect; all of it, as it reads now."""

    NAME = "RoadmapAmended"
    TOLD = N_("roadmap amended")


class MeasureText(Event, frozen=True, kw_only=True):
    """A row of the table as it reads in an edition.

    ``measure`` is ``m001``… over the roadmap's whole life, ``number`` is printed and no key.
    ``carried_from`` is the path of the measure of an earlier plan that it goes on with,
    ``corrects`` that of what made it necessary, ``stage`` its stage of the management cycle,
    ``participants_planned`` the head-count that the plan names. Words: the printed text of
    executors who are persons, by place (``executor.1``; of the second sub-item, ``executor.2.1``).
    """

    WORDS = frozenset({"executor", "title", "section", "expected_result", "participants", "items"})

    measure: str
    edition: int
    number: str
    section: tuple[Section, ...]
    title: str
    expected_result: str
    participants: str
    participants_planned: int | None = None
    executors: tuple[Executor, ...]
    items: tuple[Item, ...]
    place: Place | None
    stage: Stage | None = None
    carried_from: str | None = None
    corrects: str | None = None


@stored
class MeasureApproved(MeasureText, frozen=True, kw_only=True):
    """A row is in the table from this edition on."""

    NAME = "MeasureApproved"
    TOLD = N_("measure approved")


@stored
class MeasureAmended(MeasureText, frozen=True, kw_only=True):
    """A row reads differently from this edition on; all of it, as it reads now."""

    NAME = "MeasureAmended"
    TOLD = N_("measure amended")


@stored
class MeasureRemoved(Event, frozen=True, kw_only=True):
    """A row is no longer in the table from this edition on."""

    NAME = "MeasureRemoved"
    TOLD = N_("measure removed")

    measure: str
    edition: int


@stored
class DeadlineRead(Event, frozen=True, kw_only=True):
    """How the printed deadline was read, also when it gave no window; replay never reads again.

    ``item`` is null where the phrase is the measure's own; ``measure`` is null for an order's item.
    ``policies`` are the names of the ledger's policies that it was read by. Of several readings,
    ``chosen`` is the rule of the one that a person chose, and ``chosen_by`` the person. ``remark``
    is what the phrase adds to its term.
    """

    NAME = "DeadlineRead"
    TOLD = N_("deadline read")
    WORDS = frozenset({"phrase", "unread", "remark"})

    measure: str | None
    item: str | None
    phrase: str
    kind: str
    rule: str
    rule_set: str
    rrule: str | None
    windows: tuple[ReadWindow, ...]
    unread: str
    ambiguous: bool
    policies: tuple[str, ...] = ()
    chosen: str | None = None
    chosen_by: str | None = None
    remark: str = ""


@stored
class WindowsSet(Event, frozen=True, kw_only=True):
    """Someone set windows by hand. Words: ``source``, the document that says so."""

    NAME = "WindowsSet"
    TOLD = N_("windows set by hand")
    WORDS = frozenset({"source"})

    measure: str | None
    item: str | None
    windows: tuple[ReadWindow, ...]
    document: Document | None = None


@stored
class ScheduleBound(Event, frozen=True, kw_only=True):
    """An outside schedule was bound, with its windows. Words: its name, ``source``."""

    NAME = "ScheduleBound"
    TOLD = N_("schedule bound")
    WORDS = frozenset({"schedule", "source"})

    measure: str | None
    item: str | None
    windows: tuple[ReadWindow, ...]
    document: Document | None = None
