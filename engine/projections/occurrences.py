"""The read rows of occurrences: what lists, totals and references are made from.

A row holds every field of ``Occurrence`` (``workflows/occurrence/state.py``), so that a state can
be read back from it whole; the columns follow from the fields.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import msgspec

from engine.events import codec, streams
from engine.events.read_tables import ReadTable, Value
from engine.events.recorded import Happened, Recorded
from engine.projections.projection import Before, History, Projection
from engine.workflows.occurrence.evolving import evolve
from engine.workflows.occurrence.state import Occurrence

_FIELDS = msgspec.structs.fields(Occurrence)
_ID = "stream"
"""The field that is the row's id."""

LISTS = frozenset(field.name for field in _FIELDS if isinstance(field.default, tuple))
"""Fields that are stored as JSON text."""

TABLE = ReadTable(
    name="occurrences",
    columns=tuple(
        ("id" if field.name == _ID else field.name, "integer" if field.type is int else "text")
        for field in _FIELDS
    ),
)


def row(state: Occurrence) -> dict[str, Value]:
    """Return the read row of *state* (without ``position``, which the log adds)."""
    values = {field.name: _stored(getattr(state, field.name)) for field in _FIELDS}
    return {"id": values.pop(_ID), **values}


def occurrence(row: dict[str, Value]) -> Occurrence:
    """Read one row back."""
    values: dict[str, Any] = {_ID: row["id"]}
    for field in _FIELDS:
        if field.name in LISTS:
            values[field.name] = json.loads(str(row[field.name]))
        elif field.name != _ID:
            values[field.name] = row[field.name]
    return msgspec.convert(values, Occurrence)


def ordered(rows: Iterable[dict[str, Value]]) -> list[Occurrence]:
    """Read rows back, ordered by stream."""
    return sorted(map(occurrence, rows), key=lambda found: found.stream)


def seen(recorded: Iterable[Recorded]) -> list[Occurrence]:
    """Return the occurrences that *recorded* add up to, ordered by stream.

    A view may show a step and not the planning that it followed; such a one is not there yet.
    """
    states: dict[str, Occurrence] = {}
    for event in recorded:
        states.update(step(event, states.get))
    return [states[stream] for stream in sorted(states) if states[stream].planned_on is not None]


def step(happened: Happened, before: Before) -> Iterator[tuple[str, Occurrence]]:
    """Yield the occurrence that *happened* is about, as it is after it."""
    if streams.kind_of(happened.stream) == "occurrence":
        state = before(happened.stream) or Occurrence(stream=happened.stream)
        yield happened.stream, evolve(state, happened)


def _known(stream: str, history: History) -> Occurrence:
    return history.occurrence(stream)


def _stored(value: object) -> Value:
    match value:
        case bool():
            return codec.canonical(value)
        case None | int() | str():
            return value
        case datetime():
            return codec.instant_text(value)
        case date():
            return codec.day_text(value)
        case _:
            return codec.canonical(_plain(value))


def _plain(value: object) -> Any:
    """Return what a list holds as plain data: an instant in it reads as one in a column does."""
    match value:
        case tuple():
            return [_plain(one) for one in value]
        case msgspec.Struct():
            return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
        case datetime():
            return codec.instant_text(value)
        case _:
            return codec.plain(value)


PROJECTION = Projection(table=TABLE, step=step, row=row, known=_known)
