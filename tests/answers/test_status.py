"""Executors in the order in which they are looked for, with their names."""

from __future__ import annotations

from datetime import date

import pytest

from engine.answers.status import status
from engine.calendar.periods import Period
from engine.people.register import Party, Register
from engine.projections import status as figures
from engine.projections.clocks import View
from engine.workflows.occurrence.state import Led, Occurrence

IDS = {"organisation/a": "Я школа", "organisation/b": "А школа", "organisation/c": "Б школа"}
KNOWN = Register(
    parties={key: Party(id=key, kind="organisation", name=name) for key, name in IDS.items()}
)
VIEW = View(today=date(2022, 7, 10), time_zone="Europe/Moscow")
JUNE = Period(label="2022-06", start=date(2022, 6, 1), end=date(2022, 6, 30))


def due(party: str | None, key: str) -> Occurrence:
    day = date(2022, 6, 30)
    return Occurrence(
        stream=f"occurrence/rm/m001/{key}",
        start=date(2022, 6, 1),
        original_deadline=day,
        counted_deadline=day,
        current_deadline=day,
        lead=party,
        led=(Led(date(2022, 1, 1), party),),
    )


LED = ("organisation/a", "organisation/b", "organisation/c", "organisation/c", None)
ALL = [due(party, f"2022-{n:02}") for n, party in enumerate(LED, 1)]


@pytest.mark.parametrize(
    ("executor", "names"),
    [(None, ["Б школа", "", "А школа", "Я школа"]), ("organisation/b", ["А школа"])],
)
def test_who_has_most_to_do_is_first_then_by_name(executor: str | None, names: list[str]) -> None:
    found = status(
        figures.status(ALL, [JUNE], VIEW), VIEW, KNOWN, executor=executor, rehearsal=True
    )
    [period] = found.periods
    assert [one.name for one in period.executors] == names
    assert (period.total.executor, period.total.counted.due) == (None, 5)
    assert (found.day, found.executor, found.rehearsal) == (VIEW.day, executor, True)
