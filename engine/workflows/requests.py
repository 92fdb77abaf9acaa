"""The requests of a run, from being sent to being answered; and what earlier runs left of theirs.

A note goes to the disk before a batch is sent, and stays until whoever asked has seen the answer.
The same request by a later run then takes up the same command id and records nothing twice, as
long as none of the streams that it names has gone on since. This module alone knows what has been
recorded in this run, and what a note of an earlier one means.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from engine.errors import OutcomeUnknown, RefusedByRules, VekhaError
from engine.events import codec, pending
from engine.events.admission import receipt
from engine.events.log import Batch, CommandRow, EventLog, Receipt
from engine.events.pending import Kept, Note, Pending, Sent, Told

UNOPENED = "new"
"""Where the requests to open a ledger lie: it has no id before."""

KEPT_FOR = timedelta(days=1)
"""How long a note stays after it was told, for the same request to take it up."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks for what: ``step`` names the command, ``arguments`` are as given, as plain data.

    ``stream`` is what the request was understood to be about, for the note of a refusal. The digest
    leaves it out: once recorded, the same words may mean the next occurrence. ``opening`` is that
    of a new ledger, by somebody who gets an id with it: the digest leaves that out, too.
    """

    step: str
    actor_id: str
    principal_id: str | None = None
    arguments: object = None
    stream: str = ""
    opening: bool = False

    def text(self) -> str:
        """Return the request as canonical JSON: what its digest covers."""
        arguments = codec.plain(self.arguments)
        actor = "" if self.opening else self.actor_id
        return codec.canonical([self.step, actor, self.principal_id, arguments])


class Asked(msgspec.Struct, kw_only=True):
    """A request of this run.

    ``receipt`` is what is known to be recorded of it; ``taken_up`` that an earlier run had sent it.
    ``kept`` are the notes that go when it is answered.
    """

    place: str
    sent: Sent
    taken_up: bool = False
    receipt: Receipt | None = None
    kept: list[Kept] = msgspec.field(default_factory=list)


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a request of an earlier run: its receipt, or None: it is not recorded."""

    kept: Kept
    receipt: Receipt | None

    @property
    def told(self) -> pending.Outcome:
        """Return the outcome as a note says it."""
        return "recorded" if self.receipt else "not_recorded"


