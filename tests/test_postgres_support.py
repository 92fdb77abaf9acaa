"""The PostgreSQL of the tests leaves the machine as it was, whoever runs them."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from tests.support.postgres import DURABLE, PostgresServer, running_server

ROOT = Path(__file__).resolve().parents[1]
unix = pytest.mark.skipif(sys.platform == "win32", reason="the server listens on a socket file")


def modes_on_the_way_to(*places: Path) -> dict[Path, int]:
    return {step: step.stat().st_mode for place in places for step in (place, *place.parents)}


def socket_folder(url: str) -> Path:
    return Path(parse_qs(urlsplit(url).query)["host"][0])


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]


def gone(folder: Path, within: float) -> bool:
    until = time.monotonic() + within
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.05)
    return not folder.exists()


@unix
def test_a_server_changes_no_folder_and_leaves_nothing_behind() -> None:
    places = (ROOT, Path(sys.prefix), Path(psycopg.__file__))
    accounts = Path("/etc/passwd").read_bytes()
    before = modes_on_the_way_to(*places)
    with running_server() as server:
        folder = socket_folder(server.admin_url)
        process = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        assert ask(server.admin_url, "SHOW listen_addresses") == ""
        assert modes_on_the_way_to(*places) == before
    assert modes_on_the_way_to(*places) == before
    assert Path("/etc/passwd").read_bytes() == accounts
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


@unix
def test_the_server_goes_even_when_its_test_run_is_killed() -> None:
    program = (
        "import sys; from tests.support.postgres import running_server\n"
        "with running_server() as server: print(server.admin_url, flush=True); sys.stdin.read()"
    )
    run = [sys.executable, "-c", program]
    with subprocess.Popen(
        run, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as killed:
        assert killed.stdout is not None
        folder = socket_folder(killed.stdout.readline().strip())
        assert folder.exists()
        killed.kill()
    assert gone(folder, within=20)


def test_encoding_and_order_do_not_depend_on_the_machine(postgres_url: str) -> None:
    assert ask(postgres_url, "SHOW server_encoding") == "UTF8"
    locale = "SELECT datcollate FROM pg_database WHERE datname = current_database()"
    assert ask(postgres_url, locale) == "C"


def test_every_test_has_a_database_of_its_own(postgres_server: PostgresServer) -> None:
    with postgres_server.database() as one, postgres_server.database() as other:
        with psycopg.connect(one, autocommit=True) as connection:
            connection.execute("CREATE TABLE mark (x integer)")
        assert ask(other, "SELECT to_regclass('mark')") is None
    with pytest.raises(psycopg.OperationalError), contextlib.closing(psycopg.connect(one)):
        pass


def test_a_template_is_prepared_once_and_copied(
    postgres_server: PostgresServer, postgres_template: Callable[[Callable[[str], None]], str]
) -> None:
    prepared: list[str] = []

    def prepare(url: str) -> None:
        prepared.append(url)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE mark AS SELECT 7 AS x")

    for _ in range(2):
        with postgres_server.database(postgres_template(prepare)) as url:
            assert ask(url, "SELECT x FROM mark") == 7
    assert len(prepared) == 1


@unix
def test_a_server_for_timings_brings_commits_to_the_disk() -> None:
    with running_server(**DURABLE) as server:
        assert ask(server.admin_url, "SHOW fsync") == "on"
        assert ask(server.admin_url, "SHOW synchronous_commit") == "on"
        assert ask(server.admin_url, "SHOW full_page_writes") == "on"
