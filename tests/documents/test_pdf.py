"""PDF with a text layer, through the optional extra; scans and locked files are refused."""

from __future__ import annotations

from itertools import pairwise

import pytest

from engine.documents import read_bytes
from engine.documents.walk import measures_of
from engine.errors import UnreadableDocument
from tests.support.papers import pdf_of

HEAD = ("№", "Мероприятие", "Срок", "Исполнитель")
EDGES = (50.0, 90.0, 300.0, 400.0, 550.0)


Page = tuple[list[tuple[float, float, str]], list[tuple[float, ...]]]


def page(rows: list[tuple[str, ...]], top: float) -> Page:
    """Return texts and boxes of a table whose first row begins at height *top*."""
    texts: list[tuple[float, float, str]] = []
    boxes: list[tuple[float, ...]] = []
    for place, row in enumerate(rows):
        y = top - 40 * place
        edges = EDGES if len(row) == 4 else (EDGES[0], EDGES[-1])
        for cell, (left, right) in zip(row, pairwise(edges), strict=True):
            boxes.append((left, y - 40, right, y))
            for line, text in enumerate(cell.split("\n")):
                texts.append((left + 4, y - 12 - 12 * line, text))
    return texts, boxes


def test_tables_over_several_pages_are_one_plan() -> None:
    pytest.importorskip("pdfplumber")
    first, first_boxes = page(
        [
            HEAD,
            ("1. Берег",),
            ("1", "Чинить сети и носить их туда, куда скажет\nначальник порта", "май 2022", "Порт"),
        ],
        700,
    )
    second, second_boxes = page(
        [("2", "Сушить", "2022", "Порт\nМаяк"), ("3", "Мыть", "2022", "Порт")], 780
    )
    data = pdf_of(
        [[(50, 760, "План вод на 2022 год"), *first], [*second, (300, 20, "2")]],
        [first_boxes, second_boxes],
    )
    (roadmap,) = read_bytes(data, "port.pdf").draft.roadmaps
    found = [measure for _, measure in measures_of(roadmap)]
    assert [measure.number for measure in found] == ["1", "2", "3"]
    assert found[0].title == "Чинить сети и носить их туда, куда скажет начальник порта"
    assert found[1].executors == ("Порт", "Маяк")
    assert roadmap.sections[0].title == "Берег"
    assert roadmap.horizon.start == "2022-01-01"


def test_a_scan_is_refused_with_what_to_do() -> None:
    pytest.importorskip("pdfplumber")
    with pytest.raises(UnreadableDocument, match="ocrmypdf"):
        read_bytes(pdf_of([[]], [[(50, 50, 500, 700)]]), "scan.pdf")


@pytest.mark.parametrize("data", [b"%PDF-1.4\n%%EOF", b"%PDF-1.4 " + b"\xff" * 5000])
def test_a_broken_pdf_is_refused(data: bytes) -> None:
    pytest.importorskip("pdfplumber")
    with pytest.raises(UnreadableDocument, match=r"PDF|scan"):
        read_bytes(data, "broken.pdf")


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(UnreadableDocument, match=r"vekha\[pdf\]"):
        read_bytes(b"%PDF-1.4\n", "a.pdf")
