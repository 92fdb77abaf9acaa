"""What names a ledger, what does not, and that no password is ever shown."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from urllib.parse import quote

import hypothesis
import pytest
import sqlalchemy
from hypothesis import strategies

from engine.errors import NoLedger, NotFound, RefusedByRules, StoreUnavailable
from engine.events import address, store
from engine.events.address import PostgresAddress, SqliteAddress
from tests.support.logs import DECLARED, LOGIN


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("vekha.db", "vekha.db"),
        ("./учёт 2022/план.db", "./учёт 2022/план.db"),
        ("/srv/vekha/vekha.db", "/srv/vekha/vekha.db"),
        ("sqlite:///vekha.db", "vekha.db"),
        ("sqlite:////srv/vekha.db", "/srv/vekha.db"),
        ("sqlite:///%D1%91%20x.db", "ё x.db"),
        ("C:\\vekha\\план.db", "C:\\vekha\\план.db"),
        ("100%.db", "100%.db"),
        ("a?b#c.db", "a?b#c.db"),
        (":memory:", ":memory:"),
        ("postgresql", "postgresql"),
    ],
)
def test_a_path_names_a_file(text: str, path: str) -> None:
    found = address.parse(text)
    assert found == SqliteAddress(Path(path))
    assert address.shown(found) == str(Path(path))


@pytest.mark.parametrize(
    ("text", "url", "ledger"),
    [
        ("postgresql://host/db", "postgresql://host/db", "vekha"),
        ("postgres://host/db", "postgresql://host/db", "vekha"),
        ("postgresql://host/db?ledger=tonkino", "postgresql://host/db", "tonkino"),
        ("postgresql://u@host:5433/db?ledger=a_1", "postgresql://u@host:5433/db", "a_1"),
        ("postgresql://u:p%40s@h/db", "postgresql://u:p%40s@h/db", "vekha"),
        (
            "postgresql:///db?host=/run/postgresql&ledger=x",
            "postgresql:///db?host=%2Frun%2Fpostgresql",
            "x",
        ),
        ("postgresql://h/db?sslmode=verify-full", "postgresql://h/db?sslmode=verify-full", "vekha"),
        ("postgresql://[::1]:5432/db", "postgresql://[::1]:5432/db", "vekha"),
        ("postgresql://h/db?ledger=" + "a" * 63, "postgresql://h/db", "a" * 63),
    ],
)
def test_a_url_names_a_schema_of_a_database(text: str, url: str, ledger: str) -> None:
    found = address.parse(text)
    assert found == PostgresAddress(url, ledger)
    again = address.parse(address.shown(found))
    assert isinstance(again, PostgresAddress)
    assert again.ledger == ledger
    sqlalchemy.make_url(url)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "\n",
            "a\0b",
            "sqlite:///",
            "sqlite:///a%00b",
            "sqlite://host/x",
            "mysql://h/db",
        ),
        *("http://host/", "://", "postgresql://[::1/db", "postgresql://h:port/db"),
        *("postgresql://h/db#part", "postgresql://h/db?=x", "postgresql://h\0/db"),
    ],
)
def test_what_is_no_address_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NotFound, match="not the address of a ledger") as raised:
        address.parse(text)
    assert raised.value.exit_status == 5


@pytest.mark.parametrize(
    "ledger", ["", "Tonkino", "1a", "a-b", "a b", "тонкино", 'a"b', "a;drop", "a" * 64]
)
def test_the_name_of_a_ledger_is_small_latin_letters(ledger: str) -> None:
    with pytest.raises(NotFound, match=r"cannot be the name|not the address"):
        address.parse(f"postgresql://h/db?ledger={ledger}")


SECRET = "s3cr3t"  # noqa: S105  (it is what must not be shown)


TYPED = (
    "postgresql://u:{}@h/db",
    "postgresql://u:{}@h/db?ledger=Bad",
    "postgresql://u:{}@h:x/db",
    "postgresql://u:{}@h:5433/db?ledger=x",
    "postgresql://:{}@h/db",
    "postgresql://u:{}@/db?host=/run",
    "postgresql://u:a@{}@h/db",
    "postgresql://u:a/{}@h/db",
    "postgresql://u:1/{}@h/db",
    "postgresql://u:1?{}@h/db",
    "postgresql://u:5?ledger={}@h/db",
    "postgresql://u:5?host={}@h/db",
    "postgresql://u:1#{}@h/db",
    "postgresql://u:a:{}@h/db",
    "postgresql://u:%40{}@h/db",
    "postgresql://u:{}#x",
    "postgresql://u:{}/db",
    "postgresql://h/db?user=u&password={}",
    "postgresql://h/db?password={}&ledger=x",
    "postgresql://h/db?%70assword={}",
    "postgresql://h/db?pasword={}",
    "postgresql://h/db?sslpassword={}",
    "postgresql://h/db?oauth_client_secret={}",
    "postgresql://h/db?PASSWORD={}",
    "postgresql:///db?host=/run&password={}",
    "postgresql+psycopg://u:{}@h/db",
    " postgresql://u:{}@h/db",
    "POSTGRESQL://u:{}@h/db",
    "postgresql:/u:{}@h/db",
    "postgres:u:{}@h",
    "mysql://u:{}@h/db",
    "mysql://h/db?password={}",
    "http://u:{}@h/",
    "host=h user=u password={}",
    "sqlite:///host=h password = {}",
    "user:{}@h/db",
    "user:{}@h:5432",
    " user:{}@h/db?ledger=x",
    "user:a/{}@h/db",
    "имя:{}@h/db",
    "user:/{}@h/db",
    ":{}@h/db",
)
"""Addresses with a password, well and badly written; ``{}`` is where it stands."""


def said_of(text: str) -> str:
    """Return all that is said of *text*, whether it is an address or not."""
    shown = address.presentable(text)
    try:
        return f"{shown} {address.shown(address.parse(text))}"
    except NotFound as error:
        return f"{shown} {error} {error!r} {error.facts}"


@pytest.mark.parametrize("typed", TYPED)
def test_no_password_is_shown(typed: str) -> None:
    assert SECRET not in said_of(typed.format(SECRET))


@hypothesis.given(strategies.sampled_from(TYPED), strategies.text(), strategies.text())
def test_whatever_a_password_is_made_of_it_is_not_shown(typed: str, one: str, other: str) -> None:
    """As it is, which may tear the address apart, and percent-encoded.

    Where the template has no host, what comes after a sign @ is one, and no longer a password.
    """
    hypothesis.assume("@" in typed or "@" not in one + other)
    for password in (f"{one}{SECRET}{other}", f"{SECRET}{one}"):
        assert SECRET not in said_of(typed.format(password))
        assert SECRET not in said_of(typed.format(quote(password, safe="")))


@pytest.mark.parametrize("typed", ["user:word@host/db", "user:w/rd@host", ":word@host/db"])
def test_a_server_without_a_scheme_is_told_how_its_address_begins(typed: str) -> None:
    """It was taken for a file, and shown with its password."""
    with pytest.raises(NotFound, match="not the address of a ledger") as refused:
        address.parse(typed)
    assert "begins with postgresql://" in refused.value.english()[1]


@pytest.mark.parametrize(
    "name", ["C:\\me@home\\x.db", "c:/me@home/x.db", "me@home/x.db", "/srv/me@home/a:b.db"]
)
def test_a_file_may_have_such_signs_in_its_name(name: str) -> None:
    assert address.parse(name) == SqliteAddress(Path(name))
    assert address.parse("sqlite:///a:b@c.db") == SqliteAddress(Path("a:b@c.db"))


@hypothesis.given(strategies.text(min_size=1))
def test_what_is_shown_still_leads_there(password: str) -> None:
    for query in ("host=%2Frun&ledger=x", "sslmode=require&password=x&ledger=x"):
        with_password = f"postgresql://u:{quote(password, safe='')}@h:5433/db?{query}"
        without = address.parse(address.shown(address.parse(with_password)))
        assert isinstance(without, PostgresAddress)
        assert without.ledger == "x"
        assert without.url.startswith("postgresql://u@h:5433/db?")


def test_the_driver_s_words_lose_the_password_too() -> None:
    where = address.parse("postgresql://u:p%40ss%20word@h/db?sslpassword=other&host=h")
    said = "could not parse p%40ss%20word (p@ss word) other at h"
    assert address.hidden(said, where) == "could not parse … (…) … at h"
    assert address.hidden(said, SqliteAddress(Path("x"))) == said


def test_a_password_is_not_shown_when_the_server_is_not_there() -> None:
    with pytest.raises(StoreUnavailable) as raised:
        store.open_log(
            address.parse(f"postgresql://u:{SECRET}@127.0.0.1:1/db"), DECLARED, lambda: LOGIN
        )
    assert SECRET not in f"{raised.value} {raised.value.facts}"


@pytest.mark.parametrize(
    "name", ["план.db", "a?b.db", "a#b.db", "100%.db", "a b.db", ":memory:", "file:x?mode=memory"]
)
def test_a_file_of_any_name_becomes_a_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    where = address.parse(name)
    with pytest.raises(NoLedger, match="there is no ledger"):
        store.open_log(where, DECLARED, lambda: LOGIN)
    assert list(tmp_path.iterdir()) == []
    store.open_log(where, DECLARED, lambda: LOGIN, create=True).close()
    assert [path.name for path in tmp_path.iterdir()] == [name]
    store.open_log(where, DECLARED, lambda: LOGIN).close()


def test_folders_are_made_and_an_empty_file_is_taken(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "б" / "ledger.db"
    store.open_log(SqliteAddress(deep), DECLARED, lambda: LOGIN, create=True).close()
    empty = tmp_path / "empty.db"
    empty.touch()
    with pytest.raises(NotFound):
        store.open_log(SqliteAddress(empty), DECLARED, lambda: LOGIN)
    store.open_log(SqliteAddress(empty), DECLARED, lambda: LOGIN, create=True).close()
    blocked = SqliteAddress(empty / "ledger.db")
    with pytest.raises(StoreUnavailable, match="is a file, not a folder"):
        store.open_log(blocked, DECLARED, lambda: LOGIN, create=True)


def test_no_ledger_is_made_inside_somebody_elses_database(tmp_path: Path) -> None:
    path = tmp_path / "books.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE books (title TEXT)")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(NoLedger, match="there is no ledger"):
        store.open_log(SqliteAddress(path), DECLARED, lambda: LOGIN)
    with pytest.raises(RefusedByRules, match="of another program"):
        store.open_log(SqliteAddress(path), DECLARED, lambda: LOGIN, create=True)
    assert path.read_bytes() == before


def test_several_ledgers_share_a_database(postgres_url: str) -> None:
    logs = [
        store.open_log(PostgresAddress(postgres_url, name), DECLARED, lambda: LOGIN, create=True)
        for name in ("tonkino", "kachkanar")
    ]
    with pytest.raises(NoLedger, match="there is no ledger"):
        store.open_log(PostgresAddress(postgres_url, "vekha"), DECLARED, lambda: LOGIN)
    for log in logs:
        assert log.head().position == 0
        log.close()
