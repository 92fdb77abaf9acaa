"""How tables share the width of the terminal, and how their rows are listed where it is narrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

LONGEST = 18
"""Where words do not fit, those are broken that are longer than this and a third of the width."""

TEXT = 14
"""A column of texts that is narrower than this is not worth a table."""


class Rows(Table):
    """A table that breaks no word, and that becomes a list where its columns do not fit.

    *wide* is the head of the column that is given what the others leave, and three tenths of the
    width at least, if that breaks no word of theirs.
    """

    wide = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render the table, or in a narrow terminal each row as lines of head and cell."""
        widths = self._widths(console, options)
        if not widths:
            yield from self._list(options.max_width)
            return
        for column, width in zip(self.columns, widths, strict=True):
            column.width = width
        yield from super().__rich_console__(console, options)

    def fits(self, console: Console) -> bool:
        """Return whether it is drawn as a table, not listed."""
        return bool(self._widths(console, console.options))

    def _list(self, width: int) -> Iterator[RenderableType]:
        heads = [" ".join(str(column.header).split()) for column in self.columns]
        for row in _rows(self.columns):
            for head, cell in zip(heads, map(_text, row), strict=True):
                if cell.plain.strip():
                    yield from _indented(Text(f"{head}: ", "dim"), list(cell.split()), width)
            yield Text("")

    def _widths(self, console: Console, options: ConsoleOptions) -> list[int]:
        """Return how wide each column is to be; nothing where their words do not fit."""
        room = options.max_width - (len(self.columns) - 1)
        needs = [_need(column, console, options) for column in self.columns]
        widths = [need.minimum for need in needs]
        if sum(widths) > room:
            widths = [min(width, max(LONGEST, room // 3)) for width in widths]
        if sum(widths) > room:
            return []
        wide = [place for place, one in enumerate(self.columns) if one.header == self.wide]
        others = [place for place in range(len(widths)) if place not in wide]
        _grow(widths, wide, [min(need.maximum, room * 3 // 10) for need in needs], room)
        _grow(widths, others, [need.maximum for need in needs], room)
        _grow(widths, wide, [room] * len(widths), room)
        return widths if all(widths[place] >= TEXT for place in wide) else []


class Sheet(Table):
    """A table without heads, its columns as wide as they are declared, so that several align.

    Where that leaves too little for the title, which is the second column, every other cell has a
    line of its own below it.
    """

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render the table, or in a narrow terminal each row as a title and lines below it."""
        fixed = sum((column.width or 0) + 1 for column in self.columns)
        if options.max_width - fixed >= LONGEST:
            yield from super().__rich_console__(console, options)
            return
        for number, title, *rest in _rows(self.columns):
            said = [cell for cell in map(_text, rest) if cell.plain.strip("– \n")]
            lines = [*_text(title).split(), Text("  ").join(said)]
            yield from _indented(Text.assemble(_text(number), " "), lines)


def _rows(columns: Sequence[Column]) -> Iterator[tuple[RenderableType, ...]]:
    return zip(*(column.cells for column in columns), strict=True)


def _text(cell: RenderableType) -> Text:
    return cell if isinstance(cell, Text) else Text(str(cell))


def _indented(head: Text, lines: Sequence[Text], width: int = 0) -> Iterator[RenderableType]:
    """Yield *lines* after *head*, all but the first indented; in one line where that fits."""
    whole = Text.assemble(head, Text(" ").join(lines))
    if whole.cell_len <= width:
        yield whole
        return
    first, *rest = lines
    yield Text.assemble(head, first)
    for line in rest:
        yield Padding(line, (0, 0, 0, 2))


def _need(column: Column, console: Console, options: ConsoleOptions) -> Measurement:
    """Return the width of the longest word of a column (or its least), and of its longest line."""
    found = [Measurement.get(console, options, one) for one in (column.header, *column.cells)]
    word = max(column.min_width or 0, *(one.minimum for one in found))
    line = max(one.maximum for one in found)
    return Measurement(word, max(word, min(line, column.max_width or line)))


def _grow(widths: list[int], places: Iterable[int], wanted: Sequence[int], room: int) -> None:
    """Let the columns at *places* grow evenly up to what is *wanted*, as far as *room* allows."""
    hungry = [place for place in places if widths[place] < wanted[place]]
    while hungry and sum(widths) < room:
        for place in hungry[: room - sum(widths)]:
            widths[place] += 1
        hungry = [place for place in hungry if widths[place] < wanted[place]]
