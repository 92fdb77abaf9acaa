"""Productions for what gives no days: someone else's schedule, a need, an event, and noise.

Clock times, classes, printed acts and footnotes are understood as remarks, so that their figures
are not taken for dates and do not make a reading doubtful.
"""

from __future__ import annotations

from typing import Final

from engine.schedule.dates import day_of_month, figures, numeric
from engine.schedule.marks import Marked, Production
from engine.schedule.nodes import Mark
from engine.schedule.remarks import act, noise
from engine.schedule.terms import head
from engine.schedule.years import SUFFIXES, Tokens, skip_suffix, skip_year_word

SUMMER: Final = 3
_STOPS: Final = frozenset({"stop", ",", ";", "(", ")", ":", "/"})
_DATED: Final = frozenset(
    [
        "num",
        "roman",
        "month",
        "season",
        "yearly",
        "quarterly",
        "monthly",
        "half_yearly",
        "weekly",
        "daily",
        "always",
        "then",
        "each",
        "quarter",
        "half",
        "month_adjective",
    ]
)
_NEEDS: Final = ("необходим", "наличи", "поступлен", "возникнов", "выявлен", "обращен", "потребн")
_MOMENTS: Final = frozenset({"момента", "даты"})
_COUNTED: Final = frozenset(
    {"num", "cardinal", "-", "(", ")", "working", "calendar_word", "day_word", "week", "month_word"}
)
_HAPPENING: Final = (
    "окончани", "завершени", "проведени", "получени", "истечени", "подведени", "поступлени",
)  # fmt: skip


def _clause(t: Tokens, i: int) -> int:
    """Go on to the end of the clause: a comma, a bracket, or something that looks like a date."""
    while t[i].kind not in _STOPS and t[i].kind not in _DATED:
        if (end := act(t, i)) is not None:
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
    """Read по отдельному графику, в соответствии с планом, в сроки, указанные в приказе."""
    j = i
    if t[i].kind in {"to", "in", "from"}:
        j += 1
        while t[j].kind in {"word", "school", "yearly", "monthly", "given"} and j - i < 4:
            j += 1
    if not _schedule(t, j):
        return None
    which = t[j].kind if t[j].kind in {"holidays", "term"} else ""
    return Mark("external", which=which), _clause(t, act(t, j) or j + 1)


def _schedule(t: Tokens, i: int) -> bool:
    """Say whether a word for a schedule is here, or сроки with the word that fixes them."""
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


def then_need(t: Tokens, i: int) -> Marked | None:
    """Read далее – по мере необходимости, в последующие годы по запросу."""
    j = i
    while t[j].kind in {"and", "in"}:
        j += 1
    if t[j].kind != "then":
        return None
    j = skip_year_word(t, j + 1)
    while t[j].kind in {"-", ":", ",", "and"}:
        j += 1
    found = need(t, j)
    return (found[0]._replace(which="then"), found[1]) if found else None


def counted_from(t: Tokens, i: int) -> Marked | None:
    """Read не позднее 3 дней с момента, до 5 дней с даты, не позднее 3 рабочих дней."""
    opening = head(t, i)
    if opening is None or opening.sense != "until" or t[opening.end].kind == "day_word":
        return None
    if not _counted(t, opening.end):
        return None
    j = opening.end
    while t[j].kind in _COUNTED or t[j].text in SUFFIXES:
        j += 1
    while t[j - 1].kind in {"-", "("}:
        j -= 1
    late = t[i].kind == "not" and t[j - 1].text == "дней"
    if late and t[j].kind == "until" and (day := numeric(t, j + 1) or day_of_month(t, j + 1)):
        return Mark("doubt", which="counted"), day.end
    if not (_from_event(t, j) or (late and (_beside_event(t, j) or _is_all(t, i, j)))):
        return None
    return Mark("after_event", which="within"), _clause(t, j)


def _beside_event(t: Tokens, i: int) -> bool:
    """Read рабочих дней после получения, дней до начала; that of a period is a reporting day."""
    if t[i].kind == "until":
        return t[i + 1].kind in {"word", "begin", "end"}
    period = t[i + 1].text.startswith("истеч")
    working = t[i - 2].kind == "working"  # without it `happening` reads the event
    return working and t[i].kind == "after" and t[i + 1].kind == "word" and not period


def _is_all(t: Tokens, i: int, j: int) -> bool:
    """Say whether the cell holds nothing else than these tokens."""
    before = all(token.kind in {"in", "term_word"} for token in t[:i])
    return before and all(token.kind in {"stop", ".", "-"} for token in t[j:])


def _from_event(t: Tokens, i: int) -> bool:
    """Say whether с момента, со дня, с даты is here."""
    return t[i].kind == "from" and (t[i + 1].kind == "day_word" or t[i + 1].text in _MOMENTS)


def ahead(t: Tokens, i: int) -> Marked | None:
    """Read за 10 дней до начала, через 10 дней после; counted from a date, it is left to people."""
    j = i
    while t[j].kind in {"not", "late", "early", "rare"} or t[j].text == "чем":
        j += 1
    if t[j].text not in {"за", "через"} or not _counted(t, j + 1):
        return None
    j = _past_number(t, j)
    while t[j].kind in {"working", "calendar_word", "day_word", "week", "month_word"}:
        j += 1
    if t[j].kind not in {"until", "after"}:
        return None
    day = numeric(t, j + 1) or day_of_month(t, j + 1)
    if day is not None:
        return Mark("doubt", which="counted"), day.end
    return Mark("after_event", which="ahead"), _clause(t, j + 1)


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
    if _from_event(t, i):
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
    """Say whether a number of days, weeks or months, or one of them, is here."""
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


REMARKS: Final[tuple[Production, ...]] = (noise, then_need, counted_from, ahead)
CLAUSES: Final[tuple[Production, ...]] = (holidays, need, external)
LAST: Final[tuple[Production, ...]] = (happening,)
