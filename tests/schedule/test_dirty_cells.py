"""Cells as typists leave them: what is understood all the same, and what is said about the rest."""

from __future__ import annotations

from datetime import date

import pytest

from engine import schedule
from engine.schedule import Kind

PLAN = date(2021, 1, 1), date(2023, 12, 31)


def read(phrase: str) -> schedule.Reading:
    return schedule.read(phrase, *PLAN)


def days(phrase: str) -> list[str]:
    return [f"{w.start}..{w.end}" for w in read(phrase).windows]


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("27мая 2022", "27 мая 2022"),
        ("по28.12.2022", "по 28.12.2022"),
        ("В ТЕЧЕНИИ ГОДА", "в течение года"),
        ("втечение года", "в течение года"),
        ("в теч. года", "в течение года"),
        ("сентябрь\n2022", "сентябрь 2022"),
        ("сен-\nтябрь 2022", "сентябрь 2022"),
        ("01.09.\n2022", "01.09.2022"),
        ("2022-\n2023 уч. год", "2022/2023 учебный год"),
        ("Сентябрь —декабрь 2021", "сентябрь-декабрь 2021"),
        ("Сентябрь − декабрь 2021", "сентябрь-декабрь 2021"),
        ("август  2022\u00a0г.", "август 2022"),
        ("август 2022*", "август 2022"),
        ("август 2022 2022 г.", "август 2022"),
        ("Aвгуст 2022", "август 2022"),  # the first letter is Latin
        ("cентябрь 2022", "сентябрь 2022"),  # so is this one
        ("III кв.2022г", "третий квартал 2022 года"),
        ("ІІІ квартал 2022", "3 квартал 2022"),  # Ukrainian letters for a Roman number
        ("1V квартал 2022", "IV квартал 2022"),
        ("сентябь 2022", "сентябрь 2022"),
        ("Ежеквартальо", "ежеквартально"),
        ("« 15 » сентября 2022 г.", "15 сентября 2022"),
        ("декабрь-", "декабрь"),
        ("1) сентябрь 2022; 2) октябрь 2022", "сентябрь 2022, октябрь 2022"),
        ("- сентябрь 2022\n- май 2023", "сентябрь 2022, май 2023"),
        ("май\u0306 2022", "май 2022"),
    ],
)
def test_typing_errors_do_not_matter(dirty: str, clean: str) -> None:
    assert days(dirty) == days(clean)
    assert days(clean)


@pytest.mark.parametrize(
    ("phrase", "unread"),
    [
        ("Сентябрь 2022 (4, 8 классы)", "4, 8 классы"),
        ("15 сентября 2022 в 14.00", "в 14.00"),
        ("Постоянно (пн – пт, с 8.00 до 17.00)", "пн - пт, с 8.00 до 17.00"),
        ("понедельник, 5 сентября 2022", "понедельник"),
        ("август 2022 (приказ от 12.07.2022 № 45)", "приказ от 12.07.2022 № 45"),
        ("март 2022 (1 этап), октябрь 2022 (2 этап)", "1 этап … 2 этап"),
        ("сентябрь, мониторинг", "мониторинг"),
    ],
)
def test_figures_that_are_no_dates_are_quoted_as_remarks(phrase: str, unread: str) -> None:
    found = read(phrase)
    assert found.unread == unread
    assert "term_unread" not in found.problems


@pytest.mark.parametrize(
    "phrase",
    ["31 июня 2022", "30 февраля", "29.02.2022", "32 мая", "15.13.2022", "31 сентября – 5 октября"],
)
def test_a_day_that_no_calendar_has_is_said_and_never_moved(phrase: str) -> None:
    found = read(phrase)
    assert (found.kind, found.windows) == (Kind.UNREADABLE, ())
    assert "impossible_date" in found.problems
    assert found.unread


@pytest.mark.parametrize("phrase", ["с 20 по 10 сентября 2022", "30.12.2022-01.12.2022"])
def test_a_span_that_ends_before_it_starts_is_said(phrase: str) -> None:
    found = read(phrase)
    assert (found.kind, found.windows, found.problems) == (Kind.UNREADABLE, (), ("reversed",))


@pytest.mark.parametrize("phrase", ["кроме июля", "сентябрь или октябрь 2022", "май 2022, 77"])
def test_a_part_that_could_turn_the_meaning_is_flagged(phrase: str) -> None:
    assert read(phrase).ambiguous


@pytest.mark.parametrize("phrase", ["", " ", "-", "–", "\n"])
def test_an_empty_cell_is_missing(phrase: str) -> None:
    found = read(phrase)
    assert (found.kind, found.problems) == (Kind.MISSING, ("missing",))


def test_the_place_in_the_cell_goes_with_each_window() -> None:
    found = read("Январь 2022 Март 2022 Октябрь 2021 Август 2021")
    assert found.kind is Kind.LIST_PER_SUBITEM
    assert [w.printed for w in found.windows] == [4, 3, 1, 2]


def test_a_window_is_labelled_by_what_it_is_for() -> None:
    (until,) = read("до 01.11.2021").windows
    assert until.label == "2021-11-01"
    reports = read("ежеквартально до 15 числа месяца, следующего за отчетным").windows
    assert [w.label for w in reports[:2]] == ["2021-Q1", "2021-Q2"]


def test_an_until_before_the_plan_begins_with_the_order() -> None:
    plan = date(2022, 9, 1), date(2023, 8, 31)
    ordered = date(2022, 7, 19)
    (found,) = schedule.read("в срок до 21.07.2022", *plan, order_date=ordered).windows
    assert (found.start, found.end) == (ordered, date(2022, 7, 21))


def test_the_current_year_is_the_year_of_the_order() -> None:
    found = schedule.read("май т.г.", *PLAN, order_date=date(2022, 1, 17))
    assert [w.label for w in found.windows] == ["2022-05"]


def test_what_lies_outside_the_plan_stays_as_printed_and_is_said() -> None:
    found = schedule.read("август 2022", date(2022, 9, 1), date(2023, 8, 31))
    assert [w.label for w in found.windows] == ["2022-08"]
    assert "outside_horizon" in found.problems
