"""What is wrong with a script, or goes wrong in it, is one clear line with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from cli import desk
from engine.errors import StoreBusy
from engine.office.people import People
from tests.cli.conftest import INIT
from tests.support.logs import Place
from tests.support.program import Done, Program
from tests.support.scripts import BEGUN, HEAD, played, written

LEDGER = 'ledger: {organisation: "Управление", time_zone: "Europe/Moscow"}\n'
WHO = 'people: {f: "Фомина"}\n'


class Wrong(NamedTuple):
    """A script, the line that is to be blamed, and what is said about it."""

    text: str
    line: int
    says: str


def moves(*lines: str) -> str:
    return LEDGER + WHO + "moves:\n" + "".join(f"  - {line}\n" for line in lines)


AT = 'at: "2022-09-05"'
WRONG = {
    "no field": Wrong(moves(f"{{{AT}, run: show, tell: true}}"), 4, "no field is called tell"),
    "a day as YAML reads it": Wrong(
        moves("{at: 2022-09-05, run: show}"), 4, 'Put it in quotes: "2022-09-05"'
    ),
    "a number as YAML reads it": Wrong(
        moves(f"{{{AT}, run: 'start {{ref}}', refs: [1.10]}}"), 4, 'Put it in quotes: "1.10"'
    ),
    "no truth": Wrong(moves(f'{{{AT}, run: show, told: "yes"}}'), 4, "true or false"),
    "no day": Wrong(
        moves('{at: "2022-09-05", run: show}', '{at: "31.02.2022", run: show}'),
        5,
        "“31.02.2022” is not a moment",
    ),
    "a day of no plan": Wrong(moves('{at: "0001-01-01", run: show}'), 4, "is not a moment"),
    "no one": Wrong(moves(f"{{{AT}, who: x, run: show}}"), 4, "is called x; known are: f"),
    "nothing": Wrong(moves(f"{{{AT}}}"), 4, "this move says nothing"),
    "a blank command": Wrong(moves(f'{{{AT}, run: " "}}'), 4, "this move says nothing"),
    "nothing to tell": Wrong(moves("{say: x, told: true}"), 4, "run is missing"),
    "an open quotation": Wrong(moves(f'{{{AT}, run: "show \'x"}}'), 4, "is not closed"),
    "refs for nothing": Wrong(moves(f'{{{AT}, run: show, refs: ["1"]}}'), 4, "give both or"),
    "a place for no refs": Wrong(moves(f"{{{AT}, run: 'show {{ref}}'}}"), 4, "give both or"),
    "another ledger": Wrong(moves(f"{{{AT}, run: show --db x}}"), 4, "take --db out"),
    "another ledger, spelt =": Wrong(moves(f"{{{AT}, run: show --db=x}}"), 4, "take --db out"),
    "no first day": Wrong(moves("{run: show}"), 1, "when the ledger is opened"),
    "an empty organisation": Wrong(
        LEDGER.replace("Управление", "") + WHO + "moves: []\n", 1, "a name is missing"
    ),
    "no people": Wrong(LEDGER + "people: {}\nmoves: []\n", 2, "who opens the ledger"),
    "a name that is no text": Wrong(
        LEDGER + "people:\n  a: x\n  b: 5\nmoves: []\n", 4, "the name of b should be a text"
    ),
    "an empty name": Wrong(LEDGER + 'people: {a: " "}\nmoves: []\n', 2, "a name is missing"),
    "no zone": Wrong(
        LEDGER.replace("Moscow", "Tonkino") + WHO + "moves: []\n", 1, "is not a time zone"
    ),
    "no language": Wrong(
        LEDGER.replace("}", ", language: fr}") + WHO + "moves: []\n", 1, "language cannot be “fr”"
    ),
    "no period": Wrong(LEDGER + WHO + "review: soon\nmoves: []\n", 3, "“soon” names no period"),
    "no moves": Wrong(LEDGER + WHO, 1, "the field moves is missing"),
    "no YAML": Wrong(LEDGER + "people: [", 3, "this is not valid YAML"),
}


@pytest.fixture
def home(program: Program) -> Program:
    """Give the program with no ledger named, in a home without one."""
    program.db = None
    return program


def play(program: Program, text: str, *options: str) -> Done:
    """Play a script that stands in the program's home."""
    script = program.home / "script.yaml"
    script.write_text(text, "utf-8")
    return program.inside("demo", "--script", script, *options)


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_wrong_script_is_told_with_its_line_before_anything_is_played(
    wrong: Wrong, home: Program
) -> None:
    kept = home.home / "kept.db"
    done = play(home, wrong.text, "--db", str(kept))
    assert (done.status, done.out) == (6, "")
    assert done.err.startswith(f"vekha: script.yaml, line {wrong.line}: "), done.err
    assert wrong.says in done.err
    assert len(done.err.splitlines()) <= 2
    assert not kept.exists()


