"""No command prints the password of an address: not in answers, errors, logs or tracebacks."""

from __future__ import annotations

import os
from urllib.parse import quote, urlsplit, urlunsplit

import hypothesis
import pytest
from hypothesis import strategies

from tests.cli.conftest import INIT
from tests.events.test_address import SECRET, TYPED
from tests.support.program import Done, Program

NOWHERE = "127.0.0.1:1"
LINES = (("status", "2022"), INIT, ("demo",), ("import", "none.yaml"), ("show", "--json"))
passwords = strategies.text(alphabet=strategies.characters(codec="utf-8"))


def silent(done: Done) -> None:
    assert SECRET not in f"{done.out}{done.err}", done
    assert done.status in (2, 5, 6, 8), done


@hypothesis.settings(
    max_examples=40, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
@hypothesis.given(strategies.sampled_from(TYPED), passwords, strategies.sampled_from(LINES))
def test_a_command_that_fails_prints_no_password(
    program: Program, typed: str, added: str, line: tuple[str, ...]
) -> None:
    typed = typed.replace("@h", f"@{NOWHERE}").replace("//h/", f"//{NOWHERE}/")
    raw = typed.replace("{}", f"{SECRET}{added}".replace("\0", ""))
    encoded = typed.replace("{}", quote(f"{added}{SECRET}", safe=""))
    program.db = None
    for given in (raw, encoded):
        silent(program.inside("--verbose", "--db", given, *line))
        silent(program.inside("status", "2022", "--db", given, "--json"))
        silent(program.inside("status", "2022", VEKHA_DB=given))


ADDRESS = f"postgresql://u:{SECRET}@{NOWHERE}/db"
WRONG = (
    (ADDRESS, "status"),
    ("status", "--as-of", ADDRESS),
    ("status", "2022", "--each", ADDRESS),
    ("status", "2022", "--json", "--db", ADDRESS, ADDRESS),
    ("status", f"--dbb={ADDRESS}"),
    ("show", ADDRESS, "--db", ADDRESS),
    ("import", ADDRESS),
    ("people", "add", "x", "--role", f"postgresql://u:'{SECRET}\\@h"),
)


@pytest.mark.parametrize("line", WRONG, ids=" ".join)
def test_a_wrong_command_line_prints_no_password(line: tuple[str, ...], program: Program) -> None:
    program.db = None
    silent(program.inside(*line))


def test_a_mistake_in_the_program_prints_no_password(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(where: str, **_: object) -> None:
        raise KeyError(where)

    monkeypatch.setattr("engine.office.Office.open", broken)
    program.db = ADDRESS
    done = program.inside("--verbose", "show")
    assert (done.status, SECRET in done.err) == (70, False)
    assert "Traceback" in done.err
    assert f"postgresql://u@{NOWHERE}/db" in done.err


@pytest.mark.skipif(os.name != "posix", reason="the server listens on a socket file")
@pytest.mark.parametrize(
    ("line", "printed"),
    [(INIT, True), ((*INIT, "--json"), True), (("demo",), True), (("demo", "--json"), True)],
)
def test_a_ledger_on_a_server_is_opened_without_a_word_of_the_password(
    line: tuple[str, ...],
    printed: bool,  # noqa: FBT001
    program: Program,
    postgres_url: str,
) -> None:
    parts = urlsplit(postgres_url)
    user = parts.netloc.partition("@")[0]
    program.db = urlunsplit(parts._replace(netloc=f"{user}:{SECRET}@"))
    done = program.inside(*line).fine()
    assert SECRET not in done.out
    assert (f"postgresql://{user}@/" in done.out) == printed
    for flags in ((), ("--verbose",)):
        again = program.inside(*flags, *line)
        assert again.status == 3
        assert SECRET not in f"{again.out}{again.err}"
    logged = program.inside("--verbose", "people", "add", "Новая")
    assert SECRET not in f"{logged.out}{logged.err}"
