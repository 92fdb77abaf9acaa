"""Ways through a draft: its measures with their sections, and everybody whom it names."""

from __future__ import annotations

from collections.abc import Iterator

from engine.documents.problems import Where
from engine.workflows.draft import Draft, MeasureDraft, RoadmapDraft, SectionDraft

Path = tuple[SectionDraft, ...]


def measures_of(roadmap: RoadmapDraft) -> Iterator[tuple[Path, MeasureDraft]]:
    """Yield the measures of *roadmap* in printed order, each with the sections around it."""
    for measure in roadmap.measures:
        yield (), measure
    for section in roadmap.sections:
        yield from _inside((section,))


def _inside(path: Path) -> Iterator[tuple[Path, MeasureDraft]]:
    for measure in path[-1].measures:
        yield path, measure
    for section in path[-1].sections:
        yield from _inside((*path, section))


def all_executors(draft: Draft) -> Iterator[str]:
    """Yield every executor that the draft names, as printed, in printed order."""
    for item in draft.order.items:
        yield from item.executors
    for roadmap in draft.roadmaps:
        for _, measure in measures_of(roadmap):
            yield from measure.executors
            for item in measure.items:
                yield from item.executors


def place_of(roadmap: RoadmapDraft, measure: MeasureDraft, cell: str) -> Where:
    """Return where a cell of *measure* stands."""
    source = measure.source
    return Where(
        roadmap=roadmap.key,
        table=source.table if source else 0,
        row=source.row if source else 0,
        number=measure.number,
        cell=cell,
    )
