"""Productions for points: 15 сентября, 15.09.2022, ноябрь, III квартал, конец года, лето.

A production gives the point, the years that were printed with it, and the place after it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from engine.schedule.dates import Found, day_of_month, numeric, with_tail
from engine.schedule.nodes import Edge, Point, Unit, Years
from engine.schedule.years import (
    Tokens,
    current,
    is_year,
    one_year,
    skip_school,
    skip_suffix,
    skip_year_word,
    span,
)

Production = Callable[[Tokens, int], Found | None]
_EDGES: Final[dict[str, Edge]] = {"begin": "begin", "middle": "middle", "end": "end"}
_PARTS: Final = {"decade": ((1, 10), (11, 20), (21, 31)), "half_part": ((1, 15), (16, 31))}
WEEKS: Final = ((1, 7), (8, 14), (15, 21), (22, 28), (29, 31), (25, 31))
"""Weeks of a month, counted from its first day; after the fifth, the last seven days."""
_AFTER_PART: Final = frozenset({"month", "month_word", "num", "year"})


def month(t: Tokens, i: int) -> Found | None:
    """Read ноябрь, сент., месяц май."""
    i += t[i].kind == "month_word" and t[i + 1].kind == "month"
    if t[i].kind != "month":
        return None
    j = i + 1
    if t[j].kind == "." and t[j].glued:
        j += 1
    j += t[j].kind == "month_word"
    return _then_part(t, t[i].value, j) or with_tail(t, Point("month", t[i].value), j)


def _then_part(t: Tokens, number: int, i: int) -> Found | None:
    """Read октябрь, вторая половина, where the part is after its month."""
    found = ordinal(t, i + 1) if t[i].kind in {",", "("} else None
    kind = t[found[1]].kind if found else ""
    if found is None or kind not in {*_PARTS, "week"} or t[found[1] + 1].kind in _AFTER_PART:
        return None
    ranges = WEEKS[:5] if kind == "week" else _PARTS[kind]
    if not 1 <= found[0] <= len(ranges):
        return None
    first, last = ranges[found[0] - 1]
    end = found[1] + 1 + (t[i].kind == "(" and t[found[1] + 1].kind == ")")
    return with_tail(t, Point("month", number, first, last), end)


def ordinal(t: Tokens, i: int) -> tuple[int, int] | None:
    """Read 1, 1-й, III, 1V (typed for IV), третий, последний; gives the number and the place."""
    token = t[i]
    if token.kind == "num" and token.value == 1 and t[i + 1].text in {"v", "у"} and t[i + 1].glued:
        return 4, skip_suffix(t, i + 2)
    if token.kind == "last":
        return -1, i + 1
    if token.kind in {"num", "roman"} and 1 <= token.value <= 12 and len(token.text) <= 4:
        return token.value, skip_suffix(t, i + 1)
    return (token.value, i + 1) if token.kind == "ordinal" else None


def numbered(t: Tokens, i: int) -> Found | None:
    """Read III квартал 2022, 1-е полугодие, первая декада мая, последняя неделя августа."""
    found = ordinal(t, i)
    if found is None:
        return None
    number, j = found
    j = _skip_school_word(t, j)
    kind = t[j].kind
    if kind in {"quarter", "half"}:
        unit: Unit = "quarter" if kind == "quarter" else "half-year"
        return part_of_year(t, unit, number, j + 1)
    if kind in {"decade", "half_part", "week"}:
        return _part_of_month(t, kind, number, j + 1)
    if kind == "weekday":
        return _weekday_of_month(t, number, j)
    return None


def _skip_school_word(t: Tokens, i: int) -> int:
    return i + 1 if t[i].kind == "school" and t[i + 1].kind == "half" else i


def part_of_year(t: Tokens, unit: Unit, number: int, i: int) -> Found | None:
    """Finish a quarter or a half-year: the years after it, and whether the year has so many."""
    most = 4 if unit == "quarter" else 2
    number = most if number == -1 else number
    i += t[i].kind == "."
    found = with_tail(t, Point(unit, number), i)
    if found.years is None and (school := skip_school(t, i)) is not None:
        return Found(found.point, Years("school"), school)
    if found.years is None and t[i].kind == "year":
        return Found(found.point, None, skip_year_word(t, i))
    return found


def _part_of_month(t: Tokens, kind: str, number: int, i: int) -> Found | None:
    ranges = WEEKS if kind == "week" else _PARTS[kind]
    if t[i].kind == "month_word" and t[i + 1].kind != "month":
        return None
    i += t[i].kind == "month_word"
    if kind == "half_part" and (is_year(t[i]) or t[i].kind == "year"):
        return _half_of_year(t, number, i)
    if t[i].kind != "month" or not -1 <= number <= min(len(ranges), 5) or number == 0:
        return None
    first, last = ranges[number - 1] if number > 0 else ranges[-1]
    place = i + 1 + (t[i + 1].kind == ".")
    return with_tail(t, Point("month", t[i].value, first, last), place)


def _half_of_year(t: Tokens, number: int, i: int) -> Found | None:
    """Read первая половина 2022 года."""
    if number not in {1, 2}:
        return None
    found = one_year(t, i)
    if found is None:
        return Found(Point("half-year", number), None, skip_year_word(t, i))
    return Found(Point("half-year", number), Years("one", (found[0],)), found[1])


def _weekday_of_month(t: Tokens, number: int, i: int) -> Found | None:
    """Read третья среда сентября."""
    if t[i + 1].kind != "month" or not -1 <= number <= 5:
        return None
    return with_tail(t, Point("weekday", t[i + 1].value, t[i].value, week=number), i + 2)


def season(t: Tokens, i: int) -> Found | None:
    """Read лето 2022, летний период, летние месяцы, летние каникулы."""
    if t[i].kind == "season":
        return with_tail(t, Point("season", t[i].value), i + 1)
    if t[i].kind != "season_adjective":
        return None
    following = t[i + 1]
    summer = t[i].value == 3 and following.kind == "holidays"
    if (
        not summer
        and following.kind not in {"period", "month_word"}
        and (following.text not in {"время", "сезон", "сезона"})
    ):
        return None
    return with_tail(t, Point("season", t[i].value), i + 2)


def edge(t: Tokens, i: int) -> Found | None:
    """Read начало сентября, конец 2022 года, окончание учебного года, середина III квартала."""
    which = _EDGES.get(t[i].kind)
    if which is None:
        return None
    j = i + 1
    while t[j].kind in {"month_word", "given"}:
        j += 1
    found = _edged(t, j)
    if found is None or found.point.unit in {"day", "weekday"} or found.point.edge:
        return None
    return Found(found.point._replace(edge=which, day=0, until=0), found.years, found.end)


def _edged(t: Tokens, i: int) -> Found | None:
    return school_year(t, i) or calendar_year(t, i) or month(t, i) or numbered(t, i) or season(t, i)


def school_year(t: Tokens, i: int) -> Found | None:
    """Read 2022–2023 учебный год, учебный год 2022/23, учебного года."""
    found = span(t, i)
    if found and found[0].sort == "school":
        return Found(Point("school-year"), found[0], found[1])
    i += t[i].kind == "current"
    end = skip_school(t, i)
    if end is None or not any(token.kind == "year" for token in t[i:end]):
        return None
    follows = span(t, end)
    if follows:
        first, last = follows[0].values[0], follows[0].values[-1]
        values = follows[0].values if follows[0].sort == "school" else tuple(range(first, last))
        return Found(Point("school-year"), Years("school", values), follows[1])
    return Found(Point("school-year"), None, end)


def calendar_year(t: Tokens, i: int) -> Found | None:
    """Read 2022 год, текущего года, календарного года, and года alone (after another word)."""
    found = one_year(t, i)
    if found:
        return Found(Point("year"), Years("one", (found[0],)), found[1])
    running = current(t, i)
    if running:
        return Found(Point("year"), running[0], running[1])
    if t[i].kind == "year" and t[i].text not in {"г", "гг"}:
        return Found(Point("year"), None, skip_year_word(t, i))
    return None


POINTS: Final[dict[str, tuple[Production, ...]]] = {
    "num": (numeric, day_of_month, numbered, school_year),
    "roman": (numbered,),
    "ordinal": (day_of_month, numbered),
    "last": (numbered,),
    "month": (month,),
    "month_word": (month,),
    "season": (season,),
    "season_adjective": (season,),
    "school": (school_year,),
    "begin": (edge,),
    "middle": (edge,),
    "end": (edge,),
}


def point(t: Tokens, i: int) -> Found | None:
    """Read any point below a calendar year (and a named school year) that begins here."""
    for production in POINTS.get(t[i].kind, ()):
        if found := production(t, i):
            return found
    return None
