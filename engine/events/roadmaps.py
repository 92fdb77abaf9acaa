"""Facts about a roadmap, stream ``roadmap/<key>``: its measures, editions and read deadlines."""

from __future__ import annotations

from datetime import date

from engine.errors import N_
from engine.events.event import Event, Shape, stored
from engine.events.orders import Executor, Place


class Section(Shape, frozen=True, kw_only=True):
    """One level of a section path, as printed."""

    number: str
    title: str


class Item(Shape, frozen=True, kw_only=True):
    """A sub-item. ``item`` is its count over the measure's whole life, ``number`` is printed."""

    item: str
    number: str
    title: str
    executors: tuple[Executor, ...]
    place: Place | None


class ReadWindow(Shape, frozen=True, kw_only=True):
    """First and last day (the deadline). ``printed`` is its place in the cell, from 1."""

    start: date
    end: date
    label: str
    printed: int


class PassportRow(Shape, frozen=True, kw_only=True):
    """One row of the passport: which stage of the cycle it belongs to, label and paragraphs."""

    stage: str
    label: str
    text: tuple[str, ...]


@stored
class RoadmapApproved(Event, frozen=True, kw_only=True):
    """The first edition of a roadmap was approved by an order.

    ``all_windows`` and ``split_years`` are how its occurrences were asked to be planned.
    """

    NAME = "RoadmapApproved"
    TOLD = N_("roadmap approved")

    order: str
    title: str
    annex: str
    edition: int
    horizon_start: date
    horizon_end: date
    passport: tuple[PassportRow, ...]
    all_windows: bool
    split_years: bool


class MeasureText(Event, frozen=True, kw_only=True):
    """A row of the table as it reads in an edition.

    ``measure`` is ``m001``… over the roadmap's whole life, ``number`` is printed and no key.
    Words: the printed text of executors who are persons, by place (``executor.1``; of the second
    sub-item, ``executor.2.1``).
    """

    WORDS = frozenset({"executor"})

    measure: str
    edition: int
    number: str
    section: tuple[Section, ...]
    title: str
    expected_result: str
    participants: str
    executors: tuple[Executor, ...]
    items: tuple[Item, ...]
    place: Place | None


@stored
class MeasureApproved(MeasureText, frozen=True, kw_only=True):
    """A row is in the table from this edition on."""

    NAME = "MeasureApproved"
    TOLD = N_("measure approved")


@stored
class RoadmapAmended(Event, frozen=True, kw_only=True):
    """A later edition took effect; ``order`` is the act that it rests on."""

    NAME = "RoadmapAmended"
    TOLD = N_("roadmap amended")

    order: str
    edition: int
    title: str
    annex: str
    horizon_start: date
    horizon_end: date
    passport: tuple[PassportRow, ...]
    all_windows: bool
    split_years: bool


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
    """

    NAME = "DeadlineRead"
    TOLD = N_("deadline read")

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


@stored
class WindowsSet(Event, frozen=True, kw_only=True):
    """Someone set windows by hand. Words: ``source``, the document that says so."""

    NAME = "WindowsSet"
    TOLD = N_("windows set by hand")
    WORDS = frozenset({"source"})

    measure: str | None
    item: str | None
    windows: tuple[ReadWindow, ...]


@stored
class ScheduleBound(Event, frozen=True, kw_only=True):
    """An outside schedule was bound, with its windows. Words: its name, ``source``."""

    NAME = "ScheduleBound"
    TOLD = N_("schedule bound")
    WORDS = frozenset({"schedule", "source"})

    measure: str | None
    item: str | None
    windows: tuple[ReadWindow, ...]
