"""Small plans for the tests of the readers: rows, headings, and what is found of them."""

from __future__ import annotations

from engine.documents import read_bytes
from engine.workflows.orders.draft import MeasureDraft, RoadmapDraft, SectionDraft
from tests.support.papers import LEFT, UP, Rows, written


def plan(form: str, rows: Rows, caption: str = "План на 2022-2023 годы") -> RoadmapDraft:
    """Return the one plan that *rows* make, written as a file of this *form*."""
    (roadmap,) = read_bytes(*written(form, rows, caption)).draft.roadmaps
    return roadmap


def rows_of(roadmap: RoadmapDraft) -> list[MeasureDraft]:
    """Return the measures of *roadmap* in printed order."""
    return [measure for _, measure in roadmap.rows()]


def tree(sections: tuple[SectionDraft, ...]) -> list[object]:
    """Return number, title and count of measures of each section, those inside it following."""
    return [
        (part.number, part.title, len(part.measures), *tree(part.sections)) for part in sections
    ]


def measure(number: str, title: str = "Чинить сети") -> list[str]:
    """Return a row of a plan."""
    return [number, title, "2022", "Порт", "Сети целы"]


def heading(text: str, width: int = 5) -> list[str]:
    """Return a row that is merged into one cell."""
    return [text, *[LEFT] * (width - 1)]


def table(*rows: str) -> Rows:
    r"""Return rows written with bars: ``<`` and ``^`` merge a cell with its neighbour.

    ``\n`` inside a cell begins a new line there.
    """
    marks = {"<": LEFT, "^": UP}
    return [
        [marks.get(cell.strip(), cell.strip().replace("\\n", "\n")) for cell in row.split("|")]
        for row in rows
    ]
