"""Rebuild all read rows from the log, and swap them in if no one recorded in between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.errors import N_, Conflict
from engine.events import chain, codec
from engine.events.log import EventLog, ReadTable, Value
from engine.projections.inline import TABLES, rebuilt

ATTEMPTS = 3


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
        N_("others kept recording while the rows were rebuilt"),
        remedy=N_("Run vekha admin rebuild again in a quiet moment."),
    )
