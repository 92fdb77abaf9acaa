"""Productions for remarks: clock times, classes, printed acts, the numbers of a list.

Their figures are no dates, and do not make a reading doubtful.
"""

from __future__ import annotations

from typing import Final

from engine.schedule.dates import day_of_month, figures, numeric
from engine.schedule.marks import Marked
from engine.schedule.nodes import Mark
from engine.schedule.years import Tokens, one_year, skip_suffix

_ACTS: Final = (
    "приказ", "постановл", "распоряж", "письм", "закон", "протокол", "решени", "фз", "указ",
    "соглашени", "договор", "изменени", "регламент",
)  # fmt: skip
_ISSUED: Final = ("пр", "ред", "утв", "изм")


def noise(t: Tokens, i: int) -> Marked | None:
    """Read clock times, classes, stages, printed acts and the numbers of a list."""
    if (number := _enumerator(t, i)) is not None:
        return Mark("remark", which="list"), number
    end = _times(t, i) or _day_of_act(t, i) or _about(t, i)
    end = end or _things(t, i) or act(t, i) or _weekdays(t, i)
    return (Mark("remark"), end) if end else None


def _time(t: Tokens, i: int) -> int | None:
    """Read 8.00, 08:00, 17-00, 10.00 ч."""
    hour, sign, minute = t[i : i + 3]
    clock = hour.kind == "num" and hour.value <= 24 and minute.kind == "num" and minute.glued
    if not clock or sign.kind not in {".", ":", "-"} or len(minute.text) != 2 or minute.value > 59:
        return None
    j = i + 3
    worded = t[j].kind == "hour"
    if sign.kind == "." and (1 <= minute.value <= 12 or t[j].kind == ".") and not worded:
        return None
    if sign.kind == "-" and minute.text != "00":
        return None
    j += worded
    return j + (worded and t[j].kind == ".")


def _times(t: Tokens, i: int) -> int | None:
    """Read a clock time, or с 8.00 до 17.00."""
    j = i + (t[i].kind in {"from", "in", "until"})
    end = _time(t, j) or _hours(t, j)
    if end is None:
        return None
    if t[i].kind == "until" and _begins_date(t, end):
        return None
    if t[end].kind in {"until", "to", "-"} and (last := _time(t, end + 1) or _hours(t, end + 1)):
        return last
    return end


def _begins_date(t: Tokens, i: int) -> bool:
    """Say whether a day is after a clock time: до 12.00 15 октября."""
    return figures(t[i], 31) and t[i + 1].kind in {"month", "."}


def past_time(t: Tokens, i: int) -> int:
    """Step over a clock time that is before a date."""
    end = _time(t, i) or _hours(t, i)
    return end if end is not None and _begins_date(t, end) else i


def _hours(t: Tokens, i: int) -> int | None:
    """Read 17 часов, and 8 in с 8 до 17 часов."""
    if not figures(t[i], 24):
        return None
    if t[i + 1].kind == "hour":
        return i + 2
    between = t[i + 1].kind in {"until", "-"} and figures(t[i + 2], 24)
    return i + 1 if between and t[i + 3].kind == "hour" else None


def _things(t: Tokens, i: int) -> int | None:
    """Read 9, 11 классы; 5–9 кл.; 1 этап; № 12; 100 %; 14 лет."""
    if t[i].kind == "№":
        return skip_suffix(t, i + 2) if t[i + 1].kind == "num" else i + 1
    j = i
    while t[j].kind in {"num", "roman", "ordinal"} and len(t[j].text) <= 11:
        j = skip_suffix(t, j + 1)
        if t[j].kind not in {",", "-", "and"} or t[j + 1].kind not in {"num", "roman", "ordinal"}:
            break
        j += 1
    if j == i or t[j].kind not in {"class", "thing", "%", "years_old"}:
        return None
    return j + 1 + (t[j + 1].kind == "." and t[j].kind == "class")


def act(t: Tokens, i: int) -> int | None:
    """Read приказ от 01.09.2021 № 123: the day of an act is no deadline."""
    if not t[i].text.startswith(_ACTS):
        return None
    j = i + 1
    while t[j].kind in {"word", "external", "school"}:
        j += 1
    if t[j].text not in {"от", "№"} and t[j].kind != "№":
        return None
    while t[j].kind in {"num", ".", "№", "month", "year", "-", "/"} or t[j].text == "от":
        j += 1
    return j


def _day_of_act(t: Tokens, i: int) -> int | None:
    """Read № 15 от 12.01.2022, and (ред. от 12.01.2022), (утв. 12.01.2022) in brackets."""
    j = i
    while t[j].kind == "№" or (t[j - 1].kind == "№" and t[j].kind == "num"):
        j = skip_suffix(t, j + 1)
        j += 2 * (t[j].kind in {"-", "/"} and t[j].glued)
    named = t[j].text.startswith(_ISSUED) and _in_brackets(t, i)
    j += named + (named and t[j + 1].kind == ".")
    said = t[j].text == "от"
    if not (named or (said and (j > i or _in_brackets(t, i) or _act_behind(t, j)))):
        return None
    day = numeric(t, j + said) or day_of_month(t, j + said)
    return day.end if day and day.years else None


def _act_behind(t: Tokens, i: int) -> bool:
    """Say whether the number of an act follows the day: от 12.01.2022 № 15."""
    return any(x.kind == "№" for x in t[i + 1 : i + 9])


def _in_brackets(t: Tokens, i: int) -> bool:
    depth = 0
    for token in t[:i]:
        depth = max(depth + (token.kind == "(") - (token.kind == ")"), 0)
    return depth > 0


def _about(t: Tokens, i: int) -> int | None:
    """Read за 2022 год before a dash: the year that something is about."""
    found = one_year(t, i + 1) if t[i].text == "за" else None
    return found[1] if found and t[found[1]].kind in {"-", ":"} else None


def _weekdays(t: Tokens, i: int) -> int | None:
    """Read пн–пт, понедельник - пятница."""
    if t[i].kind != "weekday":
        return None
    j = i + 1
    j += t[j].kind == "." and len(t[i].text) == 2
    while t[j].kind in {"-", ",", "and", "to"} and t[j + 1].kind == "weekday":
        j += 2
    return j


def _enumerator(t: Tokens, i: int) -> int | None:
    """Read the 1) or 2. of a list inside the cell."""
    if t[i].kind != "num" or len(t[i].text) > 2:
        return None
    if t[i + 1].kind == ")" and not any(x.kind == "(" for x in t[:i]):
        return i + 2
    opens = i == 0 or t[i].line
    month = t[i + 2].kind == "month" and not t[i + 2].text.endswith(("я", "та"))
    return i + 2 if opens and t[i + 1].kind == "." and month else None
