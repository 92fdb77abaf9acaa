"""Rows of a PDF's tables that the end of a page has cut in two, put together again.

A printer begins the rest of such a row on the next page like a row of its own: its number is not
printed again, and only the cells that had not ended go on.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from engine.documents.containers.pdf_lines import is_count
from engine.documents.containers.pdf_pages import Piece, Spot, alike


def mended(pieces: Iterable[Piece]) -> list[Piece]:
    """Return *pieces* with the rest of every cut row joined to its beginning."""
    out: list[Piece] = []
    begun: Piece | None = None  # the table that may go on
    last = 0  # the place of its last part
    for piece in pieces:
        if not piece.cells:
            out.append(piece)
            begun = begun if is_count(piece.line) else None
        elif begun is None or not _goes_on(piece, out[last]):
            begun, last = piece, len(out)
            out.append(piece)
        else:
            out[last], left = _joined(out[last], piece, begun)
            if left.cells:
                last = len(out)
                out.append(left)
    return out


def _goes_on(piece: Piece, before: Piece) -> bool:
    """Tell whether a table is the one before it, gone on with on the next page."""
    return piece.page == before.page + 1 and alike(piece.columns, before.columns)


def _row(piece: Piece, number: int) -> list[Spot]:
    return sorted((spot for spot in piece.cells if spot.top == number), key=lambda spot: spot.left)


def _rest(piece: Piece, begun: Piece) -> int:
    """Return the row of *piece* that goes on with the row before it, after a repeated head; or -1.

    Its first cell is empty and another one too: a row that lacks its number alone is a row.
    """
    number = 0
    while (row := _row(piece, number)) and row == _row(begun, number):
        number += 1
    empty = [not spot.text for spot in row]
    whole = all(spot.bottom == number + 1 for spot in row)
    cut = whole and sum(empty) > 1 and empty[0] and not all(empty)
    return number if cut else -1


def _joined(before: Piece, piece: Piece, begun: Piece) -> tuple[Piece, Piece]:
    """Return both parts, the rest of a cut row moved from the second to the first.

    Where there is none, or its cells are not those of the row above, both stay as they are.
    """
    rest = _rest(piece, begun)
    height = max(spot.bottom for spot in before.cells)
    texts = {(spot.left, spot.right): spot.text for spot in _row(piece, rest) if spot.text}
    cells = []
    for spot in before.cells:
        more = texts.pop((spot.left, spot.right), "") if spot.bottom == height else ""
        cells.append(replace(spot, text="\n".join(filter(None, (spot.text, more)))))
    if rest < 0 or texts:
        return before, piece
    return replace(before, page=piece.page, cells=cells), _without(piece, rest)


def _without(piece: Piece, row: int) -> Piece:
    """Return *piece* without one of its rows; nothing is left of a head alone."""
    cells = [
        replace(spot, top=spot.top - 1, bottom=spot.bottom - 1) if spot.top > row else spot
        for spot in piece.cells
        if spot.top != row
    ]
    below = any(spot.top >= row for spot in cells)
    return replace(piece, cells=cells if below else [])
