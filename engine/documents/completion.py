"""What a document does not say by itself: particulars that a clerk adds, keys that are known."""

from __future__ import annotations

from typing import Literal

import msgspec

from engine.documents import Document
from engine.documents.checks.draft import check
from engine.people.naming import fold
from engine.workflows.catalogue import Catalogue, Roadmap
from engine.workflows.draft import Draft, HorizonDraft, OrderDraft, RoadmapDraft


class Particulars(msgspec.Struct, frozen=True, kw_only=True):
    """What was given beside the document; empty texts were not given. ``date`` is YYYY-MM-DD."""

    number: str = ""
    date: str = ""
    issuer: str = ""
    title: str = ""
    key: str = ""
    kind: Literal["", "stamp"] = ""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """First and last day of the plan, where the document names none; YYYY-MM-DD or empty."""

    start: str = ""
    end: str = ""


def completed(document: Document, given: Particulars, plan: Plan | None = None) -> Document:
    """Return *document* with what was given in place of what it prints, checked again.

    A table without an order takes the plan's key for the order's; it is set apart here.
    """
    order = _order(document.draft.order, given, {r.key for r in document.draft.roadmaps})
    roadmaps = tuple(_bounded(found, plan or Plan()) for found in document.draft.roadmaps)
    draft = msgspec.structs.replace(document.draft, order=order, roadmaps=roadmaps)
    if draft == document.draft:
        return document
    before = {found.code for found in check(document.draft)}
    own = tuple(found for found in document.problems if found.code not in before)
    return msgspec.structs.replace(document, draft=draft, problems=own + check(draft))


def _order(order: OrderDraft, given: Particulars, roadmaps: set[str]) -> OrderDraft:
    said = {name: text for name, text in msgspec.structs.asdict(given).items() if text}
    order = msgspec.structs.replace(order, **said)
    if order.key in roadmaps and not given.key:
        order = msgspec.structs.replace(order, key=f"{order.key}-order")
    return order


def _bounded(draft: RoadmapDraft, plan: Plan) -> RoadmapDraft:
    """Return *draft* with the days of the plan where the document names none."""
    horizon = HorizonDraft(
        start=draft.horizon.start or plan.start, end=draft.horizon.end or plan.end
    )
    return msgspec.structs.replace(draft, horizon=horizon)


def known_again(draft: Draft, catalogue: Catalogue, *, amend: bool) -> Draft:
    """Return *draft* under the keys that the ledger has for it.

    Proposed keys come from the file's name; the same order is known by number and date, its
    roadmaps by their titles (the only one by being alone). With *amend* another order's
    roadmaps are looked for, too.
    """
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
    titled = [found.key for found in known if fold(found.title) == fold(draft.title)]
    keys = titled or ([known[0].key] if alone else [])
    return msgspec.structs.replace(draft, key=keys[0]) if len(keys) == 1 else draft
