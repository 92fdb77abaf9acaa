"""Passports: stages of the cycle, indicators with targets, and numbers promised elsewhere."""

from __future__ import annotations

import pytest

from engine.documents import read_bytes
from engine.documents.goals.passport import stage_of
from engine.documents.goals.targets import direction_of, promises
from engine.workflows.orders.draft import RoadmapDraft
from tests.support.papers import HEAD, LEFT, UP, Rows, docx_of

TABLE: Rows = [HEAD, ["1", "Чинить сети", "2022", "Порт", "Сети целы"]]
MEASURED = """\
Показатели
- доля целых сетей не менее 80 %
- не более 5 протечек
- создан музей
Метод сбора информации: опрос рыбаков"""
PASSPORT: Rows = [
    ["1", "Цель\nОжидаемый результат", "- чистая вода\n- полные сети"],
    ["2", "Показатели, методы сбора информации", MEASURED],
    ["3", "Мониторинг", "Замер глубины"],
    [UP, UP, "Замер ширины"],
    ["Обоснование плана", LEFT, LEFT],
    ["", "Анализ,\nадресные рекомендации", "Отчёт о воде"],
    ["", "Меры, управленческие решения", "Решение совета"],
    ["", "Анализ эффективности принятых мер", "Итоги года"],
]  # fmt: skip


def plan(*parts: str | Rows) -> RoadmapDraft:
    (roadmap,) = read_bytes(docx_of(*parts, "План вод на 2022 год", TABLE), "a.docx").draft.roadmaps
    return roadmap


def test_a_table_of_labels_and_texts_is_a_passport() -> None:
    found = plan("Паспорт плана на 2022 год", PASSPORT).passport
    assert [(part.stage, part.label, part.text) for part in found] == [
        ("goals", "Цель", ("чистая вода",)),
        ("results", "Ожидаемый результат", ("полные сети",)),
        ("indicators", "Показатели, методы сбора информации", found[2].text),
        ("monitoring", "Мониторинг", ("Замер глубины", "Замер ширины")),
        ("other", "Обоснование плана", ()),
        ("analysis", "Анализ, адресные рекомендации", ("Отчёт о воде",)),
        ("decisions", "Меры, управленческие решения", ("Решение совета",)),
        ("effectiveness", "Анализ эффективности принятых мер", ("Итоги года",)),
    ]


def test_its_indicators_have_unit_direction_target_and_method() -> None:
    found = plan("Паспорт плана на 2022 год", PASSPORT).indicators
    assert [(i.unit, i.direction, i.targets, i.method) for i in found] == [
        ("%", "up", {"2022": "80"}, "опрос рыбаков"),
        ("", "down", {"2022": "5"}, "опрос рыбаков"),
        ("да/нет", "yes_no", {"2022": "да"}, "опрос рыбаков"),
    ]


def test_a_table_of_indicators_has_targets_by_year() -> None:
    rows: Rows = [
        ["№", "Показатель", "Ед. изм.", "2021 г.", "2022 г."],
        ["1", "Рост доли целых сетей", "%", "70", "80"],
    ]
    roadmap = plan("Показатели", rows)
    assert roadmap.indicators[0].targets == {"2021": "70", "2022": "80"}
    assert (roadmap.indicators[0].unit, roadmap.indicators[0].direction) == ("%", "up")
    assert len(roadmap.measures) == 1


def test_a_passport_may_be_told_in_paragraphs() -> None:
    story = (
        "Комплекс мер порта",
        "Основной целью является чистая вода.",
        "Задачами являются:", "1) мыть;", "2) сушить.",
        "Показателями порта являются:", "- доля чистых лодок;",
        "По результатам даются адресные рекомендации:", "- рыбакам;",
        "Управленческие решения:", "- совет порта.",
    )  # fmt: skip
    found = plan(*story).passport
    assert [part.stage for part in found] == [
        "goals", "goals", "indicators", "recommendations", "decisions",
    ]  # fmt: skip
    assert found[1].text == ("1) мыть", "2) сушить.")


@pytest.mark.parametrize(
    ("label", "stage"),
    [
        ("Цели и задачи", "goals"),
        ("Ожидаемые результаты", "results"),
        ("Показатели эффективности порта", "indicators"),
        ("Сбор информации ради целей порта", "monitoring"),
        ("Мероприятия ради целей порта", "measures"),
        ("Оценка эффективности решений совета", "effectiveness"),
        ("Принятие управленческих решений", "decisions"),
        ("Подготовка рекомендаций", "recommendations"),
        ("Разработчик", "other"),
    ],
)
def test_a_label_names_a_stage_of_the_cycle(label: str, stage: str) -> None:
    assert stage_of(label) == stage


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Охвачено не менее 50 % рыбаков", [("at_least", "50", "%")]),
        ("Доля лодок до 99%", [("up_to", "99", "%")]),
        ("100 % сетей целы, не более 3 дыр", [("exactly", "100", "%"), ("at_most", "3", "")]),
        ("Не менее 2 сборов", [("at_least", "2", "")]),
        ("Рост на 2,5 процента", [("exactly", "2.5", "%")]),
        ("План на 2022-2023 годы, 5 класс, приказ № 7", []),
        ("", []),
    ],
)
def test_a_promised_number_is_found(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(p.bound, p.figure, p.unit) for p in promises(text)] == found


@pytest.mark.parametrize(
    ("line", "direction"),
    [
        ("увеличение доли до 45 %", "up"),
        ("снижение числа дыр", "down"),
        ("100 % лодок", "reach"),
        ("наличие музея", "yes_no"),
        ("прошедшие повышение квалификации", "unknown"),
        ("цвет воды", "unknown"),
    ],
)
def test_words_say_which_way_is_good(line: str, direction: str) -> None:
    assert direction_of(line) == direction


def test_a_passport_names_the_plan_and_its_years() -> None:
    passport: Rows = [
        ["Наименование", "Дорожная карта «Вода»"],
        ["Цель", "Чистая вода"],
        ["Задачи", "Мыть"],
        ["Сроки реализации", "2022-2024 годы"],
        ["Ожидаемые результаты", "Чисто"],
    ]
    data = docx_of("Паспорт", passport, "План мероприятий", TABLE)
    (found,) = read_bytes(data, "a.docx").draft.roadmaps
    assert found.title == "Дорожная карта «Вода»"
    assert (found.horizon.start, found.horizon.end) == ("2022-01-01", "2024-12-31")


def test_goals_told_between_title_and_table_are_no_part_of_the_title() -> None:
    data = docx_of("План вод на 2022 год", "Цель: чистая вода.", "Задачи:", "- мыть;", "- мести.",
                   TABLE)  # fmt: skip
    (found,) = read_bytes(data, "a.docx").draft.roadmaps
    assert found.title == "План вод на 2022 год"
    assert [(part.label, part.stage, part.text) for part in found.passport] == [
        ("Цель", "goals", ("чистая вода.",)),
        ("Задачи", "goals", ("мыть", "мести.")),
    ]


def test_a_passport_without_a_plan_is_said_to_be_left_out() -> None:
    alone: Rows = [
        ["Цель", "Мир"],
        ["Задачи", "Мыть"],
        ["Результаты", "Чисто"],
        ["Показатели", "5"],
    ]
    data = docx_of("План вод на 2022 год", TABLE, "Паспорт плана берегов", alone)
    found = [problem.code for problem in read_bytes(data, "a.docx").problems]
    assert "passport_left_out" in found
