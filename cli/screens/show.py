"""What is there: orders, roadmaps, one measure, one occurrence with its history."""

from __future__ import annotations

from collections import Counter
from gettext import gettext as _
from itertools import groupby
from typing import Any

from rich.table import Table
from rich.text import Text

from cli import desk, wording
from cli.screens import audit, base, steps
from engine.errors import N_, Ambiguous, NotFound
from engine.events.roadmaps import Section
from engine.office import Office
from engine.people.register import ERASED
from engine.projections import discipline, references
from engine.projections.audit import Entry
from engine.projections.discipline import State
from engine.projections.occurrences import Unit
from engine.workflows.catalogue import Catalogue, Measure

MARKS: dict[State, str] = {
    "executed_in_time": "+",
    "executed_late": "±",
    "partly": "~",
    "not_done": "-",
    "overdue": "!",
    "in_work": "…",
    "not_begun": "·",
    "cancelled": "x",
}


def show(office: Office, reference: str | None, *, as_json: bool) -> None:
    """Show what *reference* names; all roadmaps without one."""
    catalogue = office.catalogue()
    if reference is None:
        _roadmaps(office, catalogue, as_json=as_json)
    elif reference in catalogue.orders:
        _order(office, catalogue, reference, as_json=as_json)
    elif (key := _roadmap_key(catalogue, reference)) is not None:
        _roadmap(office, catalogue, key, as_json=as_json)
    elif "@" in reference:
        unit = references.find_occurrence(catalogue, office.units(), reference)
        _occurrence(office, unit, as_json=as_json)
    else:
        _measure(office, references.find_measure(catalogue, reference), as_json=as_json)


def _roadmap_key(catalogue: Catalogue, reference: str) -> str | None:
    """Return the key of the roadmap that *reference* is, or alone begins with."""
    if reference in catalogue.roadmaps:
        return reference
    if not reference or "/" in reference or "@" in reference or reference[:1].isdecimal():
        return None
    found = [key for key in catalogue.roadmaps if key.startswith(reference)]
    if len(found) > 1:
        raise Ambiguous(
            N_("{text!r} fits several: {candidates}"),
            remedy=N_("Name one of them."),
            text=reference,
            candidates=", ".join(found),
        )
    return found[0] if found else None


def _roadmaps(office: Office, catalogue: Catalogue, *, as_json: bool) -> None:
    units = office.units()
    if as_json:
        desk.answer(list(catalogue.roadmaps.values()))
        return
    if not catalogue.roadmaps:
        raise NotFound(
            N_("nothing has been recorded yet"), remedy=N_("Take an order in: vekha import FILE")
        )
    base.banner(office)
    for roadmap in catalogue.roadmaps.values():
        own = [unit for unit in units if unit.roadmap == roadmap.key]
        base.heading(f"{roadmap.key}  {roadmap.title}")
        order = catalogue.orders[roadmap.order]
        base.lines(
            [
                (_("order"), f"{order.number or '–'}, {wording.day(order.date)}"),
                (_("term"), wording.days(roadmap.horizon_start, roadmap.horizon_end)),
                (_("measures"), str(len(catalogue.of(roadmap.key)))),
                (_("occurrences"), _states(office, own)),
            ]
        )


def _states(office: Office, units: list[Unit]) -> str:
    counts = Counter(discipline.state(unit, office.today) for unit in units)
    listed = [f"{wording.word(state)} {counts[state]}" for state in MARKS if counts[state]]
    return f"{len(units)}: " + ", ".join(listed) if listed else "0"


def _order(office: Office, catalogue: Catalogue, key: str, *, as_json: bool) -> None:
    order = catalogue.orders[key]
    items = catalogue.of(key)
    units = [unit for unit in office.units() if unit.roadmap == key]
    numbers = references.names(catalogue)
    approved = [found for found in catalogue.roadmaps.values() if found.order == key]
    if as_json:
        desk.answer(
            {
                "order": order,
                "roadmaps": [found.key for found in approved],
                "items": [_plain(item, numbers[item.path], office, units) for item in items],
            }
        )
        return
    base.banner(office)
    base.heading(f"{key}  {order.title}")
    base.lines(
        [
            (_("order"), f"{order.number or '–'}, {wording.day(order.date)}"),
            (_("issuer"), order.issuer),
            (_("roadmaps"), ", ".join(found.key for found in approved)),
            (_("file"), f"SHA-256 {order.file_sha256}" if order.file_sha256 else ""),
        ]
    )
    base.console().print(_section(office, items, numbers, units))


def _roadmap(office: Office, catalogue: Catalogue, key: str, *, as_json: bool) -> None:
    measures = catalogue.of(key)
    units = [unit for unit in office.units() if unit.roadmap == key]
    numbers = references.names(catalogue)
    if as_json:
        desk.answer(
            {
                "roadmap": catalogue.roadmaps[key],
                "measures": [_plain(m, numbers[m.path], office, units) for m in measures],
            }
        )
        return
    base.banner(office)
    roadmap = catalogue.roadmaps[key]
    base.heading(f"{key}  {roadmap.title}")
    for section, part in groupby(measures, key=lambda measure: measure.section):
        if section:
            base.heading("\n" + _path(section))
        base.console().print(_section(office, list(part), numbers, units))
    base.console().print(
        "\n" + "  ".join(f"{mark} {wording.word(state)}" for state, mark in MARKS.items()),
        style="dim",
    )


