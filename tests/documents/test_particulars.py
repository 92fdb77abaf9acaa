"""The order in front of its plans: number, day, office, items, control, annexes, horizon."""

from __future__ import annotations

from typing import Any

import pytest

from engine.documents import read_bytes
from engine.documents.goals.horizon import horizon_of, label_of
from engine.workflows.orders.draft import Draft, HorizonDraft, OrderDraft, PersonDraft
from tests.support.papers import HEAD, LEFT, Rows, docx_of, numbered, put_in_list, xlsx_of

TABLE: Rows = [HEAD, ["1", "Чинить сети", "2022", "Порт", "Сети целы"]]
FRONT = (
    "Управление вод", "администрации Приморского района", "", "П Р И К А З", "",
    "«5» марта 2022 г. № 17-о", "г. Приморск", "Об утверждении плана", "на 2022-2023 годы", "",
    "Во исполнение приказа Министерства вод от 01.02.2022 № 5-п «О водах»,", "приказываю:",
)  # fmt: skip
ITEMS = (
    "1. Утвердить план (приложение).",
    "2. Начальнику порта (Гребцов А.А.):",
    "2.1. Собрать лодки в срок до 01.04.2022.",
    "2.2. Пересчитать весла.",
    "3. Контроль за исполнением приказа возложить на заместителя главы Парусову Б.Б.",
)
SIGNED = ("Начальник управления", "вод Приморского района\tВ.В. Якорев")


def draft(*parts: str | Rows, name: str = "port.docx") -> Draft:
    return read_bytes(docx_of(*parts), name).draft


def order(*front: str) -> OrderDraft:
    return draft(*front, "", "Приложение", "План вод на 2022 год", TABLE).order


def test_the_particulars_of_an_order() -> None:
    found = order(*FRONT, *ITEMS, *SIGNED)
    assert (found.number, found.date, found.kind) == ("17-о", "2022-03-05", "order")
    assert found.issuer == "Управление вод администрации Приморского района"
    assert found.title == "Об утверждении плана на 2022-2023 годы"
    assert found.signatory == PersonDraft(
        name="В.В. Якорев", post="Начальник управления вод Приморского района"
    )
    assert found.parent == "приказа Министерства вод от 01.02.2022 № 5-п"


def test_items_carry_number_addressee_and_term() -> None:
    found = order(*FRONT, *ITEMS, *SIGNED).items
    assert [item.number for item in found] == ["1.", "2.", "2.1.", "2.2.", "3."]
    assert found[2].deadline == "в срок до 01.04.2022"
    assert found[3].executors == ("Начальник порта", "Гребцов А.А.")


def test_control_is_given_to_somebody_or_kept() -> None:
    assert order(*FRONT, *ITEMS, *SIGNED).control == PersonDraft(
        name="Парусова Б.Б.", post="Заместитель главы"
    )
    kept = order(*FRONT, "1. Утвердить план.", "2. Контроль оставляю за собой.", *SIGNED)
    assert kept.control == "signatory"


def test_automatic_numbers_of_word_are_items_too() -> None:
    def number(document: Any) -> None:
        key = numbered(document, (("decimal", "%1."), ("decimal", "%1.%2.")))
        wanted = {"Утвердить план": 0, "Начальнику порта:": 0, "Собрать лодки": 1, "Мыть": 1}
        for paragraph in document.paragraphs:
            if paragraph.text in wanted:
                put_in_list(paragraph, key, wanted[paragraph.text])

    data = docx_of(*FRONT, "Утвердить план", "Начальнику порта:", "Собрать лодки", "Мыть", *SIGNED,
                   "", "Приложение", "План на 2022 год", TABLE, change=number)  # fmt: skip
    items = read_bytes(data, "port.docx").draft.order.items
    assert [item.number for item in items] == ["1.", "2.", "2.1.", "2.2."]
    assert items[2].executors == ("Начальник порта",)


@pytest.mark.parametrize(
    ("lines", "kind", "number", "date"),
    [
        (("ПОСТАНОВЛЕНИЕ", "от 31.12.2020 № 451"), "resolution", "451", "2020-12-31"),
        (("ПРИКАЗ № 01-05/17 от 7 мая 2021 года",), "order", "01-05/17", "2021-05-07"),
        (("РАСПОРЯЖЕНИЕ", "19.07. 2022 года № 412"), "order", "412", "2022-07-19"),
        (("12 октября 2021 г. № 8", "ПРИКАЗ"), "order", "8", "2021-10-12"),
    ],
)
def test_acts_are_headed_in_many_ways(
    lines: tuple[str, ...], kind: str, number: str, date: str
) -> None:
    found = order("Управление вод", *lines, "О плане вод", "", "приказываю:", *ITEMS, *SIGNED)
    assert (found.kind, found.number, found.date) == (kind, number, date)


