"""A ``.csv`` as one grid: whatever separator and encoding the office's Excel wrote."""

from __future__ import annotations

import csv
import io
from collections import Counter

from engine.documents.printed.grid import Block, grid
from engine.errors import N_, UnreadableDocument

MAX_CELLS = 1_200_000
MAX_COLUMNS = 256
MAX_CELL = 100_000
_SEPARATORS = ";\t,|"


def blocks(data: bytes, name: str) -> tuple[Block, ...]:
    """Return the table in *data* as a grid; raise :class:`UnreadableDocument` where it is none."""
    text = _decoded(data, name)
    rows: list[list[str]] = []
    cells = 0
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=False)
    try:
        for row in reader:
            cells += len(row)
            if cells > MAX_CELLS or len(row) > MAX_COLUMNS:
                raise UnreadableDocument(
                    N_("{file}, line {line}: far more cells than any plan has."),
                    file=name,
                    line=reader.line_num,
                )
            rows.append(row)
    except csv.Error as error:
        raise UnreadableDocument(
            N_("{file}, line {line}: this is not a whole table ({reason})."),
            remedy=N_("Look for a quotation mark that is not closed."),
            file=name,
            line=reader.line_num,
            reason=str(error),
        ) from None
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    return (grid(rows),)


def _decoded(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableDocument(
        N_("{file} is not text in a known encoding."),
        remedy=N_("Save it as CSV UTF-8."),
        file=name,
    )


def _separator(text: str) -> str:
    """Return the separator that gives most rows the same, largest number of cells."""

    def fitness(sign: str) -> tuple[int, int]:
        sample = list(csv.reader(io.StringIO(text[:65536], newline=""), delimiter=sign))
        widths = Counter(len(row) for row in sample if len(row) > 1)
        width, rows = max(widths.items(), key=lambda item: item[1], default=(1, 0))
        return rows * (width > 2), width

    try:
        return max(_SEPARATORS, key=fitness)
    except csv.Error:
        return ";"
