"""The text layer of a PDF as lines and tables; run as a process of its own.

``python -m engine.documents.containers.pdf_pages < FILE.pdf`` writes JSON. A PDF is a program of
sorts, and its parsers can be led astray for hours: here they have a limit of memory and time, and
whatever becomes of them, the caller is still there.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from typing import Any

import msgspec

MAX_PAGES = 400
MAX_MEMORY = 1024 * 1024 * 1024
MAX_SECONDS = 60
_NEAR = 3.0  # points: rules closer than this are one rule


class Spot(msgspec.Struct, frozen=True):
    """A cell: rows and columns from 0, the ends not counted in, and its paragraphs."""

    top: int
    left: int
    bottom: int
    right: int
    text: str


class Piece(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of text, or a table as its cells."""

    line: str = ""
    cells: list[Spot] = []


class Pages(msgspec.Struct, frozen=True):
    """A whole file: what stands in it in printed order, and how many pages hold pictures only."""

    pieces: list[Piece]
    pages: int
    bare: int


def read_pages(data: bytes) -> Pages:
    """Return lines and tables of the PDF in *data*; raises whatever its parsers raise."""
    import pdfplumber

    pieces: list[Piece] = []
    bare = 0
    with pdfplumber.open(io.BytesIO(data)) as book:
        pages = book.pages[:MAX_PAGES]
        for page in pages:
            found = [piece for _, piece in sorted(_on_page(page), key=lambda item: item[0])]
            bare += not page.chars
            pieces += found
            page.close()
    return Pages(pieces=pieces, pages=len(pages), bare=bare)


def _on_page(page: Any) -> Iterator[tuple[float, Piece]]:
    tables = [table for table in page.find_tables() if len(table.rows) > 1]
    boxes = [table.bbox for table in tables]
    for table in tables:
        yield table.bbox[1], Piece(cells=_cells(page, table))
    outside = page.filter(lambda item: not any(_within(item, box) for box in boxes))
    for line in outside.extract_text_lines(return_chars=False):
        yield line["top"], Piece(line=line["text"])


def _within(item: Any, box: tuple[float, float, float, float]) -> bool:
    if "x0" not in item:
        return False
    across, down = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def _cells(page: Any, table: Any) -> list[Spot]:
    columns = _rules(edge for cell in table.cells for edge in (cell[0], cell[2]))
    rows = _rules(edge for cell in table.cells for edge in (cell[1], cell[3]))
    return [
        Spot(
            top=_nearest(rows, cell[1]),
            left=_nearest(columns, cell[0]),
            bottom=_nearest(rows, cell[3]),
            right=_nearest(columns, cell[2]),
            text=_paragraphs(page.crop(cell, strict=False), cell[2]),
        )
        for cell in table.cells
    ]


def _rules(edges: Iterator[float]) -> list[float]:
    out: list[float] = []
    for edge in sorted(edges):
        if not out or edge - out[-1] > _NEAR:
            out.append(edge)
    return out


def _nearest(rules: list[float], edge: float) -> int:
    return min(range(len(rules)), key=lambda place: abs(rules[place] - edge))


def _paragraphs(cell: Any, right: float) -> str:
    """Return the text of a cell; lines that only its width broke are put together.

    A line was broken by the width if the first word of the next would not have fitted into it.
    """
    out: list[str] = []
    room = 0.0
    for line in cell.extract_text_lines(return_chars=False):
        said = line["text"].strip()
        if not said:
            continue
        letter = (line["x1"] - line["x0"]) / max(1, len(line["text"]))
        word = letter * (len(said.split()[0]) + 1)
        if out and room < word:
            out[-1] += said if out[-1].endswith("-") else f" {said}"
        else:
            out.append(said)
        room = right - line["x1"] - _NEAR
    return "\n".join(out)


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
