"""What had happened by a day, and what had been recorded by a day, against a filter of our own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.events import codec
from engine.events.recorded import StoredEvent
from engine.projections import occurrences
from engine.projections.clocks import View
from tests.support.clock import Clock
from tests.support.histories import DAYS, Act, Player, histories
from tests.support.logs import Place
from tests.support.offices import BEGINNING, RehearsedOffice, office_on
from tests.support.reading_rows import occurrence_rows

MOSCOW = ZoneInfo("Europe/Moscow")


def filtered(
    events: list[StoredEvent], as_of: date | None, known_on: date | None
) -> list[StoredEvent]:
    """Return what both clocks let through, comparing text with text."""

    def local_day(event: StoredEvent) -> str:
        moment = datetime.fromisoformat(event.recorded_at)
        return (moment + timedelta(hours=3)).strftime("%Y-%m-%d")  # Moscow, all these years

    return [
        event
        for event in events
        if (as_of is None or event.effective_on <= str(as_of))
        and (known_on is None or local_day(event) <= str(known_on))
    ]


@settings(max_examples=80)
@given(histories(20), st.none() | DAYS, st.none() | DAYS)
def test_any_view_is_the_fold_of_what_it_lets_through(
    acts: list[Act], as_of: date | None, known_on: date | None
) -> None:
    with office_on(Place("memory", None)) as office:
        Player([office.log], office.clock).play(acts)
        seen = filtered(office.log.events(), as_of, known_on)
        rows = [row for row in occurrence_rows(seen) if row["planned_on"]]
        for row in rows:
            del row["position"]
        found = office.units(office.view(as_of, known_on))
        if as_of is None and known_on is None:
            # The present is answered from the rows, planned or not.
            found = [unit for unit in found if unit.stream in {row["id"] for row in rows}]
        assert found == occurrences.units(rows)


@settings(max_examples=40)
@given(histories(20))
def test_as_of_today_and_known_today_are_the_present(acts: list[Act]) -> None:
    with office_on(Place("memory", None)) as office:
        Player([office.log], office.clock).play(acts)
        office.clock.on(2100, 1, 1)
        planned = {row["id"] for row in office.log.rows("occurrences") if row["planned_on"]}
        present = [unit for unit in office.units() if unit.stream in planned]
        for view in (
            office.view(as_of=office.today),
            office.view(known_on=office.today),
            office.view(office.today, office.today),
        ):
            assert office.units(view) == present
        assert office.catalogue(office.view(as_of=office.today)) == office.catalogue()


@pytest.fixture
def busy() -> RehearsedOffice:
    """Give an office where a report of May is keyed in in July and evaluated in August."""
    with office_on(Place("memory", None)) as office:
        office.import_small()
        executor, supervisor = office.executor(), office.supervisor()
        office.clock.on(2022, 7, 15)
        office.speaking(executor).take_step(
            "rm/1", "report", on=date(2022, 5, 20), result="Сделано"
        )
        office.clock.on(2022, 8, 1)
        office.speaking(supervisor).take_step(
            "rm/1", "evaluate", verdict="done", justification="Протокол"
        )
        return office


@pytest.mark.parametrize(
    ("as_of", "known_on", "status"),
    [
        (None, None, "evaluated"),
        ("2022-05-19", None, "planned"),
        ("2022-05-20", None, "reported"),
        ("2022-07-31", None, "reported"),
        ("2022-08-01", None, "evaluated"),
        (None, "2022-07-14", "planned"),
        (None, "2022-07-15", "reported"),
        ("2022-05-20", "2022-07-14", "planned"),
        ("2022-05-20", "2022-08-01", "reported"),
        ("2022-05-19", "2022-08-01", "planned"),
        (None, "2022-01-19", None),
        ("2022-01-19", None, None),
    ],
)
def test_a_back_dated_report_under_both_clocks(
    busy: RehearsedOffice, as_of: str | None, known_on: str | None, status: str | None
) -> None:
    days = [text and date.fromisoformat(text) for text in (as_of, known_on)]
    units = busy.units(busy.view(days[0] or None, days[1] or None))
    found = [unit.status for unit in units if unit.measure == "m001"]
    assert found == ([] if status is None else [status])


def test_a_view_is_judged_by_the_earliest_of_its_days() -> None:
    today, early, late = date(2022, 7, 1), date(2022, 3, 1), date(2030, 1, 1)
    view = View(today=today, time_zone="Europe/Moscow")
    assert (view.day, view.is_present) == (today, True)
    for as_of, known_on, day in [
        (early, None, early),
        (None, early, early),
        (late, late, today),
        (early, date(2022, 2, 1), date(2022, 2, 1)),
    ]:
        other = View(today=today, time_zone="Europe/Moscow", as_of=as_of, known_on=known_on)
        assert (other.day, other.is_present) == (day, False)


@pytest.mark.parametrize(
    ("zone", "known"),
    [("Asia/Kamchatka", "2022-03-02"), ("Europe/Kaliningrad", "2022-03-01"), ("UTC", "2022-03-01")],
)
def test_the_day_of_recording_is_the_offices_day(zone: str, known: str) -> None:
    """Half past eight in the evening of 1 March UTC is 2 March in Kamchatka."""
    with office_on(Place("memory", None)) as office:
        Clock.on(office.clock, 2022, 3, 1, 20)
        office.import_small()
        events = list(map(codec.recorded, office.log.events(after=4)))
        day = date.fromisoformat(known)
        before = View(today=day, time_zone=zone, known_on=day - timedelta(1))
        on_it = View(today=day, time_zone=zone, known_on=day)
        assert list(before.seen(events)) == []
        assert list(on_it.seen(events)) == events


@pytest.mark.parametrize(
    "jump",
    [
        timedelta(hours=-1),
        timedelta(days=-3650),
        timedelta(days=3650),
        timedelta(0),
        timedelta(microseconds=-1),
    ],
)
def test_position_alone_is_the_order_whatever_the_clock_says(place: Place, jump: timedelta) -> None:
    with office_on(place) as office:
        office.import_small(all_windows=True)
        executor, supervisor = office.executor(), office.supervisor()
        office.clock.on(2050, 2, 28)
        day = date(2022, 6, 1)
        office.speaking(executor).take_step("rm/1", "start", on=day)
        office.clock.now += jump
        office.take_step("rm/1", "report", on=day, result="Сделано")
        office.clock.now += jump
        unit = office.speaking(supervisor).take_step(
            "rm/1", "evaluate", on=day, verdict="done", justification="Протокол"
        )
        assert unit.status == "evaluated"
        assert [found for found in office.units() if found.measure == "m001"] == [unit]
        went_back = [entry for entry in office.audit() if "clock_went_back" in entry.marks]
        assert len(went_back) == (2 if jump < timedelta(0) else 0)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2023, 12, 31, 20, 59, 59, tzinfo=UTC), date(2023, 12, 31)),
        (datetime(2023, 12, 31, 21, tzinfo=UTC), date(2024, 1, 1)),
        (datetime(2024, 2, 28, 21, tzinfo=UTC), date(2024, 2, 29)),
        (datetime(2024, 2, 29, 20, 59, tzinfo=UTC), date(2024, 2, 29)),
    ],
)
def test_today_is_the_offices_day_at_year_end_and_on_leap_days(
    instant: datetime, day: date
) -> None:
    with office_on(Place("memory", None)) as office:
        office.clock.now = instant
        assert office.today == day
        assert instant > BEGINNING
        office.clock.now = BEGINNING
        office.import_small()
        executor = office.executor()
        office.clock.now = instant
        assert office.speaking(executor).take_step("rm/1", "start").started_on == day
