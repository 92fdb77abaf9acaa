"""``docs/FORMAT.md`` says what is stored: its examples and its programs are tried out here.

The digests are computed with the standard library alone, and once more inside PostgreSQL.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from engine.calendar import periods
from tests.support import format_examples as examples
from tests.support.format_tables import tables
from tests.support.ledgers import Ledger, called, spoken, to
from tests.support.raw import Raw

TEXT = examples.PAGE.read_text(encoding="utf-8")
STORED: dict[str, Any] = json.loads(examples.FIXTURE.read_text(encoding="utf-8"))
HASHED = (
    *("position", "stream", "version", "type", "type_version", "actor_id", "principal_id"),
    *("login_id", "auth_method", "context", "recorded_at", "effective_on", "command_id"),
    *("ordinal", "request_digest", "facts", "words_commitment"),
    *("signature", "key_id", "prev_hash"),
)


def block(name: str) -> str:
    """Return what stands in the page in the fence behind a mark."""
    found = re.search(rf"<!-- {re.escape(name)} -->\n```\w+\n(.*?)\n```", TEXT, re.DOTALL)
    assert found is not None, name
    return found[1]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def array(values: list[object]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


# -- the page, the fixture and the program agree --------------------------------------------------


def test_the_page_and_the_fixture_are_what_the_program_does() -> None:
    assert examples.fixture_text() == examples.FIXTURE.read_text(encoding="utf-8")
    assert examples.page(TEXT) == TEXT
    assert sorted(examples.marked(TEXT)) == sorted([*examples.quoted(), *tables()])


def test_the_page_names_every_column(sqlite_ledger: Ledger) -> None:
    table = TEXT[TEXT.index("| column |") : TEXT.index("Integers lie within")]
    for name in ("events", "words", "commands"):
        for row in Raw(sqlite_ledger.place)(f"PRAGMA table_info({name})"):
            assert f"`{row[1]}`" in table, row[1]


def test_the_page_names_every_table_and_its_columns(sqlite_ledger: Ledger) -> None:
    raw = Raw(sqlite_ledger.place)
    made = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'alembic_version'"
    for (name,) in raw(made):
        assert f"`{name}`" in TEXT, name
        if name not in ("occurrences", "measures"):
            for row in raw(f"PRAGMA table_info({name})"):
                assert f"`{row[1]}`" in TEXT, (name, row[1])


def test_the_page_tells_of_every_event(sqlite_ledger: Ledger) -> None:
    told = set(re.findall(r"^\| `(\w+)` (\d+) \|", TEXT, re.MULTILINE))
    query = "SELECT DISTINCT type, type_version FROM vocabulary"
    permitted = Raw(sqlite_ledger.place)(query)
    assert told == {(name, str(version)) for name, version in permitted}


# -- in plain Python ------------------------------------------------------------------------------


def test_the_chain_is_recomputed_in_plain_python() -> None:
    previous = "0" * 64
    for count, event in enumerate(STORED["events"], 1):
        values = [event[name] for name in HASHED]
        preimage = array(["vekha/1", STORED["ledger_id"], *values])
        assert event["position"] == count
        assert event["prev_hash"] == previous
        assert event["hash"] == sha256(preimage.encode())
        previous = event["hash"]
        if count in (1, 8):
            assert block(f"example: preimage {count}") == preimage
            assert block(f"example: hash {count}") == previous
    assert block("example: head") == f"{len(STORED['events'])} {previous}"


def test_facts_and_words_are_canonical() -> None:
    texts = [event["facts"] for event in STORED["events"]]
    texts += [words["text"] for words in STORED["words"]]
    for text in texts:
        value = json.loads(text)
        assert json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == text
    assert block("example: facts 5") == STORED["events"][4]["facts"]


def test_commitments_are_recomputed_in_plain_python() -> None:
    kept = {words["position"]: words for words in STORED["words"]}
    missing = []
    for event in STORED["events"]:
        words = kept.pop(event["position"], None)
        if words is not None:
            digest = sha256(bytes.fromhex(words["salt"]) + words["text"].encode())
            assert event["words_commitment"] == digest
        elif event["words_commitment"] is not None:
            missing.append(event["position"])
    assert kept == {}
    erased = [event for event in STORED["events"] if event["type"] == "WordsErased"]
    assert missing == json.loads(erased[0]["facts"])["positions"] == [2]
    salted = bytes.fromhex(block("example: salt 8")) + block("example: words 8").encode()
    assert block("example: commitment 8") == sha256(salted)


def test_batches_cover_the_log_and_digests_are_recomputed() -> None:
    positions: list[int] = []
    for command in STORED["commands"]:
        covered = range(command["first_position"], command["last_position"] + 1)
        events = [STORED["events"][position - 1] for position in covered]
        assert {event["command_id"] for event in events} == {command["command_id"]}
        assert [event["ordinal"] for event in events] == list(range(1, len(events) + 1))
        positions += covered
    assert positions == list(range(1, len(STORED["events"]) + 1))
    key, request = bytes.fromhex(block("example: request key")), block("example: request")
    digest = hmac.new(key, request.encode(), hashlib.sha256).hexdigest()
    assert block("example: request digest") == digest
    assert digest in {command["request_digest"] for command in STORED["commands"]}


def test_a_signature_covers_what_the_page_says() -> None:
    event = {**STORED["events"][7], "key_id": "k1"}
    event |= json.loads(event["context"])
    names = TEXT[TEXT.index('`"vekha/1 sign"`') : TEXT.index("Capacity and source")]
    columns = re.findall(r"`([a-z_]+)`", names)
    values = [event[name] for name in columns]
    signed = array(["vekha/1 sign", STORED["ledger_id"], *values])
    assert block("example: signature 8") == signed == STORED["signature"]["preimage"]
    assert len(columns) == 14


# -- inside PostgreSQL ----------------------------------------------------------------------------


def test_postgres_computes_the_same(postgres_ledger: Ledger) -> None:
    with Raw(postgres_ledger.place).connected() as connection:
        for event in STORED["events"]:
            stored = psycopg.sql.SQL(
                "SELECT vekha.event_hash(%s, json_populate_record(null::vekha.events, %s))"
            )
            given = [STORED["ledger_id"], json.dumps(event)]
            assert connection.execute(stored, given).fetchone() == (event["hash"],)
        for words in STORED["words"]:
            query = "SELECT encode(sha256(decode(%s, 'hex') || convert_to(%s, 'UTF8')), 'hex')"
            row = connection.execute(query, [words["salt"], words["text"]]).fetchone()
            assert row == (STORED["events"][words["position"] - 1]["words_commitment"],)
        named = connection.execute("SELECT to_json(%s::text)::text", [block("example: facts 5")])
        assert named.fetchone() == (array([block("example: facts 5")])[1:-1],)


# -- the page's own programs ----------------------------------------------------------------------


def grown(ledger: Ledger) -> Raw:
    """Fill a ledger with texts that are hard to escape."""
    ledger.append(to("organisation/o1", called('"\\/\b\f\n\r\t\x01\x1f\x7f\u2028ё\U0001f600')))
    ledger.append(to("person/p1", spoken("Имя\n\x02")), principal="organisation/o1")
    return Raw(ledger.place)


def checked(tmp_path: Path, ledger: Ledger) -> tuple[int, str]:
    """Run the page's Python program on a ledger; return its status and what it said."""
    program = tmp_path / "check.py"
    program.write_text(block("program: check.py"), encoding="utf-8")
    command = [sys.executable, "-I", str(program), ledger.place.text]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout or done.stderr).strip()


