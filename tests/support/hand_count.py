"""Executive discipline counted from ``audit log --json``, with the standard library alone.

The rules are read from the regulations and not from the engine, so that the two can be compared:

- what was due is counted by the deadline in force when it had to be kept (``counted``), and a
  second time by the original one (``end``);
- cancelled by that deadline it is due no longer, cancelled later it is not done;
- executed is what was reported in full and not returned, or evaluated as done; partly is partly;
- in time is judged by the day on which it happened, or by the day that the verdict accepted;
- a transfer that was asked for in time moves the headline, whenever it was granted;
- what is closed without a verdict is not done;
- a decision that was taken back counts as if it had never been (the last two of them);
- the figures stay with whoever led on that deadline.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

MOSCOW = timedelta(hours=3)
NO_REPORT = {"reported": None, "completeness": None, "said_at": None, "recorded": None}
NO_VERDICT = {"verdict": None, "verdict_at": None, "executed": None, "cancelled": None}
Figures = dict[str, Any]
Log = list[dict[str, Any]]
Unit = dict[str, Any]
Units = dict[str, Unit]


def day(text: str) -> date:
    return date.fromisoformat(text)


def known_day(entry: dict[str, Any]) -> date:
    """Return the day on which an event was recorded, as the office's calendar in Moscow has it."""
    return (datetime.fromisoformat(entry["recorded_at"]) + MOSCOW).date()


def seen(log: Log, as_of: str | None, known_on: str | None, at: int | None = None) -> Log:
    """Return the events that both clocks let pass; one is known when all before it are."""
    passed, latest = [], date.min
    for entry in log:
        latest = max(latest, known_day(entry))
        if known_on is not None and latest > day(known_on):
            continue
        if at is not None and entry["position"] > at:
            continue
        if as_of is None or day(entry["effective_on"]) <= day(as_of):
            passed.append(entry)
    return passed


def units_of(log: Log, as_of: str | None, known_on: str | None, at: int | None = None) -> Units:
    """Return stream -> what is known of an occurrence by the events that both clocks let pass."""
    units: Units = {}
    for entry in seen(log, as_of, known_on, at):
        if entry["stream"].startswith("occurrence/"):
            fresh = {**BLANK, "left": [], "led": [], "kept": [], "asked": {}}
            take(units.setdefault(entry["stream"], fresh), entry)
    return {stream: unit for stream, unit in units.items() if unit["planned"]}


BLANK: Unit = {
    "planned": False,
    "status": "planned",
    **dict.fromkeys(("start", "end", "counted", "duty", "begun", "lead")),
    "co_executors": [],
    "returns": 0,
    **NO_REPORT,
    **NO_VERDICT,
}
JUDGED = (*NO_REPORT, *NO_VERDICT, "returns")
"""What a decision changes, and gets back when it is taken back."""

DECISIONS = {
    *("ReportReturned", "ExecutionEvaluated", "OccurrenceLapsed"),
    *("OccurrenceCancelled", "OccurrenceReopened", "OccurrenceReinstated"),
}
COUNTS_NOTHING = {
    *("PartReported", "PartReturned", "PartWithdrawn", "PartExcused", "EvidenceAdded", "NoteMade"),
    *("ExecutorDeclined", "ChangeProposed", "ChangeApproved", "ChangeRefused"),
}


def take(unit: Unit, entry: dict[str, Any]) -> None:  # noqa: C901, PLR0912 - a case an event
    """Let one event do its work on a unit."""
    facts, happened = entry["facts"], entry["effective_on"]
    if entry["type"] in DECISIONS:
        unit["kept"] = [*unit["kept"], {name: unit[name] for name in JUDGED}][-2:]
    match entry["type"]:
        case "OccurrencePlanned":
            window = facts["window"] or {"start": None, "end": None}
            unit |= facts | {"planned": True, "left": [], **window}
            unit |= {"counted": window["end"], "duty": window["end"]}
            unit["led"].append((happened, facts["lead"]))
        case "WorkStarted":
            unit |= {"begun": happened}
        case "StartRetracted":
            unit |= {"begun": None}
        case "ResultReported":
            unit |= {"reported": happened, "completeness": facts["completeness"]}
            unit |= {"said_at": entry["position"], "recorded": known_day(entry).isoformat()}
        case "ReportWithdrawn":
            unit |= NO_REPORT
        case "ReportReturned":
            unit |= NO_REPORT | {"returns": unit["returns"] + 1}
        case "ExecutionEvaluated":
            unit |= {"verdict": facts["verdict"], "executed": facts["executed_on"]}
            unit |= {"verdict_at": entry["position"]}
        case "OccurrenceLapsed":
            unit |= {"verdict": "not_done", "verdict_at": None}
        case "OccurrenceCancelled":
            unit |= {"cancelled": happened}
        case "OccurrenceReopened" | "OccurrenceReinstated":
            unit |= NO_REPORT | NO_VERDICT
        case "WindowAmended":
            move(unit, facts["window"], happened)
        case "TransferRequested":
            unit["asked"][entry["version"]] = happened
        case "TransferGranted":
            move(unit, facts["window"], unit["asked"].pop(facts["request"], happened))
        case "TransferRefused":
            unit["asked"].pop(facts["request"], None)
        case "ExecutorsAmended" | "ExecutorsAssigned":
            unit |= {"lead": facts["lead"], "co_executors": facts["co_executors"]}
            unit["led"].append((happened, facts["lead"]))
        case back if back.endswith("Retracted"):
            unit |= unit["kept"].pop() if unit["kept"] else {}
        case other if other not in COUNTS_NOTHING:
            raise AssertionError(f"nobody has told how to count {other}")
    unit["status"] = facts["to"]


