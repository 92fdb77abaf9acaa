"""Three deadlines and three judgements of one occurrence, and what came of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from engine.answers.occurrence import OccurrenceAnswer, occurrence
from engine.projections.clocks import View
from engine.projections.references import Found
from engine.workflows.occurrence.state import Occurrence
from tests.support.offices import RehearsedOffice

AMENDED = {
    "start": date(2022, 6, 1),
    "original_deadline": date(2022, 6, 30),
    "counted_deadline": date(2022, 7, 31),
    "current_deadline": date(2022, 8, 31),
}


def told(office: RehearsedOffice, today: date, **fields: Any) -> OccurrenceAnswer:
    """Return the answer about an occurrence of the first measure with these *fields*."""
    office.import_small()
    [known] = [one for one in office.answers.occurrences() if one.path == "rm/m001"]
    state: Occurrence = msgspec.structs.replace(known, **{**AMENDED, **fields})
    measure = office.answers.catalogue().measures["rm/m001"]
    found = Found(measure=measure, name="1")
    view = View(today=today, time_zone="Europe/Moscow")
    return occurrence(found, state, view, lambda party: f"<{party}>", rehearsal=True)


@pytest.mark.parametrize(
    ("today", "now", "counted", "original"),
    [
        (date(2022, 6, 30), "in_work", "in_work", "in_work"),
        (date(2022, 7, 1), "in_work", "in_work", "overdue"),
        (date(2022, 8, 1), "in_work", "overdue", "overdue"),
        (date(2022, 9, 1), "overdue", "overdue", "overdue"),
    ],
)
def test_each_deadline_has_its_judgement(
    office: RehearsedOffice, today: date, now: str, counted: str, original: str
) -> None:
    found = told(office, today)
    assert (found.state, found.counted_state, found.original_state) == (now, counted, original)
    days = (found.deadline, found.counted_deadline, found.original_deadline)
    assert days == (date(2022, 8, 31), date(2022, 7, 31), date(2022, 6, 30))
    assert (found.lead_name, found.rehearsal) == (f"<{found.lead}>", True)


def test_a_report_is_recorded_on_the_day_of_the_office(office: RehearsedOffice) -> None:
    late = datetime(2022, 6, 30, 22, tzinfo=UTC)
    found = told(office, date(2022, 9, 1), status="reported", reported_at=late, lead=None)
    assert (found.recorded_on, found.lead_name) == (date(2022, 7, 1), "")
    assert msgspec.to_builtins(found)["recorded_on"] == "2022-07-01"


@pytest.mark.parametrize("completeness", ["full", "partly"])
@pytest.mark.parametrize(
    ("reported", "recorded", "late"),
    [
        (date(2022, 7, 31), 31, False),
        (date(2022, 7, 31), 32, True),
        (date(2022, 8, 1), 32, False),
    ],
)
def test_work_in_time_that_was_recorded_late_is_told_by_the_counted_deadline(
    office: RehearsedOffice, reported: date, recorded: int, *, late: bool, completeness: str
) -> None:
    at = datetime(2022, 7, 1, 9, tzinfo=UTC) + timedelta(days=recorded - 1)
    fields = {"status": "reported", "reported_on": reported, "completeness": completeness}
    found = told(office, date(2022, 9, 1), reported_at=at, **fields)
    assert found.recorded_late is late
