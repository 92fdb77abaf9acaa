"""Any history, in any view: a review adds up to its status, and never changes when asked again."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from hypothesis import given, settings

from engine.calendar.periods import period
from engine.projections import occurrences
from engine.projections.clocks import View
from engine.projections.discipline import Figures
from engine.projections.status import Group, status
from engine.review import annual
from engine.review.annual import Part
from tests.support.telling import OPENED, Telling
from tests.support.two_orders import LABELS, tellings, views


def counts(figures: Figures) -> dict[str, int]:
    """Return the counts alone, without the shares."""
    told = msgspec.structs.asdict(figures)
    return {name: found for name, found in told.items() if isinstance(found, int)}


def summed(groups: Iterable[Group], count: str) -> dict[str, int]:
    """Return the counts of several groups, added up."""
    every = [counts(getattr(group, count)) for group in groups]
    return {name: sum(one[name] for one in every) for name in (every[0] if every else ())}


@settings(max_examples=200)
@given(tellings(), views(), LABELS)
def test_the_total_is_that_of_the_status_and_of_the_parts_their_sections_and_executors(
    telling: Telling, view: View, label: str
) -> None:
    review = annual.review(OPENED, telling.events, view, period(label))
    seen = occurrences.seen(view.seen(telling.events))
    [found] = status(seen, [period(label)], view)
    assert (review.total, review.executors) == (found.total, found.executors)
    totals = [part.total for part in review.parts]
    sections = [group for part in review.parts for group in part.sections]
    executors = [group for part in review.parts for group in part.executors]
    for count in ("counted", "original"):
        whole = counts(getattr(review.total, count))
        for groups in (totals, sections, executors, review.executors):
            assert summed(groups, count) == (whole if groups else {})
            assert groups or not any(whole.values())


@settings(max_examples=200)
@given(tellings(), views(), LABELS)
def test_lists_are_as_long_as_their_figures_and_nothing_is_listed_twice(
    telling: Telling, view: View, label: str
) -> None:
    for part in annual.review(OPENED, telling.events, view, period(label)).parts:
        references = [one.reference for one in part.lines()]
        assert len(references) == len(set(references))
        current = part.total.counted
        for name in ("due", "prolonged", "cancelled"):
            assert len(getattr(part, name)) == getattr(current, name)
        _check_second_count(part, label)


def _check_second_count(part: Part, label: str) -> None:
    """What the second count counts is in the lists, too."""
    within = period(label)
    judged = [one.original for one in (*part.due, *part.prolonged, *part.cancelled)]
    due = [one for one in judged if one.deadline and within.start <= one.deadline <= within.end]
    states = [one.state for one in due]
    assert len(due) - states.count("cancelled") == part.total.original.due
    assert states.count("overdue") == part.total.original.overdue


@settings(max_examples=100)
@given(tellings(), views(), LABELS)
def test_asked_again_when_the_log_has_grown_it_is_the_same_to_the_byte(
    telling: Telling, view: View, label: str
) -> None:
    known = list(view.known(telling.events))
    now = annual.review(OPENED, telling.events, view, period(label))
    then = annual.review(OPENED, known, view, period(label))
    assert msgspec.json.encode(now) == msgspec.json.encode(then)
    last = (known[-1].position, known[-1].hash) if known else (0, "0" * 64)
    assert (now.position, now.head, now.at, now.known_on) == (*last, view.at, view.known_on)
