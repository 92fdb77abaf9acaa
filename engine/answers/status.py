"""Execution status by executor and period, with the names of the executors."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from engine.people.naming import sorting
from engine.people.register import Register
from engine.projections.clocks import View
from engine.projections.discipline import Figures
from engine.projections.status import ExecutionStatus, Group


class GroupShown(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of one executor (null: the whole, or no one led); see ``Group``."""

    executor: str | None
    name: str
    short: str
    original: Figures
    counted: Figures
    co_executed: int


class PeriodShown(msgspec.Struct, frozen=True, kw_only=True):
    """One period: the whole, and each executor, who had most to do first."""

    period: str
    start: date
    end: date
    total: GroupShown
    executors: tuple[GroupShown, ...]


class StatusAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The status of several periods, as it is on ``day``; ``executor`` where only one is asked."""

    rehearsal: bool
    day: date
    as_of: date | None
    known_on: date | None
    at: int | None
    roadmap: str | None
    executor: str | None
    periods: tuple[PeriodShown, ...]


def status(
    found: Iterable[ExecutionStatus],
    view: View,
    register: Register,
    *,
    roadmap: str | None = None,
    executor: str | None = None,
    rehearsal: bool,
) -> StatusAnswer:
    """Return *found* with names; of all executors, or of one (an id) alone."""
    return StatusAnswer(
        rehearsal=rehearsal,
        day=view.day,
        as_of=view.as_of,
        known_on=view.known_on,
        at=view.at,
        roadmap=roadmap,
        executor=executor,
        periods=tuple(_period(one, register, executor) for one in found),
    )


def ordered(groups: Iterable[Group], register: Register) -> tuple[GroupShown, ...]:
    """Return executors as people look for them: who had most to do first, then by name."""
    return tuple(
        sorted(
            (group(one, register) for one in groups),
            key=lambda one: (-one.counted.due, sorting(one.name)),
        )
    )


def group(found: Group, register: Register) -> GroupShown:
    """Return the figures of one executor with his name."""
    return GroupShown(
        executor=found.name or None,
        name=register.name(found.name),
        short=register.short(found.name),
        original=found.original,
        counted=found.counted,
        co_executed=found.co_executed,
    )


def _period(found: ExecutionStatus, register: Register, executor: str | None) -> PeriodShown:
    chosen = [one for one in found.executors if executor in (None, one.name)]
    return PeriodShown(
        period=found.period.label,
        start=found.period.start,
        end=found.period.end,
        total=group(found.total, register),
        executors=ordered(chosen, register),
    )
