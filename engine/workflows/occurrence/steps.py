"""The table of steps: who may take which step from where, and what it is called everywhere.

The machine (``lifecycle.py``), what is checked (``decide.py``, ``rights.py``), the list that
``vekha steps`` prints and the diagram in the README all come from it. The state after a step is its
event's own (``leads_to``); a step whose event gives none leaves the state as it is. Changing a row
is a decision record; event names are stored for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Literal, get_args

import msgspec

from engine.errors import N_
from engine.events import changes, parts
from engine.events import occurrences as events
from engine.events.occurrences import Status, StepTaken
from engine.events.people import Role
from engine.workflows.occurrence import beside, commands
from engine.workflows.occurrence.commands import StepCommand
from engine.workflows.occurrence.state import Occurrence

Who = Literal["executor", "lead", "starter", "reporter", "involved", "supervisor"]


class People(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of people who may take steps: how it is called, the role that they need, their ids.

    ``of`` is None where the role alone is enough; then no one can take the step for them. ``also``
    is a role that is enough for itself beside them.
    """

    word: str
    role: Role = "executor"
    also: Role | None = None
    of: Callable[[Occurrence], frozenset[str]] | None = None


WHO: dict[Who, People] = {
    "executor": People(
        word=N_("the lead or a co-executor"),
        of=lambda found: _some(found.lead, *found.co_executors),
    ),
    "lead": People(word=N_("the lead executor"), of=lambda found: _some(found.lead)),
    "starter": People(
        word=N_("the person who started"), of=lambda found: frozenset(found.starters)
    ),
    "reporter": People(
        word=N_("the person who reported"), of=lambda found: frozenset(found.reporters)
    ),
    "involved": People(
        word=N_("the lead, a co-executor or a supervisor"),
        also="supervisor",
        of=lambda found: _some(found.lead, *found.co_executors),
    ),
    "supervisor": People(word=N_("a supervisor"), role="supervisor"),
}
"""An operator may act for all but supervisors, naming for whom."""

MUST_SAY = {
    "result": N_("a report says what came of it"),
    "reason": N_("this step needs a reason"),
    "justification": N_("an evaluation says what it rests on"),
    "basis": N_("a cancellation names the document that it rests on"),
    "comment": N_("a note says something"),
    "link": N_("evidence is given by a link"),
}
"""Words that a step may demand -> why it is refused without them."""

Day = Literal["started_on", "answers_from", "reported_on", "evaluated_on", "cancelled_on"]
"""A day of the occurrence (a field) that bounds the day of a step."""

BOUNDS: dict[Day, str] = {
    "started_on": N_("the work was started on {earliest}: {day} lies before that"),
    "answers_from": N_("the report before was returned on {earliest}: {day} lies before that"),
    "reported_on": N_("the report is of {earliest}: {day} lies before that"),
    "evaluated_on": N_("the verdict is of {earliest}: {day} lies before that"),
    "cancelled_on": N_("the cancellation is of {earliest}: {day} lies before that"),
}
"""Why a step cannot have happened on a day: it follows, judges or takes back what came later."""


