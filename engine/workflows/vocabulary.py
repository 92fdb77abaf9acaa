"""The program's vocabulary: every event that it records, in which streams, between which states.

The steps of an occurrence have their pairs of states from ``occurrence/steps.py``; what an edition
brings about, and what takes a decision back, from here. ``NUMBER`` rises with every new type,
version or enumerated value (a test holds it); an older program then reads the ledger and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from engine.events import (
    changes,
    indicators,
    ledger,
    occurrences,
    orders,
    parties,
    parts,
    people,
    retractions,
    roadmaps,
    vocabulary,
)
from engine.events.event import Event
from engine.events.occurrences import OccurrenceEvent, Status
from engine.events.vocabulary import Permitted, Vocabulary
from engine.workflows.occurrence.steps import STEPS

NUMBER = 1

STATES: tuple[Status, ...] = get_args(Status)
OPEN: tuple[Status, ...] = ("planned", "in_progress")

Kinds = tuple[str, ...]
Types = tuple[type[Event], ...]

OUTSIDE: tuple[tuple[Kinds, str, Types], ...] = (
    (
        ("ledger",),
        "administrator",
        (ledger.LedgerOpened, ledger.WordsErased, ledger.PolicySet, ledger.ReasonCodeDefined),
    ),
    (("ledger",), "analyst", (ledger.PeriodLocked, ledger.PeriodReopened)),
    (("service",), "administrator", (people.ServiceRegistered, people.ServiceEnded)),
    (
        ("service", "person"),
        "administrator",
        (people.LoginMapped, people.LoginEnded, people.KeyRegistered, people.KeyRevoked),
    ),
    (("person",), "administrator,operator", (people.PersonRegistered,)),
    (
        ("person",),
        "administrator",
        (
            people.PersonRenamed,
            people.RolesGranted,
            people.RoleEnded,
            people.MembershipStarted,
            people.MembershipEnded,
            people.PostTaken,
            people.PostLeft,
            people.DeputyAppointed,
            people.DeputyEnded,
        ),
    ),
    (("organisation",), "administrator,operator", (parties.OrganisationRegistered,)),
    (("post",), "administrator,operator", (parties.PostRegistered,)),
    (("group",), "administrator,operator", (parties.GroupRegistered,)),
    (
        ("organisation", "post", "group"),
        "administrator,operator",
        (parties.AliasesAdded, parties.AliasesRemoved, parties.PartyRenamed),
    ),
    (
        ("person", "organisation", "post", "group"),
        "administrator",
        (parties.PartyMerged, parties.PartyUnmerged),
    ),
    (
        ("organisation", "post"),
        "administrator",
        (parties.OrganisationPlaced, parties.PlaceEnded),
    ),
    (
        ("organisation",),
        "administrator",
        (parties.OrganisationSucceeded, parties.OrganisationClosed),
    ),
    (("group",), "administrator", (parties.MemberJoined, parties.MemberLeft)),
    (
        ("order",),
        "operator",
        (
            orders.OrderApproved,
            orders.OrderCorrected,
            orders.OrderItemIssued,
            orders.OrderItemAmended,
            orders.OrderItemRemoved,
            orders.OrderGiven,
            orders.OrderAcknowledged,
        ),
    ),
    (("order",), "supervisor", (orders.OrderRepealed, orders.OrderClosed)),
    (
        ("roadmap",),
        "operator",
        (
            roadmaps.RoadmapApproved,
            roadmaps.RoadmapAmended,
            roadmaps.MeasureApproved,
            roadmaps.MeasureAmended,
            roadmaps.MeasureRemoved,
        ),
    ),
    (
        ("order", "roadmap"),
        "operator",
        (roadmaps.DeadlineRead, roadmaps.WindowsSet, roadmaps.ScheduleBound),
    ),
    (
        ("indicator",),
        "operator,analyst",
        (
            indicators.IndicatorDefined,
            indicators.IndicatorAmended,
            indicators.IndicatorRemoved,
            indicators.TargetSet,
        ),
    ),
)
"""Streams, who records there, and what: all that is of no occurrence."""

BESIDE_STEPS: tuple[tuple[type[OccurrenceEvent], tuple[Status, ...], str], ...] = (
    (parts.PartReturned, OPEN, "lead,supervisor"),
    (parts.PartWithdrawn, OPEN, "executor"),
    (parts.PartExcused, OPEN, "supervisor"),
    (changes.WindowAmended, STATES, "operator,supervisor"),
    (changes.ExecutorsAmended, STATES, "operator,supervisor"),
    (changes.ExecutorsAssigned, STATES, "supervisor"),
    (changes.ExecutorDeclined, OPEN, "executor"),
    (changes.ChangeProposed, STATES, "operator"),
    (changes.ChangeApproved, STATES, "supervisor"),
    (changes.ChangeRefused, STATES, "supervisor"),
)
"""What leaves an occurrence in its state and is no step of the table."""

RETRACTS: dict[type[retractions.Retraction], type[OccurrenceEvent]] = {
    retractions.VerdictRetracted: occurrences.ExecutionEvaluated,
    retractions.ReturnRetracted: occurrences.ReportReturned,
    retractions.LapseRetracted: occurrences.OccurrenceLapsed,
    retractions.CancellationRetracted: occurrences.OccurrenceCancelled,
    retractions.ReopeningRetracted: occurrences.OccurrenceReopened,
    retractions.ReinstatementRetracted: occurrences.OccurrenceReinstated,
}
"""What takes back which decision: it leads from where that led, to where that came from."""


def program() -> Vocabulary:
    """Return all that this program records."""
    return Vocabulary(number=NUMBER, permitted=frozenset((*_outside(), *_of_occurrences())))


def _outside() -> Iterator[Permitted]:
    for kinds, who, types in OUTSIDE:
        for event in types:
            yield from vocabulary.rows(event, kinds, [("", "")], who)


def _of_occurrences() -> Iterator[Permitted]:
    yield from _of(occurrences.OccurrencePlanned, [("", "planned")], "operator,executor")
    for step in STEPS:
        pairs = [(source, step.dest or source) for source in step.sources]
        yield from _of(step.event, pairs, step.who)
    for beside, states, who in BESIDE_STEPS:
        yield from _of(beside, [(state, state) for state in states], who)
    for retraction, decision in RETRACTS.items():
        [taken] = [step for step in STEPS if step.event is decision]
        back = [(str(taken.dest), source) for source in taken.sources]
        yield from _of(retraction, back, taken.who)


def _of(
    event: type[OccurrenceEvent], pairs: Iterable[tuple[str, str]], who: str
) -> Iterator[Permitted]:
    yield from vocabulary.rows(event, ("occurrence",), pairs, who)


PROGRAM = program()
