"""What alone reads differently in an order is shown, recorded, and written out again."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from engine.office import Wish
from engine.workflows.orders.draft import Draft, HorizonDraft, PassportDraft, PersonDraft
from tests.support.offices import RehearsedOffice, document, small_draft
from tests.support.previewing import take_in

DRAFT = small_draft()
PASSPORT = (PassportDraft(label="Цель", stage="goals", text=("Учить лучше",)),)
CONTROL = PersonDraft(name="Н. Н. Начальник", post="начальник")


def other(**fields: Any) -> Draft:
    """Return the small order with other particulars."""
    return msgspec.structs.replace(DRAFT, order=msgspec.structs.replace(DRAFT.order, **fields))


def other_plan(**fields: Any) -> Draft:
    """Return the small order with a roadmap that reads differently."""
    [roadmap] = DRAFT.roadmaps
    return msgspec.structs.replace(DRAFT, roadmaps=(msgspec.structs.replace(roadmap, **fields),))


ALONE: dict[str, tuple[Draft, set[str], str]] = {
    "signatory": (
        other(signatory=PersonDraft(name="П. П. Другой", post="начальник"), control=CONTROL),
        {"signatory"},
        "OrderCorrected",
    ),
    "signatory_post": (
        other(
            signatory=PersonDraft(name="Н. Н. Начальник", post="и. о. начальника"), control=CONTROL
        ),
        {"signatory_post"},
        "OrderCorrected",
    ),
    "control": (
        other(control=PersonDraft(name="С. С. Заместитель", post="начальник")),
        {"control"},
        "OrderCorrected",
    ),
    "control_post": (
        other(control=PersonDraft(name="Н. Н. Начальник", post="заместитель")),
        {"control_post"},
        "OrderCorrected",
    ),
    "issuer": (other(issuer="Отдел образования"), {"issuer"}, "OrderCorrected"),
    "parent": (other(parent="Приказ министерства № 5"), {"parent"}, "OrderCorrected"),
    "order title": (other(title="Об утверждении плана"), {"title"}, "OrderCorrected"),
    "title": (other_plan(title="План мероприятий"), {"title"}, "RoadmapAmended"),
    "annex": (other_plan(annex="Приложение 2"), {"annex"}, "RoadmapAmended"),
    "passport": (other_plan(passport=PASSPORT), {"passport"}, "RoadmapAmended"),
    "horizon end": (
        other_plan(horizon=HorizonDraft(start="2022-01-01", end="2024-12-31")),
        {"horizon_end"},
        "RoadmapAmended",
    ),
    "horizon start": (
        other_plan(horizon=HorizonDraft(start="2021-01-01", end="2023-12-31")),
        {"horizon_start"},
        "RoadmapAmended",
    ),
}
"""What alone reads differently -> the order, the fields that change, the event that keeps it."""

EXTRA = {"deadline"}
"""What follows from other years: phrases of every year are read for these."""


@pytest.mark.parametrize("name", ALONE)
def test_what_alone_reads_differently_is_shown_recorded_and_exported(
    kept: RehearsedOffice, name: str
) -> None:
    draft, fields, event = ALONE[name]
    take_in(kept, document(DRAFT), Wish())
    head = kept.log.head().position
    seen = take_in(kept, document(draft), Wish())
    expected = fields | (EXTRA if name.startswith("horizon") else set())
    found = {change.what for change in seen.changes}
    assert fields <= found <= expected
    assert event in {stored.type for stored in kept.log.events(head)}
    again = kept.orders.export("rm")
    assert _bare(again.order) == _bare(draft.order)
    for field in ("title", "annex", "passport", "horizon"):
        assert getattr(again.roadmaps[0], field) == getattr(draft.roadmaps[0], field)
    assert kept.orders.preview(document(again), Wish()).answer.brings_nothing


def _bare(order: Any) -> Any:
    """Return an order with its control written out, for "the same person" may be said twice."""
    control = order.signatory if order.control == "signatory" else order.control
    return msgspec.structs.replace(order, control=control)


def test_two_corrections_in_a_row_keep_both(kept: RehearsedOffice) -> None:
    take_in(kept, document(DRAFT), Wish())
    take_in(kept, document(other(issuer="Отдел")), Wish())
    seen = take_in(kept, document(other(issuer="Отдел", parent="Приказ № 5")), Wish())
    assert [change.what for change in seen.changes] == ["parent"]
    exported = kept.orders.export("rm").order
    assert (exported.issuer, exported.parent) == ("Отдел", "Приказ № 5")
