"""What a document does not say by itself: particulars that a clerk adds, keys that are known."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Literal

import msgspec

from engine.calendar.periods import Span
from engine.documents import Document
from engine.documents.checks.draft import check
from engine.documents.checks.order import span_of
from engine.documents.goals import targets
from engine.documents.problems import Problem, Where
from engine.errors import N_, RefusedByRules
from engine.people.naming import folded
from engine.workflows.orders.catalogue import Catalogue, Roadmap
from engine.workflows.orders.draft import Draft, HorizonDraft, OrderDraft, RoadmapDraft


class Particulars(msgspec.Struct, frozen=True, kw_only=True):
    """What was given beside the document; empty texts were not given. ``date`` is YYYY-MM-DD."""

    number: str = ""
    date: str = ""
    issuer: str = ""
    title: str = ""
    key: str = ""
    kind: Literal["", "stamp"] = ""


UNKNOWN = HorizonDraft(start="", end="")
"""A plan whose first and last day nothing names."""


def completed(document: Document, given: Particulars, days: HorizonDraft = UNKNOWN) -> Document:
    """Return *document* with what was given in place of what it prints, checked again.

    The days of *plan* are for the roadmaps that do not name both; where all do, for all of them.
    A table without an order takes the plan's key for the order's; it is set apart here.
    """
    order = _order(document.draft.order, given, {r.key for r in document.draft.roadmaps})
    printed = document.draft.roadmaps
    roadmaps = _bounded(printed, days)
    draft = msgspec.structs.replace(document.draft, order=order, roadmaps=roadmaps)
    if draft == document.draft:
        return document
    before = {found.code for found in check(document.draft)}
    own = tuple(found for found in document.problems if found.code not in before)
    told = tuple(chain.from_iterable(map(_overruled, printed, roadmaps)))
    return msgspec.structs.replace(document, draft=draft, problems=own + told + check(draft))


def _order(order: OrderDraft, given: Particulars, roadmaps: set[str]) -> OrderDraft:
    said = {name: text for name, text in msgspec.structs.asdict(given).items() if text}
    order = msgspec.structs.replace(order, **said)
    if order.key in roadmaps and not given.key:
        order = msgspec.structs.replace(order, key=f"{order.key}-order")
    return order


def _bounded(roadmaps: tuple[RoadmapDraft, ...], plan: HorizonDraft) -> tuple[RoadmapDraft, ...]:
    """Return *roadmaps* with the days of *plan*, as far as they are given.

    They are for the roadmaps that do not name both days; where all do, they take the place of what
    is printed.
    """
    unknown = [found for found in roadmaps if not (found.horizon.start and found.horizon.end)]
    meant = unknown or roadmaps
    return tuple(_planned(found, plan) if found in meant else found for found in roadmaps)


def _planned(draft: RoadmapDraft, plan: HorizonDraft) -> RoadmapDraft:
    """Return *draft* in the days of *plan*; what its passport promises is promised for them."""
    start, end = plan.start or draft.horizon.start, plan.end or draft.horizon.end
    horizon = HorizonDraft(start=start, end=end)
    before = targets.of_passport(draft.passport, draft.horizon)
    others = len(draft.indicators) - len(before)
    indicators = draft.indicators
    if indicators[others:] == before:
        indicators = indicators[:others] + targets.of_passport(draft.passport, horizon)
    return msgspec.structs.replace(draft, horizon=horizon, indicators=indicators)


def _overruled(printed: RoadmapDraft, planned: RoadmapDraft) -> Iterator[Problem]:
    """Say that a plan was given other days than it names."""
    said, given = span_of(printed.horizon), span_of(planned.horizon)
    if said and given and said != given:
        yield Problem(
            code="horizon_given",
            where=Where(roadmap=planned.key, cell="horizon"),
            template=N_("{key} is planned for {given}, as given; the document says {printed}."),
            consequence=N_("Leave out --from and --to to plan it as it is printed."),
            facts={
                "key": planned.key,
                "given": Span(start=given[0], end=given[1]),
                "printed": Span(start=said[0], end=said[1]),
            },
            severity="note",
        )


def known_again(document: Document, catalogue: Catalogue, *, amend: bool) -> Document:
    """Return *document* under the keys that the ledger has for its order and roadmaps.

    Proposed keys come from the file's name; the same order is known by number and date, its
    roadmaps by their titles (the only one by being alone). With *amend* another order's
    roadmaps are looked for, too; raises RefusedByRules where it amends none that is known.
    """
    draft = _under_known_keys(document.draft, catalogue, amend=amend)
    if amend and not any(found.key in catalogue.roadmaps for found in draft.roadmaps):
        raise RefusedByRules(
            N_("this order amends no roadmap of the ledger: none has its title or key"),
            remedy=N_("Leave --amend out for a new roadmap; known are: {known}."),
            known=tuple(catalogue.roadmaps),
        )
    before = [found.key for found in document.draft.roadmaps]
    keys = dict(zip(before, (found.key for found in draft.roadmaps), strict=True))
    problems = tuple(_renumbered(found, keys) for found in document.problems)
    return msgspec.structs.replace(document, draft=draft, problems=problems)


def _renumbered(problem: Problem, keys: dict[str, str]) -> Problem:
    """Return *problem* at the same place of a roadmap that is known by another key."""
    key = problem.where.roadmap
    where = msgspec.structs.replace(problem.where, roadmap=keys.get(key, key))
    return msgspec.structs.replace(problem, where=where)


def _under_known_keys(draft: Draft, catalogue: Catalogue, *, amend: bool) -> Draft:
    order = draft.order
    same = [
        known.key
        for known in catalogue.orders.values()
        if order.number and (known.number, known.date.isoformat()) == (order.number, order.date)
    ]
    if len(same) == 1:
        order = msgspec.structs.replace(order, key=same[0])
    elif not amend:
        return draft
    known = [found for found in catalogue.roadmaps.values() if amend or found.order == order.key]
    alone = len(same) == 1 and len(known) == len(draft.roadmaps) == 1
    roadmaps = tuple(_renamed(found, known, alone=alone) for found in draft.roadmaps)
    return msgspec.structs.replace(draft, order=order, roadmaps=roadmaps)


def _renamed(draft: RoadmapDraft, known: list[Roadmap], *, alone: bool) -> RoadmapDraft:
    if any(draft.key == found.key for found in known):
        return draft
    titled = [found.key for found in known if folded(found.title) == folded(draft.title)]
    keys = titled or ([known[0].key] if alone else [])
    return msgspec.structs.replace(draft, key=keys[0]) if len(keys) == 1 else draft
