"""``vekha demo --script``: every command can stand in one, said by anybody, at any moment."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec
import pytest
import yaml

from cli import desk, story
from cli.main import cli
from cli.playing import Player, Teller
from cli.scenario import BARRED, load, shipped
from engine.errors import NotAllowed, RefusedByRules
from engine.office import Office
from engine.workflows.personnel import AddPerson
from tests.cli.test_json import STORY
from tests.support.logs import Backend, Place
from tests.support.program import Program, command_tree
from tests.support.scripts import HEAD, played, written

PEOPLE = {None: "fomina", "orlova": "orlova", "lapina": "lapina"}
RECORDING = {
    *("import", "people add", "people login", "admin grant", "schedule"),
    *("start", "report", "return", "evaluate"),
}
LEAVES = {
    name.removeprefix("vekha ")
    for name, command in command_tree()
    if not isinstance(command, click.Group)
}


def named(line: str) -> str:
    """Return the command that a line gives."""
    return next(name for name in sorted(LEAVES, reverse=True) if f"{line} ".startswith(f"{name} "))


def the_story(folder: Path, backend: Backend) -> Path:
    """Write the story of all commands as a script; the first opens the ledger, and is left out.

    Only a file has a journal.
    """
    head = HEAD.replace("Орлова В. С.", "Орлова").replace("Лапина Н. Ю.", "Лапина")
    moves = [
        {"at": "2022-09-05", "who": PEOPLE[login], "run": line}
        | ({"expect": "refused"} if "journal" in line and backend != "sqlite" else {})
        for line, login, _ in STORY[1:]
    ]
    text = head + yaml.safe_dump(moves, allow_unicode=True, default_style='"')
    (folder / "script.yaml").write_text(text, "utf-8")
    return folder / "script.yaml"


def test_every_command_of_the_program_can_stand_in_a_script(place: Place, tmp_path: Path) -> None:
    """A new command is in the story (or another test fails), and so is tried here at once."""
    with played(the_story(tmp_path, place.backend), place) as rehearsed:
        ran = {named(" ".join(one.words)) for one in rehearsed.played}
        recorded = {named(" ".join(one.words)) for one in rehearsed.played if one.first}
        days = {event.recorded_at[:10] for event in rehearsed.office.session.verified()}
    assert ran == LEAVES - set(BARRED)
    assert recorded >= RECORDING
    assert days == {"2022-09-05"}, "a command opened the ledger itself, with another clock"


@click.command()
@click.argument("name")
@desk.ledger_options
def enrol(name: str) -> None:
    """Record something, as a command of a later version may."""
    with desk.office() as office:
        office.people.add(AddPerson(name=name))


@click.command()
@click.argument("status", type=int, default=0)
@click.pass_context
def check(context: click.Context, status: int) -> None:
    """Ask, or end with a status, as a command of a later version may."""
    if not status:
        click.confirm("Sure?", abort=True)
    context.exit(status)


def test_a_new_command_can_stand_in_a_script_with_no_further_change(
    place: Place, tmp_path: Path
) -> None:
    more = click.Group(commands={"check": check})
    later = click.Group(commands={"enrol": enrol, "more": more})
    moves = (
        '{at: "2022-09-05", run: enrol Гусев}',
        "{run: more check 7, expect: 7}",
        "{run: more check, expect: unanswered}",
    )
    with played(written(tmp_path, *moves, begun=False), place, later) as rehearsed:
        enrolled, *others = rehearsed.played
        assert (enrolled.first, enrolled.last) == (5, 5)
        assert rehearsed.office.session.register().known_person("Гусев")
        failed = [(one.failure.status, one.failure.code) for one in others if one.failure]
        assert failed == [(7, "exit"), (3, "unanswered")]


def test_a_command_that_ends_with_a_status_of_its_own_is_told_with_its_place(
    place: Place, tmp_path: Path
) -> None:
    later = click.Group(commands={"check": check})
    script = written(tmp_path, '{at: "2022-09-05", run: check 7}', begun=False)
    with (
        pytest.raises(RefusedByRules, match=r"line 4: move 1 .*: it ended with status 7"),
        played(script, place, later),
    ):
        pass


def test_no_move_is_made_in_an_office_s_ledger(place: Place, tmp_path: Path) -> None:
    player = Player(load(written(tmp_path)), cli, "")
    office = Office(place.open(create=True))
    try:
        opening = msgspec.structs.replace(player.scenario.opening(), purpose="office")
        office.inaugurate(opening)
        before = office.session.log.head()
        with pytest.raises(NotAllowed, match="only a rehearsal"):
            player.play(office, Teller())
        assert office.session.log.head() == before
    finally:
        office.close()


@pytest.mark.parametrize("name", BARRED)
def test_what_cannot_stand_in_a_script_is_said_with_its_line(
    name: str, program: Program, tmp_path: Path
) -> None:
    assert name in LEAVES
    script = written(tmp_path, f'{{run: "{name}"}}')
    done = program.inside("demo", "--script", script)
    assert done.status == 6
    assert done.err.startswith("vekha: script.yaml, line 7: ")
    assert f"take “{name}” out" in done.err


def test_groups_have_no_options_of_their_own_that_a_script_would_pass_over() -> None:
    groups = {name: command for name, command in command_tree() if isinstance(command, click.Group)}
    del groups["vekha"]  # its options say which ledger and how much is logged
    assert groups
    assert [name for name, command in groups.items() if command.params] == []
    assert [name for name, command in groups.items() if command.context_settings] == []


def test_a_command_that_was_in_a_script_is_as_it_was(tmp_path: Path, program: Program) -> None:
    line = '{at: "2022-09-05", run: people list}'
    Player(load(written(tmp_path, line, begun=False)), cli, "")
    told = program.inside("people", "list", "-h").fine().out
    assert told == program.inside("people", "list", "--help").fine().out


def test_the_clock_goes_where_it_is_set_also_back(place: Place, tmp_path: Path) -> None:
    moves = (
        "{at: \"2022-08-15\", who: orlova, run: 'start 1.3@2022-08'}",
        "{at: \"2022-08-26 18:40\", run: 'report 1.3@2022-08 --result проект'}",
        "{at: \"2022-08-20\", who: lapina, run: 'return 1.3@2022-08 --reason рано', expect: 3}",
        "{at: \"2022-08-26 17:05:30\", run: 'return 1.3@2022-08 --reason рано'}",
        "{who: orlova, run: 'report 1.3@2022-08 --result приказ'}",
        "{at: \"2022-08-26\", who: lapina, run: 'evaluate 1.3@2022-08 done --justification есть'}",
    )
    with played(written(tmp_path, *moves), place) as rehearsed:
        log = rehearsed.office.session.log
        stream = next(e.stream for e in log.events() if e.stream.endswith("m003/2022-08"))
        told = [event.recorded_at for event in log.stream(stream)][1:]
    assert told == [
        "2022-08-15T07:00:00.000000Z",
        "2022-08-26T15:40:00.000000Z",
        "2022-08-26T14:05:30.000000Z",
        "2022-08-26T14:06:30.000000Z",
        "2022-08-26T14:07:30.000000Z",
    ]


def test_what_is_only_said_may_set_the_clock_and_give_the_word(
    place: Place, tmp_path: Path
) -> None:
    said = "{say: 'Weeks later.', at: \"2022-08-15 12:00\", who: orlova}"
    line = "{run: 'start 1.3@2022-08'}"
    with played(written(tmp_path, said, line), place) as rehearsed:
        session = rehearsed.office.session
        [event] = session.log.at([rehearsed.played[-1].last or 0])
        assert event.recorded_at == "2022-08-15T09:01:00.000000Z"
        assert session.register().name(event.actor_id) == "Орлова В. С."


def test_one_line_is_said_of_many(place: Place, tmp_path: Path) -> None:
    many = '{at: "2022-01-10", who: orlova, run: "start {ref}", refs: ["1.6@2022", "1.7@2022"]}'
    with played(written(tmp_path, many), place) as rehearsed:
        last = rehearsed.played[-2:]
        assert [one.words for one in last] == [("start", "1.6@2022"), ("start", "1.7@2022")]
        assert all(one.first and one.first == one.last for one in last)
        assert {one.printed for one in last} == {""}, "no one sees it, and it is drawn"


def test_who_keys_in_and_for_whom_are_both_kept(place: Place, tmp_path: Path) -> None:
    line = 'report 6.4.1@2021-11..2022-05 --for "МКУ ИМЦ" --on 2022-05-13 --result "По бумаге."'
    with played(written(tmp_path, f"{{at: \"2022-05-20\", run: '{line}'}}"), place) as rehearsed:
        session = rehearsed.office.session
        [event] = session.log.at([rehearsed.played[-1].last or 0])
        names = session.register().name
        assert (names(event.actor_id), names(event.principal_id)) == ("Фомина А. О.", "МКУ ИМЦ")
        assert (event.effective_on, event.auth_method) == ("2022-05-13", "simulated")


def test_the_shipped_script_is_told_in_both_languages() -> None:
    script = yaml.safe_load(shipped("demo.yaml").read_text("utf-8"))
    told = {
        move[field] for move in script["moves"] for field in ("say", "chapter") if field in move
    }
    assert told == story.SHIPPED
