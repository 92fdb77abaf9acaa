"""Commands for everybody: what is there, and how it stands."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _

import click

from cli import desk

EACH = ("month", "quarter", "half-year", "year", "school-year")


@click.command(
    short_help=_("Show roadmaps, measures, occurrences."),
    help=_(
        "Show the roadmaps, one roadmap or order, one measure, or one occurrence with its history."
    ),
)
@click.argument("reference", required=False, metavar="[ROADMAP | ORDER | MEASURE[@PERIOD]]")
@desk.ledger_options
def show(reference: str | None, db: str | None, as_json: bool) -> None:
    """Show what a reference names."""
    from cli.screens import show as screens

    with desk.office(db) as office:
        screens.show(office, reference, as_json=as_json)


@click.command(help=_("How execution stands by executor in a period [this year]."))
@click.argument("period", required=False)
@click.option("--each", type=click.Choice(EACH), help=_("Split the period and show each part."))
@click.option("--executor", metavar="NAME", help=_("Only this executor."))
@click.option("--roadmap", metavar="KEY", help=_("Only this roadmap."))
@desk.clock_options
@desk.ledger_options
def status(
    period: str | None,
    each: str | None,
    executor: str | None,
    roadmap: str | None,
    as_of: date | None,
    known_on: date | None,
    db: str | None,
    as_json: bool,
) -> None:
    """Show execution status."""
    from cli.screens import status as screens

    with desk.office(db) as office:
        asked = screens.Asked(
            period=str(office.today.year) if period is None else period,
            each=each,
            executor=executor,
            roadmap=desk.roadmap(office, roadmap),
            view=office.view(as_of, known_on),
        )
        screens.status(office, asked, as_json=as_json)
