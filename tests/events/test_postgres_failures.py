"""Every failure of a ledger on PostgreSQL: by its SQLSTATE, or by why there is no connection."""

from __future__ import annotations

import os
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import pq, sql

from engine.errors import (
    LogDamaged,
    LoginRefused,
    NoLedger,
    NotFound,
    OutcomeUnknown,
    StoreBusy,
    StoreForbidden,
    StoreFull,
    StoreReadOnly,
    StoreUnavailable,
    StoreUnreachable,
    VekhaError,
)
from engine.events import postgres_log, refused_connection
from engine.events.address import PostgresAddress
from engine.events.log import Refusal
from engine.events.postgres_failures import FAILURES
from engine.events.postgres_log import PostgresLog, open_postgres
from tests.support.ledgers import Ledger, called, to
from tests.support.logs import DECLARED
from tests.support.postgres import PostgresServer
from tests.support.proxy import bad_line
from tests.support.raw import Raw


class Told(NamedTuple):
    """What a failure becomes: the class, words of what is wrong, words of the remedy."""

    error: type[VekhaError]
    wrong: str
    remedy: str


BUSY = Told(StoreBusy, "someone else is using", "Try again in a moment")
AWAY = Told(StoreUnreachable, "is starting or stopping", "when the server runs")
NO_ANSWER = Told(StoreUnreachable, "does not answer", "Check host and port")
NO_LOGIN = Told(LoginRefused, "does not let this login in", "Check user and database")
DISK = Told(StoreUnavailable, "disk of the server", "to check the disk")
DAMAGED = Told(LogDamaged, "is damaged", "Stop recording")
FORBIDDEN = Told(StoreForbidden, "lacks a right", "EXECUTE on vekha.append(json)")
BROKEN = Told(StoreUnreachable, "the connection to", "Try again in a moment")
OPTION = Told(NotFound, "not an address that PostgreSQL understands", "postgresql://USER@HOST")

STATES = {
    "28P01": Told(LoginRefused, "this user's password", "PGPASSWORD or ~/.pgpass"),
    "3D000": Told(NoLedger, "there is no such database", "Check the address"),
    "42501": FORBIDDEN,
    "55P03": BUSY,
    "40001": BUSY,
    "40P01": BUSY,
    "57014": Told(StoreUnavailable, "did not finish in time", "Try again in a moment"),
    "57P01": AWAY,
    "57P02": AWAY,
    "57P03": AWAY,
    "53300": Told(StoreBusy, "takes no more connections", "Try again in a moment"),
    "53100": Told(StoreFull, "no room left on the disk of the server", "to make room"),
    "53200": Told(StoreUnavailable, "lacks memory", "ask the server's administrator"),
    "25006": Told(StoreReadOnly, "takes no writes", "Name the main server"),
    "XX001": DAMAGED,
    "XX002": DAMAGED,
}
CLASSES = {
    "28": ("28000", NO_LOGIN),
    "58": ("58030", DISK),
    "08": ("08006", NO_ANSWER),
}
"""Class of SQLSTATE -> one of its codes."""
NAMED = {
    "no password": Told(LoginRefused, "asks for a password", "Set PGPASSWORD"),
    "refused": NO_LOGIN,
    "unreachable": NO_ANSWER,
    "timeout": NO_ANSWER,
    "unknown host": Told(StoreUnreachable, "the host of", "Check the host"),
    "broken": BROKEN,
    "bad option": OPTION,
}
MADE = STATES | dict(CLASSES.values())


def test_every_row_has_its_case() -> None:
    assert STATES.keys() | CLASSES.keys() | NAMED.keys() == FAILURES.keys()


def check(error: VekhaError, told: Told) -> None:
    assert type(error) is told.error
    wrong, remedy = error.template.format(**error.facts), error.remedy.format(**error.facts)
    assert told.wrong in wrong
    assert told.remedy in remedy
    assert "\n" not in f"{wrong}{remedy}"


