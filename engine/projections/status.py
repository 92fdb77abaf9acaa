"""Execution status by executor and period: groups of figures, by both deadlines side by side."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from engine.calendar.periods import Period
from engine.projections import discipline
from engine.projections.discipline import Figures
from engine.workflows.occurrence.state import Occurrence


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of a period, a section or an executor; ``name`` is empty for the whole.

    ``original`` counts by the deadline as first approved, ``current`` by the one in force.
    ``co_executed`` counts units due by the original deadline in which he only helps; these belong
    to their leads and are never added up.
    """

    name: str
    original: Figures
    current: Figures
    co_executed: int = 0


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """One period: the whole, and each executor (a null lead is the empty name)."""

    period: Period
    total: Group
    executors: tuple[Group, ...]


def status(units: list[Occurrence], periods: Iterable[Period], day: date) -> tuple[Status, ...]:
    """Return the status of each of *periods* as it stands on *day*."""
    return tuple(
        Status(
            period=period,
            total=group("", units, day, period),
            executors=by_executor(units, day, period),
        )
        for period in periods
    )


def group(name: str, units: list[Occurrence], day: date, period: Period) -> Group:
    """Return the figures of *units* in *period*, under *name*."""

    def counted(by: discipline.DeadlineOf) -> Figures:
        return discipline.figures(discipline.due_in(units, period, by), day, by)

    return Group(
        name=name, original=counted(discipline.original), current=counted(discipline.current)
    )


def by_executor(units: list[Occurrence], day: date, period: Period) -> tuple[Group, ...]:
    """Return the figures by lead, ordered by id; co-executors have a group of their own."""
    due = discipline.due_in(units, period)
    either = [*due, *discipline.due_in(units, period, discipline.current)]
    parties = {unit.lead or "" for unit in either} | {
        co for unit in due for co in unit.co_executors
    }
    groups = []
    for party in sorted(parties):
        own = [unit for unit in units if (unit.lead or "") == party]
        helped = sum(party in unit.co_executors for unit in due)
        figures = group(party, own, day, period)
        groups.append(msgspec.structs.replace(figures, co_executed=helped))
    return tuple(groups)
