"""Every failure of a ledger in a file: by SQLite's code or the system's, and what is said to it."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from engine.errors import (
    LogDamaged,
    OutcomeUnknown,
    StoreBusy,
    StoreForbidden,
    StoreFull,
    StoreReadOnly,
    StoreUnavailable,
    VekhaError,
)
from engine.events import sqlite_failures, sqlite_log
from engine.events.address import SqliteAddress
from engine.events.sqlite_failures import FAILURES
from tests.support.failing import Failing, told
from tests.support.ledgers import Ledger, called, to
from tests.support.logs import DECLARED, LOGIN, Place


class Told(NamedTuple):
    """What a failure becomes: the class, words of what is wrong, words of the remedy."""

    error: type[VekhaError]
    wrong: str
    remedy: str


BUSY = Told(StoreBusy, "someone else is using", "Try again in a moment")
FULL = Told(StoreFull, "no room left on the disk", "Make room on that disk")
READ_ONLY = Told(StoreReadOnly, "the file or its disk is read-only", "the right to write")
FORBIDDEN = Told(StoreForbidden, "this account may not open", "Ask its owner for the right")
DISK = Told(StoreUnavailable, "the disk failed", "Have the disk or the network folder checked")
NAME = Told(StoreUnavailable, "cannot follow the name", "--db or VEKHA_DB")
MOVED = Told(StoreUnavailable, "moved or replaced", "Run the same command again")
UNKNOWN = Told(StoreUnavailable, "cannot be used now: it failed", "Nothing was recorded")

TOLD = {
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_READONLY_DIRECTORY": Told(StoreForbidden, "the folder of", "write to that folder"),
    "SQLITE_READONLY_ROLLBACK": Told(StoreReadOnly, "was cut off", "vekha show"),
    "SQLITE_READONLY_DBMOVED": MOVED,
    "SQLITE_PERM": FORBIDDEN,
    "SQLITE_AUTH": FORBIDDEN,
    "SQLITE_CANTOPEN": Told(StoreUnavailable, "cannot be opened", "Check the name"),
    "SQLITE_IOERR": DISK,
    "SQLITE_NOMEM": Told(StoreUnavailable, "not enough memory", "Close other programs"),
    "SQLITE_CORRUPT": Told(LogDamaged, "is damaged", "keep the file as it is"),
    "SQLITE_NOTADB": Told(LogDamaged, "is not a ledger", "Check the name"),
}
TOLD_OF_SYSTEM = {
    "ENOSPC": FULL,
    "EDQUOT": FULL,
    "EROFS": READ_ONLY,
    "EACCES": FORBIDDEN,
    "EPERM": FORBIDDEN,
    "EISDIR": Told(StoreUnavailable, "is a folder", "--db"),
    "ENXIO": Told(StoreUnavailable, "is a device", "an ordinary file"),
    "ENOTDIR": Told(StoreUnavailable, "is a file, not a folder", "Check the name"),
    "ENAMETOOLONG": NAME,
    "ELOOP": NAME,
    "EIO": DISK,
}
FAMILIES = {
    "SQLITE_BUSY_SNAPSHOT": BUSY,
    "SQLITE_IOERR_WRITE": DISK,
    "SQLITE_CORRUPT_INDEX": TOLD["SQLITE_CORRUPT"],
    "SQLITE_READONLY_CANTLOCK": READ_ONLY,
    "SQLITE_INTERRUPT": UNKNOWN,
    "SQLITE_NOLFS": UNKNOWN,
}
"""Codes that no row names: the family's row counts, or the database's own words are shown."""


def made(name: str, said: str = "it failed") -> sqlite3.OperationalError:
    """Return an error as the driver makes it, under the code *name*; its words say nothing."""
    error = sqlite3.OperationalError(said)
    error.sqlite_errorname = name
    return error


@contextmanager
def failing(on: str, error: sqlite3.Error) -> Iterator[None]:
    """Have every statement that begins with *on* fail with *error*."""

    def fail(statement: str) -> None:
        if statement.startswith(on):
            raise error

    with told(fail):
        yield


@pytest.fixture(autouse=True)
def _fails_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_log, "CONNECTION", Failing)


def check(error: VekhaError, told: Told) -> None:
    assert type(error) is told.error
    wrong, remedy = error.template.format(**error.facts), error.remedy.format(**error.facts)
    assert told.wrong in wrong
    assert told.remedy in remedy
    assert "\n" not in f"{wrong}{remedy}"


def test_every_row_has_its_case() -> None:
    assert TOLD.keys() | TOLD_OF_SYSTEM.keys() == FAILURES.keys()


@pytest.mark.parametrize("name", TOLD | FAMILIES)
def test_a_code_of_sqlite_says_what_is_wrong(name: str, sqlite_ledger: Ledger) -> None:
    batch = sqlite_ledger.batch(to("organisation/o1", called("а")))
    with failing("SELECT", made(name)), pytest.raises(VekhaError) as raised:
        sqlite_ledger.log.head()
    check(raised.value, (TOLD | FAMILIES)[name])
    with failing("BEGIN IMMEDIATE", made(name)), pytest.raises(VekhaError) as raised:
        sqlite_ledger.log.append(batch)
    check(raised.value, (TOLD | FAMILIES)[name])
    assert sqlite_ledger.log.append(batch).first == 5


@pytest.mark.parametrize(
    "said", ["database is locked", "disk I/O error", "file is not a database", "malformed"]
)
def test_words_decide_nothing(said: str, sqlite_ledger: Ledger) -> None:
    with failing("SELECT", made("SQLITE_FULL", said)), pytest.raises(StoreFull):
        sqlite_ledger.log.head()
    nameless = sqlite3.ProgrammingError(said)
    with failing("SELECT", nameless), pytest.raises(StoreUnavailable, match=said) as raised:
        sqlite_ledger.log.head()
    assert type(raised.value) is StoreUnavailable


@pytest.mark.parametrize("name", TOLD_OF_SYSTEM)
def test_an_error_of_the_system_says_what_is_wrong(name: str) -> None:
    error = OSError(getattr(errno, name), os.strerror(getattr(errno, name)))
    check(sqlite_failures.told_of_system(error, "/srv/ledger.db"), TOLD_OF_SYSTEM[name])


def test_a_system_may_fail_in_a_way_that_no_row_names() -> None:
    error = sqlite_failures.told_of_system(
        OSError(errno.EMFILE, "Too many open files"), "/srv/ledger.db", sqlite_failures.NO_FOLDER
    )
    check(error, Told(StoreUnavailable, "cannot be made: Too many open files", "--db"))


UNDONE = ("SQLITE_BUSY", "SQLITE_FULL", "SQLITE_READONLY", "SQLITE_INTERRUPT")
MAYBE_DONE = ("SQLITE_IOERR", "SQLITE_IOERR_DIR_FSYNC", "SQLITE_NOMEM", "SQLITE_CORRUPT")


@pytest.mark.parametrize("name", UNDONE)
def test_a_commit_that_surely_failed_recorded_nothing(name: str, sqlite_ledger: Ledger) -> None:
    batch = sqlite_ledger.batch(to("organisation/o1", called("а")))
    with failing("COMMIT", made(name)), pytest.raises(StoreUnavailable):
        sqlite_ledger.log.append(batch)
    assert sqlite_ledger.log.head().position == 4


@pytest.mark.parametrize("name", [*MAYBE_DONE, None])
def test_a_commit_that_may_have_happened_is_said_so(
    name: str | None, sqlite_ledger: Ledger
) -> None:
    batch = sqlite_ledger.batch(to("organisation/o1", called("а")))
    error = made(name) if name else sqlite3.OperationalError("who knows")
    with (
        failing("COMMIT", error),
        pytest.raises(OutcomeUnknown, match="records nothing twice") as raised,
    ):
        sqlite_ledger.log.append(batch)
    assert "Nothing was recorded" not in str(raised.value)


# -- the real thing ---------------------------------------------------------------------------


def append(ledger: Ledger) -> None:
    ledger.append(to("organisation/o1", called("я" * 50_000)), command_id="f" * 32)


def test_a_full_file_is_really_full(sqlite_ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = (*sqlite_log.PRAGMAS, "PRAGMA max_page_count=1")  # as many as there are, no more
    monkeypatch.setattr(sqlite_log, "PRAGMAS", pages)
    full = Ledger(sqlite_ledger.place)
    with pytest.raises(StoreFull) as raised:
        append(full)
    check(raised.value, FULL)
    assert full.log.head().position == 4
    full.close()


def test_a_file_that_may_only_be_read(
    sqlite_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_log, "PRAGMAS", (*sqlite_log.PRAGMAS, "PRAGMA query_only=ON"))
    reader = Ledger(sqlite_ledger.place)
    assert reader.log.head().position == 4
    with pytest.raises(StoreReadOnly) as raised:
        append(reader)
    check(raised.value, READ_ONLY)
    reader.close()


def test_a_file_that_was_replaced_meanwhile(sqlite_ledger: Ledger) -> None:
    where = Path(sqlite_ledger.place.text)
    sqlite_ledger.log.head()
    where.rename(where.with_suffix(".old"))
    where.write_bytes(where.with_suffix(".old").read_bytes())
    with pytest.raises(StoreUnavailable) as raised:
        append(sqlite_ledger)
    check(raised.value, MOVED)


def test_a_reader_who_holds_on_is_told_apart_from_a_damage(
    sqlite_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    pragmas = (*sqlite_log.PRAGMAS, "PRAGMA busy_timeout=100")
    monkeypatch.setattr(sqlite_log, "PRAGMAS", pragmas)
    writer = Ledger(sqlite_ledger.place)
    with closing(sqlite3.connect(sqlite_ledger.place.text)) as reader:
        rows = reader.execute("SELECT * FROM events")
        assert rows.fetchone()
        with pytest.raises(StoreBusy) as raised:
            append(writer)
        check(raised.value, BUSY)
        rows.close()
    append(writer)
    writer.close()


PLACES = {
    "ledger.db/x": TOLD_OF_SYSTEM["ENOTDIR"],
    "folder": TOLD_OF_SYSTEM["EISDIR"],
    "long" * 100: NAME,
    "loop": NAME,
    "pipe": TOLD_OF_SYSTEM["ENXIO"],
}


@pytest.mark.skipif(os.name != "posix", reason="Windows has other ways to go astray")
@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize("name", PLACES)
def test_a_path_that_cannot_be_a_ledger(
    name: str,
    create: bool,  # noqa: FBT001
    sqlite_ledger: Ledger,
    tmp_path: Path,
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    os.mkfifo(tmp_path / "pipe")
    assert sqlite_ledger.place.text == str(tmp_path / "ledger.db")
    with pytest.raises(VekhaError) as raised:
        Place("sqlite", SqliteAddress(tmp_path / name)).open(create=create)
    check(raised.value, PLACES[name])


@pytest.mark.parametrize(("content", "name"), [(b"x" * 9_000, "SQLITE_NOTADB"), (b"", None)])
def test_what_is_no_database_is_said_to_be_none(
    content: bytes, name: str | None, sqlite_ledger: Ledger, tmp_path: Path
) -> None:
    torn = tmp_path / "torn.db"
    torn.write_bytes(content or Path(sqlite_ledger.place.text).read_bytes()[:9_000])
    with pytest.raises(LogDamaged) as raised:
        sqlite_log.open_sqlite(SqliteAddress(torn), DECLARED, lambda: LOGIN)
    check(raised.value, TOLD[name or "SQLITE_CORRUPT"])