def test_a_stamp_is_an_order_without_a_number() -> None:
    found = draft("УТВЕРЖДАЮ", "Начальник управления вод", "В.В. Якорев", "24.09.2021г.", "",
                  "План вод на 2022 год", TABLE).order  # fmt: skip
    assert (found.kind, found.number, found.date) == ("stamp", "", "2021-09-24")
    assert found.signatory == PersonDraft(name="В.В. Якорев", post="Начальник управления вод")
    assert found.issuer == "Управление вод"


def test_a_stamp_may_name_the_order() -> None:
    found = draft("УТВЕРЖДЕНО", "приказом управления вод", "от 24.09.2021 № 33", "",
                  "План вод на 2022 год", TABLE).order  # fmt: skip
    assert (found.kind, found.number, found.date) == ("order", "33", "2021-09-24")


def test_a_letterhead_and_a_stamp_may_stand_in_tables() -> None:
    stamp: Rows = [
        ["СОГЛАСОВАНО\nГлава\nА.А. Гребцов", "УТВЕРЖДАЮ\nНачальник\nВ.В. Якорев\n01.02.2022"]
    ]
    found = draft(stamp, "", "План вод на 2022 год", TABLE).order
    assert (found.kind, found.date) == ("stamp", "2022-02-01")


def test_a_lone_annex_names_its_order() -> None:
    document = read_bytes(
        docx_of(
            "Приложение 2",
            "к приказу управления вод",
            "от 01.02.2022 № 33",
            "План на 2022 год",
            TABLE,
        ),
        "port.docx",
    )
    assert (document.draft.order.number, document.draft.order.date) == ("33", "2022-02-01")
    assert "order_named_by_annex" in [problem.code for problem in document.problems]


def test_a_bare_table_asks_for_the_particulars() -> None:
    document = read_bytes(docx_of("План вод на 2022 год", TABLE), "port.docx")
    missing = [p for p in document.problems if p.code == "order_particulars_missing"]
    assert [p.severity for p in missing] == ["blocking", "blocking", "warning", "warning"]
    assert "number" in missing[0].text


def test_several_annexes_are_several_roadmaps_with_keys_of_their_own() -> None:
    parts: list[str | Rows] = [*FRONT, *ITEMS, *SIGNED]
    for place in (1, 2):
        parts += ["", f"ПРИЛОЖЕНИЕ {place}", "к приказу управления вод", "от 05.03.2022 № 17-о"]
        parts += ["План мероприятий («дорожная карта» 1." + str(place) + ")", "на 2022 год", TABLE]
    found = draft(*parts).roadmaps
    assert [roadmap.key for roadmap in found] == ["port-1.1", "port-1.2"]
    assert found[1].annex == "ПРИЛОЖЕНИЕ 2 к приказу управления вод от 05.03.2022 № 17-о"
    assert found[1].title == "План мероприятий («дорожная карта» 1.2) на 2022 год"


def test_an_annex_of_another_order_is_reported() -> None:
    data = docx_of(*FRONT, *ITEMS, *SIGNED, "", "Приложение", "к приказу № 99 от 05.03.2022",
                   "План на 2022 год", TABLE)  # fmt: skip
    codes = [problem.code for problem in read_bytes(data, "a.docx").problems]
    assert "annex_names_another_order" in codes


