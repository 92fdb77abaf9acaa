"""The review and the status against a count by hand, from ``audit log --json`` alone.

Nothing of ``engine`` or ``cli`` is imported here or in ``tests/support/hand_count.py``.
"""

from __future__ import annotations

import ast
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.support import hand_count
from tests.support.hand_count import (
    Figures,
    Log,
    by_executor,
    by_section,
    day,
    due_between,
    figures,
    hand_line,
    known_day,
    units_of,
)
from tests.support.program import Program

CLOSED = "2023-02-06"
OFFICE = ZoneInfo("Europe/Moscow")
"""Where the demo's office is; see fixtures/demo.yaml."""

# By hand, from fixtures/demo.yaml and the roadmap's table: what was due in 2022, by section.
DUE = {
    "1": "1.2 1.3 1.4 1.5 1.6 1.7 1.10",
    "2": "2.1 2.2@1 2.2@2 2.2@3 2.2@5 2.3@1 2.4 2.5@2022-06 2.5@2022-08",
    "3": "3.1 3.2 3.3",
    "4": "4.1 4.2 4.3 4.4 4.5",
    "5": "5.2 5.3 5.4",
    "6": "6.1.1 6.2.1 6.2.2 6.3.1 6.4.1 6.4.2 6.4.3",
    "7": "7.1 7.2 7.3 7.4 7.5 7.6",
    "8": "8.1 8.2",
}
LATE = {"1.3": 5, "1.5": 9, "2.2@3": 8, "5.4": 13}  # and by how many days
PARTLY = {"4.5", "7.2"}
NOT_DONE = {"7.3"}
OVERDUE = {"4.3", "6.3.1", "7.5"}  # nobody reported anything
NEVER_EVALUATED = {"7.6"}  # executed, but not in full


def shown_executors(groups: list[dict[str, Any]], key: str) -> dict[str, tuple[Figures, int]]:
    return {group[key] or "": (group["counted"], group["co_executed"]) for group in groups}


def judged_on(*days: str | None) -> date:
    """Return the first of *days* and of today in the office: an evening here is a night there."""
    today = datetime.now(OFFICE).date().isoformat()
    return min(day(found) for found in (*days, today) if found)


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory, demo_ledger: Path) -> Program:
    return Program(tmp_path_factory.mktemp("counted"), demo_ledger)


@pytest.fixture(scope="module")
def log(rehearsal: Program) -> Log:
    entries: Log = rehearsal("audit", "log", "--json").fine().json["entries"]
    assert [entry["position"] for entry in entries] == list(range(1, len(entries) + 1))
    return entries


@pytest.mark.parametrize("page", [__file__, hand_count.__file__])
def test_the_count_leans_on_nothing_of_the_program(page: str) -> None:
    tree = ast.parse(Path(page).read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) for alias in getattr(node, "names", ())}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert "datetime" in names
    assert not {name for name in names if name.partition(".")[0] in ("engine", "cli")}


def test_the_headline_of_the_demo(rehearsal: Program) -> None:
    review = rehearsal("review", "2022", "--as-of", CLOSED, "--json").fine().json
    total = review["total"]["counted"]
    assert (total["due"], total["executed"], total["late"]) == (42, 36, 4)
    assert (total["execution"], total["in_time_share"]) == ("85.71", "76.19")
    assert total["implementation"] == "83.33"
    assert sum(len(measures.split()) for measures in DUE.values()) == 42
    assert 42 - len(PARTLY | NOT_DONE | OVERDUE) == 36
    assert 36 - len(NEVER_EVALUATED) == total["in_full"] == 35
    shown = " ".join(rehearsal("review", "2022", "--as-of", CLOSED).fine().out.split())
    assert "to be done 42 done 36, 4 late; completion 85.71 %" in shown
    assert "in time 76.19 % done in full 83.33 %" in shown


def test_every_line_of_2022_is_the_one_found_by_hand(rehearsal: Program) -> None:
    [roadmap] = rehearsal.inside("review", "2022", "--as-of", CLOSED, "--json").json["parts"]
    wanted = sorted(short for measures in DUE.values() for short in measures.split())
    lines = {short_name(line["reference"], wanted): line for line in roadmap["due"]}
    assert sorted(lines) == wanted
    states: dict[str, set[str]] = {}
    for name, line in lines.items():
        states.setdefault(line["counted"]["state"], set()).add(name)
    assert states.pop("executed_in_time") == set(wanted) - set(LATE) - PARTLY - NOT_DONE - OVERDUE
    assert states == {
        "executed_late": set(LATE),
        "partly": PARTLY,
        "not_done": NOT_DONE,
        "overdue": OVERDUE,
    }
    assert {name: lines[name]["counted"]["deviation_days"] for name in LATE} == LATE
    assert [line["reference"] for line in roadmap["passing"]] == [
        "bolshemurashkino/6.4.1@2022-11..2023-05"
    ]
    assert [line["reference"] for line in roadmap["without_deadline"]] == [
        "bolshemurashkino/5.1@2022-03-04"
    ]


