"""Plans as other offices shape them: their rows, sections and points, written down by hand."""

from __future__ import annotations

import pytest

from tests.support.outlines import codes, outline_in, read_in
from tests.support.papers import Rows
from tests.support.plans import table

EVERY = ("docx", "xlsx", "csv")
MERGING = ("docx", "xlsx")
HEAD = "№ п/п|Мероприятие|Срок|Ответственный|Результат"

CASES: dict[str, tuple[tuple[str, ...], Rows, list[str]]] = {
    "headings in the second column, nothing merged": (
        EVERY,
        table(HEAD, "|Кадры|||", "1|Курсы|май|ИМЦ|План", "2|Клуб|июль|ИМЦ|План",
              "|Дети|||", "3|Слёт|июль|ДЮЦ|Отчёт"),
        ["# |Кадры", "1|Курсы|май|ИМЦ|План", "2|Клуб|июль|ИМЦ|План",
         "# |Дети", "3|Слёт|июль|ДЮЦ|Отчёт"],
    ),
    "headings in the first column, nothing merged": (
        EVERY,
        table(HEAD, "Раздел 1. Кадры||||", "1|Курсы|май|ИМЦ|План", "Раздел 2. Дети||||",
              "2|Слёт|июль|ДЮЦ|Отчёт"),
        ["# Раздел 1|Кадры", "1|Курсы|май|ИМЦ|План", "# Раздел 2|Дети", "2|Слёт|июль|ДЮЦ|Отчёт"],
    ),
    "the number of a heading stands outside the count of the measures": (
        EVERY,
        table(HEAD, "1.|Кадры|||", "1.|Курсы|май|ИМЦ|План", "2.|Клуб|июль|ИМЦ|План",
              "2.|Дети|||", "3.|Слёт|июль|ДЮЦ|Отчёт"),
        ["# 1.|Кадры", "1.|Курсы|май|ИМЦ|План", "2.|Клуб|июль|ИМЦ|План",
         "# 2.|Дети", "3.|Слёт|июль|ДЮЦ|Отчёт"],
    ),
    "three levels of numbers": (
        EVERY,
        table(HEAD, "1|Кадры|||", "1.1|Педагоги|||", "1.1.1|Курсы|май|ИМЦ|План",
              "1.2|Завучи|||", "1.2.1|Школа|июль|УО|Отчёт", "2|Дети|||", "2.1|Слёт|июль|ДЮЦ|Отчёт"),
        ["# 1|Кадры", "## 1.1|Педагоги", "1.1.1|Курсы|май|ИМЦ|План", "## 1.2|Завучи",
         "1.2.1|Школа|июль|УО|Отчёт", "# 2|Дети", "2.1|Слёт|июль|ДЮЦ|Отчёт"],
    ),
    "words and figures in two levels": (
        EVERY,
        table(HEAD, "Раздел I. Общее|<|<|<|<", "1. Кадры|<|<|<|<", "1.1|Курсы|май|ИМЦ|План",
              "Раздел II. Особое|<|<|<|<", "2. Школы|<|<|<|<", "2.1|Сбор|август|УО|Отчёт"),
        ["# Раздел I|Общее", "## 1.|Кадры", "1.1|Курсы|май|ИМЦ|План",
         "# Раздел II|Особое", "## 2.|Школы", "2.1|Сбор|август|УО|Отчёт"],
    ),
    "months as headings": (
        EVERY,
        table(HEAD, "СЕНТЯБРЬ|<|<|<|<", "1|Курсы|05.09.2022|ИМЦ|План", "ОКТЯБРЬ|<|<|<|<",
              "2|Слёт|до 15.10.2022|ДЮЦ|Отчёт"),
        ["# |СЕНТЯБРЬ", "1|Курсы|05.09.2022|ИМЦ|План", "# |ОКТЯБРЬ",
         "2|Слёт|до 15.10.2022|ДЮЦ|Отчёт"],
    ),
    "the head comes again right before a heading": (
        EVERY,
        table(HEAD, "1|2|3|4|5", "Кадры|<|<|<|<", "1|Курсы|май|ИМЦ|План", HEAD, "Дети|<|<|<|<",
              "2|Слёт|июль|ДЮЦ|Отчёт"),
        ["# |Кадры", "1|Курсы|май|ИМЦ|План", "# |Дети", "2|Слёт|июль|ДЮЦ|Отчёт"],
    ),
    "rows that only go on": (
        EVERY,
        table(HEAD, "1|Совет (два дня)|май|УО|Протокол.", "|по итогам года|||", "|||ИМЦ|Решение.",
              "2|Клуб|июль|ИМЦ|План"),
        ["1|Совет (два дня) по итогам года|май|УО; ИМЦ|Протокол. / Решение.",
         "2|Клуб|июль|ИМЦ|План"],
    ),
    "a result that holds for several rows": (
        MERGING,
        table(HEAD, "1|Курсы|май|ИМЦ|План на всех", "2|Клуб|июль|ДЮЦ|^"),
        ["1|Курсы|май|ИМЦ|План на всех", "2|Клуб|июль|ДЮЦ|План на всех"],
    ),
    "one measure, two terms and two who answer": (
        MERGING,
        table(HEAD, "1|Замер|сентябрь 2022|ИМЦ|Справка", "^|^|май 2023|ОО|Отчёт",
              "2|Клуб|июль|ДЮЦ|План"),
        ["1|Замер|сентябрь 2022 май 2023|ИМЦ|Справка / Отчёт", "- 1|Замер|сентябрь 2022|ИМЦ",
         "- |Замер|май 2023|ОО", "2|Клуб|июль|ДЮЦ|План"],
    ),
    "a heading after the points of a measure": (
        EVERY,
        table(HEAD, "|Кадры|||", "1|Замеры|||", "|Осень|октябрь 2022|ИМЦ|",
              "|Весна|апрель 2023|ОО|", "|Дети|||", "2|Слёт|июль|ДЮЦ|Отчёт"),
        ["# |Кадры", "1|Замеры", "- |Осень|октябрь 2022|ИМЦ", "- |Весна|апрель 2023|ОО",
         "# |Дети", "2|Слёт|июль|ДЮЦ|Отчёт"],
    ),
    "a title merged over its own term loses nothing": (
        MERGING,
        table(HEAD, "1|Курсы|май|ИМЦ|План", "2|Работа ведётся постоянно|<|ДЮЦ|Отчёт"),
        ["1|Курсы|май|ИМЦ|План", "2|Работа ведётся постоянно||ДЮЦ|Отчёт"],
    ),
    "empty and signed rows at the end": (
        EVERY,
        table(HEAD, "1|Курсы|май|ИМЦ|План", "||||", "2|Клуб|июль|ДЮЦ|–",
              "Начальник управления|<|<|Ц.Ц. Филин|<"),
        ["1|Курсы|май|ИМЦ|План", "2|Клуб|июль|ДЮЦ"],
    ),
    "no head, but headings": (
        EVERY,
        table("1. Кадры|<|<|<", "1.1|Организация курсов для учителей|май 2022|МКУ ИМЦ",
              "1.2|Проведение клуба наставников|июнь 2022|МКУ ИМЦ", "2. Дети|<|<|<",
              "2.1|Проведение слёта активистов|июль 2022|МБУ ДО ДЮЦ",
              "2.2|Летняя смена для одарённых|август 2022|МБУ ДО ДЮЦ"),
        ["# 1.|Кадры", "1.1|Организация курсов для учителей|май 2022|МКУ ИМЦ",
         "1.2|Проведение клуба наставников|июнь 2022|МКУ ИМЦ",
         "# 2.|Дети", "2.1|Проведение слёта активистов|июль 2022|МБУ ДО ДЮЦ",
         "2.2|Летняя смена для одарённых|август 2022|МБУ ДО ДЮЦ"],
    ),
    "headings that are tasks below a goal": (
        EVERY,
        table(HEAD, "Цель: рост|<|<|<|<", "Задача 1. Кадры|<|<|<|<", "1.1|Курсы|май|ИМЦ|План",
              "Задача 2. Дети|<|<|<|<", "2.1|Слёт|июль|ДЮЦ|Отчёт"),
        ["# |Цель: рост", "## Задача 1|Кадры", "1.1|Курсы|май|ИМЦ|План",
         "## Задача 2|Дети", "2.1|Слёт|июль|ДЮЦ|Отчёт"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "form"), [(name, form) for name, case in CASES.items() for form in case[0]]
)
def test_a_plan_is_read_as_it_is_meant(name: str, form: str) -> None:
    _, rows, wanted = CASES[name]
    assert outline_in(form, rows) == wanted


@pytest.mark.parametrize("form", EVERY)
@pytest.mark.parametrize("remark", ["* при наличии средств", "Примечание: сроки уточняются"])
def test_a_remark_below_the_rows_is_said_to_be_left_out(form: str, remark: str) -> None:
    rows = table(HEAD, "1|Курсы|май|ИМЦ|План", f"{remark}|<|<|<|<")
    assert outline_in(form, rows) == ["1|Курсы|май|ИМЦ|План"]
    assert "row_left_out" in codes(read_in(form, rows))


@pytest.mark.parametrize("form", EVERY)
def test_nothing_of_a_plan_is_lost_in_silence(form: str) -> None:
    """What an office adds in columns of its own is said to be left out, with its heading."""
    rows = table(f"{HEAD}|Место|Часы", "1|Курсы|май|ИМЦ|План|СОШ № 3|36")
    left = [p.facts["heading"] for p in read_in(form, rows).problems if p.code == "column_left_out"]
    assert left == ["Место", "Часы"]
