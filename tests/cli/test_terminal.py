"""Terminals, pipes and encodings: 80 columns, no colour where none is wanted, no crash anywhere."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies

from cli import terminal
from tests.support.program import ORDER, TAKEN_UP, Done, Program

COLOURS = re.compile(r"\x1b\[[0-9;]*?(3[0-7]|38|9[0-7])[;m]")
SCREENS = (
    ("show",),
    ("show", "bolshemurashkino"),
    ("show", "1.3"),
    ("show", "2.2"),
    ("show", "1.3@2022-08"),
    ("show", "6.4.1@2021-11..2022-05"),
    ("people", "list"),
    ("status", "2022", "--each", "month"),
    ("status", "2021..2023", "--each", "school-year", "--as-of", "2022-10-01"),
    ("review", "2022", "--as-of", "2022-12-31", "--known-on", "2023-01-15"),
    ("audit", "log"),
    ("audit", "log", "2.2"),
    ("audit", "log", "--refused"),
    ("admin", "rebuild"),
    ("import", str(ORDER), "--dry-run"),
    ("deadline", "август ежегодно", "--from", "2021-01-01", "--to", "2023-12-31"),
)


def columns(line: str) -> int:
    """Return how many columns a line takes: wide characters two, combining ones none."""
    wide = sum(unicodedata.east_asian_width(sign) in ("W", "F") for sign in line)
    return len(line) + wide - sum(unicodedata.combining(sign) > 0 for sign in line)


def too_wide(text: str, limit: int = 80) -> list[str]:
    return [line for line in text.splitlines() if columns(line.rstrip()) > limit]


def test_the_demo_fits_eighty_columns(told_demo: tuple[Done, Path]) -> None:
    told = told_demo[0]
    assert len(told.out.splitlines()) > 100
    assert too_wide(told.out) == []
    assert "\x1b" not in told.out


@pytest.mark.parametrize("screen", SCREENS, ids=" ".join)
def test_a_screen_fits_the_terminal(screen: tuple[str, ...], demo: Program) -> None:
    assert too_wide(demo.inside(*screen).fine().out) == []


def test_other_terminals_are_no_reason_to_fail(demo: Program) -> None:
    for screen in SCREENS[1:10]:
        for width in ("12", "200"):
            assert demo.inside(*screen, COLUMNS=width).fine().out


def in_a_terminal(program: Program, *arguments: str, **environment: str) -> str:
    """Run on a pseudo-terminal and return what came out of it."""
    here, there = pty.openpty()
    try:
        process = subprocess.Popen(
            program.line(*arguments),
            env=program.environment | {"TERM": "xterm-256color"} | environment,
            stdin=there,
            stdout=there,
            stderr=subprocess.PIPE,
        )
        os.close(there)
        told = b""
        while chunk := _read(here):
            told += chunk
        _, complaint = process.communicate(timeout=30)
        assert (process.returncode, complaint) == (0, b"")
    finally:
        os.close(here)
    return told.decode()


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # Linux says so when the other end has been closed
        return b""


def test_colours_give_way_to_no_color_and_to_pipes(demo: Program) -> None:
    assert COLOURS.search(in_a_terminal(demo, "show", "bolshemurashkino"))
    assert not COLOURS.search(in_a_terminal(demo, "show", "bolshemurashkino", NO_COLOR="1"))
    assert "\x1b" not in in_a_terminal(demo, "show", "bolshemurashkino", TERM="dumb")
    assert "\x1b" not in demo("show", "bolshemurashkino", TERM="xterm-256color").fine().out


@pytest.mark.parametrize("flags", [(), ("--json",)])
def test_a_closed_pipe_is_no_reason_to_complain(flags: tuple[str, ...], demo: Program) -> None:
    with subprocess.Popen(
        demo.line("audit", "log", *flags),
        env=demo.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


STARTED = ("start", "1.3@2022-08", "--for", "МКУ ИМЦ")


def test_a_step_counts_though_nobody_reads_its_answer(opened: Program) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    line = opened.line(*STARTED)
    done = subprocess.run(
        line, env=opened.environment, stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    told, remedy = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert told.startswith("vekha: recorded as event ")
    assert told.endswith(", the answer could not be shown: whoever was to read it has gone.")
    assert remedy == "  Run the same command again: it records nothing twice."
    assert opened(*STARTED).fine().err == TAKEN_UP
    assert opened.inside("show", "1.3@2022-08", "--json").json["status"] == "in_progress"
    assert opened.pending == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_disk_for_the_answer_is_told_in_one_line(demo: Program) -> None:
    with Path("/dev/full").open("wb") as full:
        line = demo.line("show")
        done = subprocess.run(
            line, env=demo.environment, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    [told] = done.stderr.decode().splitlines()
    assert told.startswith("vekha: the answer cannot be written")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_process_without_streams_does_its_work(closed: str, opened: Program) -> None:
    line = [
        "sh",
        "-c",
        f'"$0" "$@" {closed}',
        *opened.line("start", "1.3@2022-08", "--for", "МКУ ИМЦ"),
    ]
    done = subprocess.run(line, env=opened.environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert opened.inside("show", "1.3@2022-08", "--json").json["status"] == "in_progress"


ENCODINGS = (
    {"LC_ALL": "C"},
    {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    {"LC_ALL": "C", "PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "ascii:strict"},
    {"PYTHONIOENCODING": "cp1251"},
)


@pytest.mark.parametrize("environment", ENCODINGS, ids=str)
def test_an_encoding_without_our_letters_crashes_nothing(
    environment: dict[str, str], demo: Program
) -> None:
    for line, status in ((("show",), 0), (("show", "щ"), 5)):
        done = demo(*line, **environment)
        assert done.status == status, done
        assert "Traceback" not in done.err
        assert len(done.err.splitlines()) <= 2


@pytest.mark.parametrize(
    ("command", "flag"), [("show", "--json"), ("import", "--dry-run"), ("start", "--json")]
)
def test_bytes_that_are_no_text_are_told_politely(command: str, flag: str, demo: Program) -> None:
    done = demo(command, b"1.3@\xd0\xff", flag)
    assert (done.status, done.out) == (5, "")
    assert len(done.err.splitlines()) <= 2


STEERING = "\x1b]0;title\x07\x1b[2J\x9b2K\x7f\u202eABC\u2066\u200b\u00ad\ufeff\U000e0041"
"""Commands to a terminal, then marks that turn, hide or join what is written."""


def steering(text: str) -> set[str]:
    """Return the signs of *text* that a terminal obeys or that hide others."""
    return {sign for sign in text if unicodedata.category(sign) in ("Cc", "Cf")} - {"\n"}


def test_what_people_write_neither_marks_up_nor_steers_the_terminal(opened: Program) -> None:
    nasty = f"[/red] {STEERING}\x9b31m [bold]x\ty\rz :smile: {{0}} %s"
    opened.inside("people", "add", f"Петров {nasty}").fine()
    report = ("report", "1.3@2022-08", "--result", nasty, "--link", nasty)
    opened.inside(*report, login="orlova").fine()
    opened.inside("return", "1.3@2022-08", "--reason", nasty, login="lapina").fine()
    opened.inside("report", "1.3@2022-08", "--result", nasty, login="orlova").fine()
    screens = (("people", "list"), ("show", "1.3@2022-08"), ("audit", "log"), ("review", "2022"))
    for screen in screens:
        shown = opened.inside(*screen).fine().out
        assert steering(shown) == set()
        assert "[/red]" in shown
        assert ":smile:" in shown
    said = opened.inside("audit", "log", "1.3@2022-08", "--json").json["entries"][2]["words"]
    assert said == {"result": nasty, "evidence.1": nasty}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_an_interruption_ends_without_a_traceback(opened: Program) -> None:
    interrupt = "import os, signal; os.kill(os.getpid(), signal.SIGINT)"
    look = (
        # A process in the background of a shell inherits that SIGINT is ignored.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import sys; from unittest import mock\nfrom engine.office.answers import Answers\n"
        f"def stop(*a, **k):\n    {interrupt}\n"
        "with mock.patch.object(Answers, 'show', stop):\n    from cli.main import main; main()\n"
    )
    line = [sys.executable, "-c", look, *opened.line("show", "1.3")[1:]]
    done = subprocess.run(line, env=opened.environment, capture_output=True, check=False)
    assert done.returncode == 130
    assert done.stderr.strip() == b""


WIDTHS = ("0", "-1", "", "wide", "²", "٨٠", "1000000000")


def test_a_width_that_is_none_counts_as_unset(demo: Program) -> None:
    """``COLUMNS=0`` printed nothing and ended with 0; a superscript two ended with 70."""
    expected = demo("show", "1.3")
    assert expected.fine().out
    for width in WIDTHS:
        assert demo("show", "1.3", COLUMNS=width, LINES="24") == expected
        assert demo("show", "1.3", COLUMNS="80", LINES=width) == expected


def test_what_was_typed_does_not_steer_the_terminal(opened: Program, tmp_path: Path) -> None:
    typed = STEERING
    (tmp_path / f"{typed}.yaml").write_text("order: [")
    lines: tuple[tuple[str, ...], ...] = (
        ("start", typed),
        ("show", typed),
        ("status", typed),
        ("status", "--as-of", typed),
        ("status", "2022", "--each", typed),
        (typed,),
        ("show", "--db", typed),
        ("show", "--db", f"mysql://{typed}"),
        ("import", str(tmp_path / f"{typed}.yaml")),
        ("import", typed),
        ("people", "login", typed, "x"),
        ("export", "roadmap", "bolshemurashkino", "-o", f"/nowhere/{typed}"),
        ("deadline", typed, "--from", "2022-01-01", "--to", "2022-12-31"),
        ("deadline", typed, "--from", "2022-01-01", "--to", "2022-12-31", "--json"),
        ("export", "roadmap", "bolshemurashkino", "-o", str(tmp_path / f"{typed}.out")),
    )
    for line in lines:
        for flags in ((), ("--verbose",)):
            done = opened.inside(*flags, *line)
            assert steering(done.out) == set(), line
            assert steering(done.err) == set(), line
            assert "title" in done.out + done.err, line
    machine = opened.inside("start", typed, "--json")
    assert (machine.status, steering(machine.err)) == (5, set())
    assert "ABC" in machine.error["message"]


def test_json_says_the_very_same_with_escapes(opened: Program) -> None:
    opened.inside("people", "add", f"Петров {STEERING}\U0001f600", "--role", "reader").fine()
    report = ("report", "1.3@2022-08", "--result", STEERING)
    opened.inside(*report, login="orlova").fine()
    done = opened.inside("audit", "log", "1.3@2022-08", "--json").fine()
    assert done.json["entries"][2]["words"]["result"] == STEERING
    people = opened.inside("people", "list", "--json").fine()
    for told in (done.out, people.out):
        assert steering(told) == set()
    assert "\U0001f600" in people.out
    assert "Петров" in people.out


def test_a_terminal_is_spared_what_a_pipe_is_given(opened: Program) -> None:
    """A file that goes into a pipe is a file; on a terminal it is a text like others."""
    opened.inside("people", "add", f"Сидоров {STEERING}").fine()
    assert "\x1b" not in in_a_terminal(opened, "people", "list", NO_COLOR="1", TERM="dumb")
    exported = ("export", "roadmap", "bolshemurashkino")
    assert opened(*exported).out == in_a_terminal(opened, *exported).replace("\r\n", "\n")


@hypothesis.given(strategies.text())
def test_any_text_keeps_its_signs_and_its_lines(text: str) -> None:
    shown = terminal.visible(text)
    assert steering(shown) == set()
    assert len(shown) == len(text.replace("\u00ad", ""))  # a soft hyphen is nothing to see
    assert shown.count("\n") == text.count("\n")
    assert terminal.visible(shown) == shown
    if not steering(text):
        assert shown == text


def test_styles_of_our_own_survive(demo: Program) -> None:
    assert COLOURS.search(in_a_terminal(demo, "show", "bolshemurashkino"))
    told = demo.inside("show", "1.3@2022-08").fine().out
    assert "␛" not in told
    assert "�" not in told


def test_a_narrow_terminal_lists_every_cell_of_a_row(opened: Program) -> None:
    told = opened("people", "list", COLUMNS="40").fine().out
    heads = opened("people", "list", COLUMNS="80").fine().out.splitlines()[0].split("  ")
    for head in filter(None, map(str.strip, heads)):
        assert f"{head}: " in told
    assert max(map(len, told.splitlines())) <= 40


def test_an_address_is_shown_once_as_it_is(opened: Program) -> None:
    refused = opened("status", "--db", "postgresql://nohost.invalid/db")
    assert refused.status != 0
    assert "postgresql://nohost.invalid/db?ledger=vekha " in refused.err
    assert refused.err.count("?ledger=vekha") == 1


@pytest.mark.parametrize("width", range(30, 100, 5))
def test_figures_are_in_columns_or_told_in_sentences(demo: Program, width: int) -> None:
    told = demo.inside("status", "2022", COLUMNS=str(width)).fine().out
    assert "Padding" not in told
    assert too_wide(told, width) == []
    assert ("МКУ ИМЦ: due 26" in " ".join(told.split())) == ("──" not in told)
