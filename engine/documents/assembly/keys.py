"""Keys proposed for an order and its roadmaps: the name of the file, and numbers of their own.

A key is proposed once, at the import; who imports may give another.
"""

from __future__ import annotations

import re

import msgspec

from engine.documents.act import captions
from engine.documents.printed import text
from engine.workflows.orders.draft import OrderDraft, RoadmapDraft


def keyed(stem: str, plans: list[RoadmapDraft], names: list[str]) -> tuple[RoadmapDraft, ...]:
    """Give each plan a key: the file's name, and where there are several, their own number."""
    out: list[RoadmapDraft] = []
    taken: set[str] = set()
    for place, (plan, name) in enumerate(zip(plans, names, strict=True), 1):
        own = captions.own_number(plan.title) or captions.annex_number(plan.annex)
        own = own or (text.slug(name) if re.search(r"\d", name) else "") or str(place)
        key = stem if len(plans) == 1 else f"{stem}-{own}"
        while key in taken:
            key += f"-{place}"
        taken.add(key)
        out.append(msgspec.structs.replace(plan, key=key))
    return tuple(out)


def of_order(order: OrderDraft, stem: str, plans: set[str]) -> OrderDraft:
    """Give the order a key that none of the *plans* has: orders and roadmaps share their names."""
    number = text.slug(order.number)
    tail = number or order.date
    key = stem if tail and tail in stem.split("-") else f"{stem}-{tail or 'order'}"
    return msgspec.structs.replace(order, key=f"{key}-order" if key in plans else key)
