"""The counter for occurrences: the steps that executors and supervisors take."""

from __future__ import annotations

from datetime import date, datetime
from functools import reduce

import msgspec

from engine.errors import N_, IllegalTransition, Party
from engine.events import codec, streams
from engine.events.log import StreamAppend
from engine.events.recorded import Recorded
from engine.events.streams import Reference
from engine.office.finding import Rows
from engine.office.session import Session
from engine.projections import references
from engine.projections.references import Found
from engine.workflows.decider import Appends, By, as_happened
from engine.workflows.handling import History
from engine.workflows.occurrence import commands, lifecycle
from engine.workflows.occurrence.commands import StepCommand
from engine.workflows.occurrence.decide import decide
from engine.workflows.occurrence.evolving import evolve
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.occurrence.steps import BY_COMMAND
from engine.workflows.orders import planning
from engine.workflows.orders.catalogue import Measure

OPEN = ("planned", "in_progress")

_TOLD = {
    lifecycle.TOO_EARLY: N_("cannot {step}: it is {status}, as recorded by {who} on {when}"),
    lifecycle.TOO_LATE: N_("cannot {step}: it is already {status}, as recorded by {who} on {when}"),
}
"""Why a step does not lead on -> the same, with who recorded the present state."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What a step came to: the occurrence as it is then, and the measure that it is of."""

    found: Found
    occurrence: Occurrence


class Occurrences:
    """What executors and supervisors ask for."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def take(
        self, reference: str, command: StepCommand, *, on_behalf_of: str | None = None
    ) -> Taken:
        """Take one step on the occurrence that *reference* names; returns it as it is then.

        A report on an on-demand measure opens an occurrence of that day.
        """
        session, trigger = self._session, BY_COMMAND[type(command)].trigger
        speaker = session.speaker(on_behalf_of, step=trigger)
        by = session.by(speaker)
        found, stream = self._target(reference, command, by.today)
        at = session.clock()

        def decided(history: History) -> Appends:
            before = history.occurrence(stream)
            if before.version or not found.measure.is_on_demand:
                return self._decided(command, before, by, history)
            return _opened(command, before, found.measure, by, at)

        receipt = session.record(trigger, speaker, (reference, command), decided, stream)
        if receipt.repeated:
            stream = session.recorded_in(receipt)
        return Taken(found=found, occurrence=session.history().occurrence(stream))

    def _decided(
        self, command: StepCommand, before: Occurrence, by: By, history: History
    ) -> Appends:
        try:
            return decide(command, before, by)
        except IllegalTransition as error:
            raise self._told_by_whom(error, history.stream(before.stream)) from None

    def _told_by_whom(
        self, error: IllegalTransition, happened: list[Recorded]
    ) -> IllegalTransition:
        """Return *error* with who had recorded the present state, and when (office time)."""
        if len(happened) < 2:  # only planned so far: no one came first
            return error
        last = happened[-1]
        when = last.recorded_at.astimezone(self._session.zone)
        return IllegalTransition(
            _TOLD[error.template],
            remedy=error.remedy,
            **error.facts,
            who=Party(last.actor_id),
            when=when,
        )

    def _target(self, reference: str, command: StepCommand, today: date) -> tuple[Found, str]:
        """Return the measure and the stream that a reference means."""
        directory = Rows(self._session.log)
        if isinstance(command, commands.Report) and not Reference.parse(reference).key:
            found = references.find_measure(directory, reference)
            if found.measure.is_on_demand and not found.measure.is_removed:
                known = directory.occurrences(found.measure.path)
                return found, _demanded(found.measure, known, command.on or today)
        found, occurrence = references.find_occurrence(directory, reference)
        return found, occurrence.stream


def _demanded(measure: Measure, known: list[Occurrence], day: date) -> str:
    """Return the stream of an on-demand measure on *day*: one under way, or a new one."""
    closed = {occurrence.key for occurrence in known if occurrence.status not in OPEN}
    key = planning.free_key(codec.day_text(day), closed)
    return f"{streams.occurrences_of(measure.path)}{key}"


def _opened(
    command: StepCommand, before: Occurrence, measure: Measure, by: By, at: datetime
) -> Appends:
    """Return the opening of an on-demand occurrence, and what *command* brings about in it."""
    day = command.on or by.today
    cause = planning.Cause(origin="demand")
    opening = planning.planned(before.key, None, measure.executors, measure.section, day, cause)
    opened = StreamAppend(stream=before.stream, expected=before.version, events=(opening,))
    speaker = by.speaker
    state = reduce(evolve, as_happened((opened,), speaker.person, speaker.principal, at), before)
    [append] = decide(command, state, by)
    return (msgspec.structs.replace(opened, events=(opening, *append.events)),)
