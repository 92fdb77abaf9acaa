"""A draft as lines of text, so that what a reader should find can be written down by hand.

A section is ``# number|title`` (``##`` below another), a measure
``number|title|deadline|executors|expected result|@participants`` without the empty ends, and a
sub-item ``- number|title|deadline|executors`` with ``~`` where it has no deadline of its own.
Executors are parted by semicolons, lines inside a cell by `` / ``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.documents import Document, read_bytes
from engine.workflows.orders.draft import (
    ItemDraft,
    MeasureDraft,
    OrderDraft,
    PersonDraft,
    RoadmapDraft,
    SectionDraft,
)
from tests.support.papers import Rows, written

CAPTION = "План мероприятий на 2022-2023 годы"


def outline(roadmap: RoadmapDraft) -> list[str]:
    """Return the lines of *roadmap*, in printed order."""
    return [*_measures(roadmap.measures), *_sections(roadmap.sections, "#")]


def read_in(form: str, rows: Rows, caption: str = CAPTION) -> Document:
    """Return what a reader makes of *rows*, written as a file of this *form*."""
    return read_bytes(*written(form, rows, caption))


def outline_in(form: str, rows: Rows, caption: str = CAPTION) -> list[str]:
    """Return the outline of the one plan in *rows*, written as a file of this *form*."""
    (roadmap,) = read_in(form, rows, caption).draft.roadmaps
    return outline(roadmap)


def codes(document: Document) -> set[str]:
    """Return the codes of the problems of *document*."""
    return {problem.code for problem in document.problems}


def person(found: PersonDraft | str | None) -> str:
    """Return a signatory or controller as ``name / post``."""
    if found is None or isinstance(found, str):
        return found or ""
    return f"{found.name} / {found.post}"


def items(order: OrderDraft) -> list[str]:
    """Return the items of *order* as ``number|deadline|addressees``."""
    return [
        f"{item.number}|{item.deadline or ''}|{'; '.join(item.executors)}" for item in order.items
    ]


def _sections(sections: tuple[SectionDraft, ...], marks: str) -> Iterator[str]:
    for section in sections:
        yield f"{marks} {section.number}|{section.title}"
        yield from _measures(section.measures)
        yield from _sections(section.sections, f"{marks}#")


def _measures(measures: tuple[MeasureDraft, ...]) -> Iterator[str]:
    for found in measures:
        people = f"@{found.participants}" if found.participants else ""
        yield _line(
            found.number,
            found.title,
            found.deadline,
            "; ".join(found.executors),
            found.expected_result,
            people,
        )
        yield from map(_item, found.items)


def _item(item: ItemDraft) -> str:
    due = "~" if item.deadline is None else item.deadline
    return f"- {_line(item.number, item.title, due, '; '.join(item.executors))}"


def _line(*fields: str) -> str:
    return "|".join(field.replace("\n", " / ") for field in fields).rstrip("|")
