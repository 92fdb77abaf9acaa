"""Several people at once: nothing is lost, nothing is recorded twice, no reader skips."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
import sqlalchemy

from engine.errors import Conflict, StoreUnavailable
from engine.events import chain, postgres_log, sqlite_log
from engine.events.log import EventLog
from engine.events.postgres_log import PostgresLog
from engine.events.recorded import StoredEvent
from tests.support.failing import Failing, told
from tests.support.ledgers import LEDGER_ID, Ledger, called, to
from tests.support.raw import Raw

ROOT = Path(__file__).resolve().parents[2]


def writers(place: str, processes: int, count: int, streams: int) -> Counter[str]:
    """Run writing processes side by side; return what came of all their appends."""
    command = [sys.executable, "-m", "tests.support.writer", place]
    running = [
        subprocess.Popen(
            [*command, f"w{number}", str(count), str(streams)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for number in range(processes)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write(b"go\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=120)[0] for process in running]
    assert [process.returncode for process in running] == [0] * processes
    return sum((Counter(json.loads(answer)) for answer in answers), Counter())


def followed(log: EventLog, until: threading.Event) -> list[StoredEvent]:
    """Read like a projection that catches up: always behind the last position seen."""
    seen: list[StoredEvent] = []
    while True:
        over = until.is_set()
        fresh = log.events(seen[-1].position if seen else 0)
        seen += fresh
        if over and not fresh:
            return seen


def reading(ledger: Ledger, work: Callable[[], Any]) -> tuple[Any, list[StoredEvent]]:
    """Do *work* while somebody follows the log; return its result and what was read."""
    over = threading.Event()
    seen: list[list[StoredEvent]] = []
    log = ledger.place.open()
    follower = threading.Thread(target=lambda: seen.append(followed(log, over)))
    follower.start()
    try:
        result = work()
    finally:
        over.set()
        follower.join()
        log.close()
    return result, seen[0]


def whole(ledger: Ledger, seen: list[StoredEvent]) -> list[StoredEvent]:
    """Check that the log has no hole and no fork and that the reader saw all of it, in order."""
    events = ledger.log.events()
    assert seen == events
    assert [event.position for event in events] == list(range(1, len(events) + 1))
    assert len(list(chain.verified(LEDGER_ID, events))) == len(events)
    versions: dict[str, list[int]] = {}
    for event in events:
        versions.setdefault(event.stream, []).append(event.version)
    assert all(found == list(range(1, len(found) + 1)) for found in versions.values())
    return events


@pytest.mark.parametrize("streams", [1, 20])
def test_many_writers_lose_nothing(kept: Ledger, streams: int) -> None:
    many_writers(kept, processes=3, count=25, streams=streams)


@pytest.mark.soak
@pytest.mark.parametrize("streams", [1, 20])
def test_very_many_writers_lose_nothing(kept: Ledger, streams: int) -> None:
    many_writers(kept, processes=8, count=300, streams=streams)


def many_writers(ledger: Ledger, processes: int, count: int, streams: int) -> None:
    outcomes, seen = reading(ledger, lambda: writers(ledger.place.text, processes, count, streams))
    events = whole(ledger, seen)
    assert outcomes.total() == processes * count
    commands = {event.command_id for event in events[4:]}
    assert len(commands) == outcomes["recorded"] > 0
    assert Raw(ledger.place)("SELECT count(*) FROM {commands}") == [(len(commands) + 1,)]
    if streams == 1 and processes > 2:
        assert outcomes["refused"] > 0
    ledger.place.open().close()


def test_threads_that_share_one_log_lose_nothing(kept: Ledger) -> None:
    outcomes: Counter[str] = Counter()
    lock = threading.Lock()

    def write(name: str) -> None:
        for number in range(15):
            try:
                kept.log.append(batches[name][number])
                outcome = "recorded"
            except Conflict:
                outcome = "refused"
            with lock:
                outcomes[outcome] += 1

    batches = {
        name: [
            kept.batch(to(f"organisation/{number}", called(name)), command_id=f"{name}{number}")
            for number in range(15)
        ]
        for name in "abcd"
    }
    threads = [threading.Thread(target=write, args=(name,)) for name in batches]

    def all_at_once() -> None:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    _, seen = reading(kept, all_at_once)
    assert outcomes == {"recorded": 15, "refused": 45}
    assert len(whole(kept, seen)) == 19


def test_a_thread_that_reads_never_sees_what_another_has_not_committed(
    sqlite_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_log, "CONNECTION", Failing)
    log = sqlite_ledger.place.open()
    seen: list[int] = []
    reader = threading.Thread(target=lambda: seen.append(log.head().position))

    def read_before(statement: str) -> None:
        if statement == "COMMIT":
            reader.start()
            reader.join(timeout=0.2)
            assert not seen, "read inside the other's transaction"

    with told(read_before):
        log.append(sqlite_ledger.batch(to("organisation/o1", called("а"))))
    reader.join()
    log.close()
    assert seen == [5]


# -- somebody is recording and does not finish ----------------------------------------------------


class Blocker:
    """Somebody whose batch is written and not committed."""

    def __init__(self, ledger: Ledger) -> None:
        self._raw = Raw(ledger.place).connected()
        self.connection = self._raw.__enter__()
        batch = ledger.batch(to("organisation/slow", called("медленно")), command_id="slow")
        if isinstance(ledger.log, PostgresLog):
            request = json.dumps(ledger.log.request(batch), ensure_ascii=False)
            self.connection.execute("SELECT vekha.append(%s::json)", [request])
        else:
            self.connection.execute("BEGIN IMMEDIATE")
            self.connection.execute("INSERT INTO read_tables VALUES ('x', 1)")

    def end(self, *, commit: bool) -> None:
        """Commit or roll back, and leave."""
        if commit:
            self.connection.commit()
        else:
            self.connection.rollback()
        self._raw.__exit__(None, None, None)


def impatient(monkeypatch: pytest.MonkeyPatch, milliseconds: int) -> None:
    """Have ledgers that are opened from now on wait for others only so long."""
    options = f"-c lock_timeout={milliseconds}ms -c statement_timeout=60s -c timezone=UTC"
    monkeypatch.setitem(postgres_log.CONNECT, "options", options)
    pragmas = (*sqlite_log.PRAGMAS, f"PRAGMA busy_timeout={milliseconds}")
    monkeypatch.setattr(sqlite_log, "PRAGMAS", pragmas)


@pytest.mark.parametrize("commit", [True, False])
def test_who_finds_somebody_recording_is_told_so(
    kept: Ledger,
    monkeypatch: pytest.MonkeyPatch,
    commit: bool,  # noqa: FBT001
) -> None:
    impatient(monkeypatch, 250)
    other = kept.place.open()
    blocker = Blocker(kept)
    batch = kept.batch(to("organisation/o1", called("а")))
    start = monotonic()
    with pytest.raises(StoreUnavailable, match="someone else is using") as raised:
        other.append(batch)
    assert 0.2 < monotonic() - start < 3
    assert raised.value.exit_status == 8
    assert [event.position for event in other.events()] == [1, 2, 3, 4]
    assert other.command(batch.command_id) is None
    blocker.end(commit=commit)
    recorded = other.append(batch)
    behind = 5 if commit and kept.place.backend == "postgresql" else 4
    assert (recorded.first, recorded.repeated) == (behind + 1, False)
    whole(kept, other.events())
    other.close()


@pytest.mark.soak
def test_nobody_waits_longer_than_promised(kept: Ledger) -> None:
    blocker = Blocker(kept)
    log = kept.place.open()
    start = monotonic()
    with pytest.raises(StoreUnavailable, match="someone else is using"):
        log.append(kept.batch(to("organisation/o1", called("а"))))
    assert monotonic() - start < 12
    blocker.end(commit=False)
    log.close()


def test_a_recorder_who_dies_leaves_nothing_and_blocks_nobody(
    postgres_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch, 5_000)
    other = postgres_ledger.place.open()
    blocker = Blocker(postgres_ledger)
    process = blocker.connection.info.backend_pid
    Raw(postgres_ledger.place)("SELECT pg_terminate_backend(?)", [process])
    recorded = other.append(postgres_ledger.batch(to("organisation/o1", called("а"))))
    assert recorded.first == 5
    assert other.stream("organisation/slow") == []
    other.close()
    with pytest.raises(Exception, match=r"terminat|closed|lost"):
        blocker.connection.execute("SELECT 1")


def test_without_the_lock_a_reader_would_skip(postgres_ledger: Ledger) -> None:
    """The twin: positions that are handed out before commit let a later one appear first."""
    raw = Raw(postgres_ledger.place)
    raw("CREATE TABLE {naive} (position bigserial PRIMARY KEY, what text)")
    insertion = raw.placed("INSERT INTO {naive} (what) VALUES (?)")
    with raw.connected() as slow:
        slow.execute(insertion, ["slow"])
        raw("INSERT INTO {naive} (what) VALUES (?)", ["fast"])
        first = raw("SELECT position, what FROM {naive} WHERE position > 0 ORDER BY position")
        slow.commit()
    ((last, _),) = first
    assert first == [(2, "fast")]
    assert raw("SELECT what FROM {naive} WHERE position > ?", [last]) == []


def test_without_begin_immediate_two_would_take_one_position(sqlite_ledger: Ledger) -> None:
    """The twin: read and write under the driver's own transactions race without an error."""
    raw = Raw(sqlite_ledger.place)
    raw("CREATE TABLE naive (position INTEGER)")
    engine = sqlalchemy.create_engine(f"sqlite:///{sqlite_ledger.place.text}")
    query = sqlalchemy.text("SELECT coalesce(max(position), 0) + 1 FROM naive")
    with engine.connect() as one, engine.connect() as two:
        wanted = [connection.execute(query).scalar_one() for connection in (one, two)]
        for connection, position in zip((one, two), wanted, strict=True):
            insertion = sqlalchemy.text("INSERT INTO naive VALUES (:position)")
            connection.execute(insertion, {"position": position})
            connection.commit()
    engine.dispose()
    assert raw("SELECT position FROM naive") == [(1,), (1,)]
