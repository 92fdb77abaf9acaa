"""The rows of the register of people and parties, each from one event, without history."""

from __future__ import annotations

from collections.abc import Iterator

from engine.events.log import ReadTable, Value
from engine.events.recorded import Happened
from engine.people import tables
from engine.people.rows import register_rows
from engine.projections.projection import Before, Projection


def _of(table: ReadTable) -> Projection:
    def step(happened: Happened, _before: Before) -> Iterator[tuple[str, dict[str, Value]]]:
        for name, row in register_rows(happened.stream, happened.version, happened.event):
            if name == table.name:
                yield str(row["id"]), row

    return Projection(table=table, step=step, row=dict, known=lambda _id, _history: None)


PROJECTIONS = tuple(map(_of, tables.TABLES))
