"""The projections that are written with each batch, and the two ways in which rows are made.

``batch_rows`` makes those that travel with a batch, so that what was written can be read at once;
``rebuilt`` makes all of them from the log. A test holds that both are the same, for any history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from engine.events.log import ReadRow, Value
from engine.events.recorded import Happened, Recorded
from engine.projections import measures, occurrences, register
from engine.projections.projection import History, Projection

PROJECTIONS: tuple[Projection, ...] = (
    *register.PROJECTIONS,
    measures.PROJECTION,
    occurrences.PROJECTION,
)
TABLES = tuple(projection.table for projection in PROJECTIONS)

Rows = dict[str, dict[str, dict[str, Value]]]
"""Table -> id -> row."""


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


def rebuilt(events: Iterable[Recorded]) -> Rows:
    """Return every row that the whole log adds up to."""
    seen = list(events)
    return {projection.name: _rows(projection, seen) for projection in PROJECTIONS}


def _rows(projection: Projection, events: list[Recorded]) -> dict[str, dict[str, Value]]:
    states: dict[str, Any] = {}
    positions: dict[str, int] = {}
    for event in events:
        for row_id, state in projection.step(event, states.get):
            states[row_id], positions[row_id] = state, event.position
    return {
        row_id: {**projection.row(state), "position": positions[row_id]}
        for row_id, state in states.items()
    }
