"""The trail: who did what when, for whom, and the notes of what was refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from gettext import gettext as _
from zoneinfo import ZoneInfo

from rich.text import Text

from cli import desk, wording
from cli.screens import base
from engine.events import codec
from engine.office import Office
from engine.people.register import ERASED
from engine.projections import references
from engine.projections.audit import Entry


def trail(office: Office, reference: str | None, last: int | None = None, *, as_json: bool) -> None:
    """Show the trail of what *reference* names, or of everything; only the *last* so many."""
    entries = _entries(office, reference)
    if last is not None:
        entries = entries[-last:]
    if as_json:
        desk.answer(entries)
        return
    base.banner(office)
    table(office, entries)


def _entries(office: Office, reference: str | None) -> list[Entry]:
    if reference is None:
        return office.audit()
    catalogue = office.catalogue()
    if "@" in reference:
        return office.audit(references.find_occurrence(catalogue, office.units(), reference).stream)
    measure = references.find_measure(catalogue, reference)
    return office.audit_measure(measure)


def table(office: Office, entries: Iterable[Entry]) -> None:
    """Print one row an event: position, when it was recorded, by whom, what, in his words."""
    register = office.register()
    zone = ZoneInfo(office.opened.time_zone)
    shown = base.table("№", _("recorded"), _("who"), _("what"), wide=_("what"))
    shown.columns[2].max_width = 16
    for entry in entries:
        who = register.name(entry.actor)
        if entry.principal:
            who += " " + _("for {name}").format(name=register.name(entry.principal))
        shown.add_row(
            str(entry.position),
            _moment(entry.recorded_at, zone),
            Text(base.visible(who)),
            _what(entry),
        )
    base.console().print(shown)


def refusals(office: Office, *, as_json: bool) -> None:
    """Show the notes of refusals."""
    notes = office.log.refusals()
    if as_json:
        desk.answer(notes)
        return
    register = office.register()
    zone = ZoneInfo(office.opened.time_zone)
    base.banner(office)
    shown = base.table(_("when"), _("who"), _("step"), _("why"), _("on"), wide=_("on"))
    for note in notes:
        shown.add_row(
            _moment(codec.instant(note.noted_at), zone),
            Text(register.name(note.actor_id)),
            wording.word(note.step),
            Text(note.code),
            Text(note.stream),
        )
    base.console().print(shown)


def _moment(instant: datetime, zone: ZoneInfo) -> str:
    """Return day and time of day in the office's zone, on two lines."""
    found = instant.astimezone(zone)
    return f"{wording.day(found.date())}\n{found:%H:%M}"


def _what(entry: Entry) -> Text:
    text = Text(wording.word(entry.type), style="bold")
    for name in ("completeness", "verdict"):
        if name in entry.facts:
            text.append(f": {wording.word(entry.facts[name])}")
    text.append(_(" on {day}").format(day=wording.day(entry.effective_on)), style="not bold")
    if window := entry.facts.get("window"):
        first, last = (date.fromisoformat(window[name]) for name in ("start", "end"))
        text.append(_(", due {window}").format(window=wording.days(first, last)), style="not bold")
    words = {"": ERASED} if entry.words is None else entry.words
    for said in words.values():
        text.append(f"\n«{base.visible(said)}»", style="not bold")
    if entry.marks:
        text.append(f"\n! {wording.listed(entry.marks)}", style="yellow")
    return text
