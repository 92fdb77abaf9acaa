"""An order on the screen: before it is recorded, and what was recorded."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext as _
from gettext import ngettext
from itertools import groupby

from rich.text import Text

from cli.screens import base
from engine import wording
from engine.answers.changes import Change, Moved, Said
from engine.answers.preview import Rehearsed
from engine.answers.seen import MeasureSeen, OrderSeen, RoadmapSeen
from engine.documents import Problem
from engine.workflows.orders.draft import PersonDraft

SHOWN = 12
"""How many problems are listed after recording; before it, all are."""


def preview(seen: Rehearsed) -> None:
    """Show the whole order as it was understood."""
    order = seen.answer.order
    base.heading(order.title or seen.file)
    base.lines(
        [
            (_("order"), _approval(order)),
            (_("issuer"), order.issuer),
            (_("signed by"), " — ".join(filter(None, _person(order.signatory)))),
            (_("control"), " — ".join(filter(None, _person(order.control)))),
            (_("items"), _items(order)),
        ]
    )
    for roadmap in seen.answer.roadmaps:
        _roadmap(roadmap)
    _changes(seen.answer.changes)
    _moved(seen.answer.occurrences)
    _problems(seen.problems, len(seen.problems))
    if seen.answer.file_known_as is not None:
        text = _("This very file was imported before, as order {key}: nothing would be recorded.")
        base.console().print("\n" + text.format(key=seen.answer.file_known_as))
    elif seen.answer.brings_nothing:
        text = _("The ledger says all of this already: nothing would be recorded.")
        base.console().print("\n" + text)


def recorded(seen: Rehearsed) -> None:
    """Say what was recorded, and what deserves a look."""
    answer = seen.answer
    if answer.file_known_as is not None:
        text = _("This very file was imported before, as order {key}: nothing was recorded.")
        base.console().print(text.format(key=answer.file_known_as))
        return
    if answer.recorded is None:
        base.console().print(_("The ledger says all of this already: nothing was recorded."))
        return
    order = answer.order
    by_order = _("{issuer}: order {number} of {day}")
    by_stamp = _("{issuer}: approved by a stamp of {day}")
    base.heading(
        (by_order if order.number else by_stamp).format(
            issuer=order.issuer or "–", number=order.number, day=wording.written(order.date)
        )
    )
    if order.planned:
        base.lines([(_("items"), _items(order))])
    for roadmap in answer.roadmaps:
        base.lines(
            [
                (_("roadmap"), f"{roadmap.key} — {roadmap.title}"),
                (_("recorded"), _holds(roadmap)),
                (_("look at it"), f"vekha show {roadmap.key}"),
            ]
        )
    _changes(answer.changes)
    _moved(answer.occurrences)
    _problems(seen.problems, SHOWN)


def _approval(order: OrderSeen) -> str:
    """Return by what the plan is approved; only what is said to be one is a stamp."""
    number = order.number or ("" if order.kind == "stamp" else "–")
    return wording.approval(number, wording.written(order.date))


def _items(order: OrderSeen) -> str:
    """Return how many items an order has, and how many occurrences they give."""
    dated = [_occurrences(order.planned)] if order.planned else []
    return ", ".join([str(len(order.items)), *dated]) if order.items else ""


def _holds(roadmap: RoadmapSeen) -> str:
    return f"{_measures(len(roadmap.measures))}, {_occurrences(roadmap.planned)}"


def _roadmap(roadmap: RoadmapSeen) -> None:
    base.heading(f"\n{roadmap.key}  {roadmap.title}")
    term = filter(None, (roadmap.start, roadmap.end))
    base.lines(
        [
            (_("term"), " – ".join(map(wording.written, term)) or _("not stated")),
            (_("holds"), _holds(roadmap)),
        ]
    )
    for section, part in groupby(roadmap.measures, key=lambda one: one.section):
        if section:
            base.heading(section[-1])
        table = base.grid(7, 0, 18, 22)
        for measure in part:
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
    text = Text(measure.deadline.phrase or "–")
    if measure.deadline.kind is None:
        return text
    planned = len(measure.occurrences)
    text.append(f" → {planned}", style="bold" if planned else "bold red")
    if planned < measure.windows:
        text.append(_(" of {count}").format(count=measure.windows), style="dim")
    return text


def _changes(changes: Iterable[Change]) -> None:
    listed = list(changes)
    if not listed:
        return
    base.heading("\n" + _("What changes:"))
    for change in listed:
        place = f"{change.owner}/{change.number}" if change.number else change.owner
        text = Text(f"  {place} ", style="cyan")
        text.append(f"{wording.change(change.what)}: ", style="bold")
        text.append(f"{_said(change.before)} → {_said(change.after)}", style="")
        base.console().print(text)


def _said(parts: tuple[Said, ...]) -> str:
    said = (part if isinstance(part, str) else wording.day(part) for part in parts)
    return ", ".join(said) or "–"


def _moved(occurrences: Iterable[Moved]) -> None:
    listed = list(occurrences)
    if not listed:
        return
    base.heading("\n" + _("What becomes of occurrences:"))
    for one in listed:
        text = Text(f"  {one.reference} ", style="cyan")
        text.append(f"{wording.moved(one.what)}: ", style="bold")
        base.console().print(text.append(_became(one), style=""))


def _became(one: Moved) -> str:
    """Return both deadlines; of what is handed on both leads, and whose the debt stays."""
    if one.what != "handed_on":
        return " → ".join(wording.day(day) for day in (one.before, one.after))
    leads = f"{one.lead_before or '–'} → {one.lead_after or '–'}"
    if one.since is None or one.before is None or one.before >= one.since:
        return leads
    stays = _("due {day}, before that: in the figures it stays with who led then")
    return f"{leads} ({stays.format(day=wording.day(one.before))})"


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
    return " ".join(filter(None, parts)) or wording.place(where.cell) or "–"


def _measures(count: int) -> str:
    return ngettext("{count} measure", "{count} measures", count).format(count=count)


def _occurrences(count: int) -> str:
    return ngettext("{count} occurrence", "{count} occurrences", count).format(count=count)


def _person(person: PersonDraft | None) -> tuple[str, str]:
    return ("", "") if person is None else (person.name, person.post)