def test_the_pages_program_checks_a_sqlite_ledger(tmp_path: Path, sqlite_ledger: Ledger) -> None:
    raw = grown(sqlite_ledger)
    head = sqlite_ledger.log.head()
    assert checked(tmp_path, sqlite_ledger) == (0, f"6 {head.hash}")
    for damage, said in (
        ("UPDATE words SET text = 'x' WHERE position = 6", "the words of event 6 are not"),
        ("DELETE FROM words WHERE position = 6", "words are missing: [6]"),
        ("UPDATE events SET actor_id = 'x' WHERE position = 5", "event 5 is not what was"),
        ("DELETE FROM events WHERE position = 4", "event 4 is missing"),
    ):
        raw.without_guards((damage, ()))
        status, answer = checked(tmp_path, sqlite_ledger)
        assert (status, answer.startswith(said)) == (1, True), answer


def test_the_pages_query_checks_a_schema_of_postgres(postgres_ledger: Ledger) -> None:
    raw = grown(postgres_ledger)

    def first_wrong() -> list[tuple[Any, ...]]:
        with raw.connected() as connection:
            rows: list[tuple[Any, ...]] = connection.execute(block("program: check.sql")).fetchall()
            return rows

    assert first_wrong() == []
    raw.without_guards(("UPDATE {events} SET facts = facts || ' ' WHERE position = 5", ()))
    assert first_wrong() == [(5,)]
    raw.without_guards(("DELETE FROM {events} WHERE position = 3", ()))
    assert first_wrong() == [(4,)]


# -- labels ---------------------------------------------------------------------------------------


def rows_of_labels() -> list[tuple[str, str, str]]:
    return re.findall(r"^\| `([^`]+)` \| (\d{4}-\d\d-\d\d) – (\d{4}-\d\d-\d\d)", TEXT, re.MULTILINE)


@pytest.mark.parametrize(("label", "start", "end"), rows_of_labels())
def test_a_label_names_the_days_that_the_page_says(label: str, start: str, end: str) -> None:
    period = periods.period(label)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert periods.label(period.start, period.end) == label


def test_the_page_shows_every_kind_of_label() -> None:
    assert len(rows_of_labels()) == 9
