"""When the answer is lost, the same request again records once, and nobody is told a guess."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy

from engine.errors import LogDamaged, OutcomeUnknown, StoreUnavailable
from engine.events import chain, sqlite_log
from engine.events.address import PostgresAddress, SqliteAddress
from engine.events.log import EventLog, Receipt
from engine.events.pending import PendingFolder
from engine.events.postgres_log import open_postgres
from engine.events.sqlite_log import SqliteLog
from engine.workflows.requests import Request, Requests
from tests.support.ledgers import LEDGER_ID, Ledger, called, spoken, to
from tests.support.logs import DECLARED, LOGIN, salts
from tests.support.proxy import BadLine, bad_line
from tests.support.raw import Raw

ROOT = Path(__file__).resolve().parents[2]
unix = pytest.mark.skipif(sys.platform == "win32", reason="the server listens on a socket file")


@pytest.fixture
def line(postgres_ledger: Ledger) -> Iterator[tuple[BadLine, EventLog]]:
    """Give a bad line to a ledger on PostgreSQL and the log opened through it."""
    place = postgres_ledger.place.address
    assert isinstance(place, PostgresAddress)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vekha-")))
        line, url = stack.enter_context(bad_line(place.url, folder, b".append("))
        log = open_postgres(PostgresAddress(url, place.ledger), DECLARED, salt=salts())
        stack.callback(log.close)
        yield line, log


REQUEST = Request(step="add", actor_id="person/p1", arguments="the same request")


def request(ledger: Ledger, log: EventLog, pending: PendingFolder) -> Receipt:
    """Record a school as a run of the program would, under a note; the log settles what is known.

    Ends the run, so that another can take the note up.
    """
    requests = Requests(log, lambda: datetime.now(UTC), pending)
    school = to("organisation/o1", called("Школа"))
    asked = requests.take_up(REQUEST)
    batch = ledger.batch(school, command_id=asked.sent.command_id, digest=asked.sent.digest)
    try:
        with requests.failing(asked):
            requests.send(asked, REQUEST, batch)
            receipt = requests.recorded(asked, log.append(batch))
        requests.answered()
    finally:
        requests.release()
    return receipt


@unix
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_request_without_an_answer_is_recorded_once(
    postgres_ledger: Ledger, line: tuple[BadLine, EventLog], tmp_path: Path, moment: str
) -> None:
    bad, log = line
    pending = PendingFolder(tmp_path / "pending")
    bad.breaking = "before" if moment == "before" else "after"
    with pytest.raises(OutcomeUnknown, match="Run the same command again") as raised:
        request(postgres_ledger, log, pending)
    assert raised.value.exit_status == 9
    assert bad.broken == 1
    assert len(list((tmp_path / "pending").rglob("*.json"))) == 1
    again = request(postgres_ledger, log, pending)
    assert again.repeated == (moment == "after")
    assert (again.first, again.last) == (5, 5)
    assert len(postgres_ledger.log.stream("organisation/o1")) == 1
    assert list((tmp_path / "pending").rglob("*.json")) == []


@unix
def test_without_the_command_id_the_same_request_would_be_recorded_twice(
    postgres_ledger: Ledger, line: tuple[BadLine, EventLog]
) -> None:
    """The twin: a naive retry decides on fresh history and appends again."""
    bad, log = line
    for expected in (0, 1):
        bad.breaking = "after" if expected == 0 else None
        batch = postgres_ledger.batch(to("organisation/o1", called("а"), expected=expected))
        if expected == 0:
            with pytest.raises(OutcomeUnknown):
                log.append(batch)
        else:
            log.append(batch)
    assert len(postgres_ledger.log.stream("organisation/o1")) == 2


def test_a_server_that_goes_away_meanwhile_leaves_the_outcome_unknown(
    postgres_ledger: Ledger,
) -> None:
    log = postgres_ledger.log
    log.head()
    Raw(postgres_ledger.place)(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'vekha' AND datname = current_database()"
    )
    batch = postgres_ledger.batch(to("organisation/o1", called("а")))
    with pytest.raises(OutcomeUnknown):
        log.append(batch)
    assert log.append(batch).first == 5


def test_a_server_that_cannot_be_reached_is_unavailable(tmp_path: Path) -> None:
    for url in (
        f"postgresql://u:secret@/db?host={tmp_path}",
        "postgresql://u:secret@127.0.0.1:1/d",
    ):
        with pytest.raises(StoreUnavailable) as raised:
            open_postgres(PostgresAddress(url, "vekha"), DECLARED)
        assert "secret" not in str(raised.value)
        assert raised.value.exit_status == 8


def test_a_line_that_breaks_while_reading_loses_nothing(postgres_ledger: Ledger) -> None:
    assert postgres_ledger.log.head().position == 4
    Raw(postgres_ledger.place)(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'vekha' AND datname = current_database()"
    )
    with pytest.raises(StoreUnavailable):
        postgres_ledger.log.events()
    assert len(postgres_ledger.log.events()) == 4


# -- SQLite: interrupted, full, not a database -----------------------------------------------------


def test_an_append_that_fails_anywhere_records_nothing(sqlite_ledger: Ledger) -> None:
    """Interrupt the append a little later each time, until it gets through."""
    log = sqlite_ledger.place.open()
    assert isinstance(log, SqliteLog)
    batch = sqlite_ledger.batch(
        to("organisation/o1", called("а", "б")), to("person/p1", spoken("Имя"))
    )
    left = [0]

    def interrupting(connection: object, _record: object) -> None:
        def tick() -> int:
            left[0] -= 1
            return int(left[0] < 0)

        connection.set_progress_handler(tick, 10)  # type: ignore[attr-defined]

    sqlalchemy.event.listen(log.engine, "connect", interrupting)
    log.close()  # what it uses from now on is a new connection
    failures = 0
    for patience in range(10_000):
        left[0] = patience
        try:
            log.append(batch)
        except StoreUnavailable:
            failures += 1
        else:
            break
        left[0] = 1 << 40
        assert log.head().position == 4
        assert log.command(batch.command_id) is None
        assert len(log.rows("parties")) == 1
    left[0] = 1 << 40
    assert failures > 20
    assert (log.head().position, len(log.rows("parties"))) == (6, 3)
    assert log.append(batch).repeated


@pytest.mark.parametrize("committed", [False, True])
def test_a_disk_that_fails_at_the_end_leaves_the_outcome_unknown(
    sqlite_ledger: Ledger,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    committed: bool,  # noqa: FBT001
) -> None:
    failures = iter([True])

    class Failing(sqlite3.Connection):
        def execute(self, statement: str, *given: object) -> sqlite3.Cursor:
            if statement == "COMMIT" and next(failures, False):
                if committed:
                    super().execute(statement)
                raise sqlite3.OperationalError("disk I/O error")
            return super().execute(statement, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(sqlite_log, "CONNECTION", Failing)
    log = sqlite_ledger.place.open()
    pending = PendingFolder(tmp_path / "pending")
    with pytest.raises(OutcomeUnknown, match="Run the same command again"):
        request(sqlite_ledger, log, pending)
    again = request(sqlite_ledger, log, pending)
    assert (again.first, again.repeated) == (5, committed)
    assert len(log.stream("organisation/o1")) == 1


FILLING = """
import resource, signal, sys
from tests.support.ledgers import *
from tests.support.logs import Place
from engine.errors import StoreUnavailable, OutcomeUnknown
from engine.events.address import SqliteAddress
from pathlib import Path
place = Place("sqlite", SqliteAddress(Path(sys.argv[1])))
ledger = Ledger(place)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, resource.RLIM_INFINITY))
done = 0
for number in range(10_000):
    batch = ledger.batch(to(f"organisation/{number}", called("я" * 2_000)), command_id=str(number))
    try:
        ledger.log.append(batch)
    except (StoreUnavailable, OutcomeUnknown) as error:
        print(type(error).__name__, done, len(ledger.log.events()) - 4, str(error))
        break
    done += 1
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
again = ledger.log.append(batch)
print(again.first, again.repeated)
"""


@unix
def test_a_full_disk_is_said_and_costs_nothing(sqlite_ledger: Ledger) -> None:
    script = [sys.executable, "-c", FILLING, sqlite_ledger.place.text]
    done = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said, again = done.stdout.splitlines()
    name, acknowledged, stored, *_ = said.split()
    assert int(acknowledged) > 20
    assert name == "OutcomeUnknown" or acknowledged == stored
    assert again.split() == [str(5 + int(acknowledged)), str(acknowledged != stored)]
    events = sqlite_ledger.log.events()
    assert len(list(chain.verified(LEDGER_ID, events))) == 5 + int(acknowledged)


def test_a_file_that_is_no_ledger_is_said_to_be_none(tmp_path: Path) -> None:
    content = b"not a database at all, but a text of some length" * 30
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    for create in (False, True):
        with pytest.raises(LogDamaged, match="is not a ledger"):
            sqlite_log.open_sqlite(SqliteAddress(path), DECLARED, lambda: LOGIN, create=create)
    assert path.read_bytes() == content


def test_an_old_sqlite_is_told_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_log, "OLDEST", (99, 0))
    with pytest.raises(StoreUnavailable, match=r"needs 3\.37 or newer"):
        sqlite_log.open_sqlite(
            SqliteAddress(tmp_path / "x.db"), DECLARED, lambda: LOGIN, create=True
        )
    assert list(tmp_path.iterdir()) == []
