"""A ``.docx`` as paragraphs and grids: what a reader of the printed page would see.

python-docx opens the package and knows its parts; the text is gathered here, because its own
``text`` leaves out insertions under review, content controls and fields.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from engine.documents.containers.numbering import Numbering
from engine.documents.printed import text
from engine.documents.printed.grid import Block, Cell, Grid, Paragraph, Row
from engine.errors import N_, UnreadableDocument

_WRAPPERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml")}
_GONE = {qn(f"w:{name}") for name in ("del", "moveFrom", "pPr", "rPr", "tcPr", "instrText")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_TEXT, _TAB, _BOX = qn("w:t"), qn("w:tab"), qn("w:txbxContent")
_BREAKS = {qn("w:br"), qn("w:cr")}
_HYPHEN = qn("w:noBreakHyphen")
_P, _TBL, _TR, _TC = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc"))
MAX_WIDTH = 200
_FRAME = 4  # a table of so few cells with tables inside is a frame


def blocks(data: bytes, name: str) -> tuple[Block, ...]:
    """Return what the checked Word file in *data* holds, in printed order.

    Raises :class:`UnreadableDocument` where the file is no whole Word document.
    """
    try:
        document = docx.Document(io.BytesIO(data))
        return tuple(_Reader(document).blocks(document.element.body))
    except UnreadableDocument:
        raise
    except Exception as error:  # noqa: BLE001  whatever the parsers stumble over, the file is no order
        raise UnreadableDocument(
            N_("{file} is not a whole Word document ({reason})."),
            remedy=N_("Open it in Word or LibreOffice, save it again as .docx, and import that."),
            file=name,
            reason=type(error).__name__,
        ) from None


class _Reader:
    """Walks one document once: automatic numbers depend on everything before."""

    def __init__(self, document: Any) -> None:
        self._numbering = Numbering(document)
        self._tables = 0

    def blocks(self, parent: Any) -> Iterator[Block]:
        for element in _children(parent):
            if element.tag == _P:
                yield from self._paragraphs(element)
            elif element.tag == _TBL:
                inner = _laid_out(element)
                if inner:
                    yield from self.blocks(inner)
                    continue
                self._tables += 1
                yield self._grid(element, self._tables)

    def _paragraphs(self, element: Any) -> Iterator[Paragraph]:
        for box in element.iter(_BOX):
            if not _inside(box, _GONE):
                for block in self.blocks(box):
                    if isinstance(block, Paragraph):
                        yield block
        label = self._numbering.label(element)
        pieces = text.clean(_text(element)).split("\n")
        centred = _align(element) == "center"
        breaks = _page_break(element)
        for place, piece in enumerate(pieces):
            yield Paragraph(
                text=piece,
                label="" if place else label,
                centred=centred,
                breaks=breaks and not place,
            )

    def _grid(self, table: Any, number: int) -> Grid:
        rows: list[Row] = []
        above: dict[int, Cell] = {}
        for place, element in enumerate(_rows(table), 1):
            cells = self._cells(element, above)
            above = {cell.start: cell for cell in cells}
            rows.append(Row(cells=tuple(cells), place=place, header=_is_header(element)))
        width = max((cell.end for row in rows for cell in row.cells), default=0)
        return Grid(rows=tuple(rows), table=number, width=width)

    def _cells(self, row: Any, above: dict[int, Cell]) -> list[Cell]:
        cells: list[Cell] = []
        start = _before(row)
        for element in _children(row):
            if element.tag != _TC or start >= MAX_WIDTH:
                continue
            end = start + _span(element)
            origin = above.get(start) if _continues(element) else None
            lines = self._lines(element)
            if origin is not None and not lines:
                cells.append(Cell(lines=origin.lines, start=start, end=end, continued=True))
            else:
                cells.append(Cell(lines=lines, start=start, end=end))
            start = end
        return cells

    def _lines(self, cell: Any) -> tuple[str, ...]:
        out: list[str] = []
        for paragraph in cell.iter(_P):
            if _inside(paragraph, _GONE):
                continue
            label = self._numbering.label(paragraph)
            lines = text.lines_of(_text(paragraph))
            if label:
                lines = (f"{label} {lines[0]}", *lines[1:]) if lines else (_bare(label),)
            out.extend(line for line in lines if line)
        return tuple(out)


def _bare(label: str) -> str:
    """Return an automatic number that is alone in its cell; a bullet alone says nothing."""
    return label if label[:1].isalnum() else ""


def _children(parent: Any) -> Iterator[Any]:
    """Yield the children, looking through content controls and accepted insertions."""
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from _children(child)
        elif child.tag not in _GONE:
            yield child


def _laid_out(table: Any) -> list[Any]:
    """Return what is in the cells of a table that only places other tables on the page."""
    cells = [cell for row in _rows(table) for cell in _children(row) if cell.tag == _TC]
    inner = [found for cell in cells for found in cell.iter(_TBL) if len(list(_rows(found))) > 1]
    return [part for cell in cells for part in cell] if inner and len(cells) <= _FRAME else []


def _rows(table: Any) -> Iterator[Any]:
    for row in _children(table):
        properties = row.find(qn("w:trPr")) if row.tag == _TR else None
        deleted = properties is not None and properties.find(qn("w:del")) is not None
        if row.tag == _TR and not deleted:
            yield row


def _inside(element: Any, tags: set[str]) -> bool:
    return any(parent.tag in tags for parent in element.iterancestors())


def _text(paragraph: Any) -> str:
    """Return the visible text of a paragraph: deletions, field codes and text boxes left out."""
    out: list[str] = []
    stack = [iter(paragraph)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == _TEXT:
            out.append(element.text or "")
        elif element.tag == _TAB:
            out.append("\t")
        elif element.tag in _BREAKS:
            out.append("\n")
        elif element.tag == _HYPHEN:
            out.append("-")
        elif element.tag not in _GONE and element.tag != _BOX and not _is_hidden(element):
            stack.append(iter(element))
    return "".join(out)


def _is_hidden(run: Any) -> bool:
    found = _property(run, "w:rPr/w:vanish")
    return found is not None and found.get(qn("w:val")) not in ("0", "false")


def _property(element: Any, path: str) -> Any:
    for step in path.split("/"):
        element = None if element is None else element.find(qn(step))
    return element


def _align(paragraph: Any) -> str:
    found = _property(paragraph, "w:pPr/w:jc")
    return "" if found is None else str(found.get(qn("w:val"), ""))


def _page_break(paragraph: Any) -> bool:
    if _property(paragraph, "w:pPr/w:pageBreakBefore") is not None:
        return True
    return any(found.get(qn("w:type")) == "page" for found in paragraph.iter(qn("w:br")))


def _is_header(row: Any) -> bool:
    found = _property(row, "w:trPr/w:tblHeader")
    return found is not None and found.get(qn("w:val")) not in ("0", "false")


def _before(row: Any) -> int:
    return min(_number(_property(row, "w:trPr/w:gridBefore"), 0), MAX_WIDTH)


def _span(cell: Any) -> int:
    return max(1, min(_number(_property(cell, "w:tcPr/w:gridSpan"), 1), MAX_WIDTH))


def _continues(cell: Any) -> bool:
    found = _property(cell, "w:tcPr/w:vMerge")
    return found is not None and found.get(qn("w:val"), "continue") != "restart"


def _number(found: Any, default: int) -> int:
    value = "" if found is None else str(found.get(qn("w:val"), ""))
    return int(value) if value.isdecimal() and len(value) < 6 else default
