"""The kind of a reading, from the shape of its terms."""

from __future__ import annotations

from typing import Final

from engine.schedule.nodes import Term
from engine.schedule.occurring import crosses
from engine.schedule.reading import Kind

_SINGLE: Final[dict[str, tuple[Kind, Kind]]] = {
    "day": (Kind.DAY, Kind.YEARLY_DAY),
    "month": (Kind.MONTH, Kind.YEARLY_MONTH),
    "quarter": (Kind.QUARTER, Kind.YEARLY_QUARTER),
    "half-year": (Kind.HALF_YEAR, Kind.YEARLY_HALF_YEAR),
    "season": (Kind.SEASON, Kind.YEARLY_SEASON),
    "year": (Kind.YEAR, Kind.YEARLY),
    "school-year": (Kind.SCHOOL_YEAR, Kind.SCHOOL_YEAR),
}
_RANGE: Final[dict[str, tuple[Kind, Kind]]] = {
    "day": (Kind.DAY_RANGE, Kind.YEARLY_DAY_RANGE),
    "month": (Kind.MONTH_RANGE, Kind.YEARLY_MONTH_RANGE),
    "quarter": (Kind.QUARTER_RANGE, Kind.YEARLY_QUARTERS_LIST),
    "half-year": (Kind.HALF_YEAR_LIST, Kind.YEARLY_HALF_YEAR),
    "season": (Kind.SEASON, Kind.YEARLY_SEASON),
    "year": (Kind.YEAR_SPAN, Kind.YEAR_SPAN),
    "school-year": (Kind.SCHOOL_YEAR, Kind.SCHOOL_YEAR),
}
_LIST: Final[dict[str, tuple[Kind, Kind]]] = {
    "day": (Kind.DAY_LIST, Kind.YEARLY_DAYS_LIST),
    "month": (Kind.MONTH_LIST, Kind.YEARLY_MONTHS_LIST),
    "quarter": (Kind.QUARTER_LIST, Kind.YEARLY_QUARTERS_LIST),
    "half-year": (Kind.HALF_YEAR_LIST, Kind.YEARLY_HALF_YEAR),
    "year": (Kind.YEAR_LIST, Kind.YEAR_LIST),
    "school-year": (Kind.SCHOOL_YEAR, Kind.SCHOOL_YEAR),
}


def kind_of(terms: tuple[Term, ...], *, recurs: bool) -> Kind:
    """Name the shape of terms that are no bounds."""
    families = {_family(term) for term in terms}
    if len(terms) > 1:
        if len(families) > 1:
            return Kind.YEARLY_MIXED_LIST if recurs else Kind.MIXED_LIST
        mixed = (Kind.MIXED_LIST, Kind.YEARLY_MIXED_LIST)
        return _LIST.get(families.pop(), mixed)[recurs]
    term = terms[0]
    family = families.pop()
    if term.last is None:
        ranged = term.first.unit == "month" and bool(term.first.day)
        return (_RANGE if ranged else _SINGLE)[family][recurs]
    kind = _RANGE[family][recurs]
    return _over_new_year(term, kind)


def _over_new_year(term: Term, kind: Kind) -> Kind:
    years = term.first.year and term.close.year and term.first.year != term.close.year
    if not (crosses(term) or years):
        return kind
    if kind is Kind.MONTH_RANGE:
        return Kind.MONTH_RANGE_OVER_NEW_YEAR
    return Kind.YEARLY_MONTH_RANGE_OVER_NEW_YEAR if kind is Kind.YEARLY_MONTH_RANGE else kind


def until_kind(terms: tuple[Term, ...], *, recurs: bool) -> Kind:
    """Name the shape of terms that are bounds to be reached."""
    if recurs:
        return Kind.YEARLY_UNTIL
    if len(terms) > 1:
        return Kind.UNTIL_LIST
    unit = terms[0].close.unit
    if unit in {"day", "weekday"}:
        return Kind.UNTIL_DATE
    return Kind.UNTIL_MONTH if unit == "month" else Kind.UNTIL_PERIOD


def _family(term: Term) -> str:
    """Name what a term counts in: the smaller of its two ends."""
    units = {_unit(term.first.unit, term.first.day), _unit(term.close.unit, term.close.day)}
    for unit in ("day", "month", "quarter", "season", "half-year", "school-year"):
        if unit in units:
            return unit
    return "year"


def _unit(unit: str, day: int) -> str:
    return "day" if unit == "weekday" or (unit == "month" and day) else unit
