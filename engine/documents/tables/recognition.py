"""What kind of table a grid is, before it is read: a plan, a passport, a letterhead."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from engine.documents.goals.passport import is_passport
from engine.documents.printed import terms, text
from engine.documents.printed.grid import Block, Grid, Paragraph, Row
from engine.documents.tables import guess, headers
from engine.documents.tables.beside import stacked
from engine.documents.tables.headers import Header
from engine.people.mentions import PERSON

TableKind = Literal["plan", "passport", "indicators", "layout", "unknown"]
_CAPTION = re.compile(
    r"план|дорожн|паспорт|комплекс|программ|приложен|перечень|график", re.IGNORECASE
)
_STAMPS = re.compile(
    r"утвержда|утвержден|согласован|приложение|№[\s_]*\d|приказ|постановлени|распоряжени",
    re.IGNORECASE,
)


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A grid, what it is, the head of its columns if it is a plan, the lines around it."""

    kind: TableKind
    grid: Grid
    header: Header | None = None
    over: tuple[Paragraph, ...] = ()
    under: tuple[Paragraph, ...] = ()


def tables_of(grid: Grid, *, announced: bool) -> tuple[Table, ...]:
    """Return the tables that *grid* holds: a sheet may hold several, one under another.

    ``announced`` says that the lines before it speak of a passport.
    """
    grid = stacked(grid)
    starts = _heads(grid)
    plain = any({"deadline", "executors"} <= head.roles for head in starts)
    if not plain and is_passport(grid, announced=announced):
        return (Table(kind="passport", grid=grid),)
    if starts:
        return tuple(_plan(grid, starts, place) for place in range(len(starts)))
    if _is_layout(grid):
        return (Table(kind="layout", grid=grid, over=paragraphs_of(grid.rows)),)
    first = _first_row(grid)
    over = paragraphs_of(grid.rows[:first])
    body = msgspec.structs.replace(grid, rows=grid.rows[first:])
    guessed = guess.guess_header(body)
    if guessed is not None:
        return (Table(kind="plan", grid=body, header=guessed, over=over),)
    return (Table(kind="unknown", grid=grid),)


def _first_row(grid: Grid) -> int:
    """Return where the rows of a table without a head begin, the heading of a section included.

    A line over the rows is a heading if it has a number, or if lines like it are between them.
    """
    first = next((n for n, row in enumerate(grid.rows) if len(row.filled) > 1), 0)
    between = any(len(row.filled) == 1 for row in grid.rows[first:])
    while first:
        line = " ".join(cell.text for cell in grid.rows[first - 1].filled)
        numbered = bool(terms.split_number(line)[0])
        if not line or not (numbered or between) or _CAPTION.match(line) or _STAMPS.search(line):
            break
        first, between = first - 1, False
    return first


def paragraphs_of(rows: tuple[Row, ...]) -> tuple[Paragraph, ...]:
    """Return rows that only lay text out as the lines that a reader sees."""
    out: list[Paragraph] = []
    for row in rows:
        if len(row.filled) == 1 or any(_STAMPS.search(cell.text) for cell in row.filled):
            out += [Paragraph(text=line) for cell in row.filled for line in cell.lines]
        else:
            said = [cell.text for cell in row.filled if not text.SEAL.search(cell.text)]
            out.append(Paragraph(text=" ".join(said)))
    return tuple(out)


def _heads(grid: Grid) -> list[Header]:
    """Return the heads of the plans in *grid*: the first, and each that follows a new caption."""
    first = headers.find_header(grid, within=40)
    if first is None or any(_is_measure(row, first) for row in grid.rows[: first.first]):
        return []
    later = (
        headers.header_at(grid, place)
        for place in range(first.last + 2, len(grid.rows))
        if _is_caption(grid.rows[place - 1])
    )
    heads = [first, *(head for head in later if head is not None)]
    return [head if head.of_indicators else guess.completed(head, grid) for head in heads]


def _is_measure(row: Row, head: Header) -> bool:
    """Tell whether a row above a supposed head is a measure: then that head is one too."""
    cells = row.filled
    wide = len(cells) >= max(3, len(head.columns) - 1)
    return wide and any(len(c.text) <= 90 and terms.looks_like_term(c.text) for c in cells)


def _is_caption(row: Row) -> bool:
    """Tell whether *row* is the caption of a new table and no heading of a section."""
    if len(row.filled) != 1:
        return False
    line = row.filled[0].text
    return bool(_CAPTION.match(line.lstrip('«"( ')))


def _plan(grid: Grid, starts: list[Header], place: int) -> Table:
    header = starts[place]
    begin = _caption_start(grid, header.first, starts[place - 1].last if place else -1)
    end = len(grid.rows)
    if place + 1 < len(starts):
        end = _caption_start(grid, starts[place + 1].first, header.last)
    end, under = _signature(grid, header, end)
    return Table(
        kind="indicators" if header.of_indicators else "plan",
        grid=msgspec.structs.replace(grid, rows=grid.rows[:end]),
        header=header,
        over=paragraphs_of(grid.rows[begin : header.first]),
        under=under,
    )


def _caption_start(grid: Grid, head: int, after: int) -> int:
    """Return the row at which the lines over a head begin."""
    if after < 0:
        return 0
    start = head
    while start - 1 > after and len(grid.rows[start - 1].filled) <= 1:
        start -= 1
    return start


def _signature(grid: Grid, header: Header, end: int) -> tuple[int, tuple[Paragraph, ...]]:
    """Cut signatures and remarks off the end of a sheet; they are no rows of the plan."""
    last = end
    while last - 1 > header.last and _is_closing(grid.rows[last - 1]):
        last -= 1
    return last, paragraphs_of(grid.rows[last:end])


def _is_closing(row: Row) -> bool:
    line = " ".join(cell.text for cell in row.filled)
    if not line:
        return True
    signed = bool(PERSON.search(line)) and bool(_SIGNED.match(line)) and not _has_term(row)
    return signed or bool(re.match(r"^(?:исп(?:олнитель)?\.?\s*:|тел\.)", line, re.IGNORECASE))


_SIGNED = re.compile(
    r"^(?:и\.?\s?о\.?|начальник|заместител|директор|руководител|глава|председател)", re.IGNORECASE
)


def _has_term(row: Row) -> bool:
    return any(terms.looks_like_term(cell.text) for cell in row.filled)


def _is_layout(grid: Grid) -> bool:
    """Tell whether a table only places a letterhead, a stamp or a signature on the page."""
    lines = [cell.text for row in grid.rows for cell in row.filled]
    if not lines:
        return True
    if len(grid.rows) > 12 or len(lines) > 24:
        return False
    stamped = any(_STAMPS.search(text.gist(line)) for line in lines)
    signed = len(grid.rows) <= 3 and any(PERSON.search(line) for line in lines)
    if len(grid.rows) > 2 and max(len(row.filled) for row in grid.rows) > 2:
        return False
    return stamped or signed or len(lines) == 1


def text_of(block: Block) -> list[str]:
    """Return all texts of a block, cell by cell."""
    if isinstance(block, Paragraph):
        return [block.text]
    return [cell.text for row in block.rows for cell in row.cells if not cell.continued]
