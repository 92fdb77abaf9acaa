"""Small orders of our own making, as Word, Excel, CSV and PDF files.

A table is a list of rows of texts. ``LEFT`` in place of a text merges the cell with the one to its
left, ``UP`` with the one above. The same table can be written in every form, so that one test says
of all readers what they should find.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from typing import Any, Final

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

LEFT: Final = "\0left"
UP: Final = "\0up"
Rows = list[list[str]]
HEAD: Final = ["№ п/п", "Мероприятие", "Срок", "Ответственный", "Ожидаемый результат"]


def origins(rows: Rows) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for each place of *rows* the place whose text it shows."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            source = (row, column)
            if cell == LEFT:
                source = found[row, column - 1]
            elif cell == UP:
                source = found[row - 1, column]
            found[row, column] = source
    return found


def _ranges(rows: Rows) -> list[tuple[int, int, int, int]]:
    corners: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place, source in origins(rows).items():
        corners.setdefault(source, []).append(place)
    return [
        (top, left, max(r for r, _ in places), max(c for _, c in places))
        for (top, left), places in corners.items()
        if len(places) > 1
    ]


def _said(cell: str) -> str:
    return "" if cell in (LEFT, UP) else cell


def docx_of(*parts: str | Rows, change: Callable[[Any], None] | None = None) -> bytes:
    """Return a Word file of paragraphs and tables; *change* may add what Word itself would."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            _table(document, part)
    if change is not None:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document: Any, rows: Rows) -> None:
    table = document.add_table(rows=len(rows), cols=max(len(row) for row in rows))
    cells = [list(row.cells) for row in table.rows]
    for top, left, bottom, right in _ranges(rows):
        cells[top][left].merge(cells[bottom][right])
    for row, texts in enumerate(rows):
        for column, cell in enumerate(texts):
            if said := _said(cell):
                lines = said.split("\n")
                cells[row][column].text = lines[0]
                for line in lines[1:]:
                    cells[row][column].add_paragraph(line)


def numbered(document: Any, levels: tuple[tuple[str, str], ...]) -> str:
    """Define a list with the given (format, pattern) for each level; return its id."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for place, (form, pattern) in enumerate(levels):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(place))
        for tag, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", pattern)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            level.append(child)
        abstract.append(level)
    numbering.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "77")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "77")
    number.append(link)
    numbering.append(number)
    return "77"


def put_in_list(paragraph: Any, number: str, level: int) -> None:
    """Make *paragraph* an item of the list *number*, as Word's button does."""
    properties = paragraph._p.get_or_add_pPr()
    found = properties.get_or_add_numPr()
    found.get_or_add_ilvl().val = level
    found.get_or_add_numId().val = int(number)


def xlsx_of(sheets: dict[str, Rows], change: Callable[[Any], None] | None = None) -> bytes:
    """Return an Excel file; whole numbers are written as numbers, as Excel makes them."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row, cells in enumerate(rows, 1):
            for column, cell in enumerate(cells, 1):
                said = _said(cell)
                value = int(said) if said.isdecimal() else said or None
                sheet.cell(row, column).value = value
        for top, left, bottom, right in _ranges(rows):
            sheet.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
    if change is not None:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_of(rows: Rows, *, separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """Return a CSV file; merged cells are empty, as Excel writes them."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows([[_said(c) for c in row] for row in rows])
    return out.getvalue().encode(encoding)


def written(form: str, rows: Rows, caption: str = "План на 2022-2023 годы") -> tuple[bytes, str]:
    """Return *rows* as a file of the given form, and a name for it."""
    if form == "docx":
        return docx_of(caption, rows), "plan.docx"
    width = max(len(row) for row in rows)
    whole = [[caption, *[LEFT] * (width - 1)], *rows]
    if form == "xlsx":
        return xlsx_of({"План": whole}), "plan.xlsx"
    return csv_of(whole), "plan.csv"


def rezipped(
    data: bytes, change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None
) -> bytes:
    """Return the zip *data* with every member passed through *change* (None drops it)."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            changed = change(info.filename, old.read(info))
            if changed is not None:
                new.writestr(info.filename, changed)
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def pdf_of(
    pages: list[list[tuple[float, float, str]]], boxes: list[list[tuple[float, ...]]]
) -> bytes:
    """Return a PDF with texts at (x, y) and boxes (x0, y0, x1, y1) on each page; y grows upwards.

    The font is only named, not embedded; a table tells a reader which letter each code is.
    """
    letters = sorted({sign for page in pages for _, _, text in page for sign in text})
    codes = {sign: place + 1 for place, sign in enumerate(letters)}
    pairs = "\n".join(f"<{code:04X}> <{ord(sign):04X}>" for sign, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /x def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{pairs}\nendbfchar\nendcmap end end"
    )
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append(
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H"
        " /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>"
    )
    objects.append(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 500"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        " /FontDescriptor << /Type /FontDescriptor /FontName /X /Flags 4 /Ascent 800 /Descent -200"
        " /FontBBox [0 -200 1000 800] /ItalicAngle 0 /CapHeight 700 /StemV 80 >> >>"
    )
    objects.append(_stream(cmap))
    kids = []
    for texts, lines in zip(pages, boxes, strict=True):
        shown = [
            f"BT /F 10 Tf {x} {y} Td <{''.join(f'{codes[s]:04X}' for s in text)}> Tj ET"
            for x, y, text in texts
        ]
        drawn = [f"{a} {b} {c - a} {d - b} re S" for a, b, c, d in lines]
        objects.append(_stream("\n".join([*drawn, *shown])))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {len(objects)} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _pdf(objects)


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _pdf(objects: list[str]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    return out