def short_name(reference: str, wanted: list[str]) -> str:
    """Return the name above for a reference: ``2.2@3`` for ``…/2.2@3:2022-05``, else the number."""
    name = reference.partition("/")[2]
    number = name.partition("@")[0]
    fitting = [short for short in wanted if short == number or name.startswith(f"{short}:")]
    return (fitting or [name])[0]


VIEWS = [
    (None, None),
    (CLOSED, None),
    (None, CLOSED),
    ("2022-08-27", None),
    ("2022-09-06", None),
    (None, "2022-09-06"),
    ("2022-08-27", "2022-09-30"),
    ("2022-12-31", "2023-01-15"),
    (None, "2022-12-31"),
    ("2021-07-13", None),
    ("2021-07-12", None),
    (None, "2021-07-13"),
]


@pytest.mark.parametrize("year", ["2021", "2022", "2023"])
@pytest.mark.parametrize(("as_of", "known_on"), VIEWS)
def test_a_review_is_what_its_events_say(
    rehearsal: Program,
    log: Log,
    year: str,
    as_of: str | None,
    known_on: str | None,
) -> None:
    clocks = options(as_of, known_on)
    review = rehearsal.inside("review", year, *clocks, "--json").fine().json
    today = judged_on(as_of, known_on)
    units = units_of(log, as_of, known_on)
    ends = f"{year}-01-01", f"{year}-12-31"
    due = due_between(units, *ends)
    known = [entry for entry in log if known_on is None or known_day(entry) <= day(known_on)]

    assert review["day"] == today.isoformat()
    last = known[-1] if known else {"position": 0, "hash": "0" * 64}
    assert (review["position"], review["head"]) == (last["position"], last["hash"])
    assert (review["as_of"], review["known_on"]) == (as_of, known_on)
    assert review["total"]["original"] == review["total"]["counted"] == figures(due, today)
    assert shown_executors(review["executors"], "name") == by_executor(units, *ends, today)
    for roadmap in review["parts"]:
        sections = {part["name"]: part["counted"] for part in roadmap["sections"]}
        assert sections == by_section(due, today)
        lines = {stream_of(roadmap["key"], line): line for line in roadmap["due"]}
        assert {stream: units[stream] for stream in lines} == {
            stream: unit for stream, unit in units.items() if unit in due
        }
        for stream, line in lines.items():
            assert shown_line(line) == hand_line(units[stream], today)


def stream_of(roadmap: str, line: dict[str, Any]) -> str:
    label = line["reference"].partition("@")[2]
    return f"occurrence/{roadmap}/{line['measure']}/{label}"


def shown_line(line: dict[str, Any]) -> dict[str, Any]:
    names = ("started_on", "reported_on", "recorded_on", "completeness", "verdict", "returns")
    said = line["result"] and line["result"]["position"]
    judged = {"deadline": line["original"]["deadline"], "state": line["counted"]["state"]}
    return {name: line[name] for name in (*names, "lead")} | judged | {"said_at": said}


def options(as_of: str | None, known_on: str | None) -> list[str]:
    given = (("--as-of", as_of), ("--known-on", known_on))
    return [part for name, value in given if value for part in (name, value)]


QUARTERS = {"Q1": "01-01 03-31", "Q2": "04-01 06-30", "Q3": "07-01 09-30", "Q4": "10-01 12-31"}


@pytest.mark.parametrize(("as_of", "known_on"), VIEWS)
def test_a_status_by_quarter_is_what_its_events_say(
    rehearsal: Program, log: Log, as_of: str | None, known_on: str | None
) -> None:
    clocks = options(as_of, known_on)
    asked = ("status", "2021..2023", "--each", "quarter", *clocks, "--json")
    shown = {part["period"]: part for part in rehearsal.inside(*asked).fine().json["periods"]}
    today, units = judged_on(as_of, known_on), units_of(log, as_of, known_on)
    expected = {}
    for year in ("2021", "2022", "2023"):
        for quarter, ends in QUARTERS.items():
            first, last = (f"{year}-{end}" for end in ends.split())
            due = due_between(units, first, last)
            expected[f"{year}-{quarter}"] = (
                figures(due, today),
                by_executor(units, first, last, today),
            )
    assert expected == {
        label: (part["total"]["counted"], shown_executors(part["executors"], "executor"))
        for label, part in shown.items()
    }


def test_a_log_that_lacks_one_event_gives_other_figures(rehearsal: Program, log: Log) -> None:
    review = rehearsal.inside("review", "2022", "--as-of", CLOSED, "--json").json
    last = max(entry["position"] for entry in log if entry["type"] == "ExecutionEvaluated")
    less = [entry for entry in log if entry["position"] != last]
    due = due_between(units_of(less, CLOSED, None), "2022-01-01", "2022-12-31")
    assert figures(due, day(CLOSED)) != review["total"]["counted"]
