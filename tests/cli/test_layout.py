"""Tables share the width of the terminal: no word is broken, no column is lost."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from cli.screens import base


def drawn(rows: list[tuple[str, ...]], width: int, *, wide: str = "title") -> list[str]:
    """Return a table with *rows* as it is drawn in a terminal of that *width*."""
    table = base.table("no", "title", "how it is", wide=wide)
    for row in rows:
        table.add_row(*row)
    out = io.StringIO()
    Console(file=out, width=width).print(table)
    return [line.rstrip() for line in out.getvalue().splitlines()]


ROW = ("@2022-11..2022-05", "A competition of municipalities", "done, recorded afterwards")


@pytest.mark.parametrize("width", range(20, 90))
def test_no_width_breaks_a_word_or_loses_one(width: int) -> None:
    told = drawn([ROW], width)
    assert max(map(len, told)) <= width
    for word in " ".join(ROW).split():
        assert any(word in line for line in told), (word, told)


def test_the_wide_column_takes_what_the_others_leave() -> None:
    heads = drawn([ROW], 120)[0]
    assert heads.index("how") - heads.index("title") > 60
    assert heads.index("title") == len(ROW[0]) + 1


def test_the_wide_column_has_three_tenths_before_others_spread() -> None:
    told = drawn([("1", "word " * 30, "state " * 30)], 60)
    assert told[0].index("how") - told[0].index("title") >= 60 * 3 // 10 - 1


def test_what_does_not_fit_is_listed_a_cell_a_line() -> None:
    told = drawn([ROW], 40)
    assert told[0] == "no: @2022-11..2022-05"
    assert told[1].startswith("title: A competition")
    assert told[-2:] == ["how it is: done, recorded afterwards", ""]


def test_a_very_long_word_is_broken_and_makes_no_list_of_a_table() -> None:
    told = drawn([("1", f"see https://example.org/{'x' * 200}", "done")], 80)
    assert "title" in told[0]
    assert "how it is" in told[0]


def test_a_text_is_not_told_in_a_very_narrow_column() -> None:
    row = ("@2022-06-30 9:00", "some words of a report", "in work")
    assert drawn([row], 45)[0].startswith("no ")
    assert drawn([row], 38)[0] == "no: @2022-06-30 9:00"


def test_a_long_word_is_kept_whole_where_the_others_leave_room() -> None:
    told = drawn([("a day", "word " * 20, "bolshemurashkino/m003@2022-08")], 80)
    assert any("bolshemurashkino/m003@2022-08" in line for line in told)


@pytest.mark.parametrize(("width", "lines"), [(80, 1), (40, 2)])
def test_a_sheet_keeps_its_title_in_every_width(width: int, lines: int) -> None:
    table = base.grid(8, 0, 20, 16, 8)
    table.add_row("1.3", "A seminar", "June 2022", "School", "+")
    out = io.StringIO()
    Console(file=out, width=width).print(table)
    told = out.getvalue().splitlines()
    assert len(told) == lines
    assert "A seminar" in told[0]
    assert "June 2022" in told[-1]
