"""What each row of a plan is: a heading, a measure, or more of the measure above it.

Merged cells say it plainly. Where a form has none (CSV, a careless table), the numbers of the row
and of its neighbours decide.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from engine.documents.printed import terms
from engine.documents.tables.records import Record
from engine.people.naming import folded

RowKind = Literal["section", "measure", "more", "note"]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A row and what it is."""

    kind: RowKind
    record: Record


def steps(records: tuple[Record, ...]) -> tuple[Step, ...]:
    """Return what each of *records* is, in their order."""
    numbered = sum(bool(record.number) for record in records) * 3 >= len(records)
    if _only_headings(records):
        return tuple(_under_headings(record) for record in records)
    out: list[Step] = []
    for place, record in enumerate(records):
        after = records[place + 1] if place + 1 < len(records) else None
        kind = _kind(record, out, after, numbered=numbered)
        out.append(Step(kind=kind, record=record))
    return tuple(out)


def _only_headings(records: tuple[Record, ...]) -> bool:
    """Tell whether numbers are at headings only, and the measures below them have none."""
    numbered = [record for record in records if record.number and not record.wide]
    measures = [record for record in records if not record.number and not record.bare]
    return (
        len(numbered) > 1
        and len(measures) > len(numbered)
        and all(record.bare for record in numbered)
        and len({terms.parts_of(record.number) for record in numbered}) == len(numbered)
    )


def _under_headings(record: Record) -> Step:
    if record.wide or record.number:
        return Step(kind="section", record=record)
    return Step(kind="more" if record.bare else "measure", record=record)


def _last_measure(done: list[Step]) -> Record | None:
    """Return the measure to which a row without a number may belong."""
    for step in reversed(done):
        if step.kind == "measure":
            return step.record
        if step.kind == "section":
            return None
    return None


def _kind(record: Record, done: list[Step], after: Record | None, *, numbered: bool) -> RowKind:
    before = _last_measure(done)
    if record.wide:
        return "note" if _is_note(record.title) else "section"
    if before is not None and record.continued & {"number", "title"}:
        return "more"
    if before is not None and terms.is_letter(record.number):
        return "more"
    if not record.number:
        whole = bool(done) and not (done[-1].kind == "measure" and done[-1].record.bare)
        return _without_number(record, before, after, numbered=numbered, whole=whole)
    if not terms.parts_of(record.number):
        if not record.bare or record.title:
            return "measure"
        return "note" if _is_note(record.number) else "section"
    return _heading_or_measure(record, before, after) if record.bare else "measure"


def _is_note(title: str) -> bool:
    return title.startswith("*") or folded(title).startswith(("примечани", "итого"))


def _without_number(
    record: Record, before: Record | None, after: Record | None, *, numbered: bool, whole: bool
) -> RowKind:
    """Decide on a row without a number, in a table whose rows have numbers or have none.

    *whole* says that the row above is no measure that waits for terms and executors.
    """
    goes_on = record.title[:1].islower() or not record.title
    if not numbered:
        if record.bare and before is not None and goes_on:
            return "more"
        return "section" if record.bare and after is not None else "measure"
    if before is None:
        return "section" if record.bare and after is not None else "measure"
    if record.bare and after is not None and after.number and whole and not goes_on:
        return "note" if _is_note(record.title) else "section"
    return "more"


def _heading_or_measure(record: Record, before: Record | None, after: Record | None) -> RowKind:
    """Decide on a row that has a number and a title and nothing else."""
    if after is None or not after.number:
        return "measure"
    own, next_ = terms.parts_of(record.number), terms.parts_of(after.number)
    if terms.is_roman(record.number) and not terms.is_roman(after.number):
        return "section"
    if len(next_) > len(own) and next_[: len(own)] == own:
        return "section"
    if len(next_) != len(own):
        return "measure"
    last = terms.parts_of(before.number) if before is not None else ()
    apart = bool(last) and next_ == (*last[:-1], last[-1] + 1)  # the row is outside the count
    return "section" if next_[-1:] == (1,) or next_ == own or apart else "measure"
