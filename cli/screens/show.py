"""What is there: roadmaps, an order, a roadmap with its measures, one measure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from gettext import gettext as _
from itertools import groupby
from typing import assert_never

from rich.table import Table
from rich.text import Text

from cli.screens import base, occurrence
from engine import wording
from engine.answers.occurrence import OccurrenceAnswer
from engine.answers.show import (
    MeasureAnswer,
    OrderAnswer,
    RoadmapAnswer,
    RoadmapLine,
    RoadmapsAnswer,
)
from engine.projections.discipline import State


def shown(found: RoadmapsAnswer | RoadmapAnswer | OrderAnswer | MeasureAnswer) -> None:
    """Show what a reference named."""
    match found:
        case RoadmapsAnswer():
            roadmaps(found)
        case RoadmapAnswer():
            roadmap(found)
        case OrderAnswer():
            order(found)
        case MeasureAnswer():
            measure(found)
        case _:
            assert_never(found)


def roadmaps(found: RoadmapsAnswer) -> None:
    """Show all roadmaps, a few lines each."""
    for one in found.roadmaps:
        base.heading(f"{one.key}  {one.title}")
        base.lines(
            [
                (_("order"), wording.approval(one.order_number, wording.day(one.order_date))),
                (_("key of the order"), one.order),
                (_("term"), wording.days(one.start, one.end)),
                (_("measures"), str(one.measures)),
                (_("occurrences"), _states(one.occurrences, one.states)),
                (_("by the original deadlines"), _by_original(one)),
            ]
        )


def _by_original(one: RoadmapLine) -> str:
    """Return the states by the deadlines as first approved, where they are others."""
    if one.original_states == one.states:
        return ""
    return _states(one.occurrences, one.original_states)


def _states(whole: int, found: Mapping[State, int]) -> str:
    states = [state for state in base.MARKS if found.get(state)]
    listed = [f"{wording.counted(state)} {found[state]}" for state in states]
    return f"{whole}: " + ", ".join(listed) if listed else "0"


def order(found: OrderAnswer) -> None:
    """Show one order with its items."""
    base.heading(f"{found.key}  {found.title}")
    base.lines(
        [
            (_("order"), wording.approval(found.number, wording.day(found.date))),
            (_("issuer"), found.issuer),
            (_("signed by"), found.signatory),
            (_("control"), found.control),
            (_("roadmaps"), ", ".join(found.roadmaps)),
            (_("file"), f"SHA-256 {found.file_sha256}" if found.file_sha256 else ""),
        ]
    )
    base.console().print(_rows(found.items))
    _legend(found.items)


def roadmap(found: RoadmapAnswer) -> None:
    """Show one roadmap, section by section."""
    base.heading(f"{found.key}  {found.title}")
    for section, part in groupby(found.measures, key=lambda one: one.section):
        if section:
            base.heading("\n" + " / ".join(section))
        base.console().print(_rows(part))
    _legend(found.measures)


def _legend(measures: Sequence[MeasureAnswer]) -> None:
    """Say what the signs of *measures* mean, if there are any."""
    known = [one for found in measures for one in found.occurrences]
    if not known:
        return
    marks = [f"{mark} {wording.counted(state)}" for state, mark in base.MARKS.items()]
    if any(map(occurrence.is_amended, known)):
        marks.append("(…) " + _("by the original deadline"))
    base.console().print()
    base.legend(marks)


def _rows(measures: Iterable[MeasureAnswer]) -> Table:
    """Return measures as rows: number, title, deadline, lead, occurrences."""
    table = base.grid(8, 0, 20, 16, 8)
    for one in measures:
        lead = next((who.short for who in one.executors), "")
        table.add_row(
            Text(one.name, style="cyan"),
            _titled(one),
            Text(one.reading.phrase if one.reading and one.reading.phrase else "–", style="dim"),
            Text(lead or "–"),
            _marked(one),
        )
    return table


def _titled(found: MeasureAnswer) -> Text:
    """Return the title; below it which occurrences were amended, and which recorded late."""
    text = Text(found.title)
    for one in filter(occurrence.is_amended, found.occurrences):
        said = [wording.judged(one.deadline, one.state), *occurrence.deadlines(one)]
        text.append(f"\n@{one.key}: {'; '.join(said)}", style="dim")
    for one in found.occurrences:
        if one.recorded_late:
            text.append(f"\n@{one.key}: {wording.recorded_late(one.recorded_on)}", style="dim")
    return text


def _marked(found: MeasureAnswer) -> Text:
    """Return the occurrences of a measure in short: a mark for each, by deadline.

    A mark in brackets is the judgement by the original deadline, where that is another one.
    """
    text = Text()
    for one in found.occurrences:
        text.append(base.MARKS[one.state], style=base.STATE_STYLE[one.state])
        if occurrence.is_amended(one):
            mark = Text(base.MARKS[one.original_state], style=base.STATE_STYLE[one.original_state])
            text.append_text(Text.assemble("(", mark, ") "))
    return text or Text("–")


def measure(found: MeasureAnswer) -> None:
    """Show one measure with its occurrences."""
    base.heading(f"{found.reference}  {found.title}")
    base.lines(
        [
            (_("removed"), _("by a later edition") if found.is_removed else ""),
            (_("section"), " / ".join(found.section)),
            (_("deadline"), _read(found)),
            (_("windows from"), "; ".join(found.windows_from)),
            (_("executors"), ", ".join(who.name for who in found.executors)),
            (_("participants"), found.participants),
            (_("expected result"), found.expected_result),
        ]
    )
    if found.occurrences:
        _occurrences(found)


def _occurrences(found: MeasureAnswer) -> None:
    table = base.table(_("occurrence"), _("window"), _("state"), _("reported"), _("verdict"))
    for one in found.occurrences:
        state = Text(wording.counted(one.state), style=base.STATE_STYLE[one.state])
        for said in occurrence.deadlines(one):
            state.append(f"\n{said}", style="not bold")
        table.add_row(
            Text(f"@{one.key} {one.item}".strip()),
            wording.days(one.start, one.deadline),
            state,
            _reported(one),
            wording.verdict(one.verdict),
        )
    base.console().print(table)


def _reported(one: OccurrenceAnswer) -> str:
    """Return the day of the report, and that it was recorded late."""
    late = [wording.recorded_late(one.recorded_on)] if one.recorded_late else []
    return "\n".join([wording.day(one.reported_on), *late])


def _read(found: MeasureAnswer) -> str:
    """Return the phrase, what it was read as, and what of it was not understood."""
    reading = found.reading
    if reading is None:
        return "–"
    text = f"{reading.phrase or '–'} → {wording.kind(reading.kind)}"
    if reading.unread:
        text += " (" + _("not read: {text}").format(text=reading.unread) + ")"
    return text
