"""Where references are looked up for the present: in the read rows, and only what is asked for."""

from __future__ import annotations

from engine.events import streams
from engine.events.log import EventLog
from engine.events.read_tables import Value
from engine.projections import measures, occurrences
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders.catalogue import Measure


class Rows:
    """A directory (``projections/references.py``) over the rows of a log.

    It is made for one question: what a number means, it looks up once.
    """

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._called: dict[tuple[str, str | None], list[Measure]] = {}

    def called(self, number: str, owner: str | None = None) -> list[Measure]:
        """Return the measures (of all owners, or of one) with this number or id, by rank."""
        asked = number, owner
        if asked not in self._called:
            self._called[asked] = self._looked_up(number, owner)
        return self._called[asked]

    def _looked_up(self, number: str, owner: str | None) -> list[Measure]:
        of_owner = {} if owner is None else {"owner": owner}
        found = {
            str(row["id"]): measures.measure(row)
            for column in ("number", "own_id")
            for row in self._log.rows(measures.TABLE.name, {column: number, **of_owner})
        }
        return sorted(found.values(), key=lambda one: (one.owner, one.rank))

    def occurrence(self, path: str, key: str) -> Occurrence | None:
        """Return the occurrence of a measure with exactly that key."""
        stream = f"{streams.occurrences_of(path)}{key}"
        return next(iter(self._read({"id": stream})), None)

    def occurrences(self, path: str) -> list[Occurrence]:
        """Return the occurrences of a measure, ordered by stream."""
        begins = streams.occurrences_of(path)
        return self._read(prefix=begins)

    def _read(self, equal: dict[str, Value] | None = None, prefix: str = "") -> list[Occurrence]:
        return occurrences.ordered(self._log.rows(occurrences.TABLE.name, equal, prefix=prefix))
