"""Steps of occurrences: what executors and supervisors take."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from engine.errors import N_, IllegalTransition
from engine.events import codec
from engine.events.event import NewEvent
from engine.events.log import StreamAppend
from engine.events.recorded import Recorded
from engine.office.desk import Desk
from engine.projections import occurrences, references
from engine.projections.occurrences import Unit
from engine.workflows import planning
from engine.workflows.catalogue import Measure
from engine.workflows.occurrence import Occurrence, decide, evolve
from engine.workflows.steps import BY_TRIGGER


class Steps(Desk):
    """What executors and supervisors ask for."""

    def take_step(
        self,
        reference: str,
        trigger: str,
        *,
        on: date | None = None,
        on_behalf_of: str | None = None,
        **words: str,
    ) -> Unit:
        """Take one step on the occurrence that *reference* names; returns it as it is then.

        *on* is the day on which it happened (today, when not given); *words* are the fields of
        the step's command. A report on an on-demand measure opens an occurrence of that day.
        """
        speaker = self.speaker(on_behalf_of, step=trigger)
        today = self.today
        day = on or today
        stream, measure = self._target(reference, trigger, day)
        fields = {"on": codec.day_text(day), **words}
        command = msgspec.convert(fields, BY_TRIGGER[trigger].command)

        def decided() -> tuple[StreamAppend, ...]:
            before = self._handler.occurrence(stream)
            opening = () if before.version else self._opening(before, measure, day)
            occurrence = _opened(before, opening, speaker.person, self._clock())
            try:
                events = opening + decide(command, occurrence, speaker, today)
            except IllegalTransition as error:
                raise self._told_by_whom(error, stream) from None
            return (StreamAppend(stream=stream, expected=before.version, events=events),)

        given = {"reference": reference, "on": on and codec.day_text(on), **words}
        receipt = self._record(trigger, speaker, given, decided, stream)
        return occurrences.unit(
            occurrences.row(self._handler.occurrence(self._recorded_in(receipt)))
        )

    def _told_by_whom(self, error: IllegalTransition, stream: str) -> IllegalTransition:
        """Return *error* with who had recorded the present state, and when (office time)."""
        stored = self.log.stream(stream)
        if len(stored) < 2:  # only planned so far: nobody came first
            return error
        last = codec.recorded(stored[-1])
        when = last.recorded_at.astimezone(ZoneInfo(self.opened.time_zone))
        return IllegalTransition(
            N_("the step {step!r} does not lead on from {status!r}, recorded by {who} on {when}"),
            remedy=error.remedy,
            **error.facts,
            who=last.actor_id,
            when=f"{when:%Y-%m-%d %H:%M}",
        )

    def _target(self, reference: str, trigger: str, day: date) -> tuple[str, Measure | None]:
        """Return the stream that a reference means, and the measure where it opens a new one."""
        known = self.catalogue()
        units = self.units()
        measure = references.find_measure(known, reference)
        demanded = measure.is_on_demand and not measure.is_removed
        if trigger == "report" and demanded and not references.parse(reference).label:
            return self._demanded(measure, units, day), measure
        return references.find_occurrence(known, units, reference).stream, None

    def _demanded(self, measure: Measure, units: list[Unit], day: date) -> str:
        """Return the stream of an on-demand measure on *day*: one under way, or a new one."""
        stream = f"occurrence/{measure.path}/{codec.day_text(day)}"
        taken = {unit.stream: unit.status for unit in units}
        count, name = 1, stream
        while taken.get(name, "in_progress") not in ("planned", "in_progress"):
            count += 1
            name = f"{stream}~{count}"
        return name

    def _opening(
        self, before: Occurrence, measure: Measure | None, day: date
    ) -> tuple[NewEvent, ...]:
        if measure is None:
            return ()
        key = before.stream.rsplit("/", 1)[1]
        return (planning.planned(key, None, measure.executors, measure.section, day),)


def _opened(
    before: Occurrence, opening: tuple[NewEvent, ...], actor: str, at: datetime
) -> Occurrence:
    """Return the occurrence after its *opening*, before anything is recorded."""
    state = before
    for version, new in enumerate(opening, before.version + 1):
        happened = Recorded(
            stream=before.stream,
            version=version,
            event=new.event,
            actor_id=actor,
            principal_id=None,
            recorded_at=at,
            effective_on=new.effective_on,
            position=0,
            login_id=None,
            auth_method="",
            command_id="",
            ordinal=0,
            words_commitment=None,
            hash="",
        )
        state = evolve(state, happened)
    return state
