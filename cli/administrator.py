"""Commands of the administrator: open a ledger, register people, keep the rows in order."""

from __future__ import annotations

from gettext import gettext as _

import click

from cli import desk

ROLES = ("executor", "operator", "supervisor", "analyst", "reader", "administrator")


@click.command(
    short_help=_("Open a new ledger."),
    help=_("Open a new ledger; whoever runs this becomes its operator and administrator."),
)
@click.option("--organisation", required=True, help=_("The education office that keeps it."))
@click.option("--name", required=True, help=_("Your own name, as reports shall print it."))
@click.option(
    "--time-zone",
    required=True,
    metavar="ZONE",
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
def init(
    organisation: str, name: str, time_zone: str, language: str, db: str | None, as_json: bool
) -> None:
    """Open a new ledger."""
    from cli.screens import people as screens
    from engine.workflows.genesis import Opening

    opening = Opening(
        organisation=organisation,
        time_zone=time_zone,
        name=name,
        language=language,
        purpose="office",
    )
    opening.check()
    with desk.office(db, create=True) as office:
        office.inaugurate(opening)
        opened = office.opened
        if as_json:
            desk.answer(opened)
        else:
            screens.opened(opened, desk.address(db))


@click.group(
    short_help=_("Register persons, their logins and organisations."),
    help=_("Who works with the ledger: persons, their logins, roles and organisations."),
)
def people() -> None:
    """Hold the commands about people."""


@people.command("add", help=_("Register a person."))
@click.argument("name")
@click.option(
    "--role", "roles", multiple=True, type=click.Choice(ROLES), help=_("What they may do.")
)
@click.option(
    "--member-of",
    multiple=True,
    metavar="EXECUTOR",
    help=_("The organisation, post or group for which they act (repeatable)."),
)
@click.option("--login", help=_("The account with which they sign in."))
@desk.ledger_options
def people_add(
    name: str,
    roles: tuple[str, ...],
    member_of: tuple[str, ...],
    login: str | None,
    db: str | None,
    as_json: bool,
) -> None:
    """Register a person."""
    from cli.screens import people as screens

    with desk.office(db) as office:
        person = office.add_person(name, roles=roles, member_of=member_of, login=login)
        screens.person(office, person, as_json=as_json)


@people.command("login", help=_("Give a person one more account to sign in with."))
@click.argument("person")
@click.argument("login")
@desk.ledger_options
def people_login(person: str, login: str, db: str | None, as_json: bool) -> None:
    """Map a login to a person."""
    from cli.screens import people as screens

    with desk.office(db) as office:
        screens.person(office, office.add_login(person, login), as_json=as_json)


@people.command("list", help=_("List persons with roles, logins and organisations."))
@desk.ledger_options
def people_list(db: str | None, as_json: bool) -> None:
    """List everybody."""
    from cli.screens import people as screens

    with desk.office(db) as office:
        screens.everybody(office, as_json=as_json)


@click.group(help=_("Keep the ledger in order: roles, rows, versions."))
def admin() -> None:
    """Hold the commands of administration."""


@admin.command(help=_("Give a person more roles, from today on."))
@click.argument("person")
@click.argument("roles", nargs=-1, required=True, type=click.Choice(ROLES))
@desk.ledger_options
def grant(person: str, roles: tuple[str, ...], db: str | None, as_json: bool) -> None:
    """Grant roles."""
    from cli.screens import people as screens

    with desk.office(db) as office:
        screens.person(office, office.grant(person, roles), as_json=as_json)


@admin.command(help=_("Verify the log and make all rows for lists and totals again from it."))
@desk.ledger_options
def rebuild(db: str | None, as_json: bool) -> None:
    """Rebuild the rows."""
    from cli.screens import people as screens

    with desk.office(db) as office:
        counts = office.rebuild()
        if as_json:
            desk.answer({"head": office.log.head().position, "rows": counts})
        else:
            screens.rebuilt(office, counts)


@admin.command(help=_("Bring a ledger that an older vekha made to this version."))
@desk.ledger_options
def upgrade(db: str | None, as_json: bool) -> None:
    """Upgrade the ledger's tables."""
    from cli.screens import people as screens
    from engine.events import tables

    with desk.office(db) as office:
        office.upgrade()
        if as_json:
            desk.answer({"version": tables.REVISION})
        else:
            screens.upgraded(office, tables.REVISION)
