"""The table of rules: which reads a cell is decided here, from the first that applies.

Each rule has a name, which every reading carries, and an example.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from engine.schedule.cell import Cell
from engine.schedule.drafting import Draft
from engine.schedule.plan import Plan
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
from engine.schedule.read_then import then_rule
from engine.schedule.reading import Kind


class Rule(NamedTuple):
    """A rule: its name, an example, when it applies, and how it reads."""

    name: str
    example: str
    applies: Callable[[Cell], bool]
    read: Callable[[Cell, Plan], Draft]


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


def _missing(cell: Cell, plan: Plan) -> Draft:
    del cell, plan
    return Draft(Kind.MISSING, problems=("missing",))


def _unreadable(cell: Cell, plan: Plan) -> Draft:
    del cell, plan
    return Draft(Kind.UNREADABLE, problems=("unreadable",))


RULES: Final[tuple[Rule, ...]] = (
    Rule("empty_cell", "", _is_empty, _missing),
    Rule("first_and_from_then_on", "август 2020, далее – ежегодно", _has("then"), then_rule),
    Rule(
        "day_after_reported_period",
        "до 15 числа месяца, следующего за отчетным",
        _has("report"),
        report_rule,
    ),
    Rule("day_of_each_month", "ежемесячно до 25 числа", _has("month_day"), month_day_rule),
    Rule("weekday_of_each_month", "третий четверг месяца", _has("weekday"), weekday_rule),
    Rule("each_period", "ежеквартально", _has("each", "times"), each_rule),
    Rule("until_day", "до 01.11.2021", _sense("until"), terms_rule),
    Rule("from_day_on", "с 1 сентября 2022 г.", _sense("from", "after"), terms_rule),
    Rule(
        "years_and_terms",
        "август 2021, 2023–2024 учебный год",
        _own_years_beside_frames,
        frames_and_terms_rule,
    ),
    Rule("terms_with_years", "Ноябрь 2020, Ноябрь 2021", _only_years_printed, terms_rule),
    Rule("terms_of_each_year", "август ежегодно", lambda cell: bool(cell.dated), terms_rule),
    Rule("years", "2021–2023 гг.", lambda cell: bool(cell.frames), years_rule),
    Rule("school_years", "в течение учебного года", _has("school_year"), school_year_rule),
    Rule(
        "once_a_year",
        "ежегодно, в течение года",
        _has("yearly", "all_year", "always", "weekly"),
        all_year_rule,
    ),
    Rule("whole_plan", "весь период", _has("whole"), whole_rule),
    Rule(
        "outside_the_plan",
        "по мере необходимости",
        _has("external", "on_demand", "after_event"),
        outside_rule,
    ),
    Rule("nothing_read", "", lambda cell: cell is not None, _unreadable),
)


def rule_for(cell: Cell) -> Rule:
    """Find the first rule that applies; the last applies always."""
    return next(rule for rule in RULES if rule.applies(cell))
