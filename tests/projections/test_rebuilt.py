"""Rows that were written live, rows made again from the log, and rows from an independent model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from engine.errors import LogDamaged
from engine.events import codec
from engine.events.event import Event
from engine.events.log import EventLog
from engine.events.occurrences import STATE_AFTER
from engine.people.rows import register_rows
from engine.projections import measures, occurrences, rebuild, register
from engine.projections.inline import TABLES, rebuilt
from engine.workflows.occurrence.state import evolve
from engine.workflows.orders.catalogue import measure_after
from tests.support.clock import Clock
from tests.support.histories import (
    OCCURRENCES,
    PLANNED,
    Act,
    Player,
    Raw,
    Together,
    histories,
    newer_reports,
)
from tests.support.logs import Backend, Place, place_on
from tests.support.offices import BEGINNING, office_on
from tests.support.reading_rows import measure_rows, occurrence_rows


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
    return {table.name: log.rows(table.name) for table in TABLES}


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
    with opened(Place("memory", None)) as (player, logs):
        player.play(acts)
        check(logs)


@pytest.mark.soak
@settings(max_examples=3_000)
@given(histories(100))
def test_in_memory_for_long(acts: list[Act]) -> None:
    with opened(Place("memory", None)) as (player, logs):
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
        with place_on(backend, folder, request) as place, opened(place) as (player, logs):
            player.play(acts)
            check(logs)

    on_disk()


@settings(max_examples=40)
@given(histories(16), histories(16))
def test_old_shapes_lead_to_the_same_rows(before: list[Act], after: list[Act]) -> None:
    with opened(Place("memory", None)) as (player, logs):
        player.play(before)
        with newer_reports():
            player.play(after)
            check(logs)


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_old_shapes_on_disk(
    backend: Backend, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with place_on(backend, tmp_path, request) as place, opened(place) as (player, logs):
        player.play([one("ResultReported", "OccurrencePlanned")])
        with newer_reports():
            player.play([one("ResultReported"), one("WorkStarted")])
            assert [event.type_version for event in logs[0].streams("occurrence/")] == [1, 1, 2, 1]
            check(logs)
        with newer_reports(upcasters={}), pytest.raises(LogDamaged, match="version 1"):
            made_again(logs[0])


# -- twins: each of these must be noticed --------------------------------------------------------


def one(*names: str, stream: str = OCCURRENCES[0]) -> Together:
    """Return one batch of complete events of these names on one stream."""
    return Together(tuple(_raw(name, stream) for name in names), "person/a", None, 0)


_ITEM: dict[str, Any] = {
    "item": "m001",
    "number": "1.1",
    "title": "Довести",
    "executors": [],
    "place": None,
}


def _raw(name: str, stream: str) -> Raw:
    term = {"valid_from": "2022-01-01", "valid_to": None}
    fields: dict[str, dict[str, Any]] = {
        "OccurrencePlanned": {
            "key": "2022",
            "window": {"start": "2022-01-01", "end": "2022-12-31"},
            "lead": "organisation/a",
            "co_executors": [],
            "section": [],
        },
        "ResultReported": {"from": "in_progress", "completeness": "full", "evidence": []},
        "ReportReturned": {"from": "reported", "ground": "form"},
        "ExecutionEvaluated": {"from": "reported", "verdict": "done", "executed_on": None},
        "OccurrenceLapsed": {"from": "planned", "period": "2022"},
        "WindowAmended": {"edition": 2, "window": {"start": "2023-01-01", "end": "2023-02-01"}},
        "ExecutorsAmended": {"edition": 2, "lead": "group/b", "co_executors": []},
        "PersonRegistered": {},
        "LoginMapped": {"login_id": "l1", "realm": "os", **term},
        "RolesGranted": {"roles": ["executor"], **term},
        "MembershipStarted": {"party": "organisation/a", **term},
        "OrganisationRegistered": {"name": "Школа", "aliases": ["Ш"]},
        "AliasesAdded": {"aliases": ["СОШ"]},
        "MeasureApproved": _row(1, "Семинар"),
        "MeasureAmended": _row(2, "Семинар для всех"),
        "MeasureRemoved": {"measure": "m001", "edition": 3},
        "OrderItemIssued": _ITEM,
        "OrderItemAmended": {**_ITEM, "title": "Довести до всех"},
        "OrderItemRemoved": {"item": "m001"},
        "DeadlineRead": {
            **dict.fromkeys(("phrase", "kind", "rule", "rule_set", "unread"), ""),
            "measure": "m001",
            "item": None,
            "rrule": None,
            "windows": [],
            "ambiguous": False,
        },
        "WindowsSet": {"measure": "m001", "item": None, "windows": []},
        "ScheduleBound": {"measure": "m001", "item": None, "windows": []},
    }
    return Raw(stream, name, fields.get(name, {"from": "planned"}), date(2022, 3, 1))


def _row(edition: int, title: str) -> dict[str, Any]:
    return {
        "measure": "m001",
        "edition": edition,
        "number": "1.",
        "title": title,
        "place": None,
        "expected_result": "",
        "participants": "",
        "section": [],
        "executors": [],
        "items": [],
    }


@pytest.mark.parametrize("skipped", STATE_AFTER)
def test_a_fold_that_skips_one_type_is_noticed(
    skipped: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each type once as the last event of a stream, after events that leave another state."""
    others = ("OccurrencePlanned", "ExecutionEvaluated", "ReportReturned")
    before = [name for name in others if STATE_AFTER[name] != STATE_AFTER[skipped]]
    with opened(Place("memory", None)) as (player, logs):
        player.play([one(*before, skipped)])
        check(logs)

        def forgetful(state: Any, event: Any) -> Any:
            if skipped == event.event.NAME:
                return msgspec.structs.replace(state, version=event.version)
            return evolve(state, event)

        monkeypatch.setattr(occurrences, "evolve", forgetful)
        with pytest.raises(AssertionError):
            check(logs)


