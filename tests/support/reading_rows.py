"""The read rows once more, from the stored text alone: nothing of the program's folds is used."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from engine.events.recorded import StoredEvent

NO_REPORT: dict[str, Any] = {
    "completeness": None,
    "reported_on": None,
    "reported_at": None,
    "received_on": None,
    "reporters": "[]",
}
NO_VERDICT: dict[str, Any] = {
    "verdict": None,
    "evaluated_on": None,
    "executed_on": None,
    "control_by": None,
    "cancelled_on": None,
}
NO_HANDS = {"hands": "[]"}
KEPT = (*NO_REPORT, *NO_VERDICT, *NO_HANDS, "answers_from", "returns")
"""What a decision may change, and what taking it back brings back."""

DECISIONS = frozenset(
    {
        *("ReportReturned", "ExecutionEvaluated", "OccurrenceLapsed", "OccurrenceCancelled"),
        *("OccurrenceReopened", "OccurrenceReinstated"),
    }
)
RETRACTIONS = frozenset(
    {
        *("VerdictRetracted", "ReturnRetracted", "LapseRetracted", "CancellationRetracted"),
        *("ReopeningRetracted", "ReinstatementRetracted"),
    }
)
BLANK: dict[str, Any] = {
    "status": "planned",
    "start": None,
    "original_deadline": None,
    "counted_deadline": None,
    "current_deadline": None,
    "report_by": None,
    "prolonged_from": "[]",
    "lead": None,
    "led": "[]",
    "co_executors": "[]",
    "planned_on": None,
    "started_on": None,
    **NO_REPORT,
    "answers_from": None,
    **NO_VERDICT,
    "requests": "[]",
    "before": "[]",
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
            row["status"] = json.loads(event.facts)["to"]
            row |= {"version": event.version, "position": event.position, "hash": event.hash}
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
            "received_on": facts.get("received_on"),
            "reports": row["reports"] + 1,
            "reporters": _everyone(by),
            **hands,
        },
        "ReportWithdrawn": NO_REPORT,
        "PartReported": hands,
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
            "control_by": facts.get("control_by"),
        },
        "OccurrenceLapsed": {"verdict": "not_done", "evaluated_on": day},
        "OccurrenceCancelled": {"cancelled_on": day},
        "OccurrenceReopened": {
            **NO_REPORT,
            **NO_VERDICT,
            **NO_HANDS,
            "control_by": row["control_by"] if facts.get("cause") == "control" else None,
        },
        "OccurrenceReinstated": {**NO_REPORT, **NO_VERDICT, **NO_HANDS},
    }
    match event.type:
        case "OccurrencePlanned":
            return _planned(facts, day, row)
        case "WindowAmended":
            return _moved(facts["window"], day, row)
        case "ExecutorsAmended" | "ExecutorsAssigned":
            return {**_led(facts, day, row), "co_executors": _compact(facts["co_executors"])}
        case "TransferRequested" | "TransferGranted" | "TransferRefused":
            return _transfer(event, facts, row)
        case taken_back if taken_back in RETRACTIONS:
            return _restored(row)
    kept = _kept(row) if event.type in DECISIONS else {}
    return changes.get(event.type, {}) | kept


def _kept(row: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept beside a decision: the row before it, of the last two of them."""
    now = {name: row[name] for name in KEPT}
    now |= {name: json.loads(row[name]) for name in ("reporters", "hands")}
    kept = [*json.loads(row["before"]), dict(sorted(now.items()))]
    return {"before": _compact(kept[-2:])}


def _restored(row: dict[str, Any]) -> dict[str, Any]:
    """Return what taking back the last decision changes; nothing where none is known."""
    kept = json.loads(row["before"])
    if not kept:
        return {}
    *earlier, back = kept
    lists: dict[str, Any] = {
        "reporters": _compact(back["reporters"]),
        "hands": _everyone(back["hands"], json.loads(row["hands"])),
        "before": _compact(earlier),
    }
    return {**back, **lists}


def _transfer(event: StoredEvent, facts: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """Return what comes of asking for another window, and of the answer to it.

    Granted, the figures move if it was asked for in time; of himself, if he decided in time.
    """
    asked = json.loads(row["requests"])
    if event.type == "TransferRequested":
        own = {"on": event.effective_on, "version": event.version, "window": facts["window"]}
        return {"requests": _compact([*asked, own])}
    left = [one for one in asked if one["version"] != facts["request"]]
    answered = {"requests": _compact(left)}
    if event.type == "TransferRefused":
        return answered
    days = [one["on"] for one in asked if one["version"] == facts["request"]]
    return answered | _moved(facts["window"], [*days, event.effective_on][0], row)


def _planned(facts: dict[str, Any], day: str, row: dict[str, Any]) -> dict[str, Any]:
    window = facts["window"] or dict.fromkeys(("start", "end", "report_by"))
    return {
        "start": window["start"],
        "report_by": window["report_by"],
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
    moved = {
        "start": window["start"],
        "current_deadline": window["end"],
        "report_by": window["report_by"],
    }
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
    *("number", "title", "section", "expected_result", "participants", "participants_planned"),
    *("executors", "items", "place", "stage", "carried_from", "corrects"),
)


def measure_rows(events: Iterable[StoredEvent]) -> list[dict[str, Any]]:
    """Return the rows of measures that *events* add up to, ordered by path."""
    states: dict[str, dict[str, Any]] = {}
    lasts: dict[str, StoredEvent] = {}
    for event in events:
        kind, _, owner = event.stream.partition("/")
        if kind in ("order", "roadmap"):
            own, after = _measure_after(event, owner, states)
            if after is not None:
                states[f"{owner}/{own}"], lasts[f"{owner}/{own}"] = after, event
    return [
        {
            "id": path,
            "owner": state["owner"],
            "own_id": state["id"],
            "number": TYPED[state["number"]] or state["id"],
            "measure": json.dumps(state, ensure_ascii=False, separators=(",", ":"), sort_keys=True),
            "position": lasts[path].position,
            "hash": lasts[path].hash,
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
        **dict.fromkeys(("participants_planned", "stage", "carried_from", "corrects")),
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
