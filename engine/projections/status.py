"""Execution status by executor and period: groups of figures, by both deadlines side by side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

import msgspec

from engine.calendar.periods import Period
from engine.projections import discipline
from engine.projections.clocks import View
from engine.projections.discipline import Figures
from engine.workflows.occurrence.state import Occurrence

K = TypeVar("K")


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of a period, a section or an executor; ``name`` is empty for the whole.

    ``counted`` is the headline, by the deadline that was to be kept; ``original`` the
    second count, by the deadline as first approved. ``co_executed`` counts what is due by the
    headline and in which he only helps; it belongs to its leads and is never added up.
    """

    name: str
    original: Figures
    counted: Figures
    co_executed: int = 0


class ExecutionStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One period: the whole, and each executor (the empty name: no one led)."""

    period: Period
    total: Group
    executors: tuple[Group, ...]


def status(
    occurrences: Sequence[Occurrence], periods: Iterable[Period], view: View
) -> tuple[ExecutionStatus, ...]:
    """Return the status of each of *periods* as it is on the day of *view*."""
    return tuple(
        ExecutionStatus(
            period=period,
            total=total(occurrences, view, period),
            executors=by_executor(occurrences, view, period),
        )
        for period in periods
    )


def total(occurrences: Iterable[Occurrence], view: View, period: Period) -> Group:
    """Return the figures of all *occurrences* in *period*."""
    found = groups(occurrences, view, period, lambda _occurrence, _deadline: "")
    return found.get("") or _Members().group(view)


def by_executor(occurrences: Sequence[Occurrence], view: View, period: Period) -> tuple[Group, ...]:
    """Return the figures by lead, ordered by id; co-executors have a group of their own.

    Each occurrence belongs to the party that led on the deadline by which it is counted: a later
    change of lead moves the duty, not the figures.
    """
    led = groups(
        occurrences, view, period, lambda occurrence, deadline: occurrence.led_on(deadline) or ""
    )
    helped = Counter(
        party
        for occurrence in discipline.due_in(occurrences, period)
        for party in occurrence.co_executors
    )
    nothing = _Members().group(view)
    return tuple(
        msgspec.structs.replace(led.get(party, nothing), name=party, co_executed=helped[party])
        for party in sorted({*led, *helped})
    )


def groups(
    occurrences: Iterable[Occurrence],
    view: View,
    period: Period,
    key: Callable[[Occurrence, date], K],
) -> dict[K, Group]:
    """Return the figures of *period* by *key* of an occurrence and the deadline that counts."""
    listed = list(occurrences)
    found: defaultdict[K, _Members] = defaultdict(_Members)
    for deadline, one in discipline.dated_in(listed, period, discipline.counted):
        found[key(one, deadline)].counted.append(one)
    for deadline, one in discipline.dated_in(listed, period, discipline.original):
        found[key(one, deadline)].original.append(one)
    for deadline, one in discipline.prolonged_in(listed, period):
        found[key(one, deadline)].prolonged += 1
    return {name: members.group(view) for name, members in found.items()}


class _Members(msgspec.Struct):
    """What belongs to one group, in each of the two counts."""

    counted: list[Occurrence] = []
    original: list[Occurrence] = []
    prolonged: int = 0

    def group(self, view: View) -> Group:
        """Return the figures of the group, without a name."""
        return Group(
            name="",
            counted=discipline.figures(
                self.counted, view, discipline.counted, prolonged=self.prolonged
            ),
            original=discipline.figures(self.original, view, discipline.original),
        )
