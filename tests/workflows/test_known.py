"""What is known when an order is decided on is looked through once, however large the order."""

from __future__ import annotations

from collections import UserDict
from collections.abc import ItemsView
from datetime import date

from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders.known import Known


class Counted(UserDict[str, Occurrence]):
    """A mapping that counts how often it was looked through."""

    times = 0

    def items(self) -> ItemsView[str, Occurrence]:
        self.times += 1
        return super().items()


def occurrence(stream: str, deadline: date | None) -> Occurrence:
    return Occurrence(stream=stream, current_deadline=deadline)


def test_occurrences_are_looked_through_once_for_all_measures() -> None:
    streams = [f"occurrence/rm/m{number:03d}/2022" for number in range(50)]
    known = Known(occurrences=Counted({one: occurrence(one, None) for one in streams}))
    assert [len(known.of(f"rm/m{number:03d}")) for number in range(50)] == [1] * 50
    assert isinstance(known.occurrences, Counted)
    assert known.occurrences.times == 1


def test_those_of_one_measure_come_by_deadline() -> None:
    late, early, never = "rm/m001/1:2022-08", "rm/m001/2022-03", "rm/m001/2022"
    other = "rm/m0011/2022-01", "rm.2/m001/2022-01"
    days = {late: date(2022, 8, 31), early: date(2022, 3, 31), never: None}
    found = {
        f"occurrence/{name}": occurrence(f"occurrence/{name}", days.get(name))
        for name in (never, late, early, *other)
    }
    kept = [known.stream for known in Known(occurrences=found).of("rm/m001")]
    assert kept == [f"occurrence/{name}" for name in (early, late, never)]
