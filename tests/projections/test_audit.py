"""The audit trail: every event with who, for whom and when, and what deserves a second look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest

from engine.errors import LogDamaged
from engine.projections.audit import Entry
from tests.support.logs import Place
from tests.support.offices import SCHOOL, RehearsedOffice, office_on

REPORT: dict[str, Any] = {"result": "Проведено", "link": "https://example.org/1"}
SAID = {"result": "Проведено", "evidence.1": "https://example.org/1"}


@pytest.fixture
def office() -> Iterator[RehearsedOffice]:
    """Give an office in memory with an imported order, on 15 July 2022."""
    with office_on(Place("memory", None)) as found:
        found.import_small()
        found.clock.on(2022, 7, 15)
        yield found


def last(office: RehearsedOffice) -> Entry:
    """Return the newest entry."""
    return office.audit()[-1]


def test_there_is_one_entry_an_event_in_the_order_of_positions(office: RehearsedOffice) -> None:
    office.speaking(office.executor()).take_step("rm/1", "report", **REPORT)
    entries = office.audit()
    stored = office.log.events()
    assert [entry.position for entry in entries] == list(range(1, len(stored) + 1))
    for entry, event in zip(entries, stored, strict=True):
        assert (entry.stream, entry.version, entry.type) == (
            event.stream,
            event.version,
            event.type,
        )
        assert (entry.actor, entry.principal, entry.hash) == (
            event.actor_id,
            event.principal_id,
            event.hash,
        )
        assert entry.command == event.command_id


def test_an_entry_says_who_for_whom_and_what(office: RehearsedOffice) -> None:
    operator = office.operator()
    office.speaking(operator).take_step(
        "rm/1", "report", on=date(2022, 6, 20), on_behalf_of=SCHOOL, **REPORT
    )
    entry = last(office)
    assert entry.actor == operator
    assert entry.principal == office.register().find(SCHOOL).id
    assert (entry.effective_on, entry.recorded_at.date()) == (date(2022, 6, 20), date(2022, 7, 15))
    assert entry.facts["completeness"] == "full"
    assert entry.words == SAID
    assert (entry.login, entry.auth_method) == (None, "simulated")


def test_erased_words_are_told_from_none(office: RehearsedOffice) -> None:
    office.speaking(office.executor()).take_step("rm/1", "report", **REPORT)
    started, reported = office.audit()[-2:]
    assert (started.words, reported.words) == ({}, SAID)
    office.log._words.clear()  # type: ignore[attr-defined]
    started, reported = office.audit()[-2:]
    assert (started.words, reported.words) == ({}, None)


def test_the_trail_of_one_stream_is_a_part_of_the_whole(office: RehearsedOffice) -> None:
    unit = office.speaking(office.executor()).take_step("rm/1", "report", **REPORT)
    whole = [entry for entry in office.audit() if entry.stream == unit.stream]
    assert office.audit(unit.stream) == whole
    assert [entry.type for entry in whole] == ["OccurrencePlanned", "WorkStarted", "ResultReported"]


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
    office.speaking(office.executor()).take_step("rm/1", "report", on=on, **REPORT)
    assert last(office).marks == marks


def test_a_start_is_marked_when_it_is_back_dated_and_for_nothing_else(
    office: RehearsedOffice,
) -> None:
    office.speaking(office.executor()).take_step("rm/1", "start", on=date(2022, 5, 1))
    assert last(office).marks == ("back_dated",)


def test_whoever_evaluates_his_own_organisation_is_marked(office: RehearsedOffice) -> None:
    executor, stranger = office.executor(), office.supervisor()
    office.speaking(office.founder)
    own = office.add_person("Своя", roles=("supervisor",), member_of=(SCHOOL,))
    office.speaking(executor).take_step("rm/1", "report", **REPORT)
    verdict: dict[str, Any] = {"verdict": "done", "justification": "Протокол"}
    office.speaking(own).take_step("rm/1", "evaluate", **verdict)
    assert last(office).marks == ("same_organisation",)
    office.take_step("rm/1", "reopen", reason="Ошибка")
    office.speaking(executor).take_step("rm/1", "report", **REPORT)
    office.speaking(stranger).take_step("rm/1", "evaluate", **verdict)
    assert last(office).marks == ()


def test_a_clock_that_went_back_is_marked_once(office: RehearsedOffice) -> None:
    office.executor("Первый")
    office.clock.on(2022, 7, 14)
    office.executor("Второй")
    office.executor("Третий")
    marked = [entry.position for entry in office.audit() if "clock_went_back" in entry.marks]
    second = next(entry for entry in office.audit() if entry.words == {"name": "Второй"})
    assert marked == [second.position]


def test_approval_and_registration_carry_no_marks(office: RehearsedOffice) -> None:
    """An order of January that is keyed in in July is dated January, and nothing is wrong."""
    assert not any(entry.marks for entry in office.audit())


def test_the_whole_trail_is_verified(office: RehearsedOffice) -> None:
    events = office.log._events  # type: ignore[attr-defined]
    events[6] = msgspec.structs.replace(events[6], actor_id="person/somebody-else")
    with pytest.raises(LogDamaged, match="event 7 is not what was recorded"):
        office.audit()


def test_a_stream_alone_is_marked_like_the_whole(office: RehearsedOffice) -> None:
    executor = office.executor("Первый")
    office.clock.tick(-3600)
    unit = office.speaking(executor).take_step("rm/1", "start")
    (alone,) = office.audit(unit.stream)[-1:]
    assert "clock_went_back" in alone.marks
    assert alone == office.audit()[-1]


def test_the_trail_of_a_measure_is_a_part_of_the_whole(office: RehearsedOffice) -> None:
    office.speaking(office.executor()).take_step("rm/1", "start")
    measure = office.catalogue().measures["rm/m001"]
    found = office.audit_measure(measure)
    assert {entry.stream.partition("/")[0] for entry in found} == {"roadmap", "occurrence"}
    whole = [entry for entry in office.audit() if entry.position in {e.position for e in found}]
    assert found == whole
