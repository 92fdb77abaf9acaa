"""Ledgers that take any history, for the tests that compare the ways in which rows are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.databases import LedgerDatabases
from tests.support.logs import BACKENDS, Place
from tests.support.postgres import PostgresServer
from tests.support.wide import prepare_wide_postgres, wide_place_on


@pytest.fixture(scope="session")
def wide_ledger_databases(
    postgres_server: PostgresServer,
    postgres_template: Callable[[Callable[[str], None]], str],
) -> Iterator[LedgerDatabases]:
    """Give the databases with an empty ledger that takes any history."""
    databases = LedgerDatabases(postgres_server, lambda: postgres_template(prepare_wide_postgres))
    yield databases
    databases.close()


@pytest.fixture(params=BACKENDS)
def wide_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Give an empty place of each backend for a ledger that takes any history."""
    with wide_place_on(request.param, tmp_path, request) as found:
        yield found
