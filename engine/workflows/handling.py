"""The one path from a command to the log: load, decide, append; after a lost race decide again.

A request is written to disk before it is sent, so that the same request after an unknown outcome
takes up the same command id and records nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec

from engine.errors import Conflict, RefusedByRules
from engine.events import codec
from engine.events.log import Batch, EventLog, ReadRow, Receipt, Refusal, StreamAppend
from engine.events.pending import Pending
from engine.events.recorded import Happened
from engine.people.rows import register_rows
from engine.workflows.occurrence import Occurrence, evolve, fold

ATTEMPTS = 4
"""How often a command is decided on fresh history before Conflict is raised."""

Decide = Callable[[], tuple[StreamAppend, ...]]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks for what: ``step`` names the command, ``arguments`` are as given, as plain data.

    ``stream`` is what the request was understood to be about, for the note of a refusal. The digest
    leaves it out: once recorded, the same words may mean the next occurrence.
    """

    step: str
    actor_id: str
    principal_id: str | None = None
    arguments: dict[str, object] = msgspec.field(default_factory=dict)
    stream: str = ""

    def text(self) -> str:
        """Return the request as canonical JSON: what its digest covers."""
        return codec.canonical(
            [self.step, self.actor_id, self.principal_id, _plain(self.arguments)]
        )


class Handler:
    """Records what commands decide. *occurrence_row* turns an occurrence into its read row."""

    def __init__(
        self,
        log: EventLog,
        clock: Callable[[], datetime],
        pending: Pending,
        occurrence_row: Callable[[Occurrence], dict[str, str | int | None]],
    ) -> None:
        self._log = log
        self._clock = clock
        self._pending = pending
        self._occurrence_row = occurrence_row

    def occurrence(self, stream: str) -> Occurrence:
        """Return the occurrence that *stream* adds up to now (version 0: none yet)."""
        return fold(stream, map(codec.recorded, self._log.stream(stream)))

    def record(self, request: Request, decide: Decide) -> Receipt:
        """Record what *decide* returns; it is called again on fresh history after a lost race.

        Raises what *decide* and ``EventLog.append`` raise; a refusal leaves a note.
        """
        opened = self._log.genesis()
        with self._pending.taken_up(opened.ledger_id if opened else "new", request.text()) as sent:
            known = self._log.command(sent.command_id)
            if known and (known.actor_id, known.digest) == (request.actor_id, sent.digest):
                return Receipt(
                    command_id=known.command_id,
                    first=known.first_position,
                    last=known.last_position,
                    repeated=True,
                )
            return self._record(request, sent.command_id, sent.digest, decide)

    def _record(self, request: Request, command_id: str, digest: str, decide: Decide) -> Receipt:
        for attempt in range(1, ATTEMPTS + 1):
            appends = self._decided(request, command_id, decide)
            recorded_at = self._clock()
            batch = Batch(
                command_id=command_id,
                actor_id=request.actor_id,
                principal_id=request.principal_id,
                digest=digest,
                recorded_at=recorded_at,
                appends=appends,
                rows=tuple(self.rows(request, appends, recorded_at)),
            )
            try:
                return self._log.append(batch)
            except Conflict:
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("unreachable")

    def _decided(
        self, request: Request, command_id: str, decide: Decide
    ) -> tuple[StreamAppend, ...]:
        try:
            return decide()
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

    def rows(
        self, request: Request, appends: Iterable[StreamAppend], recorded_at: datetime
    ) -> Iterable[ReadRow]:
        """Yield the read rows that follow from *appends*, as they will hold once recorded."""
        ordinal = 0
        for append in appends:
            state: Occurrence | None = None
            if append.stream.startswith("occurrence/"):
                state = self.occurrence(append.stream) if append.expected else None
                state = state or Occurrence(stream=append.stream)
            for version, new in enumerate(append.events, append.expected + 1):
                ordinal += 1
                for table, values in register_rows(append.stream, version, new.event):
                    yield ReadRow(table=table, ordinal=ordinal, values=values)
                if state is not None:
                    happened = Happened(
                        stream=append.stream,
                        version=version,
                        event=new.event,
                        actor_id=request.actor_id,
                        principal_id=request.principal_id,
                        recorded_at=recorded_at,
                        effective_on=new.effective_on,
                    )
                    state = evolve(state, happened)
            if state is not None:
                yield ReadRow(
                    table="occurrences", ordinal=ordinal, values=self._occurrence_row(state)
                )


def _plain(arguments: dict[str, object]) -> object:
    return msgspec.to_builtins(arguments, enc_hook=str)
