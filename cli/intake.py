"""Taking an order in, step by step: show what it says, ask, record; nothing by halves."""

from __future__ import annotations

from gettext import gettext as _

import click
import msgspec

from cli import desk
from cli.screens import orders as screens
from engine.documents import Document
from engine.documents.completion import known_again
from engine.documents.preview import preview
from engine.documents.problems import Problem, Where
from engine.errors import N_, NotFound, RefusedByRules
from engine.events.log import Receipt
from engine.office import Office
from engine.workflows.amendment import Change
from engine.workflows.approval import Approval


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """How to answer, and whether to ask before recording."""

    as_json: bool
    yes: bool


def rehearse(db: str | None, document: Document, wanted: Approval, form: Form) -> None:
    """Show what would be recorded; a ledger is looked at if there is one, and left alone."""
    changes: tuple[Change, ...] = ()
    if not _blocking(document):
        try:
            with desk.office(db) as office:
                document, wanted = _known_again(office, document, wanted)
                changes = office.preview(wanted).changes
        except NotFound:
            changes = ()
        except RefusedByRules as error:
            document = _with_problem(document, error)
    _show(document, wanted, form, changes, None)


def take_in(db: str | None, document: Document, wanted: Approval, form: Form) -> None:
    """Record the order, after showing it and asking where the form wants that."""
    with desk.office(db) as office:
        known = office.recorded_order(document.sha256)
        if known is not None:
            _say_known(document, wanted, form, known)
            return
        _refuse_blocking(document)
        document, wanted = _known_again(office, document, wanted)
        changes = office.preview(wanted).changes
        if not form.yes:
            _show(document, wanted, form, changes, None)
            if form.as_json or not _confirmed():
                return
        receipt = office.approve(wanted)
        if form.as_json:
            _show(document, wanted, form, changes, receipt)
        elif receipt is None:
            click.echo(_("The ledger says all of this already: nothing was recorded."))
        else:
            screens.recorded(office, document, changes)


def _known_again(office: Office, document: Document, wanted: Approval) -> tuple[Document, Approval]:
    """Return both under the keys that the ledger has; --amend of nothing known is refused."""
    catalogue = office.catalogue()
    draft = known_again(document.draft, catalogue, amend=wanted.amend)
    if wanted.amend and not any(found.key in catalogue.roadmaps for found in draft.roadmaps):
        raise RefusedByRules(
            N_("this order amends no roadmap of the ledger: none has its title or key"),
            remedy=N_("Leave --amend out for a new roadmap; known are: {known}."),
            known=", ".join(catalogue.roadmaps) or "–",
        )
    replace = msgspec.structs.replace
    before = [found.key for found in document.draft.roadmaps]
    keys = dict(zip(before, (found.key for found in draft.roadmaps), strict=True))
    problems = tuple(
        replace(
            found,
            where=replace(found.where, roadmap=keys.get(found.where.roadmap, found.where.roadmap)),
        )
        for found in document.problems
    )
    return replace(document, draft=draft, problems=problems), replace(wanted, draft=draft)


def _show(
    document: Document,
    wanted: Approval,
    form: Form,
    changes: tuple[Change, ...],
    receipt: Receipt | None,
) -> None:
    seen = preview(document, all_windows=wanted.all_windows)
    if form.as_json:
        answer = msgspec.structs.asdict(seen)
        desk.answer({**answer, "changes": changes, "recorded": receipt})
    else:
        screens.preview(document, seen, changes)


def _say_known(document: Document, wanted: Approval, form: Form, known: str) -> None:
    if form.as_json:
        _show(document, wanted, form, (), None)
        return
    text = _("This very file was taken in before, as order {key}: nothing was recorded.")
    click.echo(text.format(key=known))


def _blocking(document: Document) -> list[Problem]:
    return [found for found in document.problems if found.severity == "blocking"]


def _with_problem(document: Document, error: RefusedByRules) -> Document:
    """Return *document* with what the ledger would say to it."""
    found = Problem(
        code=error.reason,
        where=Where(cell="order"),
        template=error.template,
        consequence=error.remedy,
        facts=error.facts,
        severity="blocking",
    )
    return msgspec.structs.replace(document, problems=(found, *document.problems))


def _refuse_blocking(document: Document) -> None:
    """Raise RefusedByRules for the first problem that has to be settled before recording."""
    for found in _blocking(document):
        raise RefusedByRules(found.template, remedy=found.consequence, **found.facts)


def _confirmed() -> bool:
    """Ask; without an answer nothing is recorded, and that is said."""
    try:
        answer = click.prompt(_("Record it? [y/N]"), default="", show_default=False)
    except click.Abort:
        click.echo()
        raise RefusedByRules(
            N_("nobody confirmed, so nothing was recorded"),
            remedy=N_("Answer the question, or say --yes."),
        ) from None
    if answer.strip().casefold() in ("y", "yes", "д", "да"):
        return True
    click.echo(_("Nothing was recorded."))
    return False
