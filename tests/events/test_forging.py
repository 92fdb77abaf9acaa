"""On PostgreSQL the server says who is speaking; nothing that a session can set changes it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from engine.events.log import Batch
from engine.events.people import LoginMapped
from engine.events.postgres_log import PostgresLog
from tests.support.ledgers import DAY, FOUNDER, Ledger, called, new, spoken, to
from tests.support.logs import place_on
from tests.support.raw import Raw

VICTIM = "person/victim"


@pytest.fixture
def office(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Ledger]:
    """Give an office on PostgreSQL, opened by whoever runs the tests, and somebody else in it."""
    with place_on("postgresql", tmp_path, request) as place:
        ledger = Ledger(place, "office").open()
        mapped = LoginMapped(term="l2", realm="postgresql", valid_from=DAY, valid_to=None)
        somebody = to(VICTIM, spoken("Жертва"), new(mapped, {"login": "victim"}))
        ledger.log.append(ledger.batch(somebody))
        yield ledger
        ledger.close()


FORGERIES = {
    "a setting": ["SET vekha.actor = 'person/victim'", "SET vekha.login = 'victim'"],
    "the name of the program": ["SET application_name = 'victim'"],
    "another role": ["CREATE ROLE {role} SUPERUSER", "SET ROLE {role}"],
    "tables of one's own": [
        (
            "CREATE TEMP TABLE logins AS SELECT 'l9' AS id, 'person/victim' AS holder, 'postgresql'"
            " AS realm, '2000-01-01' AS valid_from, NULL::text AS valid_to, 1 AS position"
        ),
        'CREATE TEMP TABLE words AS SELECT 1 AS position, \'{{"login":"postgres"}}\' AS text',
        "CREATE TEMP TABLE events AS SELECT * FROM vekha.events",
    ],
    "functions of one's own": [
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine.session_user_is() RETURNS text LANGUAGE sql AS 'SELECT ''victim'''",
        (
            "CREATE FUNCTION mine.clock_timestamp() RETURNS timestamptz LANGUAGE sql"
            " AS 'SELECT ''2000-01-01''::timestamptz'"
        ),
        "CREATE FUNCTION mine.to_json(text) RETURNS json LANGUAGE sql AS 'SELECT ''0''::json'",
        "SET search_path = mine, pg_catalog, vekha",
    ],
    "another search path": ["SET search_path = pg_temp, vekha, public"],
}


def asked(connection: psycopg.Connection, ledger: Ledger, batch: Batch) -> dict[str, Any]:
    """Call the append function over a connection of one's own."""
    assert isinstance(ledger.log, PostgresLog)
    request = json.dumps(ledger.log.request(batch), ensure_ascii=False)
    row = connection.execute("SELECT vekha.append(%s::json)", [request]).fetchone()
    assert row is not None
    answer: dict[str, Any] = row[0]
    return answer


def test_nothing_that_a_session_sets_makes_it_somebody_else(office: Ledger) -> None:
    for number, (name, statements) in enumerate(FORGERIES.items()):
        role = f"forger_{os.getpid()}_{number}"
        with Raw(office.place).connected() as connection:
            for statement in statements:
                connection.execute(statement.format(role=role))
            school = to(f"organisation/o{number}", called("а"))
            answer = asked(connection, office, office.batch(school, actor=VICTIM))
            assert answer["outcome"] == "login_not_mapped", name
            answer = asked(connection, office, office.batch(school))
            assert answer["outcome"] == "recorded", name
            stamped = connection.execute(
                "SELECT actor_id, login_id, auth_method FROM vekha.events"
                " ORDER BY position DESC LIMIT 1"
            ).fetchone()
            assert stamped == (FOUNDER, "login1", "postgresql"), name
            connection.rollback()


def test_a_request_cannot_bring_a_login_or_a_hash_of_its_own(office: Ledger) -> None:
    assert isinstance(office.log, PostgresLog)
    request = office.log.request(office.batch(to("organisation/o1", called("а"))))
    forged = {"login_id": "l2", "auth_method": "os", "hash": "f" * 64, "position": 1, "ordinal": 9}
    request |= forged
    request["events"][0] |= {**forged, "actor_id": VICTIM, "words_commitment": "f" * 64}
    answer = Raw(office.place)("SELECT vekha.append(?::json)", [json.dumps(request)])
    event = office.log.events()[-1]
    assert answer[0][0] == {"outcome": "recorded", "first": 7, "last": 7, "hash": event.hash}
    assert (event.position, event.ordinal, event.actor_id) == (7, 1, FOUNDER)
    assert (event.login_id, event.auth_method) == ("login1", "postgresql")
    assert event.words_commitment is None
    office.place.open().close()


def test_only_a_superuser_speaks_in_anothers_name_and_the_log_cannot_tell(office: Ledger) -> None:
    """What no chain finds out: the record of threats says so, a signature would."""
    role = f"victim_{os.getpid()}"
    mapped = LoginMapped(term="l3", realm="postgresql", valid_from=DAY, valid_to=None)
    office.log.append(office.batch(to(VICTIM, new(mapped, {"login": role}), expected=2)))
    with Raw(office.place).connected() as connection:
        connection.execute(f"CREATE ROLE {role} SUPERUSER")
        connection.execute(f"SET SESSION AUTHORIZATION {role}")
        batch = office.batch(to("organisation/o1", called("а")), actor=VICTIM)
        assert asked(connection, office, batch)["outcome"] == "recorded"
        connection.rollback()


def test_a_stranger_to_the_ledger_may_do_nothing(office: Ledger) -> None:
    role = f"stranger_{os.getpid()}"
    assert isinstance(office.log, PostgresLog)
    request = json.dumps(office.log.request(office.batch(to("organisation/o1", called("а")))))
    attempts: list[tuple[str, list[str]]] = [
        ("SELECT vekha.append(%s::json)", [request]),
        ("SELECT vekha.note_refusal(%s::json)", [request]),
        ("SELECT * FROM vekha.events", []),
        ("SELECT * FROM vekha.words", []),
        ("INSERT INTO vekha.read_tables VALUES ('x', 1)", []),
        ("SELECT 1 FROM vekha.append_lock FOR UPDATE", []),
        ("DROP TABLE vekha.events", []),
        ("CREATE TABLE vekha.mine (x integer)", []),
    ]
    with Raw(office.place).connected() as connection:
        connection.execute(f"CREATE ROLE {role}")
        for usage in (False, True):
            if usage:
                connection.execute("RESET SESSION AUTHORIZATION")
                connection.execute(f"GRANT USAGE ON SCHEMA vekha TO {role}")
            connection.execute(f"SET SESSION AUTHORIZATION {role}")
            for statement, values in attempts:
                connection.execute("SAVEPOINT attempt")
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement, values)
                connection.execute("ROLLBACK TO attempt")
        connection.rollback()
