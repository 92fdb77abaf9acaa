"""Commands of the auditor: who did what when, for whom."""

from __future__ import annotations

from gettext import gettext as _

import click

from cli import desk


@click.group(help=_("Who did what when: the history, as it was recorded."))
def audit() -> None:
    """Hold the commands of the audit."""


@audit.command(help=_("Tell the history of one measure, or of everything, its chain verified."))
@click.argument("reference", required=False, metavar=_("[MEASURE[@PERIOD]]"))
@click.option("--refused", is_flag=True, help=_("Show notes of what was refused instead."))
@click.option("--last", type=click.IntRange(1), metavar="N", help=_("Only the last N events."))
@desk.ledger_options
def log(reference: str | None, refused: bool, last: int | None) -> None:
    """Show the trail."""
    from cli.screens import audit as screens

    with desk.office() as office:
        if refused:
            desk.answer(office.audit.refusals(), screens.refusals)
        else:
            desk.answer(office.audit.trail(reference, last), screens.trail)
