"""The audit trail: every event with who, for whom and when, and what deserves a second look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, cast

import msgspec
import pytest

from engine.answers.trail import EntryShown
from engine.errors import LogDamaged
from engine.events import changes, parts, retractions
from engine.events import occurrences as events
from engine.events.event import Event
from engine.events.log import EventLog
from engine.events.recorded import StoredEvent
from engine.people.register import Register
from engine.projections.audit import MARKS
from engine.workflows.occurrence.commands import Evaluate, Reopen, Report, Start
from tests.support.amending import due, executors_amended, window_amended
from tests.support.logs import Place
from tests.support.offices import SCHOOL, RehearsedOffice, office_on
from tests.support.telling import Telling, noon
from tests.support.two_orders import JUNE, two_orders

REPORT = Report(result="Проведено", link="https://example.org/1")
SAID = {"result": "Проведено", "evidence.1": "https://example.org/1"}
VERDICT = Evaluate(verdict="done", justification="Протокол")


@pytest.fixture
def office() -> Iterator[RehearsedOffice]:
    """Give an office in memory with an imported order, on 15 July 2022."""
    with office_on(Place("memory", None)) as found:
        found.import_small()
        found.clock.on(2022, 7, 15)
        yield found


def trail(office: RehearsedOffice, reference: str | None = None) -> tuple[EntryShown, ...]:
    """Return the entries about what *reference* names, or all."""
    return office.audit.trail(reference).entries


def report(office: RehearsedOffice, on: date | None = None) -> EntryShown:
    """Have the school report on a day; returns the entry."""
    command = msgspec.structs.replace(REPORT, on=on)
    office.speaking(office.executor()).occurrences.take("rm/1", command)
    return trail(office)[-1]


# -- what an entry holds ---------------------------------------------------------------------------


def test_there_is_one_entry_an_event_in_the_order_of_positions(office: RehearsedOffice) -> None:
    report(office)
    entries = trail(office)
    stored = office.log.events()
    assert [entry.position for entry in entries] == list(range(1, len(stored) + 1))
    for entry, event in zip(entries, stored, strict=True):
        for name in ("stream", "version", "type", "hash"):
            assert getattr(entry, name) == getattr(event, name)
        assert (entry.actor, entry.principal) == (event.actor_id, event.principal_id)
        assert entry.command == event.command_id


def test_an_entry_says_who_for_whom_and_what(office: RehearsedOffice) -> None:
    operator = office.operator()
    command = msgspec.structs.replace(REPORT, on=date(2022, 6, 20))
    office.speaking(operator).occurrences.take("rm/1", command, on_behalf_of=SCHOOL)
    entry = trail(office)[-1]
    assert entry.actor == operator
    assert entry.principal == office.session.register().find(SCHOOL).id
    assert (entry.effective_on, entry.recorded_at.date()) == (date(2022, 6, 20), date(2022, 7, 15))
    assert entry.facts["completeness"] == "full"
    assert entry.words == SAID
    assert (entry.login, entry.auth_method) == (None, "simulated")


def test_the_trail_of_one_occurrence_is_a_part_of_the_whole(office: RehearsedOffice) -> None:
    report(office)
    stream = "occurrence/rm/m001/2022-06"
    whole = tuple(entry for entry in trail(office) if entry.stream == stream)
    assert trail(office, "rm/1@2022-06") == whole
    assert [entry.type for entry in whole] == ["OccurrencePlanned", "WorkStarted", "ResultReported"]


def test_a_part_is_marked_like_the_whole(office: RehearsedOffice) -> None:
    executor = office.executor("Первый")
    office.clock.tick(-3600)
    office.speaking(executor).occurrences.take("rm/1", Start())
    [alone] = trail(office, "rm/1@2022-06")[-1:]
    assert "clock_went_back" in alone.marks
    assert alone == trail(office)[-1]


def test_erased_words_are_told_from_none() -> None:
    telling = two_orders().tell(JUNE, events.WorkStarted(source="planned"), date(2022, 6, 20))
    started, reported = telling.report(JUNE, "2022-06-20").log()[-2:]
    assert (started["words"], reported["words"]) == ({}, None)


class Forged:
    """A log of which someone has changed one event: it now names another actor."""

    def __init__(self, log: EventLog, position: int) -> None:
        self._log = log
        self._position = position

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    def events(self, after: int = 0) -> list[StoredEvent]:
        return [
            msgspec.structs.replace(event, actor_id="person/other")
            if event.position == self._position
            else event
            for event in self._log.events(after)
        ]


def test_the_whole_trail_is_verified(office: RehearsedOffice) -> None:
    forged = RehearsedOffice(cast("EventLog", Forged(office.log, 7)), office.clock)
    with pytest.raises(LogDamaged, match="event 7 is not what was recorded"):
        trail(forged)


# -- the days of a step ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "marks"),
    [
        (date(2022, 7, 15), ("late",)),
        (date(2022, 7, 1), ("back_dated", "late")),
        (date(2022, 6, 30), ("back_dated",)),
        (date(2022, 6, 1), ("back_dated",)),
        (date(2022, 5, 31), ("back_dated", "outside_window")),
    ],
)
def test_marks_of_a_report(office: RehearsedOffice, on: date, marks: tuple[str, ...]) -> None:
    assert report(office, on).marks == marks


@pytest.mark.parametrize(
    ("on", "marks"),
    [
        (date(2022, 7, 15), ()),
        (date(2022, 6, 1), ("back_dated",)),
        (date(2022, 5, 1), ("back_dated", "outside_window")),
    ],
)
def test_marks_of_a_start(office: RehearsedOffice, on: date, marks: tuple[str, ...]) -> None:
    office.speaking(office.executor()).occurrences.take("rm/1", Start(on=on))
    assert trail(office)[-1].marks == marks


def test_approval_and_registration_carry_no_marks(office: RehearsedOffice) -> None:
    """An order of January that is keyed in in July is dated January, and nothing is wrong."""
    assert not any(entry.marks for entry in trail(office))


# -- told by hand: what amendments and other hands do ----------------------------------------------


@pytest.fixture
def telling() -> Telling:
    """Give two orders that are approved; the first occurrence is due on 30 June 2022."""
    return two_orders()


def marks(telling: Telling, register: Register | None = None) -> list[str]:
    """Return the marks of the last event."""
    found: list[str] = telling.log(register)[-1]["marks"]
    return found


SEPTEMBER = due(date(2022, 6, 1), date(2022, 9, 30))
BY_AN_EDITION = (
    window_amended(SEPTEMBER),
    executors_amended(None),
    changes.ChangeProposed(
        source="planned", dest="planned", order="o", edition=2, change="cancellation"
    ),
)
BY_SOMEONE = (
    changes.TransferRequested(source="planned", dest="planned", window=SEPTEMBER),
    changes.TransferGranted(source="planned", dest="planned", request=None, window=SEPTEMBER),
    changes.ExecutorsAssigned(source="planned", dest="planned", lead=None, co_executors=()),
    parts.NoteMade(source="planned", dest="planned", kind="comment"),
    retractions.VerdictRetracted(source="evaluated", dest="reported", retracts=4),
)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        *((event, []) for event in BY_AN_EDITION),
        *((event, ["back_dated"]) for event in BY_SOMEONE),
    ],
    ids=lambda value: value.NAME if isinstance(value, Event) else "",
)
def test_what_an_edition_brings_about_has_the_day_of_its_order_and_no_mark(
    telling: Telling, event: Event, expected: list[str]
) -> None:
    telling.tell(JUNE, event, date(2022, 6, 15), at=noon(date(2022, 7, 10)))
    assert marks(telling) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2022-07-20", ["outside_window", "late_by_original"]),
        ("2023-06-15", ["late_by_original"]),
        ("2023-07-01", ["late", "late_by_original"]),
    ],
)
@pytest.mark.parametrize("asked", ["2022-05-01", "2022-07-10"])
def test_a_report_is_judged_by_the_deadline_in_force_and_by_the_original(
    telling: Telling, asked: str, on: str, expected: list[str]
) -> None:
    """Never "after the deadline, before its window" of one whose deadline was moved."""
    telling.move(JUNE, "2023-06-30", asked).report(JUNE, on)
    assert marks(telling) == expected


def test_a_report_before_its_deadline_was_moved_is_judged_by_the_one_of_that_moment(
    telling: Telling,
) -> None:
    telling.report(JUNE, "2022-07-05")
    assert marks(telling) == ["late"]
    telling.move(JUNE, "2023-06-30", "2022-07-10")
    assert telling.log()[-2]["marks"] == ["late"]


def test_moved_to_an_earlier_day_it_may_be_late_by_the_one_in_force_alone(
    telling: Telling,
) -> None:
    telling.move(JUNE, "2022-03-31", "2022-02-01").report(JUNE, "2022-04-05")
    assert marks(telling) == ["late"]


def test_the_day_of_recording_is_the_offices(telling: Telling) -> None:
    """Ten in the evening UTC is the next day in Moscow."""
    telling.report(JUNE, "2022-06-20", at=datetime(2022, 6, 20, 22, tzinfo=UTC))
    assert marks(telling) == ["back_dated"]


def members(**of: str) -> Register:
    """Return a register of persons who belong to a party since 2022."""
    since = {"valid_from": "2022-01-01", "valid_to": None}
    return Register(
        memberships=[
            {"person": f"person/{name}", "party": party, **since} for name, party in of.items()
        ]
    )


SCHOOL_ID = "organisation/id1"
PEOPLE = members(
    teacher=SCHOOL_ID, head=SCHOOL_ID, clerk="organisation/office", chief="organisation/office"
)


@pytest.mark.parametrize(
    ("reporter", "judge", "expected"),
    [
        ({"by": "person/teacher"}, "person/chief", []),
        ({"by": "person/teacher"}, "person/head", ["same_organisation"]),
        # Keyed in by a clerk: it is the school that reported, not the clerk's office.
        ({"by": "person/clerk", "principal": SCHOOL_ID}, "person/chief", []),
        ({"by": "person/clerk", "principal": SCHOOL_ID}, "person/head", ["same_organisation"]),
        (
            {"by": "person/clerk", "principal": "person/teacher"},
            "person/head",
            ["same_organisation"],
        ),
        ({"by": "person/clerk", "principal": SCHOOL_ID}, "person/clerk", ["same_hand"]),
        ({"by": "person/teacher"}, "person/teacher", ["same_organisation", "same_hand"]),
        # Whoever leads now, it is the reporter's organisation that counts.
        ({"by": "person/stranger"}, "person/head", []),
    ],
)
def test_a_verdict_is_marked_by_what_the_judge_has_to_do_with_the_reporter(
    telling: Telling, reporter: dict[str, Any], judge: str, expected: list[str]
) -> None:
    telling.report(JUNE, "2022-06-20", **reporter).evaluate(JUNE, "2022-06-25", by=judge)
    assert marks(telling, PEOPLE) == expected


def test_a_decision_keyed_in_from_its_paper_is_that_of_who_decided(telling: Telling) -> None:
    """The clerk keyed in both: the chief's verdict is not the school's, but one hand wrote it."""
    telling.report(JUNE, "2022-06-20", by="person/clerk", principal=SCHOOL_ID)
    telling.evaluate(JUNE, "2022-06-25", by="person/clerk", principal="person/chief")
    assert marks(telling, PEOPLE) == ["same_hand"]


def test_only_the_last_report_is_compared_with_its_verdict(telling: Telling) -> None:
    returned = events.ReportReturned(source="reported", ground="form")
    telling.report(JUNE, "2022-06-20", by="person/teacher")
    telling.tell(JUNE, returned, date(2022, 6, 21), by="person/chief")
    telling.report(JUNE, "2022-06-22", by="person/stranger")
    telling.evaluate(JUNE, "2022-06-25", by="person/head")
    assert marks(telling, PEOPLE) == []


def test_a_membership_that_ended_before_the_verdict_is_none(telling: Telling) -> None:
    left = Register(
        memberships=[
            {**row, "valid_to": "2022-06-22" if row["person"] == "person/head" else None}
            for row in PEOPLE.memberships
        ]
    )
    telling.report(JUNE, "2022-06-20", by="person/teacher")
    telling.evaluate(JUNE, "2022-06-25", by="person/head")
    assert marks(telling, left) == []


def test_within_the_same_organisation_through_the_office(office: RehearsedOffice) -> None:
    executor, stranger = office.executor(), office.supervisor()
    own = office.registered("Своя", "supervisor", member_of=(SCHOOL,))
    office.speaking(executor).occurrences.take("rm/1", REPORT)
    office.speaking(own).occurrences.take("rm/1", VERDICT)
    assert trail(office)[-1].marks == ("same_organisation",)
    office.occurrences.take("rm/1", Reopen(reason="Ошибка"))
    office.speaking(executor).occurrences.take("rm/1", REPORT)
    office.speaking(stranger).occurrences.take("rm/1", VERDICT)
    assert trail(office)[-1].marks == ()


# -- the clock -------------------------------------------------------------------------------------


def test_a_clock_that_went_back_is_marked_once(office: RehearsedOffice) -> None:
    office.executor("Первый")
    office.clock.on(2022, 7, 14)
    office.executor("Второй")
    office.executor("Третий")
    marked = [entry.position for entry in trail(office) if "clock_went_back" in entry.marks]
    second = next(entry for entry in trail(office) if entry.words == {"name": "Второй"})
    assert marked == [second.position]


def test_the_table_names_every_mark_once() -> None:
    names = [mark for mark, _ in MARKS]
    assert len(set(names)) == len(names)


def test_plain_entries_hold_what_the_count_by_hand_reads(telling: Telling) -> None:
    entry: dict[str, Any] = telling.report(JUNE, "2022-06-20").log()[-1]
    assert {"type", "stream", "facts", "effective_on", "recorded_at", "position"} <= set(entry)
