"""What a deadline phrase was read as: kind, rule, windows, and what stayed open.

A reading is data and nothing else; it can be stored, compared and written as JSON as it is.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

import msgspec


class Kind(StrEnum):
    """What a phrase says; each kind with an example. "A year" is a year of the plan."""

    # a term that names its year, or falls once into a short plan
    DAY = "day"  # one day: 15 сентября 2022
    DAY_LIST = "day_list"  # several days, or spans of days: 12 и 14 октября 2022
    DAY_RANGE = "day_range"  # from a day to a day: с 1 по 15 октября 2022
    MONTH = "month"  # one month: ноябрь 2020
    MONTH_LIST = "month_list"  # several months, or spans of months: август 2020, август 2021
    MONTH_RANGE = "month_range"  # from a month to a month of the same year: май–июнь 2021
    # from a month to a month of a later year: ноябрь 2020 – март 2021
    MONTH_RANGE_OVER_NEW_YEAR = "month_range_over_new_year"
    QUARTER = "quarter"  # one calendar quarter: III квартал 2021
    QUARTER_LIST = "quarter_list"  # several quarters: 3 квартал 2021, 1 квартал 2022
    QUARTER_RANGE = "quarter_range"  # from a quarter to a quarter: II–III квартал 2022
    HALF_YEAR = "half_year"  # one half of a calendar or school year: I полугодие 2022
    HALF_YEAR_LIST = "half_year_list"  # several half-years: I и II полугодие 2022
    SEASON = "season"  # a season of months: летний период, весна 2022
    YEAR = "year"  # one calendar year: 2021 год
    YEAR_LIST = "year_list"  # several years, one window each: 2021, 2023
    YEAR_SPAN = "year_span"  # one window over several years: 2021–2023 гг.
    SCHOOL_YEAR = "school_year"  # a school year, or each of the plan: 2022–2023 учебный год
    WHOLE_HORIZON = "whole_horizon"  # one window over the whole plan: весь период
    MIXED_LIST = "mixed_list"  # terms of different sizes in one cell: март 2022, III квартал 2022
    LIST_PER_SUBITEM = (
        "list_per_subitem"  # dates out of order, one for each sub-item: Январь 2022 Август 2021
    )

    # until and from
    UNTIL_DATE = "until_date"  # to a day, counted in: до 01.11.2021
    UNTIL_MONTH = (
        "until_month"  # to a month: до декабря 2022 (ends 30 November; включительно: 31 December)
    )
    UNTIL_PERIOD = "until_period"  # to a quarter, a half-year, a year: до конца 2022 года
    UNTIL_LIST = "until_list"  # several days to reach: до 1 марта и до 1 июня 2022
    FROM_DATE = "from_date"  # from a day to the end of the plan: начиная с 1 сентября 2022

    # a term that comes back every year of the plan
    YEARLY_DAY = "yearly_day"  # 15 мая ежегодно
    YEARLY_DAY_RANGE = "yearly_day_range"  # с 1 по 15 октября ежегодно
    YEARLY_DAYS_LIST = "yearly_days_list"  # 10 и 20 мая ежегодно
    YEARLY_MONTH = "yearly_month"  # август ежегодно
    YEARLY_MONTH_RANGE = "yearly_month_range"  # сентябрь–октябрь ежегодно
    YEARLY_MONTH_RANGE_OVER_NEW_YEAR = "yearly_month_range_over_new_year"  # ноябрь–май
    YEARLY_MONTHS_LIST = "yearly_months_list"  # июнь, август
    YEARLY_QUARTER = "yearly_quarter"  # III квартал ежегодно
    YEARLY_QUARTERS_LIST = "yearly_quarters_list"  # I, III квартал
    YEARLY_HALF_YEAR = "yearly_half_year"  # I полугодие
    YEARLY_SEASON = "yearly_season"  # летний период of a plan of several years
    YEARLY_UNTIL = "yearly_until"  # до 1 марта ежегодно: from the start of each year to that day
    YEARLY_FROM = "yearly_from"  # с 15 мая ежегодно: from that day to the end of each year
    YEARLY_MIXED_LIST = "yearly_mixed_list"  # март, III квартал ежегодно
    YEAR_SPAN_THEN_YEARLY = "year_span_then_yearly"  # 2020–2021, далее ежегодно
    YEARLY_MONTH_PLUS_ALL_YEAR = "yearly_month_plus_all_year"  # Август, работа в течение года

    # a recurrence
    YEARLY = "yearly"  # ежегодно
    SEVERAL_YEARS = "several_years"  # раз в два года
    HALF_YEARLY = "half_yearly"  # раз в полугодие
    QUARTERLY = "quarterly"  # ежеквартально
    MONTHLY = "monthly"  # ежемесячно; with a day or a weekday: that day
    SEVERAL_A_MONTH = "several_a_month"  # 2 раза в месяц
    SEVERAL_A_YEAR = "several_a_year"  # 3 раза в год

    # all the time: reported once a year
    ALL_YEAR = "all_year"  # в течение года
    CONTINUOUS = "continuous"  # постоянно, еженедельно

    # a frame, and a schedule that someone else keeps
    YEARLY_EXTERNAL = "yearly_external"  # ежегодно (по отдельному графику)
    ALL_YEAR_EXTERNAL = "all_year_external"  # в течение года по графику
    YEAR_EXTERNAL = "year_external"  # по плану на 2021 год

    # no window
    EXTERNAL = "external"  # by someone else's schedule: по графику ВПР
    ON_DEMAND = "on_demand"  # when it is needed: по мере необходимости
    AFTER_EVENT = "after_event"  # counted from what happens: через 10 дней после проведения
    MISSING = "missing"  # an empty cell
    UNREADABLE = "unreadable"  # no term was understood, or one that cannot be


Problem = Literal[
    "missing",  # the cell is empty
    "unreadable",  # no term was understood
    "impossible_date",  # a day that no calendar has: 31 июня
    "reversed",  # a span that ends before it starts
    "outside_horizon",  # a window lies, whole or in part, outside the plan
    "not_in_horizon",  # understood, but the plan has no such day
    "external",  # the days are in a schedule of someone else's
    "on_demand",  # no deadline: done when it is needed
    "after_event",  # the days follow from something that has yet to happen
    "term_unread",  # a part that looks like a term was not understood
    "misspelt",  # a word was taken for its nearest neighbour
    "calendar_unknown",  # no production calendar for these years: weekends and fixed holidays only
]


class Window(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Days, both ends counted in; the last is the deadline. Its label may name another period.

    ``label`` is a period label: of the days themselves, of the last day alone (an *until*), or of
    the period that is reported on. ``printed`` is the place of the term in the cell, from 1.
    """

    start: date
    end: date
    label: str
    printed: int


class Alternative(msgspec.Struct, frozen=True, kw_only=True):
    """Another defensible reading of the same phrase; ``note`` is a code that says why."""

    kind: Kind
    windows: tuple[Window, ...]
    note: str = ""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One phrase, read under one version of the rules.

    ``windows`` are sorted. ``rrule`` is RFC 5545 text for the first days of the windows of a
    recurrence. ``unread`` quotes what was not understood (a remark, as a rule).
    ``ambiguous`` asks for a second look.
    """

    phrase: str
    kind: Kind
    rule: str
    rrule: str | None = None
    windows: tuple[Window, ...] = ()
    unread: str = ""
    ambiguous: bool = False
    alternatives: tuple[Alternative, ...] = ()
    problems: tuple[Problem, ...] = ()
    rule_set: str
