"""What a draft names and where: every executor in it, and the place of a measure's cell."""

from __future__ import annotations

from collections.abc import Iterator

from engine.documents.problems import Where
from engine.workflows.orders.draft import Draft, MeasureDraft, RoadmapDraft


def all_executors(draft: Draft) -> Iterator[str]:
    """Yield every executor that the draft names, as printed, in printed order."""
    for item in draft.order.items:
        yield from item.executors
    for roadmap in draft.roadmaps:
        for _, measure in roadmap.rows():
            yield from measure.executors
            for item in measure.items:
                yield from item.executors


def place_of(roadmap: RoadmapDraft, measure: MeasureDraft, cell: str) -> Where:
    """Return where a cell of *measure* is."""
    source = measure.source
    return Where(
        roadmap=roadmap.key,
        table=source.table if source else 0,
        row=source.row if source else 0,
        number=measure.number,
        cell=cell,
    )
