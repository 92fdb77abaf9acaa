"""Rows that were written live, rows made again from the log, and rows from an independent model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from engine.errors import LogDamaged
from engine.events import codec
from engine.events.log import EventLog
from engine.projections import occurrences, rebuild
from engine.projections.inline import ALL, rebuilt
from tests.support.clock import Clock
from tests.support.complete import one
from tests.support.histories import Act, Player, histories, newer_reports
from tests.support.logs import Backend, Place
from tests.support.offices import BEGINNING, office_on
from tests.support.reading_rows import measure_rows, occurrence_rows
from tests.support.wide import in_memory, wide_place_on


@contextmanager
def opened(place: Place, *, connections: int = 2) -> Iterator[tuple[Player, list[EventLog]]]:
    """Give a player on a rehearsal with *connections* to it, and these connections."""
    with office_on(place) as office:
        others = [place.open() for _ in range(connections - 1)]
        logs = [office.log, *others]
        try:
            yield Player(logs, Clock(BEGINNING)), logs
        finally:
            for other in others:
                other.close()


def live(log: EventLog) -> dict[str, list[dict[str, Any]]]:
    """Return all rows as the log holds them."""
    return {table.name: log.rows(table.name) for table in ALL}


def made_again(log: EventLog) -> dict[str, list[dict[str, Any]]]:
    """Return all rows as the whole log adds up to them."""
    rows = rebuilt(map(codec.recorded, log.events()))
    return {name: [found[key] for key in sorted(found)] for name, found in rows.items()}


def check(logs: Sequence[EventLog]) -> None:
    """Compare all that should be equal, on every connection."""
    for log in logs:
        assert live(log) == made_again(log)
        assert log.rows("occurrences") == occurrence_rows(log.events())
        assert log.rows("measures") == measure_rows(log.events())
    before = live(logs[0])
    rebuild.rebuild(logs[-1])
    assert live(logs[0]) == before


@settings(max_examples=120)
@given(histories())
def test_in_memory(acts: list[Act]) -> None:
    with opened(in_memory()) as (player, logs):
        player.play(acts)
        check(logs)


@pytest.mark.soak
@settings(max_examples=3_000)
@given(histories(100))
def test_in_memory_for_long(acts: list[Act]) -> None:
    with opened(in_memory()) as (player, logs):
        player.play(acts)
        check(logs)


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_on_disk_over_two_connections(
    backend: Backend, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    # Found on disk only, a failure is the backend's own: making it smaller would take minutes.
    drawn = (Phase.reuse, Phase.generate)

    @settings(max_examples=10, phases=drawn, suppress_health_check=[HealthCheck.too_slow])
    @given(histories(20))
    def on_disk(acts: list[Act]) -> None:
        folder = tmp_path_factory.mktemp("ledger")
        with wide_place_on(backend, folder, request) as place, opened(place) as (player, logs):
            player.play(acts)
            check(logs)

    on_disk()


@settings(max_examples=40)
@given(histories(16), histories(16))
def test_old_shapes_lead_to_the_same_rows(before: list[Act], after: list[Act]) -> None:
    with opened(in_memory()) as (player, logs):
        player.play(before)
        with newer_reports():
            player.play(after)
            check(logs)


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_old_shapes_on_disk(
    backend: Backend, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with wide_place_on(backend, tmp_path, request) as place, opened(place) as (player, logs):
        player.play([one("ResultReported", "OccurrencePlanned")])
        with newer_reports():
            player.play([one("ResultReported"), one("WorkStarted")])
            assert [event.type_version for event in logs[0].streams("occurrence/")] == [1, 1, 2, 1]
            check(logs)
        with newer_reports(upcasters={}), pytest.raises(LogDamaged, match="version 1"):
            made_again(logs[0])


# -- what was tampered with, and who records meanwhile --------------------------------------------


@pytest.mark.parametrize(
    "change",
    [{"status": "planned"}, {"reports": 7}, {"lead": None}, {"hash": "0"}, {"position": 1}],
)
def test_a_row_that_was_tampered_with_is_noticed_and_mended(
    place: Place, change: dict[str, Any]
) -> None:
    with opened(place) as (player, logs):
        player.play([one("OccurrencePlanned", "WorkStarted", "ResultReported")])
        (row,) = logs[0].rows("occurrences")
        belied = {occurrences.TABLE: [{**row, **change}]}
        assert logs[0].replace_rows(belied, logs[0].head()) == {"occurrences": (row["id"],)}
        with pytest.raises(AssertionError):
            check(logs)
        wrong = {name: ids for name, ids in rebuild.rebuild(logs[0]).wrong.items() if ids}
        assert wrong == {"occurrences": (row["id"],)}
        check(logs)


def test_rebuilding_gives_way_to_whoever_records_meanwhile(place: Place) -> None:
    with opened(place) as (player, logs):
        player.play([one("OccurrencePlanned")])
        stale = logs[0].head()
        player.play([one("WorkStarted")])
        assert logs[0].replace_rows({occurrences.TABLE: []}, stale) is None
        check(logs)
