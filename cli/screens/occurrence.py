"""One occurrence: how it is, in a few lines."""

from __future__ import annotations

from gettext import gettext as _

from cli.commands import COMMANDS
from cli.screens import base
from engine import wording
from engine.answers.occurrence import OccurrenceAnswer


def shown(found: OccurrenceAnswer) -> None:
    """Print how an occurrence is: its state, both deadlines where they differ, what is next."""
    base.heading(f"{found.reference}  {found.title}")
    base.lines(
        [
            (_("sub-item"), found.item),
            (_("state"), wording.standing(found.status, found.state)),
            (_("window"), wording.days(found.start, found.deadline)),
            (_("original deadline"), original(found)),
            (_("lead"), found.lead_name or "–"),
            (_("reported"), _reported(found)),
            (_("next"), _next(found)),
        ]
    )


def _reported(found: OccurrenceAnswer) -> str:
    """Return the day of the report, and where they are others, of recording and of execution."""
    if found.reported_on is None:
        return ""
    text = wording.day(found.reported_on)
    if found.recorded_on and found.recorded_on != found.reported_on:
        text += " (" + _("recorded {day}").format(day=wording.day(found.recorded_on)) + ")"
    if found.executed_on and found.executed_on != found.reported_on:
        text += _(", executed on {day}").format(day=wording.day(found.executed_on))
    return text


def original(found: OccurrenceAnswer) -> str:
    """Return the original deadline and the judgement by it, where another one is in force."""
    if found.deadline == found.original_deadline:
        return ""
    return f"{wording.day(found.original_deadline)} ({wording.counted(found.original_state)})"


def _next(found: OccurrenceAnswer) -> str:
    """Return the commands that lead on from here."""
    steps = [step for step in found.next if step in COMMANDS]
    return ", ".join(f"vekha {step}" for step in steps) or "–"
