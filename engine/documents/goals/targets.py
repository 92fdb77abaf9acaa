"""Numbers that a plan promises: «не менее 50 %» in a result, «до 45 %» in a passport.

They are proposed, never applied: what is an indicator, and how it is measured, a person decides.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from engine.documents.goals import horizon
from engine.people.naming import folded
from engine.workflows.orders.draft import HorizonDraft, IndicatorDraft, PassportDraft

Bound = Literal["at_least", "at_most", "up_to", "exactly"]
Direction = Literal["up", "down", "reach", "yes_no", "unknown"]
_FIGURE = r"\d{1,6}(?:[.,]\d{1,3})?"
_UNIT = r"%|процент\w*|чел(?:\.|овек\w*)|ед(?:\.|иниц\w*)|балл\w*"
_PROMISE = re.compile(
    rf"(?P<bound>не менее(?:,? чем)?|не ниже|не меньше|свыше|более|минимум|не более|не выше"
    rf"|не реже|до|на)?\s*(?<![\d./№-])(?P<figure>{_FIGURE})\s*(?:-?(?:х|ти|и)\s*)?"
    rf"(?P<unit>{_UNIT})?(?![\d/])",
    re.IGNORECASE,
)
_BOUNDS: dict[str, Bound] = {
    "не более": "at_most",
    "не выше": "at_most",
    "до": "up_to",
    "на": "exactly",
    "": "exactly",
}
_UP = re.compile(
    r"не менее|не ниже|увелич|рост|повыш(?!ени\w+ квалификац)|положительн\w+ динамик|расшир"
    r"|прирост|свыше",
    re.IGNORECASE,
)
_DOWN = re.compile(r"не более|не выше|сниж|уменьш|сокращ", re.IGNORECASE)
_DONE = re.compile(
    r"^\W*(?:наличие|создан|проведен|определен|разработан|сформирован|выявлен|утвержден|подготовлен"
    r"|организован|реализован|внедрен)",
    re.IGNORECASE,
)
_MARK = re.compile(r"^(?:[•·●▪■–—*-]\s*|\d{1,2}(?:\.\d+)*[.)]\s*)")
_BLOCK = re.compile(r"^\W*\d+[.)]\s*блок\b", re.IGNORECASE)
_METHOD = re.compile(
    r"^\W*метод\w*(?: и источник\w*)?(?: сбора)?(?: информации)?\s*[:–—-]\s*(.*)$", re.IGNORECASE
)


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """A number in a text: its bound, the figure with a decimal point, unit, the sentence."""

    bound: Bound
    figure: str
    unit: str
    sentence: str


def promises(text: str) -> tuple[Promise, ...]:
    """Return the numbers that *text* promises: with a unit, or after «не менее» and its like."""
    out: list[Promise] = []
    for sentence in re.split(r"(?<=[.;!?])\s+|\n", text):
        for match in _PROMISE.finditer(sentence):
            bound = folded(match["bound"] or "")
            unit = _unit(match["unit"] or "")
            if unit or bound.startswith(("не ", "свыше", "минимум")):
                out.append(
                    Promise(
                        bound=_BOUNDS.get(bound, "at_least"),
                        figure=match["figure"].replace(",", "."),
                        unit=unit,
                        sentence=sentence.strip(),
                    )
                )
    return tuple(out)


def indicators(lines: tuple[str, ...], plan: HorizonDraft) -> tuple[IndicatorDraft, ...]:
    """Return the indicators that the lines of a passport name; a line on methods goes with all.

    Where the lines are numbered blocks of indicators, the blocks are named: what they hold has
    neither unit nor target of its own.
    """
    method = next((m[1].strip(" .") for line in lines if (m := _METHOD.match(line))), "")
    blocks = [line for line in lines if _BLOCK.match(line)]
    named = blocks or [line for line in lines if not _is_heading(line) and not _METHOD.match(line)]
    return tuple(_indicator(_MARK.sub("", line), method, plan) for line in named)


def of_passport(
    passport: tuple[PassportDraft, ...], plan: HorizonDraft
) -> tuple[IndicatorDraft, ...]:
    """Return the indicators that a passport names, each with its target for the days of *plan*."""
    rows = (row for row in passport if row.stage == "indicators")
    return tuple(found for row in rows for found in indicators(row.text, plan))


def direction_of(line: str) -> Direction:
    """Return which way is good, as far as the words of an indicator say it."""
    if _DOWN.search(line):
        return "down"
    if _UP.search(line):
        return "up"
    found = promises(line)
    if any(promise.unit == "%" and promise.figure == "100" for promise in found):
        return "reach"
    if not found and _DONE.match(line):
        return "yes_no"
    return "unknown"


def _indicator(line: str, method: str, plan: HorizonDraft) -> IndicatorDraft:
    direction = direction_of(line)
    first = next(iter(promises(line)), None)
    target = first.figure if first else ("да" if direction == "yes_no" else "")
    return IndicatorDraft(
        name=line.strip(" ;."),
        unit=first.unit if first else _unit_of(line, direction),
        direction=direction,
        targets=_targets(target, line, plan) if target else {},
        method=method,
    )


def _unit_of(line: str, direction: Direction) -> str:
    if re.search(r"\(%\)|, ?%|^\W*(?:доля|удельный вес|процент)\b", line, re.IGNORECASE):
        return "%"
    return "да/нет" if direction == "yes_no" else ""


def _targets(target: str, line: str, plan: HorizonDraft) -> dict[str, str]:
    """Return the target by period: over the whole plan, or for each of its years.

    Where the days of the plan are not known it has no period, and there is no target.
    """
    if not (plan.start[:4].isdecimal() and plan.end[:4].isdecimal()):
        return {}
    first, last = int(plan.start[:4]), int(plan.end[:4])
    if re.search(r"\bежегодн", line, re.IGNORECASE) and plan.start.endswith("-01-01"):
        return {str(year): target for year in range(first, min(last, first + 20) + 1)}
    return {horizon.label_of(plan): target}


def _is_heading(line: str) -> bool:
    short = len(line.split()) < 3 and "показател" in folded(line)
    return short or line.rstrip().endswith(":") or len(line.split()) < 2


def _unit(printed: str) -> str:
    for stem, unit in (
        ("%", "%"),
        ("процент", "%"),
        ("чел", "чел."),
        ("ед", "ед."),
        ("балл", "балл"),
    ):
        if folded(printed).startswith(stem):
            return unit
    return ""
