"""Commands of the administrator: open a ledger, register people, keep the rows in order."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _
from typing import Literal

import click

from cli import desk
from engine import wording

ROLE = desk.Coded(wording.role)


@click.command(
    short_help=_("Open a new ledger."),
    help=_("Open a new ledger; the person who runs this becomes its operator and administrator."),
)
@click.option("--organisation", required=True, help=_("The education office that keeps it."))
@click.option("--name", required=True, help=_("Your own name, as reports shall print it."))
@click.option(
    "--time-zone",
    required=True,
    metavar=_("ZONE"),
    help=_("The office's time zone, for example Europe/Moscow; it decides what a day is."),
)
@click.option(
    "--language",
    type=click.Choice(["ru", "en"]),
    default="ru",
    show_default=True,
    help=_("The language of the documents."),
)
@desk.ledger_options
def init(organisation: str, name: str, time_zone: str, language: str) -> None:
    """Open a new ledger."""
    from cli.screens import people as screens
    from engine.answers.people import opened
    from engine.workflows.genesis import Opening

    opening = Opening(
        organisation=organisation,
        time_zone=time_zone,
        name=name,
        language=language,
        purpose="office",
    )
    opening.check()
    with desk.office(create=True) as office:
        office.inaugurate(opening)
        answer = opened(office.session.opened, desk.shown_address())
        desk.answer(answer, screens.opened)


@click.group(
    short_help=_("Register persons, their logins and organisations."),
    help=_("Who works with the ledger: persons, their logins, roles and organisations."),
)
def people() -> None:
    """Hold the commands about people."""


@people.command("add", help=_("Register a person."))
@click.argument("name", metavar=_("NAME"))
@click.option(
    "--role", "roles", multiple=True, type=ROLE, help=ROLE.explained(_("What they may do."))
)
@click.option(
    "--member-of",
    multiple=True,
    metavar=_("EXECUTOR"),
    help=_("The organisation, post or group for which they act (repeatable)."),
)
@click.option("--login", help=_("The account with which they sign in."))
@desk.ledger_options
def people_add(
    name: str, roles: tuple[str, ...], member_of: tuple[str, ...], login: str | None
) -> None:
    """Register a person."""
    from cli.screens import people as screens
    from engine.workflows.personnel import AddPerson

    with desk.office() as office:
        wanted = AddPerson(name=name, roles=roles, member_of=member_of, login=login)
        person = office.people.add(wanted)
        desk.answer(office.answers.person(person), screens.person)


@people.command("login", help=_("Give a person one more account to sign in with."))
@click.argument("person", metavar=_("PERSON"))
@click.argument("login", metavar=_("LOGIN"))
@desk.ledger_options
def people_login(person: str, login: str) -> None:
    """Map a login to a person."""
    from cli.screens import people as screens
    from engine.workflows.personnel import AddLogin

    with desk.office() as office:
        found = office.people.add_login(person, AddLogin(login=login))
        desk.answer(office.answers.person(found), screens.person)


@people.command("list", help=_("List persons with roles, logins and organisations."))
@desk.ledger_options
def people_list() -> None:
    """List everybody."""
    from cli.screens import people as screens

    with desk.office() as office:
        desk.answer(office.answers.people(), screens.people)


@click.group(help=_("Keep the ledger in order: roles, rows, versions."))
def admin() -> None:
    """Hold the commands of administration."""


@admin.command(
    short_help=_("Give a person more roles, from today on."),
    help=ROLE.explained(_("Give a person more roles, from today on.")),
)
@click.argument("person", metavar=_("PERSON"))
@click.argument("roles", nargs=-1, required=True, type=ROLE)
@desk.ledger_options
def grant(person: str, roles: tuple[str, ...]) -> None:
    """Grant roles."""
    from cli.screens import people as screens
    from engine.workflows.personnel import GrantRoles

    with desk.office() as office:
        found = office.people.grant(person, GrantRoles(roles=roles))
        desk.answer(office.answers.person(found), screens.person)


@admin.command(help=_("Verify the log and rebuild all rows for lists and totals from it."))
@desk.ledger_options
def rebuild() -> None:
    """Rebuild the rows."""
    from cli.screens import people as screens

    with desk.office() as office:
        desk.answer(office.answers.rebuild(), screens.rebuilt)


@admin.command(help=_("Bring a ledger that an older vekha made to this version."))
@desk.ledger_options
def upgrade() -> None:
    """Upgrade the ledger's tables."""
    from cli.screens import people as screens

    with desk.office() as office:
        desk.answer(office.answers.upgrade(), screens.upgraded)


@admin.command(
    short_help=_("Set how this ledger does what the rules leave open."),
    help=_(
        "Set how this ledger does what the rules leave open. open_reading yes: everyone whom the "
        "file or the database lets in may read; no (as it is at first): only who is registered."
    ),
)
@click.argument("name", metavar=_("POLICY"))
@click.argument("value", metavar=_("VALUE"))
@click.option("--from", "since", type=desk.Day(), help=_("From which day on [today]."))
@desk.ledger_options
def policy(name: str, value: str, since: date | None) -> None:
    """Set a policy."""
    from cli.screens import people as screens
    from engine.workflows.policies import SetPolicy

    with desk.office() as office:
        wanted = SetPolicy(name=name, value=value, since=since)
        desk.answer(office.rules.set_policy(wanted), screens.policy)


@admin.command(
    short_help=_("Set how the ledger's file keeps its journal."),
    help=_(
        "Set how the ledger's file keeps its journal. delete (as it is at first): the ledger is one"
        " file that survives being copied; wal: readers do not wait for writers, for a ledger on a "
        "disk of this computer that many use. What is recorded survives a power cut either way."
    ),
)
@click.argument("journal", type=click.Choice(["delete", "wal"]))
@desk.ledger_options
def journal(journal: Literal["delete", "wal"]) -> None:
    """Change the journal."""
    from cli.screens import people as screens

    with desk.office() as office:
        desk.answer(office.rules.set_journal(journal), screens.journal)
