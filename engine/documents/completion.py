"""Particulars that a document does not print and a clerk adds: number, date, issuer, title, key."""

from __future__ import annotations

import msgspec

from engine.documents import Document
from engine.documents.checks.draft import check
from engine.workflows.draft import OrderDraft


class Particulars(msgspec.Struct, frozen=True, kw_only=True):
    """What was given beside the document; empty texts were not given. ``date`` is YYYY-MM-DD."""

    number: str = ""
    date: str = ""
    issuer: str = ""
    title: str = ""
    key: str = ""


def completed(document: Document, given: Particulars) -> Document:
    """Return *document* with what was given in place of what it prints, checked again.

    A table without an order takes the plan's key for the order's; it is set apart here.
    """
    order = _order(document.draft.order, given, {r.key for r in document.draft.roadmaps})
    if order == document.draft.order:
        return document
    draft = msgspec.structs.replace(document.draft, order=order)
    before = {found.code for found in check(document.draft)}
    own = tuple(found for found in document.problems if found.code not in before)
    return msgspec.structs.replace(document, draft=draft, problems=own + check(draft))


def _order(order: OrderDraft, given: Particulars, roadmaps: set[str]) -> OrderDraft:
    said = {name: text for name, text in msgspec.structs.asdict(given).items() if text}
    order = msgspec.structs.replace(order, **said)
    if order.key in roadmaps and not given.key:
        order = msgspec.structs.replace(order, key=f"{order.key}-order")
    return order
