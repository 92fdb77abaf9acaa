"""Commands for everybody: what is there, and how it is going."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _

import click

from cli import desk
from engine import wording

EACH = desk.Coded(wording.each)


@click.command(
    short_help=_("Show roadmaps, measures, occurrences."),
    help=_(
        "Show the roadmaps, one roadmap or order, one measure, or one occurrence with its history."
    ),
)
@click.argument("reference", required=False, metavar=_("[ROADMAP | ORDER | MEASURE[@PERIOD]]"))
@desk.ledger_options
def show(reference: str | None) -> None:
    """Show what a reference names."""
    from cli.screens import audit, occurrence
    from cli.screens import show as screens

    with desk.office() as office:
        if reference is None or "@" not in reference:
            desk.answer(office.answers.show(reference), screens.shown)
            return
        desk.answer(office.answers.occurrence(reference), occurrence.shown)
        if not desk.wants_json():
            audit.trail(office.audit.trail(reference))


@click.command(
    short_help=_("Who may take which step, and from where."),
    help=_("Show who may take which step, from which state, and what must be said."),
)
@desk.json_option
def steps() -> None:
    """Show the table of steps."""
    from cli.screens import steps as screens
    from engine.answers import steps as answers

    desk.answer(answers.steps(), screens.steps)


@click.command(help=_("Execution by executor in a period [this year]."), epilog=desk.PERIODS)
@click.argument("period", required=False, metavar=_("[PERIOD]"))
@click.option("--each", type=EACH, help=EACH.explained(_("Split the period and show each part.")))
@click.option("--executor", metavar=_("NAME"), help=_("Only this executor."))
@click.option("--roadmap", metavar=_("KEY"), help=_("Only this roadmap."))
@desk.clock_options
@desk.ledger_options
def status(
    period: str | None,
    each: str | None,
    executor: str | None,
    roadmap: str | None,
    as_of: date | None,
    known_on: date | None,
    at: int | None,
) -> None:
    """Show execution status."""
    import msgspec

    from cli.screens import status as screens
    from engine.calendar import periods

    with desk.office() as office:
        whole = periods.asked(str(office.session.today.year) if period is None else period)
        parts: tuple[periods.Period, ...] = (whole,)
        if each is not None:
            length: periods.Each = msgspec.convert(each, periods.Each)
            parts = periods.split(whole.start, whole.end, length)
        view = office.session.view(as_of, known_on, at)
        chosen = office.answers.roadmap_key(roadmap)
        answer = office.answers.status(parts, view, roadmap=chosen, executor=executor)
        desk.answer(answer, screens.status, view)
