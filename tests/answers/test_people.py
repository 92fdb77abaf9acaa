"""Persons, figures with names, histories and readings as answers: made of values, pure."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.answers import deadline, people, status, trail
from engine.answers.review import ReviewShown
from engine.calendar.periods import period
from engine.events.ledger import LedgerOpened
from engine.events.log import Refusal
from engine.people.register import ERASED, Party, Register
from engine.projections.audit import Entry
from engine.projections.status import status as counted
from engine.review.annual import WordRef
from engine.schedule import read as read_phrase
from engine.workflows.genesis import FIRST_ROLES
from tests.support.units import on, planned, reported

TODAY = date(2022, 7, 10)
MOSCOW = ZoneInfo("Europe/Moscow")
TERM = {"valid_from": "2022-01-01", "valid_to": None}
ENDED = {"valid_from": "2022-01-01", "valid_to": "2022-06-30"}

REGISTER = Register(
    persons={
        "person/b": Party(id="person/b", kind="person", name="Яков Гусев"),
        "person/a": Party(id="person/a", kind="person", name="Анна Орлова"),
    },
    logins=[
        {"id": "l1", "holder": "person/a", "realm": "os", "position": 3, **TERM},
        {"id": "l2", "holder": "person/a", "realm": "os", "position": 4, **ENDED},
    ],
    roles=[
        {"id": "1", "person": "person/a", "role": "supervisor", **TERM},
        {"id": "2", "person": "person/a", "role": "executor", **TERM},
        {"id": "3", "person": "person/a", "role": "operator", **ENDED},
        {"id": "4", "person": "person/b", "role": "reader", **TERM},
    ],
    memberships=[{"id": "1", "person": "person/a", "party": "organisation/a", **TERM}],
    parties={
        "organisation/a": Party(
            id="organisation/a",
            kind="organisation",
            name="Муниципальное учреждение «Информационно-методический центр»",
            aliases=("ИМЦ",),
        ),
        "organisation/b": Party(id="organisation/b", kind="organisation", name="Школа"),
    },
    words={3: {"login": "orlova"}, 4: {"login": "old"}},
)


# -- who is who ----------------------------------------------------------------------------------


def test_a_person_has_the_roles_of_the_day() -> None:
    found = people.person(REGISTER, "person/a", TODAY, rehearsal=False)
    assert found.roles == ("executor", "supervisor")
    before = people.person(REGISTER, "person/a", date(2022, 6, 30), rehearsal=False)
    assert before.roles == ("executor", "operator", "supervisor")


def test_a_person_acts_for_his_parties_and_not_in_a_list_for_himself() -> None:
    found = people.person(REGISTER, "person/a", TODAY, rehearsal=False)
    assert found.acts_for == ("Муниципальное учреждение «Информационно-методический центр»",)
    assert people.person(REGISTER, "person/b", TODAY, rehearsal=False).acts_for == ()


def test_logins_are_those_of_all_time() -> None:
    assert people.person(REGISTER, "person/a", TODAY, rehearsal=True).logins == ("orlova", "old")


def test_everyone_is_listed_by_name() -> None:
    found = people.people(REGISTER, TODAY, rehearsal=False).people
    assert [one.name for one in found] == ["Анна Орлова", "Яков Гусев"]


def test_a_name_that_was_erased_is_told_so() -> None:
    register = Register(
        persons={"person/a": Party(id="person/a", kind="person", name=ERASED)},
        logins=[{"id": "l1", "holder": "person/a", "realm": "os", "position": 3, **TERM}],
    )
    [found] = people.people(register, TODAY, rehearsal=False).people
    assert (found.name, found.logins) == ("(erased)", ("",))


def test_a_new_ledger_tells_its_address_and_first_roles() -> None:
    ledger = LedgerOpened(
        ledger_id="0" * 32,
        purpose="office",
        hash="sha-256",
        format="vekha/1",
        organisation="Управление",
        time_zone="Europe/Moscow",
        language="ru",
    )
    answer = people.opened(ledger, "/srv/office.db")
    assert (answer.address, answer.roles) == ("/srv/office.db", FIRST_ROLES)
    assert (answer.organisation, answer.purpose) == ("Управление", "office")


# -- figures with names --------------------------------------------------------------------------


KNOWN = [
    planned(key="1", lead="organisation/b"),
    reported(key="2", lead="organisation/a"),
    planned(key="3", lead="organisation/a"),
    planned(key="4", lead=None),
]


def answered(executor: str | None = None) -> status.StatusAnswer:
    view = on(TODAY)
    found = counted(KNOWN, [period("2022"), period("2022-Q2")], view)
    return status.status(found, view, REGISTER, executor=executor, rehearsal=False)


def test_each_period_shows_the_whole_and_who_had_most_to_do_first() -> None:
    whole, quarter = answered().periods
    assert (whole.period, quarter.period) == ("2022", "2022-Q2")
    assert (whole.start, whole.end) == (date(2022, 1, 1), date(2022, 12, 31))
    assert whole.total.counted.due == 4
    assert [one.executor for one in whole.executors] == ["organisation/a", None, "organisation/b"]
    assert sum(one.counted.due for one in whole.executors) == whole.total.counted.due


def test_the_whole_is_nobody_s() -> None:
    total = answered().periods[0].total
    assert (total.executor, total.name, total.short) == (None, "", "")


def test_a_long_name_has_a_short_one_beside_it() -> None:
    [first, *_rest] = answered().periods[0].executors
    assert first.name.startswith("Муниципальное")
    assert first.short == "ИМЦ"


def test_of_one_executor_the_whole_stays() -> None:
    answer = answered("organisation/b")
    assert answer.executor == "organisation/b"
    assert [one.executor for one in answer.periods[0].executors] == ["organisation/b"]
    assert answer.periods[0].total.counted.due == 4


def test_the_answer_says_from_where_it_was_looked() -> None:
    answer = answered()
    assert (answer.day, answer.as_of, answer.known_on, answer.at) == (TODAY, None, None, None)


# -- histories -----------------------------------------------------------------------------------


def entry(**fields: Any) -> Entry:
    given = {
        "position": 7,
        "stream": "occurrence/rm/m001/2022",
        "version": 2,
        "type": "WorkStarted",
        "type_version": 1,
        "actor": "person/a",
        "principal": None,
        "login": "l1",
        "auth_method": "os",
        "recorded_at": datetime(2022, 6, 30, 22, tzinfo=UTC),
        "effective_on": date(2022, 6, 30),
        "command": "c",
        "facts": {},
        "words": {},
        "hash": "00",
        "marks": (),
    }
    return Entry(**{**given, **fields})


def test_a_history_names_whoever_acted_and_for_whom() -> None:
    found = trail.trail(
        [entry(), entry(principal="organisation/b")], REGISTER, MOSCOW, rehearsal=False
    )
    first, second = found.entries
    assert (first.actor_name, first.principal_name) == ("Анна Орлова", None)
    assert second.principal_name == "Школа"


def test_a_history_tells_the_time_of_the_office() -> None:
    [found] = trail.trail([entry()], REGISTER, MOSCOW, rehearsal=False).entries
    assert found.recorded_local.isoformat() == "2022-07-01T01:00:00+03:00"
    assert found.recorded_at == found.recorded_local


def test_a_history_keeps_all_that_the_audit_found() -> None:
    [found] = trail.trail([entry(marks=("late",))], REGISTER, MOSCOW, rehearsal=True).entries
    assert (found.marks, found.position, found.words) == (("late",), 7, {})


@pytest.mark.parametrize(("actor", "shown"), [("person/b", "Яков Гусев"), ("", "")])
def test_the_note_of_a_refusal_names_whoever_was_known(actor: str, shown: str) -> None:
    note = Refusal(
        noted_at="2022-06-30T22:00:00.000000Z",
        command_id="c",
        actor_id=actor,
        code="not_allowed",
        step="start",
        stream="occurrence/rm/m001/2022",
    )
    [found] = trail.refusals([note], REGISTER, MOSCOW, rehearsal=False).refusals
    assert (found.actor, found.actor_name, found.code) == (actor, shown, "not_allowed")
    assert found.noted_local.day == 1
    assert found.noted_at == datetime(2022, 6, 30, 22, tzinfo=UTC)


# -- readings and words --------------------------------------------------------------------------


def test_a_reading_is_shown_whole() -> None:
    found = read_phrase("ежеквартально", date(2022, 1, 1), date(2022, 12, 31))
    answer = deadline.deadline(found)
    assert (answer.phrase, answer.kind, answer.unread) == ("ежеквартально", str(found.kind), "")
    assert [one.label for one in answer.windows] == ["2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4"]
    assert (answer.rule, answer.rule_set) == (found.rule, found.rule_set)


def test_other_readings_are_shown_beside_it() -> None:
    found = read_phrase("до декабря 2022", date(2022, 1, 1), date(2022, 12, 31))
    answer = deadline.deadline(found)
    assert answer.ambiguous
    assert [one.kind for one in answer.alternatives] == [
        str(other.kind) for other in found.alternatives
    ]
    assert all(one.windows for one in answer.alternatives)


def test_words_of_a_review_are_filled_in_or_told_to_be_gone() -> None:
    review: Any = None
    shown = ReviewShown(review=review, register=REGISTER, words={5: {"result": "Проведено"}})
    assert shown.said(WordRef(position=5, commitment="00"), "result") == "Проведено"
    assert shown.said(WordRef(position=6, commitment="00"), "result") == "(erased)"
    assert shown.said(None, "result") == ""
