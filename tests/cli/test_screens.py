"""What stands on every screen: the rehearsal's banner, both clocks; and what the log tells."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cli.commands import COMMANDS
from engine.workflows.occurrence.steps import STEPS
from tests.cli.conftest import INIT
from tests.support.program import ORDER, Done, Program

BANNER = "REHEARSAL — simulated persons and clock, no office's record"
STEP = "1.3@2023-08"
SCREENS = (
    ("show",),
    ("show", "bolshemurashkino"),
    ("show", "1.3"),
    ("show", "1.3@2022-08"),
    ("people", "list"),
    ("people", "add", "Новая"),
    ("people", "login", "Новая", "new"),
    ("admin", "grant", "Новая", "reader"),
    ("status",),
    ("review", "2022"),
    ("audit", "log"),
    ("audit", "log", "1.3"),
    ("audit", "log", "--refused"),
    ("schedule", "5.1", "--window", "2023-05", "--source", "приказ"),
    ("start", STEP, "--for", "МКУ ИМЦ"),
    ("report", STEP, "--result", "x", "--for", "МКУ ИМЦ"),
    ("admin", "grant", "Фомина А. О.", "supervisor"),
    ("return", STEP, "--reason", "x"),
    ("report", "1.4@2023", "--result", "x", "--for", "Управление образования"),
    ("admin", "rebuild"),
    ("admin", "upgrade"),
)
WITHOUT_A_LEDGER = {"deadline", "init", "steps"}
"""Commands that look into no ledger, or open one in earnest."""
FOR_MACHINES = {"export"}
"""What they print is a file."""


def test_a_rehearsal_says_so_on_every_screen(demo: Program) -> None:
    for screen in SCREENS:
        assert demo.inside(*screen).fine().out.splitlines()[0] == BANNER, screen


def test_no_command_is_left_out_above() -> None:
    elsewhere = WITHOUT_A_LEDGER | FOR_MACHINES | {"demo", "evaluate", "import"}
    assert {screen[0] for screen in SCREENS} == set(COMMANDS) - elsewhere


def test_the_demo_and_its_order_say_so_too(
    told_demo: tuple[Done, Path], demo: Program, tmp_path: Path
) -> None:
    assert told_demo[0].out.splitlines()[0] == BANNER
    other = tmp_path / "other.yaml"
    text = ORDER.read_text("utf-8")
    text = text.replace('key: "bolshemurashkino', 'key: "elsewhere').replace("200-о", "201-о")
    other.write_text(text, "utf-8")
    assert BANNER in demo.inside("import", other).fine().out
    line = ("evaluate", "bolshemurashkino/7.6@2022", "done", "--justification", "Справка")
    demo.inside("admin", "grant", "Фомина А. О.", "supervisor").fine()
    assert demo.inside(*line).fine().out.splitlines()[0] == BANNER


def test_an_office_never_says_so(opened: Program) -> None:
    for line in ("show", "status", "review 2022", "audit log", "people list"):
        assert "REHEARSAL" not in opened.inside(*line.split()).fine().out


@pytest.mark.parametrize("command", [("status", "2022"), ("review", "2022")], ids=" ".join)
@pytest.mark.parametrize(
    ("clocks", "says"),
    [
        ((), ()),
        (("--as-of", "2022-10-01"), ("as of", "2022-10-01")),
        (("--known-on", "2022-10-02"), ("known on", "2022-10-02")),
        (("--as-of", "01.10.2022", "--known-on", "2022-10-02"), ("2022-10-01", "2022-10-02")),
    ],
)
def test_both_clocks_stand_in_the_header(
    command: tuple[str, ...], clocks: tuple[str, ...], says: tuple[str, ...], demo: Program
) -> None:
    header = " ".join(demo.inside(*command, *clocks).fine().out.splitlines()[:7])
    for part in says:
        assert part in header
    if not says:
        assert "as of" not in header
        assert "known on" not in header
    elif "--known-on" not in clocks:
        assert "known on" not in header


def test_each_screen_tells_a_newcomer_what_comes_next(program: Program) -> None:
    assert "vekha import FILE" in program.inside(*INIT).fine().out
    nothing = program.inside("show")
    assert (nothing.status, nothing.out) == (5, "")
    assert "Import an order: vekha import FILE" in nothing.err
    assert "vekha show bolshemurashkino" in program.inside("import", ORDER).fine().out
    step = ("start", "1.3@2022-08", "--for", "МКУ ИМЦ")
    assert "vekha report" in program.inside(*step).fine().out


def test_the_demo_tells_its_story_in_chapters(told_demo: tuple[Done, Path]) -> None:
    told = told_demo[0].out
    assert re.findall(r"^(\d)\. .* ─+$", told, re.MULTILINE) == ["1", "2", "3", "4", "5"]
    for command in ("import", "status 2022", "audit log 1.3@2022-08", "review 2022", "return"):
        assert f"$ vekha {command}" in told
    assert f"vekha --db {told_demo[1]} show" in " ".join(told.split())


def test_the_ledger_is_named_by_option_variable_or_default(program: Program) -> None:
    named, program.db = str(program.db), None
    program.inside(*INIT, VEKHA_DB=named).fine()
    assert Path(named).exists()
    program.inside("people", "list", "--db", named).fine()
    program.inside("--db", named, "people", "list", VEKHA_DB="/nowhere").fine()
    assert program.inside("people", "list").status == 5
    program.inside(*INIT).fine()
    assert (program.home / "data" / "vekha" / "ledger.db").exists()
    assert program.inside("people", "list", VEKHA_DB="").fine()


LOGGED = re.compile(
    r"timestamp='\d{4}-\d\d-\d\dT[\d:.]+Z' level='info'"
    r" event='batch\.(recorded|failed)' step='start'"
)


def test_verbose_tells_operators_what_was_recorded(opened: Program) -> None:
    step = ("start", "1.3@2022-08", "--for", "МКУ ИМЦ")
    quiet = opened.inside("show", "1.3@2022-08").fine()
    told = opened("--verbose", *step)
    assert told.status == 0
    [line] = told.err.splitlines()
    found = LOGGED.match(line)
    assert found
    assert found[1] == "recorded"
    assert "first=" in line
    assert "МКУ" not in line
    assert "batch" not in told.out

    refused = opened("-v", *step)
    assert refused.status == 3
    logged, *complaint = refused.err.splitlines()
    again = LOGGED.match(logged)
    assert again
    assert again[1] == "failed"
    assert "reason='illegal_transition'" in logged
    assert complaint[0].startswith("vekha: ")
    assert opened.inside("show", "1.3@2022-08").fine().out != quiet.out


def test_the_variable_asks_for_the_log_too_and_json_stays_json(opened: Program) -> None:
    told = opened("start", "1.3@2022-08", "--for", "МКУ ИМЦ", "--json", VEKHA_LOG="1")
    assert told.json["status"] == "in_progress"
    assert LOGGED.match(told.err)


def test_a_rehearsal_is_played_where_an_option_says_and_never_in_the_office_s_ledger(
    program: Program, tmp_path: Path
) -> None:
    office, program.db = tmp_path / "office.db", None
    assert "Nothing was kept" in program.inside("demo", VEKHA_DB=str(office)).fine().out
    assert not office.exists()
    kept, other = tmp_path / "kept.db", tmp_path / "other.db"
    for line in (("--db", kept, "demo"), ("demo", "--db", other)):
        told = program.inside(*line, VEKHA_DB=str(office)).fine().out
        assert "The rehearsal is kept" in told
    assert set(tmp_path.glob("*.db")) == {kept, other}
    assert program.inside("demo", "--db", "", VEKHA_DB=str(office)).status == 5


def test_a_plan_approved_by_a_stamp_is_shown_with_the_day_of_the_stamp(program: Program) -> None:
    program.inside(*INIT).fine()
    plan = program.home / "plan.yaml"
    text = ORDER.read_text("utf-8").replace('number: "200-о"', 'number: ""', 1)
    plan.write_text(text.replace("kind: order", "kind: stamp", 1), "utf-8")
    stamp = "approved by a stamp of 2021-07-13"
    assert stamp in program.inside("import", plan, "--dry-run").fine().out
    assert f"района: {stamp}" in program.inside("import", plan).fine().out.replace("\n", " ")
    assert stamp in program.inside("show").fine().out
    assert stamp in program.inside("show", "bolshemurashkino-200-o").fine().out


def test_what_was_said_is_told_under_its_name(opened: Program) -> None:
    words = ("--result", "Приказ есть.", "--link", "https://x.example/y")
    opened.inside("report", "1.3@2022-08", *words, "--for", "МКУ ИМЦ").fine()
    told = opened.inside("audit", "log", "1.3@2022-08").fine().out
    assert "result: «Приказ есть.»" in told
    assert "evidence: «https://x.example/y»" in told
    assert "result: «Приказ есть.»" in opened.inside("review", "2022").fine().out


@pytest.mark.parametrize("width", [80, 60, 40])
def test_the_table_of_steps_names_every_step_and_the_commands_there_are(
    program: Program, width: int
) -> None:
    shown = program.inside("steps", COLUMNS=str(width)).fine().out
    assert max(map(len, shown.splitlines())) <= width
    for step in STEPS:
        assert (f"vekha {step.trigger}" in shown) == (step.trigger in COMMANDS), step.trigger
    assert "naming him with --for" in " ".join(shown.split())


@pytest.mark.parametrize("width", [80, 60, 40])
def test_a_step_that_leaves_the_state_has_no_arrow(program: Program, width: int) -> None:
    shown = " ".join(program.inside("steps", COLUMNS=str(width)).fine().out.split())
    kept = [step for step in STEPS if step.dest is None]
    assert shown.count("→") == len(STEPS) - len(kept) + (shown.count("from → to"))
    anywhere = [step for step in kept if len(step.sources) == 5]
    assert shown.count("any state") == len(anywhere) == 2
    assert "A step without an arrow leaves the state as it is." in shown


def test_a_rebuild_names_the_rows_that_were_wrong(opened: Program) -> None:
    """A row of the SQLite file that was changed by hand, past the program."""
    whole = opened.inside("admin", "rebuild").fine().out
    assert "all rows follow from it." in whole
    with closing(sqlite3.connect(str(opened.db))) as file, file:
        file.execute("UPDATE occurrences SET lead = NULL WHERE id LIKE '%/m003/2022-08'")
    told = opened.inside("admin", "rebuild").fine().out
    assert "these rows were wrong and have been put right:" in " ".join(told.split())
    assert "occurrence/bolshemurashkino/m003/2022-08" in told.replace("\n", "")
    assert opened.inside("admin", "rebuild").fine().out == whole


def test_notes_of_refusals_are_told_in_words(opened: Program) -> None:
    opened.inside("start", "1.3@2022-08", "--for", "МКУ ИМЦ").fine()
    assert opened.inside("start", "1.3@2022-08", "--for", "МКУ ИМЦ").status == 3
    assert opened.inside("start", "1.4@2022", login="chizhova").status == 3
    told = " ".join(opened.inside("audit", "log", "--refused").fine().out.split())
    assert "it is in another state" in told
    assert "no right to do it" in told
    assert "_" not in told
    assert "bolshemurashkino/m003@2022-08" in told
    noted = opened.inside("audit", "log", "--refused", "--json").json["refusals"]
    assert [note["code"] for note in noted] == ["illegal_transition", "not_allowed"]
