"""Facts that take a decision back: each leads to the state that the decision had left.

Stream ``occurrence/…``, like ``occurrences.py``. ``retracts`` is the version of the event that is
taken back; ``to`` is the ``from`` of that one. Words: ``reason``.
"""

from __future__ import annotations

from engine.errors import N_
from engine.events.event import stored
from engine.events.occurrences import StepTaken


class Retraction(StepTaken, frozen=True, kw_only=True):
    """A decision was taken back by whoever had taken it."""

    WORDS = frozenset({"reason"})

    retracts: int


@stored
class VerdictRetracted(Retraction, frozen=True, kw_only=True):
    """A verdict was taken back."""

    NAME = "VerdictRetracted"
    TOLD = N_("verdict taken back")


@stored
class ReturnRetracted(Retraction, frozen=True, kw_only=True):
    """A return for rework was taken back: the report counts again."""

    NAME = "ReturnRetracted"
    TOLD = N_("return taken back")


@stored
class LapseRetracted(Retraction, frozen=True, kw_only=True):
    """A closing as not done was taken back."""

    NAME = "LapseRetracted"
    TOLD = N_("closing as not done taken back")


@stored
class CancellationRetracted(Retraction, frozen=True, kw_only=True):
    """A cancellation was taken back."""

    NAME = "CancellationRetracted"
    TOLD = N_("cancellation taken back")


@stored
class ReopeningRetracted(Retraction, frozen=True, kw_only=True):
    """A reopening was taken back: the verdict counts again."""

    NAME = "ReopeningRetracted"
    TOLD = N_("reopening taken back")


@stored
class ReinstatementRetracted(Retraction, frozen=True, kw_only=True):
    """A reinstatement was taken back: the occurrence is cancelled again."""

    NAME = "ReinstatementRetracted"
    TOLD = N_("reinstatement taken back")
