"""A log told by hand: events in their order, on whatever days, recorded at whatever instants.

For what is a pure function of events (status, review, audit) and has to hold for histories that no
rule of today would let come about. Nothing is hashed and nothing is stored.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import msgspec

from engine.events import occurrences as events
from engine.events.event import Event
from engine.events.ledger import LedgerOpened
from engine.events.recorded import Recorded
from engine.people.register import Register
from engine.projections.audit import entries
from engine.projections.clocks import View
from tests.support.amending import due, in_state, window_amended
from tests.support.approving import Approved

ZONE = "Europe/Moscow"
OPENED = LedgerOpened(
    ledger_id="0" * 32,
    purpose="rehearsal",
    hash="sha-256",
    format="vekha/1",
    organisation="organisation/office",
    time_zone=ZONE,
    language="ru",
)


def noon(day: date) -> datetime:
    """Return noon in Moscow of *day*."""
    return datetime.combine(day, time(9), UTC)


class Telling:
    """The events so far."""

    def __init__(self) -> None:
        self.events: list[Recorded] = []
        self._versions: dict[str, int] = {}
        self._states: dict[str, events.Status] = {}

    def tell(
        self,
        stream: str,
        event: Event,
        on: date,
        *,
        at: datetime | None = None,
        by: str = "person/clerk",
        principal: str | None = None,
    ) -> Telling:
        """Add an event that happened *on* a day, recorded *at* an instant (noon of that day)."""
        version = self._versions[stream] = self._versions.get(stream, 0) + 1
        event = in_state(event, self._states.get(stream, "planned"))
        if isinstance(event, events.OccurrenceEvent):
            self._states[stream] = event.dest
        position = len(self.events) + 1
        self.events.append(
            Recorded(
                position=position,
                stream=stream,
                version=version,
                event=event,
                actor_id=by,
                principal_id=principal,
                login_id=None,
                auth_method="simulated",
                context=None,
                recorded_at=at or noon(on),
                effective_on=on,
                command_id=f"command-{position}",
                ordinal=1,
                words_commitment=f"{position:064}" if event.WORDS else None,
                hash=f"{position:064x}",
            )
        )
        return self

    def approve(self, approved: Approved, at: datetime | None = None) -> Telling:
        """Add everything that an order brings about."""
        for append in approved.appends:
            for new in append.events:
                self.tell(append.stream, new.event, new.effective_on, at=at)
        return self

    def move(self, stream: str, to: str, on: str, at: datetime | None = None) -> Telling:
        """Add an amendment of the day *on* that moves a deadline, and its window, to a month."""
        end = date.fromisoformat(to)
        window = due(end.replace(day=1), end)
        amended = window_amended(window)
        return self.tell(stream, amended, date.fromisoformat(on), at=at)

    def report(
        self,
        stream: str,
        on: str,
        *,
        at: datetime | None = None,
        completeness: events.Completeness = "full",
        **who: Any,
    ) -> Telling:
        """Add a report of the day *on*."""
        event = events.ResultReported(source="in_progress", completeness=completeness, evidence=())
        return self.tell(stream, event, date.fromisoformat(on), at=at, **who)

    def evaluate(
        self,
        stream: str,
        on: str,
        verdict: events.Verdict = "done",
        *,
        executed_on: date | None = None,
        **who: Any,
    ) -> Telling:
        """Add a verdict of the day *on*."""
        event = events.ExecutionEvaluated(
            source="reported", verdict=verdict, executed_on=executed_on
        )
        return self.tell(stream, event, date.fromisoformat(on), **who)

    def cancel(self, stream: str, on: str) -> Telling:
        """Add a cancellation of the day *on*."""
        event = events.OccurrenceCancelled(source="planned")
        return self.tell(stream, event, date.fromisoformat(on))

    def log(self, register: Register | None = None) -> list[dict[str, Any]]:
        """Return the entries of the audit as ``audit log --json`` prints them, as plain data."""
        clock = {event.position: event.recorded_at for event in self.events}
        found = entries(self.events, {}, register or Register(), ZONE, clock)
        plain: list[dict[str, Any]] = msgspec.json.decode(msgspec.json.encode(found))
        return plain

    def view(self, today: str, **days: Any) -> View:
        """Return the view of a day."""
        return View(today=date.fromisoformat(today), time_zone=ZONE, **days)
