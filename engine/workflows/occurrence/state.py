"""What the events of one occurrence add up to.

``evolve`` accepts all history, also what today's rules forbid. The fields of ``Occurrence`` are
the only list of what is known of one: its read row (``projections/occurrences.py``) is made of
them, and so are the figures and the lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import reduce

import msgspec

from engine.events import occurrences as events
from engine.events.occurrences import STATE_AFTER, Completeness, Status, Verdict
from engine.events.recorded import Happened
from engine.events.streams import MeasurePath, OccurrenceKey, OccurrenceStream


class Led(msgspec.Struct, frozen=True):
    """Who leads from a day on (null: no one)."""

    since: date
    lead: str | None


class Occurrence(msgspec.Struct, frozen=True, kw_only=True):
    """One due window of a measure, as it is after its last event.

    It has three deadlines (null: none), which differ once an amendment moved one.
    ``original_deadline`` is the one first approved. ``current_deadline`` is the one in force: the
    duty. ``counted_deadline`` is the one that the headline figures judge by: an amendment in time
    moves it along, one that comes after it leaves it where it was violated. ``prolonged_from`` are
    those that it moved away from.

    ``led`` tells who led when, in the order of recording; ``lead`` is the last of them. A report
    that was returned or withdrawn, and a verdict that was reopened, no longer counts.
    ``executed_on`` is the day of execution that the verdict accepted instead of the report's;
    ``answers_from`` the day before which no further report may lie. ``hands`` are those who
    started or reported in the current round, as actor or principal; ``starters`` and
    ``reporters`` those of the last such step.
    """

    stream: str
    version: int = 0
    status: Status = "planned"
    start: date | None = None
    original_deadline: date | None = None
    counted_deadline: date | None = None
    current_deadline: date | None = None
    prolonged_from: tuple[date, ...] = ()
    lead: str | None = None
    led: tuple[Led, ...] = ()
    co_executors: tuple[str, ...] = ()
    planned_on: date | None = None
    started_on: date | None = None
    completeness: Completeness | None = None
    reported_on: date | None = None
    reported_at: datetime | None = None
    answers_from: date | None = None
    verdict: Verdict | None = None
    evaluated_on: date | None = None
    executed_on: date | None = None
    cancelled_on: date | None = None
    reports: int = 0
    returns: int = 0
    starters: tuple[str, ...] = ()
    reporters: tuple[str, ...] = ()
    hands: tuple[str, ...] = ()

    @property
    def name(self) -> OccurrenceStream:
        """Return the name of its stream in parts."""
        return OccurrenceStream.parse(self.stream)

    @property
    def path(self) -> str:
        """Return ``roadmap/m001``: the measure that it is an occurrence of."""
        return str(self.name.path)

    @property
    def owner(self) -> str:
        """Return the key of its roadmap, or of the order whose item it is."""
        return MeasurePath.parse(self.path).owner

    @property
    def key(self) -> str:
        """Return its own key within the measure."""
        return self.name.key

    @property
    def item(self) -> str | None:
        """Return the sub-item of the measure that it belongs to, if any."""
        return OccurrenceKey.parse(self.key).item

    @property
    def beginning(self) -> date | None:
        """Return the day before which nothing can have been done: of the order, or the window."""
        days = [day for day in (self.planned_on, self.start) if day is not None]
        return min(days, default=None)

    def led_on(self, day: date) -> str | None:
        """Return who led on *day* (before the planning: who led first)."""
        found = [part.lead for part in self.led if part.since <= day]
        return found[-1] if found else (self.led[0].lead if self.led else self.lead)


def fold(stream: str, happened: Iterable[Happened]) -> Occurrence:
    """Return the occurrence that the events of *stream* add up to."""
    return reduce(evolve, happened, Occurrence(stream=stream))


def evolve(state: Occurrence, happened: Happened) -> Occurrence:  # noqa: C901, PLR0912 - a case an event
    """Return *state* after one more event; an unknown kind of event only raises the version."""
    event = happened.event
    on, by = happened.effective_on, _by(happened)
    after = msgspec.structs.replace(
        state,
        version=happened.version,
        status=STATE_AFTER.get(event.NAME) or state.status,
    )
    change = msgspec.structs.replace
    match event:
        case events.OccurrencePlanned():
            return _planned(after, event, on)
        case events.WorkStarted():
            return change(after, started_on=on, starters=by, hands=_joined(state.hands, by))
        case events.StartRetracted():
            return change(after, started_on=None, starters=(), hands=())
        case events.ResultReported():
            return _reported(after, event, happened)
        case events.ReportWithdrawn():
            return change(_unreported(after), hands=state.hands)
        case events.ReportReturned():
            answers_from = on if event.ground == "substance" else state.reported_on
            return change(_unreported(after), returns=state.returns + 1, answers_from=answers_from)
        case events.ExecutionEvaluated():
            executed_on = event.executed_on
            return change(after, verdict=event.verdict, evaluated_on=on, executed_on=executed_on)
        case events.OccurrenceLapsed():
            return change(after, verdict="not_done", evaluated_on=on)
        case events.OccurrenceCancelled():
            return change(after, cancelled_on=on)
        case events.OccurrenceReopened() | events.OccurrenceReinstated():
            return _unreported(_unjudged(after))
        case events.WindowAmended():
            return _moved(after, event.window, on)
        case events.ExecutorsAmended():
            return change(_led(after, event.lead, on), co_executors=event.co_executors)
        case _:
            return after


def _by(happened: Happened) -> tuple[str, ...]:
    """Return who did it: the actor, and whom he did it for."""
    return _joined(filter(None, (happened.actor_id, happened.principal_id)))


def _joined(*parts: Iterable[str]) -> tuple[str, ...]:
    """Return everyone of *parts* once, sorted, as sets are stored."""
    return tuple(sorted({one for part in parts for one in part}))


def _planned(after: Occurrence, event: events.OccurrencePlanned, on: date) -> Occurrence:
    window = event.window
    planned = msgspec.structs.replace(
        after,
        start=window and window.start,
        original_deadline=window and window.end,
        counted_deadline=window and window.end,
        current_deadline=window and window.end,
        prolonged_from=(),
        co_executors=event.co_executors,
        planned_on=on,
    )
    return _led(planned, event.lead, on)


def _moved(after: Occurrence, window: events.DueWindow, on: date) -> Occurrence:
    """Return *after* with another window, by a decision of the day *on*.

    The duty moves always, the figures only where their deadline had not passed.
    """
    moved = msgspec.structs.replace(after, start=window.start, current_deadline=window.end)
    counted = after.counted_deadline
    if counted == window.end or (counted is not None and on > counted):
        return moved
    left = after.prolonged_from if counted is None else (*after.prolonged_from, counted)
    return msgspec.structs.replace(moved, counted_deadline=window.end, prolonged_from=left)


def _led(after: Occurrence, lead: str | None, since: date) -> Occurrence:
    return msgspec.structs.replace(after, lead=lead, led=(*after.led, Led(since, lead)))


def _reported(after: Occurrence, event: events.ResultReported, happened: Happened) -> Occurrence:
    by = _by(happened)
    return msgspec.structs.replace(
        after,
        completeness=event.completeness,
        reported_on=happened.effective_on,
        reported_at=happened.recorded_at,
        reports=after.reports + 1,
        reporters=by,
        hands=_joined(after.hands, by),
    )


def _unjudged(state: Occurrence) -> Occurrence:
    """Return *state* without verdict or cancellation."""
    return msgspec.structs.replace(
        state, verdict=None, evaluated_on=None, executed_on=None, cancelled_on=None
    )


def _unreported(state: Occurrence) -> Occurrence:
    """Return *state* at the beginning of a new round: no report counts."""
    return msgspec.structs.replace(
        state, completeness=None, reported_on=None, reported_at=None, reporters=(), hands=()
    )
