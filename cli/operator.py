"""Commands of the operator: take an order in."""

from __future__ import annotations

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
