"""From one event of an occurrence to the next: what its history adds up to.

``evolve`` accepts all history, also what today's rules forbid. The state of the machine is what the
event itself says (``to``); ``EVOLVES`` has what else it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import reduce
from typing import Any

import msgspec

from engine.events import changes, parts, retractions
from engine.events import occurrences as events
from engine.events.occurrences import OccurrenceEvent
from engine.events.recorded import Happened
from engine.events.shapes import DueWindow
from engine.workflows.occurrence.state import Judged, Led, Occurrence, Requested

RETRACTABLE = 2
"""How many decisions in a row can be taken back: a verdict, and the reopening that it brought."""


def fold(stream: str, happened: Iterable[Happened]) -> Occurrence:
    """Return the occurrence that the events of *stream* add up to."""
    return reduce(evolve, happened, Occurrence(stream=stream))


def evolve(state: Occurrence, happened: Happened) -> Occurrence:
    """Return *state* after one more event; an unknown kind of event only raises the version."""
    event = happened.event
    after = msgspec.structs.replace(state, version=happened.version)
    if not isinstance(event, OccurrenceEvent):
        return after
    after = msgspec.structs.replace(after, status=event.dest)
    changed = EVOLVES.get(type(event))
    return after if changed is None else changed(after, happened, event)


def _planned(after: Occurrence, happened: Happened, event: events.OccurrencePlanned) -> Occurrence:
    window, on = event.window, happened.effective_on
    planned = msgspec.structs.replace(
        after,
        start=window and window.start,
        original_deadline=window and window.end,
        counted_deadline=window and window.end,
        current_deadline=window and window.end,
        report_by=window and window.report_by,
        prolonged_from=(),
        co_executors=event.co_executors,
        planned_on=on,
    )
    return _led(planned, event.lead, on)


def _started(after: Occurrence, happened: Happened, _event: object) -> Occurrence:
    by = _by(happened)
    return msgspec.structs.replace(
        after, started_on=happened.effective_on, starters=by, hands=_joined(after.hands, by)
    )


def _unstarted(after: Occurrence, _happened: Happened, _event: object) -> Occurrence:
    return msgspec.structs.replace(after, started_on=None, starters=(), hands=())


def _reported(after: Occurrence, happened: Happened, event: events.ResultReported) -> Occurrence:
    by = _by(happened)
    return msgspec.structs.replace(
        after,
        completeness=event.completeness,
        reported_on=happened.effective_on,
        reported_at=happened.recorded_at,
        received_on=event.received_on,
        reports=after.reports + 1,
        reporters=by,
        hands=_joined(after.hands, by),
    )


def _part_filed(after: Occurrence, happened: Happened, _event: object) -> Occurrence:
    return msgspec.structs.replace(after, hands=_joined(after.hands, _by(happened)))


def _withdrawn(after: Occurrence, _happened: Happened, _event: object) -> Occurrence:
    return msgspec.structs.replace(_unreported(after), hands=after.hands)


def _returned(after: Occurrence, happened: Happened, event: events.ReportReturned) -> Occurrence:
    day = happened.effective_on if event.ground == "substance" else after.reported_on
    again = _unreported(_judged(after))
    return msgspec.structs.replace(again, returns=after.returns + 1, answers_from=day)


def _evaluated(
    after: Occurrence, happened: Happened, event: events.ExecutionEvaluated
) -> Occurrence:
    return msgspec.structs.replace(
        _judged(after),
        verdict=event.verdict,
        evaluated_on=happened.effective_on,
        executed_on=event.executed_on,
        control_by=event.control_by,
    )


def _lapsed(after: Occurrence, happened: Happened, _event: object) -> Occurrence:
    return msgspec.structs.replace(
        _judged(after), verdict="not_done", evaluated_on=happened.effective_on
    )


def _cancelled(after: Occurrence, happened: Happened, _event: object) -> Occurrence:
    return msgspec.structs.replace(_judged(after), cancelled_on=happened.effective_on)


def _reopened(after: Occurrence, _happened: Happened, event: StepBack) -> Occurrence:
    kept = after.control_by if getattr(event, "cause", None) == "control" else None
    return msgspec.structs.replace(_unreported(_unjudged(_judged(after))), control_by=kept)


def _retracted(after: Occurrence, _happened: Happened, _event: object) -> Occurrence:
    """Return *after* as it was before the last decision; unchanged where none is known.

    Whoever joined meanwhile stays one of the hands: the round goes on.
    """
    if not after.before:
        return after
    *earlier, judged = after.before
    restored = msgspec.structs.asdict(judged) | {"hands": _joined(judged.hands, after.hands)}
    return msgspec.structs.replace(after, before=tuple(earlier), **restored)


def _amended(after: Occurrence, happened: Happened, event: changes.WindowAmended) -> Occurrence:
    return _moved(after, event.window, happened.effective_on)


def _requested(
    after: Occurrence, happened: Happened, event: changes.TransferRequested
) -> Occurrence:
    asked = Requested(happened.version, happened.effective_on, event.window)
    return msgspec.structs.replace(after, requests=(*after.requests, asked))


def _granted(after: Occurrence, happened: Happened, event: changes.TransferGranted) -> Occurrence:
    """Return *after* with its deadline moved: in time if it was asked for in time."""
    asked = [one.on for one in after.requests if one.version == event.request]
    decided = _decided(after, happened, event)
    return _moved(decided, event.window, asked[0] if asked else happened.effective_on)


def _decided(after: Occurrence, _happened: Happened, event: Transfer) -> Occurrence:
    left = tuple(one for one in after.requests if one.version != event.request)
    return msgspec.structs.replace(after, requests=left)


def _assigned(after: Occurrence, happened: Happened, event: Assignment) -> Occurrence:
    led = _led(after, event.lead, happened.effective_on)
    return msgspec.structs.replace(led, co_executors=event.co_executors)


StepBack = events.OccurrenceReopened | events.OccurrenceReinstated
Transfer = changes.TransferGranted | changes.TransferRefused
Assignment = changes.ExecutorsAmended | changes.ExecutorsAssigned

EVOLVES: dict[type[OccurrenceEvent], Callable[[Occurrence, Happened, Any], Occurrence]] = {
    events.OccurrencePlanned: _planned,
    events.WorkStarted: _started,
    events.StartRetracted: _unstarted,
    events.ResultReported: _reported,
    events.ReportWithdrawn: _withdrawn,
    events.ReportReturned: _returned,
    events.ExecutionEvaluated: _evaluated,
    events.OccurrenceLapsed: _lapsed,
    events.OccurrenceCancelled: _cancelled,
    events.OccurrenceReopened: _reopened,
    events.OccurrenceReinstated: _reopened,
    parts.PartReported: _part_filed,
    changes.WindowAmended: _amended,
    changes.ExecutorsAmended: _assigned,
    changes.ExecutorsAssigned: _assigned,
    changes.TransferRequested: _requested,
    changes.TransferGranted: _granted,
    changes.TransferRefused: _decided,
    **dict.fromkeys(retractions.Retraction.__subclasses__(), _retracted),
}
"""What an event changes beside the state, which it says itself; the others change nothing else."""


def _by(happened: Happened) -> tuple[str, ...]:
    """Return who did it: the actor, and whom he did it for."""
    return _joined(filter(None, (happened.actor_id, happened.principal_id)))


def _joined(*parts: Iterable[str]) -> tuple[str, ...]:
    """Return everyone of *parts* once, sorted, as sets are stored."""
    return tuple(sorted({one for part in parts for one in part}))


def _moved(after: Occurrence, window: DueWindow, on: date) -> Occurrence:
    """Return *after* with another window, by a decision of the day *on*.

    The duty moves always, the figures only where their deadline had not passed.
    """
    moved = msgspec.structs.replace(
        after, start=window.start, current_deadline=window.end, report_by=window.report_by
    )
    counted = after.counted_deadline
    if counted == window.end or (counted is not None and on > counted):
        return moved
    left = after.prolonged_from if counted is None else (*after.prolonged_from, counted)
    return msgspec.structs.replace(moved, counted_deadline=window.end, prolonged_from=left)


def _led(after: Occurrence, lead: str | None, since: date) -> Occurrence:
    return msgspec.structs.replace(after, lead=lead, led=(*after.led, Led(since, lead)))


def _judged(state: Occurrence) -> Occurrence:
    """Return *state*, which a decision is about to change, with what it is now kept beside."""
    now = Judged(**{name: getattr(state, name) for name in Judged.__struct_fields__})
    return msgspec.structs.replace(state, before=(*state.before, now)[-RETRACTABLE:])


def _unjudged(state: Occurrence) -> Occurrence:
    """Return *state* without verdict or cancellation."""
    return msgspec.structs.replace(
        state,
        verdict=None,
        evaluated_on=None,
        executed_on=None,
        control_by=None,
        cancelled_on=None,
    )


def _unreported(state: Occurrence) -> Occurrence:
    """Return *state* at the beginning of a new round: no report counts."""
    return msgspec.structs.replace(
        state,
        completeness=None,
        reported_on=None,
        reported_at=None,
        received_on=None,
        reporters=(),
        hands=(),
    )
