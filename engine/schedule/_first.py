"""A stopgap that reads the commonest forms, until the grammar stands in its place."""

from __future__ import annotations

import re
from datetime import date

from engine.schedule.periods import label, last_day, split
from engine.schedule.reading import Kind, Reading, Window

_STEMS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_TERM = re.compile(r"([а-я]{3,})(?:\s*[-–—]\s*([а-я]{3,}))?(?:\s+(\d{4}))?")


def _month(word: str) -> int:
    return next((n for n, stem in enumerate(_STEMS, 1) if word.startswith(stem)), 0)


def read(phrase: str, start: date, end: date) -> Reading:
    text = " ".join(phrase.lower().split())
    kind, spans = _spans(text, start, end)
    windows = [
        Window(start=max(a, start) if cut else a, end=min(b, end) if cut else b, label="", printed=n)
        for a, b, n, cut in spans
    ]
    named = tuple(
        sorted(
            Window(start=w.start, end=w.end, label=label(w.start, w.end), printed=w.printed)
            for w in windows
            if w.start <= w.end
        )
    )
    return Reading(phrase=phrase, kind=kind, rule="stopgap", windows=named, rule_set="0")


def _spans(text: str, start: date, end: date) -> tuple[Kind, list[tuple[date, date, int, bool]]]:
    if not text:
        return Kind.MISSING, []
    if "необходимост" in text:
        return Kind.ON_DEMAND, []
    if found := re.match(r"(\d{4})\s*[-–]\s*(\d{4})", text):
        return Kind.YEAR_SPAN, [(date(int(found[1]), 1, 1), date(int(found[2]), 12, 31), 1, False)]
    if re.fullmatch(r"\d{4}", text):
        return Kind.YEAR, [(date(int(text), 1, 1), date(int(text), 12, 31), 1, False)]
    terms = [(m, _month(m[1])) for m in _TERM.finditer(text) if _month(m[1])]
    if not terms:
        for stem, kind in (
            ("ежегодно", Kind.YEARLY), ("постоянно", Kind.CONTINUOUS), ("год", Kind.ALL_YEAR)
        ):
            if stem in text:
                return kind, [(p.start, p.end, 1, True) for p in split(start, end, "year")]
        return Kind.UNREADABLE, []
    spans = []
    for place, (found, first) in enumerate(terms, 1):
        last = _month(found[2] or "") or first
        years = [int(found[3])] if found[3] else list(range(start.year, end.year + 1))
        for y in years:
            b = last_day(y + (last < first), last)
            spans.append((date(y, first, 1), b, place, not found[3]))
    many = len(terms) > 1
    if terms[0][0][3]:
        return (Kind.LIST_PER_SUBITEM if many else Kind.MONTH), spans
    return (Kind.YEARLY_MONTHS_LIST if many else Kind.YEARLY_MONTH), spans
