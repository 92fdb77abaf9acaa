"""The projections that are written with each batch, and the two ways in which rows are made.

``batch_rows`` makes those that travel with a batch, so that what was written can be read at once;
``rebuilt`` makes all of them from the log, and those of the register, which the log itself keeps. A
test holds that both are the same, for any history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from engine.events import register
from engine.events.read_tables import ReadRow, Value
from engine.events.recorded import Happened, Recorded
from engine.events.register import Kept
from engine.projections import measures, occurrences
from engine.projections.projection import History, Projection

PROJECTIONS: tuple[Projection, ...] = (measures.PROJECTION, occurrences.PROJECTION)
TABLES = tuple(projection.table for projection in PROJECTIONS)
"""The read tables that batches bring rows for."""

ALL = (*register.TABLES, *TABLES)
"""Those, and the ones that the log keeps by itself."""


def batch_rows(batch: Iterable[Happened], history: History) -> Iterator[ReadRow]:
    """Yield the rows that follow from *batch*, as they will hold once it is recorded."""
    events = list(enumerate(batch, 1))
    for projection in PROJECTIONS:
        latest: dict[str, tuple[int, Any]] = {}

        def before(
            row_id: str,
            latest: dict[str, tuple[int, Any]] = latest,
            projection: Projection = projection,
        ) -> Any:
            found = latest.get(row_id)
            return projection.known(row_id, history) if found is None else found[1]

        for ordinal, happened in events:
            for row_id, state in projection.step(happened, before):
                latest[row_id] = ordinal, state
        for ordinal, state in latest.values():
            yield ReadRow(table=projection.name, ordinal=ordinal, values=projection.row(state))


def rebuilt(events: Iterable[Recorded]) -> Kept:
    """Return every row that the whole log adds up to, with position and hash of its event."""
    seen = list(events)
    kept: Kept = {table.name: {} for table in register.TABLES}
    for event in seen:
        for change in register.changes(event.stream, event.version, event.event):
            register.apply(kept, change, event.position, event.hash)
    return kept | {projection.name: _rows(projection, seen) for projection in PROJECTIONS}


def _rows(projection: Projection, events: list[Recorded]) -> dict[str, dict[str, Value]]:
    states: dict[str, Any] = {}
    lasts: dict[str, Recorded] = {}
    for event in events:
        for row_id, state in projection.step(event, states.get):
            states[row_id], lasts[row_id] = state, event
    return {
        row_id: {
            **projection.row(state),
            "position": lasts[row_id].position,
            "hash": lasts[row_id].hash,
        }
        for row_id, state in states.items()
    }
