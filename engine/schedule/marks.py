"""Productions for marks: how often, all year long, and from then on.

A mark dates nothing by itself; it says how the terms beside it, or the whole plan, are meant.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from engine.schedule.dates import figures
from engine.schedule.nodes import Mark
from engine.schedule.points import ordinal
from engine.schedule.years import Tokens, is_year, skip_school, skip_suffix, skip_year_word

Marked = tuple[Mark, int]
Production = Callable[[Tokens, int], Marked | None]

_UNITS: Final = {
    "year": "year",
    "half": "half-year",
    "quarter": "quarter",
    "month_word": "month",
    "week": "week",
    "day_word": "day",
}
_ADVERBS: Final = {
    "half_yearly": "half-year",
    "quarterly": "quarter",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
}


def unit(t: Tokens, i: int) -> tuple[str, int] | None:
    """Read a unit of time: года, учебного года, полугодие, квартал, месяц, неделю, день."""
    i += t[i].kind in {"calendar_word", "report", "working", "current", "all"}
    school = skip_school(t, i)
    if school is not None and t[school - 1].kind in {"year", "."}:
        return "school-year", school
    if t[i].kind == "term":
        return "term", i + 1
    found = _UNITS.get(t[i].kind)
    if found is None:
        return None
    return found, skip_year_word(t, i) if found == "year" else i + 1


def adverb(t: Tokens, i: int) -> Marked | None:
    """Read ежегодно, ежеквартально, ежемесячно, еженедельно, ежедневно."""
    if t[i].kind == "yearly":
        return Mark("yearly"), i + 1
    found = _ADVERBS.get(t[i].kind)
    return each_unit(found, i + 1) if found else None


def each_unit(unit_name: str, end: int, count: int = 1) -> Marked:
    """Make the mark for a window in each unit; weeks and days are reported once a year."""
    if unit_name in {"week", "day"}:
        return Mark("weekly", unit_name), end
    if unit_name == "term":
        return Mark("external", which="term"), end
    if unit_name == "year" and count == 1:
        return Mark("yearly"), end
    return Mark("each", unit_name, count), end


def each(t: Tokens, i: int) -> Marked | None:
    """Read каждый год, каждого текущего года, каждые полгода, каждые два месяца."""
    if t[i].kind != "each":
        return None
    j = i + 1
    if t[j].kind in {"month", "season"}:
        return Mark("yearly"), j
    count, j = _count(t, j)
    if t[j].kind == "weekday":
        return each_unit("week", j + 1)
    found = unit(t, j)
    return each_unit(found[0], found[1], count) if found else None


def _count(t: Tokens, i: int) -> tuple[int, int]:
    """Read a small count, in words or figures; 1 where there is none."""
    if t[i].kind == "cardinal":
        return t[i].value, skip_suffix(t, i + 1)
    if figures(t[i], 12):
        return t[i].value, skip_suffix(t, i + 1)
    return 1, i


def by_units(t: Tokens, i: int) -> Marked | None:
    """Read по кварталам, по полугодиям, по месяцам, по пятницам."""
    if t[i].kind != "to" or not t[i + 1].text.endswith(("ам", "ям")):
        return None
    if t[i + 1].kind == "weekday":
        return each_unit("week", i + 2)
    found = unit(t, i + 1)
    return each_unit(found[0], found[1]) if found else None


def times(t: Tokens, i: int) -> Marked | None:
    """Read не реже 1 раза в полугодие, 2 раза в год, раз в два года, дважды в год."""
    j = i
    while t[j].kind in {"not", "rare"} or t[j].text in {"чем", "как"}:
        j += 1
    count, k = _count(t, j)
    vague = t[k].kind in {"-", "or"} and k > j and figures(t[k + 1], 12)
    if vague:
        k = skip_suffix(t, k + 2)
    if t[k].kind == "times":
        k += 1
    elif t[j].text not in {"дважды", "трижды"}:
        return None
    k += t[k].kind == "in"
    span, k = _count(t, k)
    found = _years_unit(t, k) or unit(t, k)
    if found is None:
        return None
    mark, end = _often(count, span, *found)
    return (Mark("times", found[0], count, which="vague") if vague else mark), end


def _years_unit(t: Tokens, i: int) -> tuple[str, int] | None:
    return ("year", i + 1) if t[i].kind == "years_old" else None


def _often(count: int, span: int, name: str, end: int) -> Marked:
    if count == 1 or name in {"week", "day", "term"}:
        return each_unit(name, end, span)
    if span > 1:
        return Mark("doubt", which="times"), end
    even = {("year", 2): "half-year", ("year", 4): "quarter", ("half-year", 2): "quarter"}
    inner = even.get((name, count))
    if inner:
        return Mark("each", inner, which="times"), end
    return Mark("times", name, count), end


def all_year(t: Tokens, i: int) -> Marked | None:
    """Read в течение года, весь учебный год, на протяжении всего периода, круглый год."""
    j, filler = i, False
    while t[j].kind in {"in", "within", "all", "calendar_word", "report", "given", "current"}:
        filler = filler or t[j].kind in {"within", "all", "calendar_word", "current", "given"}
        j += 1
        j += t[j].kind == "." and t[j - 1].kind in {"current", "within", "calendar_word"}
    school = skip_school(t, j)
    if school is not None and any(x.kind == "year" for x in t[j:school]):
        return _unless_numbered(t, Mark("school_year"), school)
    if not filler or t[j].kind != "year":
        return _whole(t, j, filler=filler)
    return _unless_numbered(t, Mark("all_year"), skip_year_word(t, j))


def _unless_numbered(t: Tokens, mark: Mark, end: int) -> Marked | None:
    """Leave учебный год 2022–2023 and год 2022 to the productions for years."""
    return None if is_year(t[end]) else (mark, end)


def _whole(t: Tokens, i: int, *, filler: bool) -> Marked | None:
    """Read весь период, на период реализации, в течение всего срока действия."""
    if t[i].kind not in {"period", "term_word"}:
        return None
    j = i + 1
    if t[j].kind == "horizon":
        j += 1
        while t[j].text.startswith(("дорожн", "карт", "программ", "мероприят", "план", "проект")):
            j += 1
    elif not filler:
        return None
    return (Mark("whole"), j) if _ends_clause(t, j) else None


def _ends_clause(t: Tokens, i: int) -> bool:
    return t[i].kind in {"stop", ",", ";", ".", ")", "(", ":", "-"} or t[i].line


def exception(t: Tokens, i: int) -> Marked | None:
    """Read кроме, за исключением; what they take out are the terms after them."""
    j = i + (t[i].text in {"за", "с"})
    return (Mark("except"), j + 1) if t[j].kind == "except" else None


def year_bare(t: Tokens, i: int) -> Marked | None:
    """Read a cell or a clause that is the word год alone."""
    if t[i].kind == "year" and t[i].text == "год" and t[i + 1].kind == "stop" and i == 0:
        return Mark("all_year", which="bare"), i + 1
    return None


def always(t: Tokens, i: int) -> Marked | None:
    """Read постоянно, систематически, на постоянной основе."""
    j = i + (t[i].kind == "in")
    if t[j].kind != "always":
        return None
    j += 1
    j += t[j].text in {"основе", "режиме"}
    return Mark("always", which=t[j - 1].text[:7]), j


def then(t: Tokens, i: int) -> Marked | None:
    """Read далее, в дальнейшем, и последующие годы, with the dash after it."""
    j = i
    while t[j].kind in {"and", "in"}:
        j += 1
    if t[j].kind != "then":
        return None
    following = t[j].text.startswith("последующ")
    j += 1
    if t[j].kind == "year":
        return Mark("then", which="yearly"), skip_year_word(t, j)
    if following and t[j].kind != "year":
        return Mark("doubt", which="then"), j
    j += t[j].kind in {"-", ":", ","}
    return Mark("then"), j


def weekday_of_each_month(t: Tokens, i: int) -> Marked | None:
    """Read третий четверг месяца, последняя пятница каждого месяца, 1-й и 3-й вторник."""
    j = i
    numbers: list[int] = []
    j += t[j].kind in {"in", "each"} and t[j + 1].kind in {"num", "roman", "ordinal", "last"}
    while (found := ordinal(t, j)) is not None and len(numbers) < 5:
        numbers.append(found[0])
        j = found[1]
        if t[j].kind not in {"and", ","}:
            break
        j += 1
    if not numbers or t[j].kind != "weekday" or t[j + 1].kind == "month":
        return None
    if any(not -1 <= n <= 5 for n in numbers):
        return None
    end = j + 1
    end += t[end].kind in {"each", "all"} and t[end + 1].kind in {"month_word", "quarter"}
    if t[i].kind == "each" and t[end].kind != "month_word":
        return None
    unit_name = "quarter" if t[end].kind == "quarter" else "month"
    end += t[end].kind in {"month_word", "quarter"}
    return Mark("weekday", unit_name, days=tuple(numbers), number=t[j].value), end


PRODUCTIONS: Final[tuple[Production, ...]] = (
    then,
    exception,
    adverb,
    weekday_of_each_month,
    each,
    times,
    by_units,
    all_year,
    year_bare,
    always,
)