def made(state: str, said: str = "что-то пошло не так") -> psycopg.Error:
    """Return an error as the driver makes it of a server's answer, in any language."""
    error = psycopg.errors.lookup(state)(said)
    assert error.sqlstate == state
    return error


@contextmanager
def failing(on: str, error: psycopg.Error) -> Iterator[None]:
    """Have every statement that begins with *on* fail with *error*."""
    execute = psycopg.Cursor.execute

    def fail(cursor: Any, statement: Any, *given: Any, **options: Any) -> Any:
        if str(statement).startswith(on):
            raise error
        return execute(cursor, statement, *given, **options)

    with mock.patch.object(psycopg.Cursor, "execute", fail):
        yield


@pytest.mark.parametrize("state", MADE)
def test_a_sqlstate_says_what_is_wrong(state: str, postgres_ledger: Ledger) -> None:
    log = postgres_ledger.log
    with failing("SELECT vekha.events", made(state)), pytest.raises(VekhaError) as raised:
        log.streams("organisation/")
    check(raised.value, MADE[state])
    with failing("SELECT position", made(state)), pytest.raises(VekhaError) as raised:
        log.events()
    check(raised.value, MADE[state])
    assert log.head().position == 4


LEFT_OPEN = ("08006", "57P01", "57P02", "57P03", "58030")


@pytest.mark.parametrize("state", MADE)
def test_a_batch_that_was_sent_is_lost_for_sure_or_perhaps(
    state: str, postgres_ledger: Ledger
) -> None:
    batch = postgres_ledger.batch(to("organisation/o1", called("а")))
    with failing('SELECT "vekha".append', made(state)), pytest.raises(VekhaError) as raised:
        postgres_ledger.log.append(batch)
    if state in LEFT_OPEN:
        assert type(raised.value) is OutcomeUnknown
        assert "Nothing was recorded" not in str(raised.value)
    else:
        check(raised.value, MADE[state])


def test_a_code_that_no_row_names_is_shown_in_the_server_s_words(postgres_ledger: Ledger) -> None:
    with failing("SELECT", made("22012")), pytest.raises(StoreUnavailable) as raised:
        postgres_ledger.log.head()
    check(raised.value, Told(StoreUnavailable, "что-то пошло не так", "Nothing was recorded"))


# -- the real thing: what a server says to a login, and what is said where there is none ----------

PASSWORD = "s3cret пароль@/"  # noqa: S105  (what the tests sign in with)
NAME = "vekha_keyed"


class Keyed(NamedTuple):
    """A login that has a password; ``url`` is the ledger's as the owner opens it."""

    url: str

    def open(
        self, user: str = NAME, password: str | None = PASSWORD, **changed: str
    ) -> PostgresLog:
        """Open the ledger as *user*; *changed* are parts of the URL."""
        secret = "" if password is None else f":{quote(password, safe='')}"
        parts = urlsplit(self.url)._replace(netloc=f"{user}{secret}@", **changed)
        return open_postgres(PostgresAddress(urlunsplit(parts), "vekha"), DECLARED)

    def refused(self, *given: str | None, **changed: str) -> VekhaError:
        """Open the ledger in vain, and return why."""
        with pytest.raises(VekhaError) as raised:
            self.open(*given, **changed)  # type: ignore[arg-type]
        assert PASSWORD not in f"{raised.value} {raised.value.facts}"
        return raised.value


@pytest.fixture(scope="module")
def keyed_server(postgres_server: PostgresServer) -> PostgresServer:
    """Give a server on which the role NAME has to give a password."""
    if postgres_server.programs is None:
        pytest.skip("the server is somebody's own: its pg_hba.conf is left alone")
    with psycopg.connect(postgres_server.admin_url, autocommit=True) as connection:
        create = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
        connection.execute(create.format(sql.Identifier(NAME), sql.Literal(PASSWORD)))
        rules = f"VALUES ('local all {NAME} scram-sha-256'), ('local all all trust')"
        [where] = connection.execute("SHOW hba_file").fetchone() or ("",)
        write = sql.SQL("COPY ({}) TO {}")
        connection.execute(write.format(sql.SQL(rules), sql.Literal(where)))
        connection.execute("SELECT pg_reload_conf()")
    time.sleep(0.2)  # the server reads the file again in its own time
    return postgres_server


