"""Productions for terms: a point, a span from point to point, *until*, *from*, and lists of days.

What is printed once for several (the month of 12, 13 и 14 октября, the word of I и III кварталы)
is given to each here; years are shared out later, in `cell`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from engine.schedule.nodes import Point, Sense, Term, Years
from engine.schedule.points import (
    Found,
    calendar_year,
    day_of_month,
    edge,
    figures,
    numeric,
    ordinal,
    WEEKS,
    part_of_year,
    point,
    school_year,
)
from engine.schedule.years import Tokens, is_year, one_year, skip_suffix, skip_year_word, span

Terms = tuple[list[Term], int]
_BETWEEN: Final = frozenset({",", "and", "-", "to"})


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
    """Read the words that make a bound of the point behind them."""
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
    i = opening.end + (t[opening.end].kind == "number_word")
    found = _series(t, i) or _one(_target(t, i))
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
        return _ranged(t, left, right)
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
    """Read the point behind до, с, по: any point, a calendar year, a school year."""
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
    found = _series(t, i)
    if found:
        return found
    left = point(t, i)
    if left is None:
        return _years_alone(t, i)
    if left.point.unit == "school-year" and not left.point.edge:
        return _school_years(left)
    j = left.end
    if t[j].kind in {"-", "to", "until"} and (right := _right_side(t, j)):
        return _ranged(t, left, right)
    return [_single(left)], left.end


def _single(found: Found) -> Term:
    """Make a term of one point; an edge, a week and a season have no official days."""
    point, years, _ = found
    if point.edge:
        return Term(point.as_months(), None, years=years, doubt="edge")
    week = point.unit == "month" and bool(point.day) and (point.day, point.until) in WEEKS
    doubt = "season" if point.unit == "season" else "week" if week else ""
    return Term(point, None, years=years, doubt=doubt)


def _right_side(t: Tokens, i: int) -> Found | None:
    """Read the end of a span; only до and по may bring a year or its end as one."""
    if t[i].kind == "-" and t[i + 1].kind in {"to", "until"}:
        i += 1
    if t[i].kind == "until" and t[i].text != "до":
        return None
    return point(t, i + 1) if t[i].kind == "-" else _target(t, i + 1)


def _ranged(t: Tokens, left: Found, right: Found) -> Terms:
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
    return [Term(first, last, "in", inclusive, years, doubt="edge" if edged else "")], j


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


def _series(t: Tokens, i: int) -> Terms | None:
    """Read numbers that share the word behind the last: 12, 13 и 14 октября; I–III кварталы."""
    return _days(t, i) or _ordinals(t, i) or _edges(t, i)


def _edges(t: Tokens, i: int) -> Terms | None:
    """Read в начале и в конце учебного года, where what has the edges is printed once."""
    j = i + 1
    while t[j].kind in {"and", "in", ","}:
        j += 1
    if t[i].kind not in {"begin", "middle"} or j == i + 1 or t[j].kind not in {"middle", "end"}:
        return None
    last = edge(t, j)
    if last is None:
        return None
    first = last.point._replace(edge="begin" if t[i].kind == "begin" else "middle")
    return [_single(Found(p, last.years, last.end)) for p in (first, last.point)], last.end


def _days(t: Tokens, i: int) -> Terms | None:
    pairs: list[tuple[int, int | None]] = []
    j = i
    while t[j].kind == "num" and figures(t[j], 31):
        behind = skip_suffix(t, j + 1)
        if t[behind].kind not in _BETWEEN:
            break
        last = numeric(t, behind + 1) or day_of_month(t, behind + 1)
        ranged = t[behind].kind in {"-", "to"}
        if last and last.point.unit == "day":
            return _with_month(t, pairs, t[j].value, last, ranged=ranged)
        if ranged and figures(t[behind + 1], 31):
            after = skip_suffix(t, behind + 2)
            if t[after].kind not in {",", "and"}:
                return None
            pairs.append((t[j].value, t[behind + 1].value))
            last = numeric(t, after + 1) or day_of_month(t, after + 1)
            if last and last.point.unit == "day" and t[last.end].kind not in {"-", "to"}:
                return _with_month(t, pairs, None, last, ranged=False)
            j = after + 1
        else:
            pairs.append((t[j].value, None))
            j = behind + 1
    return None


def _with_month(
    t: Tokens, pairs: list[tuple[int, int | None]], number: int | None, last: Found, *, ranged: bool
) -> Terms | None:
    """Give the month and the years of the last day to the days before it."""
    close = last.point
    spans: list[tuple[int, int | None]] = list(pairs)
    if number is not None:
        spans.append((number, close.day) if ranged else (number, None))
    if number is None or not ranged:
        spans.append((close.day, None))
    made = [
        Term(
            close._replace(day=a),
            None if b is None else close._replace(day=b),
            years=last.years,
        )
        for a, b in spans
    ]
    return made, last.end


def _ordinals(t: Tokens, i: int) -> Terms | None:
    """Read I, II и IV кварталы 2022; two or more numbers before the word."""
    pairs: list[tuple[int, int | None]] = []
    j = i
    while (found := ordinal(t, j)) is not None:
        number, j = found
        if t[j].kind in {"-", "to"} and (right := ordinal(t, j + 1)):
            pairs.append((number, right[0]))
            j = right[1]
        else:
            pairs.append((number, None))
        if t[j].kind not in {",", "and"} or ordinal(t, j + 1) is None:
            break
        j += 1
    if t[j].kind not in {"quarter", "half"} or (len(pairs) == 1 and pairs[0][1] is None):
        return None
    return _named_ordinals(t, pairs, j)


def _named_ordinals(t: Tokens, pairs: list[tuple[int, int | None]], i: int) -> Terms | None:
    unit = "quarter" if t[i].kind == "quarter" else "half-year"
    shared = part_of_year(t, "quarter" if unit == "quarter" else "half-year", 1, i + 1)
    if shared is None:
        return None
    made = []
    for a, b in pairs:
        first = shared.point._replace(number=a)
        last = None if b is None else shared.point._replace(number=b)
        made.append(Term(first, last, years=shared.years))
    return made, shared.end


__all__ = ["Head", "Terms", "edge", "head", "is_year", "skip_year_word", "terms"]