@pytest.mark.parametrize(
    ("title", "start", "end", "label"),
    [
        ("План на 2021-2023 гг.", "2021-01-01", "2023-12-31", "2021..2023"),
        ("План на 2021 – 2023 годы", "2021-01-01", "2023-12-31", "2021..2023"),
        ("План на 2022 год", "2022-01-01", "2022-12-31", "2022"),
        ("План в 2022-2023 учебном году", "2022-09-01", "2023-08-31", "2022-S"),
        ("План на 2022/23 учебный год", "2022-09-01", "2023-08-31", "2022-S"),
        ("План на период до 2025 года", "2022-01-01", "2025-12-31", "2022..2025"),
        ("План на 2021, 2022 и 2023 годы", "2021-01-01", "2023-12-31", "2021..2023"),
        ("План с 2021 по 2023 год", "2021-01-01", "2023-12-31", "2021..2023"),
        ("План с сентября 2022 года по май 2023 года", "2022-09-01", "2023-05-31", "2022..2023"),
        ("План на второе полугодие 2022 года", "2022-07-01", "2022-12-31", "2022"),
        ("План на I квартал 2023 года", "2023-01-01", "2023-03-31", "2023"),
        ("План на сентябрь 2022 года", "2022-09-01", "2022-09-30", "2022"),
        ("План на 2022/2023 – 2024/2025 учебные годы", "2022-09-01", "2025-08-31", "2022..2025"),
        ("План по итогам 2021 года на 2022 год", "2022-01-01", "2022-12-31", "2022"),
    ],
)
def test_the_horizon_stands_in_the_title(title: str, start: str, end: str, label: str) -> None:
    horizon = horizon_of([title], "2022-03-05")
    assert horizon == HorizonDraft(start=start, end=end)
    assert label_of(horizon) == label


def test_the_year_that_a_plan_rests_on_is_not_its_own() -> None:
    assert horizon_of(["План по итогам проверки 2022 года"]) is None


def test_a_plan_without_years_asks_for_its_horizon() -> None:
    document = read_bytes(docx_of("План вод", TABLE), "port.docx")
    assert "horizon_missing" in [problem.code for problem in document.problems]


def test_word_hides_text_in_places_that_are_read_all_the_same() -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    def revise(document: Any) -> None:
        cell = document.tables[0].cell(1, 1).paragraphs[0]
        inserted, deleted = OxmlElement("w:ins"), OxmlElement("w:del")
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = " и паруса"
        run.append(text)
        inserted.append(run)
        gone = OxmlElement("w:r")
        lost = OxmlElement("w:delText")
        lost.text = " и якоря"
        gone.append(lost)
        deleted.append(gone)
        cell._p.append(inserted)
        cell._p.append(deleted)
        assert inserted.tag == qn("w:ins")

    data = docx_of("План на 2022 год", TABLE, change=revise)
    (roadmap,) = read_bytes(data, "a.docx").draft.roadmaps
    assert roadmap.measures[0].title == "Чинить сети и паруса"


def test_numbers_of_rows_may_be_automatic() -> None:
    def number(document: Any) -> None:
        key = numbered(document, (("decimal", "%1."),))
        for row in document.tables[0].rows[1:]:
            put_in_list(row.cells[0].paragraphs[0], key, 0)

    rows: Rows = [HEAD, ["", "Мыть", "2022", "Порт", ""], ["", "Сушить", "2022", "Порт", ""]]
    data = docx_of("План на 2022 год", rows, change=number)
    (roadmap,) = read_bytes(data, "a.docx").draft.roadmaps
    assert [measure.number for measure in roadmap.measures] == ["1.", "2."]


def test_excel_makes_days_of_months_and_they_are_months_again() -> None:
    import datetime as dt

    def date(book: Any) -> None:
        cell = book["Лист"].cell(3, 3)
        cell.value = dt.datetime(2022, 8, 1)  # noqa: DTZ001  what Excel stores has no zone
        cell.number_format = "mmm.yy"
        book["Лист"].cell(3, 1).value = 1.1
        book["Лист"].cell(3, 1).number_format = "0.00"

    sheet: Rows = [["План на 2022 год", *[LEFT] * 4], *TABLE]
    document = read_bytes(xlsx_of({"Лист": sheet}, date), "a.xlsx")
    measure = document.draft.roadmaps[0].measures[0]
    assert (measure.number, measure.deadline) == ("1.10", "август 2022")


def test_an_act_that_does_not_say_what_it_is_has_number_and_day() -> None:
    found = order("Управление вод", "12.05.2022 № 45", "О плане вод", "", *ITEMS, *SIGNED)
    assert (found.kind, found.number, found.date) == ("order", "45", "2022-05-12")
    assert found.title == "О плане вод"


def test_number_and_signature_may_stand_in_tables() -> None:
    parts: list[str | Rows] = [
        "Управление вод",
        "ПРИКАЗ",
        [["от 12.05.2022", "№ 45"]],
        "О плане вод",
        "",
    ]
    parts += ["ПРИКАЗЫВАЮ:", "1. Утвердить план.", [["Начальник управления", "", "В.В. Якорев"]]]
    found = order(*parts)  # type: ignore[arg-type]
    assert (found.number, found.date) == ("45", "2022-05-12")
    assert found.signatory == PersonDraft(name="В.В. Якорев", post="Начальник управления")
