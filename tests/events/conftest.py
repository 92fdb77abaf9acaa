"""The ledgers that the tests of the log begin with; ``place`` stands in ``tests/conftest.py``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.ledgers import Ledger
from tests.support.logs import KEPT, Place, place_on


@pytest.fixture
def empty(place: Place) -> Iterator[Ledger]:
    """Give a ledger of each backend before its genesis, to become a rehearsal."""
    ledger = Ledger(place)
    yield ledger
    ledger.close()


@pytest.fixture
def ledger(empty: Ledger) -> Ledger:
    """Give an opened rehearsal of each backend; its head is at position 4."""
    return empty.open()


@pytest.fixture
def office_ledger(place: Place) -> Iterator[Ledger]:
    """Give a ledger of each backend before its genesis, to become an office."""
    ledger = Ledger(place, "office")
    yield ledger
    ledger.close()


@pytest.fixture(params=KEPT)
def kept_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Give an empty place on SQLite and on PostgreSQL: what keeps a log on disk."""
    with place_on(request.param, tmp_path, request) as found:
        yield found


@pytest.fixture
def kept(kept_place: Place) -> Iterator[Ledger]:
    """Give an opened rehearsal on SQLite and on PostgreSQL."""
    ledger = Ledger(kept_place).open()
    yield ledger
    ledger.close()


@pytest.fixture
def memory_ledger() -> Ledger:
    """Give an opened rehearsal in memory."""
    return Ledger(Place("memory", None)).open()


@pytest.fixture
def sqlite_ledger(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Ledger]:
    """Give an opened rehearsal on SQLite."""
    with place_on("sqlite", tmp_path, request) as place:
        ledger = Ledger(place).open()
        yield ledger
        ledger.close()


@pytest.fixture
def postgres_ledger(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Ledger]:
    """Give an opened rehearsal on PostgreSQL."""
    with place_on("postgresql", tmp_path, request) as place:
        ledger = Ledger(place).open()
        yield ledger
        ledger.close()
