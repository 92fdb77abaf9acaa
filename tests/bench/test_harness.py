"""Every measurement of `make bench` can be made: each is run once, as small as can be."""

from __future__ import annotations

import os
import sqlite3
import sys
import time

import pytest

from tests.bench import processes, report, running
from tests.bench.measurements import TINY, Limit, Measurement, measurements
from tests.bench.ours import Appends, Ours
from tests.bench.site import SYNCHRONOUS, Journal, Site
from tests.bench.spending import Spent, measured
from tests.bench.workload import filled
from tests.support.postgres import PostgresServer

ROWS = {row.key: row for row in measurements(TINY)}
AIMS = {aim.key: aim for aim in processes.aims(TINY.measures)}

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells others' CPU time"),
    pytest.mark.skipif(
        "VEKHA_TEST_DATABASE_URL" in os.environ, reason="that server's processes may be elsewhere"
    ),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer) -> Site:
    return Site(tmp_path_factory.mktemp("bench"), postgres_server, filled)


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_every_row_of_the_table_can_be_measured(row: Measurement, site: Site) -> None:
    figures = running.run(row, site, TINY)
    assert all(figures.of(one.name).cpu > 0 for one in row.contenders)
    lines = list(report.compared(row, figures))
    assert len(lines) >= len(row.peers)
    assert all(line.count("|") == report.HEAD[0].count("|") for line in lines)


@pytest.mark.parametrize("aim", AIMS.values(), ids=AIMS)
def test_every_process_can_be_measured(aim: processes.Aim, site: Site) -> None:
    ran = processes.run(aim, site, TINY.measures, TINY.events, TINY.starts)
    assert ran.cpu > 0
    assert 10 < ran.peak < 1_000
    assert report.told(aim, ran).count("|") == report.RUN_HEAD[0].count("|")


@pytest.mark.parametrize("journal", SYNCHRONOUS)
def test_the_ledger_keeps_the_journal_that_is_measured(journal: Journal, site: Site) -> None:
    path = site.sqlite(journal, TINY.events)
    ours = Ours(path)
    Appends(ours).ready(1)()
    reader = sqlite3.connect(path)
    assert reader.execute("PRAGMA journal_mode").fetchone() == (journal,)
    reader.close()
    ours.close()


def test_every_limit_names_a_peer_of_its_row() -> None:
    for row in ROWS.values():
        peers = {peer.name for peer in row.peers}
        assert {limit.beside for limit in row.limits} <= {None, *peers}


def test_a_limit_is_kept_or_not() -> None:
    figures = running.Figures({"ours": [Spent(0.001, 0.001)], "its": [Spent(0.001)]})
    assert figures.ratio("ours", "its") == 2
    assert figures.reached("ours", Limit(said="", most=2, beside="its"))
    assert not figures.reached("ours", Limit(said="", most=1.9, beside="its"))
    assert figures.reached("ours", Limit(said="", most=2))
    assert not figures.reached("ours", Limit(said="", most=1.9))


def test_work_is_counted_as_cpu_and_waiting_is_not() -> None:
    busy = measured(lambda: any(number < 0 for number in range(1_000_000)))
    idle = measured(lambda: time.sleep(0.05))
    assert busy.cpu > 0.001
    assert idle.wall >= 0.05 > idle.cpu


def test_the_figures_go_between_the_marks_of_the_page() -> None:
    page = f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n"
    new = report.written(page, ["new"])
    assert new == f"before\n{report.BEGIN}\n\nnew\n\n{report.END}\nafter\n"
    with pytest.raises(ValueError, match="lacks"):
        report.written("no marks", [])
