"""Where references are looked up for the present: in the read rows, and only what is asked for."""

from __future__ import annotations

from engine.events import streams
from engine.events.log import EventLog
from engine.projections import measures, occurrences
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders.catalogue import Measure


class Rows:
    """A directory (``projections/references.py``) over the rows of a log."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def called(self, number: str, owner: str | None = None) -> list[Measure]:
        """Return the measures (of all owners, or of one) with this number or id, by rank."""
        of_owner = {} if owner is None else {"owner": owner}
        found = {
            str(row["id"]): measures.measure(row)
            for column in ("number", "own_id")
            for row in self._log.rows(measures.TABLE.name, {column: number, **of_owner})
        }
        return sorted(found.values(), key=lambda one: (one.owner, one.rank))

    def occurrences(self, path: str) -> list[Occurrence]:
        """Return the occurrences of a measure, ordered by stream."""
        begins = streams.occurrences_of(path)
        return occurrences.ordered(self._log.rows(occurrences.TABLE.name, prefix=begins))
