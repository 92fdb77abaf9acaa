"""Importing an order, step by step: show what it says, ask, record; nothing by halves."""

from __future__ import annotations

from gettext import gettext as _

import click

from cli import desk
from cli.screens import base
from cli.screens import orders as screens
from engine.answers import preview
from engine.answers.preview import Rehearsed
from engine.documents import Document
from engine.errors import N_, NotFound, RefusedByRules
from engine.office import Wish, new_id
from engine.office.orders import wanted
from engine.workflows.decider import By
from engine.workflows.orders.known import Known
from engine.workflows.rights import Speaker


def rehearse(document: Document, wish: Wish) -> None:
    """Show what would be recorded; a ledger is looked at if there is one, and left alone.

    What could not be recorded as it is, is shown all the same, and ends as recording it would.
    """
    try:
        with desk.office() as office:
            seen = office.orders.preview(document, wish)
            rehearsal = office.session.rehearsal
    except NotFound:
        seen = preview.preview(document, wanted(document, wish), Known(), _nobody())
        rehearsal = False
    _show(seen, rehearsal=rehearsal)
    preview.check_recordable(seen)


def take_in(document: Document, wish: Wish, *, yes: bool) -> None:
    """Record the order, after showing it and asking unless *yes* was said."""
    with desk.office() as office:
        rehearsal = office.session.rehearsal
        seen = office.orders.preview(document, wish)
        if not (yes or seen.answer.file_known_as is not None):
            preview.check(seen.problems)
            _show(seen, rehearsal=rehearsal)
            if desk.wants_json() or not _confirmed():
                return
        recorded = office.orders.approve(document, wish)
        if desk.wants_json():
            desk.print_json(recorded.answer)
        else:
            base.banner(rehearsal)
            screens.recorded(recorded)


def _show(seen: Rehearsed, *, rehearsal: bool = False) -> None:
    if desk.wants_json():
        desk.print_json(seen.answer)
    else:
        base.banner(rehearsal)
        screens.preview(seen)


def _nobody() -> By:
    """Return who looks at an order where there is no ledger: an operator of none."""
    from datetime import date

    speaker = Speaker(person="person/-", roles=frozenset({"operator"}), acts_for=frozenset())
    return By(speaker=speaker, today=date.today(), new_id=new_id)  # noqa: DTZ011 - no office's zone


def _confirmed() -> bool:
    """Ask; without an answer nothing is recorded, and that is said."""
    try:
        answer = click.prompt(_("Record it? [y/N]"), default="", show_default=False)
    except click.Abort:
        click.echo()
        raise RefusedByRules(
            N_("no one confirmed, so nothing was recorded"),
            remedy=N_("Answer the question, or say --yes."),
        ) from None
    if answer.strip().casefold() in ("y", "yes", "д", "да"):
        return True
    click.echo(_("Nothing was recorded."))
    return False
