"""Texts of an event by their paths: changed, and put back from the words."""

from __future__ import annotations

from engine.events.printed import as_printed, mapped
from engine.events.roadmaps import PassportRow
from engine.events.shapes import Section

ROWS = (
    PassportRow(stage="goals", label="Цели", text=("Первое", "Второе")),
    PassportRow(stage="other", label="Прочее", text=()),
)


def test_every_text_has_a_path_and_places_count_from_one() -> None:
    met: dict[str, str] = {}

    def keep(path: str, text: str) -> str:
        met[path] = text
        return text

    assert mapped(ROWS, keep, "passport") == ROWS
    assert met == {
        "passport.1.stage": "goals",
        "passport.1.label": "Цели",
        "passport.1.text.1": "Первое",
        "passport.1.text.2": "Второе",
        "passport.2.stage": "other",
        "passport.2.label": "Прочее",
    }


def test_only_the_text_under_a_path_is_put_back() -> None:
    section = Section(number="1", title="[…]")
    assert as_printed(section, {"title": "Волнова А.С."}).title == "Волнова А.С."
    assert as_printed(section, {"titles": "x", "executor.1": "y"}) == section
    assert as_printed(section, {}) is section
