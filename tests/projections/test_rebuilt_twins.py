"""Each type that changes a row, skipped once: that is noticed, in Python and in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import psycopg
import pytest

from engine.events import register
from engine.events.address import PostgresAddress
from engine.events.event import REGISTER, Event
from engine.events.occurrences import OccurrenceEvent
from engine.events.register import BEGINS, ENDS
from engine.projections import measures, occurrences, rebuild
from engine.workflows.occurrence.evolving import EVOLVES, evolve
from engine.workflows.orders.catalogue import measure_after
from tests.projections.test_rebuilt import check, live, made_again, opened
from tests.support.any_event import KINDS, OCCURRENCES, STREAMS, facts
from tests.support.complete import (
    PEOPLE,
    PLANNED_IN,
    PLANS,
    STEPS,
    WORKED,
    of_the_register,
    one,
)
from tests.support.histories import Act, Raw, Together
from tests.support.logs import Place
from tests.support.wide import in_memory, wide_place_on

# -- nothing is left out ---------------------------------------------------------------------------


def test_every_type_is_drawn_and_each_that_changes_a_row_has_a_twin() -> None:
    assert set(KINDS) == set(REGISTER) - {"LedgerOpened"}
    for name in KINDS:
        assert facts(name, Random(name)) is not None  # noqa: S311
    of_occurrences = {name for name in KINDS if issubclass(REGISTER[name], OccurrenceEvent)}
    assert set(STEPS) == of_occurrences - {"OccurrencePlanned"}
    assert set(PEOPLE) >= {event.NAME for event in (*BEGINS, *ENDS)}


def test_every_type_leads_to_the_same_rows_on_every_log(wide_place: Place) -> None:
    """Each type once, complete where it changes a row; each of an occurrence on one of its own."""
    with opened(wide_place) as (player, logs):
        for number, name in enumerate(["OccurrencePlanned", *STEPS]):
            player.play(history(name, f"occurrence/rm/m001/{number}"))
        player.play([one(name, stream=PLANNED_IN[name]) for name in PLANS])
        for name, kind in REGISTERED:
            player.play(of_the_register(name, kind=kind))
        others = set(KINDS) - {"OccurrencePlanned"} - {*STEPS, *PLANS, *PEOPLE}
        player.play([other(name, kind) for name in sorted(others) for kind in KINDS[name]])
        assert {event.type for event in logs[0].events()} == set(REGISTER)
        check(logs)


def other(name: str, kind: str) -> Act:
    """Return an event of a type that changes no row."""
    raw = Raw(STREAMS[kind][0], name, facts(name, Random(name)), date(2022, 3, 1))  # noqa: S311
    return Together((raw,), "person/a", None, 0)


# -- occurrences -----------------------------------------------------------------------------------

FIRST = ("WorkStarted", "ResultReported", "PartReported")
"""What shows only before the same people have done it already."""


def history(name: str, stream: str = OCCURRENCES[0]) -> list[Act]:
    """Return a history in which an event of this type comes last, and changes something."""
    if name == "OccurrencePlanned":
        return [one(name, stream=stream)]
    first = () if name in FIRST else WORKED
    return [one("OccurrencePlanned", *first, name, stream=stream)]


@pytest.mark.parametrize("skipped", ["OccurrencePlanned", *STEPS])
def test_a_fold_that_skips_one_type_is_noticed(
    skipped: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(in_memory()) as (player, logs):
        player.play(history(skipped))
        check(logs)

        def forgetful(state: Any, event: Any) -> Any:
            if skipped == event.event.NAME:
                return msgspec.structs.replace(state, version=event.version)
            return evolve(state, event)

        monkeypatch.setattr(occurrences, "evolve", forgetful)
        with pytest.raises(AssertionError):
            check(logs)


@pytest.mark.parametrize("event", EVOLVES, ids=lambda event: str(event.NAME))
def test_a_fold_that_knows_the_state_alone_is_noticed(
    event: type[OccurrenceEvent], monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(in_memory()) as (player, logs):
        player.play(history(event.NAME))
        check(logs)
        monkeypatch.delitem(EVOLVES, event)
        with pytest.raises(AssertionError):
            check(logs)


# -- measures --------------------------------------------------------------------------------------


def test_the_types_that_change_a_measure_are_these() -> None:
    about = {name for name in KINDS if {"measure", "item"} & set(REGISTER[name].__struct_fields__)}
    assert about == set(PLANS)


@pytest.mark.parametrize("skipped", PLANS)
def test_a_table_of_measures_that_skips_one_type_is_noticed(
    skipped: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(in_memory()) as (player, logs):
        stream = PLANNED_IN[skipped]
        first = "OrderItemIssued" if stream.startswith("order/") else "MeasureApproved"
        player.play([one(*([first] if first != skipped else []), skipped, stream=stream)])
        check(logs)

        def forgetful(before: Any, owner: str, happened: Any) -> Any:
            if skipped == happened.event.NAME:
                return before
            return measure_after(before, owner, happened)

        monkeypatch.setattr(measures, "measure_after", forgetful)
        with pytest.raises(AssertionError):
            check(logs)


# -- the register ----------------------------------------------------------------------------------

REGISTERED = [(name, kind) for name in PEOPLE for kind in KINDS[name]]


def changes_but(skipped: str) -> Any:
    """Return the register's changes without those of one type."""
    real = register.changes

    def forgetful(stream: str, version: int, event: Event) -> Any:
        return () if skipped == event.NAME else real(stream, version, event)

    return forgetful


