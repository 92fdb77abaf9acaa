"""Any text at all is answered: no exception, windows in order, inside the plan where due."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine import schedule
from engine.calendar import periods
from engine.errors import RefusedByRules
from engine.schedule.vocabulary import one_of

# The reader's own vocabulary: strings made of it reach every production, also in nonsense order.
WORDS = one_of(
    "январь февраля март апр мая июнь июль августе сент октября ноябрь декабре ежегодно "
    "ежеквартально ежемесячно еженедельно постоянно в с до по к и или на не позднее ранее "
    "включительно далее течение года год гг. г. учебный учебного уч.г. квартал кварталы "
    "полугодие полугодия месяца месяц число числа I II III IV V 1 2 3 4 5 15 25 30 31 32 "
    "2021 2022 2023 2024 2019 2021-2023 2022-2023 2022/2023 15.09.2022 31.06 29.02 01.09 "
    "8.00 раз раза в период весь каждый каждого следующего за отчетным рабочего дня дней "
    "первый третий последняя пятница четверг неделя декада половина начало середина конец "
    "конца лето летний осенью каникулы четверть график плану приказ по мере необходимости "
    "при после проведения итогам через кроме т.г. текущего - – , ; : ( ) / . \n класс "
    "этап № от нового втечение ежегоднодо сентябр ноябь кв. п/г IVкв анализ перенесено "
    "исключением"
)
PHRASES = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="01239.-–,;()/ абвгдежийклмнопрстуфхцчшьюяIVX\n", max_size=40),
    st.lists(st.sampled_from(sorted(WORDS)), max_size=9).map(" ".join),
    st.lists(st.sampled_from(sorted(WORDS)), max_size=6).map("".join),
)
DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2026, 1, 1))
LENGTHS = st.one_of(st.integers(0, 120), st.sampled_from([30, 364, 365, 729, 1094, 1825]))


@settings(max_examples=400)
@given(PHRASES, DAYS, LENGTHS, st.none() | DAYS)
@example("V квартал", date(2022, 1, 1), 364, None)
@example("III полугодие", date(2022, 1, 1), 364, None)
@example("март, далее постоянно", date(2022, 10, 15), 60, None)
@example("уч.г. 2024", date(2022, 9, 15), 60, None)
@example("29 февраля", date(2022, 9, 15), 60, None)
@example("один раз в полугодие до 10 января и 10 июля", date(2022, 10, 15), 60, None)
def test_any_text_gives_a_reading_in_good_order(
    phrase: str, start: date, length: int, ordered: date | None
) -> None:
    end = start + timedelta(days=length)
    found = schedule.read(phrase, start, end, order_date=ordered)
    assert list(found.windows) == sorted(found.windows)
    assert all(w.start <= w.end and w.printed >= 1 for w in found.windows)
    for window in found.windows:
        assert periods.period(window.label).label == window.label
    assert len({(w.start, w.end) for w in found.windows}) == len(found.windows)
    for other in found.alternatives:
        assert list(other.windows) == sorted(other.windows)
        assert all(w.start <= w.end for w in other.windows)
    if not found.windows:
        assert found.problems, "no window and no word about it"
    if found.kind is schedule.Kind.UNREADABLE:
        assert not found.windows
        assert found.unread.split() or not phrase.split()


@settings(max_examples=300)
@given(PHRASES, DAYS, LENGTHS)
def test_windows_stay_in_the_plan_unless_the_phrase_names_a_year_or_a_reporting_day(
    phrase: str, start: date, length: int
) -> None:
    end = start + timedelta(days=length)
    found = schedule.read(phrase, start, end)
    outside = [w for w in found.windows if w.start < start or w.end > end]
    names_a_year = re.search(r"\d\d", phrase) is not None
    if outside and not names_a_year:
        assert found.rule in {"day_after_reported_period", "day_of_each_month"}
    if outside and found.rule not in {"day_after_reported_period", "day_of_each_month"}:
        assert "outside_horizon" in found.problems


@settings(max_examples=50)
@given(PHRASES)
def test_a_phrase_is_read_the_same_way_twice(phrase: str) -> None:
    plan = date(2021, 1, 1), date(2023, 12, 31)
    assert schedule.read(phrase, *plan) == schedule.read(phrase, *plan)


def test_a_plan_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(RefusedByRules):
        schedule.read("май", date(2022, 2, 1), date(2022, 1, 1))


@pytest.mark.parametrize("year", [1989, 2100])
def test_a_plan_far_from_our_time_is_refused(year: int) -> None:
    with pytest.raises(RefusedByRules):
        schedule.read("май", date(year, 1, 1), date(year, 12, 31))


def test_a_text_of_many_pages_is_no_deadline() -> None:
    found = schedule.read("май " * 1000, date(2022, 1, 1), date(2022, 12, 31))
    assert found.kind is schedule.Kind.UNREADABLE
