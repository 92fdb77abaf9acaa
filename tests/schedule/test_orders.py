"""Every phrase of five real orders, with the windows that people read by hand."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from engine import schedule

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "deadlines.tsv"


def _rows() -> list[dict[str, str]]:
    with FIXTURE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _read(row: dict[str, str]) -> schedule.Reading:
    first, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
    ordered = date.fromisoformat(row["ordered"]) if row["ordered"] else None
    return schedule.read(row["phrase"], first, last, order_date=ordered)


def _days(windows: tuple[schedule.Window, ...]) -> str:
    return " ".join(f"{w.start}..{w.end}" for w in windows)


def test_the_fixture_is_whole() -> None:
    rows = _rows()
    assert len(rows) == 147
    assert sum(row["ambiguous"] == "yes" for row in rows) == 28


@pytest.mark.parametrize("row", _rows(), ids=lambda row: f"{row['phrase'][:40]}@{row['first'][:4]}")
def test_a_phrase_is_read_as_people_read_it(row: dict[str, str]) -> None:
    found = _read(row)
    assert _days(found.windows) == row["windows"]
    assert found.kind == row["kind"]
    assert found.ambiguous == (row["ambiguous"] == "yes")


@pytest.mark.parametrize(
    "row", [r for r in _rows() if r["other"]], ids=lambda row: f"{row['phrase'][:40]}"
)
def test_the_other_defensible_reading_is_offered(row: dict[str, str]) -> None:
    offered = [_days(other.windows) or "none" for other in _read(row).alternatives]
    assert row["other"] in offered
