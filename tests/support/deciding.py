"""Given, when, then for one occurrence: a history, a command, and what came of it.

    given(planned(), started()).when(report(result=" ")).then_refused(RefusedByRules)

Facts are in the past tense (``started``), wishes in the imperative (``start``). A step is taken by
whoever has the right to it, unless ``by`` says otherwise.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Literal

import msgspec

from engine.errors import RefusedByRules
from engine.events import changes, parts
from engine.events import occurrences as events
from engine.events.event import Event, NewEvent
from engine.events.occurrences import Completeness, Status, Verdict
from engine.events.recorded import Happened
from engine.workflows.decider import By
from engine.workflows.occurrence import beside, commands
from engine.workflows.occurrence.commands import StepCommand
from engine.workflows.occurrence.decide import decide
from engine.workflows.occurrence.evolving import evolve
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.occurrence.steps import BY_COMMAND, BY_TRIGGER
from engine.workflows.rights import Speaker
from tests.support.amending import due, in_state

STREAM = "occurrence/rm/m001/2022-06"
TODAY = date(2022, 7, 10)
START, DEADLINE = date(2022, 6, 1), date(2022, 6, 30)
DAY = date(2022, 6, 15)

LEAD, CO, ELSEWHERE = "organisation/lead", "organisation/co", "organisation/elsewhere"


def person(name: str, *roles: str, of: tuple[str, ...] = (), as_: str | None = None) -> Speaker:
    """Return who speaks: with roles, belonging to *of*, or for the principal *as_*."""
    own = f"person/{name}"
    return Speaker(
        person=own,
        roles=frozenset(roles),
        acts_for=frozenset(of) | {as_ or own},
        principal=as_,
    )


def deciding(speaker: Speaker, today: date = TODAY) -> By:
    """Return *speaker* as whoever decides on the day *today*; ids are always the same one."""
    return By(speaker=speaker, today=today, new_id=lambda: "id")


EXECUTOR = person("executor", "executor", of=(LEAD,))
HELPER = person("helper", "executor", of=(CO,))
STRANGER = person("stranger", "executor", of=(ELSEWHERE,))
SUPERVISOR = person("supervisor", "supervisor")
OPERATOR = person("operator", "operator", as_=LEAD)


class Past(msgspec.Struct, frozen=True):
    """Something that had happened, by whom and on which day."""

    event: Event
    by: Speaker = EXECUTOR
    on: date = DAY


def _step(event_class: type[events.StepTaken], source: Status, who: Speaker = EXECUTOR) -> Any:
    """Return a maker of facts of *event_class*; fields may be given, and ``by`` and ``on``.

    What says for itself where it leads, leaves the state as it is.
    """
    states = {"source": source, "dest": event_class.leads_to() or source}

    def made(by: Speaker = who, on: date = DAY, **fields: Any) -> Past:
        return Past(event_class(**{**states, **_DEFAULTS.get(event_class, {}), **fields}), by, on)

    return made


LATER = due(START, date(2022, 9, 30))
"""A window to which the deadline may be transferred."""

_DEFAULTS: dict[type[Event], dict[str, Any]] = {
    parts.NoteMade: {"kind": "comment"},
    parts.PartReported: {"party": CO, "completeness": "full"},
    changes.TransferRequested: {"window": LATER},
    changes.TransferGranted: {"window": LATER, "request": None},
    changes.TransferRefused: {"window": LATER, "request": None},
    events.ResultReported: {"completeness": "full", "evidence": ()},
    events.ReportReturned: {"ground": "substance"},
    events.ExecutionEvaluated: {"verdict": "done", "executed_on": None},
    events.OccurrenceLapsed: {"cause": "horizon"},
}


def planned(
    lead: str | None = LEAD,
    co: tuple[str, ...] = (CO,),
    start: date = START,
    deadline: date | None = DEADLINE,
    report_by: date | None = None,
) -> Past:
    """Return that the occurrence was planned; without *deadline* it has no window."""
    window = due(start, deadline, report_by) if deadline else None
    event = events.OccurrencePlanned(
        key="2022-06", window=window, lead=lead, co_executors=co, section=()
    )
    return Past(event, person("planner", "operator"), date(2022, 1, 20))


started = _step(events.WorkStarted, "planned")
retracted = _step(events.StartRetracted, "in_progress")
reported = _step(events.ResultReported, "in_progress")
withdrawn = _step(events.ReportWithdrawn, "reported")
returned = _step(events.ReportReturned, "reported", SUPERVISOR)
evaluated = _step(events.ExecutionEvaluated, "reported", SUPERVISOR)
lapsed = _step(events.OccurrenceLapsed, "planned", SUPERVISOR)
cancelled = _step(events.OccurrenceCancelled, "planned", SUPERVISOR)
reopened = _step(events.OccurrenceReopened, "evaluated", SUPERVISOR)
reinstated = _step(events.OccurrenceReinstated, "cancelled", SUPERVISOR)
noted = _step(parts.NoteMade, "planned")
part_filed = _step(parts.PartReported, "planned", HELPER)
transfer_requested = _step(changes.TransferRequested, "planned")
transferred = _step(changes.TransferGranted, "planned", SUPERVISOR)
transfer_refused = _step(changes.TransferRefused, "planned", SUPERVISOR)

HISTORIES: dict[Status, tuple[Past, ...]] = {
    "planned": (planned(),),
    "in_progress": (planned(), started()),
    "reported": (planned(), started(), reported()),
    "evaluated": (planned(), started(), reported(), evaluated()),
    "cancelled": (planned(), cancelled()),
}
"""A lawful way into every state."""


def ready(trigger: str, source: Status | None = None) -> tuple[Past, ...]:
    """Return a lawful way into *source* (else the step's last one) from which the step is taken.

    A refusal of a transfer has to have been asked for one.
    """
    asked = (transfer_requested(),) if trigger == "refuse-transfer" else ()
    return HISTORIES[source or BY_TRIGGER[trigger].sources[-1]] + asked


def start(on: date = DAY) -> commands.Start:
    """Wish to start."""
    return commands.Start(on=on)


def report(
    result: str = "Проведено", completeness: Completeness = "full", link: str = "", on: date = DAY
) -> commands.Report:
    """Wish to report."""
    return commands.Report(on=on, result=result, completeness=completeness, link=link)


def evaluate(
    verdict: Verdict = "done",
    justification: str = "Протокол",
    on: date = DAY,
    executed_on: date | None = None,
) -> commands.Evaluate:
    """Wish to evaluate."""
    return commands.Evaluate(
        on=on, verdict=verdict, justification=justification, executed_on=executed_on
    )


def lapse(
    reason: str = "Год закрыт",
    on: date = TODAY,
    cause: Literal["successor", "horizon"] = "horizon",
) -> commands.Lapse:
    """Wish to close as not done; only after the deadline."""
    return commands.Lapse(on=on, reason=reason, cause=cause)


UNTIL = date(2022, 9, 30)


def note(comment: str = "Ждём", on: date = DAY, **fields: Any) -> beside.Note:
    """Wish to make a note."""
    return beside.Note(on=on, comment=comment, **fields)


def file_part(
    party: str = LEAD, result: str = "Своя часть", on: date = DAY, **fields: Any
) -> beside.FilePart:
    """Wish to file the part of *party*."""
    return beside.FilePart(on=on, party=party, result=result, **fields)


def attach(link: str = "https://school.example/1", on: date = DAY) -> beside.Attach:
    """Wish to add evidence."""
    return beside.Attach(on=on, link=link)


def request_transfer(
    until: date = UNTIL, first: date | None = None, on: date = DAY, reason: str = "Перенос"
) -> beside.RequestTransfer:
    """Wish for another deadline."""
    return beside.RequestTransfer(on=on, reason=reason, until=until, start=first)


def transfer(
    until: date = UNTIL, first: date | None = None, on: date = DAY, reason: str = "Согласен"
) -> beside.Transfer:
    """Wish to move the deadline."""
    return beside.Transfer(on=on, reason=reason, until=until, start=first)


def cancel(
    reason: str = "Потеряло смысл", basis: str = "Приказ 12", on: date = DAY
) -> commands.Cancel:
    """Wish to cancel."""
    return commands.Cancel(on=on, reason=reason, basis=basis)


def with_reason(trigger: str, reason: str = "Ошибка", on: date = DAY) -> StepCommand:
    """Wish for one of the steps that only say why."""
    return _REASONED[trigger](on=on, reason=reason)


_REASONED: dict[str, type[commands.WithReason]] = {
    "unstart": commands.Unstart,
    "withdraw": commands.Withdraw,
    "return": commands.Return,
    "reopen": commands.Reopen,
    "reinstate": commands.Reinstate,
    "refuse-transfer": beside.RefuseTransfer,
}

COMMANDS: dict[str, StepCommand] = {
    "start": start(),
    "report": report(),
    "evaluate": evaluate(),
    "lapse": lapse(),
    "cancel": cancel(),
    "note": note(),
    "part": file_part(),
    "attach": attach(),
    "request-transfer": request_transfer(),
    "transfer": transfer(),
    **{trigger: with_reason(trigger) for trigger in _REASONED},
}
"""One complete command for every step."""


def given(*past: Past) -> Given:
    """Begin with what had happened."""
    return Given(past)


class Given:
    """A history of one occurrence."""

    def __init__(self, past: tuple[Past, ...]) -> None:
        self.state = Occurrence(stream=STREAM)
        for version, one in enumerate(past, 1):
            kept = msgspec.structs.replace(one, event=in_state(one.event, self.state.status))
            self.state = evolve(self.state, happened(version, kept))

    def when(self, command: StepCommand, by: Speaker | None = None, today: date = TODAY) -> Outcome:
        """Decide on *command* by whoever has the right to it, or by *by*."""
        speaker = by or (SUPERVISOR if BY_COMMAND[type(command)].who == "supervisor" else EXECUTOR)
        try:
            [append] = decide(command, self.state, deciding(speaker, today))
        except RefusedByRules as error:
            return Outcome(self.state, speaker, (), error)
        assert (append.stream, append.expected) == (STREAM, self.state.version)
        return Outcome(self.state, speaker, append.events, None)


class Outcome:
    """What a decision came to: events, or a refusal."""

    def __init__(
        self,
        before: Occurrence,
        speaker: Speaker,
        events: tuple[NewEvent, ...],
        error: RefusedByRules | None,
    ) -> None:
        self.events = events
        self.error = error
        self._before = before
        self._speaker = speaker

    def then(self, *names: str) -> Outcome:
        """Expect events of these stored names, in this order."""
        assert self.error is None, self.error
        assert tuple(new.event.NAME for new in self.events) == names
        return self

    def then_refused(self, kind: type[RefusedByRules], saying: str = "") -> None:
        """Expect a refusal of exactly this kind that says *saying*, and no event."""
        assert type(self.error) is kind, f"{self.error!r}, {self.events}"
        assert saying in str(self.error)
        assert self.events == ()

    @property
    def after(self) -> Occurrence:
        """Return the occurrence with the new events."""
        assert self.error is None, self.error
        state = self._before
        for new in self.events:
            past = Past(new.event, self._speaker, new.effective_on)
            state = evolve(state, happened(state.version + 1, past))
        return state


def happened(version: int, past: Past) -> Happened:
    """Return *past* with its envelope, as the event of this *version*."""
    return Happened(
        stream=STREAM,
        version=version,
        event=past.event,
        actor_id=past.by.person,
        principal_id=past.by.principal,
        recorded_at=datetime(2022, 7, 9, 9, version % 60, tzinfo=UTC),
        effective_on=past.on,
    )
