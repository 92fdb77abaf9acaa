"""The tables of the register, as the log writes them with every batch."""

from __future__ import annotations

from engine.events.log import ReadTable

PERSONS = ReadTable(name="persons", columns=(("id", "text"),))
LOGINS = ReadTable(
    name="logins",
    columns=(
        ("id", "text"),
        ("person", "text"),
        ("realm", "text"),
        ("valid_from", "text"),
        ("valid_to", "text"),
    ),
    indexes=("realm",),
)
ROLES = ReadTable(
    name="roles",
    columns=(
        ("id", "text"),
        ("person", "text"),
        ("role", "text"),
        ("valid_from", "text"),
        ("valid_to", "text"),
    ),
    indexes=("person",),
)
MEMBERSHIPS = ReadTable(
    name="memberships",
    columns=(
        ("id", "text"),
        ("person", "text"),
        ("party", "text"),
        ("valid_from", "text"),
        ("valid_to", "text"),
    ),
    indexes=("person",),
)
PARTIES = ReadTable(name="parties", columns=(("id", "text"), ("kind", "text"), ("name", "text")))
ALIASES = ReadTable(
    name="aliases",
    columns=(("id", "text"), ("party", "text"), ("alias", "text")),
    indexes=("party",),
)

TABLES = (PERSONS, LOGINS, ROLES, MEMBERSHIPS, PARTIES, ALIASES)
