"""Execution status by executor and period."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext as _
from typing import Any

import msgspec
from rich.table import Table
from rich.text import Text

from cli import desk, wording
from cli.screens import base
from engine.calendar import periods
from engine.office import Office
from engine.people.naming import sorting
from engine.people.register import Register
from engine.projections.clocks import View
from engine.projections.discipline import Figures
from engine.projections.status import Group, Status


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: a period label, how to split it, whom and what it is about, which view."""

    period: str
    each: str | None
    executor: str | None
    roadmap: str | None
    view: View


def status(office: Office, asked: Asked, *, as_json: bool) -> None:
    """Show the status that *asked* asks for."""
    register = office.register()
    chosen = None if asked.executor is None else register.find(asked.executor).id
    found = office.status(_periods(asked), asked.view, roadmap=asked.roadmap)
    if as_json:
        desk.answer(_plain(asked, found, chosen, register))
        return
    base.banner(office, asked.view)
    base.heading(
        _("Execution by executor, as it stands on {day}").format(day=wording.day(asked.view.day))
    )
    table(found, register, chosen)


def table(found: tuple[Status, ...], register: Register, chosen: str | None = None) -> None:
    """Print one table over all periods."""
    shown = columns(_("executor"))
    for part in found:
        groups = [group for group in part.executors if chosen in (None, group.name)]
        groups = ordered(groups, register)
        if not any(group.original.due or group.co_executed for group in groups):
            continue
        shown.add_row(Text(wording.period(part.period), style="bold"))
        for group in groups:
            add(shown, "  " + (register.short(group.name) or _("nobody")), group)
        if chosen is None:
            add(shown, "  " + _("all"), part.total, style="bold")
    out = base.console()
    out.print(shown)
    for part in found:
        if chosen is None and part.total.original != part.total.current:
            out.print(_moved(part.total.current))


def ordered(groups: Iterable[Group], register: Register) -> list[Group]:
    """Return executors as people look for them: who had most to do first, then by name."""
    return sorted(
        groups, key=lambda group: (-group.original.due, sorting(register.name(group.name)))
    )


def columns(first: str) -> Table:
    """Return an empty table with the columns of figures, narrow enough for 80 columns."""
    # Translators: heads of narrow columns; a line break is welcome, five letters a line are best.
    numbers = (
        _("due"),
        _("in\ntime"),
        _("late"),
        _("partly"),
        _("not\ndone"),
        _("over-\ndue"),
        _("in\nwork"),
        _("ahead"),
        _("Ke, %"),
        _("as\nco"),
    )
    return base.table(first, *numbers, numbers=numbers, wide=first)


def add(shown: Table, name: str, group: Group, style: str = "") -> None:
    """Add one group's figures, by the original deadline; the last column is not added up."""
    figures = group.original
    counts = (
        figures.due,
        figures.in_time,
        figures.late,
        figures.partly,
        figures.not_done,
        figures.overdue,
        figures.in_work,
        figures.not_begun,
    )
    cells = [str(count) if count else "·" for count in counts]
    helped = str(group.co_executed) if group.co_executed else "·"
    shown.add_row(Text(name), *cells, figures.execution or "–", helped, style=style)


def _moved(figures: Figures) -> str:
    return _("By the deadlines in force: due {due}, executed {executed}, Ke {share}").format(
        due=figures.due, executed=figures.executed, share=wording.percent(figures.execution)
    )


def _periods(asked: Asked) -> tuple[periods.Period, ...]:
    whole = periods.period(asked.period)
    if asked.each is None:
        return (whole,)
    each: periods.Each = msgspec.convert(asked.each, periods.Each)
    return periods.split(whole.start, whole.end, each)


def _plain(
    asked: Asked, found: tuple[Status, ...], chosen: str | None, register: Register
) -> dict[str, Any]:
    return {
        "day": asked.view.day,
        "as_of": asked.view.as_of,
        "known_on": asked.view.known_on,
        "roadmap": asked.roadmap,
        "periods": [
            {
                "period": part.period.label,
                "start": part.period.start,
                "end": part.period.end,
                "total": _group(part.total, ""),
                "executors": [
                    _group(group, register.name(group.name))
                    for group in part.executors
                    if chosen in (None, group.name)
                ],
            }
            for part in found
        ],
    }


def _group(group: Group, name: str) -> dict[str, Any]:
    return {
        "executor": group.name or None,
        "name": name,
        "original": group.original,
        "current": group.current,
        "co_executed": group.co_executed,
    }
