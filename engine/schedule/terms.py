"""Productions for terms: a point, a span from point to point, *until*, *from*, and lists of days.

What is printed once for several (the month of 12, 13 и 14 октября, the word of I и III кварталы)
is given to each here; years are shared out later, in `cell`.
"""

from __future__ import annotations

from typing import NamedTuple

from engine.schedule.dates import Found, day_of_month, figures, numeric
from engine.schedule.nodes import Point, Sense, Term, Years
from engine.schedule.points import calendar_year, edge, point, school_year
from engine.schedule.remarks import past_time
from engine.schedule.series import Terms, series, single
from engine.schedule.years import Tokens, is_year, one_year, skip_suffix, skip_year_word, span


class Head(NamedTuple):
    """The words that open a bound: до, не позднее, начиная с, после."""

    sense: Sense
    inclusive: bool | None
    end: int


def terms(t: Tokens, i: int) -> Terms | None:
    """Read the terms that begin here; None where none does."""
    opening = head(t, i)
    if opening is None:
        return _plain(t, i)
    if opening.sense == "until":
        return _until(t, opening)
    return _from(t, opening)


def head(t: Tokens, i: int) -> Head | None:
    """Read the words that make a bound of the point after them."""
    kind = t[i].kind
    if kind == "not" and t[i + 1].kind in {"late", "early"}:
        late = t[i + 1].kind == "late"
        j = i + 2 + (t[i + 2].text == "чем")
        j += t[j].kind in {"until", "from"}
        return Head("until" if late else "from", True if late else None, j)
    if kind == "begin_from":
        return Head("from", None, i + 1 + (t[i + 1].kind in {"from", "in"}))
    if kind in {"until", "to"}:
        return Head("until", True if kind == "to" else None, i + 1)
    if kind in {"from", "after"}:
        return Head("after" if kind == "after" else "from", None, i + 1)
    return None


def _until(t: Tokens, opening: Head) -> Terms | None:
    i = past_time(t, opening.end + (t[opening.end].kind == "number_word"))
    found = series(t, i) or _one(_target(t, i))
    if found is None:
        return None
    inclusive, j = _inclusive(t, found[1], opening.inclusive)
    if opening.inclusive is None and not inclusive and t[opening.end - 1].text in {"к", "ко"}:
        found = [term._replace(doubt=term.doubt or "towards") for term in found[0]], found[1]
    bounds = [term._replace(sense="until", inclusive=inclusive) for term in found[0]]
    return _more_until(t, bounds, j)


def _more_until(t: Tokens, bounds: list[Term], j: int) -> Terms:
    """Take further days of a list into the *until* that opened it: до 15 января, 15 июля."""
    while t[j].kind in {",", "and"} and bounds[-1].close.unit == "day":
        found = numeric(t, j + 1) or day_of_month(t, j + 1)
        if found is None or found.point.unit != "day" or t[found.end].kind in {"-", "to"}:
            break
        inclusive, end = _inclusive(t, found.end, bounds[-1].inclusive)
        bounds.append(Term(found.point, None, "until", inclusive, found.years, doubt="until_or_on"))
        j = end
    return bounds, j


def _inclusive(t: Tokens, i: int, already: bool | None) -> tuple[bool | None, int]:  # noqa: FBT001
    """Read (включительно), which makes a month's *until* reach its end."""
    opened = t[i].kind in {"(", ","}
    if t[i + opened].kind != "include":
        return already, i
    return True, i + opened + 1 + (t[i].kind == "(" and t[i + 2].kind == ")")


def _from(t: Tokens, opening: Head) -> Terms | None:
    """Read с … по …, and с … alone."""
    i = opening.end
    found = _series_from(t, i)
    if found:
        return found
    left = _target(t, i)
    if left is None:
        return None
    j = left.end + (t[left.end].kind in {",", "and"} and t[left.end + 1].kind in {"to", "until"})
    if t[j].kind in {"to", "until", "-"} and (right := _target(t, j + 1)):
        return _ranged(t, left, right, until=t[j].text == "до")
    j += t[j].kind in {",", "and"} and t[j + 1].kind == "not"
    if t[j].kind == "not" and (late := head(t, j)) and (right := _target(t, late.end)):
        return _ranged(t, left, right)
    doubt = "after" if opening.sense == "after" else ""
    return [Term(left.point, None, opening.sense, None, left.years, doubt=doubt)], left.end


