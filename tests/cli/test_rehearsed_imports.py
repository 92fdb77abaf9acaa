"""A dry run of an order that could not be recorded: shown whole, and ended as recording would."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import INIT
from tests.support import papers
from tests.support.program import Program

ROWS = [papers.HEAD, ["1", "Чинить сети", "май 2022", "Порт", "Справка"]]
DATE, NUMBER, STAMP = ("--date", "2022-01-10"), ("--number", "7"), ("--stamp",)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Give a plan in Excel, without an order."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(papers.written("xlsx", ROWS)[0])
    return path


@pytest.mark.parametrize("ledger", [False, True])
@pytest.mark.parametrize(
    ("given", "status", "asks"),
    [
        ((), 3, ("--number", "--date")),
        (NUMBER, 3, ("--date",)),
        (DATE, 3, ("--number",)),
        ((*DATE, *NUMBER), 0, ()),
        ((*DATE, *STAMP), 0, ()),
    ],
)
def test_a_dry_run_ends_as_recording_would(
    given: tuple[str, ...],
    status: int,
    asks: tuple[str, ...],
    program: Program,
    table: Path,
    *,
    ledger: bool,
) -> None:
    if ledger:
        program.inside(*INIT).fine()
    seen = program.inside("import", table, "--dry-run", *given)
    assert seen.status == status
    assert "Чинить сети" in seen.out
    for way in asks:
        assert f"Give it with {way}" in " ".join(seen.out.split())
    assert (asks[0] in seen.err) if asks else (seen.err == "")
    machine = program.inside("import", table, "--dry-run", "--json", *given)
    assert machine.status == status
    assert machine.json["roadmaps"][0]["measures"]
    if ledger:
        done = program.inside("import", table, "--yes", *given)
        assert (done.status, done.err) == (seen.status, seen.err)


def test_what_has_no_number_is_not_called_approved_by_a_stamp(
    program: Program, table: Path
) -> None:
    assert "stamp of" not in program.inside("import", table, "--dry-run", *DATE).out
    assert "stamp of 2022-01-10" in program.inside("import", table, "--dry-run", *DATE, *STAMP).out


def test_a_file_that_was_recorded_is_fine(program: Program, table: Path) -> None:
    program.inside(*INIT).fine()
    program.inside("import", table, "--yes", *DATE, *NUMBER).fine()
    program.inside("import", table, "--dry-run", *DATE, *NUMBER).fine()
    program.inside("import", table, "--dry-run").fine()
