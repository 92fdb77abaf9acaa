"""Executive discipline (исполнительская дисциплина): what an occurrence counts as, and how many.

``STATES`` is the judgement: a row a state, the first that fits counts. It is made by one deadline
at a time: ``counted`` for the headline, ``original`` for the count beside it, ``duty`` for what
has to be done now. ``figures`` adds the states up; ``due_in`` and its neighbours say what belongs
to a period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import msgspec

from engine.calendar.periods import Period
from engine.events.occurrences import Verdict
from engine.projections.clocks import View
from engine.workflows.occurrence.state import Occurrence

DeadlineOf = Callable[[Occurrence], date | None]


def counted(occurrence: Occurrence) -> date | None:
    """Return the deadline of the headline: the one in force when it had to be kept."""
    return occurrence.counted_deadline


def original(occurrence: Occurrence) -> date | None:
    """Return the deadline as first approved."""
    return occurrence.original_deadline


def duty(occurrence: Occurrence) -> date | None:
    """Return the deadline by which it has to be done now."""
    return occurrence.current_deadline


# -- what an occurrence counts as -----------------------------------------------------------------

State = Literal[
    "cancelled",
    "partly",
    "not_done",
    "executed",
    "executed_in_time",
    "executed_late",
    "overdue",
    "in_work",
    "not_begun",
]


STATES: tuple[tuple[State, Callable[[Case], bool]], ...] = (
    ("cancelled", lambda case: case.is_cancelled_in_time),
    ("partly", lambda case: case.outcome == "partly"),
    ("not_done", lambda case: case.outcome == "not_done"),
    ("executed", lambda case: case.is_executed and case.deadline is None),
    ("executed_in_time", lambda case: case.is_executed and case.is_in_time),
    ("executed_late", lambda case: case.is_executed),
    ("overdue", lambda case: case.is_overdue),
    ("in_work", lambda case: case.has_begun),
    ("not_begun", lambda _case: True),
)
"""What an occurrence counts as: the first row whose condition holds, so exactly one."""


class Case(msgspec.Struct, frozen=True):
    """An occurrence that is judged on a day by one of its deadlines (null: it has none)."""

    occurrence: Occurrence
    deadline: date | None
    day: date

    @property
    def outcome(self) -> Verdict | None:
        """Return what was said of it last: by the verdict, else by the report that counts."""
        match self.occurrence.status:
            case "evaluated":
                return self.occurrence.verdict or "not_done"
            case "reported":
                said = self.occurrence.completeness
                return "done" if said == "full" else said
            case "cancelled":
                return "not_done"
            case _:
                return None

    @property
    def is_executed(self) -> bool:
        """Reported in full and not returned, or evaluated as done."""
        return self.outcome == "done"

    @property
    def is_in_time(self) -> bool:
        """Executed on or before the deadline, by the day on which it happened."""
        executed = executed_on(self.occurrence)
        return self.deadline is not None and executed is not None and executed <= self.deadline

    @property
    def is_cancelled_in_time(self) -> bool:
        """Cancelled on or before the deadline."""
        cancelled = self.occurrence.cancelled_on
        if self.occurrence.status != "cancelled":
            return False
        return self.deadline is None or (cancelled is not None and cancelled <= self.deadline)

    @property
    def is_overdue(self) -> bool:
        """The deadline has passed."""
        return self.deadline is not None and self.deadline < self.day

    @property
    def has_begun(self) -> bool:
        """The work has begun, or its window has."""
        start = self.occurrence.start
        return self.occurrence.status != "planned" or start is None or start <= self.day


EXECUTED: frozenset[State] = frozenset({"executed", "executed_in_time", "executed_late"})

DEVIATIONS: frozenset[State] = frozenset({"executed_late", "partly", "not_done", "overdue"})
"""States that a review has to explain."""


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """One deadline, and what the occurrence counts as by it.

    ``deviation_days`` is the day of execution less the deadline: positive when late, null while
    nothing is executed or without a deadline.
    """

    deadline: date | None
    state: State
    deviation_days: int | None


def executed_on(occurrence: Occurrence) -> date | None:
    """Return the day of execution: the one that the verdict accepted, else the report's."""
    return occurrence.executed_on or occurrence.reported_on


def state(occurrence: Occurrence, day: date, by: DeadlineOf = counted) -> State:
    """Return what *occurrence* counts as on *day*, judged by one of its deadlines."""
    case = Case(occurrence, by(occurrence), day)
    return next(found for found, holds in STATES if holds(case))


def judgement(occurrence: Occurrence, day: date, by: DeadlineOf) -> Judgement:
    """Return what *occurrence* counts as on *day*, with the deadline and the deviation from it."""
    deadline, executed = by(occurrence), executed_on(occurrence)
    deviation = (executed - deadline).days if executed and deadline else None
    return Judgement(deadline=deadline, state=state(occurrence, day, by), deviation_days=deviation)


