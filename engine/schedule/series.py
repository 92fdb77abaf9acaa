"""Productions for what is printed once for several: 12, 13 и 14 октября; I–III кварталы."""

from __future__ import annotations

from typing import Final

from engine.schedule.dates import Found, day_of_month, figures, numeric
from engine.schedule.nodes import Term
from engine.schedule.points import WEEKS, edge, ordinal, part_of_year
from engine.schedule.years import Tokens, skip_suffix

Terms = tuple[list[Term], int]
_BETWEEN: Final = frozenset({",", "and", "-", "to"})


def single(found: Found) -> Term:
    """Make a term of one point; an edge, a week and a season have no official days."""
    point, years, _ = found
    if point.edge:
        return Term(point.as_months(), None, years=years, doubt="edge")
    week = point.unit == "month" and bool(point.day) and (point.day, point.until) in WEEKS
    doubt = "season" if point.unit == "season" else "week" if week else ""
    return Term(point, None, years=years, doubt=doubt)


def series(t: Tokens, i: int) -> Terms | None:
    """Read numbers that share the word after the last: 12, 13 и 14 октября; I–III кварталы."""
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
    return [single(Found(p, last.years, last.end)) for p in (first, last.point)], last.end


def _days(t: Tokens, i: int) -> Terms | None:
    pairs: list[tuple[int, int | None]] = []
    j = i
    while t[j].kind == "num" and figures(t[j], 31):
        follows = skip_suffix(t, j + 1)
        if t[follows].kind not in _BETWEEN:
            break
        last = numeric(t, follows + 1) or day_of_month(t, follows + 1)
        ranged = t[follows].kind in {"-", "to"}
        if last and last.point.unit == "day":
            return _with_month(pairs, t[j].value, last, ranged=ranged)
        if ranged and figures(t[follows + 1], 31):
            after = skip_suffix(t, follows + 2)
            if t[after].kind not in {",", "and"}:
                return None
            pairs.append((t[j].value, t[follows + 1].value))
            last = numeric(t, after + 1) or day_of_month(t, after + 1)
            if last and last.point.unit == "day" and t[last.end].kind not in {"-", "to"}:
                return _with_month(pairs, None, last, ranged=False)
            j = after + 1
        else:
            pairs.append((t[j].value, None))
            j = follows + 1
    return None


def _with_month(
    pairs: list[tuple[int, int | None]], number: int | None, last: Found, *, ranged: bool
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
    if (
        t[j].kind not in {"quarter", "half"}
        or not pairs
        or (len(pairs) == 1 and pairs[0][1] is None)
    ):
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
