"""PDF with a text layer, through the optional extra; scans and locked files are refused."""

from __future__ import annotations

import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from engine.documents import read_bytes
from engine.errors import UnreadableDocument
from engine.workflows.orders.draft import RoadmapDraft
from tests.support import papers
from tests.support.outlines import outline
from tests.support.papers import docx_of, pdf_of

HEAD = ("№", "Мероприятие", "Срок", "Исполнитель")
EDGES = (50.0, 90.0, 300.0, 400.0, 550.0)


Page = tuple[list[tuple[float, float, str]], list[tuple[float, ...]]]


def page(rows: list[tuple[str, ...]], top: float, drop: float = 12) -> Page:
    """Return texts and boxes of a table whose first row begins at height *top*.

    The first line of a cell stands *drop* points under its upper edge.
    """
    texts: list[tuple[float, float, str]] = []
    boxes: list[tuple[float, ...]] = []
    for place, row in enumerate(rows):
        y = top - 40 * place
        edges = EDGES if len(row) == 4 else (EDGES[0], EDGES[-1])
        for cell, (left, right) in zip(row, pairwise(edges), strict=True):
            boxes.append((left, y - 40, right, y))
            for line, text in enumerate(cell.split("\n")):
                texts.append((left + 4, y - drop - 12 * line, text))
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
    found = [measure for _, measure in roadmap.rows()]
    assert [measure.number for measure in found] == ["1", "2", "3"]
    assert found[0].title == "Чинить сети и носить их туда, куда скажет начальник порта"
    assert found[1].executors == ("Порт", "Маяк")
    assert roadmap.sections[0].title == "Берег"
    assert roadmap.horizon.start == "2022-01-01"


def plan(*pages: Page) -> RoadmapDraft:
    """Return the roadmap of a PDF whose first page has a title over its table."""
    pytest.importorskip("pdfplumber")
    texts = [[(50, 760, "План вод на 2022 год"), *pages[0][0]], *(texts for texts, _ in pages[1:])]
    data = pdf_of(texts, [boxes for _, boxes in pages])
    (roadmap,) = read_bytes(data, "port.pdf").draft.roadmaps
    return roadmap


def test_letters_belong_to_the_cell_in_which_their_middle_lies() -> None:
    """A line close under a rule reaches over it with its upper edge; it is still of that row."""
    rows = [
        ("1", "Чинить", "май", "Порт"),
        ("2", "Сушить", "июнь", "Маяк"),
        ("3", "Мыть", "июль", "Порт"),
    ]
    assert outline(plan(page([HEAD, *rows], 700, drop=6))) == ["|".join(row) for row in rows]


LAST = ("1", "Чинить сети", "май 2022", "Порт")


def test_a_row_cut_by_the_end_of_a_page_is_one_row() -> None:
    """Its rest has no number and no term: what it says is no heading of a section."""
    first, rest = ("1", "Читать:\n«Вода»;", "май", "Порт"), ("", "«Берег»", "", "")
    found = plan(page([HEAD, first], 700), page([rest, ("2", "Мыть", "2022", "Порт")], 780))
    assert outline(found) == ["1|Читать: / «Вода»; / «Берег»|май|Порт", "2|Мыть|2022|Порт"]
    again = plan(page([HEAD, first], 700), page([HEAD, rest, ("2", "Мыть", "2022", "ОО")], 780))
    assert outline(again) == ["1|Читать: / «Вода»; / «Берег»|май|Порт", "2|Мыть|2022|ОО"]


def test_the_rest_of_a_row_alone_on_its_page_is_read() -> None:
    cut = ("", "и носить их на берег", "", "Маяк")
    found = plan(page([HEAD, LAST], 700), page([cut], 780))
    assert outline(found) == ["1|Чинить сети и носить их на берег|май 2022|Порт; Маяк"]


def test_a_word_that_runs_over_the_edge_of_its_cell_is_refused_with_the_page() -> None:
    wide = ("1", "Чинить сети", "по мере необходимости", "Порт")
    rows = [("2", "Мыть", "2022", "Порт")]
    with pytest.raises(UnreadableDocument, match=r"[Pp]age 2 of port\.pdf"):
        plan(page([HEAD, LAST], 700), page([wide, *rows], 780))


OFFICE = shutil.which("soffice")
LONG = "Провести семинары для педагогов порта и обсудить на них, как читать карты глубин и течений"


def ruled(document: Any) -> None:
    document.tables[0].style = "Table Grid"


@pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice (soffice) is not installed: no PDF of its making is read"
)
def test_what_libreoffice_prints_is_read_like_the_word_file(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    rows = [[str(n), f"{LONG}, часть {n}", "май 2022", "Порт", "Справка"] for n in range(1, 41)]
    word = docx_of("План вод на 2022 год", [papers.HEAD, *rows], change=ruled)
    (tmp_path / "plan.docx").write_bytes(word)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run(
        [str(OFFICE), profile, *convert, str(tmp_path / "plan.docx")],
        check=True,
        capture_output=True,
        timeout=180,
    )
    (wanted,) = read_bytes(word, "plan.docx").draft.roadmaps
    (found,) = read_bytes((tmp_path / "plan.pdf").read_bytes(), "plan.pdf").draft.roadmaps
    assert len(outline(wanted)) == 40
    assert outline(found) == outline(wanted)


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
