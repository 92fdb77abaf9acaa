"""Whole processes: the import of a large order, and how long the program takes to start."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import msgspec

from tests.bench.site import Site
from tests.support.program import VEKHA, environment

PHRASES = (
    "март {year} г.",
    "I квартал {year} года",
    "до 20 декабря {year} г.",
    "сентябрь – октябрь {year} года",
    "в течение {year} года",
    "не позднее 15.05.{year}",
)
LAUNCHING = Path(__file__).with_name("launching.py")
EXECUTORS = 40
IN_SECTION = 100


class Ran(msgspec.Struct, frozen=True):
    """A process that ended: seconds of CPU and on the clock, and its peak in megabytes."""

    cpu: float
    wall: float
    peak: float


class Aim(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of run, and what it may take at most (None: only for the record)."""

    key: str
    what: str
    seconds: float | None = None
    megabytes: float | None = None

    def reached(self, ran: Ran) -> bool | None:
        """Return whether it was, or None where nothing is to be reached."""
        if self.seconds is None or self.megabytes is None:
            return None
        return ran.wall <= self.seconds and ran.peak <= self.megabytes


def aims(measures: int) -> tuple[Aim, ...]:
    """Return what is run, in this order."""
    imports = f"import of an order of {measures:,} measures"
    return (
        Aim(key="import-sqlite", what=f"{imports}, SQLite", seconds=5, megabytes=250),
        Aim(key="import-postgresql", what=f"{imports}, PostgreSQL", seconds=5, megabytes=250),
        Aim(key="help", what="vekha --help"),
        Aim(key="status", what="vekha status, a year of 10,000 events"),
    )


def run(aim: Aim, site: Site, measures: int, events: int, times: int) -> Ran:
    """Run what *aim* says: the imports three times at most, each in a ledger of its own."""
    match aim.key:
        case "import-sqlite":
            places = (str(site.empty_file()) for _ in range(min(times, 3)))
            return _medians([_imported(site.folder, place, measures) for place in places])
        case "import-postgresql":
            places = (f"{site.empty_database()}&ledger=vekha" for _ in range(min(times, 3)))
            return _medians([_imported(site.folder, place, measures) for place in places])
        case "status":
            ledger = str(site.sqlite("delete", events))
            return _medians([_vekha(site.folder, "status", "--db", ledger) for _ in range(times)])
        case _:
            return _medians([_vekha(site.folder, "--help") for _ in range(times)])


def order(measures: int, year: int) -> str:
    """Return an order of so many measures as YAML, every phrase of another form than the next."""
    return "\n".join(_lines(measures, year)) + "\n"


def _lines(measures: int, year: int) -> Iterator[str]:
    yield "order:"
    yield from (
        '  key: "large"',
        '  number: "1-о"',
        f'  date: "{year - 2}-12-20"',
        '  issuer: "Управление образования"',
        '  title: "О сводном плане"',
        '  signatory: {name: "Н. Н. Начальник", post: "начальник"}',
        "  control: signatory",
        "roadmaps:",
        '  - key: "large-plan"',
        '    title: "Сводный план"',
        f'    horizon: {{start: "{year}-01-01", end: "{year}-12-31"}}',
        "    sections:",
    )
    for number in range(measures):
        if number % IN_SECTION == 0:
            section = number // IN_SECTION + 1
            yield f'      - number: "{section}."'
            yield f'        title: "Раздел {section}"'
            yield "        measures:"
        phrase = PHRASES[number % len(PHRASES)].format(year=year)
        yield f'          - number: "{number // IN_SECTION + 1}.{number % IN_SECTION + 1}"'
        yield f'            title: "Провести мероприятие {number + 1} для учителей района"'
        yield f'            deadline: "{phrase}"'
        yield f'            executors: ["Школа № {number % EXECUTORS + 1}"]'
        yield '            expected_result: "Справка, приказ"'


def _imported(folder: Path, ledger: str, measures: int) -> Ran:
    year = time.gmtime().tm_year + 1
    paper = folder / "large.yaml"
    paper.write_text(order(measures, year), encoding="utf-8")
    opening = ("--organisation", "Управление", "--name", "Оксана Первая", "--time-zone", "UTC")
    _vekha(folder, "init", *opening, "--db", ledger)
    return _vekha(folder, "import", "--yes", str(paper), "--db", ledger)


def _vekha(folder: Path, *arguments: str) -> Ran:
    """Run the program; all that it says goes to a file, so that no pipe is waited for."""
    said = folder / "said.txt"
    with said.open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-S", str(LAUNCHING), str(VEKHA), *arguments],
            env=environment(folder),
            stdout=subprocess.PIPE,
            stderr=out,
            check=False,
        )
    assert done.returncode == 0, said.read_text(encoding="utf-8")
    cpu, wall, peak = map(float, done.stdout.split())
    return Ran(cpu, wall, _megabytes(peak))


def _megabytes(peak: float) -> float:
    """Return the peak in megabytes: systems other than Linux count in bytes."""
    return peak * (1_024 if sys.platform == "linux" else 1) / 1_000_000


def _medians(runs: list[Ran]) -> Ran:
    return Ran(
        median(one.cpu for one in runs),
        median(one.wall for one in runs),
        max(one.peak for one in runs),
    )
