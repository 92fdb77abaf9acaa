"""Each field that reads differently is told, and it alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from engine.answers.changes import Change, changes
from engine.events.orders import Executor
from engine.workflows.orders.catalogue import Catalogue
from tests.support.approving import after, approve, draft, measure, register, roadmap

BEFORE = after(approve(draft(roadmap(measure()))), register()).catalogue
NAMES = {"organisation/x": "Центр", "person/x": "И. Иванов"}
LEAD = (Executor(party="organisation/x", role="lead", as_printed=None),)


def name(party: str) -> str:
    return NAMES.get(party, "Школа")


def told(kind: str, **fields: Any) -> tuple[Change, ...]:
    """Return what is told when the only *kind* of thing has other *fields*."""
    known = {
        key: msgspec.structs.replace(one, **fields) for key, one in getattr(BEFORE, kind).items()
    }
    after_it: Catalogue = msgspec.structs.replace(BEFORE, **{kind: known})
    return changes(BEFORE, after_it, name)


CASES = [
    *(("orders", field, "иное", "иное") for field in ("number", "issuer", "title", "parent")),
    *(("orders", field, "иное", "иное") for field in ("signatory_post", "control_post")),
    *(("orders", field, "person/x", "И. Иванов") for field in ("signatory", "control")),
    ("orders", "date", date(2021, 7, 14), date(2021, 7, 14)),
    *(("roadmaps", field, "иное", "иное") for field in ("title", "annex")),
    *(
        ("roadmaps", f, date(2022, 5, 1), date(2022, 5, 1))
        for f in ("horizon_start", "horizon_end")
    ),
    *(("measures", f, "иное", "иное") for f in ("number", "title", "expected_result")),
    ("measures", "participants", "иное", "иное"),
    ("measures", "executors", LEAD, "Центр"),
]


@pytest.mark.parametrize(("kind", "field", "value", "said"), CASES)
def test_one_field_is_told_alone(kind: str, field: str, value: Any, said: Any) -> None:
    [change] = told(kind, **{field: value})
    assert (change.what, change.after) == (field, (said,))
    assert change.owner == ("rm-order" if kind == "orders" else "rm")
    assert change.number == ("1.1" if kind == "measures" else "")


def test_nothing_changed_nothing_told() -> None:
    assert changes(BEFORE, BEFORE, name) == ()


def test_a_deadline_is_told_by_its_phrase() -> None:
    [change] = told("measures", deadlines=())
    assert (change.what, change.before, change.after) == ("deadline", ("март 2022",), ())


def test_removed_and_added_are_told_by_title() -> None:
    [gone] = told("measures", is_removed=True)
    assert (gone.what, gone.before, gone.after) == ("removed", ("Мера",), ())
    [new] = changes(msgspec.structs.replace(BEFORE, measures={}), BEFORE, name)
    assert (new.what, new.before, new.after) == ("added", (), ("Мера",))
