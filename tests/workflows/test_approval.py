"""Approving an order: what is planned, under which keys, and on which day."""

from __future__ import annotations

from datetime import date

import pytest

from engine.calendar.periods import Period
from engine.events import indicators, orders, parties, roadmaps
from engine.workflows.orders.draft import IndicatorDraft, PassportDraft, SectionDraft
from engine.workflows.orders.planning import Due, keyed, read_window
from tests.support.amending import due
from tests.support.approving import ORDER_DAY, approve, draft, item, measure, roadmap, with_fields


def test_every_event_has_the_day_of_the_order() -> None:
    found = approve(draft(roadmap(measure(), measure("ежегодно"))))
    assert {new.effective_on for new in found.all()} == {ORDER_DAY}


def test_measures_are_counted_through_sections_in_printed_order() -> None:
    inner = SectionDraft(number="1.1", title="Внутри", measures=(measure(title="второе"),))
    first = SectionDraft(
        number="1", title="Раздел", measures=(measure(title="первое"),), sections=(inner,)
    )
    second = SectionDraft(measures=(measure(title="третье"),))
    found = approve(draft(roadmap(measure(title="нулевое"), sections=(first, second))))
    approved = found.events(roadmaps.MeasureApproved)
    assert [(one.measure, one.title) for one in approved] == [
        ("m001", "нулевое"),
        ("m002", "первое"),
        ("m003", "второе"),
        ("m004", "третье"),
    ]
    assert [tuple(part.number for part in one.section) for one in approved] == [
        (),
        ("1",),
        ("1", "1.1"),
        (),
    ]
    assert found.planned["rm/m003/2022-03"].section == approved[2].section


def test_numbers_may_repeat_and_be_missing() -> None:
    rows = (measure(number="1.3"), measure(number="1.3"), measure(number=""))
    approved = approve(draft(roadmap(*rows))).events(roadmaps.MeasureApproved)
    assert [(one.measure, one.number) for one in approved] == [
        ("m001", "1.3"),
        ("m002", "1.3"),
        ("m003", ""),
    ]


def test_more_than_nine_hundred_measures_keep_their_order() -> None:
    found = approve(draft(roadmap(*[measure("") for _ in range(1001)])))
    assert found.events(roadmaps.MeasureApproved)[-1].measure == "m1001"


def test_a_key_is_the_label_of_its_window() -> None:
    found = approve(draft(roadmap(measure("август ежегодно"))))
    assert found.keys() == ["2021-08", "2022-08", "2023-08"]
    planned = found.planned["rm/m001/2022-08"]
    assert planned.window == due(date(2022, 8, 1), date(2022, 8, 31))
    assert planned.key == "2022-08"


def test_a_label_that_repeats_gets_a_number() -> None:
    own = measure("", items=(item("март 2022"), item("март 2022")))
    assert approve(draft(roadmap(own))).keys() == ["1:2022-03", "2:2022-03"]
    twice = measure("март 2022, март 2022")
    keys = approve(draft(roadmap(twice))).keys()
    assert keys in (["2022-03"], ["2022-03", "2022-03~2"])  # as the reader counts them


def test_keying_the_same_windows_twice_numbers_the_second() -> None:
    march = Period(label="2022-03", start=date(2022, 3, 1), end=date(2022, 3, 31))
    window = read_window(march, printed=1)
    dues = [Due(item=name, window=window, executors=()) for name in (None, None, "1", "1", None)]
    assert [key for key, _ in keyed(dues)] == [
        "2022-03",
        "2022-03~2",
        "1:2022-03",
        "1:2022-03~2",
        "2022-03~3",
    ]


def test_what_ended_before_the_approval_is_read_and_not_planned() -> None:
    wanted = draft(roadmap(measure("Июнь, август")))
    found = approve(wanted)
    assert found.keys() == ["2021-08", "2022-06", "2022-08", "2023-06", "2023-08"]
    (read,) = found.events(roadmaps.DeadlineRead)
    assert read.windows[0].label == "2021-06"
    assert len(read.windows) == 6
    assert approve(wanted, all_windows=True).keys()[0] == "2021-06"


