"""The read row of an occurrence: what lists, totals and references are made from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from engine.events import codec
from engine.events.codec import day_text, instant_text
from engine.events.log import ReadTable, Value
from engine.events.occurrences import Completeness, Status, Verdict
from engine.events.recorded import Recorded
from engine.workflows.occurrence import Occurrence, evolve

TABLE = ReadTable(
    name="occurrences",
    version=1,
    columns=(
        ("id", "text"),
        ("version", "integer"),
        ("status", "text"),
        ("start", "text"),
        ("deadline", "text"),
        ("current_deadline", "text"),
        ("lead", "text"),
        ("co_executors", "text"),
        ("section", "text"),
        ("planned_on", "text"),
        ("started_on", "text"),
        ("completeness", "text"),
        ("reported_on", "text"),
        ("reported_at", "text"),
        ("verdict", "text"),
        ("evaluated_on", "text"),
        ("cancelled_on", "text"),
        ("reports", "integer"),
        ("returns", "integer"),
    ),
)


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """One occurrence as counted and listed; the unit belongs to its lead.

    ``roadmap`` is the key of a roadmap or of an order, ``measure`` an ``m001`` or an item
    (``i3.1``), ``key`` the occurrence's own key. ``section`` is the path of (number, title).
    """

    stream: str
    roadmap: str
    measure: str
    key: str
    status: Status
    start: date | None
    deadline: date | None
    current_deadline: date | None
    lead: str | None
    co_executors: tuple[str, ...]
    section: tuple[tuple[str, str], ...]
    started_on: date | None
    completeness: Completeness | None
    reported_on: date | None
    reported_at: datetime | None
    verdict: Verdict | None
    evaluated_on: date | None
    cancelled_on: date | None
    reports: int
    returns: int

    @property
    def path(self) -> str:
        """Return ``roadmap/m001``: the measure that it is an occurrence of."""
        return f"{self.roadmap}/{self.measure}"


def row(state: Occurrence) -> dict[str, Value]:
    """Return the read row of *state* (without ``position``, which the log adds)."""
    return {
        "id": state.stream,
        "version": state.version,
        "status": state.status,
        "start": _day(state.start),
        "deadline": _day(state.deadline),
        "current_deadline": _day(state.current_deadline),
        "lead": state.lead,
        "co_executors": codec.canonical(list(state.co_executors)),
        "section": codec.canonical([[part.number, part.title] for part in state.section]),
        "planned_on": _day(state.planned_on),
        "started_on": _day(state.started_on),
        "completeness": state.completeness,
        "reported_on": _day(state.reported_on),
        "reported_at": instant_text(state.reported_at) if state.reported_at else None,
        "verdict": state.verdict,
        "evaluated_on": _day(state.evaluated_on),
        "cancelled_on": _day(state.cancelled_on),
        "reports": state.reports,
        "returns": state.returns,
    }


def unit(row: dict[str, Value]) -> Unit:
    """Read one row back into a unit; the stream's name gives roadmap, measure and key."""
    _, roadmap, measure, key = str(row["id"]).split("/", 3)
    values = {name: row[name] for name in Unit.__struct_fields__ if name in row}
    values |= {"stream": row["id"], "roadmap": roadmap, "measure": measure, "key": key}
    loaded = {
        "co_executors": json.loads(str(row["co_executors"])),
        "section": json.loads(str(row["section"])),
    }
    return msgspec.convert({**values, **loaded}, Unit)


def units(rows: Iterable[dict[str, Value]]) -> list[Unit]:
    """Read rows back into units, ordered by stream."""
    return sorted(map(unit, rows), key=lambda found: found.stream)


def seen(recorded: Iterable[Recorded]) -> list[Unit]:
    """Return the units that *recorded* add up to, ordered by stream.

    A view may show a step and not the planning that it followed; such a unit is not there yet.
    """
    states = (state for state, _ in folded(recorded).values())
    return units(row(state) for state in states if state.planned_on is not None)


def folded(recorded: Iterable[Recorded]) -> dict[str, tuple[Occurrence, int]]:
    """Return stream -> (state, position of its last event), folding in the order of positions."""
    states: dict[str, tuple[Occurrence, int]] = {}
    for event in recorded:
        if event.stream.startswith("occurrence/"):
            state, _ = states.get(event.stream, (Occurrence(stream=event.stream), 0))
            states[event.stream] = evolve(state, event), event.position
    return states


def _day(day: date | None) -> str | None:
    return None if day is None else day_text(day)
