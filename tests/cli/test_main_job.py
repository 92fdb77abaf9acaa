"""The main job by the real program, in an office: from an empty place to the review."""

from __future__ import annotations

import os
import pwd
import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from tests.cli.conftest import INIT
from tests.support.program import ORDER, Done, Program

ME = pwd.getpwuid(os.getuid()).pw_name
FINISHED = "1.3@2022-08"
FOR_CENTRE = ("--for", "МКУ ИМЦ")


def told(done: Done) -> list[str]:
    """Return the lines of an answer, without the spaces that fill a column."""
    return [" ".join(line.split()) for line in done.fine().out.splitlines()]


def trail(program: Program, reference: str) -> list[tuple[str, str | None, str]]:
    """Return (type, principal, auth method) of every event of one occurrence."""
    entries = program.inside("audit", "log", reference, "--json").fine().json["entries"]
    return [(entry["type"], entry["principal"], entry["auth_method"]) for entry in entries]


def test_an_office_on_sqlite_from_the_first_day_to_the_review(program: Program) -> None:
    answer = program(*INIT)
    assert told(answer)[0] == "A ledger was opened for Управление."
    assert "you are operator, administrator" in told(answer)
    assert program("audit", "log", "--json").fine().json["entries"][2]["words"] == {"login": ME}
    assert "recorded 40 measures, 116 occurrences" in told(program("import", ORDER))
    again = " ".join(told(program.inside("import", ORDER)))
    assert again.endswith("imported before, as order bolshemurashkino-200-o: nothing was recorded.")
    program("people", "add", "Лапина", "--role", "reader").fine()
    program.inside("people", "login", "Лапина", "lapina").fine()
    program.inside("admin", "grant", "Лапина", "supervisor").fine()
    people = {who["name"]: who for who in program.inside("people", "list", "--json").json["people"]}
    assert people["Лапина"]["roles"] == ["reader", "supervisor"]
    assert (people["Лапина"]["logins"], people["Фомина"]["logins"]) == (["lapina"], [ME])

    begun = program("start", FINISHED, "--on", "15.08.2022", *FOR_CENTRE)
    assert "state in progress (overdue)" in told(begun)
    draft = program("report", FINISHED, "--on", "2022-08-25", "--result", "Проект", *FOR_CENTRE)
    assert "state reported in time" in told(draft)
    returned = ("return", FINISHED, "--reason", "Нужен приказ", "--on", "2022-08-30")
    program.inside(*returned, login="lapina").fine()
    finished = ("report", FINISHED, "--on", "2022-09-05", "--result", "Приказ 214", *FOR_CENTRE)
    program.inside(*finished).fine()
    verdict = ("evaluate", FINISHED, "done", "--justification", "Приказ есть")
    done = program.inside(*verdict, login="lapina")
    assert "state evaluated: done late" in told(done)

    reported_for = people_id(program, "МКУ ИМЦ")
    assert trail(program, FINISHED) == [
        ("OccurrencePlanned", None, "os"),
        ("WorkStarted", reported_for, "os"),
        ("ResultReported", reported_for, "os"),
        ("ReportReturned", None, "os"),
        ("ResultReported", reported_for, "os"),
        ("ExecutionEvaluated", None, "os"),
    ]
    check_answers(program)


def test_an_office_on_postgresql_with_two_logins(
    tmp_path: Path, postgres_url: str, second_login: str
) -> None:
    program = Program(tmp_path / "home", f"{postgres_url}&ledger=tonkino")
    supervisor = Program(tmp_path / "other", f"{second_login}&ledger=tonkino")
    program(*INIT).fine()
    with psycopg.connect(postgres_url) as connection:
        [me] = connection.execute("SELECT session_user").fetchone() or ()
    assert program.inside("audit", "log", "--json").fine().json["entries"][2]["words"] == {
        "login": me
    }
    program("import", ORDER).fine()
    unknown = supervisor("start", FINISHED)
    assert (unknown.status, unknown.out) == (3, "")
    name = urlsplit(second_login).username or ""
    assert f"the login {name} belongs to no one" in unknown.err
    program("people", "add", "Лапина", "--role", "supervisor", "--login", name).fine()

    program("report", FINISHED, "--on", "2022-08-25", "--result", "Проект", *FOR_CENTRE).fine()
    supervisor("return", FINISHED, "--reason", "Нужен приказ", "--on", "2022-08-30").fine()
    program("report", FINISHED, "--on", "2022-09-05", "--result", "Приказ 214", *FOR_CENTRE).fine()
    own = program("evaluate", FINISHED, "done", "--justification", "Сам видел")
    assert (own.status, own.out) == (3, "")
    supervisor("evaluate", FINISHED, "done", "--justification", "Приказ есть").fine()

    assert {how for _, _, how in trail(program, FINISHED)} == {"postgresql"}
    refused = program.inside("audit", "log", "--refused", "--json").fine().json["refusals"]
    assert [(note["step"], note["code"]) for note in refused] == [
        ("start", "login_not_mapped"),
        ("evaluate", "not_allowed"),
    ]
    check_answers(program)


