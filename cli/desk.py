"""What every command shares: the options for ledger and form, the open office, days and answers."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cli import terminal
from engine.calendar.forms import FORMS
from engine.wording import Vocabulary

if TYPE_CHECKING:
    from engine.office import Office
    from engine.projections.clocks import View

F = TypeVar("F", bound=Callable[..., Any])
A = TypeVar("A")

PERIODS = _(FORMS)
"""What a command that takes a period says below its options."""

_DB, _JSON, _LENT, _UNTOLD = "vekha.db", "vekha.json", "vekha.lent", "vekha.untold"
"""Where the running command keeps its ``--db`` and ``--json``; and, in a rehearsal that plays it,
the office that is lent to it, and whether no one shall see its answer."""


class Day(click.ParamType[date]):
    """A day: ``YYYY-MM-DD``, or as the reader's language writes it."""

    name = _("DATE")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day, or fail with one line."""
        from datetime import datetime

        if isinstance(value, date):
            return value
        for form in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                return datetime.strptime(str(value).strip(), form).date()  # noqa: DTZ007 - a day
            except ValueError:
                continue
        return self.fail(
            _("“{value}” is not a day; write it as YYYY-MM-DD or DD.MM.YYYY").format(value=value),
            param,
            ctx,
        )


def in_order(start: date | None, end: date | None) -> None:
    """Fail with one line where ``--from`` and ``--to`` are both given and the last comes first."""
    if start is not None and end is not None and end < start:
        from engine import wording

        wrong = _("--from {start} is after --to {end}; exchange the two days")
        raise click.UsageError(wrong.format(start=wording.day(start), end=wording.day(end)))


class Coded(click.Choice[str]):
    """A code of a vocabulary; the reader's own word for it will do, too."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(list(vocabulary))
        self._vocabulary = vocabulary

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the code that was typed, as it is or as a word; or fail with one line."""
        words = {self._vocabulary(code).casefold(): code for code in self._vocabulary}
        return super().convert(words.get(str(value).casefold(), value), param, ctx)

    def explained(self, text: str) -> str:
        """Return a help text with what each code means, for readers of another language."""
        words = {code: self._vocabulary(code) for code in self._vocabulary}
        if words == self._vocabulary:
            return text
        return f"{text[:-1]}: {', '.join(f'{code} – {word}' for code, word in words.items())}."


def keeping(**options: Callable[[Any], Any]) -> Callable[[F], F]:
    """Add *options* whose values are kept while the command runs, instead of handed to it."""

    def added(command: F) -> F:
        @functools.wraps(command)
        def run(*args: Any, **given: Any) -> Any:
            meta = click.get_current_context().meta
            meta.update({f"vekha.{name}": given.pop(name) for name in options})
            return command(*args, **given)

        for option in options.values():
            run = option(run)
        return run  # type: ignore[return-value]

    return added


def json_option(command: F) -> F:
    """Add ``--json`` to *command*; ``answer`` knows of it."""
    option = click.option("--json", is_flag=True, help=_("Answer with JSON, never translated."))
    return keeping(json=option)(command)


def ledger_options(command: F) -> F:
    """Add ``--db`` and ``--json`` to *command*; ``office`` and ``answer`` know of them."""
    option = click.option("--db", metavar=_("LEDGER"), help=_("The ledger (or VEKHA_DB)."))
    return keeping(db=option)(json_option(command))


def clock_options(command: F) -> F:
    """Add ``--as-of``, ``--known-on`` and ``--at`` to *command*."""
    command = click.option(
        "--at",
        type=click.IntRange(1),
        metavar=_("POSITION"),
        help=_("Only what had been recorded up to this position of the log."),
    )(command)
    command = click.option(
        "--known-on", type=Day(), help=_("Only what had been recorded by the end of that day.")
    )(command)
    return click.option("--as-of", type=Day(), help=_("Only what had happened by that day."))(
        command
    )


def wants_json() -> bool:
    """Return whether the running command answers programs."""
    return bool(click.get_current_context().meta.get(_JSON))


def address() -> str:
    """Return the ledger's address: the option, the root's option, ``VEKHA_DB`` or the default."""
    chosen = named()
    return str(default_ledger()) if chosen is None else chosen


def shown_address() -> str:
    """Return the ledger's address as it may be printed: without a password."""
    from engine.events.address import presentable

    return presentable(address())


