"""Facts that change what an occurrence asks for: its window, or who answers.

Stream ``occurrence/…``, like ``occurrences.py``. ``from`` and ``to`` are the same state: by an
edition, by a transfer of the deadline that was asked for, by a decision, or proposed and decided.
"""

from __future__ import annotations

from typing import Literal

from engine.errors import N_
from engine.events.event import stored
from engine.events.occurrences import Decision, StepTaken
from engine.events.shapes import DueWindow


@stored
class WindowAmended(StepTaken, frozen=True, kw_only=True):
    """An edition of the roadmap moved the deadline; the original one is never lost."""

    NAME = "WindowAmended"
    TOLD = N_("deadline amended")

    order: str | None = None
    edition: int
    window: DueWindow


@stored
class ExecutorsAmended(StepTaken, frozen=True, kw_only=True):
    """An edition of the roadmap changed who answers."""

    NAME = "ExecutorsAmended"
    TOLD = N_("executors amended")

    order: str | None = None
    edition: int
    lead: str | None
    co_executors: tuple[str, ...]


@stored
class TransferRequested(StepTaken, frozen=True, kw_only=True):
    """An executor asked for another window. Words: ``reason``."""

    NAME = "TransferRequested"
    TOLD = N_("transfer of the deadline asked for")
    WORDS = frozenset({"reason"})

    window: DueWindow
    party: str | None = None


@stored
class TransferGranted(Decision, frozen=True, kw_only=True):
    """The supervisor moved the deadline to ``window``. Words: ``reason``.

    ``request`` is the version of the event that asked for it, null where he decided by himself.
    """

    NAME = "TransferGranted"
    TOLD = N_("deadline transferred")
    WORDS = frozenset({"reason"})

    request: int | None
    window: DueWindow


@stored
class TransferRefused(Decision, frozen=True, kw_only=True):
    """The supervisor refused to move the deadline to ``window``. Words: ``reason``.

    ``request`` as of a grant: null where it had been asked for on paper only.
    """

    NAME = "TransferRefused"
    TOLD = N_("transfer of the deadline refused")
    WORDS = frozenset({"reason"})

    request: int | None
    window: DueWindow


@stored
class ExecutorsAssigned(Decision, frozen=True, kw_only=True):
    """Someone else answers from now on, by decision and without a new order. Words: ``reason``."""

    NAME = "ExecutorsAssigned"
    TOLD = N_("executors assigned")
    WORDS = frozenset({"reason"})

    lead: str | None
    co_executors: tuple[str, ...]


@stored
class ExecutorDeclined(StepTaken, frozen=True, kw_only=True):
    """An executor said that it is not his; the supervisor has to decide. Words: ``reason``."""

    NAME = "ExecutorDeclined"
    TOLD = N_("declined by an executor")
    WORDS = frozenset({"reason"})

    party: str


@stored
class ChangeProposed(StepTaken, frozen=True, kw_only=True):
    """What an edition would take away or move, and what was begun already, waits for a decision.

    ``change`` says which of the fields counts: a ``window``, ``lead`` and ``co_executors``, or none
    where the occurrence would be cancelled.
    """

    NAME = "ChangeProposed"
    TOLD = N_("change proposed")

    order: str
    edition: int
    change: Literal["window", "executors", "cancellation"]
    window: DueWindow | None = None
    lead: str | None = None
    co_executors: tuple[str, ...] = ()


@stored
class ChangeApproved(Decision, frozen=True, kw_only=True):
    """The supervisor approved a proposal (its version); what it brings about follows it.

    Words: ``reason``.
    """

    NAME = "ChangeApproved"
    TOLD = N_("change approved")
    WORDS = frozenset({"reason"})

    proposal: int


@stored
class ChangeRefused(Decision, frozen=True, kw_only=True):
    """The supervisor refused a proposal (its version): nothing changes. Words: ``reason``."""

    NAME = "ChangeRefused"
    TOLD = N_("change refused")
    WORDS = frozenset({"reason"})

    proposal: int
