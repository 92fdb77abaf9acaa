"""Facts about one occurrence, stream ``occurrence/<roadmap>/<measure>/<key>``.

The occurrence is the state machine. Every step carries the state that it left as ``from``, so the
log shows on its own what happened in which state, also where today's rules would forbid it.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

import msgspec

from engine.errors import N_
from engine.events.event import REGISTER, Event, Shape, stored
from engine.events.roadmaps import Section

Status = Literal["planned", "in_progress", "reported", "evaluated", "cancelled"]
"""The states of an occurrence, in the order in which a life leads through them."""
Completeness = Literal["full", "partly", "not_done"]
Verdict = Literal["done", "partly", "not_done"]
Ground = Literal["substance", "form"]
"""Why a report goes back: the work itself has to be done over, or only the report."""


class DueWindow(Shape, frozen=True, kw_only=True):
    """First and last day of one occurrence; the last day is the deadline."""

    start: date
    end: date


class OccurrenceEvent(Event, frozen=True, kw_only=True):
    """What happens to one occurrence.

    ``LEADS_TO`` is the state after it, whatever came before; None: it leaves the state as it is.
    """

    LEADS_TO: ClassVar[Status | None] = None


@stored
class OccurrencePlanned(OccurrenceEvent, frozen=True, kw_only=True):
    """The first event of every occurrence. ``window`` is null where nothing sets a deadline."""

    NAME = "OccurrencePlanned"
    TOLD = N_("planned")
    LEADS_TO = "planned"

    key: str
    window: DueWindow | None
    lead: str | None
    co_executors: tuple[str, ...]
    section: tuple[Section, ...]


class StepTaken(OccurrenceEvent, frozen=True, kw_only=True):
    """What all steps have in common: the state that the occurrence left."""

    source: Status = msgspec.field(name="from")


@stored
class WorkStarted(StepTaken, frozen=True, kw_only=True):
    """The executor began."""

    NAME = "WorkStarted"
    TOLD = N_("work started")
    LEADS_TO = "in_progress"


@stored
class StartRetracted(StepTaken, frozen=True, kw_only=True):
    """The person who started took it back before anything was reported. Words: ``reason``."""

    NAME = "StartRetracted"
    TOLD = N_("start taken back")
    LEADS_TO = "planned"
    WORDS = frozenset({"reason"})


class Evidence(Shape, frozen=True, kw_only=True):
    """A reference that confirms a result; its text (address, title, file name) is a word."""

    kind: Literal["link", "document", "file"]
    number: str | None
    date: date | None
    sha256: str | None


LINK = Evidence(kind="link", number=None, date=None, sha256=None)


@stored
class ResultReported(StepTaken, frozen=True, kw_only=True):
    """The lead executor said what came of it. Words: ``result``; ``evidence.1`` and so on."""

    NAME = "ResultReported"
    TOLD = N_("result reported")
    LEADS_TO = "reported"
    WORDS = frozenset({"result", "evidence"})

    completeness: Completeness
    evidence: tuple[Evidence, ...]


@stored
class ReportWithdrawn(StepTaken, frozen=True, kw_only=True):
    """The person who reported took the report back. Words: ``reason``."""

    NAME = "ReportWithdrawn"
    TOLD = N_("report withdrawn")
    LEADS_TO = "in_progress"
    WORDS = frozenset({"reason"})


@stored
class ReportReturned(StepTaken, frozen=True, kw_only=True):
    """The supervisor sent the report back for rework. Words: ``reason``."""

    NAME = "ReportReturned"
    TOLD = N_("returned for rework")
    LEADS_TO = "in_progress"
    WORDS = frozenset({"reason"})

    ground: Ground


@stored
class ExecutionEvaluated(StepTaken, frozen=True, kw_only=True):
    """The supervisor gave a verdict on the execution. Words: ``justification``.

    ``executed_on`` is the day of execution that he accepts where it is not the report's.
    """

    NAME = "ExecutionEvaluated"
    TOLD = N_("execution evaluated")
    LEADS_TO = "evaluated"
    WORDS = frozenset({"justification"})

    verdict: Verdict
    executed_on: date | None


@stored
class OccurrenceLapsed(StepTaken, frozen=True, kw_only=True):
    """What no one reported was closed with its period, as not done. Words: ``reason``."""

    NAME = "OccurrenceLapsed"
    TOLD = N_("closed as not done")
    LEADS_TO = "evaluated"
    WORDS = frozenset({"reason"})

    period: str


@stored
class OccurrenceCancelled(StepTaken, frozen=True, kw_only=True):
    """The occurrence lost its point and was taken off. Words: ``reason``, ``basis``."""

    NAME = "OccurrenceCancelled"
    TOLD = N_("cancelled")
    LEADS_TO = "cancelled"
    WORDS = frozenset({"reason", "basis"})


@stored
class OccurrenceReopened(StepTaken, frozen=True, kw_only=True):
    """An evaluated occurrence went back to work. Words: ``reason``."""

    NAME = "OccurrenceReopened"
    TOLD = N_("reopened")
    LEADS_TO = "in_progress"
    WORDS = frozenset({"reason"})


@stored
class OccurrenceReinstated(StepTaken, frozen=True, kw_only=True):
    """A cancelled occurrence went back to work. Words: ``reason``."""

    NAME = "OccurrenceReinstated"
    TOLD = N_("reinstated")
    LEADS_TO = "in_progress"
    WORDS = frozenset({"reason"})


@stored
class WindowAmended(OccurrenceEvent, frozen=True, kw_only=True):
    """An amendment of the roadmap moved the deadline; the original one is never lost."""

    NAME = "WindowAmended"
    TOLD = N_("deadline amended")

    edition: int
    window: DueWindow


@stored
class ExecutorsAmended(OccurrenceEvent, frozen=True, kw_only=True):
    """An amendment of the roadmap changed who answers."""

    NAME = "ExecutorsAmended"
    TOLD = N_("executors amended")

    edition: int
    lead: str | None
    co_executors: tuple[str, ...]


STATE_AFTER: dict[str, Status | None] = {
    name: event.LEADS_TO for name, event in REGISTER.items() if issubclass(event, OccurrenceEvent)
}
"""Stored name -> the state after it. Folds use it, and the append refuses a row that has another.

PostgreSQL has it as rows of ``step_states``, which the upgrade of a ledger writes from here.
"""
