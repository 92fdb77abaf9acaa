"""`make bench`: every row of the table at full scale; ``docs/PERFORMANCE.md`` gets the figures.

The page is written when every row was measured: `make bench BENCH=append` measures only those
whose key has that word, and only prints.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.bench import processes, report, running
from tests.bench.measurements import FULL, measurements
from tests.bench.site import Site
from tests.bench.workload import filled
from tests.support.postgres import DURABLE, running_server

PAGE = Path(__file__).resolve().parents[2] / "docs" / "PERFORMANCE.md"
ROWS = measurements(FULL)
AIMS = processes.aims(FULL.measures)
WANTED = os.environ.get("BENCH", "")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_server(**DURABLE, shared_buffers="256MB") as server:
        yield Site(tmp_path_factory.mktemp("bench"), server, filled)


@pytest.mark.bench
def test_what_an_append_a_command_and_an_import_cost(site: Site) -> None:
    rows = [row for row in ROWS if WANTED in row.key]
    aims = [aim for aim in AIMS if WANTED in aim.key]
    block = ["", report.machine(_version(site)), "", *report.HEAD]
    _say(*block)
    for row in rows:
        lines = list(report.compared(row, running.run(row, site, FULL)))
        _say(*lines)
        block += lines
    runs = ["", *report.RUN_HEAD]
    _say(*runs)
    for aim in aims:
        ran = processes.run(aim, site, FULL.measures, FULL.events, FULL.starts)
        runs.append(report.told(aim, ran))
        _say(runs[-1])
    block += [*runs, "", "What the peers lack beside this program:", "", *report.lacking(rows)]
    if (len(rows), len(aims)) == (len(ROWS), len(AIMS)):
        page = report.written(PAGE.read_text(encoding="utf-8"), block[1:])
        PAGE.write_text(page, encoding="utf-8")


def _version(site: Site) -> str:
    with psycopg.connect(site.server.admin_url) as connection:
        return connection.info.parameter_status("server_version") or ""


def _say(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)  # noqa: T201 - a bench tells
