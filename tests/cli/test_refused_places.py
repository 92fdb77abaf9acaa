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
    "bytes.bin": (bytes(range(256)) * 8, 6, "is no document"),
    "torn.docx": (b"PK\x03\x04" + b"\0" * 64, 6, "torn.docx"),
    "text.docx": (b"hello", 6, "text.docx"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, 6, "before 2007"),
    "page.html": (b"<!doctype html><p>x", 6, "is a web page"),
    "bomb.yaml": (b"order: &a [*a, *a]\n", 6, "anchor"),
    "deep.yaml": (b"order: " + b"[" * 5000, 6, "nesting"),
    "endless.yaml": (b"order:\n  title: '" + b"x" * 200_000 + b"'\n", 6, "100,000 characters"),
    "phrase.txt": ("август ежегодно".encode(), 6, "is no document"),
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
        (ORDER.parent, 6, "unreadable_document", "fixtures cannot be opened"),
        ("", 6, "unreadable_document", "cannot be opened"),
        ("a\0b.yaml", 6, "unreadable_document", "cannot be opened"),
        ("\udcff.yaml", 5, "not_found", "There is no file"),
        (os.devnull, 6, "unreadable_document", "not an ordinary file"),
    ],
)
def test_a_file_that_is_not_there(
    path: Path | str, status: int, code: str, says: str, office: Program
) -> None:
    check(office, wrong("import", str(path), status=status, code=code, says=says))


def test_an_order_is_taken_in_by_an_operator_only(program: Program) -> None:
    program.inside(*INIT).fine()
    program.inside("people", "add", "Лапина", "--role", "supervisor", "--login", "lapina").fine()
    before = recorded(program)
    says = "this needs the role 'operator'"
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
    "missing": (Path.unlink, 5, "not_found", "there is no ledger at"),
    "empty": (lambda path: path.write_bytes(b""), 5, "not_found", "Open one with: vekha init"),
    "foreign": (foreign, 5, "not_found", "there is no ledger at"),
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


ADDRESSES = (
    ("", 5, "not_found", "'' is not the address of a ledger"),
    ("mysql://host/db", 5, "not_found", "postgresql://HOST/DATABASE?ledger=NAME"),
    ("sqlite:///", 5, "not_found", "is not the address of a ledger"),
    ("sqlite://x", 5, "not_found", "is not the address of a ledger"),
    ("a\0b", 5, "not_found", "is not the address of a ledger"),
    ("postgresql://h:x/db", 5, "not_found", "is not the address of a ledger"),
    ("postgresql://h/db?ledger=Тонкино", 5, "not_found", "cannot be the name of a ledger"),
    ("postgresql://h/db?ledger=", 5, "not_found", "'' cannot be the name"),
    ("postgresql://u:s3cret@127.0.0.1:1/db", 8, "store_unavailable", "Nothing was recorded"),
    ("postgresql://u:s3cr@t@127.0.0.1:1/db", 5, "not_found", "is not the address"),
    ("postgresql:///db?host=/nowhere&password=s3cret", 8, "store_unavailable", "cannot be used"),
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
    says = "cannot be used now"
    check_told(done, wrong(status=8, code="store_unavailable", says=says))
    assert program.pending == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"--time-zone": "Moscow"}, "'Moscow' is not a time zone"),
        ({"--time-zone": "../../etc/passwd"}, "such as Europe/Moscow"),
        ({"--time-zone": ""}, "'' is not a time zone"),
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


@pytest.mark.parametrize("folder", ["/proc/nowhere", str(ORDER), "/dev/null"])
def test_a_ledger_cannot_be_made_everywhere(folder: str, program: Program) -> None:
    program.db = f"{folder}/ledger.db"
    check(program, wrong(*INIT, status=8, code="store_unavailable", says="cannot be made"))
    check(program, wrong("demo", status=8, code="store_unavailable", says="cannot be made"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(opened: Program) -> None:
    assert isinstance(opened.db, Path)
    before = recorded(opened)
    opened.db.chmod(0o400)
    opened.db.parent.chmod(0o500)
    try:
        done = opened.inside("start", "1.3@2022-08", login="orlova")
    finally:
        opened.db.parent.chmod(0o700)
        opened.db.chmod(0o600)
    assert (done.status, done.out) == (8, "")
    assert recorded(opened) == before
