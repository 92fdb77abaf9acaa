"""What a rule hands over: kind, windows and doubts, before phrase and problems are added."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from engine.calendar.periods import Period, label
from engine.calendar.recurrence import Recurrence
from engine.schedule.horizon import Horizon
from engine.schedule.nodes import Mark
from engine.schedule.occurring import Days
from engine.schedule.reading import Alternative, Kind, Problem, Window

CONVENTIONS: Final = frozenset(
    [
        "until_start",
        "from_end",
        "always",
        "span",
        "month_day",
        "reporting_day",
        "weekday",
        "cut",
        "after",
        "towards",
        "year_of_plan",
        "school_year_unnamed",
        "external",
        "until_or_on",
        "parted",
    ]
)
"""Doubts that are settled in one way for all phrases: without another reading they say nothing."""


class Proposal(NamedTuple):
    """A reading in the making.

    ``doubts`` are codes; all but the `CONVENTIONS` make the reading ambiguous. ``unused`` are
    marks that were understood but count for nothing here, and are quoted as remarks. ``free``
    says that windows may lie outside the horizon without being a problem (reports on the last
    period).
    """

    kind: Kind
    windows: tuple[Window, ...] = ()
    rule: Recurrence | None = None
    doubts: frozenset[str] = frozenset()
    alternatives: tuple[Alternative, ...] = ()
    problems: tuple[Problem, ...] = ()
    unused: tuple[Mark, ...] = ()
    free: bool = False


def window(start: date, end: date, printed: int = 1, *, until: bool = False) -> Window:
    """Make a window that is labelled by its days, or by its last day alone."""
    return Window(start=start, end=end, label=label(end if until else start, end), printed=printed)


def windows(found: Iterable[Days]) -> tuple[Window, ...]:
    """Label the days, and sort them; of equal windows the one printed first is kept."""
    return distinct(window(d.start, d.end, d.printed, until=d.until) for d in found)


def spans(periods: Iterable[Period]) -> tuple[Window, ...]:
    """Make a window of each period."""
    return tuple(window(p.start, p.end) for p in periods)


def annual(*plans: Horizon) -> tuple[Window, ...]:
    """Make a window for every year of the plans, in which something is reported once."""
    return tuple(sorted({w for plan in plans for w in spans(plan.annual())}))


def over_all(*plans: Horizon) -> tuple[Window, ...]:
    """Make one window over the whole of each plan."""
    return tuple(sorted({window(plan.start, plan.end) for plan in plans}))


def other(kind: Kind, found: Iterable[Window], note: str) -> Alternative:
    """Make an alternative; its windows are sorted."""
    return Alternative(kind=kind, windows=tuple(sorted(found)), note=note)


def distinct(found: Iterable[Window]) -> tuple[Window, ...]:
    """Sort the windows; of equal ones the one printed first is kept."""
    made: dict[tuple[date, date], Window] = {}
    for w in sorted(found, key=lambda each: each.printed):
        made.setdefault((w.start, w.end), w)
    return tuple(sorted(made.values()))


def differing(draft: Proposal) -> Proposal:
    """Drop what is said twice: equal windows, and alternatives that say nothing else."""
    draft = draft._replace(windows=distinct(draft.windows))
    seen = [_days(draft.windows)]
    kept = []
    for alternative in draft.alternatives:
        if _days(alternative.windows) not in seen:
            seen.append(_days(alternative.windows))
            kept.append(alternative)
    return draft._replace(alternatives=tuple(kept))


def _days(found: Iterable[Window]) -> list[tuple[date, date]]:
    return [(w.start, w.end) for w in found]
