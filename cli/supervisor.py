"""Commands of the supervisor: return a report for rework, evaluate the execution."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _
from typing import Literal

import click

from cli import desk
from cli.executor import ON, take
from engine import wording

VERDICT = desk.Coded(wording.verdict)


@click.command("return", help=_("Send a report back for rework."))
@click.argument("reference", metavar=_("MEASURE[@PERIOD]"))
@click.option("--reason", required=True, help=_("What is missing."))
@click.option("--form", is_flag=True, help=_("Only the report is wrong; the work was done."))
@ON
@desk.ledger_options
def return_(reference: str, reason: str, form: bool, on: date | None) -> None:
    """Record a return."""
    from engine.workflows.occurrence import commands

    ground: Literal["form", "substance"] = "form" if form else "substance"
    take(reference, commands.Return(on=on, reason=reason, ground=ground))


@click.command(
    short_help=_("Give a verdict on the execution."),
    help=VERDICT.explained(_("Give a verdict on the execution; what is done is closed.")),
)
@click.argument("reference", metavar=_("MEASURE[@PERIOD]"))
@click.argument("verdict", type=VERDICT)
@click.option("--justification", required=True, help=_("What the verdict rests on."))
@click.option(
    "--executed-on",
    type=desk.Day(),
    help=_("The day of execution that you accept [the report's]."),
)
@ON
@desk.ledger_options
def evaluate(
    reference: str,
    verdict: Literal["done", "partly", "not_done"],
    justification: str,
    executed_on: date | None,
    on: date | None,
) -> None:
    """Record an evaluation."""
    from engine.workflows.occurrence import commands

    command = commands.Evaluate(
        on=on, verdict=verdict, justification=justification, executed_on=executed_on
    )
    take(reference, command)
