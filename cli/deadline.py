"""Ask how a deadline phrase will be read, before a plan is approved: no ledger is needed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from gettext import gettext as _

import click

from cli import desk, terminal


@click.command(
    help=_(
        "Read deadline phrases of a plan as windows. Without a PHRASE, one a line is read from "
        "standard input; with --json each answer is one line."
    )
)
@click.argument("phrases", nargs=-1, metavar=_("[PHRASE]..."))
@click.option(
    "--from", "start", type=desk.Day(), required=True, help=_("The first day of the plan.")
)
@click.option("--to", "end", type=desk.Day(), required=True, help=_("The last day of the plan."))
@click.option("--order-date", type=desk.Day(), help=_("The day of the order."))
@click.option(
    "--working-days",
    is_flag=True,
    help=_("Move a deadline on a day off to the working day before it."),
)
@desk.json_option
def deadline(
    phrases: tuple[str, ...],
    start: date,
    end: date,
    order_date: date | None,
    working_days: bool,
) -> None:
    """Read phrases."""
    import msgspec

    from cli.screens import deadline as screens
    from engine import schedule
    from engine.answers.deadline import deadline as answer

    desk.in_order(start, end)
    for phrase in phrases or _lines():
        found = schedule.read(phrase, start, end, order_date=order_date, working_days=working_days)
        if desk.wants_json():
            terminal.echo_json(msgspec.json.encode(answer(found)).decode())
        else:
            screens.reading(answer(found))


def _lines() -> Iterator[str]:
    """Yield the lines of standard input; an empty one is an empty cell."""
    for line in sys.stdin:
        yield line.rstrip("\r\n")