@pytest.mark.parametrize("text", ["", "- x\n", "x\n"])
def test_what_is_no_script_at_all_is_said(text: str, home: Program) -> None:
    done = play(home, text)
    assert done.status == 6
    assert "does not hold a script" in done.err


def test_a_script_that_is_not_there_is_said(home: Program) -> None:
    done = home.inside("demo", "--script", "none.yaml")
    assert (done.status, done.err.splitlines()[0]) == (5, "vekha: There is no file none.yaml.")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("reprot 1.3", "No such command 'reprot'"),
        ("people", "Missing command"),
        ("people --help", "Missing command"),
        ("show --help", "a script asks for no help"),
        ("report 1.3@2022-08", "Missing option '--result'"),
        ("start 1.3@2022-08 --on soon", "“soon” is not a day"),
    ],
)
def test_a_command_line_that_is_none_is_told_before_anything_is_played(
    line: str, says: str, home: Program
) -> None:
    kept = home.home / "kept.db"
    done = play(home, moves(f"{{{AT}, run: show}}", f'{{run: "{line}"}}'), "--db", str(kept))
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"vekha: script.yaml, line 5: move 2 (vekha {line}): ")
    assert says in done.err
    assert not kept.exists()


STARTED = "{at: \"2022-08-15\", who: orlova, run: 'start 1.3@2022-08'}"
AGAIN = "{who: orlova, run: 'start 1.3@2022-08'%s}"


def test_an_unforeseen_refusal_ends_the_demo_and_says_which_move(
    home: Program, tmp_path: Path
) -> None:
    done = home.inside("demo", "--script", written(tmp_path, STARTED, AGAIN % ""))
    assert done.status == 3
    wrong, advice = done.err.splitlines()
    assert wrong.startswith("vekha: script.yaml, line 8: move 5 (vekha start 1.3@2022-08): cannot")
    assert "as recorded by Орлова В. С." in wrong
    assert advice.endswith("say in the move: expect: illegal_transition.")


def test_a_refusal_in_json_tells_programs_where(home: Program, tmp_path: Path) -> None:
    done = home.inside("demo", "--script", written(tmp_path, STARTED, AGAIN % ""), "--json")
    assert (done.status, done.out) == (3, "")
    told = json.loads(done.err)
    assert told["error"] == "illegal_transition"
    facts = told["facts"]
    assert (facts["file"], facts["line"], facts["number"]) == ("script.yaml", 8, 5)


@pytest.mark.parametrize("expected", ["3", '"3"', "illegal_transition"])
def test_a_refusal_that_is_expected_lets_the_script_go_on(
    expected: str, place: Place, tmp_path: Path
) -> None:
    after = "{run: 'report 1.3@2022-08 --result приказ'}"
    script = written(tmp_path, STARTED, AGAIN % f", expect: {expected}", after)
    with played(script, place) as rehearsed:
        refused, reported = rehearsed.played[-2:]
        assert refused.failure
        assert (refused.failure.status, refused.failure.code) == (3, "illegal_transition")
        assert (refused.first, refused.last) == (None, None)
        assert reported.first
        noted = rehearsed.office.audit.refusals().refusals
        assert [note.code for note in noted] == ["illegal_transition"]


