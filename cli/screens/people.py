"""Persons, and the ledger itself: opened, rebuilt."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from cli import desk, wording
from cli.screens import base
from engine.events.ledger import LedgerOpened
from engine.office import Office
from engine.people.register import Register


def opened(ledger: LedgerOpened, where: str) -> None:
    """Say that a ledger was opened, and what comes next."""
    base.heading(_("A ledger was opened for {name}.").format(name=ledger.organisation))
    base.lines(
        [
            (_("ledger"), where),
            (_("id"), ledger.ledger_id),
            (_("time zone"), ledger.time_zone),
            (_("you are"), wording.listed(["operator", "administrator"])),
            (_("next"), "vekha import FILE.yaml"),
        ]
    )


def person(office: Office, person_id: str, *, as_json: bool) -> None:
    """Show one person as registered."""
    shown = _person(office, office.register(), person_id)
    if as_json:
        desk.answer(shown)
        return
    base.banner(office)
    base.lines(
        [
            (_("name"), shown["name"]),
            (_("roles"), wording.listed(shown["roles"]) or "–"),
            (_("acts for"), ", ".join(shown["acts_for"]) or "–"),
            (_("logins"), ", ".join(shown["logins"]) or "–"),
            (_("id"), shown["id"]),
        ]
    )


def everybody(office: Office, *, as_json: bool) -> None:
    """Show all persons."""
    register = office.register()
    found = [_person(office, register, known.id) for known in register.people()]
    if as_json:
        desk.answer(found)
        return
    base.banner(office)
    table = base.table(_("name"), _("roles"), _("acts for"), _("logins"), wide=_("name"))
    shown_for = table.columns[2]
    shown_for.ratio, shown_for.min_width = 1, 16
    for shown in found:
        table.add_row(
            base.visible(shown["name"]),
            wording.listed(shown["roles"]) or "–",
            ", ".join(shown["acts_for"]) or "–",
            base.visible(", ".join(shown["logins"])) or "–",
        )
    base.console().print(table)


def rebuilt(office: Office, counts: Mapping[str, int]) -> None:
    """Say what a rebuild made."""
    base.banner(office)
    base.heading(
        _("The log is whole up to {position}; all rows were made again.").format(
            position=office.log.head().position
        )
    )
    base.lines((name, str(count)) for name, count in counts.items())


def upgraded(office: Office, version: str) -> None:
    """Say of which version the ledger is now."""
    base.banner(office)
    base.heading(_("The ledger is of version {version}.").format(version=version))


def _person(office: Office, register: Register, person_id: str) -> dict[str, Any]:
    today = office.today
    logins = [
        register.names.get(int(row["position"] or 0), {}).get("login", "")
        for row in register.logins
        if row["person"] == person_id
    ]
    parties = sorted(register.parties_of(person_id, today) - {person_id})
    return {
        "id": person_id,
        "name": register.name(person_id),
        "roles": sorted(register.roles_of(person_id, today)),
        "acts_for": [register.name(party) for party in parties],
        "logins": logins,
    }
