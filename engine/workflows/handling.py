"""The one path from a command to the log: read, decide, append; after a lost race decide again.

A request is written to disk before it is sent, so that the same request after an unknown outcome
takes up the same command id and records nothing twice. What one attempt reads of the log, it
reads once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import msgspec

from engine.errors import Conflict, RefusedByRules
from engine.events import codec
from engine.events.log import (
    Batch,
    CommandRow,
    EventLog,
    ReadRow,
    Receipt,
    Refusal,
    Value,
)
from engine.events.pending import Pending, Sent
from engine.events.recorded import Happened, Recorded
from engine.workflows.decider import Appends, as_happened
from engine.workflows.occurrence.state import Occurrence, fold

ATTEMPTS = 4
"""How often a command is decided on fresh history before Conflict is raised."""


class History:
    """What one attempt reads of the log: each stream once, however often it is asked for."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._streams: dict[str, list[Recorded]] = {}
        self._whole: set[str] = set()

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
        self._whole.add(prefix)
        return events

    def version(self, stream: str) -> int:
        """Return the last version of a stream (0: it is new)."""
        return len(self.stream(stream))

    def occurrence(self, stream: str) -> Occurrence:
        """Return the occurrence that *stream* adds up to (version 0: none yet)."""
        return fold(stream, self.stream(stream))

    def rows(
        self, table: str, equal: Mapping[str, Value] | None = None, *, prefix: str = ""
    ) -> list[dict[str, Value]]:
        """Return rows of a read table, as ``EventLog.rows`` does."""
        return self._log.rows(table, equal, prefix=prefix)


Decided = Callable[[History], Appends]
"""A decision that still has to read what it decides on."""

RowsOf = Callable[[Iterable[Happened], History], Iterable[ReadRow]]
"""The read rows that follow from a batch; ``projections/inline.py`` has them."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks for what: ``step`` names the command, ``arguments`` are as given, as plain data.

    ``stream`` is what the request was understood to be about, for the note of a refusal. The digest
    leaves it out: once recorded, the same words may mean the next occurrence.
    """

    step: str
    actor_id: str
    principal_id: str | None = None
    arguments: object = None
    stream: str = ""

    def text(self) -> str:
        """Return the request as canonical JSON: what its digest covers."""
        arguments = codec.plain(self.arguments)
        return codec.canonical([self.step, self.actor_id, self.principal_id, arguments])


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
        self._pending = pending
        self._rows_of = rows_of

    def history(self) -> History:
        """Return an empty history, for reading what is recorded now."""
        return History(self._log)

    def record(self, request: Request, decide: Decided) -> Receipt:
        """Record what *decide* returns; it is called again on fresh history after a lost race.

        Raises what *decide* and ``EventLog.append`` raise; a refusal leaves a note.
        """
        opened = self._log.genesis()
        ledger = opened.ledger_id if opened else "new"
        with self._pending.taken_up(ledger, request.text()) as sent:
            known = self._log.command(sent.command_id)
            if known and (known.actor_id, known.digest) == (request.actor_id, sent.digest):
                return _repeated(known)
            return self._record(request, sent, decide)

    def _record(self, request: Request, sent: Sent, decide: Decided) -> Receipt:
        for attempt in range(1, ATTEMPTS + 1):
            history = self.history()
            appends = self._decided(request, sent.command_id, decide, history)
            recorded_at = self._clock()
            happened = as_happened(appends, request.actor_id, request.principal_id, recorded_at)
            batch = Batch(
                command_id=sent.command_id,
                actor_id=request.actor_id,
                principal_id=request.principal_id,
                digest=sent.digest,
                recorded_at=recorded_at,
                appends=appends,
                rows=tuple(self._rows_of(happened, history)),
            )
            try:
                return self._log.append(batch)
            except Conflict:
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("unreachable")

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


def _repeated(known: CommandRow) -> Receipt:
    return Receipt(
        command_id=known.command_id,
        first=known.first_position,
        last=known.last_position,
        repeated=True,
    )
