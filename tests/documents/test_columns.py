"""Columns as other offices head them: told by what their headings mean, or by what stands below."""

from __future__ import annotations

import pytest

from engine.documents.tables.roles import role_of
from tests.support.outlines import codes, outline_in, read_in
from tests.support.papers import Rows
from tests.support.plans import table

EVERY = ("docx", "xlsx", "csv")
MERGING = ("docx", "xlsx")

HEADINGS = {
    "number": "№ | № п/п | п/п | №№ п/п | Номер пункта | № строки | № мероприятия",
    "title": (
        "Наименование мероприятия, проекта | Содержание работы | Формы и виды деятельности"
        " | Планируемая деятельность | Что необходимо сделать | Тематика | Механизм реализации"
        " | Комплекс мер | Перечень работ | Тема семинара | Событие | Управленческие решения"
        " | Направление, мероприятие | Задача / мероприятие | Вопросы | Меры"
    ),
    "deadline": (
        "Сроки | Срок (дата) | Периодичность | Дата и время | Квартал | График | Месяц | Когда"
        " | Сроки (период) реализации мероприятия | Предельный срок исполнения | Год реализации"
    ),
    "start": "Дата начала | Начало | Срок начала реализации",
    "end": "Дата окончания | Окончание | Срок завершения",
    "executors": (
        "Ответственный | Ответственные лица | Координатор | Исполнители, участники | Кто делает"
        " | Организация-исполнитель | Структурное подразделение | Должностное лицо | Отв. лицо"
        " | Ответственный (ФИО, должность) | Субъекты реализации | Руководитель | Организатор"
    ),
    "co_executors": "Соисполнители | Привлекаемые организации | Участвующие организации",
    "participants": "Участники | Категория участников | Целевая группа | Классы | Охват, чел.",
    "result": (
        "Ожидаемый результат (вид документа) | Планируемый результат | Форма отчётности | Продукт"
        " | Форма подведения итогов | Подтверждающие документы | Отчётность | Материалы | Выход"
    ),
    "indicator": "Показатель | Индикатор | Критерии эффективности | Целевой показатель",
    "section": "Направление | Раздел | Блок | Этап | Цель",
    "year": "2022 | 2022 год | 2021/22 | 2022-2023 уч. год",
    "due_party": "Срок и ответственный | Сроки исполнения, ответственные | Срок / исполнитель",
    "unit": "Ед. изм. | Единица измерения",
    "other": (
        "Примечание | Отметка об исполнении | Место проведения | Форма проведения | Факт"
        " | Фактический срок | Информация об исполнении | Объём финансирования | Уровень | Ссылка"
    ),
}


@pytest.mark.parametrize("role", HEADINGS)
def test_a_heading_tells_what_its_column_holds(role: str) -> None:
    words = [heading.strip() for heading in HEADINGS[role].split("|")]
    assert {word: role_of(word) for word in words} == dict.fromkeys(words, role)


