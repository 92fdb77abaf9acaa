"""The columns of a plan without a helpful head, told by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from statistics import mean

from engine.documents import terms
from engine.documents.grid import Grid, Row
from engine.documents.headers import Column, Header, Role
from engine.documents.kinds import PERSON, kind_of

_ENOUGH = 0.6
_OFFICE = re.compile(
    r"\b(?:М|Г)(?:КУ|БУ|АУ|БОУ|АОУ|КОУ|БДОУ|АДОУ)\b|управлени|отдел|комитет|центр|школ|организаци"
    r"|\bИМЦ\b|\bОО\b|\bОУ\b|администраци",
    re.IGNORECASE,
)


def guess_header(grid: Grid) -> Header | None:
    """Return columns for *grid* if its cells leave little doubt, marked as guessed; else ``None``.

    A plan has a column of terms, a column of long texts, and rows enough to tell.
    """
    rows = [row for row in grid.rows if len(row.cells) == _usual(grid) and not row.header]
    if len(rows) < 3 or _usual(grid) < 3:
        return None
    columns = [[row.cells[place].text for row in rows] for place in range(_usual(grid))]
    roles: dict[int, Role] = {}
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
    return Header(columns=_columns(rows[0], roles), first=-1, last=_marked(grid), guessed=True)


def _marked(grid: Grid) -> int:
    """Return the last of the first rows that the form itself marks as a head, -1 if none."""
    return next((n for n, row in enumerate(grid.rows) if not row.header), 0) - 1


def _usual(grid: Grid) -> int:
    widths = [len(row.cells) for row in grid.rows]
    return max(set(widths), key=widths.count, default=0)


def _claim(
    roles: dict[int, Role], columns: list[list[str]], role: Role, test: Callable[[str], bool]
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
    return bool(_OFFICE.search(cell) or PERSON.search(cell)) or kind_of(cell) != "organisation"


def _longest(columns: list[list[str]], roles: dict[int, Role]) -> int | None:
    free = [place for place in range(len(columns)) if place not in roles]
    if not free:
        return None
    best = max(mean(len(cell) for cell in columns[place]) for place in free)
    return next(p for p in free if mean(len(cell) for cell in columns[p]) >= best / 2)


def _columns(row: Row, roles: dict[int, Role]) -> tuple[Column, ...]:
    return tuple(
        Column(role=roles.get(place, "other"), heading="", start=cell.start, end=cell.end)
        for place, cell in enumerate(row.cells)
    )
