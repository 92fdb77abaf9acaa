"""Productions for what gives no days: somebody else's schedule, a need, an event, and noise.

Clock times, classes, printed acts and footnotes are understood as remarks, so that their figures
are not taken for dates and do not make a reading doubtful.
"""

from __future__ import annotations

from typing import Final

from engine.schedule.marks import Marked, Production
from engine.schedule.nodes import Mark
from engine.schedule.points import figures
from engine.schedule.years import Tokens, skip_suffix

SUMMER: Final = 3
_STOPS: Final = frozenset({"stop", ",", ";", "(", ")", ":", "/"})
_DATED: Final = frozenset(
    "num roman month season yearly quarterly monthly half_yearly weekly daily always then each "
    "quarter half month_adjective".split()
)
_ACTS: Final = ("приказ", "постановл", "распоряж", "письм", "закон", "протокол", "решени", "фз")
_NEEDS: Final = ("необходим", "наличи", "поступлен", "возникнов", "выявлен", "обращен", "потребн")
_HAPPENING: Final = (
    "окончани", "завершени", "проведени", "получени", "истечени", "подведени", "поступлени",
)  # fmt: skip


def _clause(t: Tokens, i: int) -> int:
    """Go on to the end of the clause: a comma, a bracket, or something that looks like a date."""
    while t[i].kind not in _STOPS and t[i].kind not in _DATED:
        if (end := _act(t, i)) is not None:
            i = end
            continue
        if t[i].kind in {"in", "until", "from", "-", "and", "."} and _dated(t, i + 1):
            break
        if t[i].kind in {"in", "all"} and t[i + 1].kind in {"within", "year", "school"}:
            break
        i += 1
    return i


def _dated(t: Tokens, i: int) -> bool:
    return t[i].kind in _DATED or t[i].kind in {"end", "begin", "school", "current"}


def external(t: Tokens, i: int) -> Marked | None:
    """Read по отдельному графику, в соответствии с планом, согласно приказу, в сроки, указанные …"""
    j = i
    if t[i].kind in {"to", "in", "from"}:
        j += 1
        while t[j].kind in {"word", "school", "yearly", "monthly", "given"} and j - i < 4:
            j += 1
    if not _schedule(t, j):
        return None
    which = t[j].kind if t[j].kind in {"holidays", "term"} else ""
    return Mark("external", which=which), _clause(t, _act(t, j) or j + 1)


def _schedule(t: Tokens, i: int) -> bool:
    """Say whether a word for a schedule stands here, or сроки with the word that fixes them."""
    if t[i].kind == "term_word":
        j = i + 1 + (t[i + 1].kind == ",")
        return t[j].kind == "external" or (j == i + 1 and t[j].kind == "word")
    return t[i].kind in {"external", "holidays", "term"}


def holidays(t: Tokens, i: int) -> Marked | None:
    """Read осенние каникулы, I четверть: days that a school's own calendar fixes.

    The summer holidays are a season, and are read as one.
    """
    j = i
    while t[j].kind in {
        "ordinal",
        "roman",
        "season_adjective",
        "school",
        "in",
        "period",
        "within",
    } or (figures(t[j], 4)):
        j = skip_suffix(t, j + 1)
        if j - i > 5:
            return None
    if t[j - 1].kind == "season_adjective" and t[j - 1].value == SUMMER:
        return None
    if t[j].kind not in {"holidays", "term"} and t[j].text not in {"каникулярное", "каникулярный"}:
        return None
    return Mark("external", which="holidays"), j + 1


def need(t: Tokens, i: int) -> Marked | None:
    """Read по мере необходимости, при наличии заявок, по запросу, в случае поступления."""
    first, second = t[i], t[i + 1]
    if first.kind == "to" and second.kind in {"measure", "summons", "need"}:
        return Mark("on_demand"), _clause(t, i + 2)
    if first.kind == "by" and (second.kind == "need" or second.text.startswith(_NEEDS)):
        return Mark("on_demand"), _clause(t, i + 2)
    if first.kind == "if" or (first.kind == "in" and second.kind == "if"):
        return Mark("on_demand"), _clause(t, i + 1)
    return None


def happening(t: Tokens, i: int) -> Marked | None:
    """Read после проведения, по итогам, в течение 10 дней со дня, во время проведения."""
    if _waits(t, i):
        return Mark("after_event", which=t[i].kind), _clause(t, _past_number(t, i))
    return None


def _waits(t: Tokens, i: int) -> bool:
    first, second, third = t[i], t[i + 1], t[i + 2]
    if first.kind in {"after", "before", "at_once", "by", "once"} or first.text == "через":
        return True
    if first.kind == "to" and (
        second.kind in {"event", "end"} or second.text.startswith(_HAPPENING)
    ):
        return True
    if first.kind == "from" and (second.kind == "day_word" or second.text in {"момента", "даты"}):
        return True
    if first.kind == "until" and second.kind in {"word", "begin", "end"}:
        return True
    if first.kind == "in":
        if second.kind == "period":
            return third.kind in {"word", "holidays", "term"}
        if second.kind == "day_word" or second.text in {"время", "ходе"}:
            return True
        before = _counted(t, i + 1) and any(x.kind == "until" for x in t[i + 2 : i + 6])
        return before or (second.kind == "within" and _counted(t, i + 2))
    return first.kind == "within" and _counted(t, i + 1)


def _counted(t: Tokens, i: int) -> bool:
    """Say whether a number of days, weeks or months, or one of them, stands here."""
    j = i + 1 if t[i].kind in {"num", "cardinal", "ordinal"} else i
    j = skip_suffix(t, j)
    j += t[j].kind == "("
    j += t[j].kind in {"working", "calendar_word", "cardinal"}
    j += t[j].kind == ")"
    j += t[j].kind in {"working", "calendar_word"}
    return t[j].kind in {"day_word", "week", "month_word", "hour"}


def _past_number(t: Tokens, i: int) -> int:
    """Step over the number of days, which belongs to the event."""
    for j in range(i, min(i + 4, len(t) - 2)):
        if t[j].kind in {"num", "cardinal"}:
            return skip_suffix(t, j + 1)
    return i + 1


def noise(t: Tokens, i: int) -> Marked | None:
    """Read clock times, classes, stages, printed acts and the numbers of a list."""
    if (number := _enumerator(t, i)) is not None:
        return Mark("remark", which="list"), number
    end = _times(t, i) or _things(t, i) or _act(t, i) or _weekdays(t, i)
    return (Mark("remark"), end) if end else None


def _time(t: Tokens, i: int) -> int | None:
    """Read 8.00, 08:00, 17-00, 10.00 ч."""
    hour, sign, minute = t[i : i + 3]
    clock = hour.kind == "num" and hour.value <= 24 and minute.kind == "num" and minute.glued
    if not clock or sign.kind not in {".", ":", "-"} or len(minute.text) != 2 or minute.value > 59:
        return None
    j = i + 3
    worded = t[j].kind == "hour"
    if sign.kind == "." and 1 <= minute.value <= 12 and not worded:
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
    if t[end].kind in {"until", "to", "-"} and (last := _time(t, end + 1) or _hours(t, end + 1)):
        return last
    return end


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


def _act(t: Tokens, i: int) -> int | None:
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


REMARKS: Final[tuple[Production, ...]] = (noise,)
CLAUSES: Final[tuple[Production, ...]] = (holidays, need, external)
LAST: Final[tuple[Production, ...]] = (happening,)
