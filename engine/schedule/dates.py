"""Productions for days written in figures or with a month: 15.09.2022, 2022-09-15, 15 сентября."""

from __future__ import annotations

from typing import NamedTuple

from engine.schedule.nodes import Point, Years
from engine.schedule.tokens import Token
from engine.schedule.years import (
    Tokens,
    is_year,
    skip_suffix,
    skip_year_word,
    tail,
)


class Found(NamedTuple):
    """A point, its years if any were printed, and the place after it."""

    point: Point
    years: Years | None
    end: int


def with_tail(t: Tokens, point: Point, i: int) -> Found:
    """Read the years after a point, where there are any."""
    found = tail(t, i)
    return Found(point, found[0], found[1]) if found else Found(point, None, i)


def figures(token: Token, most: int) -> bool:
    """Say whether the token is a number of one or two figures, from 1 to *most*."""
    return token.kind == "num" and len(token.text) <= 2 and 1 <= token.value <= most


def numeric(t: Tokens, i: int) -> Found | None:
    """Read 15.09.2022, 15.09.22, 15/09/2022, 15.09 and 09.2022.

    Months from 13 and days from 32 are read too, as dates that cannot be.
    """
    if is_year(t[i]) and t[i + 1].kind == ".":
        return _year_first(t, i)
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


def _year_first(t: Tokens, i: int) -> Found | None:
    """Read 2022.09.15 and 2022.09."""
    year, month, day = t[i], t[i + 2], t[min(i + 4, len(t) - 1)]
    if not (t[i + 1].glued and month.glued and len(month.text) == 2 and figures(month, 12)):
        return None
    years = Years("one", (year.value,))
    if t[i + 3].kind == "." and day.glued and len(day.text) == 2 and day.kind == "num":
        return Found(Point("day", month.value, day.value), years, i + 5)
    return Found(Point("month", month.value), years, skip_year_word(t, i + 3))


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
    if (t[j].kind == "." and t[j + 1].kind != "num") or (t[j].kind == "." and is_year(t[j + 1])):
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
