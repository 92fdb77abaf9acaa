"""The table of rules: which one reads a cell is decided here, from the first that applies.

To see what the reader can do, read `RULES` from top to bottom: each rule has a name, which every
reading carries, what it does, an example, the sort of cell that it is for, and its function.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from engine.schedule.cell import FREQUENCIES, Cell
from engine.schedule.horizon import Horizon
from engine.schedule.nodes import Mark
from engine.schedule.proposals import Proposal
from engine.schedule.read_days import month_day_rule, report_rule, weekday_rule
from engine.schedule.read_each import each_rule
from engine.schedule.read_frames import (
    all_year_rule,
    outside_rule,
    school_year_rule,
    whole_rule,
    years_rule,
)
from engine.schedule.read_terms import frames_and_terms_rule, terms_rule
from engine.schedule.read_then import then_on_demand_rule, then_rule
from engine.schedule.reading import Kind


class Rule(NamedTuple):
    """A rule: its name, what it does, an example, when it applies, and how it reads."""

    name: str
    does: str
    example: str
    applies: Callable[[Cell], bool]
    read: Callable[[Cell, Horizon], Proposal]


def _has(*names: str) -> Callable[[Cell], bool]:
    wanted = frozenset(names)
    return lambda cell: bool(cell.names & wanted)


def _is_empty(cell: Cell) -> bool:
    return not any(t.kind in {"num", "roman"} or t.text.isalpha() for t in cell.tokens)


def _sense(*senses: str) -> Callable[[Cell], bool]:
    return lambda cell: bool(cell.dated) and all(t.sense in senses for t in cell.dated)


def _own_years_beside_frames(cell: Cell) -> bool:
    return bool(cell.dated and cell.frames) and all(t.years is not None for t in cell.dated)


def _only_years_printed(cell: Cell) -> bool:
    return bool(cell.dated) and all(t.years is not None for t in cell.dated)


def _first_then_on_demand(cell: Cell) -> bool:
    """Say whether terms without a year fall due once, and then again where they are needed."""
    mark = cell.then_on_demand
    if mark is None or cell.frames or not _only_terms_before(cell, mark):
        return False
    return any(term.years is None for term in cell.dated) and not cell.names & FREQUENCIES


def _only_terms_before(cell: Cell, mark: Mark) -> bool:
    return bool(cell.dated) and all(term.end <= mark.start for term in cell.dated)


def _mistyped(cell: Cell, plan: Horizon) -> Proposal:
    del cell, plan
    return Proposal(Kind.UNREADABLE, problems=("term_unread",))


def _missing(cell: Cell, plan: Horizon) -> Proposal:
    del cell, plan
    return Proposal(Kind.MISSING, problems=("missing",))


def _unreadable(cell: Cell, plan: Horizon) -> Proposal:
    del cell, plan
    return Proposal(Kind.UNREADABLE, problems=("unreadable",))


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "empty_cell",
        "Nothing is printed: no window, and a problem to show.",
        "",
        _is_empty,
        _missing,
    ),
    Rule(
        "mistyped_year",
        "A year with too many or too few figures: no window, and a problem to show.",
        "апрель 20233",
        lambda cell: cell.mistyped_year,
        _mistyped,
    ),
    Rule(
        "first_then_on_demand",
        "The first term as printed; what follows on demand has no window.",
        "август, далее – по мере необходимости",
        _first_then_on_demand,
        then_on_demand_rule,
    ),
    Rule(
        "first_and_from_then_on",
        "The first term as printed, then again in every later year (or quarter, or all the time).",
        "август 2020, далее – ежегодно",
        _has("then"),
        then_rule,
    ),
    Rule(
        "day_after_reported_period",
        "A day of the month (year) after every period that is reported on.",
        "до 15 числа месяца, следующего за отчетным",
        _has("report"),
        report_rule,
    ),
    Rule(
        "day_of_each_month",
        "A day, or until a day, of each month.",
        "ежемесячно до 25 числа",
        _has("month_day"),
        month_day_rule,
    ),
    Rule(
        "weekday_of_each_month",
        "A weekday of each month (quarter), counted from its beginning or end.",
        "третий четверг месяца",
        _has("weekday"),
        weekday_rule,
    ),
    Rule(
        "each_period",
        "One window for every year, half-year, quarter or month; or for the months named.",
        "ежеквартально",
        _has("each", "times"),
        each_rule,
    ),
    Rule(
        "until_day",
        "From the start of the plan to the day; every year where no year is named.",
        "до 01.11.2021",
        _sense("until"),
        terms_rule,
    ),
    Rule(
        "from_day_on",
        "From the day to the end of the plan, or of every year.",
        "с 1 сентября 2022 г.",
        _sense("from", "after"),
        terms_rule,
    ),
    Rule(
        "years_and_terms",
        "Terms with years of their own beside whole years, as one list.",
        "август 2021, 2023–2024 учебный год",
        _own_years_beside_frames,
        frames_and_terms_rule,
    ),
    Rule(
        "terms_with_years",
        "Terms that name their years, as printed.",
        "Ноябрь 2020, Ноябрь 2021",
        _only_years_printed,
        terms_rule,
    ),
    Rule(
        "terms_of_each_year",
        "Terms without a year: in every year of the plan, or in the years that frame them.",
        "август ежегодно",
        lambda cell: bool(cell.dated),
        terms_rule,
    ),
    Rule(
        "years",
        "Whole years, spans of years and school years; one window a year with «ежегодно».",
        "2021–2023 гг.",
        lambda cell: bool(cell.frames),
        years_rule,
    ),
    Rule(
        "school_years",
        "The school years that begin in the plan.",
        "в течение учебного года",
        _has("school_year"),
        school_year_rule,
    ),
    Rule(
        "once_a_year",
        "Every year, all year long, always: one window a year.",
        "ежегодно, в течение года",
        _has("yearly", "all_year", "always", "weekly"),
        all_year_rule,
    ),
    Rule("whole_plan", "One window over the whole plan.", "весь период", _has("whole"), whole_rule),
    Rule(
        "outside_the_plan",
        "Someone else's schedule, a need, an event: no window.",
        "по мере необходимости",
        _has("external", "on_demand", "after_event"),
        outside_rule,
    ),
    Rule(
        "nothing_read",
        "No term was understood: no window, and a problem to show.",
        "",
        lambda cell: cell is not None,
        _unreadable,
    ),
)


def rule_for(cell: Cell) -> Rule:
    """Find the first rule that applies; the last applies always."""
    return next(rule for rule in RULES if rule.applies(cell))
