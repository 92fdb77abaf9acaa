"""People's words for what a deadline phrase was read as, and for what stayed open in it."""

from __future__ import annotations

from functools import cache
from gettext import gettext as _


@cache
def kinds() -> dict[str, str]:
    """Return kind of a reading -> words in the reader's language."""
    return {
        "day": _("a day"),
        "day_list": _("several days"),
        "day_range": _("from a day to a day"),
        "month": _("a month"),
        "month_list": _("several months"),
        "month_range": _("from a month to a month"),
        "month_range_over_new_year": _("from a month to a month, over New Year"),
        "quarter": _("a quarter"),
        "quarter_list": _("several quarters"),
        "quarter_range": _("from a quarter to a quarter"),
        "half_year": _("a half-year"),
        "half_year_list": _("several half-years"),
        "season": _("a season"),
        "year": _("a year"),
        "year_list": _("several years"),
        "year_span": _("a span of years, one window"),
        "school_year": _("a school year"),
        "whole_horizon": _("the whole plan"),
        "mixed_list": _("terms of different sizes"),
        "list_per_subitem": _("one term for each sub-item"),
        "until_date": _("until a day"),
        "until_month": _("until a month"),
        "until_period": _("until the end of a period"),
        "until_list": _("until each of several days"),
        "from_date": _("from a day on"),
        "yearly_day": _("a day of every year"),
        "yearly_day_range": _("from a day to a day, every year"),
        "yearly_days_list": _("several days of every year"),
        "yearly_month": _("a month of every year"),
        "yearly_month_range": _("from a month to a month, every year"),
        "yearly_month_range_over_new_year": _("from a month to a month over New Year, every year"),
        "yearly_months_list": _("several months of every year"),
        "yearly_quarter": _("a quarter of every year"),
        "yearly_quarters_list": _("several quarters of every year"),
        "yearly_half_year": _("a half of every year"),
        "yearly_season": _("a season of every year"),
        "yearly_until": _("until a day of every year"),
        "yearly_from": _("from a day of every year on"),
        "yearly_mixed_list": _("terms of different sizes, every year"),
        "year_span_then_yearly": _("a span of years, then every year"),
        "yearly_month_plus_all_year": _("a month of every year, and work all year long"),
        "yearly": _("every year"),
        "several_years": _("once in several years"),
        "half_yearly": _("every half-year"),
        "quarterly": _("every quarter"),
        "monthly": _("every month"),
        "several_a_month": _("several times a month"),
        "several_a_year": _("several times a year"),
        "all_year": _("all year long, every year"),
        "continuous": _("always; reported once a year"),
        "yearly_external": _("every year, by somebody else's schedule"),
        "all_year_external": _("all year long, by somebody else's schedule"),
        "year_external": _("within a year, by somebody else's schedule"),
        "external": _("by somebody else's schedule"),
        "on_demand": _("on demand"),
        "after_event": _("after something that has yet to happen"),
        "missing": _("an empty cell"),
        "unreadable": _("not understood"),
    }


@cache
def problems() -> dict[str, str]:
    """Return problem of a reading -> words in the reader's language."""
    return {
        "missing": _("the cell is empty"),
        "unreadable": _("no term was understood"),
        "impossible_date": _("no calendar has such a day"),
        "reversed": _("it ends before it starts"),
        "outside_horizon": _("a window lies outside the plan"),
        "not_in_horizon": _("the plan has no such day"),
        "external": _("the days stand in somebody else's schedule"),
        "on_demand": _("there is no deadline: it is done when needed"),
        "after_event": _("the days follow from what has yet to happen"),
        "term_unread": _("a part that looks like a term was not understood"),
        "misspelt": _("a word was taken for its nearest neighbour"),
        "calendar_unknown": _("no production calendar for these years: fixed holidays only"),
    }