@pytest.fixture
def keyed(keyed_server: PostgresServer, postgres_ledger: Ledger) -> Keyed:
    """Give the login and the ledger on which it has no right yet."""
    assert keyed_server.programs is not None
    place = postgres_ledger.place.address
    assert isinstance(place, PostgresAddress)
    return Keyed(place.url)


def test_a_wrong_password_and_none_at_all(keyed: Keyed) -> None:
    check(keyed.refused(NAME, "wrong"), STATES["28P01"])
    check(keyed.refused(NAME, None), NAMED["no password"])


def test_a_login_that_the_server_does_not_know(keyed: Keyed) -> None:
    check(keyed.refused("vekha_nobody"), NO_LOGIN)


def test_a_database_that_is_not_there(keyed: Keyed) -> None:
    for user in (NAME, "postgres"):
        check(keyed.refused(user, path="/no_such_database"), STATES["3D000"])


def test_a_login_with_as_many_connections_as_it_may_have(
    keyed: Keyed, postgres_ledger: Ledger
) -> None:
    raw = Raw(postgres_ledger.place)
    raw(f"ALTER ROLE {NAME} CONNECTION LIMIT 0")
    try:
        check(keyed.refused(), STATES["53300"])
    finally:
        raw(f"ALTER ROLE {NAME} CONNECTION LIMIT -1")


def test_the_rights_that_are_named_are_enough(keyed: Keyed, postgres_ledger: Ledger) -> None:
    """Each right that is lacking is told; with all that the remedy names one reads and records."""
    raw = Raw(postgres_ledger.place)
    check(keyed.refused(), FORBIDDEN)
    raw(f"GRANT USAGE ON SCHEMA vekha TO {NAME}")
    check(keyed.refused(), FORBIDDEN)
    raw(f"GRANT SELECT ON ALL TABLES IN SCHEMA vekha TO {NAME}")
    log = keyed.open()
    assert log.head().position == 4
    batch = postgres_ledger.batch(to("organisation/o1", called("а")))
    with pytest.raises(StoreForbidden) as raised:
        log.append(batch)
    check(raised.value, FORBIDDEN)
    for function in ("append", "note_refusal"):
        raw(f"GRANT EXECUTE ON FUNCTION vekha.{function}(json) TO {NAME}")
    assert log.append(batch).first == 5
    log.note_refusal(
        Refusal(
            noted_at="2022-09-01T08:30:15.123456Z",
            command_id="",
            actor_id="",
            code="refused",
            step="start",
            stream="",
        )
    )
    assert len(log.refusals()) == 1
    log.close()


def test_a_login_that_may_not_enter_the_database_or_make_a_schema(
    keyed: Keyed, postgres_ledger: Ledger
) -> None:
    raw = Raw(postgres_ledger.place)
    url = urlsplit(keyed.url)
    address = url._replace(netloc=f"{NAME}:{quote(PASSWORD, safe='')}@")
    with pytest.raises(StoreForbidden, match="to open a new ledger, CREATE on the database"):
        open_postgres(PostgresAddress(urlunsplit(address), "another"), DECLARED, create=True)
    database = url.path.removeprefix("/")
    raw(f"REVOKE CONNECT ON DATABASE {database} FROM PUBLIC")
    check(keyed.refused(), FORBIDDEN)


def test_a_server_that_takes_no_writes(keyed: Keyed, postgres_ledger: Ledger) -> None:
    database = urlsplit(keyed.url).path.removeprefix("/")
    raw = Raw(postgres_ledger.place)
    raw(f"ALTER DATABASE {database} SET default_transaction_read_only = on")
    log = keyed.open("postgres", None)
    with pytest.raises(StoreReadOnly) as raised:
        log.append(postgres_ledger.batch(to("organisation/o1", called("а"))))
    check(raised.value, STATES["25006"])
    log.close()


