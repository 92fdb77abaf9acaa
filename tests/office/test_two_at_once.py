"""Two who register one name at the same moment: the second decides anew, one entry is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest

from engine.errors import RefusedByRules
from engine.events.log import Batch, EventLog, Receipt
from engine.workflows.orders.approval import Approval
from engine.workflows.personnel import AddLogin, AddPerson
from tests.support.approving import draft, measure, roadmap
from tests.support.offices import RehearsedOffice

SCHOOL = "Школа № 5"


class Overtaken:
    """The log of someone whom another overtakes: *others* record right before his first append."""

    def __init__(self, log: EventLog, others: Callable[[], object]) -> None:
        self._log = log
        self._others: list[Callable[[], object]] = [others]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    def append(self, batch: Batch) -> Receipt:
        """Let the others record first, once."""
        if self._others:
            self._others.pop()()
        return self._log.append(batch)


def order(key: str) -> Approval:
    """Return the wish to record an order whose measure the school leads."""
    found = draft(roadmap(measure("март 2023", SCHOOL), key=key), key=f"{key}-order")
    return Approval(draft=found)


def overtaken(office: RehearsedOffice, others: Callable[[], object]) -> RehearsedOffice:
    """Return the same office, as one sees it whom *others* overtake."""
    log = cast("EventLog", Overtaken(office.log, others))
    return RehearsedOffice(log, office.clock).speaking(office.founder)


def called(office: RehearsedOffice, name: str) -> list[str]:
    return [str(row["party"]) for row in office.log.rows("names") if row["name"] == name]


def test_two_imports_register_one_school(office: RehearsedOffice) -> None:
    second = overtaken(office, lambda: office.orders.record(order("first")))
    second.orders.record(order("second"))
    [school] = called(office, SCHOOL)
    led = {row["lead"] for row in office.log.rows("occurrences")}
    assert led == {school}
    assert office.log.refusals() == []


def test_without_the_registers_position_there_would_be_two(
    office: RehearsedOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: a decision that does not say on which register it rests."""
    monkeypatch.setattr("engine.workflows.handling.History.names_are_read", lambda _self: None)
    second = overtaken(office, lambda: office.orders.record(order("first")))
    second.orders.record(order("second"))
    assert len(called(office, SCHOOL)) == 2


def test_one_login_is_given_once(office: RehearsedOffice) -> None:
    people = [office.people.add(AddPerson(name=name)) for name in ("Иванова", "Петрова")]
    wish = AddLogin(login="ivanova")
    second = overtaken(office, lambda: office.people.add_login(people[0], wish))
    with pytest.raises(RefusedByRules, match="belongs to someone already"):
        second.people.add_login(people[1], wish)
    given = [row["holder"] for row in office.log.rows("logins")]
    assert given.count(people[0]) == 1
    assert people[1] not in given
