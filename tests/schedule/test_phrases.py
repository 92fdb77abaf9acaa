"""Phrases as municipal plans write them, in plans of several sizes, with the windows meant.

``phrases.tsv`` names plans and windows by period labels; of a long list it holds the first two
windows, the last, and their number. ``sure`` says whether there is only one way to read it.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from engine import schedule
from engine.calendar.periods import label, period

PHRASES = Path(__file__).with_name("phrases.tsv")


def _rows() -> list[dict[str, str]]:
    with PHRASES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _shown(windows: tuple[schedule.Window, ...]) -> str:
    names = [label(w.start, w.end) for w in windows]
    if len(names) > 6:
        return f"{names[0]} {names[1]} … {names[-1]} ({len(names)})"
    return " ".join(names) or "-"


def test_there_are_hundreds() -> None:
    assert len(_rows()) > 400


@pytest.mark.parametrize("row", _rows(), ids=lambda row: f"{row['plan']} {row['phrase'][:50]}")
def test_a_phrase_is_read_as_meant(row: dict[str, str]) -> None:
    plan = period(row["plan"])
    found = schedule.read(row["phrase"].replace("\\n", "\n"), plan.start, plan.end)
    assert _shown(found.windows) == row["windows"]
    assert found.kind == row["kind"]
    assert found.ambiguous == (row["sure"] == "no")