def test_a_server_that_ends_the_session_is_said_to_stop(postgres_ledger: Ledger) -> None:
    assert postgres_ledger.log.head().position == 4
    Raw(postgres_ledger.place)(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'vekha' AND datname = current_database()"
    )
    with pytest.raises(StoreUnreachable) as raised:
        postgres_ledger.log.events()
    check(raised.value, AWAY)


def test_a_statement_that_takes_too_long(
    postgres_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = "-c statement_timeout=250ms -c timezone=UTC"
    monkeypatch.setitem(postgres_log.CONNECT, "options", options)
    hasty = postgres_ledger.place.open()
    raw = Raw(postgres_ledger.place)
    with raw.connected() as other:
        other.execute(raw.placed("SELECT 1 FROM {append_lock} FOR UPDATE"))
        with pytest.raises(StoreUnavailable) as raised:
            hasty.append(postgres_ledger.batch(to("organisation/o1", called("а"))))
    check(raised.value, STATES["57014"])
    hasty.close()


def opened(url: str) -> VekhaError:
    with pytest.raises(VekhaError) as raised:
        open_postgres(PostgresAddress(url, "vekha"), DECLARED)
    return raised.value


def test_no_server_answers(tmp_path: Path) -> None:
    for url in ("postgresql://u@127.0.0.1:1/d", f"postgresql:///d?host={tmp_path}"):
        check(opened(url), NO_ANSWER)


def test_a_host_that_nobody_knows() -> None:
    check(opened("postgresql://u@host.invalid/d"), NAMED["unknown host"])


def test_a_server_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(postgres_log.CONNECT, "connect_timeout", 2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        start = time.monotonic()
        told = opened(f"postgresql://u@127.0.0.1:{server.getsockname()[1]}/d")
    check(told, NO_ANSWER)
    assert time.monotonic() - start < 4  # it is not asked a second time


@pytest.mark.parametrize("query", ["nonsense=1", "sslmode=perhaps"])
def test_an_option_that_postgresql_does_not_know(query: str) -> None:
    check(opened(f"postgresql://u@127.0.0.1:1/d?{query}"), OPTION)


READS: dict[bytes, Callable[[PostgresLog], object]] = {
    b"FROM vekha.refusals": PostgresLog.refusals,
    b'FROM "vekha".commands': lambda log: log.command("none"),
}
"""What is read through SQLAlchemy, and what by the driver on the connection that is held."""


@pytest.mark.skipif(os.name != "posix", reason="the server listens on a socket file")
@pytest.mark.parametrize("text", READS)
def test_a_line_that_breaks_while_reading(text: bytes, postgres_ledger: Ledger) -> None:
    place = postgres_ledger.place.address
    assert isinstance(place, PostgresAddress)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vekha-")))
        line, url = stack.enter_context(bad_line(place.url, folder, text))
        log = open_postgres(PostgresAddress(url, "vekha"), DECLARED)
        stack.callback(log.close)
        line.breaking = "before"
        with pytest.raises(StoreUnreachable) as raised:
            READS[text](log)
        check(raised.value, BROKEN)
        assert not READS[text](log)


# -- where libpq cannot be traced ------------------------------------------------------------------


def test_without_a_trace_a_ping_tells_whether_a_server_is_there(
    keyed: Keyed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "memfd_create")
    assert refused_connection.traced("host=127.0.0.1 port=1") == ""
    check(keyed.refused(NAME, "wrong"), NO_LOGIN)
    check(keyed.refused("postgres", path="/no_such_database"), NO_LOGIN)
    check(opened("postgresql://u@127.0.0.1:1/d"), NO_ANSWER)
    check(opened("postgresql://u@127.0.0.1:1/d?sslmode=perhaps"), OPTION)


def test_whatever_a_ping_answers_has_a_row() -> None:
    assert set(refused_connection.PINGED) == set(pq.Ping)
    assert set(refused_connection.PINGED.values()) <= FAILURES.keys()