def _section(
    office: Office, measures: list[Measure], numbers: dict[str, str], units: list[Unit]
) -> Table:
    """Return the measures of one section as rows: number, title, deadline, lead, occurrences."""
    register = office.register()
    table = base.grid(8, 0, 20, 16, 8)
    for measure in measures:
        lead = next((who.party for who in measure.executors), None)
        table.add_row(
            Text(numbers[measure.path], style="cyan"),
            Text(measure.title),
            Text(_phrase(measure), style="dim"),
            Text(register.short(lead) or "–"),
            _marked(office, measure, units),
        )
    return table


def measure(office: Office, reference: str, *, as_json: bool) -> None:
    """Show the measure that *reference* names."""
    found = references.find_measure(office.catalogue(), reference)
    _measure(office, found, as_json=as_json)


def _measure(office: Office, measure: Measure, *, as_json: bool) -> None:
    number = references.names(office.catalogue())[measure.path]
    units = [unit for unit in office.units() if unit.path == measure.path]
    if as_json:
        desk.answer(_plain(measure, number, office, units))
        return
    register = office.register()
    base.banner(office)
    base.heading(f"{measure.owner}/{number}  {measure.title}")
    base.lines(
        [
            (_("section"), _path(measure.section)),
            (_("deadline"), _read(measure)),
            (_("windows from"), "; ".join(_sources(office, measure))),
            (_("executors"), ", ".join(register.name(who.party) for who in measure.executors)),
            (_("participants"), measure.participants),
            (_("expected result"), measure.expected_result),
        ]
    )
    if units:
        _occurrences(office, measure, units)


def _occurrences(office: Office, measure: Measure, units: list[Unit]) -> None:
    table = base.table(_("occurrence"), _("window"), _("state"), _("reported"), _("verdict"))
    for unit in sorted(units, key=lambda unit: (str(unit.deadline), unit.key)):
        state = discipline.state(unit, office.today)
        item = next((i.title for i in measure.items if unit.key.startswith(f"{i.item}:")), "")
        table.add_row(
            Text(f"@{unit.key} {item}".strip()),
            wording.days(unit.start, unit.current_deadline),
            Text(wording.word(state), style=base.STATE_STYLE[state]),
            wording.day(unit.reported_on),
            wording.word(unit.verdict),
        )
    base.console().print(table)


def _occurrence(office: Office, unit: Unit, *, as_json: bool) -> None:
    if as_json:
        desk.answer(steps.occurrence(office, unit))
        return
    base.banner(office)
    steps.stands(office, unit)
    audit.table(office, office.audit(unit.stream))


def _plain(measure: Measure, number: str, office: Office, units: list[Unit]) -> dict[str, Any]:
    """Return a measure as ``--json`` gives it."""
    own = [unit for unit in units if unit.measure == measure.id and unit.roadmap == measure.owner]
    reference = f"{measure.owner}/{number}"
    return {
        "reference": reference,
        "measure": measure.id,
        "number": measure.number,
        "title": measure.title,
        "section": measure.section,
        "expected_result": measure.expected_result,
        "executors": measure.executors,
        "deadlines": list(measure.deadlines.values()),
        "occurrences": [steps.occurrence(office, unit, f"{reference}@{unit.key}") for unit in own],
    }


def _phrase(measure: Measure) -> str:
    reading = measure.deadlines.get(None)
    return reading.phrase if reading and reading.phrase else "–"


def _read(measure: Measure) -> str:
    """Return the phrase, what it was read as, and what of it was not understood."""
    reading = measure.deadlines.get(None)
    if reading is None:
        return "–"
    text = f"{reading.phrase or '–'} → {wording.word(reading.kind)}"
    if reading.unread:
        text += " (" + _("not read: {text}").format(text=reading.unread) + ")"
    return text


def _sources(office: Office, measure: Measure) -> list[str]:
    """Return the schedules and documents from which windows came later."""
    if not measure.set_by:
        return []
    kind = "roadmap" if measure.owner in office.catalogue().roadmaps else "order"
    return [
        " — ".join(filter(None, ((entry.words or {}).get("schedule"), _source(entry))))
        for entry in office.audit(f"{kind}/{measure.owner}")
        if entry.type in ("WindowsSet", "ScheduleBound")
        and measure.id in (entry.facts["measure"], entry.facts["item"])
    ]


def _source(entry: Entry) -> str | None:
    return ERASED if entry.words is None else entry.words.get("source")


def _marked(office: Office, measure: Measure, units: list[Unit]) -> Text:
    """Return the occurrences of a measure in short: a mark for each, by deadline."""
    own = [unit for unit in units if unit.measure == measure.id]
    text = Text()
    for unit in sorted(own, key=lambda unit: (str(unit.deadline), unit.key)):
        state = discipline.state(unit, office.today)
        text.append(MARKS[state], style=base.STATE_STYLE[state])
    return text or Text("–")


def _path(section: tuple[Section, ...]) -> str:
    return " / ".join(f"{part.number} {part.title}".strip() for part in section)
