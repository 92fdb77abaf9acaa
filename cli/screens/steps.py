"""Taking a step, and showing the occurrence as it is then."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _
from typing import Any

from cli import desk, wording
from cli.commands import COMMANDS
from cli.screens import base
from engine.office import Office
from engine.projections import discipline, references
from engine.projections.occurrences import Unit
from engine.workflows import lifecycle


def take(
    form: dict[str, Any],
    reference: str,
    trigger: str,
    *,
    on: date | None = None,
    on_behalf_of: str | None = None,
    **words: str,
) -> None:
    """Take one step and say how the occurrence stands; *form* holds ``db`` and ``as_json``."""
    with desk.office(form["db"]) as office:
        unit = office.take_step(reference, trigger, on=on, on_behalf_of=on_behalf_of, **words)
        if form["as_json"]:
            desk.answer(occurrence(office, unit))
        else:
            base.banner(office)
            stands(office, unit)


def occurrence(office: Office, unit: Unit, reference: str = "") -> dict[str, Any]:
    """Return an occurrence as ``--json`` gives it: the unit, its reference, what it counts as.

    Whoever shows many hands in each *reference*: looking one up reads the whole catalogue.
    """
    return {
        "reference": reference or name(office, unit),
        "state": discipline.state(unit, office.today),
        "unit": unit,
        "possible": lifecycle.possible(unit.status),
    }


def name(office: Office, unit: Unit) -> str:
    """Return the full reference of an occurrence."""
    numbers = references.names(office.catalogue())
    return f"{unit.roadmap}/{numbers[unit.path]}@{unit.key}"


def stands(office: Office, unit: Unit) -> None:
    """Print how one occurrence stands, in three lines."""
    measure = office.catalogue().measures[unit.path]
    state = discipline.state(unit, office.today)
    base.heading(f"{name(office, unit)}  {measure.title}")
    base.lines(
        [
            (_("state"), f"{wording.word(unit.status)} ({wording.word(state)})"),
            (_("window"), wording.days(unit.start, unit.current_deadline)),
            (_("lead"), office.register().name(unit.lead) or "–"),
            (_("next"), _next(unit)),
        ]
    )


def _next(unit: Unit) -> str:
    """Return the commands that lead on from here."""
    found = [step for step in lifecycle.possible(unit.status) if step in COMMANDS]
    return ", ".join(f"vekha {step}" for step in found) or "–"
