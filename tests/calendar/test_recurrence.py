"""The calendar rule of a recurrence gives the first days of its windows, as dateutil reads it."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from dateutil.rrule import rrulestr

from engine import schedule
from engine.calendar.recurrence import yearly

PLAN = date(2021, 1, 1), date(2023, 12, 31)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("август ежегодно", "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=1;UNTIL=20230801"),
        ("июнь, август", "FREQ=YEARLY;BYMONTH=6,8;BYMONTHDAY=1;UNTIL=20230801"),
        ("ежегодно", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;UNTIL=20230101"),
        ("ежеквартально", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=1;UNTIL=20231001"),
        ("ежемесячно", "FREQ=MONTHLY;BYMONTHDAY=1;UNTIL=20231201"),
        ("третий четверг месяца", "FREQ=MONTHLY;BYDAY=+3TH;UNTIL=20231221"),
        ("последняя пятница мая", "FREQ=YEARLY;BYMONTH=5;BYDAY=-1FR;UNTIL=20230526"),
        ("ежемесячно 25 числа", "FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20231225"),
        (
            "10 мая, 20 сентября",
            "FREQ=YEARLY;BYMONTH=5,9;BYMONTHDAY=10,20;BYSETPOS=1,4;UNTIL=20230920",
        ),
        (
            "до 15 числа месяца, следующего за отчетным кварталом",
            "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=1;UNTIL=20240101",
        ),
    ],
)
def test_a_recurrence_has_its_rule(phrase: str, text: str) -> None:
    assert schedule.read(phrase, *PLAN).rrule == text


@pytest.mark.parametrize(
    "phrase",
    [
        "август ежегодно",
        "октябрь, август",
        "ноябрь–май",
        "сентябрь–октябрь ежегодно",
        "ежегодно",
        "в течение года",
        "раз в полугодие",
        "ежеквартально",
        "ежемесячно",
        "ежемесячно (сентябрь – май)",
        "последняя пятница месяца",
        "10 мая, 20 сентября",
        "12–14 октября, 3 ноября",
        "I, III квартал",
        "лето",
        "ежемесячно до 5 числа месяца, следующего за отчетным",
        "ежегодно до 1 марта",
        "с 10 по 20 число каждого месяца",
        "август 2022, далее ежегодно",
    ],
)
def test_dateutil_counts_the_same_days(phrase: str) -> None:
    found = schedule.read(phrase, *PLAN)
    assert found.rrule is not None
    first = datetime.combine(found.windows[0].start, datetime.min.time())
    counted = {moment.date() for moment in rrulestr(found.rrule, dtstart=first)}
    starts = {w.start for w in found.windows}
    assert starts <= counted
    assert counted == starts or phrase == "ежемесячно (сентябрь – май)"


def test_a_term_that_comes_once_has_no_rule() -> None:
    assert schedule.read("август 2022", *PLAN).rrule is None


def test_days_of_different_months_are_picked_out_of_all_combinations() -> None:
    rule = yearly([(2, 28), (5, 31)])
    assert rule.places == (1, 3)
