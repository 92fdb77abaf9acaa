"""The table of steps: who may take which step from where, and what it is called everywhere.

The machine (``lifecycle.py``), the rights (``rights.py``), the permission matrix in the
documentation and the diagram in the README all come from this one table. Changing a row is a
decision record; event names are stored for ever.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from engine.events import occurrences as facts
from engine.events.occurrences import Status, StepTaken
from engine.workflows import commands
from engine.workflows.commands import StepCommand

Who = Literal["executor", "lead", "starter", "reporter", "supervisor"]
"""``executor``: lead or co-executor; ``starter``, ``reporter``: whoever took that very step.

An operator may stand in for all of them but the supervisor, naming for whom.
"""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One row: ``words`` names the text without which the step is refused (empty: none)."""

    trigger: str
    command: type[StepCommand]
    event: type[StepTaken]
    russian: str
    who: Who
    sources: tuple[Status, ...]
    dest: Status
    words: str = ""


STEPS = (
    Step(
        trigger="start",
        command=commands.Start,
        event=facts.WorkStarted,
        russian="начать",
        who="executor",
        sources=("planned",),
        dest="in_progress",
    ),
    Step(
        trigger="unstart",
        command=commands.Unstart,
        event=facts.StartRetracted,
        russian="отменить начало",
        who="starter",
        sources=("in_progress",),
        dest="planned",
        words="reason",
    ),
    Step(
        trigger="report",
        command=commands.Report,
        event=facts.ResultReported,
        russian="отчитаться",
        who="lead",
        sources=("in_progress",),
        dest="reported",
        words="result",
    ),
    Step(
        trigger="withdraw",
        command=commands.Withdraw,
        event=facts.ReportWithdrawn,
        russian="отозвать отчёт",
        who="reporter",
        sources=("reported",),
        dest="in_progress",
        words="reason",
    ),
    Step(
        trigger="return",
        command=commands.Return,
        event=facts.ReportReturned,
        russian="вернуть на доработку",
        who="supervisor",
        sources=("reported",),
        dest="in_progress",
        words="reason",
    ),
    Step(
        trigger="evaluate",
        command=commands.Evaluate,
        event=facts.ExecutionEvaluated,
        russian="оценить исполнение",
        who="supervisor",
        sources=("reported",),
        dest="evaluated",
        words="justification",
    ),
    Step(
        trigger="lapse",
        command=commands.Lapse,
        event=facts.OccurrenceLapsed,
        russian="закрыть как неисполненное",
        who="supervisor",
        sources=("planned", "in_progress"),
        dest="evaluated",
        words="reason",
    ),
    Step(
        trigger="cancel",
        command=commands.Cancel,
        event=facts.OccurrenceCancelled,
        russian="отменить",
        who="supervisor",
        sources=("planned", "in_progress", "reported"),
        dest="cancelled",
        words="reason",
    ),
    Step(
        trigger="reopen",
        command=commands.Reopen,
        event=facts.OccurrenceReopened,
        russian="возобновить",
        who="supervisor",
        sources=("evaluated",),
        dest="in_progress",
        words="reason",
    ),
    Step(
        trigger="reinstate",
        command=commands.Reinstate,
        event=facts.OccurrenceReinstated,
        russian="восстановить",
        who="supervisor",
        sources=("cancelled",),
        dest="in_progress",
        words="reason",
    ),
)

BY_COMMAND = {step.command: step for step in STEPS}
BY_TRIGGER = {step.trigger: step for step in STEPS}