def _series_from(t: Tokens, i: int) -> Terms | None:
    """Read с 1 по 15 октября, where the month is printed once."""
    if not figures(t[i], 31) and t[i].kind != "num":
        return None
    j = skip_suffix(t, i + 1)
    j += t[j].kind == "number_word"
    if t[j].kind not in {"to", "until", "-"} or t[i].value > 31 or len(t[i].text) > 2:
        return None
    right = numeric(t, j + 1) or day_of_month(t, j + 1)
    if right is None or right.point.unit != "day":
        return None
    left = Point("day", right.point.number, t[i].value)
    return _ranged(t, Found(left, None, j), right)


def _target(t: Tokens, i: int) -> Found | None:
    """Read the point after до, с, по: any point, a calendar year, a school year."""
    i += t[i].kind == "in"
    if t[i].text == "нового" and t[i + 1].kind == "year":
        return Found(Point("year", edge="end"), None, i + 2)
    found = point(t, i)
    if found:
        return found
    return school_year(t, i) or _calendar_year(t, i)


def _calendar_year(t: Tokens, i: int) -> Found | None:
    found = calendar_year(t, i)
    return found if found and (found.years or t[i].kind != "year") else None


def _one(found: Found | None) -> Terms | None:
    return ([Term(found.point, None, years=found.years)], found.end) if found else None


def _plain(t: Tokens, i: int) -> Terms | None:
    found = series(t, i)
    if found:
        return found
    left = point(t, i)
    if left is None:
        return _years_alone(t, i)
    if left.point.unit == "school-year" and not left.point.edge:
        return _school_years(left)
    j = left.end
    if t[j].kind in {"-", "to", "until"} and (right := _right_side(t, j)):
        return _ranged(t, left, _last_of_chain(t, left, right), until=t[j].kind == "until")
    return [single(left)], left.end


def _last_of_chain(t: Tokens, left: Found, right: Found) -> Found:
    """Read сентябрь-октябрь-ноябрь as one span."""
    while t[right.end].kind == "-" and right.years is None and left.point.unit == "month":
        following = point(t, right.end + 1)
        if following is None or following.point.unit != "month":
            break
        right = following
    return right


def _right_side(t: Tokens, i: int) -> Found | None:
    """Read the end of a span; only до and по may bring a year or its end as one."""
    if t[i].kind == "-" and t[i + 1].kind in {"to", "until"}:
        i += 1
    if t[i].kind == "until" and t[i].text != "до":
        return None
    return point(t, i + 1) if t[i].kind == "-" else _target(t, i + 1)


def _ranged(t: Tokens, left: Found, right: Found, *, until: bool = False) -> Terms:
    """Make a term from point to point; a year that only one side has is theirs together."""
    inclusive, j = _inclusive(t, right.end, None)
    if right.point.unit == "school-year" and not right.point.edge:
        return _school_years_between(left, right, j)
    first, last = left.point.as_months(), right.point
    if last.edge and (last.edge != "end" or last.unit == "month"):
        last = last.as_months()
    if left.years and left.years.sort == "one":
        first = first._replace(year=left.years.values[0])
    if right.years and right.years.sort == "one":
        last = last._replace(year=right.years.values[0])
    years = right.years or left.years
    edged = left.point.edge in {"middle", "end"} or right.point.edge in {"begin", "middle"}
    open_end = until and not inclusive and last.unit in {"month", "quarter"} and not last.edge
    doubt = "edge" if edged else "until_month" if open_end else ""
    return [Term(first, last, "in", False if open_end else inclusive, years, doubt=doubt)], j


def _school_years_between(left: Found, right: Found, j: int) -> Terms:
    """Read с 2021-2022 по 2023-2024 учебный год as one term."""
    if not (left.years and right.years and left.point.unit == "school-year"):
        return [Term(left.point, right.point, "in", None, right.years or left.years)], j
    first = left.point._replace(year=left.years.values[0])
    last = right.point._replace(year=right.years.values[-1])
    return [Term(first, last, "in", None, right.years)], j


def _school_years(found: Found) -> Terms:
    if not found.years:
        return [Term(found.point)], found.end
    doubt = "slash" if found.years.sort == "school" and len(found.years.values) > 1 else ""
    each = [
        Term(found.point, None, years=Years("school", (y,)), doubt=doubt)
        for y in found.years.values
    ]
    return each, found.end


def _years_alone(t: Tokens, i: int) -> Terms | None:
    """Read 2021, 2021–2023 гг., 2021-й год."""
    spanned = span(t, i)
    if spanned:
        first, last = spanned[0].values[0], spanned[0].values[-1]
        start = Point("year", year=first)
        return [Term(start, Point("year", year=last), years=spanned[0])], spanned[1]
    found = one_year(t, i)
    if found is None:
        return None
    year, j = found
    return [Term(Point("year", year=year), None, years=Years("one", (year,)))], j


__all__ = ["Head", "Terms", "edge", "head", "is_year", "skip_year_word", "terms"]
