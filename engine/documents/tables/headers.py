"""The head of a table: which columns it has, where it begins and ends.

A head may take several lines, be below a caption, and be printed again on every page.
"""

from __future__ import annotations

import re

import msgspec

from engine.documents.printed import terms
from engine.documents.printed.grid import Cell, Grid, Row
from engine.documents.tables.roles import LONGEST, ColumnRole, role_of
from engine.people.naming import folded

_TELLING: set[ColumnRole] = {
    "deadline",
    "due_party",
    "start",
    "end",
    "year",
    "executors",
    "result",
    "unit",
}
_LEADS = re.compile(r"ответствен|координатор|куратор")
_COUNTED = re.compile(r"показател|индикатор")


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of the table: what it holds, its heading, the grid columns that it covers.

    ``guessed`` says that the heading did not tell, but what is below it.
    """

    role: ColumnRole
    heading: str
    start: int
    end: int
    guessed: bool = False


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The head of a table: its columns, and the first and last row (from 0) that it takes up.

    ``guessed`` says that there was no head and the columns were told by what is in them.
    """

    columns: tuple[Column, ...]
    first: int
    last: int
    guessed: bool = False

    @property
    def of_indicators(self) -> bool:
        """Whether this is a table of indicators: values by year or unit, and no one who acts."""
        counted = any(_COUNTED.search(folded(column.heading)) for column in self.columns)
        acting = self.roles & {"deadline", "start", "end", "executors"}
        return counted and bool(self.roles & {"year", "unit"}) and not acting

    @property
    def roles(self) -> frozenset[ColumnRole]:
        """What the columns hold, taken together."""
        return frozenset(column.role for column in self.columns)


def find_header(grid: Grid, within: int = 15) -> Header | None:
    """Return the head of *grid* if one of its first rows reads like one."""
    for place in range(min(len(grid.rows), within)):
        if header := header_at(grid, place):
            return header
    return None


def header_at(grid: Grid, place: int) -> Header | None:
    """Return the head that begins in row *place* (from 0), or ``None``."""
    row = grid.rows[place]
    if not reads_like_head(row):
        return None
    columns = tuple(_column(cell) for cell in row.cells)
    last = place
    while last + 1 < len(grid.rows) and _goes_on(row, grid.rows[last + 1]):
        last += 1
        columns = _refined(columns, grid.rows[last])
    if last + 1 < len(grid.rows) and is_count(grid.rows[last + 1]):
        last += 1
    columns = _numbers_first(_one_lead(_one_title(columns)), grid, last)
    return Header(columns=columns, first=place, last=last)


def reads_like_head(row: Row) -> bool:
    """Tell whether the cells of *row* name columns of a plan and hold nothing else."""
    texts = [cell.text for cell in row.cells if cell.lines]
    if len(texts) < 2 or any(len(item) > LONGEST for item in texts):
        return False
    if any(_is_value(item) for item in texts):
        return False
    roles = {role_of(item) for item in texts} - {None, "other"}
    named = sum(role_of(item) is not None for item in texts)
    told = bool(
        roles & {"deadline", "executors", "due_party", "result", "start", "end", "year", "unit"}
    )
    return (
        told
        and len(roles) >= 2
        and "title" in roles | {_fallback(roles)}
        and 2 * named >= len(texts)
    )


def is_count(row: Row) -> bool:
    """Tell whether *row* only counts the columns from 1."""
    texts = [cell.text.strip(" .") for cell in row.cells]
    return len(texts) > 2 and texts == [str(place) for place in range(1, len(texts) + 1)]


def _fallback(roles: set[ColumnRole | None]) -> ColumnRole | None:
    """An indicator or a section is where a title would be, when three other columns are named."""
    return "title" if len(roles) >= 3 else None


def _is_value(item: str) -> bool:
    """Tell whether a cell is a number or a term, not the heading over such (it may name a year)."""
    if role_of(item) == "year":
        return False
    if terms.parts_of(item):
        return True
    if re.search(r"\bсрок|\bдат|\bпериод", folded(item)):
        return False
    return bool(re.search(rf"{terms.MONTH}\b|\b(?:19|20)\d\d\b|ежегодн|в течени", folded(item)))


def _column(cell: Cell) -> Column:
    return Column(
        role=role_of(cell.text) or "other", heading=cell.text, start=cell.start, end=cell.end
    )


def _goes_on(head: Row, row: Row) -> bool:
    """Tell whether *row* is a second line of the head: some of its cells are still the first's."""
    own = row.filled
    if not own or not any(cell.continued for cell in row.cells):
        return False
    of_head = {cell.text for cell in head.cells if cell.lines}
    continued = [cell for cell in row.cells if cell.continued]
    return all(cell.text in of_head for cell in continued) and all(
        len(cell.text) <= 60 and (role_of(cell.text) == "year" or not terms.parts_of(cell.text))
        for cell in own
    )


def _refined(columns: tuple[Column, ...], row: Row) -> tuple[Column, ...]:
    """Return the columns of a head with a second line, which may divide some of them."""
    out: list[Column] = []
    for cell in row.cells:
        above = next((c for c in columns if c.start <= cell.start < c.end), None)
        if cell.continued or above is None or not cell.lines:
            out.append(above or _column(cell))
            continue
        heading = f"{above.heading} {cell.text}"
        role = role_of(cell.text) or above.role
        if role == "year" and role_of(above.heading) == "other":
            role = "other"  # money by years
        out.append(Column(role=role, heading=heading, start=cell.start, end=cell.end))
    return tuple(dict.fromkeys(out))


def _one_title(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Leave one title: of several candidates the one that says measure, else the first."""
    titles = [column for column in columns if column.role == "title"]
    if not titles:
        spare = [c for c in columns if c.role in ("indicator", "section", "other")]
        return tuple(_as_title(c) if spare and c is spare[0] else c for c in columns)
    best = next((c for c in titles if re.search("мероприят|мер[аы]", folded(c.heading))), titles[0])
    return tuple(
        msgspec.structs.replace(c, role="section" if c.start < best.start else "other")
        if c.role == "title" and c is not best
        else c
        for c in columns
    )


def _one_lead(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Where some answer for it and others carry it out, the first lead and the others help."""
    acting = [column for column in columns if column.role == "executors"]
    leading = [column for column in acting if _LEADS.search(folded(column.heading))]
    helping = [column for column in acting if column not in leading] if leading else []
    return tuple(
        msgspec.structs.replace(c, role="co_executors") if c in helping else c for c in columns
    )


def _numbers_first(columns: tuple[Column, ...], grid: Grid, last: int) -> tuple[Column, ...]:
    """Take a first column without a heading for the numbers, if most of its cells hold one."""
    first = columns[0]
    if first.heading or any(column.role == "number" for column in columns):
        return columns
    below = [row.cells[0].text for row in grid.rows[last + 1 :] if row.cells[0].start == 0]
    numbers = [cell for cell in below if terms.parts_of(cell)]
    if 2 * len(numbers) < len([cell for cell in below if cell]) or not numbers:
        return columns
    return (msgspec.structs.replace(first, role="number"), *columns[1:])


def _as_title(column: Column) -> Column:
    return msgspec.structs.replace(column, role="title")