# -- what belongs to a period ---------------------------------------------------------------------


def dated_in(
    occurrences: Iterable[Occurrence], period: Period, by: DeadlineOf = counted
) -> Iterator[tuple[date, Occurrence]]:
    """Yield what has its deadline in *period*, with that deadline: what ``figures`` are made of."""
    for occurrence in occurrences:
        deadline = by(occurrence)
        if deadline is not None and period.start <= deadline <= period.end:
            yield deadline, occurrence


def due_in(
    occurrences: Iterable[Occurrence], period: Period, by: DeadlineOf = counted
) -> list[Occurrence]:
    """Return N: what has its deadline in *period* and was not cancelled in time."""
    dated = dated_in(occurrences, period, by)
    return [one for deadline, one in dated if not _cancelled(one, deadline)]


def cancelled_in(
    occurrences: Iterable[Occurrence], period: Period, by: DeadlineOf = counted
) -> list[Occurrence]:
    """Return what has its deadline in *period* and was cancelled in time."""
    return [one for deadline, one in dated_in(occurrences, period, by) if _cancelled(one, deadline)]


def prolonged_in(
    occurrences: Iterable[Occurrence], period: Period
) -> Iterator[tuple[date, Occurrence]]:
    """Yield what an amendment in time moved out of *period*, with its last deadline there."""
    for occurrence in occurrences:
        left = [day for day in occurrence.prolonged_from if period.start <= day <= period.end]
        deadline = counted(occurrence)
        if left and not (deadline and period.start <= deadline <= period.end):
            yield left[-1], occurrence


def _cancelled(occurrence: Occurrence, deadline: date) -> bool:
    return Case(occurrence, deadline, deadline).is_cancelled_in_time


# -- how many -------------------------------------------------------------------------------------


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one group of occurrences by one of their deadlines.

    ``due`` is N = executed + partly + not_done + overdue + in_work + not_begun; executed = in_time
    + late (+ work without a deadline, which is neither). ``recorded_late``: of those in time, how
    many were recorded after the deadline. ``in_full`` were evaluated as done. Outside N and beside
    it: ``cancelled`` in time, and ``prolonged``, what was moved in time to another period.

    ``execution`` (Ко), ``in_time_share`` and ``implementation`` (СРМ) are per cent of N as text
    with two decimals, or null where nothing was due.
    """

    due: int
    executed: int
    in_time: int
    recorded_late: int
    late: int
    in_full: int
    partly: int
    not_done: int
    overdue: int
    in_work: int
    not_begun: int
    cancelled: int
    prolonged: int
    execution: str | None
    in_time_share: str | None
    implementation: str | None


def figures(
    occurrences: Iterable[Occurrence], view: View, by: DeadlineOf = counted, prolonged: int = 0
) -> Figures:
    """Count *occurrences* as they are on the day of *view*; *prolonged* were found elsewhere."""
    found = [(one, state(one, view.day, by)) for one in occurrences]
    states = [counted_as for _, counted_as in found]
    due = len(states) - states.count("cancelled")
    executed = sum(one in EXECUTED for one in states)
    in_time = states.count("executed_in_time")
    in_full = sum(one.status == "evaluated" for one, as_ in found if as_ in EXECUTED)
    recorded_late = sum(
        is_recorded_late(one, view, by) for one, as_ in found if as_ == "executed_in_time"
    )
    return Figures(
        due=due,
        executed=executed,
        in_time=in_time,
        recorded_late=recorded_late,
        late=states.count("executed_late"),
        in_full=in_full,
        partly=states.count("partly"),
        not_done=states.count("not_done"),
        overdue=states.count("overdue"),
        in_work=states.count("in_work"),
        not_begun=states.count("not_begun"),
        cancelled=states.count("cancelled"),
        prolonged=prolonged,
        execution=share(executed, due),
        in_time_share=share(in_time, due),
        implementation=share(in_full, due),
    )


def is_recorded_late(occurrence: Occurrence, view: View, by: DeadlineOf = counted) -> bool:
    """Return whether what happened by the deadline was recorded after it, by the office's days."""
    deadline, on, at = by(occurrence), executed_on(occurrence), occurrence.reported_at
    if deadline is None or on is None or at is None:
        return False
    return on <= deadline < view.day_of(at)


def share(part: int, whole: int) -> str | None:
    """Return *part* of *whole* in per cent, two decimals, half up; null of nothing."""
    if whole == 0:
        return None
    exact = Decimal(100 * part) / Decimal(whole)
    return str(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))
