"""The figures as one table, and the block of ``docs/PERFORMANCE.md`` that holds them."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path

from tests.bench.measurements import Measurement
from tests.bench.processes import Aim, Ran
from tests.bench.running import Figures
from tests.bench.spending import Spent

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
"""Between these lines the page is written by `make bench`, everything else by people."""

HEAD = (
    "| what | beside | × its CPU | ours, ms CPU (client + server) · wall | its | to reach | |",
    "|---|---|---|---|---|---|---|",
)
RUN_HEAD = ("| what | s CPU | s wall | MB peak | to reach | |", "|---|---|---|---|---|---|")
MARKS = {True: "reached", False: "**not reached**", None: ""}

LIBRARIES = ("SQLAlchemy", "psycopg", "eventsourcing")


def compared(measurement: Measurement, figures: Figures) -> Iterator[str]:
    """Yield a line for each peer of *measurement*; a limit in milliseconds has a line alone."""
    name = measurement.ours.name
    ours = _shown(figures.of(name))
    beside = {limit.beside: limit for limit in measurement.limits}
    if alone := beside.get(None):
        mark = MARKS[figures.reached(name, alone)]
        yield f"| {measurement.what} | – | | {ours} | | {alone.said} | {mark} |"
    for peer in measurement.peers:
        limit = beside.get(peer.name)
        mark = MARKS[None if limit is None else figures.reached(name, limit)]
        said = "" if limit is None else limit.said
        ratio = f"{figures.ratio(name, peer.name):.2f}"
        its = _shown(figures.of(peer.name))
        yield f"| {measurement.what} | {peer.name} | {ratio} | {ours} | {its} | {said} | {mark} |"


def told(aim: Aim, ran: Ran) -> str:
    """Return the line of a whole process."""
    limit = "" if aim.seconds is None else f"≤ {aim.seconds:g} s, ≤ {aim.megabytes:g} MB"
    mark = MARKS[aim.reached(ran)]
    return f"| {aim.what} | {ran.cpu:.2f} | {ran.wall:.2f} | {ran.peak:.0f} | {limit} | {mark} |"


def lacking(measurements: Iterable[Measurement]) -> Iterator[str]:
    """Yield what each peer lacks beside ours, once."""
    peers = {peer.name: peer.lacks for one in measurements for peer in one.peers if peer.lacks}
    for name, lacks in peers.items():
        yield f"- *{name}*: {lacks}"


def machine(server: str) -> str:
    """Return on what it was measured, and when; *server* is PostgreSQL's version."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{date.today():%d %B %Y}; {_processor()}, {os.cpu_count()} cores,"  # noqa: DTZ011
        f" {platform.system()} {platform.release().split('-')[0]};"
        f" Python {platform.python_version()}, SQLite {sqlite3.sqlite_version},"
        f" PostgreSQL {server} (fsync on), {libraries}."
    )


def written(page: str, block: Iterable[str]) -> str:
    """Return *page* with *block* between its two marks; raises ValueError where they are not."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page lacks {BEGIN} or {END}")
    return "\n".join((before + begin, "", *block, "", end + after))


def _shown(spent: Spent) -> str:
    client, server, wall = (
        f"{1_000 * one:.3g}" for one in (spent.client, spent.server, spent.wall)
    )
    if not spent.server:
        return f"{client} · {wall}"
    return f"{1_000 * spent.cpu:.3g} ({client} + {server}) · {wall}"


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
