"""Command lines in a script: their words go to the commands of the program itself.

There is no second parser: a command that is added to the program can stand in a script at once.
"""

from __future__ import annotations

from gettext import gettext as _

import click


def parsed(program: click.Group, words: tuple[str, ...], address: str) -> click.Context:
    """Return the context of the command of *program* that *words* name, its options parsed.

    Whatever opens a ledger by address opens the one at *address*. Raises click's UsageError.
    """
    # With the settings of the program: a command keeps the help option that it first meets.
    settings = program.context_settings
    context = click.Context(program, info_name="vekha", obj={"db": address}, **settings)
    command: click.Command = program
    rest = list(words)
    while isinstance(command, click.Group):
        command, context, rest = _below(command, context, rest)
    return context


def _below(
    group: click.Group, context: click.Context, words: list[str]
) -> tuple[click.Command, click.Context, list[str]]:
    """Return the command in *group* that the first of *words* names, its context, and the rest."""
    if not words or words[0].startswith("-"):
        context.fail(_("Missing command."))
    name, command, rest = group.resolve_command(context, words)
    if command is None:
        context.fail(_("Missing command."))
    if isinstance(command, click.Group):  # none has options or settings of its own
        return command, click.Context(command, parent=context, info_name=name), rest
    if set(context.help_option_names) & set(rest):
        context.fail(_("a script asks for no help"))
    return command, command.make_context(name, rest, parent=context), rest