@pytest.mark.parametrize(
    ("day", "kept"), [("2021-08-30", True), ("2021-08-31", True), ("2021-09-01", False)]
)
def test_a_window_that_ends_on_the_day_of_the_order_is_still_asked_for(
    day: str, *, kept: bool
) -> None:
    keys = approve(draft(roadmap(measure("август 2021")), date=day)).keys()
    assert keys == (["2021-08"] if kept else [])


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [("", "missing"), ("По мере необходимости", "on_demand"), ("когда-нибудь", "unreadable")],
)
def test_a_phrase_without_a_window_is_kept_and_plans_nothing(phrase: str, kind: str) -> None:
    found = approve(draft(roadmap(measure(phrase))))
    (read,) = found.events(roadmaps.DeadlineRead)
    assert (read.phrase, read.kind, read.windows) == (phrase, kind, ())
    assert (read.measure, read.item) == ("m001", None)
    assert read.rule_set
    assert found.planned == {}


def test_the_first_executor_leads_and_each_is_named_once() -> None:
    rows = (measure("март 2022", "Центр", "Школа", "ЦЕНТР", "Сад"),)
    found = approve(draft(roadmap(*rows)))
    (one,) = found.planned.values()
    named = zip(found.streams, found.events(parties.OrganisationRegistered), strict=False)
    names = {stream: event.name for stream, event in named}
    assert [names[party] for party in (one.lead or "", *one.co_executors)] == [
        "Центр",
        "Школа",
        "Сад",
    ]
    (approved,) = found.events(roadmaps.MeasureApproved)
    assert [who.role for who in approved.executors] == ["lead", "co", "co"]


def test_a_measure_of_nobody_is_planned_without_a_lead() -> None:
    row = with_fields(measure(), executors=())
    (one,) = approve(draft(roadmap(row))).planned.values()
    assert (one.lead, one.co_executors) == (None, ())


# -- sub-items ----------------------------------------------------------------------------------


def test_a_list_of_dates_is_paired_with_the_sub_items_in_printed_order() -> None:
    """Six topics and six dates in one cell: the first date belongs to the first topic."""
    own = measure(
        "Январь 2022 Октябрь 2021 Август 2021",
        "Управление",
        items=(item(), item(None, "Школа"), item()),
    )
    found = approve(draft(roadmap(own)))
    assert found.keys() == ["1:2022-01", "2:2021-10", "3:2021-08"]
    leads = {path[-9:]: one.lead for path, one in found.planned.items()}
    assert leads["1:2022-01"] == leads["3:2021-08"] != leads["2:2021-10"]


def test_dates_that_do_not_match_the_sub_items_belong_to_the_measure() -> None:
    own = measure("Январь 2022 Октябрь 2021 Август 2021", items=(item(), item()))
    assert approve(draft(roadmap(own))).keys() == ["2021-08", "2021-10", "2022-01"]


def test_sub_items_with_deadlines_of_their_own_are_the_occurrences() -> None:
    own = measure(
        "", "Управление", items=(item("май 2022"), item(), item("до 01.11.2022", "Школа"))
    )
    found = approve(draft(roadmap(own)))
    assert found.keys() == ["1:2022-05", "3:2022-11-01"]
    read = found.events(roadmaps.DeadlineRead)
    assert [(one.measure, one.item, one.phrase) for one in read] == [
        ("m001", None, ""),
        ("m001", "1", "май 2022"),
        ("m001", "3", "до 01.11.2022"),
    ]
    assert len({one.lead for one in found.planned.values()}) == 2


def test_the_measures_own_term_stands_beside_those_of_its_sub_items() -> None:
    own = measure("2022", items=(item("май 2022"),))
    assert approve(draft(roadmap(own))).keys() == ["1:2022-05", "2022"]


