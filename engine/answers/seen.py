"""What a preview holds: the order, its roadmaps, measures and occurrences as they would be."""

from __future__ import annotations

from datetime import date

import msgspec

from engine.answers.changes import Change, Moved
from engine.documents import Where
from engine.documents.goals import targets
from engine.events.log import Receipt
from engine.events.shapes import ReadWindow
from engine.workflows.orders.draft import PassportDraft, PersonDraft


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """A phrase as printed and as read; without a reading nothing could be decided yet."""

    phrase: str
    kind: str | None = None
    rule: str = ""
    windows: tuple[ReadWindow, ...] = ()
    unread: str = ""
    ambiguous: bool = False


class ExecutorSeen(msgspec.Struct, frozen=True, kw_only=True):
    """Who answers: the name that is meant, the name as printed, lead or co, and what he is."""

    name: str
    as_printed: str
    role: str
    kind: str


class ItemSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A sub-item of a measure or an item of the order; null where it has no deadline of its own."""

    number: str
    title: str
    deadline: Deadline | None
    executors: tuple[ExecutorSeen, ...]


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """An occurrence as it would be: its key and its window."""

    key: str
    start: date | None
    deadline: date | None


class MeasureSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the table as it would be recorded; ``targets`` are numbers its result promises."""

    number: str
    title: str
    deadline: Deadline
    executors: tuple[ExecutorSeen, ...]
    participants: str
    expected_result: str
    targets: tuple[targets.Promise, ...]
    items: tuple[ItemSeen, ...]
    occurrences: tuple[Planned, ...]
    section: tuple[str, ...]

    @property
    def windows(self) -> int:
        """Return how many windows were read, those of sub-items among them."""
        paired = self.deadline.kind == "list_per_subitem" and any(i.deadline for i in self.items)
        own = 0 if paired else len(self.deadline.windows)
        return own + sum(len(item.deadline.windows) for item in self.items if item.deadline)


class RoadmapSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A roadmap as it would be recorded; the horizon is empty where none is known."""

    key: str
    title: str
    start: str
    end: str
    passport: tuple[PassportDraft, ...]
    measures: tuple[MeasureSeen, ...]

    @property
    def planned(self) -> int:
        """Return how many occurrences it would have."""
        return sum(len(measure.occurrences) for measure in self.measures)


class OrderSeen(msgspec.Struct, frozen=True, kw_only=True):
    """The approving act as understood."""

    @property
    def planned(self) -> int:
        """Return how many occurrences its items would have."""
        return sum(len(item.occurrences) for item in self.items)

    key: str
    kind: str
    number: str
    date: str
    issuer: str
    title: str
    signatory: PersonDraft | None
    control: PersonDraft | None
    parent: str
    items: tuple[MeasureSeen, ...]


class ProblemSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A problem, in English: where, what, and what will happen if nothing is done."""

    code: str
    where: Where
    text: str
    consequence: str
    severity: str


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. ``recorded`` is the receipt, null where nothing was recorded.

    ``file_known_as`` is the order that was read from this very file before.
    """

    order: OrderSeen
    roadmaps: tuple[RoadmapSeen, ...]
    problems: tuple[ProblemSeen, ...]
    changes: tuple[Change, ...]
    occurrences: tuple[Moved, ...]
    brings_nothing: bool
    file_known_as: str | None
    recorded: Receipt | None
