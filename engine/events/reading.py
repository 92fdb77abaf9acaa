"""What every command reads of a ledger, as constant texts for the database's own driver.

The driver keeps a constant text prepared, and nothing is compiled on the way. Where the two
databases differ is one declared value, a ``Dialect``; who runs a text, and what becomes of a
failure, is the log's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

import msgspec

from engine.events import register
from engine.events.chain import Head
from engine.events.log import CommandRow
from engine.events.read_tables import ADDED, ReadTable, Value
from engine.events.recorded import StoredEvent

T = TypeVar("T")
Words = dict[str, str]


class Ask(Protocol):
    """Runs one statement by itself."""

    def __call__(
        self, statement: str, given: Iterable[Any], made: Callable[[Any], T], /
    ) -> list[T]:
        """Return what *made* makes of each row of *statement* with the values *given*."""


class Dialect(msgspec.Struct, frozen=True, kw_only=True):
    """How a database wants its texts: before a table's name, for a value, for one of many."""

    schema: str
    mark: str
    among: str
    listed: Callable[[list[int]], Any]
    """What stands for many integers in ``among``."""


class Reading:
    """The reads of one ledger; each method promises what the log's of the same name does."""

    def __init__(self, ask: Ask, dialect: Dialect, tables: Iterable[ReadTable]) -> None:
        self._ask = ask
        self._dialect = dialect
        self._columns = {
            table.name: (*(name for name, _kind in table.columns), *ADDED) for table in tables
        }
        self._text = _texts(dialect)

    def events(self, after: int) -> list[StoredEvent]:
        """Return the events after a position."""
        return self._ask(self._text["after"], (after,), _event)

    def at(self, positions: Iterable[int]) -> list[StoredEvent]:
        """Return the events at *positions*."""
        wanted = sorted(set(positions))
        return self._ask(self._text["at"], (self._dialect.listed(wanted),), _event)

    def stream(self, stream: str) -> list[StoredEvent]:
        """Return the events of one stream."""
        return self._ask(self._text["stream"], (stream,), _event)

    def head(self) -> Head:
        """Return the last position and its hash."""
        return next(iter(self._ask(self._text["head"], (), lambda row: Head(*row))), Head())

    def command(self, command_id: str) -> CommandRow | None:
        """Return what was recorded under *command_id*."""
        return next(iter(self._ask(self._text["command"], (command_id,), _command)), None)

    def register_position(self) -> int:
        """Return the position of the last event of the register."""
        return self._ask(self._text["register"], (), lambda row: row[0] or 0)[0]

    def words(self, positions: Iterable[int] | None) -> dict[int, Words]:
        """Return the words of *positions*, or all."""
        if positions is None:
            return dict(self._ask(self._text["all words"], (), _spoken))
        wanted = sorted(set(positions))
        return dict(self._ask(self._text["words"], (self._dialect.listed(wanted),), _spoken))

    def rows(
        self, table: str, equal: Mapping[str, Value] | None, prefix: str
    ) -> list[dict[str, Value]]:
        """Return rows of a read table."""
        columns, mark = self._columns[table], self._dialect.mark
        conditions: list[str] = []
        given: list[Value] = []
        for name, value in (equal or {}).items():
            if name not in columns:
                raise KeyError(name)
            conditions.append(f"{name} IS NULL" if value is None else f"{name} = {mark}")
            given += [] if value is None else [value]
        for condition, value in _begins(prefix):
            conditions.append(condition.format(mark))
            given.append(value)
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        statement = f"SELECT {', '.join(columns)} FROM {self._dialect.schema}{table}{where}"
        return self._ask(
            f"{statement} ORDER BY id", given, lambda row: dict(zip(columns, row, strict=True))
        )


def _texts(dialect: Dialect) -> dict[str, str]:
    """Return the constant texts by name."""
    schema, mark, among = dialect.schema, dialect.mark, dialect.among
    events = f"SELECT {', '.join(_EVENT)} FROM {schema}events WHERE"
    words = f"SELECT position, text FROM {schema}words"
    lasts = " UNION ALL ".join(
        f"SELECT max(position) AS last FROM {schema}{name}" for name in register.NAMED
    )
    return {
        "after": f"{events} position > {mark} ORDER BY position",
        "at": f"{events} position {among} ORDER BY position",
        "stream": f"{events} stream = {mark} ORDER BY position",
        "head": f"SELECT position, hash FROM {schema}events ORDER BY position DESC LIMIT 1",
        "command": f"SELECT {', '.join(_COMMAND)} FROM {schema}commands WHERE command_id = {mark}",
        "all words": f"{words} ORDER BY position",
        "words": f"{words} WHERE position {among} ORDER BY position",
        "register": f"SELECT max(last) FROM ({lasts}) AS lasts",
    }


_EVENT = StoredEvent.__struct_fields__
_COMMAND = CommandRow.__struct_fields__
_WORDS = msgspec.json.Decoder(Words)


def _event(row: Iterable[Any]) -> StoredEvent:
    return StoredEvent(**dict(zip(_EVENT, row, strict=True)))


def _command(row: Iterable[Any]) -> CommandRow:
    return CommandRow(**dict(zip(_COMMAND, row, strict=True)))


def _spoken(row: tuple[int, str]) -> tuple[int, Words]:
    return row[0], _WORDS.decode(row[1])


def _begins(prefix: str) -> Iterable[tuple[str, Value]]:
    """Yield conditions (and their values) under which ``id`` begins with *prefix*."""
    if prefix:
        yield "id >= {}", prefix
        yield f"substr(id, 1, {len(prefix)}) = {{}}", prefix
    if prefix.endswith("/"):  # "0" is the sign after "/": the index reads nothing beyond
        yield "id < {}", f"{prefix[:-1]}0"
