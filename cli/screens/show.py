"""What is there: roadmaps, an order, a roadmap with its measures, one measure."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext as _
from itertools import groupby
from typing import assert_never

from rich.table import Table
from rich.text import Text

from cli.screens import base, occurrence
from engine import wording
from engine.answers.show import (
    MeasureAnswer,
    OrderAnswer,
    RoadmapAnswer,
    RoadmapLine,
    RoadmapsAnswer,
)


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
                (_("occurrences"), _states(one)),
            ]
        )


def _states(one: RoadmapLine) -> str:
    states = [state for state in base.MARKS if one.states.get(state)]
    listed = [f"{wording.counted(state)} {one.states[state]}" for state in states]
    return f"{one.occurrences}: " + ", ".join(listed) if listed else "0"


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


def roadmap(found: RoadmapAnswer) -> None:
    """Show one roadmap, section by section."""
    base.heading(f"{found.key}  {found.title}")
    for section, part in groupby(found.measures, key=lambda one: one.section):
        if section:
            base.heading("\n" + " / ".join(section))
        base.console().print(_rows(part))
    marks = "  ".join(f"{mark} {wording.counted(state)}" for state, mark in base.MARKS.items())
    base.console().print("\n" + marks, style="dim")


def _rows(measures: Iterable[MeasureAnswer]) -> Table:
    """Return measures as rows: number, title, deadline, lead, occurrences."""
    table = base.grid(8, 0, 20, 16, 8)
    for one in measures:
        lead = next((who.short for who in one.executors), "")
        table.add_row(
            Text(one.name, style="cyan"),
            Text(one.title),
            Text(one.reading.phrase if one.reading and one.reading.phrase else "–", style="dim"),
            Text(lead or "–"),
            _marked(one),
        )
    return table


def _marked(found: MeasureAnswer) -> Text:
    """Return the occurrences of a measure in short: a mark for each, by deadline."""
    text = Text()
    for one in found.occurrences:
        text.append(base.MARKS[one.state], style=base.STATE_STYLE[one.state])
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
        if before := occurrence.original(one):
            state.append("\n" + _("by the original deadline: {state}").format(state=before))
        table.add_row(
            Text(f"@{one.key} {one.item}".strip()),
            wording.days(one.start, one.deadline),
            state,
            wording.day(one.reported_on),
            wording.verdict(one.verdict),
        )
    base.console().print(table)


def _read(found: MeasureAnswer) -> str:
    """Return the phrase, what it was read as, and what of it was not understood."""
    reading = found.reading
    if reading is None:
        return "–"
    text = f"{reading.phrase or '–'} → {wording.kind(reading.kind)}"
    if reading.unread:
        text += " (" + _("not read: {text}").format(text=reading.unread) + ")"
    return text
