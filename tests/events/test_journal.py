"""How a file keeps its journal: as the ledger says, and with what makes it durable."""

from __future__ import annotations

import pytest

from engine.errors import RefusedByRules
from engine.events.log import Journal
from engine.events.sqlite_log import SqliteLog
from tests.support.ledgers import Ledger, called, to
from tests.support.raw import Raw

DURABLE = {"delete": 3, "wal": 2}
"""Journal -> what PRAGMA synchronous says: EXTRA, FULL."""


def synchronous(log: SqliteLog) -> int:
    with log.reading() as connection:
        found = connection.exec_driver_sql("PRAGMA synchronous").scalar()
    assert isinstance(found, int)
    return found


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_a_journal_is_kept_as_the_ledger_says(sqlite_ledger: Ledger, journal: Journal) -> None:
    before = sqlite_ledger.log
    assert isinstance(before, SqliteLog)
    assert synchronous(before) == DURABLE["delete"]
    assert before.set_journal("wal") == "wal"
    assert before.set_journal(journal) == journal
    sqlite_ledger.append(to("organisation/o1", called("а")))
    assert synchronous(before) == DURABLE[journal]
    again = sqlite_ledger.place.open()
    assert isinstance(again, SqliteLog)
    assert synchronous(again) == DURABLE[journal]
    assert Raw(sqlite_ledger.place)("PRAGMA journal_mode") == [(journal,)]
    assert again.append(sqlite_ledger.batch(to("organisation/o2", called("б")))).first == 6
    again.close()


def test_only_a_file_has_one(memory_ledger: Ledger, postgres_ledger: Ledger) -> None:
    for ledger in (memory_ledger, postgres_ledger):
        with pytest.raises(RefusedByRules, match="only a ledger in a file"):
            ledger.log.set_journal("wal")
