"""Every decision has the one shape, and each that needs a right asks for it.

The typed assignments are checked by mypy, the rest when the tests run.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest

from engine.errors import NotAllowed
from engine.events.log import Login, StreamAppend
from engine.people.register import Register
from engine.workflows import genesis, personnel, policies
from engine.workflows.decider import Appends, By, Decide
from engine.workflows.genesis import Opening, Unopened
from engine.workflows.occurrence import decide as occurrence
from engine.workflows.occurrence.commands import StepCommand
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.occurrence.steps import STEPS
from engine.workflows.orders import approval, scheduling
from engine.workflows.orders.approval import Approval
from engine.workflows.orders.catalogue import Measure
from engine.workflows.orders.known import Known
from engine.workflows.orders.scheduling import SetWindows, Target
from engine.workflows.policies import SetPolicy
from tests.support.approving import draft, measure, roadmap
from tests.support.deciding import (
    COMMANDS,
    EXECUTOR,
    HISTORIES,
    STREAM,
    SUPERVISOR,
    deciding,
    given,
    person,
    ready,
)

STEP: Decide[StepCommand, Occurrence] = occurrence.decide
WINDOWS: Decide[SetWindows, Target] = scheduling.decide
ORDER: Decide[Approval, Known] = approval.decide
PERSON: Decide[personnel.Command, personnel.Known] = personnel.decide
GENESIS: Decide[Opening, Unopened] = genesis.decide
POLICY: Decide[SetPolicy, int] = policies.decide

DECIDERS: dict[str, Callable[..., Appends]] = {
    "occurrence": STEP,
    "scheduling": WINDOWS,
    "approval": ORDER,
    "personnel": PERSON,
    "genesis": GENESIS,
    "policies": POLICY,
}

TARGET = Target(
    measure=Measure(owner="rm", id="m001", rank=1, number="1", title="Мера"),
    item=None,
    version=1,
    taken=frozenset(),
)
NOBODY_KNOWN = personnel.Known(person="person/new", version=0, register=Register(), realm="os")

ASKED: dict[str, tuple[Decide[Any, Any], Any, Any, str]] = {
    "scheduling": (WINDOWS, SetWindows(windows=("2022",), source="Приказ"), TARGET, "operator"),
    "approval": (ORDER, Approval(draft=draft(roadmap(measure()))), Known(), "operator"),
    "add": (PERSON, personnel.AddPerson(name="Иван"), NOBODY_KNOWN, "administrator"),
    "login": (PERSON, personnel.AddLogin(login="ivan"), NOBODY_KNOWN, "administrator"),
    "policy": (POLICY, SetPolicy(name="open_reading", value="yes"), 3, "administrator"),
    "grant": (PERSON, personnel.GrantRoles(roles=("reader",)), NOBODY_KNOWN, "administrator"),
}
"""A lawful wish, what it meets, and the role that it needs."""

ROLES = ("executor", "operator", "supervisor", "administrator", "reader")
TODAY = date(2022, 7, 10)


@pytest.mark.parametrize("name", DECIDERS)
def test_every_decision_takes_a_command_a_state_and_who_asks(name: str) -> None:
    decide = DECIDERS[name]
    signature = inspect.signature(decide)
    assert len(signature.parameters) == 3
    assert all(one.default is inspect.Parameter.empty for one in signature.parameters.values())
    hints = typing.get_type_hints(decide)
    assert hints["by"] is By
    assert hints["return"] == tuple[StreamAppend, ...]


def test_all_modules_that_decide_are_listed() -> None:
    """A sixth decider has to be added here, and is then held to the same."""
    import pkgutil

    import engine.workflows

    found = set()
    for module in pkgutil.walk_packages(engine.workflows.__path__, "engine.workflows."):
        loaded = __import__(module.name, fromlist=["decide"])
        decide = getattr(loaded, "decide", None)
        if inspect.isfunction(decide):
            found.add(decide)
    assert found == set(DECIDERS.values())


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("wish", ASKED)
def test_only_the_role_that_it_needs_may_wish_it(wish: str, role: str) -> None:
    decide, command, state, needed = ASKED[wish]
    by = deciding(person("asking", role), TODAY)
    if role == needed:
        assert decide(command, state, by)
        return
    with pytest.raises(NotAllowed) as caught:
        decide(command, state, by)
    assert caught.value.facts["typed"] == needed


@pytest.mark.parametrize("wish", ASKED)
def test_without_a_role_nothing_is_decided(wish: str) -> None:
    decide, command, state, _needed = ASKED[wish]
    with pytest.raises(NotAllowed):
        decide(command, state, deciding(person("nobody"), TODAY))


@pytest.mark.parametrize("trigger", [step.trigger for step in STEPS])
def test_no_step_is_taken_without_its_right(trigger: str) -> None:
    step = next(step for step in STEPS if step.trigger == trigger)
    state = given(*ready(trigger, step.sources[0])).state
    rightful = {"supervisor": [SUPERVISOR], "involved": [SUPERVISOR, EXECUTOR]}
    others = [person("nobody"), person("reader", "reader"), person("clerk", "administrator")]
    allowed = rightful.get(step.who, [EXECUTOR])
    others += [one for one in (SUPERVISOR, EXECUTOR) if one not in allowed]
    for one in allowed:
        assert STEP(COMMANDS[trigger], state, deciding(one))
    for other in others:
        with pytest.raises(NotAllowed):
            STEP(COMMANDS[trigger], state, deciding(other))


def test_a_right_is_asked_for_before_anything_of_the_wish_is_told() -> None:
    """Whoever may not is not told what else is wrong with it."""
    by = deciding(person("nobody"), TODAY)
    with pytest.raises(NotAllowed):
        WINDOWS(SetWindows(windows=()), TARGET, by)
    with pytest.raises(NotAllowed):
        ORDER(Approval(draft=draft(date="никогда")), Known(), by)
    with pytest.raises(NotAllowed):
        PERSON(personnel.AddPerson(name=" "), NOBODY_KNOWN, by)


def test_the_genesis_asks_for_no_right_for_no_one_has_one_yet() -> None:
    opening = Opening(
        organisation="Управление",
        time_zone="Europe/Moscow",
        name="Иван",
        language="ru",
        purpose="rehearsal",
    )
    ledger = Unopened(ledger_id="0" * 32, login=Login("os", "ivan"))
    first, second = GENESIS(opening, ledger, deciding(person("ivan"), TODAY))
    assert (first.stream, second.stream) == ("ledger", "person/ivan")
    assert [new.event.NAME for new in second.events] == [
        "PersonRegistered",
        "LoginMapped",
        "RolesGranted",
    ]


def test_the_same_question_gets_the_same_answer() -> None:
    """A decision reads nothing but what it is given."""
    for decide, command, state, needed in ASKED.values():
        by = deciding(person("asking", needed), TODAY)
        assert decide(command, state, by) == decide(command, state, by)
    started = given(*HISTORIES["planned"]).state
    assert msgspec.structs.asdict(started)["stream"] == STREAM
    by = deciding(EXECUTOR)
    assert STEP(COMMANDS["start"], started, by) == STEP(COMMANDS["start"], started, by)
