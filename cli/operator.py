"""Commands of the operator: import an order, set windows, export."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _

import click

from cli import desk


@click.command(
    "import",
    short_help=_("Import an order and plan its occurrences."),
    help=_(
        "Import an order with its roadmaps and plan its occurrences. What Word and Excel files "
        "say is shown first, and recorded after a question."
    ),
)
@click.argument("file", metavar=_("FILE"))
@click.option("--dry-run", is_flag=True, help=_("Only show what would be recorded."))
@click.option("--yes", is_flag=True, help=_("Record without asking."))
@click.option(
    "--all-windows",
    is_flag=True,
    help=_("Also plan windows that had ended before the order was approved."),
)
@click.option(
    "--split-years", is_flag=True, help=_("Plan a span of several years as one occurrence a year.")
)
@click.option("--amend", is_flag=True, help=_("This order amends roadmaps that are approved."))
@click.option("--number", default="", help=_("The order's number, where the file has none."))
@click.option("--stamp", is_flag=True, help=_("A stamp approves the plan: there is no number."))
@click.option("--date", type=desk.Day(), help=_("The order's date, where the file has none."))
@click.option("--issuer", default="", help=_("Who issued the order, where the file has none."))
@click.option("--key", default="", help=_("The key of the order [proposed]."))
@click.option("--from", "start", type=desk.Day(), help=_("The plan's first day [as printed]."))
@click.option("--to", "end", type=desk.Day(), help=_("The plan's last day [as printed]."))
@desk.ledger_options
def import_(
    file: str,
    dry_run: bool,
    yes: bool,
    all_windows: bool,
    split_years: bool,
    amend: bool,
    number: str,
    stamp: bool,
    date: date | None,
    issuer: str,
    key: str,
    start: date | None,
    end: date | None,
) -> None:
    """Record an order."""
    from cli import intake
    from engine.documents import read
    from engine.documents.completion import Particulars, completed
    from engine.office import Wish
    from engine.workflows.orders.draft import HorizonDraft

    desk.in_order(start, end)
    given = Particulars(
        number=number,
        date=date.isoformat() if date else "",
        issuer=issuer,
        key=key,
        kind="stamp" if stamp else "",
    )
    plan = HorizonDraft(
        start=start.isoformat() if start else "", end=end.isoformat() if end else ""
    )
    document = completed(read(file), given, plan)
    wish = Wish(all_windows=all_windows, split_years=split_years, amend=amend)
    if dry_run:
        intake.rehearse(document, wish)
    else:
        intake.take_in(document, wish, yes=yes or document.form == "yaml")


@click.command(
    short_help=_("Set the windows of a measure by hand."),
    help=_("Set the windows of a measure by hand, or bind a schedule that someone else keeps."),
    epilog=desk.PERIODS,
)
@click.argument("reference", metavar=_("MEASURE"))
@click.option(
    "--window",
    "windows",
    multiple=True,
    required=True,
    metavar=_("FIRST..LAST"),
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
) -> None:
    """Set windows by hand."""
    from cli.screens import show as screens
    from engine.workflows.orders.scheduling import SetWindows

    with desk.office() as office:
        wanted = SetWindows(windows=windows, source=source, schedule=schedule, item=item, on=on)
        found = office.orders.set_windows(reference, wanted)
        desk.answer(office.answers.measure(found.reference), screens.measure)


@click.group(help=_("Write what the ledger holds into files."))
def export() -> None:
    """Hold the commands that export."""


@export.command(help=_("Write a roadmap with its order as YAML: what import takes."))
@click.argument("key", metavar=_("KEY"))
@click.option("--output", "-o", metavar=_("FILE"), help=_("A new file [the terminal]."))
@desk.ledger_options
def roadmap(key: str, output: str | None) -> None:
    """Export a roadmap."""
    from cli import files
    from engine.documents.yaml_order import write_yaml

    with desk.office() as office:
        draft = office.orders.export(key)
    if desk.wants_json():
        desk.print_json(draft)
    else:
        files.write(write_yaml(draft), output)
