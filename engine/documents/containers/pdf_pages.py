"""The text layer of a PDF as lines and tables; run as a process of its own.

``python -m engine.documents.containers.pdf_pages < FILE.pdf`` writes JSON. A PDF is a program of
sorts, and its parsers can be led astray for hours: here they have a limit of memory and time, and
whatever becomes of them, the caller is still there.
"""

from __future__ import annotations

import contextlib
import io
import sys
from bisect import bisect
from collections.abc import Iterator
from typing import Any

import msgspec

from engine.documents.containers import pdf_text
from engine.documents.containers.pdf_text import At

MAX_PAGES = 400
MAX_MEMORY = 1024 * 1024 * 1024
MAX_SECONDS = 60
_NEAR = 3.0  # points: rules closer than this are one rule
_TOUCHING = 0.5  # points: letters closer than this are of one word


class Spot(msgspec.Struct, frozen=True):
    """A cell: rows and columns from 0, the ends not counted in, and its paragraphs."""

    top: int
    left: int
    bottom: int
    right: int
    text: str = ""


class Piece(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of text, or a table as its cells and the edges of its columns in points.

    ``sheet`` is the width of the page of a table.
    """

    page: int
    line: str = ""
    at: At | None = None
    centred: bool = False
    cells: list[Spot] = []
    columns: list[float] = []
    sheet: float = 0.0


class Pages(msgspec.Struct, frozen=True):
    """A whole file: what is in it in printed order, and how many pages hold pictures only.

    ``crossed`` are the pages, from 1, on which a word runs over the edge of a cell.
    """

    pieces: list[Piece]
    pages: int
    bare: int
    crossed: list[int]


def read_pages(data: bytes) -> Pages:
    """Return lines and tables of the PDF in *data*; raises whatever its parsers raise."""
    import pdfplumber

    pieces: list[Piece] = []
    crossed: list[int] = []
    bare = 0
    with pdfplumber.open(io.BytesIO(data)) as book:
        pages = book.pages[:MAX_PAGES]
        for number, page in enumerate(pages, 1):
            before = next((piece.columns for piece in reversed(pieces) if piece.columns), [])
            sheet = _Sheet(page, before)
            pieces += sheet.pieces(number)
            crossed += [number] if sheet.crossed else []
            bare += not page.chars
            page.close()
    return Pages(pieces=pieces, pages=len(pages), bare=bare, crossed=crossed)


def alike(columns: list[float], others: list[float]) -> bool:
    """Tell whether two tables have their columns in the same places."""
    same = zip(columns, others, strict=False)
    return len(columns) == len(others) > 2 and all(abs(one - two) <= _NEAR for one, two in same)


class _Table:
    """A ruled table: the edges of its rows and columns, its cells and the letters in each.

    A letter belongs to the cell in which its middle lies: lines are closer to the rules than
    letters are high, so that they reach into the cell above.
    """

    def __init__(self, found: Any) -> None:
        self.top: float = found.bbox[1]
        self.columns = _rules(edge for cell in found.cells for edge in (cell[0], cell[2]))
        self.rows = _rules(edge for cell in found.cells for edge in (cell[1], cell[3]))
        self.spots = list(map(self._spot, found.cells))
        self.letters: list[list[Any]] = [[] for _ in self.spots]
        self._at = {
            (row, column): self.letters[number]
            for number, spot in enumerate(self.spots)
            for row in range(spot.top, spot.bottom)
            for column in range(spot.left, spot.right)
        }

    def _spot(self, cell: tuple[float, float, float, float]) -> Spot:
        left, top, right, bottom = cell
        return Spot(
            top=_nearest(self.rows, top),
            left=_nearest(self.columns, left),
            bottom=_nearest(self.rows, bottom),
            right=_nearest(self.columns, right),
        )

    def home(self, letter: Any) -> list[Any] | None:
        """Return the letters of the cell in which the middle of *letter* lies, if any."""
        across, down = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
        return self._at.get((bisect(self.rows, down) - 1, bisect(self.columns, across) - 1))

    def cells(self) -> list[Spot]:
        """Return the cells with their text."""
        padding = self._padding()
        return [
            msgspec.structs.replace(
                spot, text=pdf_text.paragraphs(letters, self._width(spot) - 2 * padding)
            )
            for spot, letters in zip(self.spots, self.letters, strict=True)
        ]

    def _width(self, spot: Spot) -> float:
        return self.columns[spot.right] - self.columns[spot.left]

    def _padding(self) -> float:
        """Return how far from the edges of the cells text begins, at least."""
        gaps = (
            letter["x0"] - self.columns[spot.left]
            for spot, letters in zip(self.spots, self.letters, strict=True)
            for letter in letters
        )
        return max(0.0, min(gaps, default=0.0))


class _Sheet:
    """A page: every letter is in a cell of one of its tables, or loose.

    A frame of one row is a table only where its columns are those of the table *before* it, on an
    earlier page: the end of a row that the page has cut.
    """

    def __init__(self, page: Any, before: list[float]) -> None:
        self.width = float(page.width)
        found = map(_Table, page.find_tables())
        self.tables = [t for t in found if len(t.rows) > 2 or alike(t.columns, before)]
        self.loose: list[Any] = []
        self.crossed = False
        last: tuple[Any, list[Any]] | None = None
        for letter in page.chars:
            homes = (table.home(letter) for table in self.tables)
            home = next((letters for letters in homes if letters is not None), self.loose)
            home.append(letter)
            if last is not None and last[1] is not home and _touch(last[0], letter):
                self.crossed = True
            last = letter, home

    def pieces(self, number: int) -> list[Piece]:
        """Return what is on the page, from its top to its bottom; *number* is the page's."""
        placed = [
            (
                table.top,
                Piece(page=number, cells=table.cells(), columns=table.columns, sheet=self.width),
            )
            for table in self.tables
        ]
        placed += [
            (
                line["top"],
                Piece(page=number, line=line["text"], at=pdf_text.place_of(line, self.width)),
            )
            for line in pdf_text.lines(self.loose)
        ]
        return [piece for _, piece in sorted(placed, key=lambda item: item[0])]

    def _line(self, line: Any, number: int) -> Piece:
        return Piece(page=number, line=line["text"], at=pdf_text.place_of(line, self.width))


def _touch(one: Any, other: Any) -> bool:
    """Tell whether two letters are parts of one word: on one line, with nothing between them."""
    beside = abs(one["bottom"] - other["bottom"]) < 1 and abs(other["x0"] - one["x1"]) < _TOUCHING
    return beside and not one["text"].isspace() and not other["text"].isspace()


def _rules(edges: Iterator[float]) -> list[float]:
    out: list[float] = []
    for edge in sorted(edges):
        if not out or edge - out[-1] > _NEAR:
            out.append(edge)
    return out


def _nearest(rules: list[float], edge: float) -> int:
    return min(range(len(rules)), key=lambda place: abs(rules[place] - edge))


def _limited() -> None:
    """Take away memory and time, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))


def _main() -> int:
    _limited()
    try:
        pages = read_pages(sys.stdin.buffer.read())
    except BaseException as error:  # noqa: BLE001  the caller says what it means for the file
        sys.stdout.write(msgspec.json.encode({"failed": type(error).__name__}).decode())
        return 1
    sys.stdout.buffer.write(msgspec.json.encode(pages))
    return 0


if __name__ == "__main__":
    sys.exit(_main())
