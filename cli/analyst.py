"""Commands of the analyst: the annual review."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _

import click

from cli import desk


@click.command(help=_("Review a year: planned against actual, replayed from the log."))
@click.argument("period", metavar="YEAR")
@click.option("--roadmap", metavar="KEY", help=_("Only this roadmap."))
@desk.clock_options
@desk.ledger_options
def review(
    period: str,
    roadmap: str | None,
    as_of: date | None,
    known_on: date | None,
    db: str | None,
    as_json: bool,
) -> None:
    """Show the review."""
    from cli.screens import review as screens
    from engine.calendar import periods

    with desk.office(db) as office:
        chosen = desk.roadmap(office, roadmap)
        found = office.review(periods.period(period), office.view(as_of, known_on), chosen)
        if as_json:
            desk.answer(found)
        else:
            screens.review(office, found)
