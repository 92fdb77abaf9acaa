"""One complete event of each type that changes a row, and batches of them in one line.

Nothing is drawn: a test that takes a type away has to see what it changed, every time.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.events.event import REGISTER
from engine.events.occurrences import OccurrenceEvent
from tests.support.any_event import OCCURRENCES
from tests.support.histories import Raw, Together, plainly_planned

_DAY = date(2022, 3, 1)
_TERM = {"term": "t1", "valid_from": "2022-01-01", "valid_to": None}
_ENDED = {"term": "t1", "valid_to": "2022-12-31"}
_WINDOW = {"start": "2022-02-01", "end": "2023-02-01", "report_by": "2023-02-10"}
_EXECUTORS = {"lead": "group/b", "co_executors": ["post/b"]}


def one(*names: str, stream: str = OCCURRENCES[0]) -> Together:
    """Return one batch of complete events of these names on one stream."""
    return Together(tuple(complete(name, stream) for name in names), "person/a", None, 0)


def complete(name: str, stream: str) -> Raw:
    """Return a complete event; where its class leads nowhere of its own, it leads to reported."""
    if name == "OccurrencePlanned":
        return plainly_planned(stream)
    event, own = REGISTER[name], {**STEPS, **PLANS, **PEOPLE}.get(name, {})
    if issubclass(event, OccurrenceEvent) and event.leads_to() is None:
        own = {"to": "reported", **own}
    return Raw(stream, name, own, _DAY)


# -- occurrences -----------------------------------------------------------------------------------

_BACK = {"retracts": 4}
STEPS: dict[str, dict[str, Any]] = {
    "WorkStarted": {},
    "StartRetracted": {},
    "ResultReported": {"completeness": "full"},
    "ReportWithdrawn": {},
    "ReportReturned": {"ground": "form"},
    "ExecutionEvaluated": {"verdict": "done"},
    "OccurrenceLapsed": {"cause": "horizon"},
    "OccurrenceCancelled": {},
    "OccurrenceReopened": {},
    "OccurrenceReinstated": {},
    "PartReported": {"party": "organisation/a", "completeness": "full"},
    "PartReturned": {"party": "organisation/a", "ground": "form"},
    "PartWithdrawn": {"party": "organisation/a"},
    "PartExcused": {"party": "organisation/a"},
    "EvidenceAdded": {"evidence": [{"kind": "link"}]},
    "NoteMade": {"kind": "comment"},
    "WindowAmended": {"edition": 2, "window": _WINDOW},
    "ExecutorsAmended": {"edition": 2, **_EXECUTORS},
    "TransferRequested": {"window": _WINDOW, "to": "evaluated"},
    "TransferGranted": {"request": 5, "window": _WINDOW},
    "TransferRefused": {"request": 5, "window": _WINDOW},
    "ExecutorsAssigned": _EXECUTORS,
    "ExecutorDeclined": {"party": "organisation/a"},
    "ChangeProposed": {"order": "o", "edition": 2, "change": "cancellation"},
    "ChangeApproved": {"proposal": 1},
    "ChangeRefused": {"proposal": 1},
    **dict.fromkeys(("VerdictRetracted", "ReturnRetracted", "LapseRetracted"), _BACK),
    **dict.fromkeys(("CancellationRetracted", "ReopeningRetracted"), _BACK),
    "ReinstatementRetracted": _BACK,
}
WORKED = ("WorkStarted", "ResultReported", "ExecutionEvaluated", "TransferRequested")
"""What has happened (after the planning, as versions 2 to 5) when a type is tried."""

# -- measures --------------------------------------------------------------------------------------

_ITEM: dict[str, Any] = {
    "item": "m001",
    "number": "1.1",
    "title": "Довести",
    "executors": [],
    "place": None,
}


def _row(edition: int, title: str) -> dict[str, Any]:
    return {
        "measure": "m001",
        "edition": edition,
        "number": "1.",
        "title": title,
        "place": None,
        "expected_result": "",
        "participants": "",
        "section": [],
        "executors": [],
        "items": [],
    }


PLANS: dict[str, dict[str, Any]] = {
    "MeasureApproved": _row(1, "Семинар"),
    "MeasureAmended": _row(2, "Семинар для всех"),
    "MeasureRemoved": {"measure": "m001", "edition": 3},
    "OrderItemIssued": _ITEM,
    "OrderItemAmended": {**_ITEM, "title": "Довести до всех"},
    "OrderItemRemoved": {"item": "m001"},
    "DeadlineRead": {
        **dict.fromkeys(("phrase", "kind", "rule", "rule_set", "unread"), ""),
        "measure": "m001",
        "item": None,
        "rrule": None,
        "windows": [],
        "ambiguous": False,
    },
    "WindowsSet": {"measure": "m001", "item": None, "windows": []},
    "ScheduleBound": {"measure": "m001", "item": None, "windows": []},
}

PLANNED_IN = {
    name: "order/rm-order" if name.startswith("OrderItem") else "roadmap/rm" for name in PLANS
}
"""The stream of each type that changes a measure or an item."""

# -- the register ----------------------------------------------------------------------------------

_GRANT = {"term": "t1", "role": "executor", "scope": None}
PEOPLE: dict[str, dict[str, Any]] = {
    "PersonRegistered": {},
    "PersonRenamed": {"valid_from": "2022-02-01"},
    "LoginMapped": {"realm": "os", **_TERM},
    "LoginEnded": _ENDED,
    "RolesGranted": {"roles": [_GRANT], "valid_from": "2022-01-01", "valid_to": None},
    "RoleEnded": _ENDED,
    "MembershipStarted": {"party": "organisation/a", **_TERM},
    "MembershipEnded": _ENDED,
    "PostTaken": {"party": "post/a", **_TERM},
    "PostLeft": _ENDED,
    "DeputyAppointed": {"deputy": "person/b", **_TERM},
    "DeputyEnded": _ENDED,
    "KeyRegistered": {"key_id": "k1", "algorithm": "ed25519", "public_key": "AA==", **_TERM},
    "KeyRevoked": {**_ENDED, "compromised": True},
    "ServiceRegistered": {"name": "Портал", "valid_from": "2022-01-01"},
    "ServiceEnded": {"valid_to": "2022-12-31"},
    "OrganisationRegistered": {"name": "Школа", "aliases": ["Ш"]},
    "PostRegistered": {"name": "Заведующий", "aliases": ["Зав."]},
    "GroupRegistered": {"name": "Руководители", "aliases": ["РОО"]},
    "PartyRenamed": {"name": "Лицей", "valid_from": "2022-02-01"},
    "AliasesAdded": {"aliases": ["СОШ", "Ш2"]},
    "AliasesRemoved": {"aliases": ["СОШ"]},
    "PartyMerged": {"into": "organisation/a"},
    "PartyUnmerged": {},
    "OrganisationPlaced": {"parent": "organisation/a", **_TERM},
    "PlaceEnded": _ENDED,
    "OrganisationSucceeded": {"successor": "organisation/a", "valid_from": "2022-02-01"},
    "OrganisationClosed": {"valid_to": "2022-12-31"},
    "MemberJoined": {"member": "organisation/a", **_TERM},
    "MemberLeft": _ENDED,
}
FOLLOWS = {
    "LoginEnded": "LoginMapped",
    "RoleEnded": "RolesGranted",
    "MembershipEnded": "MembershipStarted",
    "PostLeft": "PostTaken",
    "DeputyEnded": "DeputyAppointed",
    "KeyRevoked": "KeyRegistered",
    "AliasesRemoved": "AliasesAdded",
    "PartyUnmerged": "PartyMerged",
    "PlaceEnded": "OrganisationPlaced",
    "MemberLeft": "MemberJoined",
}
"""What changes a row only after another."""


def of_the_register(name: str, *, kind: str) -> tuple[Together, Together]:
    """Return what has to have happened before an event of the register, and the event itself."""
    stream = f"{kind}/x"
    before = FOLLOWS.get(name)
    return one(*([before] if before else ()), stream=stream), one(name, stream=stream)
