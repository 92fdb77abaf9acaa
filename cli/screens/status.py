"""Execution status by executor and period; also the columns of figures of other screens."""

from __future__ import annotations

from gettext import gettext as _

import msgspec
from rich.padding import Padding
from rich.text import Text

from cli.screens import base
from cli.screens.layout import Rows
from engine import wording
from engine.answers.status import GroupShown, PeriodShown, StatusAnswer
from engine.calendar import periods
from engine.projections.discipline import Figures


def status(found: StatusAnswer) -> None:
    """Print the status: one table over all periods."""
    base.heading(_("Execution by executor, as it is on {day}").format(day=wording.day(found.day)))
    table(found)


def table(found: StatusAnswer) -> None:
    """Print the figures of all periods, and those by the original deadlines where they differ."""
    shown = Columns(_("executor"))
    for part in found.periods:
        groups = groups_of(part)
        if not groups:
            continue
        shown.part(wording.period(periods.period(part.period)))
        for one in groups:
            shown.add("  " + (one.short or _("no one")), one)
        if found.executor is None:
            shown.add("  " + _("all"), part.total, style="bold")
    shown.print()
    for part in found.periods:
        late = part.total.counted.recorded_late
        if found.executor is None and late:
            text = _("{period}: of those in time, {count} recorded after the deadline")
            name = wording.period(periods.period(part.period))
            base.console().print(text.format(period=name, count=late))
        for group in [part.total] if found.executor is None else groups_of(part):
            if group.original != group.counted:
                name = wording.period(periods.period(part.period))
                base.console().print(f"{name}. {by_original(group.original)}")


def groups_of(part: PeriodShown) -> list[GroupShown]:
    """Return the executors with anything to show in a period."""
    return [one for one in part.executors if one.counted.due or one.co_executed]


class Columns:
    """Figures under each other: a table where the terminal is wide enough, else a list."""

    def __init__(self, first: str) -> None:
        self._first = first
        self._rows: list[tuple[str, GroupShown | None, str]] = []

    def part(self, name: str) -> None:
        """Begin a part of its own."""
        self._rows.append((name, None, "bold"))

    def add(self, name: str, group: GroupShown, style: str = "") -> None:
        """Add one group's figures, by the deadline that counts."""
        self._rows.append((name, group, style))

    def print(self, *, legend: bool = True) -> None:
        """Print what was collected, with a *legend* of the short heads under a table."""
        if not self._rows:
            return
        out = base.console()
        columns = [one for one in _columns() if one.key not in SELDOM or self._has(one.key)]
        table = self._table(columns)
        if not table.fits(out):
            for row in self._rows:
                out.print(_listed(columns, *row))
            return
        out.print(table)
        if legend:
            out.print(_legend(columns), style="dim")

    def _table(self, columns: list[Column]) -> Rows:
        heads = [one.head for one in columns]
        table = base.table(self._first, *heads, numbers=heads, wide=self._first)
        for name, group, style in self._rows:
            cells = [one.cell(group) for one in columns] if group else []
            inset = len(name) - len(name.lstrip())
            table.add_row(Padding(Text(name.lstrip()), (0, 0, 0, inset)), *cells, style=style)
        return table

    def _has(self, key: str) -> bool:
        return any(
            group is not None and getattr(group.counted, key) for _n, group, _s in self._rows
        )


class Column(msgspec.Struct, frozen=True):
    """A column of figures: its field, a short head for a table, its full name."""

    key: str
    head: str
    name: str

    @property
    def inner(self) -> str:
        """Return the full name inside a sentence."""
        return self.name[:1].lower() + self.name[1:]

    def cell(self, group: GroupShown) -> str:
        """Return the figure of a group; nothing is a dot, a share of nothing a dash."""
        found = group.co_executed if self.key == "co_executed" else getattr(group.counted, self.key)
        return "–" if found is None else str(found) if found else "·"


SELDOM = frozenset({"prolonged"})
"""Columns that are left out where they would be empty."""


def _columns() -> tuple[Column, ...]:
    """Return the columns in their order; the last one is not added up."""
    # Translators: heads of narrow columns; a line break is welcome, five letters a line are best.
    return (
        Column("due", _("due"), _("Due")),
        Column("in_time", _("in\ntime"), _("In time")),
        Column("late", _("late"), _("Late")),
        Column("partly", _("partly"), _("Partly")),
        Column("not_done", _("not\ndone"), _("Not done (closed)")),
        Column("overdue", _("over\ndue"), _("Overdue, under control")),
        Column("in_work", _("in\nwork"), _("In work")),
        Column("not_begun", _("ahead"), _("Not yet due")),
        Column("prolonged", _("ext."), _("Extended in time, into another period")),
        Column("execution", _("Ke, %"), _("Completion coefficient Ke, %")),
        Column("co_executed", _("co-ex."), _("Co-executor (for information)")),
    )


def _listed(columns: list[Column], name: str, group: GroupShown | None, style: str) -> Text:
    """Return the figures of one row as a sentence."""
    if group is None:
        return Text(name, style=style)
    cells = [(one.inner, one.cell(group)) for one in columns]
    return Text(
        f"{name}: " + "; ".join(f"{n} {cell}" for n, cell in cells if cell not in "·–"), style
    )


def _legend(columns: list[Column]) -> str:
    """Return what the short heads of the columns mean."""
    said = [(" ".join(one.head.split()), one.inner) for one in columns]
    return "; ".join(f"{head} — {name}" for head, name in said if not name.startswith(head))


def by_original(figures: Figures) -> str:
    """Return the figures by the original deadlines in one sentence."""
    text = _("By the original deadlines: due {due}, done {executed}, late {late}, Ke {share}")
    return text.format(
        due=figures.due,
        executed=figures.executed,
        late=figures.late,
        share=wording.percent(figures.execution),
    )