PERSONAL = {
    "PersonRegistered": "person/x",
    "LoginMapped": "person/x",
    "RolesGranted": "person/x",
    "MembershipStarted": "person/x",
    "OrganisationRegistered": "organisation/x",
    "AliasesAdded": "organisation/x",
}


@pytest.mark.parametrize("skipped", PERSONAL)
def test_a_register_that_skips_one_type_is_noticed(
    skipped: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(Place("memory", None)) as (player, logs):
        player.play([one(skipped, stream=PERSONAL[skipped])])
        check(logs)

        def forgetful(stream: str, version: int, event: Event) -> Any:
            return () if skipped == event.NAME else register_rows(stream, version, event)

        monkeypatch.setattr(register, "register_rows", forgetful)
        with pytest.raises(AssertionError):
            check(logs)


@pytest.mark.parametrize("skipped", PLANNED)
def test_a_table_of_measures_that_skips_one_type_is_noticed(
    skipped: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(Place("memory", None)) as (player, logs):
        first = ("MeasureApproved",) if skipped != "MeasureApproved" else ()
        player.play([one(*first, skipped, stream="roadmap/rm")])
        check(logs)

        def forgetful(before: Any, owner: str, happened: Any) -> Any:
            if skipped == happened.event.NAME:
                return before
            return measure_after(before, owner, happened)

        monkeypatch.setattr(measures, "measure_after", forgetful)
        with pytest.raises(AssertionError):
            check(logs)


@pytest.mark.parametrize("change", [{"status": "planned"}, {"reports": 7}, {"lead": None}])
def test_a_row_that_was_tampered_with_is_noticed_and_mended(
    place: Place, change: dict[str, Any]
) -> None:
    with opened(place) as (player, logs):
        player.play([one("OccurrencePlanned", "WorkStarted", "ResultReported")])
        (row,) = logs[0].rows("occurrences")
        assert logs[0].replace_rows({occurrences.TABLE: [{**row, **change}]}, logs[0].head())
        with pytest.raises(AssertionError):
            check(logs)
        rebuild.rebuild(logs[0])
        check(logs)


def test_rebuilding_gives_way_to_whoever_records_meanwhile(place: Place) -> None:
    with opened(place) as (player, logs):
        player.play([one("OccurrencePlanned")])
        stale = logs[0].head()
        player.play([one("WorkStarted")])
        assert not logs[0].replace_rows({occurrences.TABLE: []}, stale)
        check(logs)
