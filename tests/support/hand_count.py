"""Executive discipline counted from ``audit log --json``, with the standard library alone.

The rules are read from the regulations and not from the engine, so that the two can be compared:
what was due is counted by its original deadline; executed is what was reported (not as not done)
and not returned, or evaluated as done; in time is judged by the day on which it happened.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

MOSCOW = timedelta(hours=3)
NOT_REPORTED = {"reported": None, "completeness": None, "verdict": None, "said_at": None}
Figures = dict[str, Any]
Log = list[dict[str, Any]]
Units = dict[str, dict[str, Any]]


def day(text: str) -> date:
    return date.fromisoformat(text)


def known_day(entry: dict[str, Any]) -> date:
    """Return the day on which an event was recorded, as the office's calendar in Moscow has it."""
    return (datetime.fromisoformat(entry["recorded_at"]) + MOSCOW).date()


def units_of(log: Log, as_of: str | None, known_on: str | None) -> Units:
    """Return stream -> what is known of an occurrence by the events that both clocks let pass."""
    units: Units = {}
    for entry in log:
        late_to_happen = as_of is not None and day(entry["effective_on"]) > day(as_of)
        late_to_be_known = known_on is not None and known_day(entry) > day(known_on)
        if entry["stream"].startswith("occurrence/") and not late_to_happen | late_to_be_known:
            take(units.setdefault(entry["stream"], {}), entry)
    return units


def take(unit: dict[str, Any], entry: dict[str, Any]) -> None:
    """Let one event do its work on a unit."""
    facts, happened = entry["facts"], entry["effective_on"]
    match entry["type"]:
        case "OccurrencePlanned":
            window = facts["window"] or {"start": None, "end": None}
            unit |= facts | window | {"begun": None, "returns": 0} | NOT_REPORTED
        case "WorkStarted":
            unit |= {"begun": happened}
        case "ResultReported":
            unit |= {"reported": happened, "completeness": facts["completeness"]}
            unit |= {"said_at": entry["position"]}
        case "ReportReturned":
            unit |= NOT_REPORTED | {"returns": unit["returns"] + 1}
        case "ExecutionEvaluated":
            unit |= {"verdict": facts["verdict"]}
        case other:
            raise AssertionError(f"the demo has no {other}")


def counts_as(unit: dict[str, Any], today: date) -> str:
    """Return the one thing that a unit counts as on a day, by its original deadline."""
    if unit["verdict"] in ("partly", "not_done"):
        return str(unit["verdict"])
    if unit["verdict"] == "done" or unit["completeness"] in ("full", "partly"):
        return "late" if unit["end"] and unit["reported"] > unit["end"] else "in_time"
    if unit["completeness"] == "not_done":
        return "not_done"
    if day(unit["end"]) < today:
        return "overdue"
    return "in_work" if unit["begun"] or day(unit["start"]) <= today else "not_begun"


def share(part: int, whole: int) -> str | None:
    """Return per cent with two decimals, half up; nothing of nothing."""
    if whole == 0:
        return None
    hundredths = (20_000 * part + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02}"


def figures(units: list[dict[str, Any]], today: date) -> Figures:
    """Count units that are due."""
    found = Counter(counts_as(unit, today) for unit in units)
    executed = found["in_time"] + found["late"]
    in_full = sum(unit["verdict"] == "done" for unit in units)
    names = ("in_time", "late", "partly", "not_done", "overdue", "in_work", "not_begun")
    return {
        "due": len(units),
        "executed": executed,
        "in_full": in_full,
        "cancelled": 0,
        **{name: found[name] for name in names},
        "execution": share(executed, len(units)),
        "in_time_share": share(found["in_time"], len(units)),
        "implementation": share(in_full, len(units)),
    }


def due_between(units: Units, first: str, last: str) -> list[dict[str, Any]]:
    return [unit for unit in units.values() if unit["end"] and first <= unit["end"] <= last]


def by_executor(due: list[dict[str, Any]], today: date) -> dict[str, tuple[Figures, int]]:
    """Return party -> (figures of what he leads, how often he only helps)."""
    leads = {unit["lead"] for unit in due}
    helped = Counter(party for unit in due for party in unit["co_executors"])
    return {
        party: (figures([unit for unit in due if unit["lead"] == party], today), helped[party])
        for party in leads | set(helped)
    }


def by_section(due: list[dict[str, Any]], today: date) -> dict[str, Figures]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for unit in due:
        path = " / ".join(f"{part['number']} {part['title']}" for part in unit["section"])
        groups.setdefault(path, []).append(unit)
    return {path: figures(units, today) for path, units in groups.items()}


def hand_line(unit: dict[str, Any], today: date) -> dict[str, Any]:
    counted = counts_as(unit, today)
    return {
        "started_on": unit["begun"],
        "reported_on": unit["reported"],
        "deadline": unit["end"],
        "state": {"in_time": "executed_in_time", "late": "executed_late"}.get(counted, counted),
        **{name: unit[name] for name in ("completeness", "verdict", "returns", "lead", "said_at")},
    }
