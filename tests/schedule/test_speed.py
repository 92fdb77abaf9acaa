"""How many phrases a second are read; the figure is printed by `make bench`."""

from __future__ import annotations

import csv
import time
from datetime import date
from pathlib import Path

import pytest

from engine import schedule

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "deadlines.tsv"


@pytest.mark.bench
def test_thousands_of_phrases_are_read_in_a_second() -> None:
    with FIXTURE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    asked = [
        (r["phrase"], date.fromisoformat(r["first"]), date.fromisoformat(r["last"])) for r in rows
    ]
    rounds = 20
    begun = time.perf_counter()
    for _ in range(rounds):
        for phrase, first, last in asked:
            schedule.read(phrase, first, last)
    spent = time.perf_counter() - begun
    speed = rounds * len(asked) / spent
    print(f"\n{speed:,.0f} phrases a second ({len(asked)} real phrases, {rounds} rounds)")  # noqa: T201
    assert speed > 1_000
