"""The status against a count by hand: over any history, lawful or not, in any view.

The count reads the entries of the audit and nothing of the engine (``tests/support/hand_count``).
"""

from __future__ import annotations

from datetime import date

import msgspec
from hypothesis import given, settings

from engine.calendar.periods import period
from engine.events import changes, retractions
from engine.events import occurrences as events
from engine.projections import occurrences
from engine.projections.clocks import View
from engine.projections.status import ExecutionStatus, status
from tests.support import hand_count
from tests.support.amending import due, executors_amended
from tests.support.hand_count import Figures, Units
from tests.support.telling import Telling, noon
from tests.support.two_orders import (
    AUGUST,
    CENTRE,
    JUNE,
    LABELS,
    MAY_ITEM,
    OCTOBER_ITEM,
    SPAN,
    tellings,
    two_orders,
    views,
)

REOPENING_RETRACTED = retractions.ReopeningRetracted(
    source="in_progress", dest="evaluated", retracts=5
)
COUNTS = (("counted", "counted"), ("original", "end"))
"""A count as the status names it, and the deadline as the count by hand names it."""


def units_of(telling: Telling, view: View) -> Units:
    """Return what is known by hand in a view."""
    as_of, known_on = (day.isoformat() if day else None for day in (view.as_of, view.known_on))
    return hand_count.units_of(telling.log(), as_of, known_on, view.at)


def status_of(telling: Telling, view: View, label: str) -> ExecutionStatus:
    """Return the status of a period in a view."""
    [found] = status(occurrences.seen(view.seen(telling.events)), [period(label)], view)
    return found


def ends(label: str) -> tuple[str, str]:
    """Return first and last day of a period as text."""
    within = period(label)
    return within.start.isoformat(), within.end.isoformat()


def by_hand(units: Units, label: str, today: date, by: str) -> Figures:
    """Return the figures of the whole, by one of the deadlines."""
    due = hand_count.due_between(units, *ends(label), by)
    left = len(hand_count.prolonged_between(units, *ends(label))) if by == "counted" else 0
    return hand_count.figures(due, today, by, left)


@settings(max_examples=250)
@given(tellings(), views(), LABELS)
def test_the_whole_is_what_the_audit_says(telling: Telling, view: View, label: str) -> None:
    units, found = units_of(telling, view), status_of(telling, view, label)
    for count, by in COUNTS:
        told = msgspec.to_builtins(getattr(found.total, count))
        assert told == by_hand(units, label, view.day, by)


@settings(max_examples=250)
@given(tellings(), views(), LABELS)
def test_every_executor_is_what_the_audit_says(telling: Telling, view: View, label: str) -> None:
    units, found = units_of(telling, view), status_of(telling, view, label)
    for count, by in COUNTS:
        told = {
            group.name: (msgspec.to_builtins(getattr(group, count)), group.co_executed)
            for group in found.executors
        }
        expected = hand_count.by_executor(units, *ends(label), view.day, by)
        nothing = (hand_count.figures([], view.day), 0)
        assert told == {name: expected.get(name, nothing) for name in told}
        assert set(expected) <= set(told)


def assigned(lead: str) -> changes.ExecutorsAssigned:
    """Return that someone else answers, by decision."""
    return changes.ExecutorsAssigned(source="planned", dest="planned", lead=lead, co_executors=())


def test_a_log_that_lacks_any_one_event_gives_other_figures() -> None:
    """The twin: whatever is left out of a history is missed by the count."""
    telling = two_orders()
    planned = len(telling.events)
    telling.move(AUGUST, "2023-08-31", "2022-05-01")
    telling.report(JUNE, "2022-06-20", at=noon(date(2022, 7, 4)))
    telling.evaluate(JUNE, "2022-07-05")
    telling.cancel(MAY_ITEM, "2022-05-01")
    telling.tell(
        SPAN,
        executors_amended(CENTRE),
        date(2022, 5, 1),
    )
    telling.tell(JUNE, assigned(CENTRE), date(2022, 6, 10))
    later = due(date(2023, 2, 1), date(2023, 2, 28))
    asked = changes.TransferRequested(source="planned", dest="planned", window=later)
    granted = changes.TransferGranted(source="planned", dest="planned", request=2, window=later)
    telling.tell(OCTOBER_ITEM, asked, date(2022, 10, 15))
    telling.tell(OCTOBER_ITEM, granted, date(2022, 11, 15))
    telling.report(SPAN, "2022-12-01")
    telling.evaluate(SPAN, "2022-12-05")
    telling.tell(SPAN, events.OccurrenceReopened(source="evaluated"), date(2022, 12, 10))
    telling.tell(SPAN, REOPENING_RETRACTED, date(2022, 12, 11))
    view = telling.view("2023-01-10")
    whole = status_of(telling, view, "2022")
    for event in telling.events[planned:]:
        less = two_orders()
        less.events = [other for other in telling.events if other is not event]
        found = status_of(less, view, "2022")
        assert (found.total, found.executors) != (whole.total, whole.executors), event.event
        assert msgspec.to_builtins(found.total.counted) == by_hand(
            units_of(less, view), "2022", view.day, "counted"
        )
