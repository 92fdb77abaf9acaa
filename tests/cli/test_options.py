"""What each option of a command changes, by the real program: one test an option."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import INIT
from tests.support.program import Program

SPAN = """\
order: {key: o1, number: "5", date: "2021-03-01", issuer: Управление}
parties: [{name: Школа}]
roadmaps:
- key: plan
  title: План
  horizon: {start: "2021-01-01", end: "2023-12-31"}
  measures:
  - {number: "1", title: Курсы, deadline: "2021-2023", executors: [Школа]}
  - {number: "2", title: Отчёт, deadline: "январь 2021", executors: [Школа]}
"""
"""An order with a deadline of three years, and one that had passed when it was approved."""


@pytest.fixture
def empty(program: Program) -> Program:
    """Give the program on an office's ledger without an order."""
    program.inside(*INIT).fine()
    return program


@pytest.fixture
def order(tmp_path: Path) -> Path:
    """Give the order with the span as a file."""
    (tmp_path / "order.yaml").write_text(SPAN, "utf-8")
    return tmp_path / "order.yaml"


def keys(program: Program, reference: str) -> list[str]:
    """Return the keys of a measure's occurrences."""
    shown = program.inside("show", reference, "--json").fine().json
    return [one["key"] for one in shown["occurrences"]]


@pytest.mark.parametrize(
    ("options", "of_span", "of_past"),
    [
        ((), ["2021..2023"], []),
        (("--split-years",), ["2021", "2022", "2023"], []),
        (("--all-windows",), ["2021..2023"], ["2021-01"]),
        (("--split-years", "--all-windows"), ["2021", "2022", "2023"], ["2021-01"]),
    ],
)
def test_how_an_order_is_planned(
    empty: Program, order: Path, options: tuple[str, ...], of_span: list[str], of_past: list[str]
) -> None:
    shown = empty.inside("import", order, "--dry-run", "--json", *options).fine().json
    previewed = [len(one["occurrences"]) for one in shown["roadmaps"][0]["measures"]]
    empty.inside("import", order, "--yes", *options).fine()
    assert (keys(empty, "plan/1"), keys(empty, "plan/2")) == (of_span, of_past)
    assert previewed == [len(of_span), len(of_past)]


def test_another_order_amends_only_with_amend(empty: Program, order: Path, tmp_path: Path) -> None:
    empty.inside("import", order, "--yes").fine()
    later = tmp_path / "later.yaml"
    later.write_text(
        SPAN.replace("key: o1", "key: o2")
        .replace('number: "5"', 'number: "9"')
        .replace("2021-03-01", "2021-06-01")
        .replace("2021-2023", "декабрь 2022"),
        "utf-8",
    )
    refused = empty.inside("import", later, "--yes")
    assert refused.status == 3
    assert "--amend" in refused.err
    empty.inside("import", later, "--yes", "--amend").fine()
    found = empty.inside("show", "plan/1", "--json").fine().json["occurrences"][0]
    assert (found["deadline"], found["original_deadline"]) == ("2022-12-31", "2023-12-31")


def test_an_export_is_written_to_a_new_file_only(opened: Program, tmp_path: Path) -> None:
    written = tmp_path / "out.yaml"
    command = ("export", "roadmap", "bolshemurashkino", "--output", written)
    opened.inside(*command).fine()
    told = opened.inside("export", "roadmap", "bolshemurashkino").fine().out
    assert yaml.safe_load(written.read_text("utf-8")) == yaml.safe_load(told)
    assert opened.inside(*command).status != 0
    assert written.read_text("utf-8") == told


def test_a_bound_schedule_is_named_where_its_windows_are(opened: Program) -> None:
    bound = ("schedule", "1.3", "--window", "2023-05", "--bind", "График", "--source", "приказ 9")
    opened.inside(*bound, "--on", "2022-01-10").fine()
    shown = opened.inside("show", "1.3", "--json").fine().json
    assert shown["windows_from"] == ["График — приказ 9"]
    assert "2023-05" in keys(opened, "1.3")


@pytest.mark.parametrize("count", [1, 3])
def test_the_last_events_of_the_trail(opened: Program, count: int) -> None:
    whole = opened.inside("audit", "log", "--json").fine().json["entries"]
    last = opened.inside("audit", "log", "--last", str(count), "--json").fine().json["entries"]
    assert last == whole[-count:]


@pytest.mark.parametrize("command", [("status", "2022"), ("review", "2022")])
def test_an_answer_as_of_a_position(opened: Program, command: tuple[str, str]) -> None:
    def due(answer: Any) -> int:
        found = answer.get("total") or answer["periods"][0]["total"]
        return int(found["counted"]["due"])

    before = opened.inside(*command, "--at", "110", "--json").fine().json
    now = opened.inside(*command, "--json").fine().json
    assert before["at"] == 110
    assert due(before) < due(now)
    refused = opened.inside(*command, "--at", "100000")
    assert refused.status != 0
    assert "there is no event 100000" in refused.err


@pytest.mark.parametrize(
    ("options", "last"), [((), "2022-05-08"), (("--working-days",), "2022-05-06")]
)
def test_a_deadline_on_a_day_off(opened: Program, options: tuple[str, ...], last: str) -> None:
    span = ("--from", "2022-01-01", "--to", "2022-12-31")
    told = opened.inside("deadline", "до 8 мая", *span, *options, "--json").fine().json
    assert told["windows"][0]["end"] == last


def test_the_language_of_documents_is_kept(program: Program) -> None:
    program.inside(*INIT, "--language", "en").fine()
    opened = program.inside("audit", "log", "--json").fine().json["entries"][0]
    assert opened["facts"]["language"] == "en"
