"""What all screens share: the console, the rehearsal banner, plain tables and headings."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from gettext import gettext as _

from rich import box
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from cli import desk, terminal
from cli.screens.layout import Rows, Sheet
from engine import wording
from engine.projections.clocks import View
from engine.projections.discipline import State

STATE_STYLE: dict[State, str] = {
    "executed": "green",
    "executed_in_time": "green",
    "executed_late": "yellow",
    "partly": "yellow",
    "not_done": "red",
    "overdue": "bold red",
    "in_work": "cyan",
    "not_begun": "dim",
    "cancelled": "dim",
}
"""How what an occurrence counts as is coloured; colours give way to NO_COLOR and pipes."""

MARKS: dict[State, str] = {
    "executed": "+",
    "executed_in_time": "+",
    "executed_late": "±",
    "partly": "~",
    "not_done": "-",
    "overdue": "!",
    "in_work": "…",
    "not_begun": "·",
    "cancelled": "x",
}
"""What an occurrence counts as, in one sign."""

VALUE = 24
"""Where less than this is left beside a column of names, values follow their names."""


class _Stdout(Console):
    """Shows what would steer a terminal, and leaves it to the rim what a closed pipe means.

    rich would pass the one on, and end with status 1 on the other.
    """

    def on_broken_pipe(self) -> None:
        """Raise on."""
        raise  # noqa: PLE0704 - rich calls this while it handles the BrokenPipeError

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Render; no text steers the terminal, wherever in a table or a heading it is."""
        if isinstance(renderable, str):
            renderable = terminal.visible(renderable)
        elif isinstance(renderable, Text) and not renderable.plain.isprintable():
            renderable = renderable.copy()
            renderable.plain = terminal.visible(renderable.plain)
        return super().render(renderable, options)


def console() -> Console:
    """Return the console on stdout; what people wrote is never read as markup."""
    return _Stdout(highlight=False, emoji=False, markup=False)


def banner(rehearsal: bool, view: View | None = None) -> None:
    """Say that this is a rehearsal, and of which day the answer is.

    Where a rehearsal is being played, it has said so at its beginning.
    """
    out = console()
    if rehearsal and desk.lent() is None:
        out.print(_("REHEARSAL — simulated persons and clock, no office's record"), style="reverse")
    if view is not None and not view.is_present:
        said = []
        if view.as_of:
            said.append(_("as of {day}").format(day=wording.day(view.as_of)))
        if view.known_on:
            said.append(_("as known on {day}").format(day=wording.day(view.known_on)))
        if view.at:
            said.append(_("as known at position {position}").format(position=view.at))
        out.print(", ".join(said), style="italic")


def heading(text: str) -> None:
    """Print a heading."""
    console().print(Text(text, style="bold"))


def lines(pairs: Iterable[tuple[str, str]]) -> None:
    """Print name and value, the names in one column; empty values are left out.

    In a narrow terminal the values follow their names.
    """
    found = [(name, terminal.visible(value)) for name, value in pairs if value]
    width = max((len(name) for name, _value in found), default=0) + 2
    out = console()
    for name, value in found:
        if out.width - width < VALUE:
            out.print(Text.assemble((f"{name}: ", "dim"), value))
            continue
        first, *rest = textwrap.wrap(value, out.width - width) or [""]
        out.print(Text.assemble((name.ljust(width), "dim"), first))
        for line in rest:
            out.print(Text(" " * width + line))


def table(*columns: str, numbers: Iterable[str] = (), wide: str = "") -> Rows:
    """Return an empty table; *numbers* are set to the right, *wide* takes what is left."""
    found = Rows(
        box=box.SIMPLE_HEAD,
        padding=0,  # the box itself leaves a space between columns
        pad_edge=False,
        show_edge=False,
        collapse_padding=True,
    )
    right = set(numbers)
    for column in columns:
        found.add_column(column, justify="right" if column in right else "left", overflow="fold")
    found.wide = wide
    return found


def grid(*widths: int) -> Table:
    """Return an empty table without heads; columns are as wide as given, 0 takes what is left."""
    found = Sheet.grid(padding=(0, 1, 0, 0), expand=True)
    for width in widths:
        found.add_column(width=width or None, ratio=None if width else 1, overflow="fold")
    return found


def legend(said: Iterable[str]) -> None:
    """Print what signs mean; none is parted from its meaning at the end of a line."""
    out = console()
    whole = "  ".join(one.replace(" ", "\N{NO-BREAK SPACE}") for one in said)
    for line in textwrap.wrap(whole, out.width):
        out.print(Text(line.replace("\N{NO-BREAK SPACE}", " "), style="dim"))
