"""Facts that leave an occurrence in its state: parts of co-executors, evidence, notes.

Stream ``occurrence/…``, like ``occurrences.py``. ``from`` and ``to`` are the same state.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from engine.errors import N_
from engine.events.event import stored
from engine.events.occurrences import REPORTED, Decision, Filed, Ground, StepTaken
from engine.events.shapes import Evidence

Risk = Literal["on_track", "at_risk", "late"]
"""How it looks: whether the deadline will be kept."""


@stored
class PartReported(Filed, frozen=True, kw_only=True):
    """A co-executor, or a member of a group, filed his part. Words: as of a report."""

    NAME = "PartReported"
    TOLD = N_("part filed")
    WORDS = REPORTED

    party: str


@stored
class PartReturned(Decision, frozen=True, kw_only=True):
    """The lead or the supervisor sent the part of ``party`` back for rework. Words: ``reason``."""

    NAME = "PartReturned"
    TOLD = N_("part returned for rework")
    WORDS = frozenset({"reason"})

    party: str
    ground: Ground
    rework_by: date | None = None


@stored
class PartWithdrawn(StepTaken, frozen=True, kw_only=True):
    """The part of ``party`` was taken back by whoever had filed it. Words: ``reason``."""

    NAME = "PartWithdrawn"
    TOLD = N_("part withdrawn")
    WORDS = frozenset({"reason"})

    party: str


@stored
class PartExcused(Decision, frozen=True, kw_only=True):
    """The supervisor decided that ``party`` need not file a part. Words: ``reason``."""

    NAME = "PartExcused"
    TOLD = N_("excused from a part")
    WORDS = frozenset({"reason"})

    party: str


@stored
class EvidenceAdded(StepTaken, frozen=True, kw_only=True):
    """More evidence came. Words: ``evidence.1`` and so on."""

    NAME = "EvidenceAdded"
    TOLD = N_("evidence added")
    WORDS = frozenset({"evidence"})

    evidence: tuple[Evidence, ...]
    party: str | None = None


@stored
class NoteMade(StepTaken, frozen=True, kw_only=True):
    """Someone made a comment, or said how far the work is. Words: ``comment``."""

    NAME = "NoteMade"
    TOLD = N_("note made")
    WORDS = frozenset({"comment"})

    kind: Literal["comment", "interim"]
    risk: Risk | None = None
    party: str | None = None
