"""One occurrence as it is counted, in few words, and the view of a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.projections.clocks import View
from engine.workflows.occurrence.state import Occurrence

START, DEADLINE = date(2022, 6, 1), date(2022, 6, 30)
LEAD = "organisation/a"


def day(text: str) -> date:
    """Return the day that *text* names: of 2022 (``06-30``), or with its year."""
    return date.fromisoformat(text if len(text) > 5 else f"2022-{text}")


def on(today: date) -> View:
    """Return the view of a day in an office in Moscow."""
    return View(today=today, time_zone="Europe/Moscow")


def planned(
    key: str = "2022-06", measure: str = "m001", owner: str = "rm", **fields: Any
) -> Occurrence:
    """Return a planned occurrence of June 2022, with other *fields* where given.

    A ``deadline`` is the original one, that of the headline and the duty, unless these are given.
    """
    deadline = fields.pop("deadline", DEADLINE)
    given = {
        "start": START,
        "original_deadline": deadline,
        "counted_deadline": deadline,
        "current_deadline": deadline,
        "lead": LEAD,
        **fields,
    }
    return Occurrence(stream=f"occurrence/{owner}/{measure}/{key}", **given)


unit = planned
"""The name under which tests of other rooms still ask for it."""


def moved_in_time(to: str, **fields: Any) -> dict[str, Any]:
    """Return the fields of an occurrence whose deadline was moved before it had passed."""
    new = day(to)
    before = fields.pop("deadline", DEADLINE)
    return {
        "original_deadline": before,
        "counted_deadline": new,
        "current_deadline": new,
        "prolonged_from": (before,),
        **fields,
    }


def moved_too_late(to: str, **fields: Any) -> dict[str, Any]:
    """Return the fields of an occurrence whose deadline was moved after it had passed."""
    return {"current_deadline": day(to), **fields}


def reported(by: str = "06-20", completeness: str = "full", **fields: Any) -> Occurrence:
    """Return one that was reported on a day of 2022 (``06-20``)."""
    given = {"status": "reported", "reported_on": day(by), "completeness": completeness, **fields}
    return planned(**{"reports": 1, "started_on": START, **given})


def evaluated(verdict: str = "done", by: str = "06-20", **fields: Any) -> Occurrence:
    """Return one that was reported on a day of 2022 and then evaluated."""
    return reported(by, status="evaluated", verdict=verdict, evaluated_on=day("07-05"), **fields)


def cancelled(by: str, **fields: Any) -> Occurrence:
    """Return one that was cancelled on a day of 2022."""
    return planned(status="cancelled", cancelled_on=day(by), **fields)
