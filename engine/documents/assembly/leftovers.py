"""What a document holds and the draft does not: said, so that no one thinks it was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.documents.act import captions
from engine.documents.printed.grid import Block, Grid, Paragraph
from engine.documents.problems import Problem, Where
from engine.documents.tables.headers import Header
from engine.errors import N_, Code


def guessed(grid: Grid, header: Header) -> Problem:
    """Say that the columns of a plan had no headings that help."""
    return Problem(
        code="columns_guessed",
        where=Where(table=grid.table),
        template=N_(
            "Table {table} has no headings; its columns were told by what stands in them: {roles}."
        ),
        consequence=N_("Measures are recorded by this reading of the columns."),
        facts={"table": grid.table, "roles": tuple(Code(found.role) for found in header.columns)},
    )


def left_out(grid: Grid) -> Problem:
    """Say that a table is not understood."""
    return Problem(
        code="table_left_out",
        where=Where(table=grid.table),
        template=N_("Table {table} ({rows} rows) is neither a plan nor a passport."),
        consequence=N_("Nothing of it is recorded."),
        facts={"table": grid.table, "rows": len(grid.rows)},
    )


def order_named(annex: str) -> Problem:
    """Say that the order is known by its annex alone."""
    return Problem(
        code="order_named_by_annex",
        where=Where(cell="order"),
        template=N_("Number and date of the order are taken from its annex: “{annex}”."),
        consequence=N_("What else the order says (items, control) is not recorded."),
        facts={"annex": annex},
    )


def passport_alone(title: str) -> Problem:
    """Say that a passport or a table of indicators has no plan."""
    return Problem(
        code="passport_left_out",
        where=Where(cell="passport"),
        template=N_("No table of measures follows the passport “{title}”."),
        consequence=N_("Nothing of it is recorded."),
        facts={"title": title[:120]},
    )


def annexes(lines: Iterable[Paragraph], *, used: str) -> Iterator[Problem]:
    """Say which annexes among *lines* hold no plan; *used* is the one that does."""
    for annex in captions.annexes(tuple(lines)):
        if annex != used:
            yield Problem(
                code="annex_left_out",
                where=Where(cell="annex"),
                template=N_("The annex “{annex}” holds no plan that could be read."),
                consequence=N_("Nothing of it is recorded."),
                facts={"annex": annex[:160]},
                severity="note",
            )


def hidden(blocks: Iterable[Block]) -> Iterator[Problem]:
    """Say which sheets hide cells: what a clerk does not see is not read."""
    for block in blocks:
        if isinstance(block, Grid) and block.hidden:
            yield Problem(
                code="cells_hidden",
                where=Where(table=block.table),
                template=N_("Sheet “{sheet}” hides {count} rows or columns that hold something."),
                consequence=N_("They are not read; show them in Excel if they belong to the plan."),
                facts={"sheet": block.name, "count": block.hidden},
            )
