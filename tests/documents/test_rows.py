"""Rows of a plan: broken over pages, merged, counted oddly, with points of their own."""

from __future__ import annotations

from engine.documents import read_bytes
from tests.support.outlines import codes
from tests.support.papers import HEAD, UP, written
from tests.support.plans import measure, plan, rows_of


def test_a_row_without_term_and_executor_among_others_stays_a_measure(form: str) -> None:
    rows = [HEAD, measure("1"), ["2", "Смотреть на воду", "", "", ""], measure("3")]
    document = read_bytes(*written(form, rows))
    found = rows_of(document.draft.roadmaps[0])
    assert [row.number for row in found] == ["1", "2", "3"]
    assert found[1].deadline == ""
    assert {"deadline_missing", "no_executor"} <= set(codes(document))


def test_a_row_broken_over_the_page_is_one_measure(form: str) -> None:
    rows = [
        HEAD,
        ["1", "Собрать всех, кто", "сентябрь –", "Порт", "Все"],
        ["", "умеет грести", "октябрь 2022", "", "пришли"],
        measure("2"),
    ]
    first, _ = rows_of(plan(form, rows))
    assert first.title == "Собрать всех, кто умеет грести"
    assert (first.deadline, first.expected_result) == ("сентябрь – октябрь 2022", "Все пришли")


def test_unnumbered_rows_below_a_heading_with_a_number_are_its_points(form: str) -> None:
    rows = [
        HEAD,
        measure("1"),
        ["2", "Рыбакам:", "", "", ""],
        ["", "Сдать сети", "март 2022", "Артель", ""],
        ["", "Принять сети", "май 2022", "Порт", ""],
        measure("3"),
    ]
    second = rows_of(plan(form, rows))[1]
    assert (second.title, second.deadline, second.executors) == ("Рыбакам:", "", ())
    assert [(i.title, i.deadline, i.executors) for i in second.items] == [
        ("Сдать сети", "март 2022", ("Артель",)),
        ("Принять сети", "май 2022", ("Порт",)),
    ]


def test_a_list_of_topics_beside_a_list_of_terms_is_paired(form: str) -> None:
    topics = "Советы капитанов по темам:\n«Ветер»;\n«Волны»;\n«Якоря»"
    rows = [HEAD, ["1", topics, "Июнь 2022\nМарт 2022\nМай 2023", "Порт", "Решения"]]
    document = read_bytes(*written(form, rows))
    (row,) = rows_of(document.draft.roadmaps[0])
    assert [(i.title, i.deadline) for i in row.items] == [
        ("«Ветер»", "Июнь 2022"),
        ("«Волны»", "Март 2022"),
        ("«Якоря»", "Май 2023"),
    ]
    assert row.deadline == "Июнь 2022 Март 2022 Май 2023"
    assert "terms_paired" in codes(document)


def test_fewer_terms_than_points_leave_the_last_ones_bare(form: str) -> None:
    title = "1. Ветер\n2. Волны\n3. Якоря"
    rows = [HEAD, ["1", title, "Июнь 2022\nМарт 2022", "Порт\nАртель", ""]]
    document = read_bytes(*written(form, rows))
    (row,) = rows_of(document.draft.roadmaps[0])
    assert [(i.number, i.deadline, i.executors) for i in row.items] == [
        ("1.", "Июнь 2022", ("Порт",)),
        ("2.", "Март 2022", ("Артель",)),
        ("3.", None, ()),
    ]
    assert {"terms_uneven", "item_without_deadline"} <= set(codes(document))


def test_a_term_on_two_lines_is_one_term(form: str) -> None:
    title = "Измерить воду:\n- утром;\n- вечером"
    (row,) = rows_of(plan(form, [HEAD, ["1", title, "Сентябрь\nежегодно", "Порт", ""]]))
    assert (row.deadline, row.items) == ("Сентябрь ежегодно", ())


def test_one_term_merged_over_several_rows_holds_for_each_of_them() -> None:
    rows = [HEAD, measure("1"), ["2", "Сушить сети", UP, UP, "Сухо"]]
    for form in ("docx", "xlsx"):
        found = rows_of(plan(form, rows))
        assert [(row.deadline, row.executors) for row in found] == [("2022", ("Порт",))] * 2


def test_several_titles_beside_one_merged_number_are_points_of_one_measure() -> None:
    rows = [
        HEAD,
        ["1", "Поднять паруса", "март 2022", "Порт", "Поднято"],
        [UP, "Спустить паруса", "май 2022", "Порт", "Спущено"],
        measure("2"),
    ]
    for form in ("docx", "xlsx"):
        first, _ = rows_of(plan(form, rows))
        assert [(i.title, i.deadline) for i in first.items] == [
            ("Поднять паруса", "март 2022"),
            ("Спустить паруса", "май 2022"),
        ]


def test_numbers_that_repeat_skip_and_are_none_are_kept_and_reported(form: str) -> None:
    rows = [HEAD, *(measure(number) for number in ("1.", "2", "2.", "5.", "И", "7)", "1.10"))]
    document = read_bytes(*written(form, rows))
    found = rows_of(document.draft.roadmaps[0])
    assert [row.number for row in found] == ["1.", "2", "2.", "5.", "И", "7)", "1.10"]
    assert {"number_doubled", "number_gap", "number_unreadable"} <= set(codes(document))


def test_letters_count_the_points_of_a_measure(form: str) -> None:
    rows = [
        HEAD,
        ["1", "Приготовить:", "", "", ""],
        ["а)", "сети", "март 2022", "Порт", ""],
        ["б)", "лодки", "май 2022", "Маяк", ""],
        measure("2"),
    ]
    first, _ = rows_of(plan(form, rows))
    assert [(item.number, item.title, item.deadline) for item in first.items] == [
        ("а)", "сети", "март 2022"),
        ("б)", "лодки", "май 2022"),
    ]
