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
NO_REPORT: dict[str, Any] = {
    "completeness": None,
    "reported_on": None,
    "reported_at": None,
    "reporters": "[]",
}
NO_VERDICT: dict[str, Any] = {
    "verdict": None,
    "evaluated_on": None,
    "executed_on": None,
    "cancelled_on": None,
}
NO_HANDS = {"hands": "[]"}
BLANK: dict[str, Any] = {
    "status": "planned",
    "start": None,
    "original_deadline": None,
    "counted_deadline": None,
    "current_deadline": None,
    "prolonged_from": "[]",
    "lead": None,
    "led": "[]",
    "co_executors": "[]",
    "planned_on": None,
    "started_on": None,
    **NO_REPORT,
    "answers_from": None,
    **NO_VERDICT,
    "reports": 0,
    "returns": 0,
    "starters": "[]",
    **NO_HANDS,
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
    by = [one for one in (event.actor_id, event.principal_id) if one]
    hands = {"hands": _everyone(json.loads(row["hands"]), by)}
    answers = day if facts.get("ground") == "substance" else row["reported_on"]
    changes: dict[str, dict[str, Any]] = {
        "WorkStarted": {"started_on": day, "starters": _everyone(by), **hands},
        "StartRetracted": {"started_on": None, "starters": "[]", **NO_HANDS},
        "ResultReported": {
            "completeness": facts.get("completeness"),
            "reported_on": day,
            "reported_at": event.recorded_at,
            "reports": row["reports"] + 1,
            "reporters": _everyone(by),
            **hands,
        },
        "ReportWithdrawn": NO_REPORT,
        "ReportReturned": {
            **NO_REPORT,
            **NO_HANDS,
            "returns": row["returns"] + 1,
            "answers_from": answers,
        },
        "ExecutionEvaluated": {
            "verdict": facts.get("verdict"),
            "evaluated_on": day,
            "executed_on": facts.get("executed_on"),
        },
        "OccurrenceLapsed": {"verdict": "not_done", "evaluated_on": day},
        "OccurrenceCancelled": {"cancelled_on": day},
        "OccurrenceReopened": {**NO_REPORT, **NO_VERDICT, **NO_HANDS},
        "OccurrenceReinstated": {**NO_REPORT, **NO_VERDICT, **NO_HANDS},
    }
    if event.type == "WindowAmended":
        return _moved(facts["window"], day, row)
    if event.type == "ExecutorsAmended":
        return {**_led(facts, day, row), "co_executors": _compact(facts["co_executors"])}
    if event.type == "OccurrencePlanned":
        return _planned(facts, day, row)
    return changes.get(event.type, {})


def _planned(facts: dict[str, Any], day: str, row: dict[str, Any]) -> dict[str, Any]:
    window = facts["window"] or {"start": None, "end": None}
    return {
        "start": window["start"],
        **dict.fromkeys(
            ("original_deadline", "counted_deadline", "current_deadline"), window["end"]
        ),
        "prolonged_from": "[]",
        **_led(facts, day, row),
        "co_executors": _compact(facts["co_executors"]),
        "planned_on": day,
    }


def _moved(window: dict[str, str], day: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return what another window changes; the figures move only while their deadline lasts."""
    moved = {"start": window["start"], "current_deadline": window["end"]}
    counted = row["counted_deadline"]
    if counted is not None and day > counted:
        return moved
    left = json.loads(row["prolonged_from"])
    if counted not in (None, window["end"]):
        left.append(counted)
    return moved | {"counted_deadline": window["end"], "prolonged_from": _compact(left)}


def _led(facts: dict[str, Any], day: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return who leads now, and who led when."""
    led = [*json.loads(row["led"]), {"lead": facts["lead"], "since": day}]
    return {"lead": facts["lead"], "led": _compact(led)}


# -- measures ----------------------------------------------------------------------------------

TYPED = {"1.": "1", "1.1": "1.1", "А)": "а", "2 .": "2", "": None, "1/2": None, "3~2": None}
"""Numbers as orders print them, and as people type them (None: they take the measure's id)."""

SAID = (
    *("number", "title", "section", "expected_result", "participants"),
    *("executors", "items", "place"),
)


def measure_rows(events: Iterable[StoredEvent]) -> list[dict[str, Any]]:
    """Return the rows of measures that *events* add up to, ordered by path."""
    states: dict[str, dict[str, Any]] = {}
    positions: dict[str, int] = {}
    for event in events:
        kind, _, owner = event.stream.partition("/")
        if kind in ("order", "roadmap"):
            own, after = _measure_after(event, owner, states)
            if after is not None:
                states[f"{owner}/{own}"], positions[f"{owner}/{own}"] = after, event.position
    return [
        {
            "id": path,
            "owner": state["owner"],
            "own_id": state["id"],
            "number": TYPED[state["number"]] or state["id"],
            "measure": json.dumps(state, ensure_ascii=False, separators=(",", ":"), sort_keys=True),
            "position": positions[path],
        }
        for path, state in sorted(states.items())
    ]


def _measure_after(
    event: StoredEvent, owner: str, states: dict[str, dict[str, Any]]
) -> tuple[str, dict[str, Any] | None]:
    facts = json.loads(event.facts)
    own = facts.get("measure") or facts.get("item") or ""
    before = states.get(f"{owner}/{own}")
    named = {"owner": owner, "id": own}
    blank: dict[str, Any] = {
        **dict.fromkeys(("expected_result", "participants"), ""),
        **{name: [] for name in ("section", "items", "deadlines", "set_by_hand")},
        "is_removed": False,
        "rank": event.version,
        "place": None,
    }
    match event.type:
        case "MeasureApproved":
            return own, {**blank, **named, **{name: facts[name] for name in SAID}}
        case "OrderItemIssued":
            said = {name: facts[name] for name in ("number", "title", "executors")}
            return own, {**blank, **named, **said}
        case _ if before is None:
            return own, None
        case "MeasureAmended":
            return own, {**before, "is_removed": False, **{name: facts[name] for name in SAID}}
        case "OrderItemAmended":
            said = {name: facts[name] for name in ("number", "title", "executors")}
            return own, {**before, **said}
        case "MeasureRemoved" | "OrderItemRemoved":
            return own, {**before, "is_removed": True}
        case "DeadlineRead":
            return own, {**before, "deadlines": _readings(before["deadlines"], facts)}
        case "WindowsSet" | "ScheduleBound":
            return own, {**before, "set_by_hand": [*before["set_by_hand"], event.version]}
    return own, None


def _readings(before: list[dict[str, Any]], facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the readings after one more: of the measure itself it begins the list anew."""
    if not (facts["measure"] and facts["item"]):
        return [facts]
    kept = [one for one in before if (one["measure"] and one["item"]) != facts["item"]]
    return [*kept, facts]


def _everyone(*groups: Iterable[str]) -> str:
    return _compact(sorted({one for group in groups for one in group}))


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
