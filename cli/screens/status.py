"""Execution status by executor and period; also the columns of figures of other screens."""

from __future__ import annotations

from gettext import gettext as _

from rich.table import Table
from rich.text import Text

from cli.screens import base
from engine import wording
from engine.answers.status import GroupShown, StatusAnswer
from engine.calendar import periods
from engine.projections.discipline import Figures

NARROW = 66
"""Below this width of the terminal, figures are listed instead of standing in columns."""


def status(found: StatusAnswer) -> None:
    """Print the status: one table over all periods."""
    base.heading(
        _("Execution by executor, as it stands on {day}").format(day=wording.day(found.day))
    )
    table(found)


def table(found: StatusAnswer) -> None:
    """Print the figures of all periods, and those by the original deadlines where they differ."""
    shown = Columns(_("executor"))
    for part in found.periods:
        groups = [one for one in part.executors if one.current.due or one.co_executed]
        if not groups:
            continue
        shown.part(wording.period(periods.period(part.period)))
        for one in groups:
            shown.add("  " + (one.short or _("nobody")), one)
        if found.executor is None:
            shown.add("  " + _("all"), part.total, style="bold")
    shown.print()
    for part in found.periods:
        if found.executor is None and part.total.original != part.total.current:
            base.console().print(_moved(part.total.original))


class Columns:
    """Figures under each other: a table where the terminal is wide enough, else a list."""

    def __init__(self, first: str) -> None:
        self._out = base.console()
        self._table: Table | None = None
        if self._out.width >= NARROW:
            heads = [head for _name, head in _heads()]
            self._table = base.table(first, *heads, numbers=heads, wide=first)
        self._rows: list[Text] = []

    def part(self, name: str) -> None:
        """Begin a part of its own."""
        if self._table is not None:
            self._table.add_row(Text(name, style="bold"))
        else:
            self._rows.append(Text(name, style="bold"))

    def add(self, name: str, group: GroupShown, style: str = "") -> None:
        """Add one group's figures, by the deadline in force; the last is not added up."""
        cells = _cells(group)
        if self._table is not None:
            self._table.add_row(Text(name), *cells, style=style)
            return
        listed = zip(_names(), cells, strict=True)
        said = "; ".join(f"{_inner(title)} {cell}" for title, cell in listed if cell not in "·–")
        self._rows.append(Text(f"{name}: {said}", style=style))

    def print(self, *, legend: bool = True) -> None:
        """Print what was collected, with a *legend* of the short heads under a table."""
        if self._table is None:
            for row in self._rows:
                self._out.print(row)
        elif self._table.row_count:
            self._out.print(self._table)
            if legend:
                self._out.print(_legend(), style="dim")


def _legend() -> str:
    """Return what the short heads of the columns mean."""
    short = zip(_heads(), _names(), strict=True)
    said = [(" ".join(head.split()), _inner(name)) for (_key, head), name in short]
    return "; ".join(f"{head} — {name}" for head, name in said if not name.startswith(head))


def _inner(name: str) -> str:
    """Return the name of a column inside a sentence."""
    return name[:1].lower() + name[1:]


def _heads() -> tuple[tuple[str, str], ...]:
    """Return key and short head of each column, in their order."""
    # Translators: heads of narrow columns; a line break is welcome, five letters a line are best.
    return (
        ("due", _("due")),
        ("in_time", _("in\ntime")),
        ("late", _("late")),
        ("partly", _("partly")),
        ("not_done", _("not\ndone")),
        ("overdue", _("over\ndue")),
        ("in_work", _("in\nwork")),
        ("not_begun", _("ahead")),
        ("execution", _("Ke, %")),
        ("co_executed", _("co-ex.")),
    )


def _names() -> tuple[str, ...]:
    """Return the full names of the columns, in their order."""
    return (
        _("Due"),
        _("In time"),
        _("Late"),
        _("Partly"),
        _("Not done (closed)"),
        _("Overdue, under control"),
        _("In work"),
        _("Not yet due"),
        _("Completion coefficient Ke, %"),
        _("Co-executor (for information)"),
    )


def _cells(group: GroupShown) -> list[str]:
    figures = group.current
    counts: list[int] = [
        getattr(figures, key) for key, _head in _heads() if key not in ("execution", "co_executed")
    ]
    cells = [str(count) if count else "·" for count in counts]
    helped = str(group.co_executed) if group.co_executed else "·"
    return [*cells, figures.execution or "–", helped]


def _moved(figures: Figures) -> str:
    return _("By the original deadlines: due {due}, done {executed}, completion {share}").format(
        due=figures.due, executed=figures.executed, share=wording.percent(figures.execution)
    )
