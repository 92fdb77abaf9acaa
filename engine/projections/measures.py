"""The read rows of measures and order items: where a reference finds what it names.

A row holds the measure whole, as JSON text, beside the columns by which it is looked up.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from engine.events import codec, streams
from engine.events.read_tables import ReadTable, Value
from engine.events.recorded import Happened
from engine.people.naming import folded
from engine.projections.projection import Before, History, Projection
from engine.workflows.orders.catalogue import Measure, measure_after, measure_of

TABLE = ReadTable(
    name="measures",
    columns=(
        ("id", "text"),
        ("owner", "text"),
        ("own_id", "text"),
        ("number", "text"),
        ("measure", "text"),
    ),
    indexes=("owner", "own_id", "number"),
)


def compared(number: str) -> str:
    """Return a printed number as it is compared: folded, without dots at the end."""
    return folded(number).rstrip(". )")


def typed(measure: Measure) -> str:
    """Return the number by which people name *measure*: the printed one, else its id."""
    number = compared(measure.number)
    return measure.id if not number or set(number) & streams.SEPARATORS else number


def row(measure: Measure) -> dict[str, Value]:
    """Return the read row of *measure*."""
    return {
        "id": measure.path,
        "owner": measure.owner,
        "own_id": measure.id,
        "number": typed(measure),
        "measure": codec.canonical(codec.plain(measure)),
    }


def measure(row: dict[str, Value]) -> Measure:
    """Read one row back."""
    return msgspec.json.decode(str(row["measure"]), type=Measure)


def _step(happened: Happened, before: Before) -> Iterator[tuple[str, Measure]]:
    if streams.kind_of(happened.stream) not in ("order", "roadmap"):
        return
    owner = streams.id_of(happened.stream)
    path = measure_of(owner, happened.event)
    after = path and measure_after(before(path), owner, happened)
    if path and after:
        yield path, after


def _known(path: str, history: History) -> Measure | None:
    found = history.rows(TABLE.name, {"id": path})
    return measure(found[0]) if found else None


PROJECTION = Projection(table=TABLE, step=_step, row=row, known=_known)
