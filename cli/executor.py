"""Commands of the executor: start and report. An operator records them for somebody with --for."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _
from typing import Any

import click

from cli import desk

ON_BEHALF = click.option(
    "--for",
    "on_behalf_of",
    metavar="EXECUTOR",
    help=_("On whose behalf an operator records it; both names are kept."),
)
ON = click.option("--on", type=desk.Day(), help=_("The day on which it happened [today]."))


@click.command(help=_("Begin: the occurrence is in progress from now on."))
@click.argument("reference", metavar="MEASURE[@PERIOD]")
@ON
@ON_BEHALF
@desk.ledger_options
def start(reference: str, on: date | None, on_behalf_of: str | None, **form: Any) -> None:
    """Record a start."""
    from cli.screens import steps

    steps.take(form, reference, "start", on=on, on_behalf_of=on_behalf_of)


@click.command(
    help=_("Report what came of it. A start that nobody recorded is recorded along with it.")
)
@click.argument("reference", metavar="MEASURE[@PERIOD]")
@click.option("--result", required=True, help=_("What came of it, in your own words."))
@click.option(
    "--completeness",
    type=click.Choice(["full", "partly", "not_done"]),
    default="full",
    show_default=True,
    help=_("Whether it was done in full."),
)
@click.option("--link", default="", help=_("Where the evidence is: a document, a page."))
@ON
@ON_BEHALF
@desk.ledger_options
def report(
    reference: str,
    result: str,
    completeness: str,
    link: str,
    on: date | None,
    on_behalf_of: str | None,
    **form: Any,
) -> None:
    """Record a report."""
    from cli.screens import steps

    steps.take(
        form,
        reference,
        "report",
        on=on,
        on_behalf_of=on_behalf_of,
        result=result,
        completeness=completeness,
        link=link,
    )
