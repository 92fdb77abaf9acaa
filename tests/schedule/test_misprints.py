r"""Phrases written to trip the reader: broken, glued, misspelt, contradictory; each read exactly.

``fixtures/phrases.tsv`` holds a phrase, its plan, the kind, the windows, and whether the reading
calls for a second look; ``\n`` in a phrase is a line break.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from engine import schedule
from engine.calendar import periods

FIXTURE: Final = Path(__file__).parent / "fixtures" / "phrases.tsv"
YEAR: Final = date(2022, 1, 1), date(2022, 12, 31)
YEARS: Final = date(2022, 1, 1), date(2024, 12, 31)
Row = dict[str, str]


def _rows() -> list[Row]:
    with FIXTURE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _read(row: Row, phrase: str) -> schedule.Reading:
    return schedule.read(phrase, date.fromisoformat(row["first"]), date.fromisoformat(row["last"]))


def _phrase(row: Row) -> str:
    return row["phrase"].replace("\\n", "\n")


def _days(found: schedule.Reading) -> str:
    return " ".join(f"{w.start}..{w.end}" for w in found.windows)


def test_the_fixture_is_whole() -> None:
    assert len(_rows()) > 700


@pytest.mark.parametrize("row", _rows(), ids=lambda row: f"{row['phrase'][:40]}@{row['first']}")
def test_a_phrase_is_read_exactly_and_doubted_where_it_is_doubtful(row: Row) -> None:
    found = _read(row, _phrase(row))
    assert _days(found) == row["windows"]
    assert found.kind == row["kind"]
    assert bool(found.ambiguous or found.problems) == (row["flagged"] == "yes")


def test_every_window_has_a_label_that_can_be_read_back() -> None:
    for row in _rows():
        for window in _read(row, _phrase(row)).windows:
            assert periods.period(window.label).label == window.label


MUTANTS: Final[dict[str, Callable[[str], str]]] = {
    "upper case": str.upper,
    "lower case": str.lower,
    "NBSP": lambda phrase: phrase.replace(" ", "\u00a0"),
    "long dashes": lambda phrase: phrase.replace("–", "—"),
    "minus signs": lambda phrase: phrase.replace("–", "−"),
    "a full stop behind": lambda phrase: phrase + ".",
    "spaces around": lambda phrase: f"  {phrase} ",
}


@pytest.mark.parametrize("name", MUTANTS)
def test_case_spaces_and_dashes_do_not_matter(name: str) -> None:
    mutant = MUTANTS[name]
    read = ((row, _days(_read(row, mutant(_phrase(row))))) for row in _rows())
    assert [row["phrase"] for row, days in read if days != row["windows"]] == []


@pytest.mark.parametrize(
    "phrase",
    [
        "июнл 2022",
        "сентабрх 2022",
        "сентябрь 2022 по ма",
        "д 1.09.2022",
        "до коонца 2022 г.",
        "31.13.2022",
        "V квартал 2022",
        "3 полугодие 2022",
        "2023-2022 учебный год",
        "октябрь 2022 ± 2 дня",
        "перенесено на октябрь 2022",
    ],
)
def test_what_may_be_a_date_and_is_not_understood_is_said(phrase: str) -> None:
    found = schedule.read(phrase, *YEARS)
    assert found.ambiguous
    assert found.problems


@pytest.mark.parametrize(
    ("phrase", "rule"),
    [
        ("", "empty_cell"),
        ("август 2022, далее – ежегодно", "first_and_from_then_on"),
        ("до 15 числа месяца, следующего за отчетным", "day_after_reported_period"),
        ("ежемесячно до 25 числа", "day_of_each_month"),
        ("третий четверг месяца", "weekday_of_each_month"),
        ("раз в квартал", "each_period"),
        ("до 01.11.2022", "until_day"),
        ("с 1 сентября 2022 г.", "from_day_on"),
        ("август 2023, 2022–2023 учебный год", "years_and_terms"),
        ("ноябрь 2022, ноябрь 2023", "terms_with_years"),
        ("август ежегодно", "terms_of_each_year"),
        ("2022–2024 гг.", "years"),
        ("в течение учебного года", "school_years"),
        ("ежегодно", "once_a_year"),
        ("весь период", "whole_plan"),
        ("по мере необходимости", "outside_the_plan"),
        ("работа с кадрами", "nothing_read"),
    ],
)
def test_each_rule_reads_its_sort_of_cell(phrase: str, rule: str) -> None:
    assert schedule.read(phrase, *YEARS).rule == rule


def test_a_word_taken_for_its_neighbour_is_said() -> None:
    found = schedule.read("ноябь 2022", *YEARS)
    assert _days(found) == "2022-11-01..2022-11-30"
    assert "misspelt" in found.problems


def test_a_remark_is_quoted_as_printed() -> None:
    assert schedule.read("Сентябрь 2022 (Анализ), 2023", *YEARS).unread == "Анализ"
    assert schedule.read("Март 2022 (пр. от 12.01.2022 № 15)", *YEARS).unread.startswith("пр")


def test_excepted_days_are_taken_out_and_all_of_them_offered() -> None:
    found = schedule.read("ежемесячно, кроме июля и августа", *YEAR)
    assert len(found.windows) == 10
    assert [len(other.windows) for other in found.alternatives] == [12]
