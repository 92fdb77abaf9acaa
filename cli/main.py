"""The way in: ``vekha``. Commands are imported when they are called, so that help is instant."""

from __future__ import annotations

import importlib
import sys
from gettext import gettext as _
from typing import Any

from cli import language

language.settle()

import click  # noqa: E402 - click's words bind to the language that is settled above

from cli import answering, failures, placeholders, signals, terminal  # noqa: E402 - the same
from cli.commands import COMMANDS  # noqa: E402 - the same


class LazyGroup(click.Group):
    """A group that imports a command only when it is asked for, and lists them in their order."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command, or None."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _colon, attribute = place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return placeholders.translated(command)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a deliberate failure becomes one or two lines and an exit status."""
        with failures.shown(), answering.last_word(ctx):
            return super().invoke(ctx)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    help=_(
        "Run the roadmaps of an education office: import an order, see what is due, mark it done, "
        "return and evaluate it, audit who did what when, review the year.\n\n"
        "Try it on a real roadmap first: vekha demo"
    ),
)
@click.version_option(package_name="vekha", prog_name="vekha")
@click.option(
    "--db",
    metavar=_("LEDGER"),
    help=_("The ledger: a file or postgresql://HOST/DB?ledger=NAME (or VEKHA_DB)."),
)
@click.option("-v", "--verbose", is_flag=True, help=_("Log what the program does to stderr."))
@click.pass_context
def cli(ctx: click.Context, db: str | None, verbose: bool) -> None:
    """Keep what all commands share."""
    ctx.obj = {"db": db, "verbose": verbose}


placeholders.translated(cli)


def main() -> None:
    """Run the program; the process ends with the status that the answer has."""
    terminal.settle()
    signals.listen()
    with failures.shown():
        # Not "standalone": a wrong command line is told as every other failure is.
        ended = cli.main(args=sys.argv[1:], prog_name="vekha", standalone_mode=False)
        raise SystemExit(ended if isinstance(ended, int) else 0)
