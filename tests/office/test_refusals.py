"""What an office refuses: a sentence, a note beside the log, and no event, on every backend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from engine.errors import IllegalTransition, NotAllowed, NotFound, RefusedByRules, VekhaError
from engine.workflows.genesis import Opening
from engine.workflows.occurrence import commands
from engine.workflows.occurrence.commands import StepCommand
from engine.workflows.occurrence.steps import BY_COMMAND
from engine.workflows.personnel import AddLogin, AddPerson, GrantRoles
from tests.support.approving import draft, measure, roadmap
from tests.support.offices import CENTRE, RehearsedOffice

VERDICT = commands.Evaluate(verdict="done", justification="Протокол")
CASES: list[tuple[str, StepCommand, type[VekhaError]]] = [
    ("reader", commands.Start(), NotAllowed),
    ("operator", commands.Start(), NotAllowed),
    ("supervisor", commands.Report(result="Сделано"), NotAllowed),
    ("stranger", commands.Start(), NotAllowed),
    ("executor", VERDICT, IllegalTransition),
    ("executor", commands.Report(result=" "), RefusedByRules),
    ("executor", commands.Start(on=date(2022, 1, 21)), RefusedByRules),
    ("executor", commands.Withdraw(reason="Ошибка"), IllegalTransition),
    ("supervisor", VERDICT, IllegalTransition),
    ("supervisor", commands.Cancel(reason="Отпало", basis=""), RefusedByRules),
    ("supervisor", commands.Lapse(reason="Закрыто", cause="horizon"), RefusedByRules),
]


def people(office: RehearsedOffice) -> dict[str, str]:
    """Take in the small order and register one of each; returns name -> id."""
    office.import_small()
    makers: dict[str, Callable[[], str]] = {
        "reader": office.reader,
        "operator": office.operator,
        "supervisor": office.supervisor,
        "executor": office.executor,
        "stranger": lambda: office.executor("Чужой", member_of=(CENTRE,)),
    }
    return {name: make() for name, make in makers.items()}


def test_a_refusal_leaves_a_note_and_no_event(office: RehearsedOffice) -> None:
    who = people(office)
    before = office.log.head()
    for count, (name, command, kind) in enumerate(CASES, 1):
        trigger = BY_COMMAND[type(command)].trigger
        with pytest.raises(VekhaError) as refused:
            office.speaking(who[name]).take("rm/1", command)
        assert type(refused.value) is kind, (name, trigger)
        assert str(refused.value)
        assert office.log.head() == before
        notes = office.log.refusals()
        assert len(notes) == count
        note = notes[-1]
        assert (note.actor_id, note.step, note.code) == (who[name], trigger, refused.value.reason)
        assert note.stream.startswith("occurrence/rm/m001/")


def test_what_is_not_there_is_not_found_and_leaves_no_event(office: RehearsedOffice) -> None:
    who = people(office)
    before = office.log.head()
    office.speaking(who["executor"])
    for reference in ("rm/99", "other/1", "rm/1@2030", ""):
        with pytest.raises(NotFound):
            office.take(reference, commands.Start())
    with pytest.raises(NotFound, match="no one is registered"):
        office.take("rm/1", commands.Start(), on_behalf_of="Никто")
    assert office.log.head() == before


def test_only_administrators_register_people(office: RehearsedOffice) -> None:
    who = people(office)
    head = office.log.head()
    for person in who.values():
        office.speaking(person)
        with pytest.raises(NotAllowed, match="administrator"):
            office.people.add(AddPerson(name="Новый", roles=("supervisor",)))
        with pytest.raises(NotAllowed, match="administrator"):
            office.people.grant(person, GrantRoles(roles=("supervisor",)))
        with pytest.raises(NotAllowed, match="administrator"):
            office.people.add_login(person, AddLogin(login="newcomer"))
    assert office.log.head() == head
    assert [note.code for note in office.log.refusals()] == ["not_allowed"] * 3 * len(who)


def test_only_operators_take_orders_in(office: RehearsedOffice) -> None:
    who = people(office)
    head = office.log.head()
    wanted = draft(roadmap(measure(), key="other"), key="other-order")
    for name in ("executor", "supervisor", "reader"):
        with pytest.raises(NotAllowed, match="operator"):
            office.speaking(who[name]).import_draft(wanted)
    assert office.log.head() == head
    assert [note.step for note in office.log.refusals()] == ["import"] * 3
    assert office.speaking(who["operator"]).import_draft(wanted) is not None


def test_a_ledger_is_opened_once(office: RehearsedOffice) -> None:
    again = Opening(
        organisation="Другая", time_zone="UTC", name="Кто-то", language="ru", purpose="rehearsal"
    )
    with pytest.raises(RefusedByRules, match="open already"):
        office.inaugurate(again)
    assert [event.type for event in office.log.events()].count("LedgerOpened") == 1


def test_nobody_registers_a_name_a_role_or_a_party_that_is_none(office: RehearsedOffice) -> None:
    office.import_small()
    head = office.log.head()
    with pytest.raises(RefusedByRules, match="a name is missing"):
        office.people.add(AddPerson(name=" "))
    with pytest.raises(RefusedByRules, match="there is no role boss"):
        office.people.add(AddPerson(name="Новый", roles=("boss",)))
    with pytest.raises(NotFound, match="no one is registered"):
        office.people.add(AddPerson(name="Новый", member_of=("Неизвестная школа",)))
    with pytest.raises(RefusedByRules, match="is a person"):
        office.people.add(AddPerson(name="Новый", member_of=("Оксана Первая",)))
    with pytest.raises(RefusedByRules, match="is not a person"):
        office.people.grant(CENTRE, GrantRoles(roles=("executor",)))
    assert office.log.head() == head
