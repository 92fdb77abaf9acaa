"""One occurrence: what its events add up to (``evolve``), and what may come next (``decide``).

``decide`` may refuse; ``evolve`` accepts all history, also what today's rules forbid.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import reduce

import msgspec

from engine.calendar import periods
from engine.errors import N_, NotAllowed, RefusedByRules
from engine.events import occurrences as facts
from engine.events.event import NewEvent
from engine.events.occurrences import STATE_AFTER, Completeness, Status, Verdict
from engine.events.recorded import Happened
from engine.events.roadmaps import Section
from engine.workflows import commands, lifecycle, rights
from engine.workflows.commands import StepCommand
from engine.workflows.rights import Speaker
from engine.workflows.steps import BY_COMMAND, Step


class Occurrence(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one occurrence.

    ``deadline`` is the original one (null: none), ``current_deadline`` the one in force.
    ``hands`` are those who started or reported in the current round, as actor or principal;
    ``starters`` and ``reporters`` those of the last such step. A report that was returned or
    withdrawn, and a verdict that was reopened, no longer counts.
    """

    stream: str
    version: int = 0
    status: Status = "planned"
    key: str = ""
    start: date | None = None
    deadline: date | None = None
    current_deadline: date | None = None
    lead: str | None = None
    co_executors: tuple[str, ...] = ()
    section: tuple[Section, ...] = ()
    planned_on: date | None = None
    started_on: date | None = None
    completeness: Completeness | None = None
    reported_on: date | None = None
    reported_at: datetime | None = None
    verdict: Verdict | None = None
    evaluated_on: date | None = None
    cancelled_on: date | None = None
    reports: int = 0
    returns: int = 0
    starters: frozenset[str] = frozenset()
    reporters: frozenset[str] = frozenset()
    hands: frozenset[str] = frozenset()


def fold(stream: str, happened: Iterable[Happened]) -> Occurrence:
    """Return the occurrence that the events of *stream* add up to."""
    return reduce(evolve, happened, Occurrence(stream=stream))


def evolve(state: Occurrence, happened: Happened) -> Occurrence:  # noqa: C901, PLR0912 - a case an event
    """Return *state* after one more event; an unknown kind of event only raises the version."""
    event = happened.event
    after = msgspec.structs.replace(
        state,
        version=happened.version,
        status=STATE_AFTER.get(event.NAME) or state.status,
    )
    by = frozenset(filter(None, (happened.actor_id, happened.principal_id)))
    change = msgspec.structs.replace
    match event:
        case facts.OccurrencePlanned():
            return _planned(after, event, happened)
        case facts.WorkStarted():
            hands = state.hands | by
            return change(after, started_on=happened.effective_on, starters=by, hands=hands)
        case facts.StartRetracted():
            return change(after, started_on=None, starters=frozenset(), hands=frozenset())
        case facts.ResultReported():
            return change(
                after,
                completeness=event.completeness,
                reported_on=happened.effective_on,
                reported_at=happened.recorded_at,
                reports=state.reports + 1,
                reporters=by,
                hands=state.hands | by,
            )
        case facts.ReportWithdrawn():
            return change(_unreported(after), hands=state.hands)
        case facts.ReportReturned():
            return change(_unreported(after), returns=state.returns + 1)
        case facts.ExecutionEvaluated():
            return change(after, verdict=event.verdict, evaluated_on=happened.effective_on)
        case facts.OccurrenceLapsed():
            return change(after, verdict="not_done", evaluated_on=happened.effective_on)
        case facts.OccurrenceCancelled():
            return change(after, cancelled_on=happened.effective_on)
        case facts.OccurrenceReopened() | facts.OccurrenceReinstated():
            cleared = change(after, verdict=None, evaluated_on=None, cancelled_on=None)
            return _unreported(cleared)
        case facts.WindowAmended():
            return change(after, start=event.window.start, current_deadline=event.window.end)
        case facts.ExecutorsAmended():
            return change(after, lead=event.lead, co_executors=event.co_executors)
        case _:
            return after


def decide(
    command: StepCommand, occurrence: Occurrence, speaker: Speaker, today: date
) -> tuple[NewEvent, ...]:
    """Return the events that *command* brings about, or raise RefusedByRules.

    A report on a planned occurrence brings the start along: two events, one commit.
    """
    step = BY_COMMAND[type(command)]
    if isinstance(command, commands.Report) and occurrence.status == "planned":
        begun = decide(commands.Start(on=command.on), occurrence, speaker, today)
        under_way = msgspec.structs.replace(occurrence, status="in_progress")
        return begun + decide(command, under_way, speaker, today)
    lifecycle.after(step.trigger, occurrence.status)
    rights.check(step, speaker, _standing(occurrence))
    _check_day(command, today)
    _check_words(command, step)
    _check_step(command, occurrence)
    event, words = _event(command, occurrence.status)
    return (NewEvent(event=event, effective_on=command.on, words=words),)


