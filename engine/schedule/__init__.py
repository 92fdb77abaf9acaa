"""Deadline phrases read as windows: what a Russian plan means by «август ежегодно».

Pure: the same phrase and plan give the same reading, on any machine and any day. No clock, no
locale and no store is asked, and nothing of a ledger is known here.

The way of a phrase: `tokens` cuts it, the productions (`years`, `points`, `terms`, `marks`,
`reports`, `outside`) make a `cell` of it, the table in `rules` says how that is read.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from engine.errors import N_, RefusedByRules
from engine.schedule import days_off
from engine.schedule.cell import Cell, parse
from engine.schedule.exceptions import without
from engine.schedule.horizon import Horizon
from engine.schedule.nodes import ImpossibleDate, ReversedSpan
from engine.schedule.proposals import CONVENTIONS, Proposal, differing
from engine.schedule.reading import Alternative, Kind, Problem, Reading, Window
from engine.schedule.rules import rule_for
from engine.schedule.tokens import normal
from engine.schedule.years import FIRST_YEAR, LAST_YEAR

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "RULE_SET",
    "Alternative",
    "Kind",
    "Problem",
    "Reading",
    "Window",
    "read",
]

RULE_SET: Final = "1"
"""The version of the rules; a stored reading carries the one under which it was made."""

LONGEST: Final = 1000
"""Characters of a phrase that is still read; a longer one is no deadline."""


def read(
    phrase: str,
    start: date,
    end: date,
    *,
    order_date: date | None = None,
    working_days: bool = False,
) -> Reading:
    """Read *phrase* as a deadline in a plan that runs from *start* to *end*.

    Any text gives a reading; what cannot be read is of kind ``unreadable`` and has no windows.
    *order_date* is where an *until* begins whose day lies before the plan. *working_days* moves a
    deadline on a day off to the working day before it. Refuses a plan that ends before it starts,
    or lies outside the years 1990 to 2099.
    """
    _check(start, end)
    plan = Horizon(start, end, order_date)
    if len(phrase) > LONGEST:
        return _failed(phrase, "unreadable", phrase[:LONGEST])
    try:
        reading = _read(phrase, plan)
    except ImpossibleDate:
        return _failed(phrase, "impossible_date", normal(phrase).strip())
    except ReversedSpan:
        return _failed(phrase, "reversed", normal(phrase).strip())
    return days_off.moved(reading) if working_days else reading


def _read(phrase: str, plan: Horizon) -> Reading:
    cell = parse(phrase)
    rule = rule_for(cell)
    draft = differing(without(cell, rule.read(cell, plan), plan))
    return _finished(phrase, rule.name, cell, draft, plan)


def _check(start: date, end: date) -> None:
    if start > end:
        raise RefusedByRules(
            N_("a plan cannot end on {end}, before it starts on {start}"),
            start=start,
            end=end,
        )
    if not FIRST_YEAR <= start.year <= end.year <= LAST_YEAR:
        raise RefusedByRules(
            N_("a plan from {start} to {end} lies outside the years {first} to {last}"),
            start=start,
            end=end,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )


def _failed(phrase: str, problem: Problem, unread: str) -> Reading:
    return Reading(
        phrase=phrase,
        kind=Kind.UNREADABLE,
        rule=problem,
        unread=unread,
        ambiguous=True,
        problems=(problem,),
        rule_set=RULE_SET,
    )


def _finished(phrase: str, rule: str, cell: Cell, draft: Proposal, plan: Horizon) -> Reading:
    problems = _problems(cell, draft, plan)
    kind = draft.kind
    unread = cell.unread(draft.unused)
    if kind is Kind.UNREADABLE:
        unread = " ".join(cell.text.split())
    doubtful = bool(draft.alternatives or draft.doubts - CONVENTIONS or cell.then_on_demand)
    return Reading(
        phrase=phrase,
        kind=kind,
        rule=rule,
        rrule=draft.rule.text(draft.windows[-1].start) if draft.rule and draft.windows else None,
        windows=draft.windows,
        unread=unread,
        ambiguous=doubtful or "term_unread" in problems,
        alternatives=draft.alternatives,
        problems=problems,
        rule_set=RULE_SET,
    )


def _problems(cell: Cell, draft: Proposal, plan: Horizon) -> tuple[Problem, ...]:
    found: list[Problem] = [*draft.problems]
    if draft.kind is not Kind.UNREADABLE and (cell.term_unread or cell.turned):
        found.append("term_unread")
    if not draft.windows and not found:
        found.append("not_in_horizon")
    if not draft.free and not all(plan.holds(w.start, w.end) for w in draft.windows):
        found.append("outside_horizon")
    if cell.misspelt:
        found.append("misspelt")
    return tuple(dict.fromkeys(found))
