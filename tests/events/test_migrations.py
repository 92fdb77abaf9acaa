"""Tables as the steps make them, as queries see them, and as the program lists them: all one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Inspector

from engine.errors import LogDamaged, StoreUnavailable
from engine.events import migrations, tables, vocabulary
from engine.events.address import PostgresAddress, SqliteAddress
from engine.events.occurrences import StepTaken
from engine.events.read_tables import ReadTable
from engine.events.vocabulary import Vocabulary
from engine.workflows.vocabulary import PROGRAM
from tests.support.ledgers import Ledger, called, new, planned, started, to
from tests.support.logs import TABLES
from tests.support.raw import Raw

KEPT = (
    *(tables.EVENTS, tables.WORDS, tables.COMMANDS, tables.REFUSALS),
    *(tables.READ_TABLES, tables.VOCABULARY, tables.VOCABULARY_NUMBER),
)
INTERNAL = {"alembic_version", "append_lock"}


def engine(ledger: Ledger) -> tuple[sqlalchemy.Engine, str | None]:
    match ledger.place.address:
        case SqliteAddress(path=path):
            return sqlalchemy.create_engine(f"sqlite:///{path}"), None
        case PostgresAddress(url=url, ledger=schema):
            made = sqlalchemy.make_url(url).set(drivername="postgresql+psycopg")
            return sqlalchemy.create_engine(made), schema
        case None:
            raise AssertionError


def shape(inspector: Inspector, name: str, schema: str | None) -> dict[str, tuple[str, bool]]:
    """Return column -> (integer or text, may be null) of a table in the database."""
    columns = inspector.get_columns(name, schema=schema)
    keys = inspector.get_pk_constraint(name, schema=schema)["constrained_columns"]
    return {
        column["name"]: (
            "integer" if isinstance(column["type"], sqlalchemy.Integer) else "text",
            column["nullable"] and column["name"] not in keys,
        )
        for column in columns
    }


def declared(table: sqlalchemy.Table) -> dict[str, tuple[str, bool]]:
    """Return the same of a table as queries see it."""
    return {
        column.name: (
            "integer" if isinstance(column.type, sqlalchemy.Integer) else "text",
            bool(column.nullable) and not column.primary_key,
        )
        for column in table.columns
    }


def listed(table: ReadTable) -> dict[str, str]:
    return {**dict(table.columns), "position": "integer", "hash": "text"}


def test_the_newest_step_is_the_one_that_the_program_knows() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [tables.REVISION]
    assert len(scripts.get_bases()) == 1


def test_every_step_has_its_sql_for_both_databases() -> None:
    for dialect in ("sqlite", "postgresql"):
        statements = migrations.statements(tables.REVISION, dialect)
        assert all(statement.strip().rstrip(";") for statement in statements)
        assert not any(statement.startswith("--") for statement in statements)


def test_tables_are_as_queries_see_them(kept: Ledger) -> None:
    found, schema = engine(kept)
    inspector = sqlalchemy.inspect(found)
    for table in KEPT:
        assert shape(inspector, table.name, schema) == declared(table), table.name
    named = set(inspector.get_table_names(schema=schema))
    known = {table.name for table in KEPT} | {table.name for table in TABLES}
    assert named - INTERNAL == known
    found.dispose()


def test_read_tables_are_as_the_program_lists_them(kept: Ledger) -> None:
    found, schema = engine(kept)
    inspector = sqlalchemy.inspect(found)
    for table in TABLES:
        columns = shape(inspector, table.name, schema)
        assert {name: kind for name, (kind, _) in columns.items()} == listed(table), table.name
        keys = inspector.get_pk_constraint(table.name, schema=schema)
        assert keys["constrained_columns"] == ["id"]
    versions = dict(Raw(kept.place)("SELECT name, version FROM {read_tables}"))
    assert versions == {table.name: table.version for table in TABLES}
    found.dispose()


@pytest.mark.parametrize("rebuilt", [False, True])
def test_texts_are_ordered_by_code_points_on_any_cluster(
    postgres_ledger: Ledger,
    rebuilt: bool,  # noqa: FBT001
) -> None:
    log = postgres_ledger.log
    if rebuilt:
        every = {table: log.rows(table.name) for table in TABLES}
        assert log.replace_rows(every, log.head())
    other = Raw(postgres_ledger.place)(
        "SELECT c.relname, a.attname FROM pg_attribute AS a"
        " JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_collation AS l ON l.oid = a.attcollation"
        " JOIN pg_namespace AS n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'vekha' AND l.collname <> 'C' AND c.relname NOT LIKE 'alembic%'"
    )
    assert other == []


VOCABULARY = (
    "SELECT stream_kind, type, type_version, state_from, state_to, words, who FROM {vocabulary}"
)


def test_the_vocabulary_of_a_ledger_is_the_programs(kept: Ledger) -> None:
    rows = {msgspec.structs.astuple(row) for row in PROGRAM.permitted}
    assert set(Raw(kept.place)(VOCABULARY)) == rows
    assert Raw(kept.place)("SELECT number FROM {vocabulary_number}") == [(PROGRAM.number,)]


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM {vocabulary} WHERE type = 'WindowAmended'",
        "UPDATE {vocabulary} SET state_to = 'evaluated' WHERE type = 'WorkStarted'",
        "UPDATE {vocabulary} SET who = 'clock' WHERE type = 'WorkStarted'",
        "INSERT INTO {vocabulary} VALUES ('ledger', 'LogWiped', 1, '', '', '', 'anyone')",
        "DELETE FROM {vocabulary_number}",
    ],
)
def test_a_ledger_whose_vocabulary_was_changed_is_not_opened(kept: Ledger, change: str) -> None:
    Raw(kept.place)(change)
    with pytest.raises(LogDamaged, match="vocabulary"):
        kept.place.open()


def test_an_older_vocabulary_is_read_only_until_it_is_upgraded(kept: Ledger) -> None:
    Raw(kept.place).script(
        [
            ("DELETE FROM {vocabulary} WHERE type = 'WindowAmended'", ()),
            ("UPDATE {vocabulary_number} SET number = 0", ()),
        ]
    )
    log = kept.place.open()
    with pytest.raises(StoreUnavailable, match=r"reading only.*vekha admin upgrade"):
        log.append(kept.batch(to("organisation/o1", called("а"))))
    log.upgrade()
    rows = {msgspec.structs.astuple(row) for row in PROGRAM.permitted}
    assert set(Raw(kept.place)(VOCABULARY)) == rows
    assert log.append(kept.batch(to("organisation/o1", called("а")))).last > 0
    log.close()


NEWER = (
    "INSERT INTO {vocabulary} VALUES"
    " ('occurrence', 'WorkPaused', 1, 'in_progress', 'planned', '', 'lead')"
)


def test_a_newer_vocabulary_is_read_and_not_written(kept: Ledger) -> None:
    Raw(kept.place).script(
        [
            (NEWER, ()),
            ("UPDATE {vocabulary_number} SET number = 99", ()),
        ]
    )
    log = kept.place.open()
    assert len(log.events()) == 4
    with pytest.raises(StoreUnavailable, match=r"newer vekha.*Use a newer vekha"):
        log.append(kept.batch(to("organisation/o1", called("а"))))
    log.close()


def test_a_new_type_of_event_needs_no_new_table(kept: Ledger) -> None:
    """A later program opens the ledger, upgrades it, and records a type that this one lacks."""
    later = Vocabulary(
        number=PROGRAM.number + 1,
        permitted=PROGRAM.permitted
        | set(vocabulary.rows(WorkPaused, ("occurrence",), [("in_progress", "planned")], "lead")),
    )
    kept.append(to(HERE, planned(), started()))
    kept.place.declared = msgspec.structs.replace(kept.place.declared, vocabulary=later)
    log = kept.place.open()
    paused = to(HERE, new(WorkPaused(source="in_progress", dest="planned")), expected=2)
    with pytest.raises(StoreUnavailable, match="vekha admin upgrade"):
        log.append(kept.batch(paused))
    shapes = Raw(kept.place)(SHAPES[kept.place.backend])
    log.upgrade()
    assert Raw(kept.place)(SHAPES[kept.place.backend]) == shapes
    log.append(kept.batch(paused))
    assert log.events()[-1].type == "WorkPaused"
    log.close()


HERE = "occurrence/rm/m001/2022-09"
SHAPES = {
    "sqlite": "SELECT name, sql FROM sqlite_master ORDER BY name",
    "postgresql": (
        "SELECT c.relname, a.attname, a.attnum FROM pg_attribute AS a"
        " JOIN pg_class AS c ON c.oid = a.attrelid"
        " WHERE c.relnamespace = 'vekha'::regnamespace ORDER BY 1, 3"
    ),
}


class WorkPaused(StepTaken, frozen=True, kw_only=True):
    """What some later version may record."""

    NAME = "WorkPaused"


@pytest.mark.parametrize(
    "other", [{"columns": (("id", "text"), ("kind", "text"))}, {"indexes": ("id",)}, {"meaning": 2}]
)
def test_a_read_table_that_would_hold_something_else_is_of_another_version(
    other: dict[str, Any],
) -> None:
    table = ReadTable(name="parts", columns=(("id", "text"),))
    assert msgspec.structs.replace(table, **other).version != table.version
    assert ReadTable(name="parts", columns=(("id", "text"),)).version == table.version < 2**31


def test_sqlite_is_as_durable_as_promised(sqlite_ledger: Ledger) -> None:
    log = sqlite_ledger.log
    wanted = {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "secure_delete": 1,
        "busy_timeout": 10_000,
    }
    with log.reading() as connection:  # type: ignore[attr-defined]
        for pragma, value in wanted.items():
            found = connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            assert found == value, pragma
    sqlite_ledger.append(to("organisation/o1", called("а")))
    folder = Path(sqlite_ledger.place.text).parent
    assert [path.name for path in folder.iterdir()] == ["ledger.db"]


def test_upgrading_what_is_up_to_date_changes_nothing(kept: Ledger) -> None:
    before = Raw(kept.place).contents()
    kept.log.upgrade()
    kept.append(to("organisation/o1", called("а")))
    assert Raw(kept.place).contents()["events"][:4] == before["events"]
    kept.place.open(create=True).close()
