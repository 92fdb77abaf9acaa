"""The one path from a command to the log: read, decide, append; after a lost race decide again.

What is sent is noted before (``requests.py``), so that the same request after an unknown outcome
records nothing twice. What one attempt reads of the log, it reads once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import msgspec

from engine.errors import Conflict, RefusedByRules
from engine.events import codec
from engine.events.log import Batch, EventLog, Receipt, Refusal, StreamAppend
from engine.events.pending import Pending
from engine.events.read_tables import ReadRow, Value
from engine.events.recorded import Happened, Recorded
from engine.workflows.decider import Appends, as_happened
from engine.workflows.occurrence.evolving import fold
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.requests import Asked, Request, Requests

ATTEMPTS = 4
"""How often a command is decided on fresh history before Conflict is raised."""


class History:
    """What one attempt reads of the log: each stream once, however often it is asked for."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._streams: dict[str, list[Recorded]] = {}
        self._whole: set[str] = set()
        self._folded: dict[str, Occurrence] = {}
        self.register_position: int | None = None

    def names_are_read(self) -> None:
        """Note where the register ends, before its names are read: the decision rests on them."""
        self.register_position = self._log.register_position()

    def stream(self, stream: str) -> list[Recorded]:
        """Return the events of a stream."""
        if stream not in self._streams:
            whole = any(stream.startswith(prefix) for prefix in self._whole)
            stored = [] if whole else self._log.stream(stream)
            self._streams[stream] = list(map(codec.recorded, stored))
        return self._streams[stream]

    def streams(self, prefix: str) -> list[Recorded]:
        """Return the events of all streams whose name begins with *prefix*, in order."""
        events = list(map(codec.recorded, self._log.streams(prefix)))
        read: dict[str, list[Recorded]] = {}
        for event in events:
            read.setdefault(event.stream, []).append(event)
        self._streams.update(read)
        for stream in read:
            self._folded.pop(stream, None)
        self._whole.add(prefix)
        return events

    def version(self, stream: str) -> int:
        """Return the last version of a stream (0: it is new)."""
        return len(self.stream(stream))

    def occurrence(self, stream: str) -> Occurrence:
        """Return the occurrence that *stream* adds up to (version 0: none yet)."""
        if stream not in self._folded:
            self._folded[stream] = fold(stream, self.stream(stream))
        return self._folded[stream]

    def rows(
        self, table: str, equal: Mapping[str, Value] | None = None, *, prefix: str = ""
    ) -> list[dict[str, Value]]:
        """Return rows of a read table, as ``EventLog.rows`` does."""
        return self._log.rows(table, equal, prefix=prefix)


Decided = Callable[[History], Appends]
"""A decision that still has to read what it decides on."""

RowsOf = Callable[[Iterable[Happened], History], Iterable[ReadRow]]
"""The read rows that follow from a batch; ``projections/inline.py`` has them."""


class Handler:
    """Records what commands decide; *rows_of* tells the read rows that follow from a batch."""

    def __init__(
        self,
        log: EventLog,
        clock: Callable[[], datetime],
        pending: Pending,
        rows_of: RowsOf,
    ) -> None:
        self._log = log
        self._clock = clock
        self._rows_of = rows_of
        self.requests = Requests(log, clock, pending)

    def history(self) -> History:
        """Return an empty history, for reading what is recorded now."""
        return History(self._log)

    def record(self, request: Request, decide: Decided) -> Receipt:
        """Record what *decide* returns; it is called again on fresh history after a lost race.

        Raises what *decide* and ``EventLog.append`` raise; a refusal leaves a note.
        """
        asked = self.requests.take_up(request)
        if asked.receipt is not None:
            return asked.receipt
        with self.requests.failing(asked):
            return self.requests.recorded(asked, self._sent(request, asked, decide))

    def _sent(self, request: Request, asked: Asked, decide: Decided) -> Receipt:
        for attempt in range(1, ATTEMPTS + 1):
            batch = self._batch(request, asked, decide)
            self.requests.send(asked, request, batch)
            try:
                return self._log.append(batch)
            except Conflict:
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("unreachable")

    def _batch(self, request: Request, asked: Asked, decide: Decided) -> Batch:
        """Return what *decide* comes to on fresh history, with the rows that follow from it."""
        history = self.history()
        decided = self._decided(request, asked.sent.command_id, decide, history)
        appends = tuple(_on_behalf(request, append) for append in decided)
        recorded_at = self._clock()
        happened = as_happened(appends, request.actor_id, None, recorded_at)
        return Batch(
            command_id=asked.sent.command_id,
            actor_id=request.actor_id,
            request_digest=asked.sent.digest,
            recorded_at=recorded_at,
            appends=appends,
            rows=tuple(self._rows_of(happened, history)),
            register=history.register_position,
        )

    def _decided(
        self, request: Request, command_id: str, decide: Decided, history: History
    ) -> Appends:
        try:
            return decide(history)
        except RefusedByRules as error:
            self._log.note_refusal(
                Refusal(
                    noted_at=codec.instant_text(self._clock()),
                    command_id=command_id,
                    actor_id=request.actor_id,
                    code=error.reason,
                    step=request.step,
                    stream=request.stream,
                )
            )
            raise


def _on_behalf(request: Request, append: StreamAppend) -> StreamAppend:
    """Return *append* in the name of whom *request* was made for, unless it says so itself."""
    if request.principal_id is None or append.principal_id is not None:
        return append
    return msgspec.structs.replace(append, principal_id=request.principal_id, capacity="operator")