@pytest.mark.parametrize(("skipped", "kind"), REGISTERED)
def test_a_rebuilt_register_that_skips_one_type_is_noticed(
    skipped: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(in_memory()) as (player, logs):
        player.play(of_the_register(skipped, kind=kind))
        check(logs)
        monkeypatch.setattr(register, "changes", changes_but(skipped))
        with pytest.raises(AssertionError):
            check(logs)


@pytest.mark.parametrize(("skipped", "kind"), REGISTERED)
def test_a_log_whose_register_skips_one_type_is_noticed(
    skipped: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(in_memory()) as (player, logs):
        before, act = of_the_register(skipped, kind=kind)
        player.play([before])
        with monkeypatch.context() as patched:
            patched.setattr(register, "changes", changes_but(skipped))
            player.play([act])
        with pytest.raises(AssertionError):
            check(logs)


@pytest.fixture
def on_postgres(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Give an empty place on PostgreSQL for a ledger that takes any history."""
    with wide_place_on("postgresql", tmp_path, request) as place:
        yield place


def test_sql_that_skips_one_type_is_noticed(on_postgres: Place) -> None:
    """Each type is taken out of the server's functions in turn, and put back."""
    address = on_postgres.address
    assert isinstance(address, PostgresAddress)
    unnoticed = []
    with opened(on_postgres) as (player, logs), psycopg.connect(address.url) as connection:
        connection.autocommit = True
        for name, kind in REGISTERED:
            before, act = of_the_register(name, kind=kind)
            player.play([before])
            with sql_without(connection, name):
                player.play([act])
            if live(logs[0]) == made_again(logs[0]):
                unnoticed.append((name, kind))
            rebuild.rebuild(logs[0])
        check(logs)
    assert unnoticed == []


FUNCTIONS = """
SELECT pg_get_functiondef(p.oid) FROM pg_proc AS p
WHERE p.pronamespace = 'vekha'::regnamespace AND p.prosrc LIKE %s
  AND p.proname IN ('register_follows', 'term_follows')
"""


@contextmanager
def sql_without(connection: psycopg.Connection, name: str) -> Iterator[None]:
    """Let the server's register know one type less for a while."""
    quoted = f"'{name}'"
    known = [row[0] for row in connection.execute(FUNCTIONS, [f"%{quoted}%"]).fetchall()]
    assert known, name
    for definition in known:
        connection.execute(definition.replace(quoted, "'Nothing'").encode())
    try:
        yield
    finally:
        for definition in known:
            connection.execute(definition.encode())
