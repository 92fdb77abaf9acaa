"""A table of indicators: name, unit, and a value for each year."""

from __future__ import annotations

import re

from engine.documents.goals import targets
from engine.documents.printed import text
from engine.documents.printed.grid import Grid
from engine.documents.tables.headers import Header
from engine.documents.tables.records import Record, records
from engine.workflows.orders.draft import IndicatorDraft


def read(grid: Grid, header: Header) -> tuple[IndicatorDraft, ...]:
    """Return the indicators of *grid*; rows that only head a group are left out."""
    return tuple(_indicator(record) for record in records(grid, header) if _counts(record))


def _counts(record: Record) -> bool:
    return bool(record.title) and not record.wide and not record.bare


def _indicator(record: Record) -> IndicatorDraft:
    return IndicatorDraft(
        name=record.title,
        unit=text.one_line(record.lines("unit")),
        direction=targets.direction_of(record.title),
        targets={_label(year): value for year, value in record.years.items() if value},
    )


def _label(heading: str) -> str:
    """Return the period label that the heading of a column of values names."""
    years = re.findall(r"20\d\d", heading)
    if len(years) > 1 or re.search(r"20\d\d[-/]\d\d|уч", heading):
        return f"{years[0]}-S"
    return str(years[0])
