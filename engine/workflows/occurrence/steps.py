"""The table of steps: who may take which step from where, and what it is called everywhere.

A command is what a person wants to happen, one class a step. The machine (``lifecycle.py``), the
rights (``rights.py``), the days that a step may bear, the permission matrix in the documentation
and the diagram in the README all come from this one table. Changing a row is a decision record;
event names are stored for ever.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from engine.events import occurrences as events
from engine.events.occurrences import Completeness, Ground, Status, StepTaken, Verdict


class StepCommand(msgspec.Struct, frozen=True, kw_only=True):
    """What all steps have in common: the day on which it happened, null for today."""

    on: date | None = None


class WithReason(StepCommand, frozen=True, kw_only=True):
    """A step that says why."""

    reason: str


class Start(StepCommand, frozen=True, kw_only=True):
    """The executor begins."""


class Unstart(WithReason, frozen=True, kw_only=True):
    """Whoever started takes it back."""


class Report(StepCommand, frozen=True, kw_only=True):
    """The lead executor says what came of it; ``link`` points at the evidence, if any."""

    result: str
    completeness: Completeness = "full"
    link: str = ""


class Withdraw(WithReason, frozen=True, kw_only=True):
    """Whoever reported takes the report back."""


class Return(WithReason, frozen=True, kw_only=True):
    """The supervisor sends the report back: the work was wrong, or only its form."""

    ground: Ground = "substance"


class Evaluate(StepCommand, frozen=True, kw_only=True):
    """The supervisor gives a verdict; ``executed_on`` where he accepts another day of execution."""

    verdict: Verdict
    justification: str
    executed_on: date | None = None


class Lapse(WithReason, frozen=True, kw_only=True):
    """The supervisor closes what no one reported, with its ``period`` (a label), as not done."""

    period: str


class Cancel(WithReason, frozen=True, kw_only=True):
    """The supervisor takes the occurrence off; ``basis`` is the document that says so."""

    basis: str


class Reopen(WithReason, frozen=True, kw_only=True):
    """The supervisor sends an evaluated occurrence back to work."""


class Reinstate(WithReason, frozen=True, kw_only=True):
    """The supervisor brings a cancelled occurrence back to work."""


Who = Literal["executor", "lead", "starter", "reporter", "supervisor"]
"""``executor``: lead or co-executor; ``starter``, ``reporter``: who took that very step.

An operator may act for all of them but the supervisor, naming for whom.
"""


Day = Literal["started_on", "answers_from", "reported_on", "evaluated_on", "cancelled_on"]
"""A day of the occurrence that bounds the day of a step."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table.

    ``words`` are the texts without which the step is refused. ``after`` are the days of the
    occurrence (its fields) before which the step cannot have happened: nothing is judged or
    taken back before it was done.
    """

    trigger: str
    command: type[StepCommand]
    event: type[StepTaken]
    russian: str
    who: Who
    sources: tuple[Status, ...]
    dest: Status
    words: tuple[str, ...] = ()
    after: tuple[Day, ...] = ()


STEPS = (
    Step(
        trigger="start",
        command=Start,
        event=events.WorkStarted,
        russian="начать",
        who="executor",
        sources=("planned",),
        dest="in_progress",
    ),
    Step(
        trigger="unstart",
        command=Unstart,
        event=events.StartRetracted,
        russian="отменить начало",
        who="starter",
        sources=("in_progress",),
        dest="planned",
        words=("reason",),
        after=("started_on",),
    ),
    Step(
        trigger="report",
        command=Report,
        event=events.ResultReported,
        russian="отчитаться",
        who="lead",
        sources=("in_progress",),
        dest="reported",
        words=("result",),
        after=("started_on", "answers_from"),
    ),
    Step(
        trigger="withdraw",
        command=Withdraw,
        event=events.ReportWithdrawn,
        russian="отозвать отчёт",
        who="reporter",
        sources=("reported",),
        dest="in_progress",
        words=("reason",),
        after=("reported_on",),
    ),
    Step(
        trigger="return",
        command=Return,
        event=events.ReportReturned,
        russian="вернуть на доработку",
        who="supervisor",
        sources=("reported",),
        dest="in_progress",
        words=("reason",),
        after=("reported_on",),
    ),
    Step(
        trigger="evaluate",
        command=Evaluate,
        event=events.ExecutionEvaluated,
        russian="оценить исполнение",
        who="supervisor",
        sources=("reported",),
        dest="evaluated",
        words=("justification",),
        after=("reported_on",),
    ),
    Step(
        trigger="lapse",
        command=Lapse,
        event=events.OccurrenceLapsed,
        russian="закрыть как неисполненное",
        who="supervisor",
        sources=("planned", "in_progress"),
        dest="evaluated",
        words=("reason",),
        after=("started_on",),
    ),
    Step(
        trigger="cancel",
        command=Cancel,
        event=events.OccurrenceCancelled,
        russian="отменить",
        who="supervisor",
        sources=("planned", "in_progress", "reported"),
        dest="cancelled",
        words=("reason", "basis"),
        after=("started_on", "reported_on"),
    ),
    Step(
        trigger="reopen",
        command=Reopen,
        event=events.OccurrenceReopened,
        russian="возобновить",
        who="supervisor",
        sources=("evaluated",),
        dest="in_progress",
        words=("reason",),
        after=("evaluated_on",),
    ),
    Step(
        trigger="reinstate",
        command=Reinstate,
        event=events.OccurrenceReinstated,
        russian="восстановить",
        who="supervisor",
        sources=("cancelled",),
        dest="in_progress",
        words=("reason",),
        after=("cancelled_on",),
    ),
)

BY_COMMAND = {step.command: step for step in STEPS}
BY_TRIGGER = {step.trigger: step for step in STEPS}
