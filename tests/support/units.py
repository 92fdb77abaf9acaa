"""One occurrence as it is counted, in few words."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.projections.occurrences import Unit

START, DEADLINE = date(2022, 6, 1), date(2022, 6, 30)


def day(text: str) -> date:
    """Return the day of 2022 that *text* (``06-30``) names."""
    return date.fromisoformat(f"2022-{text}")


def unit(key: str = "2022-06", measure: str = "m001", roadmap: str = "rm", **fields: Any) -> Unit:
    """Return a planned occurrence of June 2022, with other *fields* where given."""
    blank = dict.fromkeys(Unit.__struct_fields__)
    deadline = fields.get("deadline", DEADLINE)
    given = {
        "stream": f"occurrence/{roadmap}/{measure}/{key}",
        "roadmap": roadmap,
        "measure": measure,
        "key": key,
        "status": "planned",
        "start": START,
        "deadline": deadline,
        "current_deadline": deadline,
        "lead": "organisation/a",
        "co_executors": (),
        "section": (),
        "reports": 0,
        "returns": 0,
        **fields,
    }
    return Unit(**{**blank, **given})


def reported(on: str = "06-20", completeness: str = "full", **fields: Any) -> Unit:
    """Return one that was reported on a day of 2022 (``06-20``)."""
    given = {"status": "reported", "reported_on": day(on), "completeness": completeness, **fields}
    return unit(**{"reports": 1, "started_on": START, **given})


def evaluated(verdict: str = "done", on: str = "06-20", **fields: Any) -> Unit:
    """Return one that was reported and then evaluated."""
    return reported(on, status="evaluated", verdict=verdict, evaluated_on=day("07-05"), **fields)


def cancelled(on: str, **fields: Any) -> Unit:
    """Return one that was cancelled on a day of 2022."""
    return unit(status="cancelled", cancelled_on=day(on), **fields)
