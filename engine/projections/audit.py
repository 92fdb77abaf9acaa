"""The audit trail: who did what when, for whom, and what deserves a second look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from engine.events import codec
from engine.events import occurrences as facts
from engine.events.recorded import Recorded
from engine.people.register import Register
from engine.workflows.occurrence.state import Occurrence, evolve

Mark = Literal["back_dated", "outside_window", "clock_went_back", "same_organisation", "late"]


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
    found: list[Entry] = []
    for event in events:
        state = states.get(event.stream, Occurrence(stream=event.stream))
        marks = _marks(event, state, register, zone)
        if event.recorded_at < clock.get(event.position - 1, event.recorded_at):
            marks = (*marks, "clock_went_back")
        if event.stream.startswith("occurrence/"):
            states[event.stream] = evolve(state, event)
        found.append(_entry(event, words, marks))
    return found


def _entry(event: Recorded, words: Mapping[int, dict[str, str]], marks: tuple[Mark, ...]) -> Entry:
    spoken = words.get(event.position) if event.words_commitment else {}
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
        words=spoken,
        hash=event.hash,
        marks=marks,
    )


def _marks(
    event: Recorded, state: Occurrence, register: Register, zone: ZoneInfo
) -> tuple[Mark, ...]:
    """Return what stands out in one step of an occurrence."""
    if not isinstance(event.event, facts.StepTaken):
        return ()
    recorded_on = event.recorded_at.astimezone(zone).date()
    marks: list[Mark] = []
    if event.effective_on < recorded_on:
        marks.append("back_dated")
    if isinstance(event.event, facts.ResultReported):
        if state.deadline and event.effective_on > state.deadline:
            marks.append("late")
        if state.start and event.effective_on < state.start:
            marks.append("outside_window")
    evaluated = isinstance(event.event, facts.ExecutionEvaluated)
    if evaluated and state.lead in register.parties_of(event.actor_id, recorded_on):
        marks.append("same_organisation")
    return tuple(marks)
