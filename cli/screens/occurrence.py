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
            (_("original deadline"), _original(found)),
            (_("deadline in the figures"), _counted(found)),
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
    if found.recorded_late:
        text += f" ({wording.recorded_late(found.recorded_on)})"
    elif found.recorded_on and found.recorded_on != found.reported_on:
        text += " (" + _("recorded {day}").format(day=wording.day(found.recorded_on)) + ")"
    if found.executed_on and found.executed_on != found.reported_on:
        text += _(", executed on {day}").format(day=wording.day(found.executed_on))
    return text


def is_amended(found: OccurrenceAnswer) -> bool:
    """Return whether another deadline than the original one is in force."""
    return found.deadline != found.original_deadline


def is_counted_apart(found: OccurrenceAnswer) -> bool:
    """Return whether the figures judge by a deadline that is neither in force nor original."""
    return found.counted_deadline not in (found.deadline, found.original_deadline)


def deadlines(found: OccurrenceAnswer) -> list[str]:
    """Return what it counts as by the other deadlines than the one in force, a phrase each."""
    said = []
    if is_amended(found):
        said.append(wording.by_original(found.original_deadline, found.original_state))
    if is_counted_apart(found):
        said.append(wording.in_figures(found.counted_deadline, found.counted_state))
    return said


def _original(found: OccurrenceAnswer) -> str:
    if not is_amended(found):
        return ""
    return wording.judged(found.original_deadline, found.original_state)


def _counted(found: OccurrenceAnswer) -> str:
    if not is_counted_apart(found):
        return ""
    return wording.judged(found.counted_deadline, found.counted_state)


def _next(found: OccurrenceAnswer) -> str:
    """Return the commands that lead on from here."""
    steps = [step for step in found.next if step in COMMANDS]
    return ", ".join(f"vekha {step}" for step in steps) or "–"