CASES: dict[str, tuple[tuple[str, ...], Rows, list[str]]] = {
    "who answers leads, whoever stands first": (
        EVERY,
        table("№|Мероприятие|Срок|Исполнители|Ответственный", "1|Курсы|май|ДЮЦ, ОО|Котов Б.Б."),
        ["1|Курсы|май|Котов Б.Б.; ДЮЦ; ОО"],
    ),
    "what was done is not what is due": (
        EVERY,
        table("№|Мероприятие|Плановый срок|Фактический срок|Кто", "1|Курсы|май|12.05.2022|ИМЦ"),
        ["1|Курсы|май|ИМЦ"],
    ),
    "plan and fact below one term": (
        MERGING,
        table(
            "№|Мероприятие|Срок исполнения|<|Ответственный",
            "^|^|план|факт|^",
            "1|Курсы|май||ИМЦ",
        ),
        ["1|Курсы|май|ИМЦ"],
    ),
    "money by years is no term": (
        MERGING,
        table(
            "№|Мероприятие|Срок|Объём финансирования|<|Исполнитель|Результат",
            "^|^|^|2022|2023|^|^",
            "1|Курсы|2022-2023|10,5|12|ИМЦ|План",
        ),
        ["1|Курсы|2022-2023|ИМЦ|План"],
    ),
    "quarters in columns of years": (
        EVERY,
        table("№|Мероприятие|2022 год|2023 год|Кто", "1|Курсы|I квартал|II квартал|ИМЦ"),
        ["1|Курсы|I квартал 2022, II квартал 2023|ИМЦ"],
    ),
    "months in columns of school years": (
        EVERY,
        table("№|Мероприятие|2022-2023 уч. год|2023-2024 уч. год|Кто", "1|Слёт||май|ДЮЦ"),
        ["1|Слёт|май 2023-2024 учебного года|ДЮЦ"],
    ),
    "a month and a day apart": (
        MERGING,
        table("Месяц|Дата|Мероприятие|Кто", "Сентябрь|15|Курсы|ИМЦ", "^|20-22|Клуб|ДЮЦ"),
        ["|Курсы|15 Сентябрь|ИМЦ", "|Клуб|20-22 Сентябрь|ДЮЦ"],
    ),
    "term and name in one cell": (
        MERGING,
        table("№|Мероприятие|Срок / исполнитель|Результат", "1|Курсы|июнь 2022,\\nИМЦ|План"),
        ["1|Курсы|июнь 2022|ИМЦ|План"],
    ),
    "headings broken by hyphens": (
        MERGING,
        table(
            "№\\nп/п|Меропри-\\nятие|Срок исполне-\\nния|Ответст-венный|Резуль-\\nтат",
            "1|Курсы|май|ИМЦ|План",
        ),
        ["1|Курсы|май|ИМЦ|План"],
    ),
    "empty columns between": (
        EVERY,
        table("№ п/п||Мероприятие||Срок|Кто", "1||Курсы||май|ИМЦ", "2||Клуб||июнь|ДЮЦ"),
        ["1|Курсы|май|ИМЦ", "2|Клуб|июнь|ДЮЦ"],
    ),
    "two columns of sections": (
        MERGING,
        table(
            "Цель|Задача|Мероприятие|Срок|Кто",
            "Рост|Учить|Курсы|май|ИМЦ",
            "^|Искать|Слёт|июль|ДЮЦ",
            "Мир|Искать|Клуб|июль|ДЮЦ",
        ),
        ["# |Рост", "## |Учить", "|Курсы|май|ИМЦ", "## |Искать", "|Слёт|июль|ДЮЦ",
         "# |Мир", "## |Искать", "|Клуб|июль|ДЮЦ"],
    ),
    "a plan printed in two halves side by side": (
        EVERY,
        table(
            "№|Мероприятие|Срок||№|Мероприятие|Срок",
            "1|Курсы|май||3|Слёт|июнь",
            "2|Клуб|июль||4|Сбор|август",
        ),
        ["1|Курсы|май", "2|Клуб|июль", "3|Слёт|июнь", "4|Сбор|август"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "form"), [(name, form) for name, case in CASES.items() for form in case[0]]
)
def test_columns_are_read_as_they_are_meant(name: str, form: str) -> None:
    _, rows, wanted = CASES[name]
    assert outline_in(form, rows) == wanted


@pytest.mark.parametrize("form", EVERY)
@pytest.mark.parametrize("heads", ["Этапность|Кем", "|"])
def test_a_column_that_no_heading_tells_is_told_by_its_cells_and_reported(
    form: str, heads: str
) -> None:
    rows = table(f"№|Мероприятие|{heads}|Результат", "1|Курсы|май 2022|ИМЦ|План",
                 "2|Клуб|июнь 2022|УО, ОО|Отчёт")  # fmt: skip
    assert outline_in(form, rows) == [
        "1|Курсы|май 2022|ИМЦ|План",
        "2|Клуб|июнь 2022|УО; ОО|Отчёт",
    ]
    assert "column_guessed" in codes(read_in(form, rows))


@pytest.mark.parametrize("form", EVERY)
def test_a_known_column_is_never_taken_for_another_and_what_it_holds_is_said(form: str) -> None:
    rows = table("№|Мероприятие|Срок|Примечание", "1|Курсы|май|ИМЦ", "2|Клуб|июнь|УО")
    assert outline_in(form, rows) == ["1|Курсы|май", "2|Клуб|июнь"]
    (said,) = [p for p in read_in(form, rows).problems if p.code == "column_left_out"]
    assert (said.facts["heading"], said.facts["count"]) == ("Примечание", 2)
