"""Rebuild all read rows from the log, and put right what differs, unless others keep recording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from engine.errors import N_, Conflict
from engine.events import chain, codec
from engine.events.log import EventLog
from engine.events.read_tables import ReadTable, Value
from engine.projections.inline import ALL, rebuilt

ATTEMPTS = 3


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a rebuilding, up to a position: rows by table, and the ids of wrong ones."""

    position: int
    rows: Mapping[str, int]
    wrong: Mapping[str, tuple[str, ...]]


def rebuild(log: EventLog) -> Rebuilt:
    """Verify the log, make every read row again, and put right those that are not as they follow.

    Writers go first: nothing is locked while rows are made. Raises LogDamaged where the chain is
    broken, Conflict where others kept recording meanwhile.
    """
    opened = log.genesis()
    for _ in range(ATTEMPTS):
        head = log.head()
        stored = log.events()
        if opened is not None:
            stored = list(chain.verified(opened.ledger_id, stored))
        rows = rebuilt(map(codec.recorded, stored))
        tables: dict[ReadTable, Iterable[Mapping[str, Value]]] = {
            table: [rows[table.name][key] for key in sorted(rows[table.name])] for table in ALL
        }
        wrong = log.replace_rows(tables, head)
        if wrong is not None:
            counts = {name: len(found) for name, found in rows.items()}
            return Rebuilt(position=head.position, rows=counts, wrong=wrong)
    raise Conflict(
        N_("others kept recording while the rows were rebuilt"),
        remedy=N_("Run vekha admin rebuild again in a quiet moment."),
    )
