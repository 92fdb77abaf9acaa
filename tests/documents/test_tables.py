"""Tables of measures in the ways in which offices print them, read from Word, Excel and CSV."""

from __future__ import annotations

import pytest

from engine.documents import read_bytes
from tests.support.outlines import codes
from tests.support.papers import HEAD, LEFT, UP, Rows, csv_of, docx_of, written, xlsx_of
from tests.support.plans import heading, measure, plan, rows_of, tree


def test_a_row_is_a_measure_with_the_place_it_stands_in(form: str) -> None:
    (row,) = rows_of(
        plan(form, [HEAD, ["1.", "Покрасить лодки", "май 2022", "Причал", "Лодки целы"]])
    )
    assert (row.number, row.title, row.deadline) == ("1.", "Покрасить лодки", "май 2022")
    assert (row.executors, row.expected_result) == (("Причал",), "Лодки целы")
    assert row.source is not None
    assert row.source.row == (2 if form == "docx" else 3)


@pytest.mark.parametrize(
    "head",
    [
        ["№", "Содержание деятельности", "Сроки реализации", "Исполнитель", "Показатель"],
        ["N п/п", "Мера/мероприятие", "Дата проведения", "Координатор, исполнитель", "Продукт"],
        ["п/п", "Наименование мероприятия (кратко)", "Период", "Кто отвечает", "Вид документа"],
        ["№№", "Что сделать", "Когда", "Ф.И.О. ответственного", "Итоговый документ"],
        ["№ п.п.", "Меропрятия", "Срок исполнения мероприятия", "Отвественные", "Итог"],
        ["№", "Мepoприятие", "Cрок", "Oтветственные", "Ожидаемые peзультаты"],
    ],
)
def test_headings_are_told_by_their_meaning(form: str, head: list[str]) -> None:
    (row,) = rows_of(plan(form, [head, ["7", "Проверить маяк", "ежегодно", "МКУ «Порт»", "Свет"]]))
    assert (row.number, row.title, row.deadline) == ("7", "Проверить маяк", "ежегодно")
    assert (row.executors, row.expected_result) == (("МКУ «Порт»",), "Свет")


def test_columns_may_stand_in_any_order_and_some_may_be_strange(form: str) -> None:
    head = ["Ответственные", "Финансирование", "Срок", "№", "Участники", "Мероприятие"]
    row = ["МКУ «Порт»", "без затрат", "2022", "1", "Гребцы\nРулевые", "Собрать регату"]
    (found,) = rows_of(plan(form, [head, row]))
    assert (found.number, found.title) == ("1", "Собрать регату")
    assert found.participants == "Гребцы; Рулевые"
    assert found.expected_result == ""


def test_a_plan_may_have_no_column_of_numbers(form: str) -> None:
    head = ["Мероприятие", "Срок", "Ответственный"]
    body = [["1. Собрать регату", "2022", "Порт"], ["2. Наградить", "2023", "Порт"]]
    found = rows_of(plan(form, [head, *body]))
    assert [(row.number, row.title) for row in found] == [
        ("1.", "Собрать регату"),
        ("2.", "Наградить"),
    ]


def test_two_columns_of_dates_make_one_term(form: str) -> None:
    head = ["№", "Мероприятие", "Срок начала", "Срок окончания", "Исполнитель"]
    (row,) = rows_of(plan(form, [head, ["1", "Строить причал", "март 2022", "май 2023", "Порт"]]))
    assert row.deadline == "март 2022 – май 2023"


def test_a_head_may_take_two_lines() -> None:
    rows = [
        ["№", "Мероприятие", "Срок", LEFT, "Исполнитель"],
        [UP, UP, "начало", "окончание", UP],
        ["1", "Строить причал", "март 2022", "май 2023", "Порт"],
    ]
    for form in ("docx", "xlsx"):
        (row,) = rows_of(plan(form, rows))
        assert (row.deadline, row.executors) == ("март 2022 – май 2023", ("Порт",))


def test_a_row_that_counts_the_columns_is_no_measure(form: str) -> None:
    rows = [HEAD, ["1", "2", "3", "4", "5"], ["1", "Чинить сети", "2022", "Порт", "Сети целы"]]
    assert [row.title for row in rows_of(plan(form, rows))] == ["Чинить сети"]


def test_a_head_printed_again_on_the_next_page_is_no_measure(form: str) -> None:
    body = ["1", "Чинить сети", "2022", "Порт", "Сети целы"]
    rows = [HEAD, body, HEAD, ["1", "2", "3", "4", "5"], ["2", *body[1:]]]
    assert [row.number for row in rows_of(plan(form, rows))] == ["1", "2"]


def test_a_table_without_a_head_is_told_by_its_cells(form: str) -> None:
    rows = [
        [
            "1",
            "Провести сбор всех рыбаков у старого причала",
            "март 2022",
            "МКУ «Порт»",
            "Сбор был",
        ],
        ["2", "Посчитать лодки, весла и якоря на берегу", "ежегодно", "МКУ «Порт»", "Список"],
        ["3", "Показать новичкам, как вяжут узлы", "май 2023", "Руководители артелей", "Узлы"],
    ]
    document = read_bytes(*written(form, rows))
    found = rows_of(document.draft.roadmaps[0])
    assert [row.number for row in found] == ["1", "2", "3"]
    assert found[2].executors == ("Руководители артелей",)
    assert found[1].expected_result == "Список"
    assert "columns_guessed" in codes(document)


