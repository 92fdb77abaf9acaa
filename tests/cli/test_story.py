"""How a rehearsal is told: its chapters, who says what on which day, and what comes of it."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
import pytest

from cli import desk
from cli.commands import COMMANDS
from tests.support.program import ORDER, Program
from tests.support.scripts import written

BANNER = "REHEARSAL — simulated persons and clock, no office's record"
TELLING = (
    "{say: 'In the beginning.'}",
    "{chapter: 'One', at: \"2022-08-15\", who: orlova, run: 'start 1.3@2022-08', told: true}",
    "{run: 'start 1.3@2022-08', told: true, expect: 3}",
    "{at: \"2022-08-20 18:40\", run: 'report 1.3@2022-08 --result есть', told: true}",
    "{run: 'report {ref} --result есть', refs: ['1.4@2022'], expect: not_allowed}",
    "{chapter: 'Two', run: show, told: true}",
)


@pytest.fixture
def home(program: Program) -> Program:
    """Give the program with no ledger named, in a home without one."""
    program.db = None
    return program


def test_a_story_is_told_in_its_order(home: Program, tmp_path: Path) -> None:
    told = home.inside("demo", "--script", written(tmp_path, *TELLING)).fine().out
    lines = told.splitlines()
    assert lines[0] == BANNER
    assert told.count("REHEARSAL") == 1
    assert lines[1:6] == [
        "In the beginning.",
        "… and 3 more steps, not shown here.",
        "",
        "One " + "─" * 76,
        "2022-08-15  Орлова В. С.:",
    ]
    assert lines[6:8] == [
        "  $ vekha start 1.3@2022-08",
        "bolshemurashkino/1.3@2022-08  Издать приказ о методической работе",
    ]
    again = lines.index("  $ vekha start 1.3@2022-08", 7)
    assert lines[again - 1] == ""
    assert lines[again + 1].startswith("  → cannot start: it is already in progress")
    assert "2022-08-20 18:40  Орлова В. С.:" in lines
    two = lines.index("Two " + "─" * 76)
    assert lines[two - 2 : two] == ["… and 1 more step, not shown here.", ""]
    assert lines[two + 1 : two + 3] == ["2022-08-20 18:42  Орлова В. С.:", "  $ vekha show"]
    assert "1.4@2022" not in told


def test_a_kept_rehearsal_says_how_to_look_around_in_it(home: Program, tmp_path: Path) -> None:
    kept = tmp_path / "a rehearsal.db"
    script = written(tmp_path)
    told = home.inside("demo", "--script", script, "--db", kept, COLUMNS="300").fine().out
    ends = told.splitlines()[-4:]
    assert ends[0] == "The rehearsal is kept. Look around in it:"
    assert ends[3] == "To begin in earnest: vekha init --help"
    for line in ends[1:3]:
        assert home.inside(*shlex.split(line)[1:]).fine().out.startswith(BANNER)


def test_a_rehearsal_that_is_not_kept_says_how_to_keep_it(home: Program, tmp_path: Path) -> None:
    script = written(tmp_path)
    told = home.inside("demo", "--script", script, COLUMNS="300").fine().out
    *_, ends, keep, _earnest = told.splitlines()
    assert ends == "Nothing was kept. To keep a rehearsal and look around in it:"
    assert keep == f"  vekha --db rehearsal.db demo --script {script}"


def test_files_are_those_beside_the_script_and_the_ledger_is_where_one_stands(
    home: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "here").mkdir()
    (tmp_path / "scripts" / "order.yaml").write_bytes(ORDER.read_bytes())
    script = written(
        tmp_path / "scripts",
        "{at: \"2021-07-14\", run: 'import order.yaml'}",
        "{run: 'export roadmap bolshemurashkino -o out.yaml'}",
        begun=False,
    )
    monkeypatch.chdir(tmp_path / "here")
    home.inside("--db", "kept.db", "demo", "--script", script).fine()
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["kept.db"]
    assert (tmp_path / "scripts" / "out.yaml").exists()
    assert Path.cwd() == tmp_path / "here"


@click.command()
def where() -> None:
    """Say which ledger a command would open by its address."""
    click.echo(f"at {desk.address()}")


def test_what_asks_for_the_address_gets_one_that_leads_there_from_the_script(
    home: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(COMMANDS, "where", f"{__name__}:where")
    monkeypatch.chdir(tmp_path)
    script = written(tmp_path, "{run: where, told: true}")
    line = ("--db", "kept.db", "demo", "--script", script)
    told = home.inside(*line, COLUMNS="300", VEKHA_DB="office.db").fine().out
    assert f"at {tmp_path / 'kept.db'}" in told.splitlines()


def test_json_says_what_each_move_came_to(home: Program, tmp_path: Path) -> None:
    told = home.inside("demo", "--script", written(tmp_path, *TELLING), "--json").fine().json
    assert told["review"] is None
    start, again, report, barred, show = told["moves"][3:]
    assert (start["move"], start["who"], start["run"]) == (5, "orlova", "start 1.3@2022-08")
    assert (start["status"], start["code"]) == (0, None)
    assert start["printed"].startswith("bolshemurashkino/1.3@2022-08")
    assert (again["status"], again["code"]) == (3, "illegal_transition")
    assert start["first"] == start["last"] == told["position"] - 1
    assert (again["first"], again["last"]) == (None, None)
    assert report["first"] == report["last"] == told["position"]
    assert (barred["code"], barred["printed"]) == ("not_allowed", None)
    assert BANNER not in show["printed"]
    assert told["moves"][0]["first"] == 5


def test_an_answer_in_json_may_be_told_as_such(home: Program, tmp_path: Path) -> None:
    script = written(tmp_path, '{run: "people list --json", told: true}')
    assert '"people": [' in home.inside("demo", "--script", script).fine().out


def test_a_rehearsal_is_kept_on_a_server(home: Program, tmp_path: Path, postgres_url: str) -> None:
    script = written(tmp_path, *TELLING)
    told = home.inside("demo", "--script", script, "--db", postgres_url).fine().out
    assert "The rehearsal is kept." in told
    shown = home.inside("show", "1.3@2022-08", "--db", postgres_url).fine().out
    assert "2022-08-20" in shown
    assert home.inside("demo", "--script", script, "--db", postgres_url).status == 3