def move(unit: Unit, window: dict[str, str], happened: str) -> None:
    """Move the duty, and the figures too unless their deadline had passed before."""
    unit |= {"start": window["start"], "duty": window["end"]}
    if unit["counted"] is not None and happened > unit["counted"]:
        return
    if unit["counted"] not in (None, window["end"]):
        unit["left"].append(unit["counted"])
    unit["counted"] = window["end"]


def counts_as(unit: Unit, today: date, by: str = "counted") -> str:
    """Return the one thing that a unit counts as on a day, by one of its deadlines."""
    deadline = unit[by]
    if unit["status"] == "cancelled":
        cancelled = unit["cancelled"]
        in_time = deadline is None or (cancelled is not None and cancelled <= deadline)
        return "cancelled" if in_time else "not_done"
    said = unit["completeness"] if unit["status"] == "reported" else None
    if unit["status"] == "evaluated":
        said = unit["verdict"] or "not_done"
    if said in ("partly", "not_done"):
        return str(said)
    if said in ("full", "done"):
        if deadline is None:
            return "executed"
        executed = unit["executed"] or unit["reported"]
        return "executed_in_time" if executed and executed <= deadline else "executed_late"
    if deadline is not None and day(deadline) < today:
        return "overdue"
    begun = unit["status"] != "planned" or unit["start"] is None or day(unit["start"]) <= today
    return "in_work" if begun else "not_begun"


def share(part: int, whole: int) -> str | None:
    """Return per cent with two decimals, half up; nothing of nothing."""
    if whole == 0:
        return None
    hundredths = (20_000 * part + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02}"


OPEN_OR_NOT_DONE = ("partly", "not_done", "overdue", "in_work", "not_begun")


def figures(units: list[Unit], today: date, by: str = "counted", prolonged: int = 0) -> Figures:
    """Count units that have their deadline in a period, those cancelled in time among them."""
    states = [counts_as(unit, today, by) for unit in units]
    found = Counter(states)
    due = len(units) - found["cancelled"]
    executed = sum(count for state, count in found.items() if state.startswith("executed"))
    done = [unit for unit, state in zip(units, states, strict=True) if state[:8] == "executed"]
    in_full = sum(unit["status"] == "evaluated" for unit in done)
    recorded_late = sum(
        unit["recorded"] is not None and unit["recorded"] > unit[by]
        for unit, state in zip(units, states, strict=True)
        if state == "executed_in_time"
    )
    return {
        "due": due,
        "executed": executed,
        "in_time": found["executed_in_time"],
        "recorded_late": recorded_late,
        "late": found["executed_late"],
        "in_full": in_full,
        "cancelled": found["cancelled"],
        "prolonged": prolonged,
        **{name: found[name] for name in OPEN_OR_NOT_DONE},
        "execution": share(executed, due),
        "in_time_share": share(found["executed_in_time"], due),
        "implementation": share(in_full, due),
    }


def due_between(units: Units, first: str, last: str, by: str = "counted") -> list[Unit]:
    """Return what has its deadline between two days, those cancelled in time among them."""
    return [unit for unit in units.values() if unit[by] and first <= unit[by] <= last]


def prolonged_between(units: Units, first: str, last: str) -> list[tuple[str, Unit]]:
    """Return what left a deadline between two days in time, for one outside of them."""
    return [
        (left[-1], unit)
        for unit in units.values()
        if (left := [day for day in unit["left"] if first <= day <= last])
        and not first <= unit["counted"] <= last
    ]


def led_on(unit: Unit, deadline: str) -> str | None:
    """Return who led on a day; before the planning, who led first."""
    found = [lead for since, lead in unit["led"] if since <= deadline]
    lead: str | None = found[-1] if found else unit["led"][0][1]
    return lead


def by_executor(
    units: Units, first: str, last: str, today: date, by: str = "counted"
) -> dict[str, tuple[Figures, int]]:
    """Return party -> (figures of what he led, how often he only helps), by one deadline.

    Whoever has nothing in either count is left out.
    """
    due = due_between(units, first, last, by)
    owned = [(led_on(unit, unit[by]) or "", unit) for unit in due]
    left = [led_on(unit, day) or "" for day, unit in prolonged_between(units, first, last)]
    headline = due_between(units, first, last)
    helped = Counter(
        party
        for unit in headline
        if counts_as(unit, today) != "cancelled"
        for party in unit["co_executors"]
    )
    parties = {party for party, _ in owned} | set(left) | set(helped)
    counted = Counter(left) if by == "counted" else Counter[str]()
    return {
        party: (
            figures([unit for lead, unit in owned if lead == party], today, by, counted[party]),
            helped[party],
        )
        for party in parties
    }


def by_section(due: list[Unit], today: date) -> dict[str, Figures]:
    """Return section as planned -> figures by the headline."""
    groups: dict[str, list[Unit]] = {}
    for unit in due:
        path = " / ".join(f"{part['number']} {part['title']}" for part in unit["section"])
        groups.setdefault(path, []).append(unit)
    return {path: figures(units, today) for path, units in groups.items()}


def hand_line(unit: Unit, today: date) -> dict[str, Any]:
    """Return a line of the review as it has to be."""
    return {
        "started_on": unit["begun"],
        "reported_on": unit["reported"],
        "recorded_on": unit["recorded"],
        "deadline": unit["end"],
        "state": counts_as(unit, today),
        **{name: unit[name] for name in ("completeness", "verdict", "returns", "lead", "said_at")},
    }
