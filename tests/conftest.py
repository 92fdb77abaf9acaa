"""What every test may ask for: the struct definitions loaded in real time, and a PostgreSQL.

``VEKHA_TEST_DATABASE_URL`` (libpq style, of a role that may create databases) has the tests use a
server that is there already; they then create and drop databases with random names on it.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import os
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import msgspec
import pytest

import engine
from tests.support.databases import LedgerDatabases
from tests.support.logs import BACKENDS, Place, place_on, prepare_postgres
from tests.support.postgres import PostgresServer, running_server

if TYPE_CHECKING:
    from tests.support.offices import RehearsedOffice

hypothesis.settings.register_profile("default", deadline=None, print_blob=True)
hypothesis.settings.register_profile("soak", deadline=None, print_blob=True, max_examples=2_000)
hypothesis.settings.load_profile("default")


def _define_structs_in_real_time() -> None:
    """Import the whole engine, and have msgspec look at its structs, before time is frozen.

    msgspec looks at the fields of a struct when it first reads one; while time is frozen it would
    take the frozen date for *the* date and refuse real ones from then on. A module that cannot be
    imported is left to its own tests to report.
    """
    for module in pkgutil.walk_packages(engine.__path__, "engine.", onerror=lambda _: None):
        with contextlib.suppress(Exception):
            importlib.import_module(module.name)
    for struct in _below(msgspec.Struct):
        if struct.__module__.startswith("engine."):
            with contextlib.suppress(TypeError):  # a shape that is only written, never read
                msgspec.json.Decoder(struct)


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    """Yield all classes that derive from *kind*."""
    one: type[Any]
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


_define_structs_in_real_time()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Give the server of this run: ``create_database``, ``database`` and ``drop`` are its uses."""
    if url := os.environ.get("VEKHA_TEST_DATABASE_URL"):
        yield PostgresServer(url)
        return
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(
    postgres_server: PostgresServer,
) -> Iterator[Callable[[Callable[[str], None]], str]]:
    """Give a function that has a database prepared once a run, and returns its URL as a template.

    ``postgres_server.database(postgres_template(prepare))`` is then a fresh prepared database;
    ``prepare(url)`` must have closed its connections when it returns.
    """
    with contextlib.ExitStack() as templates:

        @functools.cache
        def template(prepare: Callable[[str], None]) -> str:
            url = templates.enter_context(postgres_server.database())
            prepare(url)
            return url

        yield template


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Give the URL of an empty database of the test's own."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture(scope="session")
def ledger_databases(
    postgres_server: PostgresServer,
    postgres_template: Callable[[Callable[[str], None]], str],
) -> Iterator[LedgerDatabases]:
    """Give the databases with an empty ledger; see ``tests/support/databases.py``."""
    databases = LedgerDatabases(postgres_server, lambda: postgres_template(prepare_postgres))
    yield databases
    databases.close()


@pytest.fixture(params=BACKENDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Give an empty place for a ledger: in memory, in a SQLite file, on PostgreSQL."""
    with place_on(request.param, tmp_path, request) as found:
        yield found


@pytest.fixture
def office(place: Place) -> Iterator[RehearsedOffice]:
    """Give a rehearsed office on each of the three logs; see ``tests/support/offices.py``."""
    from tests.support.offices import office_on

    with office_on(place) as found:
        yield found
