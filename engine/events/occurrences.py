"""Facts about one occurrence, stream ``occurrence/<roadmap>/<measure>/<key>``.

The occurrence is the state machine. Every event carries the state that it left as ``from`` and the
state after it as ``to``, so the log shows on its own what happened in which state, also where
today's rules would forbid it. Here are its planning and the steps that lead from state to state.
``parts.py`` and ``changes.py`` have what leaves the state as it is, ``retractions.py`` what takes
back.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import msgspec

from engine.errors import N_
from engine.events.event import Event, stored
from engine.events.shapes import Document, DueWindow, Evidence, Section

Status = Literal["planned", "in_progress", "reported", "evaluated", "cancelled"]
"""The states of an occurrence, in the order in which a life leads through them."""
Completeness = Literal["full", "partly", "not_done"]
Verdict = Literal["done", "partly", "not_done"]
Ground = Literal["substance", "form"]
"""Why a report goes back: the work itself has to be done over, or only the report."""
Closing = Literal["lead", "all", "group"]
"""Whose report closes: the lead's, the last of all executors', the last of a group's members'."""
Origin = Literal["edition", "schedule", "demand", "takeover"]
"""Why an occurrence was planned: an edition asks for it, windows were set or a schedule was bound,
a report on an on-demand measure opened it, or a history was taken over."""


def to(status: Status) -> Any:
    """Return the field that says that an event leads to *status*, whatever came before."""
    return msgspec.field(name="to", default=status)


class OccurrenceEvent(Event, frozen=True, kw_only=True):
    """What happens to one occurrence: the state that it left (null: none yet), and the one after.

    Where a class gives ``dest`` a default, it leads there from wherever it is allowed; where it
    gives none, each event says for itself where it leads.
    """

    source: Status | None = msgspec.field(name="from")
    dest: Status = msgspec.field(name="to")

    @classmethod
    def leads_to(cls) -> Status | None:
        """Return the state to which every event of this class leads; None where there is none."""
        [field] = [one for one in msgspec.structs.fields(cls) if one.name == "dest"]
        return None if field.required else field.default


@stored
class OccurrencePlanned(OccurrenceEvent, frozen=True, kw_only=True):
    """The first event of every occurrence. ``window`` is null where nothing sets a deadline.

    ``edition`` is that of its roadmap or order; null where no edition asked for it.
    """

    NAME = "OccurrencePlanned"
    TOLD = N_("planned")

    source: None = msgspec.field(name="from", default=None)
    dest: Status = to("planned")
    key: str
    window: DueWindow | None
    lead: str | None
    co_executors: tuple[str, ...]
    section: tuple[Section, ...]
    origin: Origin = "edition"
    edition: int | None = None


class StepTaken(OccurrenceEvent, frozen=True, kw_only=True):
    """A step that someone took: it left a state of the machine."""

    source: Status = msgspec.field(name="from")


class Decision(StepTaken, frozen=True, kw_only=True):
    """A step that is somebody's decision; ``document`` is the paper with it, null without one."""

    document: Document | None = None


@stored
class WorkStarted(StepTaken, frozen=True, kw_only=True):
    """The executor began."""

    NAME = "WorkStarted"
    TOLD = N_("work started")

    dest: Status = to("in_progress")


@stored
class StartRetracted(StepTaken, frozen=True, kw_only=True):
    """The person who started took it back before anything was reported. Words: ``reason``."""

    NAME = "StartRetracted"
    TOLD = N_("start taken back")
    WORDS = frozenset({"reason"})

    dest: Status = to("planned")


REPORTED = frozenset({"result", "evidence", "reason", "steps_taken"})
"""The words of a report: what came of it, where the evidence is, why it was late or not in full,
what was done about that."""


class Filed(StepTaken, frozen=True, kw_only=True):
    """What a report and a co-executor's part have in common.

    ``party`` is for whom it is filed, null for the person himself. What came on paper has the day
    on which it was received and its incoming number. ``reason_code`` is of the ledger's list,
    ``headcount`` how many took part.
    """

    completeness: Completeness
    evidence: tuple[Evidence, ...] = ()
    party: str | None = None
    received_on: date | None = None
    incoming: str | None = None
    reason_code: str | None = None
    headcount: int | None = None


@stored
class ResultReported(Filed, frozen=True, kw_only=True):
    """The lead executor said what came of it. Words: see REPORTED; ``evidence.1`` and so on."""

    NAME = "ResultReported"
    TOLD = N_("result reported")
    WORDS = REPORTED

    dest: Status = to("reported")
    closing: Closing = "lead"


@stored
class ReportWithdrawn(StepTaken, frozen=True, kw_only=True):
    """The person who reported took the report back. Words: ``reason``."""

    NAME = "ReportWithdrawn"
    TOLD = N_("report withdrawn")
    WORDS = frozenset({"reason"})

    dest: Status = to("in_progress")


@stored
class ReportReturned(Decision, frozen=True, kw_only=True):
    """The supervisor sent the report back for rework, by a day if he names one. Words: ``reason``.

    The day moves no deadline.
    """

    NAME = "ReportReturned"
    TOLD = N_("returned for rework")
    WORDS = frozenset({"reason"})

    dest: Status = to("in_progress")
    ground: Ground
    rework_by: date | None = None


@stored
class ExecutionEvaluated(Decision, frozen=True, kw_only=True):
    """The supervisor gave a verdict on the execution. Words: ``justification``.

    ``executed_on`` is the day of execution that he accepts where it is not the report's;
    ``control_by`` the day until which it stays on control, null where it is closed.
    """

    NAME = "ExecutionEvaluated"
    TOLD = N_("execution evaluated")
    WORDS = frozenset({"justification"})

    dest: Status = to("evaluated")
    verdict: Verdict
    executed_on: date | None = None
    control_by: date | None = None


@stored
class OccurrenceLapsed(Decision, frozen=True, kw_only=True):
    """What no one reported was closed as not done. Words: ``reason``.

    ``cause``: its successor has begun, or the plan is over.
    """

    NAME = "OccurrenceLapsed"
    TOLD = N_("closed as not done")
    WORDS = frozenset({"reason"})

    dest: Status = to("evaluated")
    cause: Literal["successor", "horizon"]


@stored
class OccurrenceCancelled(Decision, frozen=True, kw_only=True):
    """The occurrence lost its point and was taken off. Words: ``reason``, ``basis``.

    Where an edition takes it off, ``order`` is the key of the order and ``edition`` its count.
    """

    NAME = "OccurrenceCancelled"
    TOLD = N_("cancelled")
    WORDS = frozenset({"reason", "basis"})

    dest: Status = to("cancelled")
    order: str | None = None
    edition: int | None = None


@stored
class OccurrenceReopened(Decision, frozen=True, kw_only=True):
    """An evaluated occurrence went back to work. Words: ``reason``.

    ``cause`` control: it was not done, and stays on control; no reason is asked for.
    """

    NAME = "OccurrenceReopened"
    TOLD = N_("reopened")
    WORDS = frozenset({"reason"})

    dest: Status = to("in_progress")
    cause: Literal["reason", "control"] = "reason"


@stored
class OccurrenceReinstated(Decision, frozen=True, kw_only=True):
    """A cancelled occurrence went back to work. Words: ``reason``."""

    NAME = "OccurrenceReinstated"
    TOLD = N_("reinstated")
    WORDS = frozenset({"reason"})

    dest: Status = to("in_progress")
