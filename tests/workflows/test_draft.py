"""A draft as a reader filled it: its measures in printed order, wherever they stand."""

from __future__ import annotations

from engine.workflows.orders import measures
from engine.workflows.orders.draft import HorizonDraft, MeasureDraft, RoadmapDraft, SectionDraft


def row(number: str) -> MeasureDraft:
    return MeasureDraft(number=number, title=f"Мера {number}", deadline="май")


INNER = SectionDraft(number="1.1", title="Сети", measures=(row("1.1.1"),))
OUTER = SectionDraft(number="1", title="Берег", measures=(row("1.0"),), sections=(INNER,))
BARE = SectionDraft(
    measures=(row("2"),), sections=(SectionDraft(title="Вода", measures=(row("3"),)),)
)
DRAFT = RoadmapDraft(
    key="port",
    title="План",
    horizon=HorizonDraft(start="2022-01-01", end="2022-12-31"),
    measures=(row("0"),),
    sections=(OUTER, BARE),
)


def test_measures_come_in_printed_order_with_the_sections_around_them() -> None:
    found = [(measure.number, path) for path, measure in DRAFT.rows()]
    assert found == [
        ("0", ()),
        ("1.0", (OUTER,)),
        ("1.1.1", (OUTER, INNER)),
        ("2", (BARE,)),
        ("3", (BARE, BARE.sections[0])),
    ]


def test_a_section_without_a_heading_is_stored_as_none() -> None:
    found = [[part.title for part in path] for path, _ in measures.flat(DRAFT)]
    assert found == [[], ["Берег"], ["Берег", "Сети"], [], ["Вода"]]
