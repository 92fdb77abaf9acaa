"""A whole log as JSON Lines: the form in which it leaves a ledger, and in which another takes it.

One object a line, by ``kind``: first ``ledger`` (its format, id and head); then every ``event`` by
position, all columns, followed by its ``words`` where they are not erased, and, after the last
event of its batch, by the ``command``. Keys are sorted, lines end with a line feed.
``docs/FORMAT.md`` has an example.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

import msgspec

from engine.events.chain import FORMAT, Head
from engine.events.log import CommandRow
from engine.events.recorded import StoredEvent, StoredWords


class WholeLog(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of a log that is no consequence of it: rows as stored, by position."""

    ledger_id: str
    events: tuple[StoredEvent, ...]
    words: tuple[StoredWords, ...] = ()
    commands: tuple[CommandRow, ...] = ()

    @property
    def head(self) -> Head:
        """Return the last position and its hash."""
        return Head(self.events[-1].position, self.events[-1].hash) if self.events else Head()


class _First(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The line that says whose log it is, and where it ends."""

    format: str
    ledger_id: str
    position: int
    hash: str


_ROWS: dict[str, type[Any]] = {
    "ledger": _First,
    "event": StoredEvent,
    "words": StoredWords,
    "command": CommandRow,
}
"""Kind of line -> what stands in it beside its ``kind``."""

_KINDS = {row: kind for kind, row in _ROWS.items()}
_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def write(log: WholeLog) -> Iterator[str]:
    """Yield the lines of *log*, each with its line feed."""
    for row in _rows(log):
        named = {"kind": _KINDS[type(row)], **msgspec.structs.asdict(row)}
        yield f"{_ENCODE(named)}\n"


def read(lines: Iterable[str]) -> WholeLog:
    """Return the log that *lines*, each with its line feed, hold; hashes are not computed.

    Raises ValueError, with the number of the line, for what :func:`write` would not have written.
    """
    given = list(lines)
    rows = [_row(number, line) for number, line in enumerate(given, 1)]
    if not rows or not isinstance(rows[0], _First):
        raise ValueError("line 1 does not say whose log it is")
    log = WholeLog(
        ledger_id=rows[0].ledger_id,
        events=tuple(row for row in rows if isinstance(row, StoredEvent)),
        words=tuple(row for row in rows if isinstance(row, StoredWords)),
        commands=tuple(row for row in rows if isinstance(row, CommandRow)),
    )
    for number, (line, meant) in enumerate(zip_longest(given, write(log)), 1):
        if line != meant:
            raise ValueError(f"line {number} is not as a log is written, or not in its place")
    return log


def _rows(log: WholeLog) -> Iterator[msgspec.Struct]:
    """Yield what each line holds, in order."""
    head = log.head
    words = {row.position: row for row in log.words}
    commands = {row.last_position: row for row in log.commands}
    yield _First(format=FORMAT, ledger_id=log.ledger_id, position=head.position, hash=head.hash)
    for event in log.events:
        yield event
        if event.position in words:
            yield words[event.position]
        if event.position in commands:
            yield commands[event.position]


def _row(number: int, line: str) -> Any:
    """Return what stands in one line; raises ValueError for what is none."""
    try:
        named = json.loads(line)
        row = _ROWS[named.pop("kind")]
        return msgspec.convert(named, row)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"line {number} is no line of a log: {error}") from error
