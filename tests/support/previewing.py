"""Show an order and record it: what was shown is what the ledger then holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from engine.answers.seen import MeasureSeen, Preview
from engine.documents import Document
from engine.office import Wish
from engine.workflows.decider import By
from engine.workflows.rights import Speaker
from tests.support.approving import ids
from tests.support.offices import RehearsedOffice

Key = tuple[str, date | None, date | None]
"""Key, first and last day of an occurrence."""


def nobody(today: date) -> By:
    """Return who looks at an order where there is no ledger."""
    speaker = Speaker(person="person/-", roles=frozenset({"operator"}), acts_for=frozenset())
    return By(speaker=speaker, today=today, new_id=ids())


def shown(answer: Preview) -> dict[str, list[Key]]:
    """Return the occurrences that a preview shows, by the order or roadmap that they belong to."""
    rows: dict[str, tuple[MeasureSeen, ...]] = {answer.order.key: answer.order.items}
    rows |= {roadmap.key: roadmap.measures for roadmap in answer.roadmaps}
    return {
        owner: sorted(
            ((one.key, one.start, one.deadline) for row in found for one in row.occurrences),
            key=repr,
        )
        for owner, found in rows.items()
    }


def recorded(office: RehearsedOffice, owners: Iterable[str]) -> dict[str, list[Key]]:
    """Return the occurrences that the ledger holds of these orders and roadmaps."""
    found: dict[str, list[Key]] = {owner: [] for owner in owners}
    for one in office.answers.occurrences():
        if one.owner in found and one.status != "cancelled":
            found[one.owner].append((one.key, one.start, one.current_deadline))
    return {owner: sorted(keys, key=repr) for owner, keys in found.items()}


def take_in(office: RehearsedOffice, read_in: Document, wish: Wish) -> Preview:
    """Record a document; what was shown before is what the ledger then holds."""
    before = office.orders.preview(read_in, wish).answer
    done = office.orders.approve(read_in, wish).answer
    assert msgspec.structs.replace(done, recorded=None) == before
    assert done.recorded is not None
    expected = shown(before)
    assert recorded(office, expected) == expected
    return before
