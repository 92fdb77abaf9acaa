"""The audit trail: who did what when, for whom, and what deserves a second look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from engine.events import changes, codec
from engine.events import occurrences as events
from engine.events.recorded import Recorded
from engine.events.streams import kind_of
from engine.people.register import Register
from engine.workflows.occurrence.evolving import evolve
from engine.workflows.occurrence.state import Occurrence

Mark = Literal[
    "back_dated",
    "outside_window",
    "late",
    "late_by_original",
    "same_organisation",
    "same_hand",
    "clock_went_back",
]

MARKS: tuple[tuple[Mark, Callable[[Moment], bool]], ...] = (
    # A step was recorded on a later day than that on which it happened.
    ("back_dated", lambda moment: moment.is_taken and moment.on < moment.recorded_on),
    # Work began or was reported before the window in force at that moment.
    ("outside_window", lambda moment: moment.is_work and _is_before(moment.on, moment.state.start)),
    # A report lies after the deadline in force at that moment, or after the original one, moved.
    (
        "late",
        lambda moment: moment.is_report and _is_after(moment.on, moment.state.current_deadline),
    ),
    (
        "late_by_original",
        lambda moment: (
            moment.is_report
            and moment.is_moved
            and _is_after(moment.on, moment.state.original_deadline)
        ),
    ),
    # A verdict came from within the organisation that reported, or from the person who keyed it in.
    ("same_organisation", lambda moment: moment.is_verdict and moment.is_within_the_organisation),
    ("same_hand", lambda moment: moment.is_verdict and moment.is_by_the_hand_that_reported),
    # It was recorded before the event that it follows.
    ("clock_went_back", lambda moment: moment.event.recorded_at < moment.recorded_after),
)
"""What is remarkable, and when."""


BY_AN_EDITION = (changes.WindowAmended, changes.ExecutorsAmended, changes.ChangeProposed)
"""What an edition brings about; planning is no step either."""


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """One event and what it met: the occurrence before it, and the last report on that.

    ``recorded_after`` is when the event right before it was recorded.
    """

    event: Recorded
    state: Occurrence
    report: Recorded | None
    recorded_after: datetime
    register: Register
    zone: ZoneInfo

    @property
    def on(self) -> date:
        """Return the day on which it happened."""
        return self.event.effective_on

    @property
    def is_taken(self) -> bool:
        """Return whether someone took a step: an edition has the day of its order, not its own."""
        event = self.event.event
        return isinstance(event, events.StepTaken) and not isinstance(event, BY_AN_EDITION)

    @property
    def is_work(self) -> bool:
        """Return whether it is a start or a report."""
        return isinstance(self.event.event, events.WorkStarted | events.ResultReported)

    @property
    def is_report(self) -> bool:
        """Return whether it is a report."""
        return isinstance(self.event.event, events.ResultReported)

    @property
    def is_verdict(self) -> bool:
        """Return whether it judges a report."""
        return isinstance(self.event.event, events.ExecutionEvaluated)

    @property
    def recorded_on(self) -> date:
        """Return the office's day on which it was recorded."""
        return self._day_of(self.event)

    @property
    def is_moved(self) -> bool:
        """Return whether the deadline in force is another than the original one."""
        return self.state.current_deadline != self.state.original_deadline

    @property
    def is_within_the_organisation(self) -> bool:
        """Return whether who judged and who reported act for the same party."""
        return self.report is not None and bool(
            self._parties(self.event) & self._parties(self.report)
        )

    @property
    def is_by_the_hand_that_reported(self) -> bool:
        """Return whether who keyed the verdict in had keyed in the report."""
        return self.report is not None and self.event.actor_id == self.report.actor_id

    def _parties(self, event: Recorded) -> frozenset[str]:
        """Return whose step *event* is: the principal, not who keyed it in for him."""
        return self.register.parties_of(event.principal_id or event.actor_id, self._day_of(event))

    def _day_of(self, event: Recorded) -> date:
        return event.recorded_at.astimezone(self.zone).date()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One event as the audit shows it. ``facts`` are the event's fields as plain data.

    ``words`` is null where they were erased, ``{}`` where there were none. Names are filled in
    when it is shown. ``marks`` name what an auditor may want to ask about.
    """

    position: int
    stream: str
    version: int
    type: str
    type_version: int
    actor: str
    principal: str | None
    login: str | None
    auth_method: str
    recorded_at: datetime
    effective_on: date
    command: str
    facts: dict[str, Any]
    words: dict[str, str] | None
    hash: str
    marks: tuple[Mark, ...]


def entries(
    events: Iterable[Recorded],
    words: Mapping[int, dict[str, str]],
    register: Register,
    time_zone: str,
    clock: Mapping[int, datetime],
) -> list[Entry]:
    """Return one entry an event, in the order of positions.

    *clock* tells when the event right before each of them was recorded, by its position.
    """
    zone = ZoneInfo(time_zone)
    states: dict[str, Occurrence] = {}
    reports: dict[str, Recorded] = {}
    found: list[Entry] = []
    for event in events:
        stream = event.stream
        moment = Moment(
            event=event,
            state=states.get(stream, Occurrence(stream=stream)),
            report=reports.get(stream),
            recorded_after=clock.get(event.position - 1, event.recorded_at),
            register=register,
            zone=zone,
        )
        found.append(_entry(moment, words))
        if kind_of(stream) == "occurrence":
            states[stream] = evolve(moment.state, event)
        if moment.is_report:
            reports[stream] = event
    return found


def _entry(moment: Moment, words: Mapping[int, dict[str, str]]) -> Entry:
    event = moment.event
    return Entry(
        position=event.position,
        stream=event.stream,
        version=event.version,
        type=event.event.NAME,
        type_version=event.event.VERSION,
        actor=event.actor_id,
        principal=event.principal_id,
        login=event.login_id,
        auth_method=event.auth_method,
        recorded_at=event.recorded_at,
        effective_on=event.effective_on,
        command=event.command_id,
        facts=msgspec.json.decode(codec.encode(event.event)),
        words=words.get(event.position) if event.words_commitment else {},
        hash=event.hash,
        marks=tuple(mark for mark, stands_out in MARKS if stands_out(moment)),
    )


def _is_before(day: date, bound: date | None) -> bool:
    return bound is not None and day < bound


def _is_after(day: date, bound: date | None) -> bool:
    return bound is not None and day > bound