class Requests:
    """What a run has asked of *log*; *keeper* keeps the notes, *clock* says how old they are."""

    def __init__(self, log: EventLog, clock: Callable[[], datetime], keeper: Pending) -> None:
        self._log = log
        self._clock = clock
        self._keeper = keeper
        self._under_way: Asked | None = None
        self._answered: list[Kept] = []
        self._own: set[Path] = set()
        self.receipts: list[Receipt] = []
        """What this run has recorded, or found recorded, and not answered yet."""

    # -- a request of this run ------------------------------------------------------------

    def take_up(self, request: Request) -> Asked:
        """Return the request, under the command id that an earlier run gave it if there is one.

        It has a receipt if that run recorded it.
        """
        same = self._same(request)
        mine = [kept for kept in same if self._keeper.hold(kept)]
        sent = pending.new(request.text())
        asked = Asked(place=self._place(request), sent=sent, kept=mine)
        self._own.update(kept.path for kept in mine)
        for kept, known in self._valid(same):
            asked.sent, asked.taken_up = kept.note, True
            if known:
                self.recorded(asked, self._receipt(known, repeated=True))
                break
        return asked

    def is_recorded(self, request: Request) -> bool:
        """Return whether an earlier run has recorded this very request, and would be taken up."""
        return any(known for _, known in self._valid(self._same(request)))

    def send(self, asked: Asked, request: Request, batch: Batch) -> None:
        """Put a note of the request on the disk, before *batch* is sent."""
        sent = asked.sent
        note = Note(
            command_id=sent.command_id,
            key=sent.key,
            digest=sent.digest,
            step=request.step,
            begun=codec.instant_text(batch.recorded_at),
            streams={
                append.stream: (append.expected, append.expected + len(append.events))
                for append in batch.appends
            },
            pid=os.getpid(),
        )
        kept = self._keeper.keep(asked.place, note)
        replaced = [old for old in asked.kept if old.note.command_id == sent.command_id]
        self._own.add(kept.path)
        asked.kept.append(kept)
        self._under_way = asked
        self._forget(asked, replaced)

    def recorded(self, asked: Asked, receipt: Receipt) -> Receipt:
        """Take note that *asked* is recorded; returns *receipt*."""
        asked.receipt = receipt
        self.receipts.append(receipt)
        self._answered += asked.kept
        self._under_way = None
        return receipt

    @contextmanager
    def failing(self, asked: Asked) -> Iterator[None]:
        """Decide what becomes of the notes when the block, which sends *asked*, fails.

        A refusal is an answer. Whatever else leaves nothing recorded takes back the note of this
        run only: of an earlier one that was taken up it says nothing.
        """
        try:
            yield
        except OutcomeUnknown:
            self._under_way = None
            raise
        except RefusedByRules:
            self._under_way = None
            self._forget(asked, list(asked.kept))
            raise
        except VekhaError:
            self._under_way = None
            if not asked.taken_up:
                self._forget(asked, _of(asked))
            raise

    def settle(self) -> bool:
        """Ask the log about a request whose sending was cut off, as by an interruption.

        Returns whether it is still not known what became of it; what the log knows has a receipt.
        """
        asked = self._under_way
        if asked is None:
            return False
        known = self._command(asked.sent)
        if known is not None:
            self.recorded(asked, self._receipt(known, repeated=False))
        return known is None

    def answered(self) -> None:
        """Forget what is recorded, and its notes: whoever asked has seen the answer."""
        self._keeper.forget(*self._answered)
        for kept in (self._answered, self._own, self.receipts):
            kept.clear()

    def release(self) -> None:
        """End the run: what is not answered is left to later ones."""
        self._keeper.release()

    # -- requests of earlier runs ---------------------------------------------------------

    def earlier(self, besides: Request | None = None) -> list[Earlier]:
        """Return what became of requests of runs that have ended, where people were not told yet.

        Leaves out what the request *besides* will take up: its own answer tells. Notes that are
        no longer needed go.
        """
        untold = [one for kept in self._ended() if (one := self._outcome(kept)) is not None]
        if not untold or besides is None:
            return untold
        text = besides.text()
        return [
            one for one in untold if not (one.kept.note.is_of(text) and self._valid([one.kept]))
        ]

    def told(self, earlier: Earlier) -> None:
        """Take note that people were told of *earlier*."""
        at = codec.instant_text(self._clock())
        self._keeper.tell(earlier.kept, Told(outcome=earlier.told, at=at))

    def _ended(self) -> list[Kept]:
        """Return the notes of runs that have ended, oldest first."""
        opened = self._log.genesis()
        places = (UNOPENED, opened.ledger_id) if opened else ()
        notes = [kept for place in places for kept in self._keeper.notes(place)]
        ended = [kept for kept in notes if kept.path not in self._own and self._keeper.hold(kept)]
        return sorted(ended, key=lambda kept: kept.note.begun)

    def _outcome(self, kept: Kept) -> Earlier | None:
        """Return what became of a note, or None where that is told, or cannot be known here."""
        known = self._command(kept.note)
        found = Earlier(kept=kept, receipt=self._receipt(known) if known else None)
        elsewhere = known is None and kept.path.parent.name == UNOPENED
        if not elsewhere and (kept.told is None or kept.told.outcome != found.told):
            return found
        if self._is_old(kept.told.at if kept.told else kept.note.begun):
            self._keeper.forget(kept)
        return None

    def _is_old(self, since: str) -> bool:
        passed = self._clock() - codec.instant(since)
        return not timedelta() <= passed < KEPT_FOR

    # -- notes and streams ----------------------------------------------------------------

    def _same(self, request: Request) -> list[Kept]:
        """Return the notes of this very request, of whichever run."""
        notes = self._keeper.notes(self._place(request))
        if not notes:
            return []
        text = request.text()
        return [kept for kept in notes if kept.note.is_of(text)]

    def _valid(self, same: list[Kept]) -> list[tuple[Kept, CommandRow | None]]:
        """Return the notes that may be taken up, with what is recorded of them."""
        if not same:
            return []
        versions = self._log.versions()
        known = [(kept, self._command(kept.note)) for kept in same]
        return [
            (kept, command)
            for kept, command in known
            if not superseded(kept.note, versions, recorded=command is not None)
        ]

    def _command(self, sent: Sent) -> CommandRow | None:
        """Return what the log has recorded of a request."""
        known = self._log.command(sent.command_id)
        return known if known is not None and known.request_digest == sent.digest else None

    def _receipt(self, known: CommandRow, *, repeated: bool = True) -> Receipt:
        """Return the receipt of what is recorded, with the hash of its last event."""
        [last] = self._log.at([known.last_position])
        return receipt(known, last.hash, repeated=repeated)

    def _forget(self, asked: Asked, kept: list[Kept]) -> None:
        self._keeper.forget(*kept)
        asked.kept = [one for one in asked.kept if one not in kept]

    def _place(self, request: Request) -> str:
        opened = None if request.opening else self._log.genesis()
        return opened.ledger_id if opened else UNOPENED


def superseded(note: Note, versions: Mapping[str, int], *, recorded: bool) -> bool:
    """Return whether a stream that *note* names has gone on since: the same words are a new wish.

    *versions* are the last ones now.
    """
    return any(
        versions.get(stream, 0) > (after if recorded else before)
        for stream, (before, after) in note.streams.items()
    )


def _of(asked: Asked) -> list[Kept]:
    return [kept for kept in asked.kept if kept.note.command_id == asked.sent.command_id]
