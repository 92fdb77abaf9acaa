"""What was noticed while rows became measures: said beside them, changed in nothing."""

from __future__ import annotations

from collections.abc import Iterator

from engine.documents.names import executors
from engine.documents.printed import terms
from engine.documents.printed.grid import Grid
from engine.documents.problems import Problem, Where
from engine.documents.tables.headers import Column, Header
from engine.documents.tables.items import Paired
from engine.documents.tables.records import Record
from engine.errors import N_, Code
from engine.events.orders import Place


def left_out(table: int, record: Record) -> Problem:
    """Say that a row is a remark and no measure."""
    return Problem(
        code="row_left_out",
        where=Where(table=table, row=record.place),
        template=N_("Row {row} of table {table} reads like a remark: “{text}”."),
        consequence=N_("It is not recorded."),
        facts={
            "row": record.place,
            "table": table,
            "text": (record.title or record.number)[:120],
        },
        severity="note",
    )


def unused(grid: Grid, header: Header) -> Iterator[Problem]:
    """Say which columns hold something for which a measure has no place, or were guessed."""
    for column in header.columns:
        if column.guessed:
            yield _guessed(grid, column)
        idle = column.role in ("other", "unit") or (
            column.role == "year" and "deadline" in header.roles
        )
        count = _filled(grid, header, column) if idle else 0
        if count:
            yield Problem(
                code="column_left_out",
                where=Where(table=grid.table, cell=column.heading[:60]),
                template=N_("The column “{heading}” of table {table} ({count} cells) has no use."),
                consequence=N_("What is in it is not recorded."),
                facts={"heading": column.heading, "table": grid.table, "count": count},
                severity="note",
            )


def _guessed(grid: Grid, column: Column) -> Problem:
    return Problem(
        code="column_guessed",
        where=Where(table=grid.table, cell=column.role),
        template=N_("The column “{heading}” of table {table} was told by its cells: {role}."),
        consequence=N_("Measures are recorded by this reading of the column."),
        facts={"heading": column.heading, "table": grid.table, "role": Code(column.role)},
    )


def _filled(grid: Grid, header: Header, column: Column) -> int:
    inside = (
        cell
        for row in grid.rows[header.last + 1 :]
        for cell in row.filled
        if column.start <= cell.start and cell.end <= column.end
    )
    return sum(not terms.is_blank(cell.text) for cell in inside)


def twice(first: Record, place: Place) -> list[Problem]:
    """Report an executor whom one cell names more than once."""
    return [
        Problem(
            code="executor_twice",
            where=Where(table=place.table, row=place.row, number=first.number, cell="executors"),
            template=N_("“{name}” is twice among the executors of measure {number}."),
            consequence=N_("It is recorded once, in its first place."),
            facts={"name": name, "number": first.number},
            severity="note",
        )
        for name in executors.repeated(first.lines("executors"))
    ]


def uneven(found: list[Paired], first: Record, place: Place) -> list[Problem]:
    """Report terms that were given to points by their order alone."""
    out: list[Problem] = []
    for pair in found:
        if pair.terms:
            template = (
                N_(
                    "There are {terms} terms for {points} points; "
                    "they were paired in printed order."
                )
                if pair.even
                else N_("There are {terms} terms for {points} points; the last points have none.")
            )
            out.append(
                Problem(
                    code="terms_paired" if pair.even else "terms_uneven",
                    where=Where(
                        table=place.table, row=place.row, number=first.number, cell="deadline"
                    ),
                    template=template,
                    consequence=N_("Each point is planned by the term beside it."),
                    facts={"terms": pair.terms, "points": len(pair.items)},
                    severity="note" if pair.even else "warning",
                )
            )
    return out
