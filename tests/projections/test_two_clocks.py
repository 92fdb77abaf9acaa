"""What had happened by a day, and what had been recorded by a day, against a filter of our own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import NotFound
from engine.events import codec
from engine.events.recorded import StoredEvent
from engine.projections import occurrences
from engine.projections.clocks import View
from engine.workflows.occurrence.commands import Evaluate, Report, Start
from engine.workflows.occurrence.state import Occurrence
from tests.support.clock import Clock
from tests.support.histories import DAYS, Act, Player, histories
from tests.support.logs import Place
from tests.support.offices import BEGINNING, RehearsedOffice, office_on
from tests.support.reading_rows import occurrence_rows
from tests.support.wide import in_memory

MOSCOW = ZoneInfo("Europe/Moscow")


def noon(day: date) -> datetime:
    """Return noon of a day in Moscow."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=MOSCOW).astimezone(UTC)


def filtered(
    events: list[StoredEvent], as_of: date | None, known_on: date | None
) -> list[StoredEvent]:
    """Return what both clocks let through, comparing text with text.

    An event is known from the latest instant up to its position.
    """

    def local_day(recorded_at: str) -> str:
        moment = datetime.fromisoformat(recorded_at)
        return (moment + timedelta(hours=3)).strftime("%Y-%m-%d")  # Moscow, all these years

    known = accumulate((event.recorded_at for event in events), max)
    return [
        event
        for event, recorded_at in zip(events, known, strict=True)
        if (as_of is None or event.effective_on <= str(as_of))
        and (known_on is None or local_day(recorded_at) <= str(known_on))
    ]


def seen_by_rows(events: list[StoredEvent]) -> list[Occurrence]:
    """Return the occurrences that *events* add up to, by a fold that is not the engine's."""
    rows = [row for row in occurrence_rows(events) if row["planned_on"]]
    return occurrences.ordered(rows)


@settings(max_examples=80)
@given(histories(20), st.none() | DAYS, st.none() | DAYS)
def test_any_view_is_the_fold_of_what_it_lets_through(
    acts: list[Act], as_of: date | None, known_on: date | None
) -> None:
    with office_on(in_memory()) as office:
        Player([office.log], office.clock).play(acts)
        found = office.answers.occurrences(office.session.view(as_of, known_on))
        expected = seen_by_rows(filtered(office.log.events(), as_of, known_on))
        if as_of is None and known_on is None:
            # The present is answered from the rows, planned or not.
            found = [one for one in found if one.planned_on is not None]
        assert found == expected


@settings(max_examples=40)
@given(histories(20), st.data())
def test_at_a_position_is_what_was_recorded_up_to_it(acts: list[Act], data: st.DataObject) -> None:
    with office_on(in_memory()) as office:
        Player([office.log], office.clock).play(acts)
        events = office.log.events()
        position = data.draw(st.integers(1, len(events)))
        view = office.session.view(at=position)
        assert office.answers.occurrences(view) == seen_by_rows(events[:position])
        recorded = codec.instant(events[position - 1].recorded_at).astimezone(MOSCOW).date()
        assert view.day == min(office.session.today, recorded)


