"""The table of steps, in people's words."""

from __future__ import annotations

from gettext import gettext as _

from rich.text import Text

from cli.commands import COMMANDS
from cli.screens import base
from engine import wording
from engine.answers.steps import StepAnswer, StepsAnswer


def steps(found: StepsAnswer) -> None:
    """Show who may take which step."""
    table = base.table(_("step"), _("who"), _("from → to"), _("must say"), wide=_("who"))
    table.columns[0].min_width = max(map(len, map(_command, found.steps)))
    for row in found.steps:
        table.add_row(
            _named(row),
            _who(row),
            _states(row),
            wording.words.listed(row.must_say) or "–",
        )
    base.console().print(table)
    base.console().print(
        _(
            "An operator may record an executor's step for him, naming him with --for. A report on "
            "what was not started records the start along with it. A step without an arrow leaves "
            "the state as it is."
        )
    )


def _named(row: StepAnswer) -> Text:
    """Return what the step is called, and its command where the command line has one."""
    named = Text(wording.step(row.step))
    command = _command(row)
    return named.append(f"\n{command}", "dim") if command else named


def _command(row: StepAnswer) -> str:
    return f"vekha {row.step}" if row.step in COMMANDS else ""


def _who(row: StepAnswer) -> str:
    who = wording.who(row.who)
    return _("{who}, not on work of one's own").format(who=who) if row.independent else who


def _states(row: StepAnswer) -> str:
    anywhere = set(row.leads_from) == set(wording.state)
    left = _("any state") if anywhere else wording.state.listed(row.leads_from)
    return left if row.leads_to is None else f"{left} → {wording.state(row.leads_to)}"
