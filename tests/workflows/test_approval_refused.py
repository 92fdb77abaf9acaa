"""What cannot be approved, and that nothing of it is then recorded."""

from __future__ import annotations

from datetime import date

import pytest

from engine.errors import RefusedByRules
from engine.people.register import Party
from engine.workflows.orders.draft import Draft, HorizonDraft
from tests.support.approving import approve, draft, item, measure, register, roadmap, with_fields

GOOD = roadmap(measure())


def test_the_good_draft_is_good() -> None:
    assert approve(draft(GOOD)).planned


@pytest.mark.parametrize(
    "key", ["", "Rm", "дк", "-rm", ".rm", "a b", "a/b", "a@b", "a~2", "a:b", "a_b", "rm\n", "../rm"]
)
def test_a_key_has_small_latin_letters_digits_dots_and_hyphens(key: str) -> None:
    with pytest.raises(RefusedByRules, match="cannot be a key"):
        approve(draft(with_fields(GOOD, key=key)))
    with pytest.raises(RefusedByRules, match="cannot be a key"):
        approve(draft(GOOD, key=key))


@pytest.mark.parametrize("key", ["rm", "2021.1-b", "0"])
def test_other_keys_are_good(key: str) -> None:
    assert f"roadmap/{key}" in approve(draft(with_fields(GOOD, key=key))).streams


@pytest.mark.parametrize("taken", ["order/rm-order", "roadmap/rm", "roadmap/rm-order", "order/rm"])
def test_a_key_is_given_once_to_orders_and_roadmaps_together(taken: str) -> None:
    kind, key = taken.split("/")
    held = draft(key=key) if kind == "order" else draft(with_fields(GOOD, key=key), key="first")
    with pytest.raises(RefusedByRules, match=f"{kind} {key} is approved already"):
        approve(draft(GOOD), before=approve(held))


@pytest.mark.parametrize(
    "wanted",
    [
        draft(GOOD, GOOD),
        draft(GOOD, with_fields(GOOD, title="Другой")),
        draft(with_fields(GOOD, key="rm-order")),
    ],
    ids=["twice", "two titles", "order and roadmap"],
)
def test_a_key_stands_once_in_a_document(wanted: Draft) -> None:
    with pytest.raises(RefusedByRules, match="is in this document twice"):
        approve(wanted)


def test_an_order_is_not_of_the_future() -> None:
    today = date(2021, 7, 12)
    with pytest.raises(RefusedByRules, match="2021-07-13, which has not come yet"):
        approve(draft(GOOD), today=today)
    assert approve(draft(GOOD), today=date(2021, 7, 13)).planned


@pytest.mark.parametrize("day", ["", "13.07.2021", "2021-02-30", "2021", "июль"])
def test_a_date_is_a_date(day: str) -> None:
    with pytest.raises(RefusedByRules, match=r"the order is dated “.*”, which is not a date"):
        approve(draft(GOOD, date=day))
    for name in ("start", "end"):
        horizon = {"start": "2021-01-01", "end": "2023-12-31", name: day}
        with pytest.raises(
            RefusedByRules, match=r"the plan (begins|ends) on “.*”, which is not a date"
        ):
            approve(draft(with_fields(GOOD, horizon=HorizonDraft(**horizon))))


def test_a_plan_does_not_end_before_it_begins() -> None:
    horizon = HorizonDraft(start="2023-01-01", end="2022-12-31")
    with pytest.raises(RefusedByRules, match="ends before it begins"):
        approve(draft(with_fields(GOOD, horizon=horizon)))


def test_one_bad_roadmap_refuses_the_whole_order() -> None:
    """Decisions return all events or none: the last roadmap's fault undoes the first."""
    bad = with_fields(GOOD, key="other", horizon=HorizonDraft(start="x", end="2022-12-31"))
    with pytest.raises(RefusedByRules):
        approve(draft(GOOD, bad, items=(item("2022", "Школа"),)))


def test_versions_of_known_streams_are_expected() -> None:
    first = approve(draft(GOOD))
    assert set(first.expected.values()) == {0}
    moved = draft(roadmap(measure("май 2022")), title="О плане")
    again = approve(
        moved,
        before=first,
        known=register(Party(id="organisation/id1", kind="organisation", name="Школа")),
    )
    assert again.expected == {"order/rm-order": 1, "roadmap/rm": 3, "occurrence/rm/m001/2022-03": 1}
