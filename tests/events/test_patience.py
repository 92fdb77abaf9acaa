"""A server that takes what is sent and says nothing: given up in time, and never guessed about."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic

import pytest

from engine.errors import OutcomeUnknown, StoreUnreachable
from engine.events import patience
from engine.events.address import PostgresAddress
from engine.events.log import EventLog
from engine.events.postgres_log import open_postgres
from tests.support.ledgers import Ledger, called, to
from tests.support.logs import DECLARED, salts
from tests.support.proxy import BadLine, bad_line
from tests.support.raw import Raw

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="listens on a socket file")


@pytest.fixture
def line(postgres_ledger: Ledger) -> Iterator[tuple[BadLine, EventLog]]:
    """Give a line that falls silent, and the log opened through it."""
    place = postgres_ledger.place.address
    assert isinstance(place, PostgresAddress)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vekha-")))
        line, url = stack.enter_context(bad_line(place.url, folder, b"vekha"))
        log = open_postgres(PostgresAddress(url, place.ledger), DECLARED, salt=salts())
        stack.callback(log.close)
        yield line, log


def test_the_deadline_is_the_promised_one() -> None:
    assert patience.SILENCE == 15


@pytest.mark.parametrize("moment", ["silent", "deaf"])
def test_an_append_without_an_answer_is_given_up_and_unknown(
    postgres_ledger: Ledger,
    line: tuple[BadLine, EventLog],
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    monkeypatch.setattr(patience, "SILENCE", 0.5)
    bad, log = line
    batch = postgres_ledger.batch(to("organisation/o1", called("а")))
    bad.breaking = "silent" if moment == "silent" else "deaf"
    start = monotonic()
    with pytest.raises(OutcomeUnknown, match="no answer within") as raised:
        log.append(batch)
    assert 0.4 < monotonic() - start < 5
    assert raised.value.exit_status == 9
    again = log.append(batch)
    assert (again.first, again.repeated) == (5, moment == "silent")


def test_a_reading_without_an_answer_is_given_up(
    line: tuple[BadLine, EventLog], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "SILENCE", 0.5)
    bad, log = line
    bad.breaking = "deaf"
    start = monotonic()
    with pytest.raises(StoreUnreachable, match="no answer within") as raised:
        log.events()
    assert 0.4 < monotonic() - start < 5
    assert raised.value.exit_status == 8
    assert len(log.events()) == 4


def test_rebuilding_waits_as_long_as_it_takes(
    postgres_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: the same wait outside of a rebuilding is given up."""
    monkeypatch.setattr(patience, "SILENCE", 0.3)
    raw = Raw(postgres_ledger.place)
    raw(
        "CREATE FUNCTION {slowly}() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN PERFORM pg_sleep(1); RETURN NEW; END'"
    )
    raw("CREATE TRIGGER slowly BEFORE INSERT ON {parties} FOR EACH ROW EXECUTE FUNCTION {slowly}()")
    log = postgres_ledger.log
    from engine.projections.rebuild import rebuild

    raw("DELETE FROM {parties}")
    assert rebuild(log).wrong["parties"]
    with pytest.raises(OutcomeUnknown):
        log.append(postgres_ledger.batch(to("organisation/o1", called("а"))))
