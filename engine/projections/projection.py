"""What a projection is: a table of read rows, and the step from an event to the rows it changes.

All that the program keeps beside the log is declared as such a value, and ``TABLES`` and the
two ways of making rows (with a batch, from the whole log) come from the one list in
``inline.py``. A step is pure; what it needs of the past is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

import msgspec

from engine.events.read_tables import ReadTable, Value
from engine.events.recorded import Happened
from engine.workflows.occurrence.state import Occurrence

Before = Callable[[str], Any]
"""Row id -> the state of that row before the event, or None where there is none yet."""


class History(Protocol):
    """What a batch in the making may read of the log; see ``workflows/handling.py``."""

    def occurrence(self, stream: str) -> Occurrence:
        """Return the occurrence that *stream* adds up to (version 0: none yet)."""

    def rows(
        self, table: str, equal: dict[str, Value] | None = None, *, prefix: str = ""
    ) -> list[dict[str, Value]]:
        """Return rows of a read table, as ``EventLog.rows`` does."""


class Projection(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that follow from events.

    ``step`` yields (row id, state after) for every row that an event changes; ``row`` turns a
    state into the columns of ``table``; ``known`` finds the state of a row as recorded so far.
    """

    table: ReadTable
    step: Callable[[Happened, Before], Iterable[tuple[str, Any]]]
    row: Callable[[Any], dict[str, Value]]
    known: Callable[[str, History], Any]

    @property
    def name(self) -> str:
        """Return the name of its table."""
        return self.table.name
