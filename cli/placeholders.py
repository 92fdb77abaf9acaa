"""What help puts for what is still to be typed, in the reader's language.

click translates its sentences, but not ``[OPTIONS]``, ``COMMAND`` and ``TEXT``.
"""

from __future__ import annotations

from gettext import gettext as _

import click


def translated(command: click.Command) -> click.Command:
    """Return *command*, and all below it, with placeholders in the reader's language."""
    command.options_metavar = _("[OPTIONS]")
    for option in command.params:
        if isinstance(option, click.Option) and option.type is click.STRING:
            option.metavar = option.metavar or _("TEXT")
    if isinstance(command, click.Group):
        command.subcommand_metavar = _("COMMAND [ARGS]...")
        for inner in command.commands.values():
            translated(inner)
    return command