def _event(command: StepCommand, source: Status) -> tuple[facts.StepTaken, dict[str, str]]:
    """Return the event and the words of *command*, taken from the state *source*."""
    event_class = BY_COMMAND[type(command)].event
    match command:
        case commands.Start():
            return facts.WorkStarted(source=source), {}
        case commands.Report():
            link = command.link.strip()
            reported = facts.ResultReported(
                source=source,
                completeness=command.completeness,
                evidence=(facts.LINK,) if link else (),
            )
            return reported, {"result": command.result.strip(), "evidence.1": link}
        case commands.Evaluate():
            evaluated = facts.ExecutionEvaluated(source=source, verdict=command.verdict)
            return evaluated, {"justification": command.justification.strip()}
        case commands.Lapse():
            lapsed = facts.OccurrenceLapsed(source=source, period=command.period)
            return lapsed, {"reason": command.reason.strip()}
        case commands.Cancel():
            words = {"reason": command.reason.strip(), "basis": command.basis.strip()}
            return facts.OccurrenceCancelled(source=source), words
        case commands.WithReason():
            return event_class(source=source), {"reason": command.reason.strip()}
        case _:
            raise TypeError(f"{type(command).__name__} is no step")


def _check_day(command: StepCommand, today: date) -> None:
    if command.on > today:
        raise RefusedByRules(
            N_("{day} has not come yet"),
            remedy=N_("Give the day on which it happened: today ({today}) or earlier."),
            day=command.on.isoformat(),
            today=today.isoformat(),
        )


MUST_SAY = {
    "result": N_("a report says what came of it"),
    "reason": N_("this step needs a reason"),
    "justification": N_("an evaluation says what it rests on"),
    "basis": N_("a cancellation names the document that it rests on"),
}


def _check_words(command: StepCommand, step: Step) -> None:
    named = (step.words, "basis") if isinstance(command, commands.Cancel) else (step.words,)
    for name in filter(None, named):
        if not getattr(command, name).strip():
            raise RefusedByRules(MUST_SAY[name], remedy=N_("Give it with --{option}."), option=name)


def _check_step(command: StepCommand, occurrence: Occurrence) -> None:
    """Check what a step asks for beyond state, right and words."""
    if isinstance(command, commands.Unstart) and occurrence.reports:
        raise NotAllowed(N_("a start can be taken back only before anything was reported"))
    reported = occurrence.reported_on
    judges = isinstance(command, commands.Return | commands.Evaluate)
    if judges and reported is not None and command.on < reported:
        raise RefusedByRules(
            N_("the report is of {reported}; nobody judges it before"),
            remedy=N_("Give that day or a later one with --on."),
            reported=reported.isoformat(),
        )
    if isinstance(command, commands.Lapse):
        periods.period(command.period)
        last = occurrence.current_deadline
        if last is None or command.on <= last:
            raise RefusedByRules(
                N_("an occurrence lapses only after its deadline ({deadline})"),
                deadline="–" if last is None else last.isoformat(),
            )


def _standing(occurrence: Occurrence) -> rights.Standing:
    return rights.Standing(
        lead=occurrence.lead,
        executors=frozenset(filter(None, (occurrence.lead, *occurrence.co_executors))),
        starters=occurrence.starters,
        reporters=occurrence.reporters,
        hands=occurrence.hands,
    )


def _planned(after: Occurrence, event: facts.OccurrencePlanned, happened: Happened) -> Occurrence:
    window = event.window
    return msgspec.structs.replace(
        after,
        key=event.key,
        start=window and window.start,
        deadline=window and window.end,
        current_deadline=window and window.end,
        lead=event.lead,
        co_executors=event.co_executors,
        section=event.section,
        planned_on=happened.effective_on,
    )


def _unreported(state: Occurrence) -> Occurrence:
    """Return *state* at the beginning of a new round: no report counts."""
    return msgspec.structs.replace(
        state,
        completeness=None,
        reported_on=None,
        reported_at=None,
        reporters=frozenset(),
        hands=frozenset(),
    )
