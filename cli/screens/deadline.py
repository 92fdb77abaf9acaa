"""How a deadline phrase was read: its windows, what was not understood, what else it may mean."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext as _

from rich.text import Text

from cli.screens import base
from engine import wording
from engine.answers.deadline import DeadlineAnswer, WindowAnswer

SHOWN = 12
"""How many windows are listed before the rest is counted."""


def reading(found: DeadlineAnswer) -> None:
    """Show one reading."""
    base.heading(found.phrase or _("(empty)"))
    base.lines(
        [
            (_("read as"), wording.kind(found.kind)),
            (_("windows"), _listed(found.windows) or _("none")),
            (_("calendar rule"), found.rrule or ""),
            (_("not read"), found.unread),
            (_("mind"), "; ".join(map(wording.problem, found.problems))),
        ]
    )
    for other in found.alternatives:
        label = _("or perhaps {kind}: {windows}")
        listed = _listed(other.windows) or _("none")
        base.console().print(
            Text(label.format(kind=wording.kind(other.kind), windows=listed), style="yellow")
        )


def _listed(windows: Iterable[WindowAnswer]) -> str:
    listed = [wording.days(found.start, found.end) for found in windows]
    more = f" … {len(listed)}" if len(listed) > SHOWN else ""
    return "; ".join(listed[:SHOWN]) + more
