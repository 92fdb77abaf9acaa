"""Terms counted from an event, what goes on only on demand, and years that are mistyped."""

from __future__ import annotations

from datetime import date

import pytest

from engine import schedule
from engine.schedule import Kind

PLAN = date(2022, 1, 1), date(2024, 12, 31)


def read(phrase: str) -> schedule.Reading:
    return schedule.read(phrase, *PLAN)


def labels(phrase: str) -> list[str]:
    return [w.label for w in read(phrase).windows]


@pytest.mark.parametrize(
    "phrase",
    [
        "не позднее 3 дней с момента поступления заявления",
        "не позднее 5 дней с даты получения",
        "в срок не позднее 10 дней с момента утверждения",
        "не позднее 3 рабочих дней",
        "не позднее 3 рабочих дней …",
        "не позднее 3 рабочих дней со дня регистрации",
        "не позднее 3 (трех) рабочих дней с даты регистрации",
        "не позднее 3-х рабочих дней с момента получения",
        "не позднее 3 рабочих дней после получения",
        "не позднее 3 дней до начала",
        "до 5 дней с момента обращения",
    ],
)
def test_days_counted_from_an_event_are_no_days_of_a_month(phrase: str) -> None:
    found = read(phrase)
    assert (found.kind, found.windows) == (Kind.AFTER_EVENT, ())
    assert "after_event" in found.problems


@pytest.mark.parametrize(
    ("phrase", "kind", "count"),
    [
        ("не позднее 25 декабря", Kind.YEARLY_UNTIL, 3),
        ("не позднее 5 числа месяца, следующего за отчетным", Kind.MONTHLY, 36),
        ("не позднее 10 дней после окончания квартала", Kind.QUARTERLY, 12),
        ("ежемесячно, не позднее 3 рабочих дней", Kind.MONTHLY, 36),
        ("не позднее 3 рабочего дня месяца", Kind.MONTHLY, 36),
    ],
)
def test_days_of_a_month_stay_so(phrase: str, kind: Kind, count: int) -> None:
    found = read(phrase)
    assert (found.kind, len(found.windows)) == (kind, count)


def test_days_counted_back_from_a_day_are_left_to_people() -> None:
    found = read("не позднее 5 дней до 1 сентября 2022 г.")
    assert (found.kind, found.windows) == (Kind.UNREADABLE, ())
    assert found.problems


@pytest.mark.parametrize(
    ("phrase", "windows", "unread"),
    [
        (
            "2022 г., далее – по мере необходимости",
            ["2022"],
            "далее - по мере необходимости",
        ),
        (
            "ежегодно (сентябрь, январь), далее по запросу",
            ["2022-01", "2022-09", "2023-01", "2023-09", "2024-01", "2024-09"],
            "далее по запросу",
        ),
        (
            "ежегодно, далее при необходимости",
            ["2022", "2023", "2024"],
            "далее при необходимости",
        ),
        ("август, далее по запросу", ["2022-08"], "далее по запросу"),
        (
            "август 2023, в последующие годы – по запросу",
            ["2023-08"],
            "в последующие годы - по запросу",
        ),
    ],
)
def test_then_on_demand_is_not_from_then_on(phrase: str, windows: list[str], unread: str) -> None:
    found = read(phrase)
    assert labels(phrase) == windows
    assert (found.unread, found.ambiguous) == (unread, True)


@pytest.mark.parametrize(
    "phrase",
    [
        "апрель 20233",
        "май 20222 г.",
        "апрель 202",
        "15 апреля 20233 г.",
        "15.04.20233",
        "III квартал 20233",
        "2022–20233 гг.",
        "сентябрь 2022, 20233",
        "(апрель 20233)",
        "с сентября 20222 по май 2023",
    ],
)
def test_a_year_of_too_many_or_too_few_figures_is_never_dropped(phrase: str) -> None:
    found = read(phrase)
    assert (found.kind, found.windows) == (Kind.UNREADABLE, ())
    assert found.problems == ("term_unread",)


@pytest.mark.parametrize(
    "rest",
    ["№ 20233", "14.00", "9 класс", "150 человек", "(тел. 20233)", "(8-912-20233)", "каб. 203"],
)
def test_a_number_that_is_something_else_is_no_year(rest: str) -> None:
    assert labels(f"апрель {rest}") == ["2022-04", "2023-04", "2024-04"]
