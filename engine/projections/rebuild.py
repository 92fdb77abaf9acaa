"""Make all read rows again from the log, and swap them in if nobody recorded in between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.errors import N_, Conflict
from engine.events import chain, codec
from engine.events.log import EventLog, ReadTable, Value
from engine.events.recorded import Recorded
from engine.people.rows import register_rows
from engine.people.tables import TABLES as REGISTER_TABLES
from engine.projections import occurrences

TABLES = (*REGISTER_TABLES, occurrences.TABLE)
ATTEMPTS = 3

Rows = dict[str, dict[str, dict[str, Value]]]


def rebuilt(events: Iterable[Recorded]) -> Rows:
    """Return table -> id -> row, as the whole log adds up to it."""
    rows: Rows = {table.name: {} for table in TABLES}
    seen = list(events)
    for event in seen:
        for table, values in register_rows(event.stream, event.version, event.event):
            rows[table][str(values["id"])] = {**values, "position": event.position}
    for stream, (state, position) in occurrences.folded(seen).items():
        rows[occurrences.TABLE.name][stream] = {**occurrences.row(state), "position": position}
    return rows


def rebuild(log: EventLog) -> Mapping[str, int]:
    """Verify the log, replace every read row, and return table -> number of rows.

    Raises LogDamaged where the chain is broken, Conflict where others kept recording meanwhile.
    """
    opened = log.genesis()
    for _ in range(ATTEMPTS):
        head = log.head()
        stored = log.events()
        if opened is not None:
            stored = list(chain.verified(opened.ledger_id, stored))
        rows = rebuilt(map(codec.recorded, stored))
        tables: dict[ReadTable, Iterable[Mapping[str, Value]]] = {
            table: [rows[table.name][key] for key in sorted(rows[table.name])] for table in TABLES
        }
        if log.replace_rows(tables, head):
            return {name: len(found) for name, found in rows.items()}
    raise Conflict(
        N_("others kept recording while the rows were made again"),
        remedy=N_("Run vekha admin rebuild again in a quiet moment."),
    )
