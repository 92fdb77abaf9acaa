"""What every reader makes of a file: paragraphs and grids of cells, in printed order.

A grid is a table with its merged cells resolved: each cell knows the columns that it covers, and a
cell that was merged downwards is repeated in every row that it covers, marked as continued.
"""

from __future__ import annotations

import msgspec

from engine.documents.printed import text


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """A line of running text. ``label`` is its automatic number; ``centred`` says how it is set."""

    text: str
    label: str = ""
    centred: bool = False
    breaks: bool = False


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell over the columns ``start`` … ``end`` (from 0, the end not counted in)."""

    lines: tuple[str, ...] = ()
    start: int
    end: int
    continued: bool = False

    @property
    def text(self) -> str:
        """The lines of the cell as one line."""
        return text.one_line(self.lines)


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row as printed: ``place`` is its number in the file, from 1."""

    cells: tuple[Cell, ...]
    place: int
    header: bool = False

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that hold text of their own."""
        return tuple(cell for cell in self.cells if cell.lines and not cell.continued)


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """A table: its number in the file from 1, its width in columns, and its rows.

    ``name`` is the name of the sheet, where there is one; ``hidden`` counts its rows and columns
    that hold something and are not shown: their cells are empty here.
    """

    rows: tuple[Row, ...]
    table: int
    width: int
    name: str = ""
    hidden: int = 0


Block = Paragraph | Grid


class Merge(msgspec.Struct, frozen=True, kw_only=True):
    """A merged range of cells, rows and columns from 0, the ends not counted in."""

    top: int
    left: int
    bottom: int
    right: int

    def places(self) -> list[tuple[int, int]]:
        """Return every row and column that the range covers."""
        return [
            (row, column)
            for row in range(self.top, self.bottom)
            for column in range(self.left, self.right)
        ]


def grid(
    rows: list[list[str]], table: int = 1, name: str = "", merged: tuple[Merge, ...] = ()
) -> Grid:
    """Return the grid of a plain table: a list of rows, each a list of cell texts."""
    width = max((len(row) for row in rows), default=0)
    cover = {(r, c): merge for merge in merged for r, c in merge.places()}
    return Grid(
        rows=tuple(
            Row(cells=tuple(_cells(rows, place, cover)), place=place + 1)
            for place in range(len(rows))
        ),
        table=table,
        width=width,
        name=name,
    )


def _cells(rows: list[list[str]], place: int, cover: dict[tuple[int, int], Merge]) -> list[Cell]:
    out: list[Cell] = []
    row = rows[place]
    column = 0
    while column < len(row):
        merge = cover.get((place, column))
        end = merge.right if merge else column + 1
        top = merge.top if merge else place
        left = merge.left if merge else column
        out.append(
            Cell(
                lines=text.lines_of(rows[top][left]),
                start=column,
                end=min(end, len(row)),
                continued=top < place,
            )
        )
        column = end
    return out
