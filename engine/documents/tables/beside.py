"""Two tables side by side in one grid, as a sheet saves paper: put one under the other."""

from __future__ import annotations

import msgspec

from engine.documents.printed import text
from engine.documents.printed.grid import Cell, Grid, Row
from engine.documents.tables.headers import reads_like_head

_WITHIN = 15


def stacked(grid: Grid) -> Grid:
    """Return *grid* with its right half under its left one, if its head is printed twice."""
    for place, row in enumerate(grid.rows[:_WITHIN]):
        if columns := _halves(row):
            first, second = columns
            below = grid.rows[place + 1 :]
            left = (_cut(one, 0, second, 0) for one in grid.rows[: place + 1])
            body = (_cut(one, 0, second, 0) for one in below)
            right = (_cut(one, second, grid.width, second - first) for one in below)
            rows = (*left, *body, *right)
            return msgspec.structs.replace(grid, rows=rows, width=second)
    return grid


def _halves(row: Row) -> tuple[int, int] | None:
    """Return the first columns of both halves of a head that says everything twice."""
    cells = row.filled
    half = len(cells) // 2
    said = [text.gist(cell.text) for cell in cells]
    if len(cells) < 4 or len(cells) % 2 or said[:half] != said[half:]:
        return None
    once = msgspec.structs.replace(row, cells=cells[:half])
    return (cells[0].start, cells[half].start) if reads_like_head(once) else None


def _cut(row: Row, start: int, end: int, shift: int) -> Row:
    """Return the cells of *row* that begin between two columns, moved to the left by *shift*."""
    inside = [cell for cell in row.cells if start <= cell.start < end]
    return msgspec.structs.replace(row, cells=tuple(_moved(cell, end, shift) for cell in inside))


def _moved(cell: Cell, end: int, shift: int) -> Cell:
    return msgspec.structs.replace(cell, start=cell.start - shift, end=min(cell.end, end) - shift)
