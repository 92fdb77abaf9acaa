"""Files that are no orders and places that are no ledgers: one or two lines, nothing written."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest

from tests.cli.conftest import INIT
from tests.cli.test_refused import Wrong, check_told, recorded, wrong
from tests.support.program import ORDER, Program

Broken = Callable[[str], str]


def order_with(old: str, new: str) -> bytes:
    text = ORDER.read_text("utf-8")
    assert old in text
    return text.replace(old, new, 1).encode()


FILES: dict[str, tuple[bytes, int, str]] = {
    "broken.yaml": (b"order: [\n", 6, "line 2: this is not valid YAML"),
    "tab.yaml": (b"order:\n\tkey: x\n", 6, "this is not valid YAML"),
    "empty.yaml": (b"", 6, "empty.yaml is empty"),
    "list.yaml": (b"- order: 1\n", 6, "list.yaml"),
    "number.yaml": (order_with('"1.10."', "1.10"), 6, "1.10 without quotes"),
    "date.yaml": (order_with('"2021-07-13"', "2021-07-13"), 6, "without quotes"),
    "field.yaml": (order_with("    sections:", "    sektions:"), 6, "Did you mean sections?"),
    "latin.yaml": ("order: {key: привет}".encode("cp1251"), 6, "line 1: this is not UTF-8"),
    "nul.yaml": (b"order: {key: 'a\0b'}\n", 6, "nul.yaml"),
    "bytes.bin": (bytes(range(256)) * 8, 6, "is not a document"),
    "torn.docx": (b"PK\x03\x04" + b"\0" * 64, 6, "torn.docx"),
    "text.docx": (b"hello", 6, "text.docx"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, 6, "before 2007"),
    "page.html": (b"<!doctype html><p>x", 6, "is a web page"),
    "bomb.yaml": (b"order: &a [*a, *a]\n", 6, "anchor"),
    "deep.yaml": (b"order: " + b"[" * 5000, 6, "nesting"),
    "endless.yaml": (b"order:\n  title: '" + b"x" * 200_000 + b"'\n", 6, "100,000 characters"),
    "phrase.txt": ("август ежегодно".encode(), 6, "is plain text"),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, office_ledger: Path) -> Program:
    folder = tmp_path_factory.mktemp("places")
    shutil.copy(office_ledger, folder / "office.db")
    return Program(folder / "home", folder / "office.db")


def check(program: Program, case: Wrong) -> None:
    """Run a wrong call, plain and for machines."""
    check_told(program.inside(*case.line, login=case.login), case)
    machine = program.inside(*case.line, "--json", login=case.login)
    assert (machine.status, machine.out, machine.error["error"]) == (case.status, "", case.code)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_order(name: str, office: Program) -> None:
    content, status, says = FILES[name]
    path = office.home / name
    path.write_bytes(content)
    before = recorded(office)
    check(office, wrong("import", str(path), status=status, code="unreadable_document", says=says))
    assert (recorded(office), office.pending) == (before, [])


@pytest.mark.parametrize(
    ("path", "status", "code", "says"),
    [
        ("none.yaml", 5, "not_found", "There is no file none.yaml"),
        (ORDER / "x.yaml", 5, "not_found", "There is no file x.yaml"),
        ("none.docx", 5, "not_found", "Check the name and the folder"),
        (ORDER.parent, 6, "unreadable_document", "Name one file in it"),
        ("", 6, "unreadable_document", "is a folder"),
        ("a\0b.yaml", 6, "unreadable_document", "cannot be opened"),
        ("\udcff.yaml", 5, "not_found", "There is no file"),
        (os.devnull, 6, "unreadable_document", "Orders are read from"),
    ],
)
def test_a_file_that_is_not_there(
    path: Path | str, status: int, code: str, says: str, office: Program
) -> None:
    check(office, wrong("import", str(path), status=status, code=code, says=says))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_that_may_not_be_read(office: Program) -> None:
    path = office.home / "closed.docx"
    path.write_bytes(b"PK")
    path.chmod(0)
    says = "Ask its owner for the right to read it"
    check(office, wrong("import", str(path), status=6, code="unreadable_document", says=says))


def test_an_order_is_taken_in_by_an_operator_only(program: Program) -> None:
    program.inside(*INIT).fine()
    program.inside("people", "add", "Лапина", "--role", "supervisor", "--login", "lapina").fine()
    before = recorded(program)
    says = "this needs the role “operator”"
    case = wrong("import", str(ORDER), by="lapina", status=3, code="not_allowed", says=says)
    check(program, case)
    assert (recorded(program), program.pending) == (before, [])


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
        file.commit()


def unguarded(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("DROP TRIGGER events_no_update")


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE recipes (name)")


LEDGERS: dict[str, tuple[Callable[[Path], object], int, str, str]] = {
    "missing": (Path.unlink, 5, "no_ledger", "there is no ledger at"),
    "empty": (lambda path: path.write_bytes(b""), 5, "no_ledger", "Check the address that --db"),
    "foreign": (foreign, 5, "no_ledger", "there is no ledger at"),
    "text": (lambda path: path.write_text("x" * 999), 7, "log_damaged", "not a database"),
    "torn": (lambda path: os.truncate(path, 9_000), 7, "log_damaged", "is damaged"),
    "unguarded": (unguarded, 7, "log_damaged", "lost a guard of its history: events_no_update"),
    "newer": (newer, 8, "store_unavailable", "Use a newer vekha"),
}


@pytest.mark.parametrize("name", LEDGERS)
def test_a_place_that_is_no_ledger_of_ours(name: str, opened: Program) -> None:
    damage, status, code, says = LEDGERS[name]
    assert isinstance(opened.db, Path)
    damage(opened.db)
    before = opened.db.read_bytes() if opened.db.exists() else b""
    for line in (("status", "2022"), ("start", "1.3@2022-08"), ("audit", "log")):
        check(opened, wrong(*line, status=status, code=code, says=says))
    assert (opened.db.read_bytes() if opened.db.exists() else b"") == before
    assert opened.pending == []


def test_no_ledger_is_opened_in_another_program_s_database(program: Program) -> None:
    path = Path(str(program.db))
    path.touch()
    foreign(path)
    before = path.read_bytes()
    says = "is the database of another program"
    for line in (INIT, ("demo",)):
        check(program, wrong(*line, status=3, code="refused", says=says))
    assert path.read_bytes() == before


def test_who_has_named_no_ledger_is_asked_for_the_office_s_own(program: Program) -> None:
    """The second person of an office: told to open one, he would open an empty one of his own."""
    program.db = None
    for line in (("status", "2022"), ("start", "1.3"), ("import", str(ORDER)), ("people", "list")):
        case = wrong(*line, status=5, code="no_ledger", says="no ledger was named")
        check(program, case)
        told = program.inside(*line, "--json").error["remedy"]
        asked, to_try, to_open = (told.index(f) for f in ("Ask your", "vekha demo", "vekha init"))
        assert asked < to_try < to_open
    assert not (program.home / "data").exists()


@pytest.mark.parametrize("by", ["option", "variable"])
def test_an_address_at_which_nothing_is_has_to_be_checked(by: str, program: Program) -> None:
    where, program.db = str(program.db), None
    given = {"VEKHA_DB": where} if by == "variable" else {}
    line = ("status", "2022") if by == "variable" else ("status", "2022", "--db", where)
    done = program.inside(*line, "--json", **given)
    assert (done.status, done.error["error"]) == (5, "no_ledger")
    assert done.error["message"] == f"there is no ledger at {where}"
    assert done.error["remedy"].startswith("Check the address that --db or VEKHA_DB gives")
    assert "init" not in done.err


ADDRESSES = (
    ("", 5, "not_found", "“” is not the address of a ledger"),
    ("mysql://host/db", 5, "not_found", "postgresql://HOST/DATABASE?ledger=NAME"),
    ("sqlite:///", 5, "not_found", "is not the address of a ledger"),
    ("sqlite://x", 5, "not_found", "is not the address of a ledger"),
    ("a\0b", 5, "not_found", "is not the address of a ledger"),
    ("postgresql://h:x/db", 5, "not_found", "is not the address of a ledger"),
    ("postgresql://h/db?ledger=Тонкино", 5, "not_found", "cannot be the name of a ledger"),
    ("postgresql://h/db?ledger=", 5, "not_found", "“” cannot be the name"),
    ("postgresql://u:s3cret@127.0.0.1:1/db", 8, "store_unreachable", "Nothing was recorded"),
    ("postgresql://u:s3cr@t@127.0.0.1:1/db", 5, "not_found", "is not the address"),
    ("postgresql:///db?host=/nowhere&password=s3cret", 8, "store_unreachable", "not answer"),
)


@pytest.mark.parametrize(("address", "status", "code", "says"), ADDRESSES)
def test_an_address_where_nothing_answers(
    address: str, status: int, code: str, says: str, program: Program
) -> None:
    program.db = address
    check(program, wrong("status", "2022", status=status, code=code, says=says))
    told = program.inside("status", "2022")
    assert not any(secret in told.err for secret in ("s3cr", "t@127"))


@pytest.fixture
def silent_server() -> Iterator[int]:
    """Give the port of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_server_that_never_answers_is_given_up(silent_server: int, program: Program) -> None:
    program.db = f"postgresql://u@127.0.0.1:{silent_server}/db"
    with mock.patch.dict("engine.events.postgres_log.CONNECT", connect_timeout=2):
        done = program.inside("start", "1.3")
    says = "does not answer: connection timeout expired"
    check_told(done, wrong(status=8, code="store_unreachable", says=says))
    assert program.pending == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"--time-zone": "Moscow"}, "“Moscow” is not a time zone"),
        ({"--time-zone": "../../etc/passwd"}, "such as Europe/Moscow"),
        ({"--time-zone": ""}, "“” is not a time zone"),
        ({"--organisation": " "}, "a name is missing"),
        ({"--name": ""}, "a name is missing"),
    ],
)
def test_a_ledger_is_not_opened_by_halves(
    given: dict[str, str], says: str, program: Program
) -> None:
    options = dict(zip(INIT[1::2], INIT[2::2], strict=True)) | given
    line = ("init", *(part for option in options.items() for part in option))
    check(program, wrong(*line, status=3, code="refused", says=says))
    assert not Path(str(program.db)).exists()


def test_a_ledger_is_opened_once_and_no_rehearsal_is_played_on_it(opened: Program) -> None:
    before = recorded(opened)
    check(opened, wrong(*INIT, status=3, code="already_open", says="is open already"))
    check(opened, wrong("demo", status=3, code="refused", says="a rehearsal needs a new one"))
    assert recorded(opened) == before


@pytest.mark.parametrize(
    ("folder", "says"),
    [
        ("/proc/nowhere", "cannot be made"),
        (str(ORDER), "is a file, not a folder"),
        ("/dev/null", "is a file, not a folder"),
    ],
)
def test_a_ledger_cannot_be_made_everywhere(folder: str, says: str, program: Program) -> None:
    program.db = f"{folder}/ledger.db"
    check(program, wrong(*INIT, status=8, code="store_unavailable", says=says))
    check(program, wrong("demo", status=8, code="store_unavailable", says=says))