@settings(max_examples=40)
@given(histories(20), st.dates(date(2022, 2, 1), date(2024, 2, 29)), st.integers(-400, 400))
def test_an_answer_of_an_earlier_day_never_changes(
    acts: list[Act], known_on: date, seconds: int
) -> None:
    """Whatever is recorded after it, by whatever clock."""
    with office_on(in_memory()) as office:
        office.clock.now = noon(known_on)
        player = Player([office.log], office.clock)
        player.play(acts[: len(acts) // 2])
        if office.session.today <= known_on:
            office.clock.now = noon(known_on + timedelta(1))
        office.reader("Последний")
        view = office.session.view(as_of=known_on, known_on=known_on)
        before = office.answers.occurrences(view)
        office.clock.tick(seconds * 86_400)
        player.play(acts[len(acts) // 2 :])
        assert office.answers.occurrences(view) == before


@settings(max_examples=40)
@given(histories(20))
def test_as_of_today_and_known_today_are_the_present(acts: list[Act]) -> None:
    with office_on(in_memory()) as office:
        Player([office.log], office.clock).play(acts)
        office.clock.on(2100, 1, 1)
        present = [one for one in office.answers.occurrences() if one.planned_on is not None]
        today = office.session.today
        for view in (
            office.session.view(as_of=today),
            office.session.view(known_on=today),
            office.session.view(today, today),
            office.session.view(at=office.log.head().position),
        ):
            assert office.answers.occurrences(view) == present
            assert office.answers.catalogue(view) == office.answers.catalogue()


@pytest.fixture
def busy() -> Iterator[RehearsedOffice]:
    """Give an office where a report of May is keyed in in July and evaluated in August."""
    with office_on(in_memory()) as office:
        office.import_small()
        executor, supervisor = office.executor(), office.supervisor()
        office.clock.on(2022, 7, 15)
        office.speaking(executor).occurrences.take(
            "rm/1", Report(on=date(2022, 5, 20), result="Сделано")
        )
        office.clock.on(2022, 8, 1)
        office.speaking(supervisor).occurrences.take(
            "rm/1", Evaluate(verdict="done", justification="Протокол")
        )
        yield office


def status_of(office: RehearsedOffice, view: View) -> list[str]:
    """Return the status of the first measure's only occurrence, or nothing."""
    return [one.status for one in office.answers.occurrences(view) if one.path == "rm/m001"]


def begun(office: RehearsedOffice, view: View) -> list[str]:
    """Return the measures, but the first, of which something was begun."""
    found = office.answers.occurrences(view)
    return [one.path for one in found if one.started_on and one.path != "rm/m001"]


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
    found = status_of(busy, busy.session.view(days[0] or None, days[1] or None))
    assert found == ([] if status is None else [status])


def test_by_position_one_sees_each_step_and_the_day_on_which_it_was_recorded(
    busy: RehearsedOffice,
) -> None:
    last = busy.log.head().position
    seen = {at: busy.session.view(at=at) for at in (last - 3, last - 1, last)}
    found = [(status_of(busy, view), view.day) for view in seen.values()]
    assert found == [
        (["planned"], date(2022, 1, 20)),
        (["reported"], date(2022, 7, 15)),
        (["evaluated"], date(2022, 8, 1)),
    ]


def test_there_is_no_view_of_a_position_that_has_not_come(busy: RehearsedOffice) -> None:
    last = busy.log.head().position
    for position in (0, last + 1):
        with pytest.raises(NotFound, match=f"there is no event {position}") as caught:
            busy.session.view(at=position)
        assert caught.value.facts["last"] == last


def test_what_was_recorded_after_the_clock_was_set_back_changes_no_earlier_answer(
    busy: RehearsedOffice,
) -> None:
    """The clock is put right from 1 August to 10 July: what is said then is known on 1 August."""
    first = busy.session.view(known_on=date(2022, 7, 14))
    assert status_of(busy, first) == ["planned"]
    busy.clock.on(2022, 7, 10)
    executor = busy.session.register().find("Иван Учитель").id
    busy.speaking(executor).occurrences.take("rm/3@1:2022-03", Start())
    assert begun(busy, first) == []
    assert begun(busy, busy.session.view(known_on=date(2022, 7, 31))) == []
    busy.clock.on(2022, 8, 1)
    assert begun(busy, busy.session.view(known_on=date(2022, 8, 1))) == ["rm/m003"]


def test_a_register_event_by_a_clock_of_the_future_bounds_the_steps_after_it(
    busy: RehearsedOffice,
) -> None:
    """Known by the whole log, not by the events of occurrences alone."""
    busy.clock.on(2022, 9, 1)
    busy.executor("Позже")
    busy.clock.on(2022, 8, 5)
    executor = busy.session.register().find("Иван Учитель").id
    busy.speaking(executor).occurrences.take("rm/3@1:2022-03", Report(result="Сделано"))
    busy.clock.on(2022, 9, 2)
    for day, known in (("2022-08-31", []), ("2022-09-01", ["rm/m003"])):
        assert begun(busy, busy.session.view(known_on=date.fromisoformat(day))) == known


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
    with office_on(in_memory()) as office:
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
        office.speaking(executor).occurrences.take("rm/1", Start(on=day))
        office.clock.now += jump
        office.occurrences.take("rm/1", Report(on=day, result="Сделано"))
        office.clock.now += jump
        verdict = Evaluate(on=day, verdict="done", justification="Протокол")
        taken = office.speaking(supervisor).occurrences.take("rm/1", verdict).occurrence
        assert taken.status == "evaluated"
        assert [one for one in office.answers.occurrences() if one.path == "rm/m001"] == [taken]
        entries = office.audit.trail().entries
        went_back = [entry for entry in entries if "clock_went_back" in entry.marks]
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
    with office_on(in_memory()) as office:
        office.clock.now = instant
        assert office.session.today == day
        assert instant > BEGINNING
        office.clock.now = BEGINNING
        office.import_small()
        executor = office.executor()
        office.clock.now = instant
        taken = office.speaking(executor).occurrences.take("rm/1", Start())
        assert taken.occurrence.started_on == day