def test_the_account_is_the_operating_systems_and_no_variable(opened: Program) -> None:
    disguise = dict.fromkeys(("LOGNAME", "USER", "LNAME", "USERNAME", "SUDO_USER"), "lapina")
    refused = opened("return", FINISHED, "--reason", "x", **disguise)
    assert (refused.status, refused.out) == (3, "")
    opened("start", FINISHED, *FOR_CENTRE, **disguise).fine()
    started = opened("audit", "log", FINISHED, "--json", **disguise).json["entries"][-1]
    names = {
        who["id"]: who["name"] for who in opened.inside("people", "list", "--json").json["people"]
    }
    assert names[started["actor"]] == "Фомина"


def test_no_option_names_the_actor(opened: Program) -> None:
    for option in ("--as", "--user", "--actor", "--login"):
        assert opened.inside("start", FINISHED, option, "orlova").status == 2


def test_an_on_demand_measure_is_opened_by_its_report(opened: Program) -> None:
    report = ("report", "5.1", "--result", "Пересмотрены", "--json")
    first = opened.inside(*report, "--on", "2022-03-04", login="gusev").fine().json
    assert first["reference"] == "bolshemurashkino/5.1@2022-03-04"
    second = opened.inside(*report, "--on", "2022-03-04", login="gusev").fine().json
    assert second["reference"] == "bolshemurashkino/5.1@2022-03-04~2"
    review = opened.inside("review", "2022", "--json").fine().json["parts"][0]
    assert len(review["without_deadline"]) == 2
    assert review["total"]["original"]["due"] == 42


def test_the_trail_tells_the_ground_of_a_return_and_when_work_was_executed(
    opened: Program,
) -> None:
    report = ("report", FINISHED, *FOR_CENTRE, "--result")
    opened(*report, "Проект", "--on", "2022-08-25").fine()
    returned = ("return", FINISHED, "--form", "--reason", "Не подписан", "--on", "2022-08-26")
    opened.inside(*returned, login="lapina").fine()
    opened(*report, "Приказ 214", "--on", "2022-08-27").fine()
    verdict = ("evaluate", FINISHED, "done", "--justification", "Есть", "--executed-on")
    opened.inside(*verdict, "2022-08-20", login="lapina").fine()
    told = " ".join(opened.inside("audit", "log", FINISHED).fine().out.split())
    assert "returned for rework: on form on 2022-08-26" in told
    assert "executed on 2022-08-20" in told


def people_id(program: Program, name: str) -> str:
    """Return the id under which an organisation is registered."""
    entries = program.inside("audit", "log", "--json").fine().json["entries"]
    [found] = [entry["stream"] for entry in entries if entry["facts"].get("name") == name]
    return str(found)


def check_answers(program: Program) -> None:
    """Look at the ledger in every form, and find the rebuilt rows as they were."""
    head = program.inside("audit", "log", "--json").fine().json["entries"][-1]
    assert "occurrences 116: done late 1, overdue 115" in " ".join(told(program("show")))
    assert "1. Нормативная база" in told(program.inside("show", "bolsh"))
    assert "Издать приказ о методической работе" in program.inside("show", "1.3").fine().out
    assert "«Приказ 214»" in program.inside("show", FINISHED).fine().out

    by_quarter = ("status", "2022", "--each", "quarter", "--json")
    status = program(*by_quarter).fine().json
    assert [part["total"]["original"]["late"] for part in status["periods"]] == [0, 0, 1, 0]
    review = program.inside("review", "2022", "--json").fine().json
    assert review["total"]["original"]["execution"] == "2.38"  # 1 of 42
    assert (review["position"], review["head"]) == (head["position"], head["hash"])
    assert "done 1, 1 late; completion 2.38 %" in told(program("review", "2022"))

    assert program("admin", "rebuild", "--json").fine().json["position"] == head["position"]
    assert program.inside(*by_quarter).json == status
    assert program.inside("review", "2022", "--json").json == review
    assert program.pending == []


@pytest.fixture
def second_login(postgres_url: str) -> Iterator[str]:
    """Give the URL of the same database for a role that may do what its owner may."""
    name, word = f"vekha_second_{secrets.token_hex(4)}", secrets.token_hex(8)
    parts = urlsplit(postgres_url)
    owner = psycopg.connect(postgres_url, autocommit=True)
    try:
        make = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} IN ROLE CURRENT_USER")
        owner.execute(make.format(sql.Identifier(name), sql.Literal(word)))
    except psycopg.errors.InsufficientPrivilege:
        owner.close()
        pytest.skip("the role of the tests may not make another")
    host = parts.netloc.rpartition("@")[2]
    yield urlunsplit(parts._replace(netloc=f"{name}:{word}@{host}"))
    owner.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))
    owner.close()
