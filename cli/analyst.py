"""Commands of the analyst: the annual review."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _

import click

from cli import desk


@click.command(
    help=_("Review a year: planned against actual, replayed from the log."), epilog=desk.PERIODS
)
@click.argument("period", metavar=_("YEAR"))
@click.option("--roadmap", metavar=_("KEY"), help=_("Only this roadmap."))
@desk.clock_options
@desk.ledger_options
def review(
    period: str,
    roadmap: str | None,
    as_of: date | None,
    known_on: date | None,
    at: int | None,
) -> None:
    """Show the review; as JSON the canonical one, which holds no name and no word."""
    from cli.screens import base
    from cli.screens import review as screens
    from engine.calendar import periods

    with desk.office() as office:
        chosen = office.answers.roadmap_key(roadmap)
        view = office.session.view(as_of, known_on, at)
        found = office.answers.review(periods.asked(period), view, chosen)
        if desk.wants_json():
            desk.print_json(found.review)
        else:
            base.banner(office.session.rehearsal, view)
            screens.review(found)