def test_an_export_that_repeats_a_merged_heading_in_each_cell_is_understood(form: str) -> None:
    rows = [HEAD, ["Берег"] * 5, measure("1")]
    assert tree(plan(form, rows).sections) == [("", "Берег", 1)]


def test_remarks_and_signatures_below_the_table_are_no_measures() -> None:
    rows = [
        HEAD,
        measure("1"),
        heading("* Сроки могут сдвинуться"),
        ["Начальник порта", "", "", "", "И.И. Волнов"],
    ]
    document = read_bytes(xlsx_of({"Лист": [heading("План на 2022 год"), *rows]}), "a.xlsx")
    assert len(rows_of(document.draft.roadmaps[0])) == 1


def test_every_sheet_is_a_plan_of_its_own_and_hidden_ones_are_none() -> None:
    def hide(book: object) -> None:
        book["тень"].sheet_state = "hidden"  # type: ignore[index]

    sheets = {
        name: [heading(f"План «{name}» на 2022 год"), HEAD, measure("1")]
        for name in ("1.1", "1.2", "тень")
    }
    document = read_bytes(xlsx_of(sheets, hide), "port.xlsx")
    assert [roadmap.key for roadmap in document.draft.roadmaps] == ["port-1.1", "port-1.2"]


def test_two_plans_on_one_sheet_are_two() -> None:
    rows = [heading("План вод на 2022 год"), HEAD, measure("1"), [""] * 5]
    rows += [heading("План берегов на 2023 год"), HEAD, measure("1"), measure("2")]
    document = read_bytes(xlsx_of({"Лист": rows}), "port.xlsx")
    assert [roadmap.title for roadmap in document.draft.roadmaps] == [
        "План вод на 2022 год",
        "План берегов на 2023 год",
    ]
    assert [len(rows_of(roadmap)) for roadmap in document.draft.roadmaps] == [1, 2]


def test_a_plan_in_several_tables_with_headings_between_them_is_one() -> None:
    data = docx_of(
        "План порта на 2022 год",
        "1. Вода",
        [HEAD, measure("1.1")],
        "2. Берег",
        [HEAD, measure("2.1")],
    )
    (roadmap,) = read_bytes(data, "port.docx").draft.roadmaps
    assert [len(section.measures) for section in roadmap.sections] == [1, 1]
    assert roadmap.sections[1].title == "Берег"


def test_a_table_that_goes_on_without_a_head_belongs_to_the_one_before() -> None:
    data = docx_of(
        "План порта на 2022 год", [HEAD, measure("1")], "2", [measure("2"), measure("3")]
    )
    (roadmap,) = read_bytes(data, "port.docx").draft.roadmaps
    assert [row.number for row in rows_of(roadmap)] == ["1", "2", "3"]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_any_separator_and_encoding_of_an_office_is_read(separator: str, encoding: str) -> None:
    rows = [heading("План на 2022 год"), HEAD, ["1", "Мыть, чистить; сушить", "2022", "Порт", "Да"]]
    data = csv_of(rows, separator=separator, encoding=encoding)
    (roadmap,) = read_bytes(data, "plan.csv").draft.roadmaps
    assert rows_of(roadmap)[0].title == "Мыть, чистить; сушить"


def test_columns_of_years_with_marks_are_terms(form: str) -> None:
    head = ["№", "Мероприятие", "2022", "2023 г.", "Ответственный"]
    body = [["1", "Строить", "+", "", "Порт"], ["2", "Открыть", "март", "май", "Порт"]]
    found = rows_of(plan(form, [head, *body]))
    assert [row.deadline for row in found] == ["2022", "март 2022, май 2023"]


def test_a_head_that_says_nothing_is_passed_over(form: str) -> None:
    body = [
        [str(n), f"Провести большой и шумный сбор рыбаков, {n}", "март 2022", "МКУ Порт"]
        for n in range(1, 5)
    ]
    found = rows_of(plan(form, [["А", "Б", "В", "Г"], *body]))
    assert [row.number for row in found] == ["1", "2", "3", "4"]
    assert found[0].executors == ("МКУ Порт",)


def test_a_column_of_numbers_needs_no_heading(form: str) -> None:
    head = ["", "Мероприятие", "Срок", "Ответственный"]
    (row,) = rows_of(plan(form, [head, ["1.", "Мыть", "2022", "Порт"]]))
    assert (row.number, row.title) == ("1.", "Мыть")


def test_one_column_may_hold_terms_and_names(form: str) -> None:
    head = ["№", "Мероприятие", "Срок, ответственный", "Результат"]
    (row,) = rows_of(plan(form, [head, ["1", "Мыть", "март 2022\nПорт\nМаяк", "Чисто"]]))
    assert (row.deadline, row.executors) == ("март 2022", ("Порт", "Маяк"))


def test_an_unknown_table_is_reported_and_left_out() -> None:
    other: Rows = [["Рыба", "Вес"], ["щука", "2 кг"], ["окунь", "1 кг"]]
    document = read_bytes(
        docx_of("План на 2022 год", [HEAD, measure("1")], "Улов", other), "a.docx"
    )
    assert "table_left_out" in codes(document)
    assert len(rows_of(document.draft.roadmaps[0])) == 1