class Step(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One row of the table.

    ``word`` is its name as people read it. ``must_say`` are the words without which it is refused,
    ``not_before`` the days before which it cannot have happened: nothing is judged or taken back
    before it was done. ``independent``: not by those who started or reported the
    work themselves, in this round.
    """

    trigger: str
    word: str
    command: type[StepCommand]
    event: type[StepTaken]
    who: Who
    sources: tuple[Status, ...]
    must_say: tuple[str, ...] = ()
    not_before: tuple[Day, ...] = ()
    independent: bool = False

    @cached_property
    def dest(self) -> Status | None:
        """Return the state after it; None where it leaves the state as it is."""
        return self.event.leads_to()

    @property
    def people(self) -> People:
        """Return the people who may take it."""
        return WHO[self.who]


ANY: tuple[Status, ...] = get_args(Status)

STEPS = (
    Step(
        trigger="start",
        word=N_("start"),
        command=commands.Start,
        event=events.WorkStarted,
        who="executor",
        sources=("planned",),
    ),
    Step(
        trigger="unstart",
        word=N_("take the start back"),
        command=commands.Unstart,
        event=events.StartRetracted,
        who="starter",
        sources=("in_progress",),
        must_say=("reason",),
        not_before=("started_on",),
    ),
    Step(
        trigger="report",
        word=N_("report"),
        command=commands.Report,
        event=events.ResultReported,
        who="lead",
        sources=("in_progress",),
        must_say=("result",),
        not_before=("started_on", "answers_from"),
    ),
    Step(
        trigger="withdraw",
        word=N_("withdraw the report"),
        command=commands.Withdraw,
        event=events.ReportWithdrawn,
        who="reporter",
        sources=("reported",),
        must_say=("reason",),
        not_before=("reported_on",),
    ),
    Step(
        trigger="return",
        word=N_("return for rework"),
        command=commands.Return,
        event=events.ReportReturned,
        who="supervisor",
        sources=("reported",),
        must_say=("reason",),
        not_before=("reported_on",),
    ),
    Step(
        trigger="evaluate",
        word=N_("evaluate"),
        command=commands.Evaluate,
        event=events.ExecutionEvaluated,
        who="supervisor",
        sources=("reported",),
        must_say=("justification",),
        not_before=("reported_on",),
        independent=True,
    ),
    Step(
        trigger="lapse",
        word=N_("close as not done"),
        command=commands.Lapse,
        event=events.OccurrenceLapsed,
        who="supervisor",
        sources=("planned", "in_progress"),
        must_say=("reason",),
        not_before=("started_on",),
    ),
    Step(
        trigger="cancel",
        word=N_("cancel"),
        command=commands.Cancel,
        event=events.OccurrenceCancelled,
        who="supervisor",
        sources=("planned", "in_progress", "reported"),
        must_say=("reason", "basis"),
        not_before=("started_on", "reported_on"),
    ),
    Step(
        trigger="reopen",
        word=N_("reopen"),
        command=commands.Reopen,
        event=events.OccurrenceReopened,
        who="supervisor",
        sources=("evaluated",),
        must_say=("reason",),
        not_before=("evaluated_on",),
    ),
    Step(
        trigger="reinstate",
        word=N_("reinstate"),
        command=commands.Reinstate,
        event=events.OccurrenceReinstated,
        who="supervisor",
        sources=("cancelled",),
        must_say=("reason",),
        not_before=("cancelled_on",),
    ),
    Step(
        trigger="note",
        word=N_("make a note"),
        command=beside.Note,
        event=parts.NoteMade,
        who="involved",
        sources=ANY,
        must_say=("comment",),
    ),
    Step(
        trigger="part",
        word=N_("file a part"),
        command=beside.FilePart,
        event=parts.PartReported,
        who="executor",
        sources=beside.WORKED_ON,
        must_say=("result",),
    ),
    Step(
        trigger="attach",
        word=N_("add evidence"),
        command=beside.Attach,
        event=parts.EvidenceAdded,
        who="involved",
        sources=ANY,
        must_say=("link",),
    ),
    Step(
        trigger="request-transfer",
        word=N_("ask for a transfer"),
        command=beside.RequestTransfer,
        event=changes.TransferRequested,
        who="executor",
        sources=beside.WORKED_ON,
        must_say=("reason",),
    ),
    Step(
        trigger="transfer",
        word=N_("transfer the deadline"),
        command=beside.Transfer,
        event=changes.TransferGranted,
        who="supervisor",
        sources=beside.WORKED_ON,
        must_say=("reason",),
    ),
    Step(
        trigger="refuse-transfer",
        word=N_("refuse the transfer"),
        command=beside.RefuseTransfer,
        event=changes.TransferRefused,
        who="supervisor",
        sources=beside.WORKED_ON,
        must_say=("reason",),
    ),
)

BY_COMMAND = {step.command: step for step in STEPS}
BY_TRIGGER = {step.trigger: step for step in STEPS}


def _some(*parties: str | None) -> frozenset[str]:
    return frozenset(filter(None, parties))
