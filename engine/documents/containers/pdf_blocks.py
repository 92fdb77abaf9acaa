"""A PDF with a text layer as paragraphs and grids; the optional extra ``vekha[pdf]`` reads it."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import msgspec

import engine
from engine.documents.containers import pdf_lines, pdf_rows
from engine.documents.containers.pdf_pages import MAX_SECONDS, Pages, Piece
from engine.documents.printed.grid import Block, Merge, Paragraph, grid
from engine.documents.printed.text import clean
from engine.errors import N_, UnreadableDocument

MAX_CELLS = 200_000


def blocks(data: bytes, name: str) -> tuple[Block, ...]:
    """Return what the PDF in *data* holds, page after page; refuse scans and locked files."""
    if importlib.util.find_spec("pdfplumber") is None:
        raise UnreadableDocument(
            N_("{file} is a PDF, and the part that reads PDF is not installed."),
            remedy=N_("Install it (pip install 'vekha[pdf]'), or import the Word file."),
            file=name,
        )
    pages = _pages(data, name)
    if not pages.pages or pages.bare * 2 > pages.pages:
        raise UnreadableDocument(
            N_("{file} is a scan: it holds pictures of pages and no text."),
            remedy=N_(
                "Import the Word file; or recognise the text (ocrmypdf -l rus {file!r} out.pdf)"
                " and convert it: soffice --infilter=writer_pdf_import --convert-to docx out.pdf"
            ),
            file=name,
        )
    if pages.crossed:
        raise UnreadableDocument(
            N_("Page {page} of {file}: a word runs over the edge of a cell of a table."),
            remedy=N_("Import the Word or Excel file, or widen the column and print it again."),
            file=name,
            page=pages.crossed[0],
        )
    return tuple(_blocks(pages))


def _pages(data: bytes, name: str) -> Pages:
    """Let a process of its own read the file; nothing of it can hold this one up."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "engine.documents.containers.pdf_pages"],
            input=data,
            capture_output=True,
            check=False,
            timeout=MAX_SECONDS + 30,
            cwd=Path(engine.__file__).parent.parent,
        )
        answer = done.stdout
    except subprocess.TimeoutExpired:
        answer = b'{"failed": "too slow"}'
    try:
        return msgspec.json.decode(answer, type=Pages)
    except msgspec.DecodeError:
        reason = _reason(answer)
    if reason.startswith("PDFPassword"):
        raise UnreadableDocument(
            N_("{file} is protected by a password."),
            remedy=N_("Print it into a new PDF without a password, or import the Word file."),
            file=name,
        )
    raise UnreadableDocument(
        N_("{file} is not a whole PDF, or far too large ({reason})."),
        remedy=N_("Copy or download it again, or import the Word file."),
        file=name,
        reason=reason,
    )


def _reason(answer: bytes) -> str:
    """Return why the reading failed; a process that was stopped had nothing left to say."""
    try:
        return msgspec.json.decode(answer, type=dict[str, str])["failed"]
    except (msgspec.DecodeError, KeyError):
        return "stopped at its limits"


def _blocks(pages: Pages) -> list[Block]:
    out: list[Block] = []
    table = 0
    for piece in pdf_rows.mended(pdf_lines.joined(pages.pieces)):
        if piece.cells:
            table += 1
            out.append(_grid(piece, table))
        else:
            out.append(Paragraph(text=clean(piece.line), centred=piece.centred))
    return out


def _grid(piece: Piece, table: int) -> Block:
    height = max(spot.bottom for spot in piece.cells)
    width = max(spot.right for spot in piece.cells)
    if height * width > MAX_CELLS:
        height = MAX_CELLS // width
    rows = [[""] * width for _ in range(height)]
    merged: list[Merge] = []
    for spot in piece.cells:
        if spot.top >= height:
            continue
        rows[spot.top][spot.left] = spot.text
        if spot.bottom - spot.top > 1 or spot.right - spot.left > 1:
            bottom = min(spot.bottom, height)
            merged.append(Merge(top=spot.top, left=spot.left, bottom=bottom, right=spot.right))
    return grid(rows, table=table, merged=tuple(merged))
