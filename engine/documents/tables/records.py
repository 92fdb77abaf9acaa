"""The rows of a plan by the meaning of their cells: a grid and its head become records."""

from __future__ import annotations

import re

import msgspec

from engine.documents.printed import terms, text
from engine.documents.printed.grid import Cell, Grid, Row
from engine.documents.printed.text import Lines
from engine.documents.tables.headers import Column, Header, header_at, is_count
from engine.documents.tables.roles import ColumnRole
from engine.people.naming import folded

_MARKED = re.compile(r"^(?:[+*xх✓√vV•]|да|весь год|в течение года|в течении года)$", re.IGNORECASE)
_TOLD: tuple[ColumnRole, ...] = ("deadline", "start", "end", "executors", "co_executors", "result")


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One row: its number, and the lines of its cells by role.

    ``continued`` names the roles whose cell is merged with the row above; ``wide`` says that the
    title is merged over other columns, as headings of sections are. ``headings`` are the cells of
    columns that name a section, from the outermost.
    """

    place: int
    number: str = ""
    cells: dict[ColumnRole, Lines] = msgspec.field(default_factory=dict)
    continued: frozenset[ColumnRole] = frozenset()
    years: dict[str, str] = msgspec.field(default_factory=dict)
    headings: tuple[Lines, ...] = ()
    wide: bool = False

    def lines(self, role: ColumnRole) -> Lines:
        """Return the lines of the cell, none where the row has no such cell."""
        return self.cells.get(role, ())

    @property
    def title(self) -> str:
        """The title as one line."""
        return text.one_line(self.lines("title"))

    @property
    def bare(self) -> bool:
        """Whether nothing but number and title is filled in by this row itself."""
        own = {role for role, lines in self.cells.items() if lines} - self.continued
        return not own - {"number", "title", "other"}

    @property
    def blank(self) -> bool:
        """Whether the row says nothing at all."""
        return not self.number and not any(self.cells.values())


def records(grid: Grid, header: Header) -> tuple[Record, ...]:
    """Return the rows of *grid* under *header*: heads repeated on a new page are left out."""
    out: list[Record] = []
    heading = _texts(grid.rows[header.first]) if not header.guessed else ()
    place = header.last + 1
    while place < len(grid.rows):
        row = grid.rows[place]
        if again := _repeated(grid, place, header, heading):
            place = again
            continue
        record = _record(row, header)
        if not record.blank:
            out.append(record)
        place += 1
    return tuple(out)


def _repeated(grid: Grid, place: int, header: Header, heading: Lines) -> int:
    """Return the row after a head (or count of columns) that is printed again, 0 if it is none."""
    row = grid.rows[place]
    if is_count(row) and place > 0:
        return place + 1
    if _texts(row) == heading and heading:
        return _after_head(grid, place, header)
    alike = not header.guessed and len(row.cells) == len(header.columns)
    if row.header or alike:
        again = header_at(grid, place)
        if again is not None and again.roles == header.roles:
            return again.last + 1
    return 0


def _after_head(grid: Grid, place: int, header: Header) -> int:
    """Return the row after a head that is printed again whole, or only with its first line."""
    above = header.first
    while above <= header.last and place < len(grid.rows):
        if _texts(grid.rows[place]) != _texts(grid.rows[above]):
            break
        above, place = above + 1, place + 1
    return place


def _texts(row: Row) -> Lines:
    return tuple(text.gist(cell.text) for cell in row.cells)


def _record(row: Row, header: Header) -> Record:
    if same := _repeated_text(row):
        return Record(place=row.place, cells={"title": same}, wide=True)
    cells: dict[ColumnRole, Lines] = {}
    years: dict[str, str] = {}
    continued: set[ColumnRole] = set()
    headings: list[Lines] = []
    wide = False
    in_order = len(row.cells) == len(header.columns)
    for place, cell in enumerate(row.cells):
        column = header.columns[place] if in_order else _over(cell, header)
        if column is None:
            continue
        if cell.lines and _spans(cell, header):
            column = _title(header)
            wide = all(_is_number(other, header) for other in row.filled if other is not cell)
        if column.role == "year":
            years[column.heading] = text.one_line(_said(cell))
            continue
        if column.role == "section":
            headings.append(_said(cell))
            continue
        cells[column.role] = cells.get(column.role, ()) + _said(cell)
        if cell.continued:
            continued.add(column.role)
    if any(years.values()) and not cells.get("deadline"):
        cells["deadline"] = (_by_years(years),)
    record = _numbered(row.place, cells, frozenset(continued), wide=wide)
    return msgspec.structs.replace(record, years=years, headings=tuple(headings))


def _by_years(years: dict[str, str]) -> str:
    """Return the term that marks, months or quarters in columns of years make.

    What is neither a mark nor a term stays as printed, so that it is seen to be unreadable.
    """
    return ", ".join(_in_year(heading, said) for heading, said in years.items() if said)


def _in_year(heading: str, said: str) -> str:
    year = re.findall(r"20\d\d(?:[-/]\d+)?", heading)[0]
    if re.search(r"20\d\d", said):
        return said
    school = re.search(r"\bуч", folded(heading))
    if _MARKED.match(said):
        return f"{year} учебный год" if school else str(year)
    return f"{said} {year} учебного года" if school else f"{said} {year}"


def _numbered(
    place: int, cells: dict[ColumnRole, Lines], continued: frozenset[ColumnRole], *, wide: bool
) -> Record:
    number = text.one_line(cells.pop("number", ()))
    cells["deadline"] = _day_of_month(cells.get("deadline", ()))
    if both := cells.pop("due_party", ()):
        due = (line.rstrip(" ,;") for line in both if terms.looks_like_term(line))
        cells["deadline"] = tuple(due)
        cells["executors"] = tuple(line for line in both if not terms.looks_like_term(line))
    ends = [text.one_line(cells.pop(role, ())) for role in ("start", "end")]
    if any(ends) and not cells.get("deadline"):
        cells["deadline"] = (" – ".join(filter(None, ends)),)
    return Record(
        place=place,
        number="" if "number" in continued else number,
        cells=cells,
        continued=continued,
        wide=wide,
    )


def _day_of_month(lines: Lines) -> Lines:
    """Return the term of a column of months and a column of days as one phrase."""
    if len(lines) != 2 or not re.fullmatch(terms.MONTH, folded(lines[0])):
        return lines
    days = re.fullmatch(r"\d{1,2}(?:\s?[-–]\s?\d{1,2})?", lines[1])
    return (f"{lines[1]} {lines[0]}",) if days else lines


def _said(cell: Cell) -> Lines:
    return () if terms.is_blank(cell.text) else cell.lines


def _repeated_text(row: Row) -> Lines:
    """Return the text of a heading that an export repeated in each cell that it covered."""
    texts = {cell.lines for cell in row.cells}
    return texts.pop() if len(texts) == 1 and len(row.cells) > 2 else ()


def _over(cell: Cell, header: Header) -> Column | None:
    """Return the column that most of *cell* is under."""

    def shared(column: Column) -> int:
        return min(cell.end, column.end) - max(cell.start, column.start)

    best = max(header.columns, key=shared)
    return best if shared(best) > 0 else None


def _is_number(cell: Cell, header: Header) -> bool:
    """Tell whether *cell* holds a number, perhaps a misread one in the column of numbers."""
    column = _over(cell, header)
    misread = column is not None and column.role == "number" and len(cell.text) <= 6
    return misread or bool(terms.parts_of(cell.text))


def _title(header: Header) -> Column:
    return next(column for column in header.columns if column.role == "title")


def _spans(cell: Cell, header: Header) -> bool:
    """Tell whether *cell* reaches over the title and over a column that tells something else."""
    covered = {
        column.role
        for column in header.columns
        if cell.start <= column.start and column.end <= cell.end
    }
    if cell.continued or "title" not in covered:
        return False
    return any(role in covered for role in _TOLD)
