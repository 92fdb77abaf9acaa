"""The read rows once more, from the stored text alone: nothing of the program's folds is used."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from engine.events.recorded import StoredEvent

AFTER = {
    "OccurrencePlanned": "planned",
    "WorkStarted": "in_progress",
    "StartRetracted": "planned",
    "ResultReported": "reported",
    "ReportWithdrawn": "in_progress",
    "ReportReturned": "in_progress",
    "ExecutionEvaluated": "evaluated",
    "OccurrenceLapsed": "evaluated",
    "OccurrenceCancelled": "cancelled",
    "OccurrenceReopened": "in_progress",
    "OccurrenceReinstated": "in_progress",
}
NO_REPORT: dict[str, Any] = {"completeness": None, "reported_on": None, "reported_at": None}
BLANK: dict[str, Any] = {
    "status": "planned",
    "start": None,
    "deadline": None,
    "current_deadline": None,
    "lead": None,
    "co_executors": "[]",
    "section": "[]",
    "planned_on": None,
    "started_on": None,
    **NO_REPORT,
    "verdict": None,
    "evaluated_on": None,
    "cancelled_on": None,
    "reports": 0,
    "returns": 0,
}


def occurrence_rows(events: Iterable[StoredEvent]) -> list[dict[str, Any]]:
    """Return the rows of occurrences that *events* add up to, ordered by stream."""
    rows: dict[str, dict[str, Any]] = {}
    for event in events:
        if event.stream.startswith("occurrence/"):
            row = rows.setdefault(event.stream, {"id": event.stream, **BLANK})
            row.update(_changes(event, row))
            row["status"] = AFTER.get(event.type, row["status"])
            row |= {"version": event.version, "position": event.position}
    return [rows[stream] for stream in sorted(rows)]


def _changes(event: StoredEvent, row: dict[str, Any]) -> dict[str, Any]:
    facts, day = json.loads(event.facts), event.effective_on
    changes: dict[str, dict[str, Any]] = {
        "WorkStarted": {"started_on": day},
        "StartRetracted": {"started_on": None},
        "ResultReported": {
            "completeness": facts.get("completeness"),
            "reported_on": day,
            "reported_at": event.recorded_at,
            "reports": row["reports"] + 1,
        },
        "ReportWithdrawn": NO_REPORT,
        "ReportReturned": {**NO_REPORT, "returns": row["returns"] + 1},
        "ExecutionEvaluated": {"verdict": facts.get("verdict"), "evaluated_on": day},
        "OccurrenceLapsed": {"verdict": "not_done", "evaluated_on": day},
        "OccurrenceCancelled": {"cancelled_on": day},
    }
    if event.type == "WindowAmended":
        window = facts["window"]
        return {"start": window["start"], "current_deadline": window["end"]}
    if event.type == "ExecutorsAmended":
        return {"lead": facts["lead"], "co_executors": _compact(facts["co_executors"])}
    if event.type in ("OccurrenceReopened", "OccurrenceReinstated"):
        return {**NO_REPORT, "verdict": None, "evaluated_on": None, "cancelled_on": None}
    if event.type == "OccurrencePlanned":
        return _planned(facts, day)
    return changes.get(event.type, {})


def _planned(facts: dict[str, Any], day: str) -> dict[str, Any]:
    window = facts["window"] or {"start": None, "end": None}
    return {
        "start": window["start"],
        "deadline": window["end"],
        "current_deadline": window["end"],
        "lead": facts["lead"],
        "co_executors": _compact(facts["co_executors"]),
        "section": _compact([[part["number"], part["title"]] for part in facts["section"]]),
        "planned_on": day,
    }


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
