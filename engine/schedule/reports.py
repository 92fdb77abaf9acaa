"""Productions for reporting days: до 15 числа месяца, следующего за отчетным; 25 числа.

A report is due on a day after the period that it reports on; a day of the month without such an
addition lies inside each month.
"""

from __future__ import annotations

from typing import Final

from engine.schedule.dates import day_of_month, figures, numeric
from engine.schedule.marks import Marked, Production
from engine.schedule.nodes import Mark
from engine.schedule.terms import head
from engine.schedule.vocabulary import one_of
from engine.schedule.years import Tokens, skip_suffix

_TAIL: Final = frozenset(
    [
        "next",
        "report",
        "month_word",
        "quarter",
        "half",
        "year",
        "after",
        "previous",
        "period",
        "number_word",
        "end",
        "in",
        "first",
        "current",
        "each",
        "school",
        "calendar_word",
        "given",
        "from",
        "by_instrument",
    ]
)
_TAIL_TEXTS: Final = one_of("за окончания окончании истечения истечении первого второго")
_UNIT: Final = {"quarter": "quarter", "half": "half-year", "year": "year", "month_word": "month"}


def report(t: Tokens, i: int) -> Marked | None:
    """Read a day or a date after which it says that it follows the period reported on."""
    opening = head(t, i)
    until = opening is not None and opening.sense == "until"
    j = opening.end if opening and until else i + (t[i].kind == "in")
    ranged = _from_day_to_day(t, opening.end) if opening and opening.sense == "from" else None
    if ranged:
        return ranged
    dated = numeric(t, j) or day_of_month(t, j)
    if dated and dated.point.unit == "day" and dated.years is None:
        found = _tail(t, dated.end)
        if found and found[0].which == "next":
            mark = found[0]._replace(days=(dated.point.day,), month=dated.point.number)
            return mark._replace(unit="year", until=until), found[1]
        return None
    return _day_of_the_month(t, j, until=until)


def _from_day_to_day(t: Tokens, i: int) -> Marked | None:
    """Read с 10 по 20 число каждого месяца."""
    j = skip_suffix(t, i + 1)
    if not figures(t[i], 31) or t[j].kind not in {"to", "until"} or not figures(t[j + 1], 31):
        return None
    end = skip_suffix(t, j + 2)
    if t[end].kind != "number_word" or t[j + 1].value < t[i].value:
        return None
    follows = _tail(t, end + 1)
    mark = Mark("month_day", "", t[i].value, (t[j + 1].value,), until=True)
    return mark, follows[1] if follows else end + 1


def _day_of_the_month(t: Tokens, i: int, *, until: bool) -> Marked | None:
    days, working, j = _days(t, i)
    if not days:
        return None
    found = _tail(t, j)
    plain = t[j - 1].kind in {"number_word", "day_word"}
    if t[j - 1].text in {"дней", "дня"} and not working and t[j].kind == "after":
        return None  # that many days after something, which is no day of a month
    if found is None or not found[0].which:
        if found:
            j = found[1]
        if not plain:
            return None
        return Mark("month_day", "month" if found else "", 1, days, until, working), j
    return found[0]._replace(days=days, until=until, working=working), found[1]


def _days(t: Tokens, i: int) -> tuple[tuple[int, ...], bool, int]:
    """Read 15 числа, 10-го рабочего дня, 5 и 20 числа, последнего дня."""
    days: list[int] = []
    while figures(t[i], 31) or t[i].kind in {"ordinal", "last"}:
        days.append(-1 if t[i].kind == "last" else t[i].value)
        i = skip_suffix(t, i + 1)
        if t[i].kind not in {",", "and"} or not figures(t[i + 1], 31):
            break
        i += 1
    working = t[i].kind == "working"
    i += t[i].kind in {"working", "calendar_word"}
    i += t[i].kind in {"day_word", "number_word"}
    return tuple(days), working, i


def _tail(t: Tokens, i: int) -> tuple[Mark, int] | None:
    """Read the words that say to which period a day belongs.

    The mark's ``which`` is ``next`` (the month after the period), ``last`` or ``first`` (that
    month of the period), or empty for a month that is only named.
    """
    j = i
    while t[j].kind in _TAIL or t[j].text in _TAIL_TEXTS or _inner_comma(t, j) or _last_month(t, j):
        j += 1
    if j == i:
        return None
    words = t[i:j]
    kinds = [w.kind for w in words]
    which = _which(kinds)
    return Mark("report", _period(kinds), which=which), j


def _inner_comma(t: Tokens, i: int) -> bool:
    return t[i].kind == "," and t[i + 1].kind in {"next", "report"}


def _last_month(t: Tokens, i: int) -> bool:
    return t[i].kind in {"last", "ordinal"} and t[i + 1].kind == "month_word"


def _which(kinds: list[str]) -> str:
    if "next" in kinds or ("after" in kinds and _names_period(kinds)) or _behind_end(kinds):
        return "next"
    if "last" in kinds:
        return "last"
    return "first" if "ordinal" in kinds else ""


def _names_period(kinds: list[str]) -> bool:
    return bool({"report", "period", "month_word", "quarter", "half", "year"}.intersection(kinds))


def _behind_end(kinds: list[str]) -> bool:
    return "end" in kinds and "report" in kinds


def _period(kinds: list[str]) -> str:
    """Name the period that is reported on, where the words name it."""
    for kind in ("quarter", "half"):
        if kind in kinds:
            return _UNIT[kind]
    if "year" in kinds and "month_word" not in kinds:
        return "year"
    return ""


def within_days_after(t: Tokens, i: int) -> Marked | None:
    """Read в течение 10 дней после окончания квартала."""
    j = i + (t[i].kind == "in")
    if t[j].kind not in {"within", "until", "late"} and t[i].kind != "not":
        return None
    opening = head(t, j)
    j = opening.end if opening else j + 1
    days, working, k = _days(t, j)
    if len(days) != 1 or t[k - 1].kind != "day_word":
        return None
    after = t[k].kind == "after" or t[k].text in {"по", "со"}
    found = _tail(t, k + (t[k].kind in {"to", "from"})) if after else None
    if found is None or not found[0].unit:
        return None
    return found[0]._replace(days=days, until=True, working=working, which="next"), found[1]


PRODUCTIONS: Final[tuple[Production, ...]] = (within_days_after, report)
