"""What every command shares: the options for ledger and form, the open office, days and answers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from engine.office import Office

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day: ``YYYY-MM-DD``, or as the reader's language writes it."""

    name = "DATE"

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
            _("{value!r} is no day; write it as YYYY-MM-DD or DD.MM.YYYY").format(value=value),
            param,
            ctx,
        )


def ledger_options(command: F) -> F:
    """Add ``--db`` and ``--json`` to *command*."""
    command = click.option("--db", metavar="LEDGER", help=_("The ledger (or VEKHA_DB)."))(command)
    return click.option(
        "--json", "as_json", is_flag=True, help=_("Answer with JSON, never translated.")
    )(command)


def clock_options(command: F) -> F:
    """Add ``--as-of`` and ``--known-on`` to *command*."""
    command = click.option(
        "--known-on", type=Day(), help=_("Only what had been recorded by the end of that day.")
    )(command)
    return click.option("--as-of", type=Day(), help=_("Only what had happened by that day."))(
        command
    )


def address(db: str | None) -> str:
    """Return the ledger's address: the option, the root's option, ``VEKHA_DB`` or the default."""
    chosen = named(db)
    return str(default_ledger()) if chosen is None else chosen


def named(db: str | None) -> str | None:
    """Return the address that somebody named, or None; an empty option is no address, and said so.

    An empty variable counts as unset, as everywhere.
    """
    shared: str | None = (click.get_current_context().find_root().obj or {}).get("db")
    given = shared if db is None else db
    return os.environ.get("VEKHA_DB") or None if given is None else given


def default_ledger() -> Path:
    """Return the file that is used when nobody names a ledger."""
    import platformdirs

    return platformdirs.user_data_path("vekha", appauthor=False) / "ledger.db"


@contextmanager
def office(db: str | None, *, create: bool = False) -> Iterator[Office]:
    """Open the ledger for the length of a command."""
    import platformdirs

    from cli.logs import observer
    from engine.events.pending import PendingFolder
    from engine.office import Office

    pending = platformdirs.user_state_path("vekha", appauthor=False) / "pending"
    opened = Office.open(
        address(db), create=create, pending=PendingFolder(pending), observe=observer()
    )
    try:
        with _names(opened):
            yield opened
    finally:
        opened.log.close()


@contextmanager
def _names(opened: Office) -> Iterator[None]:
    """Fill in names for ids in the facts of a failure, unless the ids are what is to be typed."""
    from engine.errors import Ambiguous, VekhaError

    try:
        yield
    except Ambiguous:
        raise
    except VekhaError as error:
        error.facts = {name: _named(opened, value) for name, value in error.facts.items()}
        raise


def _named(opened: Office, value: Any) -> Any:
    import re

    pattern = r"\b(?:organisation|post|group|person)/[0-9a-z]{12}\b"
    if not isinstance(value, str) or not re.search(pattern, value):
        return value
    register = opened.register()
    return re.sub(pattern, lambda found: register.name(found[0]), value)


def roadmap(opened: Office, key: str | None) -> str | None:
    """Return the key of a roadmap that was asked for, or None; raises NotFound where it is none."""
    from engine.errors import N_, NotFound

    known = opened.catalogue().roadmaps
    if key is None or key in known:
        return key
    raise NotFound(
        N_("there is no roadmap {key!r}"),
        remedy=N_("Known here: {known}.") if known else N_("Take an order in: vekha import FILE"),
        key=key,
        known=", ".join(known),
    )


def answer(value: Any) -> None:
    """Print *value* as JSON: structs, dates and all; keys as the structs name them."""
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
