"""The trail: who did what when, for whom, and the notes of what was refused."""

from __future__ import annotations

from datetime import date, datetime
from gettext import gettext as _

from rich.text import Text

from cli.screens import base
from engine import wording
from engine.answers.trail import EntryShown, RefusalsAnswer, TrailAnswer
from engine.events.streams import OccurrenceStream, Reference, kind_of
from engine.people.register import ERASED

_SAID = {
    "completeness": wording.completeness,
    "verdict": wording.verdict,
    "ground": wording.ground,
}
"""Facts that belong to the name of an event, and the words of their codes."""


def trail(found: TrailAnswer) -> None:
    """Print one row an event: position, when it was recorded, by whom, what, in his words."""
    shown = base.table("№", _("recorded"), _("who"), _("what"), wide=_("what"))
    shown.columns[2].max_width = 16
    for one in found.entries:
        who = one.actor_name
        if one.principal_name is not None:
            who += " " + _("for {name}").format(name=one.principal_name)
        shown.add_row(
            str(one.position),
            _moment(one.recorded_local),
            Text(who),
            _what(one),
        )
    base.console().print(shown)


def refusals(found: RefusalsAnswer) -> None:
    """Print the notes of refusals."""
    shown = base.table(_("when"), _("who"), _("step"), _("why"), _("on"), wide=_("on"))
    for note in found.refusals:
        shown.add_row(
            _moment(note.noted_local),
            Text(note.actor_name),
            wording.request(note.step),
            Text(wording.refusal(note.code)),
            Text(_about(note.stream)),
        )
    base.console().print(shown)


def _about(stream: str) -> str:
    """Return how an occurrence is named in a command; of anything else its stream."""
    try:
        found = OccurrenceStream.parse(stream)
    except ValueError:
        return stream
    return str(Reference.named(found.path.owner, found.path.measure, found.key))


def _moment(when: datetime) -> str:
    """Return day and time of day, on two lines."""
    return f"{wording.day(when.date())}\n{when:%H:%M}"


def _edition(entry: EntryShown) -> str:
    """Return by which edition of what an occurrence was changed or cancelled."""
    edition = entry.facts.get("edition")
    if kind_of(entry.stream) != "occurrence" or edition is None or "order" not in entry.facts:
        return ""
    owner = OccurrenceStream.parse(entry.stream).path.owner
    return wording.by_edition(owner, edition, entry.facts["order"])


def _what(entry: EntryShown) -> Text:
    text = Text(wording.event(entry.type), style="bold")
    for name, word in _SAID.items():
        if name in entry.facts:
            text.append(f": {word(entry.facts[name])}")
    text.append(_(" on {day}").format(day=wording.day(entry.effective_on)), style="not bold")
    if window := entry.facts.get("window"):
        first, last = (date.fromisoformat(window[name]) for name in ("start", "end"))
        text.append(_(", due {window}").format(window=wording.days(first, last)), style="not bold")
    if executed := entry.facts.get("executed_on"):
        day = wording.day(date.fromisoformat(executed))
        text.append(_(", executed on {day}").format(day=day), style="not bold")
    if edition := _edition(entry):
        text.append(f"\n{edition}", style="not bold")
    words = {"": wording.called(ERASED)} if entry.words is None else entry.words
    for name, said in words.items():
        label = f"{wording.words(name.partition('.')[0])}: " if name else ""
        text.append(f"\n{label}«{said}»", style="not bold")
    if entry.marks:
        text.append(f"\n! {wording.mark.listed(entry.marks)}", style="yellow")
    return text
