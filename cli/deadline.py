"""Ask how a deadline phrase will be read, before a plan is approved: no ledger is needed."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

import click

from cli import desk

if TYPE_CHECKING:
    from engine.schedule import Reading


@click.command(
    help=_(
        "Read deadline phrases of a plan as windows. Without a PHRASE, one a line is read from "
        "standard input; with --json each answer is one line."
    )
)
@click.argument("phrases", nargs=-1, metavar="[PHRASE]...")
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
@click.option("--json", "as_json", is_flag=True, help=_("Answer with JSON, never translated."))
def deadline(
    phrases: tuple[str, ...],
    start: date,
    end: date,
    order_date: date | None,
    working_days: bool,
    as_json: bool,
) -> None:
    """Read phrases."""
    from cli.screens import deadline as screens
    from engine import schedule
    from engine.calendar import periods

    periods.named(start, end)
    for phrase in phrases or _lines():
        found = schedule.read(phrase, start, end, order_date=order_date, working_days=working_days)
        if as_json:
            _one_line(found)
        else:
            screens.reading(found)


def _lines() -> Iterator[str]:
    """Yield the lines of standard input; an empty one is an empty cell."""
    for line in sys.stdin:
        yield line.rstrip("\r\n")


def _one_line(found: Reading) -> None:
    import msgspec

    click.echo(msgspec.json.encode(_plain(found)).decode())


def _plain(found: Reading) -> dict[str, Any]:
    """Return a reading under the keys that are promised, in their order."""
    return {
        "phrase": found.phrase,
        "kind": found.kind,
        "rule": found.rule,
        "rrule": found.rrule,
        "windows": _windows(found.windows),
        "unread": found.unread,
        "ambiguous": found.ambiguous,
        "alternatives": [
            {"kind": other.kind, "windows": _windows(other.windows), "note": other.note}
            for other in found.alternatives
        ],
        "problems": found.problems,
        "rule_set": found.rule_set,
    }


def _windows(windows: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {"start": w.start, "end": w.end, "label": w.label, "printed": w.printed} for w in windows
    ]
