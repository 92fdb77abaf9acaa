"""From a command to the next events of one occurrence, or a refusal.

What is checked is what the step's row in the table says: from which state, by whom, on which
days, with which words. What no row can say, the command checks itself (``commands.py``).
"""

from __future__ import annotations

from datetime import date

import msgspec

from engine.errors import N_, RefusedByRules
from engine.events.event import NewEvent
from engine.events.log import StreamAppend
from engine.workflows import rights
from engine.workflows.decider import Appends, By
from engine.workflows.occurrence import commands, lifecycle
from engine.workflows.occurrence.commands import StepCommand
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.occurrence.steps import BOUNDS, BY_COMMAND, MUST_SAY, Step


def decide(command: StepCommand, occurrence: Occurrence, by: By) -> Appends:
    """Return the events that *command* brings about, or raise RefusedByRules.

    A report on a planned occurrence brings the start along: two events, one commit.
    """
    events = tuple(_taken(command, occurrence, by))
    return (StreamAppend(stream=occurrence.stream, expected=occurrence.version, events=events),)


def _taken(command: StepCommand, occurrence: Occurrence, by: By) -> tuple[NewEvent, ...]:
    if isinstance(command, commands.Report) and occurrence.status == "planned":
        begun = _taken(commands.Start(on=command.on), occurrence, by)
        under_way = msgspec.structs.replace(occurrence, status="in_progress")
        return begun + _taken(command, under_way, by)
    step = BY_COMMAND[type(command)]
    lifecycle.after(step.trigger, occurrence.status)
    rights.check(step, by.speaker, occurrence)
    on = command.on or by.today
    _check_day(step, on, occurrence, by.today)
    _check_words(command, step)
    command.check(on, occurrence)
    return (_event(command, step, occurrence, on),)


def _event(command: StepCommand, step: Step, occurrence: Occurrence, on: date) -> NewEvent:
    """Return the event of *step*: from which state to which, and what the command says."""
    known = command.facts(occurrence)
    facts = {name: known[name] for name in step.event.__struct_fields__ if name in known}
    dest = lifecycle.after(step.trigger, occurrence.status)
    event = step.event(source=occurrence.status, dest=dest, **facts)
    return NewEvent(event=event, effective_on=on, words=command.words(step.event))


def _check_day(step: Step, on: date, occurrence: Occurrence, today: date) -> None:
    """Check the day of a step: not after today, nor before what it follows or answers."""
    if on > today:
        raise RefusedByRules(
            N_("{day} has not come yet"),
            remedy=N_("Give the day on which it happened: today ({today}) or earlier."),
            day=on,
            today=today,
        )
    for name in step.not_before:
        earliest = getattr(occurrence, name)
        if earliest is not None and on < earliest:
            raise RefusedByRules(BOUNDS[name], remedy=_LATER, day=on, earliest=earliest)
    commands.check_begun(on, occurrence, _LATER)


_LATER = N_("Give that day or a later one with --on.")


def _check_words(command: StepCommand, step: Step) -> None:
    for name in step.must_say:
        if not getattr(command, name).strip():
            raise RefusedByRules(MUST_SAY[name], remedy=N_("Give it with --{option}."), option=name)
