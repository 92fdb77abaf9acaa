"""Guards are those of all steps: proved with a second step, which only this test knows.

It adds a table with a guard of its own, makes a guard of the first step again, and drops none.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from engine.errors import LogDamaged, StoreUnavailable
from engine.events import migrations, tables
from tests.support.ledgers import Ledger, called, to
from tests.support.logs import Place
from tests.support.raw import Raw

STEP = '''"""A second step, for tests."""

from alembic import context, op

from engine.events import migrations

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add a guarded table."""
    connection = op.get_bind()
    schema = context.config.attributes["schema"]
    cursor = connection.connection.cursor()
    for statement in migrations.statements(revision, connection.dialect.name):
        cursor.execute(migrations.placed(statement, schema))
    cursor.close()
'''
RULER = f"\n-- {'-' * 80}\n"
SQL = {
    "sqlite": (
        "CREATE TABLE receipts (id TEXT PRIMARY KEY) STRICT",
        (
            "CREATE TRIGGER receipts_no_delete BEFORE DELETE ON receipts\n"
            "BEGIN SELECT RAISE(ABORT, 'guard receipts_no_delete: receipts are kept'); END"
        ),
        "DROP TRIGGER words_no_update",
        (
            "CREATE TRIGGER words_no_update BEFORE UPDATE ON words\n"
            "BEGIN SELECT RAISE(ABORT, 'guard words_no_update: words never change'); END"
        ),
    ),
    "postgresql": (
        "CREATE TABLE :ledger.receipts (\n    id text PRIMARY KEY\n);",
        (
            "CREATE TRIGGER receipts_no_delete BEFORE DELETE ON :ledger.receipts\n"
            "    FOR EACH ROW EXECUTE FUNCTION :ledger.history_is_kept();"
        ),
        "DROP TRIGGER words_no_update ON :ledger.words;",
        (
            "CREATE TRIGGER words_no_update BEFORE UPDATE ON :ledger.words\n"
            "    FOR EACH ROW EXECUTE FUNCTION :ledger.history_is_kept();"
        ),
        (
            "CREATE OR REPLACE FUNCTION :ledger.history_is_kept() RETURNS trigger\n"
            "LANGUAGE plpgsql AS $guard$\nBEGIN\n"
            "    RAISE EXCEPTION 'guard %: history is never, ever changed', TG_NAME\n"
            "        USING ERRCODE = '42501';\nEND\n$guard$;"
        ),
    ),
}
GUARDS = {
    "sqlite": ("receipts", "receipts_no_delete", "words_no_update", "events_no_delete"),
    "postgresql": ("receipts_no_delete", "words_no_update", "events_no_change"),
}


@pytest.fixture
def second_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program know two steps from now on."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrations.FOLDER, folder)
    (folder / "versions" / "0002_receipts.py").write_text(STEP, encoding="utf-8")
    for dialect, statements in SQL.items():
        file = folder / "sql" / f"0002.1.receipts.{dialect}.sql"
        file.write_text(RULER.join(statements) + "\n", encoding="utf-8")
    monkeypatch.setattr(migrations, "FOLDER", folder)
    monkeypatch.setattr(tables, "REVISION", "0002")


def lose(raw: Raw, guard: str) -> None:
    """Drop a guard, or the table that is one."""
    table = guard.partition("_")[0]
    if guard == table:
        raw(f"DROP TABLE {{{table}}}")
    elif raw.place.backend == "sqlite":
        raw(f"DROP TRIGGER {guard}")
    else:
        raw(f"DROP TRIGGER {guard} ON {{{table}}}")


def refused_naming(place: Place, guard: str) -> None:
    with pytest.raises(LogDamaged) as raised:
        place.open()
    assert guard in raised.value.facts["guards"].split(", ")


def upgraded(ledger: Ledger) -> None:
    log = ledger.place.open()
    log.upgrade()
    log.close()


@pytest.mark.usefixtures("second_step")
def test_what_any_step_guards_is_missed_in_a_fresh_ledger(sqlite_ledger: Ledger) -> None:
    for guard in GUARDS["sqlite"][::-1]:
        lose(Raw(sqlite_ledger.place), guard)
        refused_naming(sqlite_ledger.place, guard)


@pytest.mark.usefixtures("kept", "second_step")
def test_what_any_step_guards_is_missed_in_an_upgraded_ledger(kept: Ledger) -> None:
    upgraded(kept)
    kept.place.open().close()
    for guard in GUARDS[kept.place.backend][::-1]:
        lose(Raw(kept.place), guard)
        refused_naming(kept.place, guard)


@pytest.mark.usefixtures("kept", "second_step")
def test_a_guard_that_is_as_an_earlier_step_made_it_is_missed(kept: Ledger) -> None:
    upgraded(kept)
    raw = Raw(kept.place)
    first = {
        name[1]: sql
        for sql in migrations.statements("0001", kept.place.backend)
        if (name := re.match(r"CREATE (?:TRIGGER|FUNCTION) (?::ledger\.)?(\w+)", sql))
    }
    if kept.place.backend == "sqlite":
        raw.script([("DROP TRIGGER words_no_update", ()), (first["words_no_update"], ())])
        refused_naming(kept.place, "words_no_update")
        return
    with raw.connected() as connection:
        older = migrations.placed(first["history_is_kept"], "vekha")
        connection.execute(older.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))
        connection.commit()
    refused_naming(kept.place, "history_is_kept")


@pytest.mark.usefixtures("kept", "second_step")
def test_a_ledger_of_the_first_step_has_the_guards_of_the_first_step(kept: Ledger) -> None:
    log = kept.place.open()
    with pytest.raises(StoreUnavailable, match="vekha admin upgrade"):
        log.append(kept.batch(to("organisation/o1", called("а"))))
    log.close()
    lose(Raw(kept.place), GUARDS[kept.place.backend][-1])
    refused_naming(kept.place, GUARDS[kept.place.backend][-1])


@pytest.mark.usefixtures("kept", "second_step")
def test_an_upgraded_ledger_is_recorded_in_again(kept: Ledger) -> None:
    upgraded(kept)
    assert kept.append(to("organisation/o1", called("а"))).first == 5
