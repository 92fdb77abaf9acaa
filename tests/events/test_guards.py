"""History is kept by the database itself, also from somebody who goes past the program."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.events import chain, tables
from engine.events.ledger import WordsErased
from engine.events.streams import LEDGER
from tests.support.ledgers import LEDGER_ID, Ledger, called, new, spoken, to
from tests.support.raw import REFUSED, Raw

COLUMNS = [column.name for column in tables.EVENTS.columns]
EVERY = ", ".join(COLUMNS)

# What is inserted is a copy of event 6 (or of its words or command) with something else.
EVENT = {name: name for name in COLUMNS}
NEXT = {
    **EVENT,
    "position": "(SELECT max(position) + 1 FROM {events})",
    "version": "2",
    "command_id": "'other'",
    "prev_hash": "(SELECT hash FROM {events} ORDER BY position DESC LIMIT 1)",
    "hash": f"'{'f' * 64}'",
}
"""The one event that would be accepted: what every forgery below differs from."""


def insertion(values: dict[str, str], verb: str = "INSERT", rest: str = "") -> str:
    return (
        f"{verb} INTO {{events}} ({EVERY}) SELECT {', '.join(values.values())}"
        f" FROM {{events}} WHERE position = 6 {rest}"
    )


def command(actor: str, digest: str) -> str:
    """Return the statement that keeps the command of event 8, as of *actor* and *digest*."""
    return (
        f"INSERT INTO {{commands}} SELECT 8, 8, command_id, {actor}, {digest}"
        " FROM {events} WHERE position = 8"
    )


BOTH = {
    **{
        f"update {name}": f"UPDATE {{events}} SET {name} = {name} WHERE position = 6"
        for name in COLUMNS
    },
    "update all": "UPDATE {events} SET facts = 'x'",
    "delete one": "DELETE FROM {events} WHERE position = 6",
    "delete the last": "DELETE FROM {events} WHERE position = 7",
    "delete all": "DELETE FROM {events}",
    "a gap": insertion({**NEXT, "position": "99"}),
    "a position again": insertion({**NEXT, "position": "6"}),
    "a position before the first": insertion({**NEXT, "position": "-1"}),
    "no position": insertion({**NEXT, "position": "NULL"}),
    "a version again": insertion({**NEXT, "version": "1"}),
    "a version left out": insertion({**NEXT, "version": "3"}),
    "a new stream at version 2": insertion({**NEXT, "stream": "'organisation/new'"}),
    "another previous hash": insertion({**NEXT, "prev_hash": "prev_hash"}),
    "a first event without its digest": insertion({**NEXT, "request_digest": "NULL"}),
    "a digest in a later event": insertion({**NEXT, "ordinal": "2"}),
    "an ordinal again": insertion({**NEXT, "command_id": "command_id"}),
    "upsert by position": insertion(
        {**NEXT, "position": "position"}, rest="ON CONFLICT (position) DO UPDATE SET facts = 'x'"
    ),
    "upsert by version": insertion(
        {**NEXT, "version": "version"},
        rest="ON CONFLICT (stream, version) DO UPDATE SET facts = 'x'",
    ),
    "words update": "UPDATE {words} SET text = 'x' WHERE position = 6",
    "words salt": "UPDATE {words} SET salt = salt",
    "words move": "UPDATE {words} SET position = 99 WHERE position = 6",
    "words delete": "DELETE FROM {words} WHERE position = 6",
    "words of no event": (
        "INSERT INTO {words} SELECT 99, salt, text FROM {words} WHERE position = 6"
    ),
    "words of a silent event": (
        "INSERT INTO {words} SELECT 5, salt, text FROM {words} WHERE position = 6"
    ),
    "words again": "INSERT INTO {words} SELECT * FROM {words} WHERE position = 6",
    "words upsert": (
        "INSERT INTO {words} SELECT * FROM {words} WHERE position = 6"
        " ON CONFLICT (position) DO UPDATE SET text = 'x'"
    ),
    "commands update": "UPDATE {commands} SET request_digest = 'x'",
    "commands delete": "DELETE FROM {commands} WHERE first_position = 6",
    "commands again": "INSERT INTO {commands} SELECT * FROM {commands} WHERE first_position = 6",
    "commands of nothing": "INSERT INTO {commands} VALUES (8, 8, 'new', 'a', 'd')",
    "commands gap": "INSERT INTO {commands} VALUES (99, 99, 'new', 'a', 'd')",
    "commands overlap": "INSERT INTO {commands} VALUES (5, 5, 'new', 'a', 'd')",
    "commands backwards": "INSERT INTO {commands} VALUES (7, 8, 'new', 'a', 'd')",
    "commands upsert": (
        "INSERT INTO {commands} SELECT * FROM {commands} WHERE first_position = 6"
        " ON CONFLICT (command_id) DO UPDATE SET request_digest = 'x'"
    ),
}
SQLITE = {
    **{
        f"{verb} by {' and '.join(keys)}": insertion(
            {**NEXT, **dict(zip(keys, keys, strict=True))}, verb
        )
        for verb in ("INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE")
        for keys in (
            ("position",),
            ("stream", "version"),
            ("command_id", "ordinal"),
            ("prev_hash",),
        )
    },
    "update or replace": "UPDATE OR REPLACE events SET position = 6 WHERE position = 5",
    "words replace": "REPLACE INTO words SELECT position, salt, 'x' FROM words WHERE position = 6",
    "commands replace": "REPLACE INTO commands SELECT * FROM commands WHERE first_position = 6",
    "commands replace by position": ("REPLACE INTO commands VALUES (6, 6, 'new', 'a', 'd')"),
}
POSTGRES = {
    "truncate": "TRUNCATE {events} CASCADE",
    "truncate words": "TRUNCATE {words}",
    "truncate commands": "TRUNCATE {commands}",
    "merge": (
        "MERGE INTO {events} AS e USING (SELECT 6 AS position) AS s ON e.position = s.position"
        " WHEN MATCHED THEN UPDATE SET facts = 'x'"
    ),
    "with": "WITH gone AS (DELETE FROM {events} RETURNING *) SELECT count(*) FROM gone",
}


@pytest.fixture
def raw(kept: Ledger) -> Iterator[Raw]:
    """Give the tables of a ledger with a silent event at 5 and words at 6; its head is at 7."""
    kept.append(to("organisation/o1", called("а")))
    kept.append(to("person/p1", spoken("Имя")))
    kept.append(to("organisation/o2", called("б")))
    yield Raw(kept.place)
    kept.place.open().close()  # and the guards are as they were


def test_the_database_refuses_every_statement_against_history(raw: Raw) -> None:
    own = SQLITE if raw.place.backend == "sqlite" else POSTGRES
    before = raw.contents()
    assert [len(rows) for rows in before.values()] == [7, 3, 4]
    passed = []
    for name, statement in {**BOTH, **own}.items():
        try:
            raw(statement)
        except REFUSED as error:
            if "guard " not in str(error) and "constraint" not in str(error):
                passed.append(f"{name}: {error}")
        else:
            passed.append(name)
    assert raw.contents() == before
    assert passed == []


def test_the_statements_fail_by_what_they_forge_and_nothing_else(raw: Raw) -> None:
    raw(insertion(NEXT))
    assert raw("SELECT max(position) FROM {events}") == [(8,)]
    for actor, digest in (("'a'", "request_digest"), ("actor_id", "'x'")):
        with pytest.raises(REFUSED, match="guard commands_only_append"):
            raw(command(actor, digest))
    raw(command("actor_id", "request_digest"))
    raw.without_guards(
        ("DELETE FROM {commands} WHERE command_id = 'other'", ()),
        ("DELETE FROM {events} WHERE position = 8", ()),
    )


# -- words go only when the log says so ---------------------------------------------------------


def erase(ledger: Ledger, *positions: int) -> None:
    event = new(WordsErased(positions=positions, basis="акт № 1"))
    ledger.append(to(LEDGER, event, expected=1))


def test_words_go_after_the_log_has_said_so(kept: Ledger, raw: Raw) -> None:
    erase(kept, 2, 6)
    raw("DELETE FROM {words} WHERE position IN (2, 6)")
    assert kept.log.words() == {3: {"login": kept.login.login}}
    assert len(list(chain.verified(LEDGER_ID, kept.log.events()))) == 8
    assert kept.log.events()[5].words_commitment is not None


STILL_REFUSED = (
    "DELETE FROM {words} WHERE position = 3",
    "DELETE FROM {words}",
    "UPDATE {words} SET text = 'x' WHERE position = 6",
    "INSERT INTO {words} SELECT 5, salt, text FROM {words} WHERE position = 6",
)


def test_only_the_listed_words_go_and_none_are_changed(kept: Ledger, raw: Raw) -> None:
    erase(kept, 6)
    before = raw.contents()
    for statement in STILL_REFUSED:
        with pytest.raises(REFUSED, match="guard words_"):
            raw(statement)
    assert raw.contents() == before


def test_an_erasure_counts_for_what_was_recorded_before_it(kept: Ledger, raw: Raw) -> None:
    erase(kept, 9)
    kept.append(to("person/p2", spoken("Имя")))
    with pytest.raises(REFUSED, match="guard words_erased_first"):
        raw("DELETE FROM {words} WHERE position = 9")


def test_an_erasure_stands_in_the_ledgers_own_stream(kept: Ledger, raw: Raw) -> None:
    erase(kept, 6)
    elsewhere = "UPDATE {events} SET stream = ? WHERE position = 8"
    raw.without_guards((elsewhere, ["ledgers"]))
    with pytest.raises(REFUSED, match="guard words_erased_first"):
        raw("DELETE FROM {words} WHERE position = 6")
    raw.without_guards((elsewhere, [LEDGER]))
