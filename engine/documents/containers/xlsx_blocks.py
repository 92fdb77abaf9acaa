"""An ``.xlsx`` as grids: every visible sheet, cells as Excel shows them.

Excel makes numbers and dates of what a clerk typed as text («август 2021» becomes a day shown as
«авг.21»), so values are turned back by their number format.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import msgspec
import openpyxl
from lxml import etree
from openpyxl.utils.cell import range_boundaries

from engine.calendar.names import MONTHS
from engine.documents.printed.grid import Block, Grid, Merge, grid
from engine.errors import N_, UnreadableDocument

MAX_ROWS = 200_000
MAX_COLUMNS = 256
MAX_CELLS = 1_200_000
MAX_MERGED = 200_000
_YES = {"1", "true"}
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class _Sheet(msgspec.Struct):
    """What a sheet's own XML says beside its values; rows and columns from 1."""

    merged: list[Merge] = msgspec.field(default_factory=list)
    rows: set[int] = msgspec.field(default_factory=set)
    columns: set[int] = msgspec.field(default_factory=set)


def blocks(data: bytes, name: str) -> tuple[Block, ...]:
    """Return the visible sheets of the checked Excel file in *data* as grids, in their order.

    A hidden sheet is a grid without rows, which only says how many are hidden.
    Raises :class:`UnreadableDocument` where the file is damaged or far larger than a plan.
    """
    try:
        sheets = _surveyed(data, name)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return tuple(_grids(book, sheets))
    except UnreadableDocument:
        raise
    except Exception as error:  # noqa: BLE001  whatever the parsers stumble over, the file is no plan
        raise UnreadableDocument(
            N_("{file} is not a whole Excel file ({reason})."),
            remedy=N_("Open it in Excel or LibreOffice, save it again as .xlsx, and import that."),
            file=name,
            reason=type(error).__name__,
        ) from None


def _grids(book: Any, sheets: dict[str, _Sheet]) -> Iterator[Grid]:
    table = 0
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # the size that a file claims may be a lie
        rows = [[_shown(cell) for cell in row] for row in sheet.iter_rows()]
        if sheet.sheet_state != "visible":
            yield Grid(rows=(), table=0, width=0, name=sheet.title, hidden=sum(map(any, rows)))
            continue
        table += 1
        known = sheets.get(sheet._worksheet_path.lstrip("/"), _Sheet())  # noqa: SLF001
        hidden = _emptied(rows, known)
        found = _filled(rows, tuple(known.merged), table, sheet.title)
        yield msgspec.structs.replace(found, hidden=hidden)


def _emptied(rows: list[list[str]], known: _Sheet) -> int:
    """Empty the cells that Excel does not show; return how many rows and columns held some.

    A merged cell is shown as long as any of it is.
    """
    shown = {(merge.top, merge.left) for merge in known.merged}
    lost: set[tuple[str, int]] = set()
    for row, cells in enumerate(rows):
        for column, said in enumerate(cells):
            inside = row + 1 in known.rows, column + 1 in known.columns
            if said and any(inside) and (row, column) not in shown:
                lost.add(("row", row) if inside[0] else ("column", column))
                cells[column] = ""
    return len(lost)


def _filled(rows: list[list[str]], ranges: tuple[Merge, ...], table: int, name: str) -> Grid:
    """Return the grid of a sheet, rows brought to one length, merges cut to what is there."""
    while rows and not any(rows[-1]):
        rows.pop()
    inside = [merge for merge in ranges if merge.top < len(rows)]
    used = [place + 1 for row in rows for place, cell in enumerate(row) if cell]
    width = max([*used, *(min(m.right, MAX_COLUMNS) for m in inside if m.left == 0)], default=0)
    for row in rows:
        row[width:] = []
        row.extend([""] * (width - len(row)))
    cut = tuple(
        Merge(top=m.top, left=m.left, bottom=min(m.bottom, len(rows)), right=min(m.right, width))
        for m in inside
        if m.left < width
    )
    return grid(rows, table=table, name=name, merged=cut)


def _surveyed(data: bytes, name: str) -> dict[str, _Sheet]:
    """Return what each sheet merges and hides, having made sure that none is built to choke us."""
    sheets: dict[str, _Sheet] = {}
    cells = area = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.namelist():
            if not member.endswith(".xml") or not member.startswith("xl/"):
                continue
            known = sheets.setdefault(member, _Sheet())
            with archive.open(member) as part:
                for merge in _ranges(part, known):
                    cells += 1
                    if merge.bottom > MAX_ROWS or (merge.right > 16384) or cells > MAX_CELLS:
                        raise _too_wide(name)
                    if merge.bottom - merge.top > 1 or merge.right - merge.left > 1:
                        area += (merge.bottom - merge.top) * (merge.right - merge.left)
                        known.merged.append(merge)
                    elif merge.right > MAX_COLUMNS:
                        raise _too_wide(name)
                    if area > MAX_MERGED:
                        raise _too_wide(name)
    return sheets


def _ranges(part: Any, known: _Sheet) -> Iterator[Merge]:
    """Yield the place of every cell, row and merged range that a part of the file names.

    Rows and columns that it hides are put down in *known*.
    """
    for _, element in etree.iterparse(part, resolve_entities=False, no_network=True):
        tag = etree.QName(element).localname
        place = element.get("ref") if tag == "mergeCell" else element.get("r")
        hides = element.get("hidden") in _YES
        if tag == "col" and hides:
            known.columns |= set(_columns(element))
        elif tag == "row" and place:
            row = int(place)
            known.rows |= {row} if hides else set()
            yield Merge(top=row - 1, left=0, bottom=row, right=1)
        elif tag in ("c", "mergeCell") and place:
            left, top, right, bottom = range_boundaries(place)
            yield Merge(
                top=(top or 1) - 1, left=(left or 1) - 1, bottom=bottom or 0, right=right or 0
            )
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def _columns(element: Any) -> range:
    """Return the columns of which a ``col`` element speaks, as far as a plan may reach."""
    first, last = int(element.get("min", "1")), int(element.get("max", "0"))
    return range(max(1, first), min(last, MAX_COLUMNS) + 1)


def _too_wide(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        N_("{file} has cells far outside any plan."),
        remedy=N_("Copy the table into a new workbook and import that."),
        file=name,
    )


def _shown(cell: Any) -> str:
    """Return what Excel shows in *cell*."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, (datetime, date)):
        return _day(value, cell.number_format or "")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return _figure(value, cell.number_format or "")


def _day(value: date, form: str) -> str:
    codes = _LITERALS.sub("", form).lower()
    if "d" not in codes and "д" not in codes and "m" in codes:
        return f"{MONTHS[value.month - 1].nominative} {value.year}"
    return value.strftime("%d.%m.") + f"{value.year:04d}"


def _figure(value: float, form: str) -> str:
    codes = _LITERALS.sub("", form).split(";")[0]
    decimals = re.search(r"[0#]\.(0+)", codes)
    places = len(decimals[1]) if decimals else 0
    if codes.rstrip().endswith("%"):
        return f"{value * 100:.{places}f} %"
    if decimals:
        return f"{value:.{places}f}"
    whole = int(value)
    return str(whole) if whole == value else f"{value:.10g}"
