"""Lines of a PDF's running text put together to the paragraphs that they were broken from.

A PDF knows lines only. A line goes on with the one before it where that one was full (the next
word would not have fitted into it), where nothing but the usual space is between them, and where
it is not set off by an indent or a label of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from engine.documents.containers.pdf_pages import Piece
from engine.documents.containers.pdf_text import At

_NEAR = 3.0  # points: edges closer than this are one edge
_PADDING = 6.0  # points between the edge of a table and the text beside it
_PITCH = 1.9  # lines of one paragraph are no farther apart than so many times their height
_LABEL = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)](?!\d)|[а-яa-z]\)\s|[•·●▪■❖*]\s?)")
_DASH = re.compile(r"^[-–—]\s")
_ENDED = re.compile(r"[.;:!?]$")
_COUNT = "_-–— 0123456789"

Edges = tuple[float, float]


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Return *pieces* with the lines of each paragraph as one, and centred lines marked so."""
    given = list(pieces)
    edges = _edges(given)
    out: list[Piece] = []
    for piece in given:
        own = edges.get(piece.at.sheet if piece.at else 0.0, (0.0, 0.0))
        line = replace(piece, centred=piece.at is not None and _is_centred(piece.at, own))
        if out and _goes_on(out[-1], line, own):
            out[-1] = _together(out[-1], line)
        else:
            out.append(line)
    return out


def is_count(line: str) -> bool:
    """Tell whether a line is the number of a page, or nothing."""
    return not line.strip(_COUNT)


def _edges(pieces: list[Piece]) -> dict[float, Edges]:
    """Return where text begins and ends on pages of each width."""
    found: dict[float, list[Edges]] = {}
    for piece in pieces:
        if piece.at is not None:
            found.setdefault(piece.at.sheet, []).append((piece.at.left, piece.at.right))
        elif piece.columns:
            inner = piece.columns[0] + _PADDING, piece.columns[-1] - _PADDING
            found.setdefault(piece.sheet, []).append(inner)
    return {
        sheet: (min(left for left, _ in lines), max(right for _, right in lines))
        for sheet, lines in found.items()
    }


def _is_centred(at: At, edges: Edges) -> bool:
    before, after = at.left - edges[0], edges[1] - at.right
    return before > _NEAR / 2 and abs(before - after) < _NEAR


def _goes_on(before: Piece, piece: Piece, edges: Edges) -> bool:
    """Tell whether a line is the next one of the paragraph *before* it."""
    last, at = before.at, piece.at
    if last is None or at is None or last.sheet != at.sheet or is_count(before.line):
        return False
    if (before.centred and piece.centred) or _is_set_off(before, piece):
        return False
    full = edges[1] - last.right < at.word and not last.tabbed
    return full and _is_near(before, piece) and (piece.centred or _is_under(last, at))


def _is_set_off(before: Piece, piece: Piece) -> bool:
    """Tell whether a line begins with a label; a dash is none in the middle of a sentence."""
    if _DASH.match(piece.line):
        return bool(_ENDED.search(before.line))
    return bool(_LABEL.match(piece.line))


def _is_near(before: Piece, piece: Piece) -> bool:
    """Tell whether two lines are as far apart as lines of one paragraph; a page may end there."""
    last, at = before.at, piece.at
    if last is None or at is None:
        return False
    if piece.page != before.page:
        return piece.page == before.page + 1 and not _ENDED.search(before.line)
    pitch = at.bottom - last.bottom
    return 0 < pitch < min(_PITCH * (at.bottom - at.top), (last.pitch or pitch) + _NEAR)


def _is_under(last: At, at: At) -> bool:
    """Tell whether a line begins where the lines of the paragraph do.

    Its first line may be indented, or hang out with its label.
    """
    if last.pitch:
        return abs(at.left - last.left) < _NEAR
    return at.left < last.left + _NEAR or (last.labelled and at.left < last.left + 12 * _NEAR)


def _together(before: Piece, piece: Piece) -> Piece:
    last, at = before.at, piece.at
    if last is None or at is None:
        return before
    glue = "" if before.line.endswith("-") else " "
    pitch = at.bottom - last.bottom if piece.page == before.page else last.pitch
    return replace(
        before,
        page=piece.page,
        line=f"{before.line}{glue}{piece.line}",
        centred=piece.centred,
        at=replace(at, pitch=pitch),
    )
