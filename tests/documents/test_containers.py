"""What Word and Excel hide in a file: nested tables, revisions, hidden cells, shortened numbers."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from engine.documents import read_bytes
from tests.support.outlines import codes, outline
from tests.support.papers import HEAD, LEFT, Rows, docx_of, xlsx_of

CAPTION = "План мероприятий на 2022 год"
ROWS: Rows = [HEAD, ["1", "Курсы", "май", "ИМЦ", "План"], ["2", "Клуб", "июль", "ДЮЦ", "Отчёт"]]
FIRST, SECOND = "1|Курсы|май|ИМЦ|План", "2|Клуб|июль|ДЮЦ|Отчёт"
SHEET: Rows = [[CAPTION, *[LEFT] * 4], *ROWS]


def lines(data: bytes, name: str = "plan.docx") -> list[str]:
    (roadmap,) = read_bytes(data, name).draft.roadmaps
    return outline(roadmap)


def in_a_frame(document: Any) -> None:
    table = document.add_table(1, 1).rows[0].cells[0].add_table(3, 5)
    for row, cells in enumerate(ROWS):
        for column, said in enumerate(cells):
            table.rows[row].cells[column].text = said


def test_a_table_inside_a_frame_is_read() -> None:
    assert lines(docx_of(CAPTION, change=in_a_frame)) == [FIRST, SECOND]


def deleted_and_inserted_rows(document: Any) -> None:
    for place, tag in ((1, "w:del"), (2, "w:ins")):
        row = document.tables[0].rows[place]._tr
        row.get_or_add_trPr().append(OxmlElement(tag))


def hidden_words(document: Any) -> None:
    document.tables[0].rows[1].cells[1].paragraphs[0].add_run(" черновик").font.hidden = True


def footnote(document: Any) -> None:
    run, mark = OxmlElement("w:r"), OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), "2")
    run.append(mark)
    document.tables[0].rows[1].cells[1].paragraphs[0]._p.append(run)


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (deleted_and_inserted_rows, [SECOND]),
        (hidden_words, [FIRST, SECOND]),
        (footnote, [FIRST, SECOND]),
    ],
)
def test_what_word_does_not_show_is_not_read(change: Any, wanted: list[str]) -> None:
    assert lines(docx_of(CAPTION, ROWS, change=change)) == wanted


def test_a_text_box_is_read_where_it_is_anchored() -> None:
    def boxed(document: Any) -> None:
        paragraph = document.add_paragraph()._p
        said = "Приложение 1 к приказу УО от 02.02.2022 № 17"
        box = f"<w:txbxContent><w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:txbxContent>"
        names = f'{nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"'
        shape = f"<v:shape><v:textbox>{box}</v:textbox></v:shape>"
        paragraph.append(parse_xml(f"<w:r {names}><w:pict>{shape}</w:pict></w:r>"))
        document.element.body.insert(0, paragraph)

    order = read_bytes(docx_of(CAPTION, ROWS, change=boxed), "a.docx").draft.order
    assert (order.number, order.date, order.issuer) == ("17", "2022-02-02", "УО")


@pytest.mark.parametrize("between", ["Продолжение таблицы 1", "Таблица 2", "Окончание приложения"])
def test_a_line_over_a_part_of_a_table_begins_no_section(between: str) -> None:
    data = docx_of(CAPTION, "Таблица 1", ROWS[:2], between, [HEAD, ROWS[2]])
    (roadmap,) = read_bytes(data, "plan.docx").draft.roadmaps
    assert (roadmap.title, outline(roadmap)) == (CAPTION, [FIRST, SECOND])


def test_headings_between_tables_are_sections_the_first_one_too() -> None:
    data = docx_of(CAPTION, "1. Кадры", ROWS[:2], "2. Дети", [HEAD, ROWS[2]])
    assert lines(data) == ["# 1.|Кадры", FIRST, "# 2.|Дети", SECOND]


def test_signs_that_nobody_sees_are_no_part_of_a_word() -> None:
    head = ["№\u00a0п/п", "Меро\u00adприятие", "Срок", "Ответ\u00adственный", "Итог"]
    row = ["1", "Кур\u00adсы\u200b", "май\u00a02022", "И\u2060МЦ", "План"]
    assert lines(docx_of(CAPTION, [head, row])) == ["1|Курсы|май 2022|ИМЦ|План"]


def excel(change: Any, rows: Rows = SHEET) -> bytes:
    return xlsx_of({"План": rows}, lambda book: change(book["План"]))


def hide_row(sheet: Any) -> None:
    sheet.row_dimensions[4].hidden = True


def hide_column(sheet: Any) -> None:
    sheet.column_dimensions["E"].hidden = True


def hide_the_first(sheet: Any) -> None:
    """The caption is merged over all columns: one of them may be hidden, the caption is not."""
    sheet.column_dimensions["A"].hidden = True


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (hide_row, [FIRST]),
        (hide_column, ["1|Курсы|май|ИМЦ", "2|Клуб|июль|ДЮЦ"]),
        (hide_the_first, [FIRST.lstrip("1"), SECOND.lstrip("2")]),
    ],
)
def test_hidden_cells_are_not_read_and_that_is_said(change: Any, wanted: list[str]) -> None:
    document = read_bytes(excel(change), "plan.xlsx")
    (roadmap,) = document.draft.roadmaps
    assert (roadmap.title, outline(roadmap)) == (CAPTION, wanted)
    assert "cells_hidden" in codes(document)


def test_a_hidden_sheet_is_not_read_and_that_is_said() -> None:
    def hide(book: Any) -> None:
        book["Черновик"].sheet_state = "hidden"

    document = read_bytes(xlsx_of({"План": SHEET, "Черновик": ROWS}, hide), "plan.xlsx")
    assert len(document.draft.roadmaps) == 1
    (said,) = [problem for problem in document.problems if problem.code == "cells_hidden"]
    assert said.facts == {"sheet": "Черновик", "count": 3}


DAYS = (
    (dt.date(2022, 5, 12), "dd.mm.yyyy", "12.05.2022"),
    (dt.date(2022, 8, 1), "mmmm yyyy", "август 2022"),
    (dt.date(2023, 3, 1), "[$-419]mmm\\-yy", "март 2023"),
)


@pytest.mark.parametrize(("value", "form", "shown"), DAYS)
def test_a_day_is_read_as_excel_shows_it(value: dt.date, form: str, shown: str) -> None:
    def dated(sheet: Any) -> None:
        sheet["C3"].value, sheet["C3"].number_format = value, form

    (first, _) = lines(excel(dated), "plan.xlsx")
    assert first.split("|")[2] == shown


def test_a_number_that_excel_shortened_is_seen_to_be_doubled() -> None:
    def shortened(sheet: Any) -> None:
        sheet["A3"].value, sheet["A4"].value = 1.1, 1.1

    document = read_bytes(excel(shortened), "plan.xlsx")
    assert "number_doubled" in codes(document)


def test_an_empty_form_beside_a_plan_is_no_plan() -> None:
    blank: Rows = [["№", "Мероприятие", "Срок", "Отметка"], ["1", "", "", ""], ["", "", "", ""]]
    document = read_bytes(docx_of(CAPTION, ROWS, "Приложение 3. Форма", blank), "plan.docx")
    assert len(document.draft.roadmaps) == 1
    assert "table_left_out" in codes(document)
