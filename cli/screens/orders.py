"""An order on the screen: before it is recorded, and what was recorded."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext as _
from gettext import ngettext

from rich.text import Text

from cli import wording
from cli.screens import base
from engine.documents import Document
from engine.documents.preview import (
    DeadlineSeen,
    MeasureSeen,
    Preview,
    RoadmapSeen,
    WindowSeen,
)
from engine.documents.problems import Problem
from engine.office import Office
from engine.workflows.amendment import Change
from engine.workflows.draft import PersonDraft

SHOWN = 12
"""How many problems are listed after recording; before it, all are."""


def preview(document: Document, seen: Preview, changes: tuple[Change, ...]) -> None:
    """Show the whole order as it was understood."""
    order = seen.order
    base.heading(order.title or document.name)
    base.lines(
        [
            (_("order"), f"{order.number or '–'}, {wording.written(order.date)}"),
            (_("issuer"), order.issuer),
            (_("signed by"), " — ".join(filter(None, _person(order.signatory)))),
            (_("control"), " — ".join(filter(None, _person(order.control)))),
            (_("items"), str(len(order.items)) if order.items else ""),
        ]
    )
    for roadmap in seen.roadmaps:
        _roadmap(roadmap)
    _changes(changes)
    _problems(document.problems, len(document.problems))


def recorded(office: Office, document: Document, changes: tuple[Change, ...]) -> None:
    """Say what was recorded, and what deserves a look."""
    base.banner(office)
    order = document.draft.order
    base.heading(
        _("{issuer}: order {number} of {day}").format(
            issuer=order.issuer or "–", number=order.number or "–", day=wording.written(order.date)
        )
    )
    units = office.units()
    for draft in document.draft.roadmaps:
        measures = len(office.catalogue().of(draft.key))
        occurrences = sum(unit.roadmap == draft.key for unit in units)
        base.lines(
            [
                (_("roadmap"), f"{draft.key} — {draft.title}"),
                (_("recorded"), f"{_measures(measures)}, {_occurrences(occurrences)}"),
                (_("look at it"), f"vekha show {draft.key}"),
            ]
        )
    _changes(changes)
    _problems(document.problems, SHOWN)


def _roadmap(roadmap: RoadmapSeen) -> None:
    measures = [measure for section in roadmap.sections for measure in section.measures]
    planned = sum(window.planned for measure in measures for window in _windows(measure))
    term = roadmap.horizon
    base.heading(f"\n{roadmap.key}  {roadmap.title}")
    base.lines(
        [
            (_("term"), " – ".join(map(wording.written, (term.start, term.end)))),
            (_("holds"), f"{_measures(len(measures))}, {_occurrences(planned)}"),
        ]
    )
    for section in roadmap.sections:
        if section.title or section.number:
            base.heading(f"{section.number} {section.title}".strip())
        table = base.grid(7, 0, 18, 22)
        for measure in section.measures:
            executors = ", ".join(found.name for found in measure.executors)
            table.add_row(
                Text(measure.number, style="cyan"),
                Text(measure.title),
                Text(executors or "–"),
                _deadline(measure),
            )
        base.console().print(table)


def _deadline(measure: MeasureSeen) -> Text:
    """Return the phrase, and how many occurrences it gives."""
    windows = _windows(measure)
    planned = sum(window.planned for window in windows)
    text = Text(measure.deadline.phrase or "–")
    text.append(f" → {planned}", style="bold" if planned else "bold red")
    if planned != len(windows):
        text.append(_(" of {count}").format(count=len(windows)), style="dim")
    return text


def _windows(measure: MeasureSeen) -> list[WindowSeen]:
    paired = measure.deadline.kind == "list_per_subitem" and any(
        item.deadline for item in measure.items
    )
    readings: list[DeadlineSeen] = [] if paired else [measure.deadline]
    readings += [item.deadline for item in measure.items if item.deadline]
    return [window for reading in readings for window in reading.windows]


def _changes(changes: Iterable[Change]) -> None:
    listed = list(changes)
    if not listed:
        return
    base.heading("\n" + _("What changes:"))
    for change in listed:
        place = f"{change.roadmap}/{change.number}" if change.number else change.roadmap
        text = Text(f"  {place} ", style="cyan")
        text.append(f"{wording.word(change.what)}: ", style="bold")
        text.append(" → ".join(part or "–" for part in (change.before, change.after)), style="")
        base.console().print(text)


def _problems(problems: tuple[Problem, ...], shown: int) -> None:
    """List problems with their places and what follows; notes come last."""
    rank = {"blocking": 0, "warning": 1, "note": 2}
    listed = sorted(problems, key=lambda found: rank[found.severity])
    if shown < len(listed):
        listed = [found for found in listed if found.severity != "note"]
    if not listed:
        return
    base.heading("\n" + _("To look at:"))
    for found in listed[:shown]:
        text = Text(f"  {_place(found)} ", style="cyan")
        text.append(wording.sentence(found.template, found.facts), style="")
        if found.consequence:
            text.append(f" {wording.sentence(found.consequence, found.facts)}", style="dim")
        base.console().print(text)
    if len(listed) > shown:
        rest = len(listed) - shown
        more = ngettext("… and {count} more", "… and {count} more", rest)
        base.console().print("  " + more.format(count=rest))


def _place(found: Problem) -> str:
    where = found.where
    parts = [where.roadmap, where.number]
    if where.row:
        parts.append(_("row {row}").format(row=where.row))
    return " ".join(filter(None, parts)) or wording.word(where.cell) or "–"


def _measures(count: int) -> str:
    return ngettext("{count} measure", "{count} measures", count).format(count=count)


def _occurrences(count: int) -> str:
    return ngettext("{count} occurrence", "{count} occurrences", count).format(count=count)


def _person(person: PersonDraft | None) -> tuple[str, str]:
    return ("", "") if person is None else (person.name, person.post)
