"""Productions for points: 15 сентября, 15.09.2022, ноябрь, III квартал, конец года, лето.

A production gives the point, the years that were printed with it, and the place behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from engine.schedule.nodes import Edge, Point, Unit, Years
from engine.schedule.tokens import Token
from engine.schedule.years import (
    Tokens,
    current,
    is_year,
    one_year,
    skip_school,
    skip_suffix,
    skip_year_word,
    span,
    tail,
)


class Found(NamedTuple):
    """A point, its years if any were printed, and the place behind it."""

    point: Point
    years: Years | None
    end: int


Production = Callable[[Tokens, int], Found | None]

_EDGES: Final[dict[str, Edge]] = {"begin": "begin", "middle": "middle", "end": "end"}
_PARTS: Final = {"decade": ((1, 10), (11, 20), (21, 31)), "half_part": ((1, 15), (16, 31))}
WEEKS: Final = ((1, 7), (8, 14), (15, 21), (22, 28), (29, 31), (25, 31))
"""Weeks of a month, counted from its first day; behind the fifth, the last seven days."""


def with_tail(t: Tokens, point: Point, i: int) -> Found:
    """Read the years behind a point, where there are any."""
    found = tail(t, i)
    return Found(point, found[0], found[1]) if found else Found(point, None, i)


def figures(token: Token, most: int) -> bool:
    """Say whether the token is a number of one or two figures, from 1 to *most*."""
    return token.kind == "num" and len(token.text) <= 2 and 1 <= token.value <= most


def numeric(t: Tokens, i: int) -> Found | None:
    """Read 15.09.2022, 15.09.22, 15/09/2022, 15.09 and 09.2022.

    Months from 13 and days from 32 are read too, as dates that cannot be.
    """
    if t[i].kind != "num" or len(t[i].text) > 2 or t[i + 1].kind not in {".", "/"}:
        return _iso(t, i)
    if t[i + 2].kind != "num":
        return None
    return _full_date(t, i) or _month_and_year(t, i) or _day_and_month(t, i)


def _full_date(t: Tokens, i: int) -> Found | None:
    day, month, year = t[i], t[i + 2], t[min(i + 4, len(t) - 1)]
    if len(month.text) > 2 or t[i + 3].kind != t[i + 1].kind or year.kind != "num":
        return None
    if not is_year(year) and not (len(year.text) == 2 and year.glued):
        return None
    number = year.value if len(year.text) == 4 else 2000 + year.value
    point = Point("day", month.value, day.value)
    j = skip_year_word(t, i + 5)
    while is_year(t[j]) and t[j].value == number:
        j = skip_year_word(t, j + 1)
    return Found(point, Years("one", (number,)), j)


def _iso(t: Tokens, i: int) -> Found | None:
    """Read 2022-09-15."""
    parts = t[i : i + 5]
    shape = [p.kind for p in parts] == ["num", "-", "num", "-", "num"]
    if not shape or not is_year(parts[0]) or not all(p.glued for p in parts[1:]):
        return None
    if len(parts[2].text) != 2 or len(parts[4].text) != 2:
        return None
    return Found(
        Point("day", parts[2].value, parts[4].value), Years("one", (parts[0].value,)), i + 5
    )


def _month_and_year(t: Tokens, i: int) -> Found | None:
    if t[i + 1].kind != "." or not is_year(t[i + 2]) or not figures(t[i], 12):
        return None
    point = Point("month", t[i].value)
    return Found(point, Years("one", (t[i + 2].value,)), skip_year_word(t, i + 3))


def _day_and_month(t: Tokens, i: int) -> Found | None:
    day, dot, month = t[i : i + 3]
    if dot.kind != "." or not month.glued or len(month.text) != 2 or not figures(month, 12):
        return None
    if not figures(day, 31):
        return None
    j = i + 3
    if t[j].kind == "." and t[j + 1].kind != "num":
        j += 1
    elif t[j].kind == "." and is_year(t[j + 1]):
        j += 1
    return with_tail(t, Point("day", month.value, day.value), j)


def day_of_month(t: Tokens, i: int) -> Found | None:
    """Read 15 сентября, 1-го октября, первого мая; the month decides that it is a day."""
    if t[i].kind == "ordinal" and t[i].text.endswith("го"):
        j = i + 1
    elif t[i].kind == "num" and len(t[i].text) <= 2:
        j = skip_suffix(t, i + 1)
        j += t[j].kind == "number_word"
    else:
        return None
    if t[j].kind != "month":
        return None
    return with_tail(t, Point("day", t[j].value, t[i].value), j + 1)


def month(t: Tokens, i: int) -> Found | None:
    """Read ноябрь, сент., месяц май."""
    i += t[i].kind == "month_word" and t[i + 1].kind == "month"
    if t[i].kind != "month":
        return None
    j = i + 1
    if t[j].kind == "." and t[j].glued:
        j += 1
    j += t[j].kind == "month_word"
    return with_tail(t, Point("month", t[i].value), j)


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
    """Finish a quarter or a half-year: the years behind it, and whether the year has so many."""
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
    if found is None or found.point.unit == "day" or found.point.edge:
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
    behind = span(t, end)
    if behind:
        first, last = behind[0].values[0], behind[0].values[-1]
        values = behind[0].values if behind[0].sort == "school" else tuple(range(first, last))
        return Found(Point("school-year"), Years("school", values), behind[1])
    return Found(Point("school-year"), None, end)


def calendar_year(t: Tokens, i: int) -> Found | None:
    """Read 2022 год, текущего года, календарного года, and года alone (behind another word)."""
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
