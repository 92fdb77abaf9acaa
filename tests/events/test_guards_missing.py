"""A ledger that has lost a guard is not opened; without the guard, the statement would pass."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy
from alembic.migration import MigrationContext
from alembic.operations import Operations

from engine.errors import LogDamaged, StoreUnavailable
from engine.events import migrations, tables
from engine.events.address import SqliteAddress
from tests.support.ledgers import Ledger, called, spoken, to
from tests.support.raw import REFUSED, Raw

STEP = tables.REVISION


def triggers(dialect: str) -> dict[str, str]:
    """Return name -> table of the triggers that all steps make."""
    found: dict[str, str] = {}
    for sql in migrations.until(STEP, dialect):
        if match := re.match(r"CREATE TRIGGER (\w+) .*? ON (?::ledger\.)?(\w+)", sql, re.DOTALL):
            found[match[1]] = match[2]
    return found


# Without the guard, this passes: so it is the guard that refuses it.
ATTACKS = {
    "events_no_update": "UPDATE {events} SET actor_id = 'x' WHERE position = 6",
    "events_no_delete": "DELETE FROM {events} WHERE position = 5",
    "events_no_change": "UPDATE {events} SET actor_id = 'x' WHERE position = 6",
    "events_no_truncate": "TRUNCATE {events}",
    "events_only_append": (
        "INSERT INTO {events} SELECT 99, 'order/x', 7, type, 1, 'forger', NULL, NULL, 'simulated',"
        " NULL, recorded_at, effective_on, 'c', 1, 'd', facts, NULL, NULL, NULL,"
        f" '{'e' * 64}', '{'f' * 64}'"
        " FROM {events} WHERE position = 6"
    ),
    "words_no_update": "UPDATE {words} SET text = 'x' WHERE position = 6",
    "words_erased_first": "DELETE FROM {words} WHERE position = 6",
    "words_no_truncate": "TRUNCATE {words}",
    "words_only_new": "INSERT INTO {words} SELECT 5, salt, text FROM {words} WHERE position = 6",
    "commands_no_update": "UPDATE {commands} SET request_digest = 'x'",
    "commands_no_delete": "DELETE FROM {commands}",
    "commands_no_change": "DELETE FROM {commands}",
    "commands_no_truncate": "TRUNCATE {commands}",
    "commands_only_append": "INSERT INTO {commands} VALUES (99, 98, 'new', 'a', 'd')",
}


def prepared(ledger: Ledger) -> Raw:
    """Give the tables with a silent event at 5 and words at 6."""
    ledger.append(to("organisation/o1", called("а")))
    ledger.append(to("person/p1", spoken("Имя")))
    return Raw(ledger.place)


def refused_naming(raw: Raw, guard: str) -> None:
    with pytest.raises(LogDamaged) as raised:
        raw.place.open()
    assert guard in raised.value.facts["guards"].split(", ")
    assert raised.value.exit_status == 7


@pytest.mark.parametrize("guard", triggers("sqlite"))
def test_sqlite_without_a_trigger_is_not_opened(sqlite_ledger: Ledger, guard: str) -> None:
    raw = prepared(sqlite_ledger)
    with pytest.raises(REFUSED):
        raw(ATTACKS[guard])
    raw(f"DROP TRIGGER {guard}")
    refused_naming(raw, guard)
    raw(ATTACKS[guard])


@pytest.mark.parametrize("guard", triggers("sqlite"))
def test_sqlite_with_a_weakened_trigger_is_not_opened(sqlite_ledger: Ledger, guard: str) -> None:
    raw = Raw(sqlite_ledger.place)
    ((sql,),) = raw("SELECT sql FROM sqlite_master WHERE name = ?", [guard])
    weaker = re.sub(r"RAISE\(ABORT, ('[^']*')\)", r"\1", sql)
    assert weaker != sql
    raw.script([(f"DROP TRIGGER {guard}", ()), (weaker, ())])
    refused_naming(raw, guard)


def test_postgres_without_a_trigger_is_not_opened(postgres_ledger: Ledger) -> None:
    raw = prepared(postgres_ledger)
    for guard, table in triggers("postgresql").items():
        with pytest.raises(REFUSED, match=guard):
            raw(ATTACKS[guard])
        raw(f"ALTER TABLE {{{table}}} DISABLE TRIGGER {guard}")
        refused_naming(raw, guard)
        with raw.connected() as connection:
            connection.execute(raw.placed(ATTACKS[guard]))
            connection.rollback()
        raw(f"ALTER TABLE {{{table}}} ENABLE TRIGGER {guard}")
        raw.place.open().close()
    for guard, table in triggers("postgresql").items():
        raw(f"DROP TRIGGER {guard} ON {{{table}}}")
        refused_naming(raw, guard)


def test_postgres_with_another_function_is_not_opened(postgres_ledger: Ledger) -> None:
    raw = Raw(postgres_ledger.place)
    raw(
        "CREATE OR REPLACE FUNCTION {history_is_kept}() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RETURN NEW; END'"
    )
    refused_naming(raw, "history_is_kept")


def test_postgres_with_a_trigger_that_calls_another_function_is_not_opened(
    postgres_ledger: Ledger,
) -> None:
    raw = Raw(postgres_ledger.place)
    raw("CREATE FUNCTION {nothing}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
    raw(
        "CREATE OR REPLACE TRIGGER events_no_change BEFORE UPDATE OR DELETE ON {events}"
        " FOR EACH ROW EXECUTE FUNCTION {nothing}()"
    )
    refused_naming(raw, "events_no_change")


def test_postgres_without_a_key_is_not_opened(postgres_ledger: Ledger) -> None:
    raw = Raw(postgres_ledger.place)
    for table, key, guard in (
        ("events", "events_stream_version_key", "events(stream,version)"),
        ("events", "events_command_id_ordinal_key", "events(command_id,ordinal)"),
        ("commands", "commands_pkey", "commands(last_position)"),
        ("commands", "commands_command_id_key", "commands(command_id)"),
    ):
        raw(f"ALTER TABLE {{{table}}} DROP CONSTRAINT {key}")
        refused_naming(raw, guard)


# -- tables of another shape --------------------------------------------------------------------


def remade(raw: Raw, table: str, change: Callable[[str], str]) -> None:
    """Make a guarded SQLite table again from a changed definition, with data and triggers."""
    ((sql,),) = raw("SELECT sql FROM sqlite_master WHERE name = ?", [table])
    triggers = raw("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [table])
    assert change(sql) != sql
    raw.script(
        [
            ("PRAGMA legacy_alter_table = ON", ()),
            (f"ALTER TABLE {table} RENAME TO former", ()),
            (change(sql), ()),
            (f"INSERT INTO {table} SELECT * FROM former", ()),
            ("DROP TABLE former", ()),
            *((trigger, ()) for (trigger,) in triggers),
        ]
    )


@pytest.mark.parametrize("table", ["events", "words", "commands"])
@pytest.mark.parametrize(
    "change",
    [
        lambda sql: sql.removesuffix(" STRICT"),
        lambda sql: sql.replace("NOT NULL", "", 1),
        lambda sql: sql.replace("UNIQUE (stream, version),", "").replace(" PRIMARY KEY", "", 1),
    ],
    ids=["STRICT", "NOT NULL", "keys"],
)
def test_sqlite_with_a_looser_table_is_not_opened(
    sqlite_ledger: Ledger, table: str, change: Callable[[str], str]
) -> None:
    raw = Raw(sqlite_ledger.place)
    remade(raw, table, change)
    refused_naming(raw, table)


def test_sqlite_after_an_alembic_batch_run_is_not_opened(sqlite_ledger: Ledger) -> None:
    place = sqlite_ledger.place.address
    assert isinstance(place, SqliteAddress)
    engine = sqlalchemy.create_engine(f"sqlite:///{place.path}")
    with engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("commands", recreate="always") as batch:
            batch.add_column(sqlalchemy.Column("note", sqlalchemy.Text))
    engine.dispose()
    raw = Raw(sqlite_ledger.place)
    for guard in ("commands", "commands_no_update", "commands_no_delete", "commands_only_append"):
        refused_naming(raw, guard)


# -- the version of the ledger ------------------------------------------------------------------


def test_a_newer_ledger_is_refused(kept: Ledger) -> None:
    Raw(kept.place)("UPDATE {alembic_version} SET version_num = '9999'")
    with pytest.raises(StoreUnavailable, match=r"9999.*newer vekha") as raised:
        kept.place.open()
    assert raised.value.exit_status == 8


def test_a_ledger_without_a_version_is_refused(kept: Ledger) -> None:
    Raw(kept.place)("DELETE FROM {alembic_version}")
    with pytest.raises(Exception, match="there is no ledger"):
        kept.place.open()


def test_an_older_ledger_is_read_and_not_written(kept: Ledger) -> None:
    Raw(kept.place)("UPDATE {alembic_version} SET version_num = '0000'")
    before = Raw(kept.place).contents()
    log = kept.place.open()
    batch = kept.batch(to("organisation/o1", called("а")))
    with pytest.raises(StoreUnavailable, match=r"reading only.*vekha admin upgrade"):
        log.append(batch)
    with pytest.raises(StoreUnavailable, match="reading only"):
        log.replace_rows({}, log.head())
    assert len(log.events()) == 4
    assert log.words()[2] == {"name": "Оксана Первая"}
    log.close()
    assert Raw(kept.place).contents() == before
