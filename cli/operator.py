"""Commands of the operator: take an order in."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _

import click

from cli import desk


@click.command("import", help=_("Take an order with its roadmaps in and plan its occurrences."))
@click.argument("file", type=click.Path(dir_okay=False))
@click.option(
    "--all-windows",
    is_flag=True,
    help=_("Also plan windows that had ended before the order was approved."),
)
@desk.ledger_options
def import_(file: str, all_windows: bool, db: str | None, as_json: bool) -> None:
    """Record an order."""
    from cli.screens import orders as screens
    from engine.documents import read
    from engine.workflows.approval import Approval, Source

    document = read(file)
    wanted = Approval(
        draft=document.draft,
        source=Source(name=document.name, sha256=document.sha256),
        all_windows=all_windows,
    )
    with desk.office(db) as office:
        known = office.recorded_order(document.sha256)
        receipt = None if known else office.approve(wanted)
        screens.imported(office, document, receipt, known, as_json=as_json)


@click.command(
    help=_("Set the windows of a measure by hand, or bind a schedule that somebody else keeps.")
)
@click.argument("reference", metavar="MEASURE")
@click.option(
    "--window",
    "windows",
    multiple=True,
    required=True,
    metavar="FIRST..LAST",
    help=_("A window: 2022-09-10..2022-09-20, a day, or a period such as 2022-10 (repeatable)."),
)
@click.option("--bind", "schedule", default="", help=_("The name of the outside schedule."))
@click.option("--source", default="", help=_("The document that sets the windows."))
@click.option("--item", metavar="N", help=_("The sub-item of the measure, counted from 1."))
@click.option("--on", type=desk.Day(), help=_("The day of that document [today]."))
@desk.ledger_options
def schedule(
    reference: str,
    windows: tuple[str, ...],
    schedule: str,
    source: str,
    item: str | None,
    on: date | None,
    db: str | None,
    as_json: bool,
) -> None:
    """Set windows by hand."""
    from cli.screens import show as screens

    with desk.office(db) as office:
        office.set_windows(reference, windows, source=source, schedule=schedule, item=item, on=on)
        screens.measure(office, reference, as_json=as_json)
