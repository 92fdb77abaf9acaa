"""Databases with an empty ledger, used again and again: emptying one is faster than copying one.

Whatever a test does to a database's shape (guards, tables, functions) shows in its fingerprint;
such a database is dropped, and the next test gets a fresh copy of the template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from tests.support.postgres import PostgresServer

FINGERPRINT = """
SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM (
    SELECT concat_ws(' ', 'class', n.nspname, c.relname, c.relkind, c.relacl) AS line
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname !~ '^pg_(toast|temp)' AND n.nspname <> 'information_schema'
    UNION ALL SELECT concat_ws(' ', 'schema', nspname, nspacl) FROM pg_namespace
        WHERE nspname !~ '^pg_(toast_)?temp'
    UNION ALL SELECT concat_ws(' ', 'column', attrelid::regclass, attname, atttypid, attnotnull,
        attcollation, attnum) FROM pg_attribute
        WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'vekha'::regnamespace)
    UNION ALL SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname,
        pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace = 'vekha'::regnamespace
    UNION ALL SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(oid), tgenabled) FROM pg_trigger
    UNION ALL SELECT concat_ws(' ', 'function', proname, prosrc, prosecdef, proacl, proconfig)
        FROM pg_proc WHERE pronamespace = 'vekha'::regnamespace
    UNION ALL SELECT concat_ws(' ', 'version', version_num) FROM vekha.alembic_version
    UNION ALL SELECT concat_ws(' ', 'read', name, version) FROM vekha.read_tables
    UNION ALL SELECT concat_ws(' ', 'vocabulary', v.*) FROM vekha.vocabulary AS v
    UNION ALL SELECT concat_ws(' ', 'number', number) FROM vekha.vocabulary_number
) AS lines
"""
LOOKED_UP = (
    *("alembic_version", "read_tables", "append_lock"),
    *("vocabulary", "vocabulary_number"),
)


class LedgerDatabases:
    """Lends databases in which *prepare* has installed an empty ledger called ``vekha``."""

    def __init__(self, server: PostgresServer, template: Callable[[], str]) -> None:
        self._server = server
        self._template = template
        self._spare: list[str] = []
        self._shape: str | None = None

    @contextmanager
    def lent(self) -> Iterator[str]:
        """Give the URL of a database that nobody else uses meanwhile."""
        url = self._spare.pop() if self._spare else self._server.create_database(self._template())
        self._shape = self._shape or self._fingerprint(url)
        try:
            yield url
        finally:
            if self._emptied(url):
                self._spare.append(url)
            else:
                self._server.drop(url)

    def close(self) -> None:
        """Drop what was lent."""
        for url in self._spare:
            self._server.drop(url)

    def _fingerprint(self, url: str) -> str:
        with psycopg.connect(url) as connection:
            row = connection.execute(FINGERPRINT).fetchone()
        assert row is not None
        return str(row[0])

    def _emptied(self, url: str) -> bool:
        """Empty the ledger at *url*, or say that it is no longer the one that was installed."""
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            if self._fingerprint(url) != self._shape:
                return False
            with psycopg.connect(url) as connection:
                _empty(connection)
        except psycopg.Error:
            return False
        return True


def _empty(connection: psycopg.Connection) -> None:
    connection.execute("SET session_replication_role = replica")
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'vekha' AND tablename <> ALL(%s)",
        [list(LOOKED_UP)],
    ).fetchall()
    for (table,) in tables:
        statement = psycopg.sql.SQL("DELETE FROM vekha.{}")
        connection.execute(statement.format(psycopg.sql.Identifier(table)))
    connection.execute("ALTER TABLE vekha.refusals ALTER COLUMN note RESTART")
