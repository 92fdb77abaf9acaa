"""A corrected order is compared whole: its items and the indicators of its roadmaps too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest

from engine.answers.changes import Change, Moved
from engine.office import Wish
from engine.workflows.occurrence import commands
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders.draft import Draft, IndicatorDraft, ItemDraft
from tests.support.approving import draft, item, measure, roadmap
from tests.support.logs import Place
from tests.support.offices import RehearsedOffice, document, office_on

SHARE = IndicatorDraft(name="Доля школ", unit="%", direction="up", targets={"2022": "50"})
COUNT = IndicatorDraft(name="Число школ", unit="ед.", direction="up", targets={"2022": "7"})


@pytest.fixture
def office() -> Iterator[RehearsedOffice]:
    """Give an empty office in memory, in the spring of 2022."""
    with office_on(Place("memory", None)) as found:
        found.clock.on(2022, 5, 1)
        yield found


def order(*items: ItemDraft, indicators: tuple[IndicatorDraft, ...] = ()) -> Draft:
    """Return an order of 1 January 2022 with *items*, and one roadmap."""
    plan = roadmap(measure("июнь 2022"), indicators=indicators)
    return draft(plan, items=items, date="2022-01-01")


def take_in(office: RehearsedOffice, wanted: Draft) -> list[str]:
    """Record *wanted*; return the types of what it added, but people and parties."""
    head = office.log.head()
    office.import_draft(wanted)
    skipped = ("person/", "organisation/", "group/", "post/")
    return [
        event.type
        for event in office.log.events()
        if event.position > head.position and not event.stream.startswith(skipped)
    ]


def occurrence(office: RehearsedOffice, ident: str) -> Occurrence:
    """Return the only occurrence of an item."""
    (found,) = [one for one in office.answers.occurrences() if one.path == f"rm-order/{ident}"]
    return found


def changes(office: RehearsedOffice, wanted: Draft) -> tuple[list[Change], list[Moved]]:
    """Return what a preview of *wanted* shows, before anything is recorded."""
    seen = office.orders.preview(document(wanted), Wish()).answer
    return list(seen.changes), list(seen.occurrences)


def told(what: str, before: Any = (), after: Any = (), number: str = "1.") -> Change:
    owner = "rm" if what == "indicators" else "rm-order"
    return Change(owner=owner, number=number, what=what, before=before, after=after)


FIRST = item("июнь 2022", "Школа", number="1.")


def test_the_same_items_bring_nothing(office: RehearsedOffice) -> None:
    wanted = order(FIRST, item(number="2."), indicators=(SHARE, COUNT))
    assert take_in(office, wanted)
    assert take_in(office, wanted) == []


def test_a_reworded_item_is_shown_and_recorded(office: RehearsedOffice) -> None:
    take_in(office, order(FIRST))
    wanted = order(msgspec.structs.replace(FIRST, title="Иначе"))
    assert changes(office, wanted) == ([told("title", ("Часть",), ("Иначе",))], [])
    assert take_in(office, wanted) == ["OrderCorrected", "OrderItemAmended"]
    assert office.answers.catalogue().measures["rm-order/i1"].title == "Иначе"


def test_another_executor_of_an_item_answers_for_what_is_open(office: RehearsedOffice) -> None:
    take_in(office, order(FIRST))
    wanted = order(item("июнь 2022", "Сад", number="1."))
    assert changes(office, wanted)[0] == [told("executors", ("Школа",), ("Сад",))]
    assert take_in(office, wanted) == ["OrderCorrected", "OrderItemAmended", "ExecutorsAmended"]
    found = occurrence(office, "i1")
    assert found.lead is not None
    assert office.session.register().name(found.lead) == "Сад"


def test_a_moved_deadline_of_an_item_keeps_the_original(office: RehearsedOffice) -> None:
    take_in(office, order(FIRST))
    wanted = order(item("декабрь 2022", "Школа", number="1."))
    seen, moved = changes(office, wanted)
    assert seen == [told("deadline", ("июнь 2022",), ("декабрь 2022",))]
    assert [(one.what, one.before, one.after) for one in moved] == [
        ("moved", date(2022, 6, 30), date(2022, 12, 31))
    ]
    assert take_in(office, wanted) == ["OrderCorrected", "DeadlineRead", "WindowAmended"]
    found = occurrence(office, "i1")
    assert (found.original_deadline, found.current_deadline) == (
        date(2022, 6, 30),
        date(2022, 12, 31),
    )


def test_an_item_that_gets_a_deadline_is_planned(office: RehearsedOffice) -> None:
    take_in(office, order(item(None, "Школа", number="1.")))
    seen, moved = changes(office, order(FIRST))
    assert seen == [told("deadline", (), ("июнь 2022",))]
    assert [(one.what, one.after) for one in moved] == [("planned", date(2022, 6, 30))]
    assert take_in(office, order(FIRST)) == ["OrderCorrected", "DeadlineRead", "OccurrencePlanned"]
    assert occurrence(office, "i1").original_deadline == date(2022, 6, 30)


def test_an_item_that_loses_its_deadline_is_cancelled(office: RehearsedOffice) -> None:
    take_in(office, order(FIRST))
    take_in(office, order(item(None, "Школа", number="1.")))
    assert occurrence(office, "i1").status == "cancelled"


def test_a_removed_item_is_cancelled_and_a_new_one_gets_a_name_of_its_own(
    office: RehearsedOffice,
) -> None:
    take_in(office, order(FIRST))
    other = ItemDraft(number="", title="Другое", deadline="июль 2022", executors=("Школа",))
    seen, moved = changes(office, order(other))
    assert [(one.what, one.number) for one in seen] == [("removed", "1."), ("added", "")]
    assert [one.what for one in moved] == ["cancelled"]
    assert take_in(office, order(other)) == [
        *("OrderCorrected", "OrderItemRemoved", "OrderItemIssued", "DeadlineRead"),
        *("OccurrencePlanned", "OccurrenceCancelled"),
    ]
    assert occurrence(office, "i1").status == "cancelled"
    assert occurrence(office, "i1.1").status == "planned"


def test_what_was_reported_of_a_removed_item_stays(office: RehearsedOffice) -> None:
    take_in(office, order(FIRST))
    office.speaking(office.executor("Иван", member_of=("Школа",)))
    office.take("rm-order/1", commands.Report(result="Сделано"))
    office.speaking(office.founder)
    assert take_in(office, order()) == ["OrderCorrected", "OrderItemRemoved"]
    assert occurrence(office, "i1").status == "reported"


def test_items_are_exported_as_they_read_last(office: RehearsedOffice) -> None:
    take_in(office, order(FIRST, item(number="2."), indicators=(SHARE,)))
    wanted = order(item("декабрь 2022", "Сад", number="1."), indicators=(COUNT,))
    take_in(office, wanted)
    found = office.orders.export("rm")
    assert found.order.items == wanted.order.items
    assert found.roadmaps[0].indicators == (COUNT,)


def test_indicators_are_compared_by_name(office: RehearsedOffice) -> None:
    take_in(office, order(indicators=(SHARE, COUNT)))
    wanted = order(indicators=(msgspec.structs.replace(SHARE, targets={"2022": "60"}),))
    before = ("Доля школ, %, 2022: 50", "Число школ, ед., 2022: 7")
    assert changes(office, wanted)[0] == [
        told("indicators", before, ("Доля школ, %, 2022: 60",), number="")
    ]
    added = ["OrderCorrected", "RoadmapAmended", "TargetSet", "IndicatorRemoved"]
    assert take_in(office, wanted) == added
    assert take_in(office, wanted) == []
    known = office.answers.catalogue().indicators_of("rm")
    assert {key: one.targets for key, one in known.items()} == {"rm.1": {"2022": "60"}}


def test_a_target_is_an_event_of_its_own(office: RehearsedOffice) -> None:
    """A target that moves says nothing of the text, and the text nothing of the targets."""
    take_in(office, order(indicators=(SHARE,)))
    renamed = msgspec.structs.replace(SHARE, unit="доля")
    assert take_in(office, order(indicators=(renamed,)))[2:] == ["IndicatorAmended"]
    later = msgspec.structs.replace(renamed, targets={"2023": "70"})
    assert take_in(office, order(indicators=(later,)))[2:] == ["TargetSet", "TargetSet"]
    [known] = office.answers.catalogue().indicators_of("rm").values()
    assert (known.text.unit, known.targets) == ("доля", {"2023": "70"})


def test_the_key_of_a_removed_indicator_stays_its_own(office: RehearsedOffice) -> None:
    take_in(office, order(indicators=(SHARE,)))
    take_in(office, order(indicators=(COUNT,)))
    take_in(office, order(indicators=(COUNT, SHARE)))
    assert list(office.answers.catalogue().indicators_of("rm")) == ["rm.2", "rm.3"]


def test_an_item_that_comes_back_gets_a_name_that_no_other_ever_had(
    office: RehearsedOffice,
) -> None:
    take_in(office, order(FIRST))
    take_in(office, order())
    assert take_in(office, order(FIRST)) == [
        *("OrderCorrected", "OrderItemIssued", "DeadlineRead", "OccurrencePlanned")
    ]
    statuses = {one.path: one.status for one in office.answers.occurrences()}
    assert statuses["rm-order/i1"] == "cancelled"
    assert statuses["rm-order/i1.1"] == "planned"


def test_each_correction_of_an_order_is_an_edition_more(office: RehearsedOffice) -> None:
    for count, phrase in enumerate(("июнь 2022", "июль 2022", "август 2022"), 1):
        take_in(office, order(item(phrase, "Школа", number="1.")))
        assert office.answers.catalogue().orders["rm-order"].edition == count


def test_a_corrected_order_taken_in_again_brings_nothing(office: RehearsedOffice) -> None:
    take_in(office, order(FIRST, indicators=(SHARE,)))
    corrected = order(item("июль 2022", "Сад", number="1."), indicators=(COUNT,))
    assert take_in(office, corrected)
    assert take_in(office, corrected) == []
