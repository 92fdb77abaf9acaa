"""A decision that was taken back: what counted before it counts again, with the words of that."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings

from engine.calendar.periods import period
from engine.events import occurrences as events
from engine.events import retractions
from engine.events.event import Event
from engine.projections.clocks import View
from engine.review import annual
from engine.review.annual import Line, WordRef
from tests.support import hand_count
from tests.support.telling import OPENED, Telling
from tests.support.two_orders import JUNE, LABELS, tellings, two_orders, views

DAY = date(2022, 7, 1)


def told(*happened: Event | tuple[str, dict[str, Any]]) -> Telling:
    """Return two orders, and what happened to the occurrence of June, a position each."""
    telling = two_orders()
    for one in happened:
        event = one if isinstance(one, Event) else getattr(events, one[0])(**one[1])
        telling.tell(JUNE, event, DAY)
    return telling


def line(telling: Telling) -> Line:
    """Return the line of June in the review of its year."""
    review = annual.review(OPENED, telling.events, telling.view("2023-01-10"), period("2022"))
    [found] = [
        one for part in review.parts for one in part.lines() if one.reference == "rm/1@2022-06"
    ]
    return found


def at(found: WordRef | None, telling: Telling) -> int | None:
    """Return which of the occurrence's events the words belong to, its planning being 1."""
    by_position = {event.position: event.version for event in telling.events}
    return None if found is None else by_position[found.position]


STARTED = ("WorkStarted", {"source": "planned"})
REPORTED = ("ResultReported", {"source": "in_progress", "completeness": "full"})
RETURNED = ("ReportReturned", {"source": "reported", "ground": "form"})
WITHDRAWN = ("ReportWithdrawn", {"source": "reported"})
REOPENED = ("OccurrenceReopened", {"source": "evaluated"})
REINSTATED = ("OccurrenceReinstated", {"source": "cancelled"})
CANCELLED = ("OccurrenceCancelled", {"source": "planned"})
LAPSED = ("OccurrenceLapsed", {"source": "planned", "cause": "horizon"})


def evaluated(verdict: str) -> tuple[str, dict[str, Any]]:
    return "ExecutionEvaluated", {"source": "reported", "verdict": verdict}


def back(kind: type[retractions.Retraction], source: Any, dest: Any) -> Event:
    return kind(source=source, dest=dest, retracts=1)


VERDICT_BACK = back(retractions.VerdictRetracted, "evaluated", "reported")
RETURN_BACK = back(retractions.ReturnRetracted, "in_progress", "reported")
REOPENING_BACK = back(retractions.ReopeningRetracted, "in_progress", "evaluated")
REINSTATEMENT_BACK = back(retractions.ReinstatementRetracted, "in_progress", "cancelled")
LAPSE_BACK = back(retractions.LapseRetracted, "evaluated", "in_progress")


def test_a_report_counts_again_with_its_own_words_when_its_return_is_taken_back() -> None:
    telling = told(STARTED, REPORTED, RETURNED, REPORTED, WITHDRAWN, RETURN_BACK)
    found = line(telling)
    assert (found.status, found.returns, at(found.result, telling)) == ("reported", 0, 3)


def test_a_verdict_counts_again_with_its_own_words_when_the_reopening_is_taken_back() -> None:
    again = (REOPENED, REPORTED, evaluated("not_done"))
    telling = told(STARTED, REPORTED, evaluated("done"), *again, VERDICT_BACK, REOPENING_BACK)
    found = line(telling)
    assert (found.verdict, at(found.justification, telling)) == ("done", 4)
    assert (found.counted.state, at(found.result, telling)) == ("executed_late", 3)


def test_a_verdict_that_was_taken_back_has_no_words() -> None:
    telling = told(STARTED, REPORTED, evaluated("not_done"), VERDICT_BACK)
    found = line(telling)
    assert (found.status, found.verdict, found.justification) == ("reported", None, None)
    assert found.counted.state == "executed_late"


def test_a_lapse_after_a_reopening_has_no_words_of_the_verdict_before_it() -> None:
    telling = told(STARTED, REPORTED, evaluated("done"), REOPENED, LAPSED)
    found = line(telling)
    assert (found.verdict, found.justification) == ("not_done", None)
    assert at(found.reason, telling) == 6


def test_a_cancellation_counts_again_with_its_own_reason() -> None:
    telling = told(CANCELLED, REINSTATED, LAPSED, LAPSE_BACK, REINSTATEMENT_BACK)
    found = line(telling)
    assert (found.status, at(found.reason, telling)) == ("cancelled", 2)


@settings(max_examples=200)
@given(tellings(), views(), LABELS)
def test_words_are_those_of_the_report_and_of_the_verdict_that_count(
    telling: Telling, view: View, label: str
) -> None:
    as_of, known_on = (day.isoformat() if day else None for day in (view.as_of, view.known_on))
    units = hand_count.units_of(telling.log(), as_of, known_on, view.at)
    review = annual.review(OPENED, telling.events, view, period(label))
    for one in (one for part in review.parts for one in part.lines()):
        owner, key = one.reference.partition("/")[0], one.reference.partition("@")[2]
        [unit] = [
            unit
            for stream, unit in units.items()
            if (stream.split("/")[1], stream.rpartition("/")[2]) == (owner, key)
        ]
        assert (one.result and one.result.position) == unit["said_at"]
        assert (one.justification and one.justification.position) == unit["verdict_at"]