def named() -> str | None:
    """Return the address that was named, by an option or ``VEKHA_DB``, or None.

    An empty variable counts as unset, as everywhere.
    """
    chosen = option()
    return os.environ.get("VEKHA_DB") or None if chosen is None else chosen


def option() -> str | None:
    """Return the address that ``--db`` gives, the command's own or the root's, or None.

    An empty one is no address, and opening it says so.
    """
    context = click.get_current_context()
    own: str | None = context.meta.get(_DB)
    shared: str | None = (context.find_root().obj or {}).get("db")
    return shared if own is None else own


def default_ledger() -> Path:
    """Return the file that is used when no ledger is named."""
    import platformdirs

    return platformdirs.user_data_path("vekha", appauthor=False) / "ledger.db"


def lend(context: click.Context, lent: Office, *, told: bool) -> None:
    """Have the commands below *context* work in the office *lent*; it stays open.

    What they answer is drawn only if it is to be *told*.
    """
    context.meta.update({_LENT: lent, _UNTOLD: not told})


def lent() -> Office | None:
    """Return the office that a rehearsal lends to the running command, or None."""
    context = click.get_current_context(silent=True)
    found: Office | None = context.meta.get(_LENT) if context else None
    return found


def heard() -> bool:
    """Return whether anyone sees what the running command answers: not so of an untold move."""
    return not click.get_current_context().meta.get(_UNTOLD)


@contextmanager
def office(*, create: bool = False) -> Iterator[Office]:
    """Lend the open ledger for the length of a command: a rehearsal's own, or one opened for it."""
    found = lent()
    if found is None:
        with _opened(create=create) as found:
            yield found
    else:
        with _parties_named(found):
            yield found


@contextmanager
def _opened(*, create: bool) -> Iterator[Office]:
    """Open the ledger at the address that was given, and close it when all is answered."""
    import platformdirs

    from cli.answering import answering
    from cli.logs import observer
    from engine.events.pending import PendingFolder
    from engine.office import Office

    pending = platformdirs.user_state_path("vekha", appauthor=False) / "pending"
    with _asks_for_the_address():
        opened = Office.open(
            address(), create=create, pending=PendingFolder(pending), observe=observer()
        )
    try:
        with answering(opened), _parties_named(opened):
            if not create:
                opened.session.admit(_step())
            yield opened
    finally:
        opened.close()


def _step() -> str:
    """Return the running command as it is typed: ``people add``."""
    return click.get_current_context().command_path.partition(" ")[2]


@contextmanager
def _asks_for_the_address() -> Iterator[None]:
    """Where no ledger was named, say who knows the address of the office's own."""
    from engine.errors import N_, NoLedger

    try:
        yield
    except NoLedger as error:
        if named() is not None:
            raise
        raise NoLedger(
            N_("no ledger was named, and there is none at {ledger}"),
            remedy=N_(
                "Ask your administrator for the address of the office's ledger, and give it with "
                "--db or VEKHA_DB. To try the program: vekha demo. Only the person who opens the "
                "office's first ledger needs: vekha init"
            ),
            **error.facts,
        ) from error


@contextmanager
def _parties_named(opened: Office) -> Iterator[None]:
    """Look up how the parties in a failure are called, while the register can be read."""
    from engine.errors import VekhaError

    try:
        yield
    except VekhaError as error:
        if parties := error.parties():
            register = opened.session.about(*parties)
            error.names = {party: register.name(party) for party in parties}
        raise


def answer(value: A, screen: Callable[[A], None], view: View | None = None) -> None:
    """Answer with *value*: as JSON where that is asked for, else drawn by *screen*.

    A rehearsal says so first; so does an answer of another day (*view*).
    """
    if not heard():
        return
    if wants_json():
        print_json(value)
        return
    from cli.screens import base

    base.banner(getattr(value, "rehearsal", False), view)
    screen(value)


def print_json(value: Any) -> None:
    """Print *value* as JSON: structs, dates and all; keys as the structs name them."""
    import msgspec

    from engine.errors import plain

    encoded = msgspec.json.encode(value, enc_hook=plain)
    terminal.echo_json(msgspec.json.format(encoded, indent=2).decode())
