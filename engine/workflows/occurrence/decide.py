"""From a command to the next events of one occurrence, or a refusal.

What is checked comes from the table of steps: from which state, by whom, on which days, with
which words. Only what no row can say is written out here.
"""

from __future__ import annotations

from datetime import date

import msgspec

from engine.calendar import periods
from engine.errors import N_, NotAllowed, RefusedByRules
from engine.events import occurrences as events
from engine.events.event import NewEvent
from engine.events.log import StreamAppend
from engine.events.occurrences import Status
from engine.workflows import rights
from engine.workflows.decider import Appends, By
from engine.workflows.occurrence import lifecycle, steps
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.occurrence.steps import BY_COMMAND, Day, Step, StepCommand

MUST_SAY = {
    "result": N_("a report says what came of it"),
    "reason": N_("this step needs a reason"),
    "justification": N_("an evaluation says what it rests on"),
    "basis": N_("a cancellation names the document that it rests on"),
}

BOUNDS: dict[Day, str] = {
    "started_on": N_("the work was started on {earliest}: {day} lies before that"),
    "answers_from": N_("the report before was returned; none can be of {day}, before {earliest}"),
    "reported_on": N_("the report is of {earliest}: {day} lies before that"),
    "evaluated_on": N_("the verdict is of {earliest}: {day} lies before that"),
    "cancelled_on": N_("the cancellation is of {earliest}: {day} lies before that"),
}
"""Why a step cannot have happened on a day: it follows, judges or takes back what came later."""


def decide(command: StepCommand, occurrence: Occurrence, by: By) -> Appends:
    """Return the events that *command* brings about, or raise RefusedByRules.

    A report on a planned occurrence brings the start along: two events, one commit.
    """
    events = tuple(_taken(command, occurrence, by))
    return (StreamAppend(stream=occurrence.stream, expected=occurrence.version, events=events),)


def _taken(command: StepCommand, occurrence: Occurrence, by: By) -> tuple[NewEvent, ...]:
    if isinstance(command, steps.Report) and occurrence.status == "planned":
        begun = _taken(steps.Start(on=command.on), occurrence, by)
        under_way = msgspec.structs.replace(occurrence, status="in_progress")
        return begun + _taken(command, under_way, by)
    step = BY_COMMAND[type(command)]
    lifecycle.after(step.trigger, occurrence.status)
    rights.check(step, by.speaker, _standing(occurrence))
    on = command.on or by.today
    _check_day(step, on, occurrence, by.today)
    _check_words(command, step)
    _check_step(command, on, occurrence)
    event, words = _event(command, occurrence.status)
    return (NewEvent(event=event, effective_on=on, words=words),)


def _event(command: StepCommand, source: Status) -> tuple[events.StepTaken, dict[str, str]]:
    """Return the event and the words of *command*, taken from the state *source*."""
    match command:
        case steps.Report():
            link = command.link.strip()
            reported = events.ResultReported(
                source=source,
                completeness=command.completeness,
                evidence=(events.LINK,) if link else (),
            )
            return reported, {"result": command.result.strip(), "evidence.1": link}
        case steps.Return():
            returned = events.ReportReturned(source=source, ground=command.ground)
            return returned, {"reason": command.reason.strip()}
        case steps.Evaluate():
            evaluated = events.ExecutionEvaluated(
                source=source, verdict=command.verdict, executed_on=command.executed_on
            )
            return evaluated, {"justification": command.justification.strip()}
        case steps.Lapse():
            lapsed = events.OccurrenceLapsed(source=source, period=command.period)
            return lapsed, {"reason": command.reason.strip()}
        case _:
            step = BY_COMMAND[type(command)]
            words = {name: getattr(command, name).strip() for name in step.words}
            return step.event(source=source), words


def _check_day(step: Step, on: date, occurrence: Occurrence, today: date) -> None:
    """Check the day of a step: not after today, nor before what it follows or answers."""
    if on > today:
        raise RefusedByRules(
            N_("{day} has not come yet"),
            remedy=N_("Give the day on which it happened: today ({today}) or earlier."),
            day=on,
            today=today,
        )
    for name in step.after:
        earliest = getattr(occurrence, name)
        if earliest is not None and on < earliest:
            raise RefusedByRules(BOUNDS[name], remedy=_LATER, day=on, earliest=earliest)
    _check_begun(on, occurrence, _LATER)


_LATER = N_("Give that day or a later one with --on.")
_EXECUTED = N_("Give the day on which it was executed with --executed-on.")


def _check_begun(day: date, occurrence: Occurrence, remedy: str) -> None:
    """Check that the order or the window had begun on *day*."""
    beginning = _beginning(occurrence)
    if beginning is not None and day < beginning:
        raise RefusedByRules(
            N_("{day} lies before {earliest}, when the order and the window had not begun"),
            remedy=remedy,
            day=day,
            earliest=beginning,
        )


def _beginning(occurrence: Occurrence) -> date | None:
    """Return the day before which nothing can have been done: of the order, or of the window."""
    days = [day for day in (occurrence.planned_on, occurrence.start) if day is not None]
    return min(days, default=None)


def _check_words(command: StepCommand, step: Step) -> None:
    for name in step.words:
        if not getattr(command, name).strip():
            raise RefusedByRules(MUST_SAY[name], remedy=N_("Give it with --{option}."), option=name)


def _check_step(command: StepCommand, on: date, occurrence: Occurrence) -> None:
    """Check what no row of the table can say."""
    match command:
        case steps.Unstart() if occurrence.reports:
            raise NotAllowed(N_("a start can be taken back only before anything was reported"))
        case steps.Evaluate(executed_on=day) if day is not None and day > on:
            raise RefusedByRules(
                N_("the day of execution, {day}, lies after the evaluation of {on}"),
                remedy=_EXECUTED,
                day=day,
                on=on,
            )
        case steps.Evaluate(executed_on=day) if day is not None:
            _check_begun(day, occurrence, _EXECUTED)
        case steps.Lapse():
            _check_lapse(command, on, occurrence)


def _check_lapse(command: steps.Lapse, on: date, occurrence: Occurrence) -> None:
    periods.period(command.period)
    last = occurrence.current_deadline
    if last is None:
        raise RefusedByRules(N_("an occurrence without a deadline does not lapse"))
    if on <= last:
        raise RefusedByRules(
            N_("an occurrence lapses only after its deadline ({deadline})"), deadline=last
        )


def _standing(occurrence: Occurrence) -> rights.Standing:
    return rights.Standing(
        lead=occurrence.lead,
        executors=frozenset(filter(None, (occurrence.lead, *occurrence.co_executors))),
        starters=frozenset(occurrence.starters),
        reporters=frozenset(occurrence.reporters),
        hands=frozenset(occurrence.hands),
    )
