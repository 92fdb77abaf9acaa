"""A plan's grid becomes measures under their sections, each with the row that it is in."""

from __future__ import annotations

import msgspec

from engine.documents.names import executors
from engine.documents.printed import terms, text
from engine.documents.printed.grid import Grid
from engine.documents.printed.text import Lines
from engine.documents.problems import Problem
from engine.documents.tables import items, layout, remarks
from engine.documents.tables.headers import Header
from engine.documents.tables.records import Record, records
from engine.documents.tables.sections import Outline
from engine.events.orders import Place
from engine.workflows.orders.draft import ItemDraft, MeasureDraft, SectionDraft


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What one table (or several that go on from each other) was read as."""

    measures: tuple[MeasureDraft, ...] = ()
    sections: tuple[SectionDraft, ...] = ()
    problems: tuple[Problem, ...] = ()


class _Open(msgspec.Struct):
    """A measure whose further rows are still being gathered."""

    table: int
    first: Record
    more: list[Record] = msgspec.field(default_factory=list)


def read_plan(grids: tuple[tuple[Grid, Header], ...], heading: str = "") -> Plan:
    """Return the measures and sections of the tables in *grids*, which make one plan together.

    *heading* is the first section's, where it is over the table.
    """
    outline = Outline()
    if heading:
        outline.open(*terms.split_number(heading))
    problems = [found for grid, header in grids for found in remarks.unused(grid, header)]
    rows = [(grid.table, row) for grid, header in grids for row in records(grid, header)]
    numbered = any("number" in header.roles for _, header in grids)
    current: _Open | None = None
    for (table, record), step in zip(rows, layout.steps(tuple(r for _, r in rows)), strict=True):
        if step.kind == "more" and current is not None:
            current.more.append(record)
            continue
        if current is not None:
            outline.add(_closed(current, problems, numbered=numbered))
            current = None
        if step.kind == "section":
            outline.open(*_heading(record))
        elif step.kind == "note":
            problems.append(remarks.left_out(table, record))
        else:
            outline.enter(record.headings)
            current = _Open(table=table, first=record)
    if current is not None:
        outline.add(_closed(current, problems, numbered=numbered))
    return Plan(measures=outline.measures(), sections=outline.sections(), problems=tuple(problems))


def _heading(record: Record) -> tuple[str, str]:
    """Return number and title of a section."""
    if record.number and record.title:
        return record.number, record.title
    return terms.split_number(record.title or record.number)


def _closed(open_: _Open, problems: list[Problem], *, numbered: bool) -> MeasureDraft:
    """Return the finished measure: rows parted by a page are joined, others are sub-items."""
    place = Place(table=open_.table, row=open_.first.place)
    first, apart = _parted(open_)
    number, title = first.number, text.flow(first.lines("title"))
    if not numbered and not number:
        number, title = terms.split_number(title)
    found = _items(first, apart, open_.table, place)
    problems += remarks.uneven(found, first, place)
    problems += remarks.twice(first, place)
    points = tuple(item for pair in found for item in pair.items)
    due = (first, *apart) if first.lines("deadline") else (first,)
    return MeasureDraft(
        number=number,
        title=title,
        deadline=text.one_line(line for row in due for line in _once(row.lines("deadline"))),
        executors=_people(first, apart, points),
        participants=_participants(first.lines("participants")),
        expected_result=_result((first, *apart)),
        items=points,
        source=place,
    )


def _once(lines: Lines) -> Lines:
    """Leave one of several equal lines: the same term printed for each point is one term."""
    return tuple(dict.fromkeys(lines)) if len(set(lines)) == 1 else lines


def _parted(open_: _Open) -> tuple[Record, list[Record]]:
    """Join the rows that go on with the first one; return it and the rows that are alone."""
    first, apart = open_.first, list[Record]()
    heading = not first.lines("deadline")
    for record in open_.more:
        target = apart[-1] if apart else first
        if _is_item(record, heading=heading):
            apart.append(record)
        elif apart:
            apart[-1] = _joined(target, record)
        else:
            first = _joined(first, record)
    return first, apart


def _is_item(record: Record, *, heading: bool) -> bool:
    """Tell whether a row below a measure is a point of its own."""
    own_due = bool(record.lines("deadline")) and "deadline" not in record.continued
    if "title" in record.continued:
        own_people = bool(record.lines("executors")) and "executors" not in record.continued
        return own_due and own_people and not heading
    if not record.title:
        return False
    if heading or terms.is_letter(record.number):
        return own_due or bool(record.lines("executors"))
    whole = terms.are_terms((text.one_line(record.lines("deadline")),))
    return not record.title[:1].islower() and ((own_due and whole) or "number" in record.continued)


def _joined(record: Record, further: Record) -> Record:
    """Return *record* with the cells of *further* written on, what is printed twice only once."""
    cells = dict(record.cells)
    for role, lines in further.cells.items():
        if role not in further.continued and lines != cells.get(role, ()):
            cells[role] = cells.get(role, ()) + lines
    return msgspec.structs.replace(record, cells=cells)


def _items(first: Record, apart: list[Record], table: int, place: Place) -> list[items.Paired]:
    if not apart:
        return [items.paired(first, place)]
    rows = [first, *apart] if first.lines("deadline") else apart
    return [items.of_row(row, Place(table=table, row=row.place)) for row in rows]


def _people(first: Record, apart: list[Record], points: tuple[ItemDraft, ...]) -> tuple[str, ...]:
    """Return who answers for the measure; for a bare heading the points name their own."""
    own = executors.split(first.lines("executors") + first.lines("co_executors"))
    if own or not apart or not first.lines("deadline"):
        return own
    return tuple(dict.fromkeys(name for point in points for name in point.executors))


def _participants(lines: Lines) -> str:
    return "; ".join(line.rstrip(" ;") for line in lines)


def _result(rows: tuple[Record, ...]) -> str:
    lines: Lines = ()
    for place, row in enumerate(rows):
        said = row.lines("result") + row.lines("indicator")
        own = not place or not row.continued & {"result", "indicator"}
        if own and said != lines:
            lines += said
    return text.flow(lines)
