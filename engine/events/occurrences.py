"""Facts about one occurrence, stream ``occurrence/<roadmap>/<measure>/<key>``.

The occurrence is the state machine. Every step carries the state that it left as ``from``, so the
log shows on its own what happened in which state, also where today's rules would forbid it.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from engine.events.event import Event, Shape, stored
from engine.events.roadmaps import Section

Status = Literal["planned", "in_progress", "reported", "evaluated", "cancelled"]
Completeness = Literal["full", "partly", "not_done"]
Verdict = Literal["done", "partly", "not_done"]
Ground = Literal["substance", "form"]
"""Why a report goes back: the work itself has to be done over, or only the report."""


class DueWindow(Shape, frozen=True, kw_only=True):
    """First and last day of one occurrence; the last day is the deadline."""

    start: date
    end: date


@stored
class OccurrencePlanned(Event, frozen=True, kw_only=True):
    """The first event of every occurrence. ``window`` is null where nothing sets a deadline."""

    NAME = "OccurrencePlanned"

    key: str
    window: DueWindow | None
    lead: str | None
    co_executors: tuple[str, ...]
    section: tuple[Section, ...]


class StepTaken(Event, frozen=True, kw_only=True):
    """What all steps have in common: the state that the occurrence left."""

    source: Status = msgspec.field(name="from")


@stored
class WorkStarted(StepTaken, frozen=True, kw_only=True):
    """The executor began."""

    NAME = "WorkStarted"


@stored
class StartRetracted(StepTaken, frozen=True, kw_only=True):
    """Whoever started took it back before anything was reported. Words: ``reason``."""

    NAME = "StartRetracted"
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
    WORDS = frozenset({"result", "evidence"})

    completeness: Completeness
    evidence: tuple[Evidence, ...]


@stored
class ReportWithdrawn(StepTaken, frozen=True, kw_only=True):
    """Whoever reported took the report back. Words: ``reason``."""

    NAME = "ReportWithdrawn"
    WORDS = frozenset({"reason"})


@stored
class ReportReturned(StepTaken, frozen=True, kw_only=True):
    """The supervisor sent the report back for rework. Words: ``reason``."""

    NAME = "ReportReturned"
    WORDS = frozenset({"reason"})

    ground: Ground


@stored
class ExecutionEvaluated(StepTaken, frozen=True, kw_only=True):
    """The supervisor gave a verdict on the execution. Words: ``justification``.

    ``executed_on`` is the day of execution that he accepts where it is not the report's.
    """

    NAME = "ExecutionEvaluated"
    WORDS = frozenset({"justification"})

    verdict: Verdict
    executed_on: date | None


@stored
class OccurrenceLapsed(StepTaken, frozen=True, kw_only=True):
    """What no one reported was closed with its period, as not done. Words: ``reason``."""

    NAME = "OccurrenceLapsed"
    WORDS = frozenset({"reason"})

    period: str


@stored
class OccurrenceCancelled(StepTaken, frozen=True, kw_only=True):
    """The occurrence lost its point and was taken off. Words: ``reason``, ``basis``."""

    NAME = "OccurrenceCancelled"
    WORDS = frozenset({"reason", "basis"})


@stored
class OccurrenceReopened(StepTaken, frozen=True, kw_only=True):
    """An evaluated occurrence went back to work. Words: ``reason``."""

    NAME = "OccurrenceReopened"
    WORDS = frozenset({"reason"})


@stored
class OccurrenceReinstated(StepTaken, frozen=True, kw_only=True):
    """A cancelled occurrence went back to work. Words: ``reason``."""

    NAME = "OccurrenceReinstated"
    WORDS = frozenset({"reason"})


@stored
class WindowAmended(Event, frozen=True, kw_only=True):
    """An amendment of the roadmap moved the deadline; the original one is never lost."""

    NAME = "WindowAmended"

    edition: int
    window: DueWindow


@stored
class ExecutorsAmended(Event, frozen=True, kw_only=True):
    """An amendment of the roadmap changed who answers."""

    NAME = "ExecutorsAmended"

    edition: int
    lead: str | None
    co_executors: tuple[str, ...]


STATE_AFTER: dict[str, Status | None] = {
    OccurrencePlanned.NAME: "planned",
    WorkStarted.NAME: "in_progress",
    StartRetracted.NAME: "planned",
    ResultReported.NAME: "reported",
    ReportWithdrawn.NAME: "in_progress",
    ReportReturned.NAME: "in_progress",
    ExecutionEvaluated.NAME: "evaluated",
    OccurrenceLapsed.NAME: "evaluated",
    OccurrenceCancelled.NAME: "cancelled",
    OccurrenceReopened.NAME: "in_progress",
    OccurrenceReinstated.NAME: "in_progress",
    WindowAmended.NAME: None,
    ExecutorsAmended.NAME: None,
}
"""Stored name -> the state after it, whatever came before; null: it leaves the state as it is.

Folds use it, and the append refuses a row whose state is not the one that follows.
"""
