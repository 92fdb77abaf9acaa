"""Commands of the executor: start and report. An operator records them for another with --for."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _
from typing import TYPE_CHECKING, Literal

import click

from cli import desk
from engine import wording

if TYPE_CHECKING:
    from engine.workflows.occurrence.commands import StepCommand

ON_BEHALF = click.option(
    "--for",
    "on_behalf_of",
    metavar=_("EXECUTOR"),
    help=_("On whose behalf an operator records it; both names are kept."),
)
COMPLETENESS = desk.Coded(wording.completeness)
ON = click.option("--on", type=desk.Day(), help=_("The day on which it happened [today]."))


def take(reference: str, command: StepCommand, on_behalf_of: str | None = None) -> None:
    """Take one step and say how the occurrence is then."""
    from cli.screens import occurrence

    with desk.office() as office:
        taken = office.occurrences.take(reference, command, on_behalf_of=on_behalf_of)
        if desk.heard():  # a rehearsal takes many steps, and an answer costs as much as one
            desk.answer(office.answers.taken(taken), occurrence.shown)


@click.command(help=_("Begin: the occurrence is in progress from now on."))
@click.argument("reference", metavar=_("MEASURE[@PERIOD]"))
@ON
@ON_BEHALF
@desk.ledger_options
def start(reference: str, on: date | None, on_behalf_of: str | None) -> None:
    """Record a start."""
    from engine.workflows.occurrence import commands

    take(reference, commands.Start(on=on), on_behalf_of)


@click.command(
    help=_("Report what came of it. A start that no one recorded is recorded along with it.")
)
@click.argument("reference", metavar=_("MEASURE[@PERIOD]"))
@click.option("--result", required=True, help=_("What came of it, in your own words."))
@click.option(
    "--completeness",
    type=COMPLETENESS,
    default="full",
    show_default=True,
    help=COMPLETENESS.explained(_("Whether it was done in full.")),
)
@click.option("--link", default="", help=_("Where the evidence is: a document, a page."))
@ON
@ON_BEHALF
@desk.ledger_options
def report(
    reference: str,
    result: str,
    completeness: Literal["full", "partly", "not_done"],
    link: str,
    on: date | None,
    on_behalf_of: str | None,
) -> None:
    """Record a report."""
    from engine.workflows.occurrence import commands

    command = commands.Report(on=on, result=result, completeness=completeness, link=link)
    take(reference, command, on_behalf_of)