def test_what_is_expected_has_to_come(home: Program, tmp_path: Path) -> None:
    went_well = STARTED.replace("}", ", expect: 3}")
    done = home.inside("demo", "--script", written(tmp_path, went_well))
    assert done.status == 3
    assert "line 7: move 4 (vekha start 1.3@2022-08) expects to fail (3), and" in done.err
    done = home.inside("demo", "--script", written(tmp_path, STARTED, AGAIN % ", expect: 5"))
    assert done.status == 3
    assert "cannot start: it is already in progress" in done.err
    assert "The move expects: 5." in done.err


def test_a_wrong_command_line_can_be_expected_too(place: Place, tmp_path: Path) -> None:
    script = written(tmp_path, "{run: 'start', expect: 2}", "{run: 'start', expect: usage}")
    with played(script, place) as rehearsed:
        assert [one.failure and one.failure.code for one in rehearsed.played[-2:]] == ["usage"] * 2


def test_who_is_not_registered_yet_cannot_speak(home: Program) -> None:
    text = HEAD + "".join(f"  - {line}\n" for line in (BEGUN[0], "{who: orlova, run: show}"))
    done = play(home, text)
    assert done.status == 6
    assert done.err.startswith("vekha: script.yaml, line 5: Орлова В. С. is not registered when")
    twice = (
        *BEGUN,
        "{who: fomina, run: 'people add \"Лапина Н. Ю.\"'}",
        "{who: lapina, run: show}",
    )
    done = play(home, HEAD + "".join(f"  - {line}\n" for line in twice))
    assert done.status == 6
    assert "line 8: “Лапина Н. Ю.” may be several" in done.err


def test_an_organisation_makes_no_move(home: Program) -> None:
    lines = (BEGUN[0], "{who: lapina, run: show}")
    text = HEAD.replace("Лапина Н. Ю.", "МКУ ИМЦ") + "".join(f"  - {line}\n" for line in lines)
    assert "line 5: МКУ ИМЦ is not registered" in play(home, text).err


def test_a_store_that_fails_is_no_refusal_to_be_expected(
    home: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_given: object, **_words: object) -> None:
        raise StoreBusy("busy")

    monkeypatch.setattr(People, "add", busy)
    done = home.inside("demo", "--script", written(tmp_path))
    assert done.status == 8
    [line] = done.err.splitlines()
    assert line.startswith("vekha: script.yaml, line 5: move 2 (vekha people add")


def test_nothing_is_asked_of_anyone(home: Program) -> None:
    (home.home / "plan.csv").write_text(
        "№;Мероприятие;Срок;Ответственный\n1;Семинар;июнь 2022;Школа № 1\n", "utf-8"
    )
    given = "--number 7 --date 2022-01-20 --issuer Управление --from 2022-01-01 --to 2022-12-31"
    asks = f"{{{AT}, run: 'import plan.csv {given}'}}"
    done = play(home, moves(asks))
    assert done.status == 3
    assert "no one confirmed" in done.err
    assert "say --yes" in done.err
    assert play(home, moves(asks.replace("plan.csv", "plan.csv --yes"))).status == 0


def test_an_office_is_left_alone(home: Program, tmp_path: Path) -> None:
    office = tmp_path / "office.db"
    home.inside("--db", office, *INIT).fine()
    before = office.read_bytes()
    script = written(tmp_path, "{run: show}")
    done = home.inside("demo", "--script", script, "--db", office)
    assert done.status == 3
    assert "a rehearsal needs a new one" in done.err
    home.inside("demo", "--script", script, VEKHA_DB=str(office)).fine()
    assert office.read_bytes() == before


def test_without_the_office_that_is_lent_no_command_finds_another(
    home: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What opens a ledger by address is led to the rehearsal's own."""
    office = tmp_path / "office.db"
    home.inside("--db", office, *INIT).fine()
    before = office.read_bytes()
    monkeypatch.setattr(desk, "lend", lambda _context, _office, **_told: None)
    kept = tmp_path / "kept.db"
    lines = ("demo", "--script", written(tmp_path), "--db", kept)
    done = home.inside(*lines, VEKHA_DB=str(office))
    assert office.read_bytes() == before
    assert done.status == 0
    told = home.inside("--db", kept, "show", "--json").fine().json["roadmaps"]
    assert [roadmap["key"] for roadmap in told] == ["bolshemurashkino"]
