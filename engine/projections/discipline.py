"""Executive discipline (исполнительская дисциплина): counts and shares over units.

N is what was due in the period by the *original* deadline, less what was cancelled on or before
it; the same is counted again by the deadline in force. A share of nothing is null, not 100 %.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import msgspec

from engine.calendar.periods import Period
from engine.workflows.occurrence.state import Occurrence

State = Literal[
    "executed_in_time",
    "executed_late",
    "partly",
    "not_done",
    "overdue",
    "in_work",
    "not_begun",
    "cancelled",
]
"""What a unit counts as on a day, by one of its deadlines; every unit counts as exactly one."""

DeadlineOf = Callable[[Occurrence], date | None]


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one group of units. ``due`` is N; ``cancelled`` stands beside it, outside N.

    executed = in_time + late; due = executed + partly + not_done + overdue + in_work + not_begun.
    ``execution`` (Ко), ``in_time_share`` and ``implementation`` (СРМ) are per cent as text with
    two decimals, or null where nothing was due.
    """

    due: int
    executed: int
    in_time: int
    late: int
    in_full: int
    partly: int
    not_done: int
    overdue: int
    in_work: int
    not_begun: int
    cancelled: int
    execution: str | None
    in_time_share: str | None
    implementation: str | None


def original(unit: Occurrence) -> date | None:
    """Return the deadline as first approved."""
    return unit.deadline


def current(unit: Occurrence) -> date | None:
    """Return the deadline in force."""
    return unit.current_deadline


def due_in(
    units: Iterable[Occurrence], period: Period, by: DeadlineOf = original
) -> list[Occurrence]:
    """Return the units whose deadline lies in *period*, the cancelled ones too."""
    return [
        unit
        for unit in units
        if (deadline := by(unit)) is not None and period.start <= deadline <= period.end
    ]


def state(unit: Occurrence, day: date, by: DeadlineOf = original) -> State:
    """Return what *unit* counts as on *day*, judged by one of its deadlines."""
    deadline = by(unit)
    if unit.status == "cancelled" and _cancelled_in_time(unit, deadline):
        return "cancelled"
    if unit.status == "evaluated" and unit.verdict != "done":
        return "partly" if unit.verdict == "partly" else "not_done"
    if _executed(unit):
        return "executed_in_time" if _in_time(unit, deadline) else "executed_late"
    if unit.status == "cancelled" or unit.completeness == "not_done":
        return "not_done"
    if deadline is not None and deadline < day:
        return "overdue"
    if unit.status != "planned" or unit.start is None or unit.start <= day:
        return "in_work"
    return "not_begun"


def figures(units: Iterable[Occurrence], day: date, by: DeadlineOf = original) -> Figures:
    """Count *units* as they stand on *day*."""
    counted = [(unit, state(unit, day, by)) for unit in units]
    states = [found for _, found in counted]
    due = len(states) - states.count("cancelled")
    in_time, late = states.count("executed_in_time"), states.count("executed_late")
    in_full = sum(unit.status == "evaluated" and unit.verdict == "done" for unit, _ in counted)
    return Figures(
        due=due,
        executed=in_time + late,
        in_time=in_time,
        late=late,
        in_full=in_full,
        partly=states.count("partly"),
        not_done=states.count("not_done"),
        overdue=states.count("overdue"),
        in_work=states.count("in_work"),
        not_begun=states.count("not_begun"),
        cancelled=states.count("cancelled"),
        execution=share(in_time + late, due),
        in_time_share=share(in_time, due),
        implementation=share(in_full, due),
    )


def share(part: int, whole: int) -> str | None:
    """Return *part* of *whole* in per cent, two decimals, half up; null of nothing."""
    if whole == 0:
        return None
    exact = Decimal(100 * part) / Decimal(whole)
    return str(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def _executed(unit: Occurrence) -> bool:
    """Reported in full or in part and not returned, or evaluated as done."""
    if unit.status == "evaluated":
        return unit.verdict == "done"
    return unit.status == "reported" and unit.completeness in ("full", "partly")


def _in_time(unit: Occurrence, deadline: date | None) -> bool:
    return deadline is None or (unit.reported_on is not None and unit.reported_on <= deadline)


def _cancelled_in_time(unit: Occurrence, deadline: date | None) -> bool:
    """Cancelled on or before its deadline: out of N, listed apart."""
    return deadline is None or (unit.cancelled_on is not None and unit.cancelled_on <= deadline)
