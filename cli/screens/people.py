"""Persons, and the ledger itself: opened, rebuilt."""

from __future__ import annotations

from gettext import gettext as _

from cli.screens import base
from engine import wording
from engine.answers.people import (
    OpenedAnswer,
    PeopleAnswer,
    PersonAnswer,
    RebuiltAnswer,
    UpgradedAnswer,
)
from engine.answers.policies import JournalAnswer, PolicyAnswer


def opened(found: OpenedAnswer) -> None:
    """Say that a ledger was opened, and what comes next."""
    base.heading(_("A ledger was opened for {name}.").format(name=found.organisation))
    base.lines(
        [
            (_("ledger"), found.address),
            (_("id"), found.ledger_id),
            (_("time zone"), found.time_zone),
            (_("you are"), wording.role.listed(found.roles)),
            (_("next"), _("vekha import FILE")),
        ]
    )


def person(found: PersonAnswer) -> None:
    """Show one person as registered."""
    base.lines(
        [
            (_("name"), found.name),
            (_("roles"), wording.role.listed(found.roles) or "–"),
            (_("acts for"), ", ".join(found.acts_for) or "–"),
            (_("logins"), ", ".join(found.logins) or "–"),
            (_("id"), found.id),
        ]
    )


def people(found: PeopleAnswer) -> None:
    """Show all persons."""
    table = base.table(_("name"), _("roles"), _("acts for"), _("logins"), wide=_("name"))
    for one in found.people:
        table.add_row(
            one.name,
            wording.role.listed(one.roles) or "–",
            ", ".join(one.acts_for) or "–",
            ", ".join(one.logins) or "–",
        )
    base.console().print(table)


def rebuilt(found: RebuiltAnswer) -> None:
    """Say what a rebuild came to, and which rows were wrong."""
    told = (
        _("The log is whole up to {position}; these rows were wrong and have been put right:")
        if found.wrong
        else _("The log is whole up to {position}; all rows follow from it.")
    )
    base.heading(told.format(position=found.position))
    base.lines((name, ", ".join(ids)) for name, ids in found.wrong.items())
    base.lines((name, str(count)) for name, count in found.rows.items())


def upgraded(found: UpgradedAnswer) -> None:
    """Say of which version the ledger is now."""
    base.heading(_("The ledger is of version {version}.").format(version=found.version))


def policy(found: PolicyAnswer) -> None:
    """Say how a policy is set now."""
    told = _("The policy {name} is set to {value} from {day} on.")
    day = wording.day(found.valid_from)
    base.heading(told.format(name=found.name, value=found.value, day=day))


def journal(found: JournalAnswer) -> None:
    """Say how the file keeps its journal."""
    base.heading(_("The journal is kept as {journal}.").format(journal=found.journal))
