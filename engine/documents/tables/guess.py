"""The columns of a plan without a helpful head, told by what is in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from statistics import mean

import msgspec

from engine.documents.names.kinds import kind_of
from engine.documents.printed import terms
from engine.documents.printed.grid import Grid, Row
from engine.documents.tables.headers import Column, Header
from engine.documents.tables.roles import ColumnRole, role_of
from engine.people.mentions import PERSON

_ENOUGH = 0.6
_SURE = 0.8
_TIMES: set[ColumnRole] = {"deadline", "start", "end", "year", "due_party"}
_OFFICE = re.compile(
    r"\b(?:М|Г)(?:КУ|БУ|АУ|БОУ|АОУ|КОУ|БДОУ|АДОУ)\b|управлени|отдел|комитет|центр|школ|организаци"
    r"|\bИМЦ\b|\bОО\b|\bОУ\b|администраци",
    re.IGNORECASE,
)


def guess_header(grid: Grid) -> Header | None:
    """Return columns for *grid* if its cells leave little doubt, marked as guessed; else ``None``.

    A plan has a column of terms, a column of long texts, and rows enough to tell.
    """
    head = _marked(grid)
    rows = [row for row in grid.rows[head + 1 :] if len(row.cells) == _usual(grid)]
    if len(rows) < 3 or _usual(grid) < 3:
        return None
    columns = [[row.cells[place].text for row in rows] for place in range(_usual(grid))]
    roles: dict[int, ColumnRole] = {}
    _claim(roles, columns, "number", lambda cell: bool(terms.parts_of(cell)))
    _claim(roles, columns, "deadline", _is_due)
    _claim(roles, columns, "executors", _is_party)
    title = _longest(columns, roles)
    if title is None or "deadline" not in roles.values():
        return None
    roles[title] = "title"
    later = [place for place in range(title + 1, len(columns)) if place not in roles]
    if later:
        roles[later[-1]] = "result"
    return Header(columns=_columns(rows[0], roles), first=-1, last=head, guessed=True)


def completed(header: Header, grid: Grid) -> Header:
    """Return *header* with terms and executors found where no heading speaks of them.

    Only a column whose heading no one knows is taken, and only if most of its cells leave no doubt.
    """
    columns = header.columns
    if not header.roles & _TIMES:
        columns = _told(columns, grid, header.last, "deadline", _is_due)
    if not header.roles & {"executors", "due_party"}:
        columns = _told(columns, grid, header.last, "executors", _is_party)
    return msgspec.structs.replace(header, columns=columns)


def _told(
    columns: tuple[Column, ...],
    grid: Grid,
    last: int,
    role: ColumnRole,
    test: Callable[[str], bool],
) -> tuple[Column, ...]:
    shares: dict[int, float] = {}
    for place, column in enumerate(columns):
        unknown = column.role == "other" and role_of(column.heading) is None
        if unknown or (column.role == "section" and role == "deadline"):
            cells = [
                cell.text
                for row in grid.rows[last + 1 :]
                for cell in row.filled
                if (cell.start, cell.end) == (column.start, column.end)
            ]
            shares[place] = sum(map(test, cells)) / len(cells) if cells else 0.0
    best = max(shares, key=lambda place: shares[place], default=None)
    if best is None or shares[best] < _SURE:
        return columns
    found = msgspec.structs.replace(columns[best], role=role, guessed=True)
    return (*columns[:best], found, *columns[best + 1 :])


def _marked(grid: Grid) -> int:
    """Return the last of the first rows that are a head, if one that says nothing; -1 if none.

    The form may mark it; or it holds neither number nor term where the rows below it do.
    """
    marked = next((n for n, row in enumerate(grid.rows) if not row.header), 0) - 1
    if marked < 0 and len(grid.rows) > 3 and not _has_values(grid.rows[0]):
        below = sum(_has_values(row) for row in grid.rows[1:])
        marked = 0 if 2 * below > len(grid.rows) else -1
    return marked


def _has_values(row: Row) -> bool:
    texts = [cell.text for cell in row.cells if cell.lines]
    return any(terms.parts_of(item) or _is_due(item) for item in texts) or len(texts) < 2


def _usual(grid: Grid) -> int:
    widths = [len(row.cells) for row in grid.rows]
    return max(set(widths), key=widths.count, default=0)


def _claim(
    roles: dict[int, ColumnRole],
    columns: list[list[str]],
    role: ColumnRole,
    test: Callable[[str], bool],
) -> None:
    """Give *role* to the free column in which most cells pass *test*."""
    shares = {
        place: sum(test(cell) for cell in cells) / max(1, sum(map(bool, cells)))
        for place, cells in enumerate(columns)
        if place not in roles and any(cells)
    }
    if shares and max(shares.values()) >= _ENOUGH:
        roles[max(shares, key=lambda place: shares[place])] = role


def _is_due(cell: str) -> bool:
    return len(cell) <= 90 and terms.looks_like_term(cell)


def _is_party(cell: str) -> bool:
    if not cell or len(cell) > 200:
        return False
    named = _OFFICE.search(cell) or PERSON.search(cell) or re.match(r"^[А-ЯЁ]{2,6}\b", cell)
    return bool(named) or kind_of(cell) != "organisation"


def _longest(columns: list[list[str]], roles: dict[int, ColumnRole]) -> int | None:
    free = [place for place in range(len(columns)) if place not in roles]
    if not free:
        return None
    best = max(mean(len(cell) for cell in columns[place]) for place in free)
    return next(p for p in free if mean(len(cell) for cell in columns[p]) >= best / 2)


def _columns(row: Row, roles: dict[int, ColumnRole]) -> tuple[Column, ...]:
    return tuple(
        Column(role=roles.get(place, "other"), heading="", start=cell.start, end=cell.end)
        for place, cell in enumerate(row.cells)
    )
