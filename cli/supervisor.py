"""Commands of the supervisor: return a report for rework, evaluate the execution."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _
from typing import Any

import click

from cli import desk
from cli.executor import ON


@click.command("return", help=_("Send a report back for rework."))
@click.argument("reference", metavar="MEASURE[@PERIOD]")
@click.option("--reason", required=True, help=_("What is missing."))
@ON
@desk.ledger_options
def return_(reference: str, reason: str, on: date | None, **form: Any) -> None:
    """Record a return."""
    from cli.screens import steps

    steps.take(form, reference, "return", on=on, reason=reason)


@click.command(
    short_help=_("Give a verdict on the execution."),
    help=_("Give a verdict on the execution; what is done is taken off control."),
)
@click.argument("reference", metavar="MEASURE[@PERIOD]")
@click.argument("verdict", type=click.Choice(["done", "partly", "not_done"]))
@click.option("--justification", required=True, help=_("What the verdict rests on."))
@ON
@desk.ledger_options
def evaluate(
    reference: str, verdict: str, justification: str, on: date | None, **form: Any
) -> None:
    """Record an evaluation."""
    from cli.screens import steps

    steps.take(form, reference, "evaluate", on=on, verdict=verdict, justification=justification)
