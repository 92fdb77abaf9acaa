"""What is known of one occurrence after its last event (``evolving.py`` gets there).

The fields of ``Occurrence`` are the only list of it: its read row (``projections/occurrences.py``)
is made of them, and so are the figures and the lists.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from engine.events.occurrences import Completeness, Status, Verdict
from engine.events.shapes import DueWindow
from engine.events.streams import MeasurePath, OccurrenceKey, OccurrenceStream


class Led(msgspec.Struct, frozen=True):
    """Who leads from a day on (null: no one)."""

    since: date
    lead: str | None


class Requested(msgspec.Struct, frozen=True):
    """A transfer of the deadline that was asked for: the event's version, its day, the window."""

    version: int
    on: date
    window: DueWindow


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision may change of an occurrence, beside its state; see there."""

    completeness: Completeness | None
    reported_on: date | None
    reported_at: datetime | None
    received_on: date | None
    reporters: tuple[str, ...]
    hands: tuple[str, ...]
    answers_from: date | None
    returns: int
    verdict: Verdict | None
    evaluated_on: date | None
    executed_on: date | None
    control_by: date | None
    cancelled_on: date | None


class Occurrence(msgspec.Struct, frozen=True, kw_only=True):
    """One due window of a measure, as it is after its last event.

    It has three deadlines (null: none), which differ once an amendment moved one.
    ``original_deadline`` is the one first approved. ``current_deadline`` is the one in force: the
    duty. ``counted_deadline`` is the one that the headline figures judge by: an amendment in time
    moves it along, one that comes after it leaves it where it was violated. ``prolonged_from`` are
    those that it moved away from.

    ``led`` tells who led when, in the order of recording; ``lead`` is the last of them. A report
    that was returned or withdrawn, and a verdict that was reopened, no longer counts.
    ``received_on`` is the day on which a report came on paper. ``requests`` are transfers that were
    asked for and not decided. ``before`` holds what the last decisions changed, the last one at
    the end, so that taking one back restores it.
    ``executed_on`` is the day of execution that the verdict accepted instead of the report's;
    ``control_by`` the day until which what was not done stays on control;
    ``answers_from`` the day before which no further report may lie. ``hands`` are those who
    started or reported in the current round, as actor or principal; ``starters`` and
    ``reporters`` those of the last such step.
    """

    stream: str
    version: int = 0
    status: Status = "planned"
    start: date | None = None
    original_deadline: date | None = None
    counted_deadline: date | None = None
    current_deadline: date | None = None
    report_by: date | None = None
    prolonged_from: tuple[date, ...] = ()
    lead: str | None = None
    led: tuple[Led, ...] = ()
    co_executors: tuple[str, ...] = ()
    planned_on: date | None = None
    started_on: date | None = None
    completeness: Completeness | None = None
    reported_on: date | None = None
    reported_at: datetime | None = None
    received_on: date | None = None
    answers_from: date | None = None
    verdict: Verdict | None = None
    evaluated_on: date | None = None
    executed_on: date | None = None
    control_by: date | None = None
    cancelled_on: date | None = None
    requests: tuple[Requested, ...] = ()
    before: tuple[Judged, ...] = ()
    reports: int = 0
    returns: int = 0
    starters: tuple[str, ...] = ()
    reporters: tuple[str, ...] = ()
    hands: tuple[str, ...] = ()

    @property
    def name(self) -> OccurrenceStream:
        """Return the name of its stream in parts."""
        return OccurrenceStream.parse(self.stream)

    @property
    def path(self) -> str:
        """Return ``roadmap/m001``: the measure that it is an occurrence of."""
        return str(self.name.path)

    @property
    def owner(self) -> str:
        """Return the key of its roadmap, or of the order whose item it is."""
        return MeasurePath.parse(self.path).owner

    @property
    def key(self) -> str:
        """Return its own key within the measure."""
        return self.name.key

    @property
    def item(self) -> str | None:
        """Return the sub-item of the measure that it belongs to, if any."""
        return OccurrenceKey.parse(self.key).item

    @property
    def beginning(self) -> date | None:
        """Return the day before which nothing can have been done: of the order, or the window."""
        days = [day for day in (self.planned_on, self.start) if day is not None]
        return min(days, default=None)

    def led_on(self, day: date) -> str | None:
        """Return who led on *day* (before the planning: who led first)."""
        found = [part.lead for part in self.led if part.since <= day]
        return found[-1] if found else (self.led[0].lead if self.led else self.lead)
