"""Tables of rows that follow from events, as whoever opens a log declares them: plain values.

The log knows no projection. It adds ``position`` and ``hash`` of the event after which a row holds.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Literal

import msgspec

Value = str | int | None
Row = Mapping[str, Value]

ADDED = ("position", "hash")
"""What the log itself adds to every row: of the event after which it holds."""


class ReadTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table of rows that follow from events. ``id`` is its key.

    ``indexes`` are columns by which rows are looked up, beside ``id``. ``meaning`` rises when the
    same columns come to hold something else.
    """

    name: str
    columns: tuple[tuple[str, Literal["text", "integer"]], ...]
    indexes: tuple[str, ...] = ()
    meaning: int = 1

    @property
    def version(self) -> int:
        """Return a number that differs whenever the rows would: they are then rebuilt."""
        made_of = f"{self.meaning} {self.columns} {self.indexes}"
        return zlib.crc32(made_of.encode()) & 0x7FFF_FFFF


class ReadRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a read table, replacing the row of the same ``values["id"]``.

    ``ordinal`` is the event of the batch (from 1) after which it holds.
    """

    table: str
    ordinal: int
    values: Row
