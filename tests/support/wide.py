"""A ledger that takes any history, also what today's rules forbid.

The program's vocabulary permits each type of event between the states that its rules lead through;
the wide one permits it between all of them. On PostgreSQL such ledgers are copies of a template of
their own, so that opening one costs no more than opening the program's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import msgspec
import pytest

from engine.events import address
from engine.events.address import PostgresAddress
from engine.events.declared import Declared
from engine.events.event import REGISTER
from engine.events.occurrences import OccurrenceEvent, OccurrencePlanned
from engine.events.postgres_log import open_postgres
from engine.events.vocabulary import Permitted, Vocabulary
from engine.projections import inline
from engine.workflows.occurrence.lifecycle import STATES
from engine.workflows.vocabulary import NUMBER, PROGRAM
from tests.support.logs import Backend, Place, place_on

NEWER = ("ResultReported",)
"""Types that a test gives a newer version; the wide vocabulary permits that, too."""


def _pairs(event: type[OccurrenceEvent]) -> Iterator[tuple[str, str]]:
    if event is OccurrencePlanned:
        yield "", "planned"
        return
    leads_to = event.leads_to()
    yield from product(STATES, STATES if leads_to is None else (leads_to,))


def _permitted() -> Iterator[Permitted]:
    """Yield every type in the streams where the program records it."""
    for kind, name in sorted({(row.stream_kind, row.type) for row in PROGRAM.permitted}):
        event = REGISTER[name]
        pairs = _pairs(event) if issubclass(event, OccurrenceEvent) else [("", "")]
        for source, dest in pairs:
            row = Permitted(
                stream_kind=kind,
                type=name,
                type_version=event.VERSION,
                state_from=source,
                state_to=dest,
                words=",".join(sorted(event.WORDS)),
                who="operator",
            )
            yield row
            if name in NEWER:
                yield msgspec.structs.replace(row, type_version=event.VERSION + 1)


VOCABULARY = Vocabulary(number=NUMBER, permitted=frozenset(_permitted()))
DECLARED = Declared(read_tables=inline.TABLES, vocabulary=VOCABULARY)


def in_memory() -> Place:
    """Return a place in memory for a ledger that takes any history."""
    return widened(Place("memory", None))


def widened(place: Place) -> Place:
    """Let the ledger of *place*, not yet opened, take any history (not on PostgreSQL)."""
    place.declared = place.template = DECLARED
    return place


def prepare_wide_postgres(url: str) -> None:
    """Install an empty ledger that takes any history, as a template for copies."""
    open_postgres(PostgresAddress(url, address.DEFAULT_LEDGER), DECLARED, create=True).close()


@contextmanager
def wide_place_on(
    backend: Backend, folder: Path, request: pytest.FixtureRequest
) -> Iterator[Place]:
    """Give an empty place on *backend* for a ledger that takes any history; see ``place_on``."""
    if backend != "postgresql":
        with place_on(backend, folder, request) as place:
            yield widened(place)
        return
    with request.getfixturevalue("wide_ledger_databases").lent() as url:
        yield widened(Place(backend, PostgresAddress(url, address.DEFAULT_LEDGER)))
