"""The permission matrix once more, through the office and on every backend, with its notes.

``tests/workflows/test_permissions.py`` has the full product over the pure rules; here memberships,
roles and principals come out of the register, and whoever left an organisation has left it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product
from typing import Any, get_args

import msgspec

from engine.errors import RefusedByRules
from engine.events import changes, people
from engine.events import occurrences as events
from engine.events.event import NewEvent
from engine.events.log import StreamAppend
from engine.events.occurrences import Status
from engine.workflows.occurrence import beside, commands
from engine.workflows.occurrence.commands import StepCommand
from engine.workflows.occurrence.steps import BY_TRIGGER
from tests.support.amending import due
from tests.support.approving import draft, measure, roadmap
from tests.support.offices import RehearsedOffice

DAY = date(2022, 3, 1)
UNTIL = date(2022, 6, 30)
STATES: tuple[Status, ...] = get_args(Status)
WISHES: dict[str, StepCommand] = {
    "start": commands.Start(on=DAY),
    "report": commands.Report(on=DAY, result="Сделано"),
    "evaluate": commands.Evaluate(on=DAY, verdict="done", justification="Протокол"),
    "lapse": commands.Lapse(on=DAY, reason="Год закрыт", cause="horizon"),
    "cancel": commands.Cancel(on=DAY, reason="Отпало", basis="Приказ 5"),
    "unstart": commands.Unstart(on=DAY, reason="Ошибка"),
    "withdraw": commands.Withdraw(on=DAY, reason="Ошибка"),
    "return": commands.Return(on=DAY, reason="Ошибка"),
    "reopen": commands.Reopen(on=DAY, reason="Ошибка"),
    "reinstate": commands.Reinstate(on=DAY, reason="Ошибка"),
    "note": beside.Note(on=DAY, comment="Ждём"),
    "attach": beside.Attach(on=DAY, link="https://school.example/1"),
    "part": beside.FilePart(on=DAY, party="", result="Своя часть"),
    "request-transfer": beside.RequestTransfer(on=DAY, reason="Ждём", until=UNTIL),
    "transfer": beside.Transfer(on=DAY, reason="Согласен", until=UNTIL),
    "refuse-transfer": beside.RefuseTransfer(on=DAY, reason="Нет"),
}
INVOLVED = set(product(("note", "attach"), STATES))
WORKED_ON = set(product(("part", "request-transfer"), ("planned", "in_progress")))
SUPERVISED = {
    ("return", "reported"),
    ("evaluate", "reported"),
    ("lapse", "planned"),
    ("lapse", "in_progress"),
    ("cancel", "planned"),
    ("cancel", "in_progress"),
    ("cancel", "reported"),
    ("reopen", "evaluated"),
    ("reinstate", "cancelled"),
    *product(("transfer", "refuse-transfer"), ("planned", "in_progress")),
}
ALLOWED = {
    "own executor": {
        ("start", "planned"),
        ("report", "planned"),
        ("report", "in_progress"),
        ("unstart", "in_progress"),
        ("withdraw", "reported"),
        *INVOLVED,
        *WORKED_ON,
    },
    "co-executor": {("start", "planned"), *INVOLVED, *WORKED_ON},
    "operator for the lead": {
        ("start", "planned"),
        ("report", "planned"),
        ("report", "in_progress"),
        *INVOLVED,
        *WORKED_ON,
    },
    "supervisor": SUPERVISED | INVOLVED,
    "foreign executor": set(),
    "ex-member": set(),
    "operator": set(),
    "administrator": set(),
    "reader": set(),
    "nobody": set(),
}


def test_exactly_the_allowed_cells_succeed_and_every_refusal_leaves_a_note(
    office: RehearsedOffice,
) -> None:
    who = _people(office)
    pool = _prepared(office, who["own executor"])
    wrong, outcomes = [], Counter[str]()
    for name, trigger, state in product(ALLOWED, WISHES, STATES):
        asked = trigger == "refuse-transfer" and (state, True) in pool
        stream, reference = pool[state, asked].pop()
        before, notes = office.log.head().position, len(office.log.refusals())
        principal = "Школа" if name == "operator for the lead" else None
        office.speaking(who[name])
        try:
            unit = office.take(reference, _wish(office, trigger, name), on_behalf_of=principal)
            outcome = "allowed"
            assert unit.status == (BY_TRIGGER[trigger].dest or state)
        except RefusedByRules:
            outcome = "refused"
            pool[state, asked].append((stream, reference))
            assert office.log.head().position == before
            (note,) = office.log.refusals()[notes:]
            assert (note.actor_id, note.step, note.stream) == (who[name], trigger, stream)
        outcomes[outcome] += 1
        if (outcome == "allowed") != ((trigger, state) in ALLOWED[name]):
            wrong.append((name, trigger, state, outcome))
    assert wrong == []
    assert outcomes == {"allowed": 74, "refused": 10 * 16 * 5 - 74}


def _wish(office: RehearsedOffice, trigger: str, name: str) -> StepCommand:
    """Return the wish of a step; a part is of whoever files it."""
    wish = WISHES[trigger]
    if isinstance(wish, beside.FilePart):
        whose = "Центр" if name == "co-executor" else "Школа"
        return msgspec.structs.replace(wish, party=office.session.register().find(whose).id)
    return wish


def _people(office: RehearsedOffice) -> dict[str, str]:
    """Register one person for each line of the matrix; returns name -> id."""
    office.import_draft(draft(roadmap(measure("2021", "Школа", "Центр"))))
    found = {
        "own executor": office.executor("Своя", member_of=("Школа",)),
        "co-executor": office.executor("Помощник", member_of=("Центр",)),
        "foreign executor": office.executor("Чужая", member_of=()),
        "ex-member": office.executor("Бывший", member_of=()),
        "operator": office.operator("Оператор"),
        "supervisor": office.supervisor("Контролёр"),
        "reader": office.reader("Читатель"),
        "administrator": office.founder,
    }
    found["operator for the lead"] = found["operator"]
    found["nobody"] = office.registered("Никто")
    left = people.MembershipStarted(
        term="left",
        party=office.session.register().find("Школа").id,
        valid_from=date(2021, 1, 1),
        valid_to=date(2022, 1, 19),
    )
    _raw(office, {found["ex-member"]: [left]})
    return found


Pool = dict[tuple[str, bool], list[tuple[str, str]]]
"""State, and whether a transfer was asked for -> (stream, reference) of occurrences."""


def _prepared(office: RehearsedOffice, executor: str) -> Pool:
    """Put occurrences enough into every state, and some where a transfer was asked for."""
    school = office.session.register().find("Школа").id
    centre = office.session.register().find("Центр").id
    steps: dict[str, list[Any]] = {
        "planned": [],
        "in_progress": [events.WorkStarted(source="planned")],
        "cancelled": [events.OccurrenceCancelled(source="planned")],
    }
    reported = events.ResultReported(source="in_progress", completeness="full", evidence=())
    steps["reported"] = [*steps["in_progress"], reported]
    steps["evaluated"] = [
        *steps["reported"],
        events.ExecutionEvaluated(source="reported", verdict="done", executed_on=None),
    ]
    streams: dict[str, list[Any]] = {}
    pool: Pool = {}
    window = due(date(2021, 1, 1), date(2021, 12, 31))
    wanted: list[tuple[Status, bool]] = [
        *product(STATES, [False] * 25),
        *product(STATES[:2], [True] * 2),
    ]
    for count, (state, asked) in enumerate(wanted):
        key = f"{1800 + count}"
        request = changes.TransferRequested(source=state, dest=state, window=window)
        first = events.OccurrencePlanned(
            key=key, window=window, lead=school, co_executors=(centre,), section=()
        )
        streams[f"occurrence/rm/m001/{key}"] = [first, *steps[state], *[request] * asked]
        pool.setdefault((state, asked), []).append((f"occurrence/rm/m001/{key}", f"rm/1.1@{key}"))
    _raw(office, streams, by=executor)
    return pool


def _raw(office: RehearsedOffice, streams: dict[str, list[Any]], by: str = "") -> None:
    """Record events as they are, in one batch."""
    appends = tuple(
        StreamAppend(
            stream=stream,
            expected=len(office.log.stream(stream)),
            events=tuple(NewEvent(event=event, effective_on=DAY) for event in events),
        )
        for stream, events in streams.items()
    )
    office.clock.on(2022, 1, 20)
    office.speaking(by or office.founder)
    office.session.record("raw", office.session.speaker(), None, lambda _history: appends)
    office.clock.on(2022, 3, 2)


def test_rights_follow_the_person_and_the_day(office: RehearsedOffice) -> None:
    """She moves from the school to the centre in the summer; what she recorded stays hers."""
    rows = (measure("ежемесячно", "Школа"), measure("ежемесячно", "Центр", number="1.2"))
    office.import_draft(draft(roadmap(*rows)))
    school, centre = (office.session.register().find(name).id for name in ("Школа", "Центр"))
    teacher = office.executor("Ирина", member_of=())
    terms = [(school, date(2022, 1, 1), date(2022, 6, 30)), (centre, date(2022, 7, 1), None)]
    moved = [
        people.MembershipStarted(term=party, party=party, valid_from=begins, valid_to=ends)
        for party, begins, ends in terms
    ]
    _raw(office, {teacher: moved})

    def may(reference: str) -> bool:
        try:
            office.speaking(teacher).take(reference, commands.Report(on=DAY, result="Сделано"))
        except RefusedByRules:
            return False
        return True

    office.clock.on(2022, 6, 30)
    assert [may("rm/1.1@2022-01"), may("rm/1.2@2022-01")] == [True, False]
    office.clock.on(2022, 6, 30, 21)  # in Moscow it is July already
    assert [may("rm/1.1@2022-02"), may("rm/1.2@2022-02")] == [False, True]
    (old,) = [
        unit
        for unit in office.answers.occurrences()
        if unit.key == "2022-01" and unit.path == "rm/m001"
    ]
    assert {event.actor_id for event in office.log.stream(old.stream)[1:]} == {teacher}
    assert old.lead == school