# -- the order itself ------------------------------------------------------------------------------


def test_items_of_the_order_are_tracked_like_measures() -> None:
    items = (
        item(None, number="1."),
        item("до 21.07.2022", "Школа", number="2.1."),
        item("2022, 2023", "Центр", number="3)"),
    )
    found = approve(draft(roadmap(), items=items))
    issued = found.events(orders.OrderItemIssued)
    assert [one.item for one in issued] == ["i1", "i2.1", "i3"]
    assert found.keys("rm-order/i2.1") == ["2022-07-21"]
    assert found.keys("rm-order/i3") == ["2022", "2023"]
    assert [one.item for one in found.events(roadmaps.DeadlineRead)] == ["i2.1", "i3"]
    until = found.planned["rm-order/i2.1/2022-07-21"].window
    assert until == due(ORDER_DAY, date(2022, 7, 21))


def test_items_without_a_number_or_with_the_same_are_told_apart() -> None:
    items = [item(number=number) for number in ("", "1", "1.", "а)", "1.1", "")]
    issued = approve(draft(roadmap(), items=tuple(items))).events(orders.OrderItemIssued)
    names = [one.item for one in issued]
    assert len(set(names)) == len(items)
    assert names[0] == names[1] + ".1" or names[0] == "i1"


def test_an_order_without_roadmaps_still_tracks_its_items() -> None:
    found = approve(draft(items=(item("до 21.07.2022", "Школа", number="1"),)))
    assert found.keys("rm-order/i1") == ["2022-07-21"]


def test_an_order_may_approve_a_plan_after_its_end() -> None:
    """The plan's terms are over, the order's own run to the end of its year."""
    items = (
        item("до 01.03.2024", "Школа", number="1"),
        item("в течение года", "Школа", number="2"),
    )
    late = draft(roadmap(measure("ежегодно")), items=items, date="2024-02-01")
    found = approve(late, today=date(2024, 2, 1))
    assert found.keys() == []
    assert found.keys("rm-order/i1") == ["2024-03-01"]
    (year,) = [found.planned[path].window for path in found.planned if "/i2/" in path]
    assert year == due(date(2024, 2, 1), date(2024, 12, 31))


def test_passport_and_indicators_are_kept() -> None:
    passport = (PassportDraft(label="Цель", stage="goals", text=("а", "б")),)
    promised = (
        IndicatorDraft(
            name="Доля", unit="%", direction="up", targets={"2022": "45"}, method="отчёт"
        ),
        IndicatorDraft(name="Число"),
    )
    found = approve(draft(roadmap(passport=passport, indicators=promised)))
    (approved,) = found.events(roadmaps.RoadmapApproved)
    assert approved.passport == (
        roadmaps.PassportRow(stage="goals", label="Цель", text=("а", "б")),
    )
    assert (approved.order, approved.edition) == ("rm-order", 1)
    defined, target = [new.event for new in found.streams["indicator/rm.1"]]
    assert defined == indicators.IndicatorDefined(
        roadmaps=("rm",), name="Доля", unit="%", direction="up", baseline=None, method="отчёт"
    )
    assert target == indicators.TargetSet(period="2022", value="45")
    assert [type(new.event) for new in found.streams["indicator/rm.2"]] == [
        indicators.IndicatorDefined
    ]


def test_whoever_is_referred_to_is_recorded_before() -> None:
    """A reader who stops anywhere knows every party that he has met so far."""
    found = approve(draft(roadmap(measure()), items=(item("2022", "Сад", number="1"),)))
    kinds = [stream.partition("/")[0] for stream in found.streams]
    rank = [
        "person",
        "organisation",
        "post",
        "group",
        "order",
        "roadmap",
        "indicator",
        "occurrence",
    ]
    assert kinds == sorted(kinds, key=rank.index)
