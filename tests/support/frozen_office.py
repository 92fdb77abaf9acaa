"""The office of ``fixtures/frozen``: every type of event, from every state, in every way.

What the commands of today record goes through them; the rest is appended as later ones will.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from engine.events.event import REGISTER, NewEvent
from engine.events.ledger import WordsErased
from engine.events.log import Batch, Capacity, Login, Source, StreamAppend
from engine.events.occurrences import OccurrenceEvent
from engine.events.people import LoginEnded, LoginMapped, PersonRegistered, ServiceRegistered
from engine.events.shapes import Document
from engine.office import Office, Wish
from engine.projections.inline import batch_rows
from engine.workflows.decider import as_happened
from engine.workflows.genesis import Opening
from engine.workflows.handling import History
from engine.workflows.occurrence import commands
from engine.workflows.personnel import AddPerson
from engine.workflows.vocabulary import PROGRAM, RETRACTS
from tests.support import any_event, complete
from tests.support.clock import Clock
from tests.support.offices import document, small_draft

FOUNDER = Login("os", "pervaya")
EXECUTOR = Login("os", "uchitel")
SUPERVISOR = Login("os", "kontrol")
OF_THE_SERVER = Login("postgresql", "servernaya")
SITE = Login("os", "vekha-web")

CAPACITIES: tuple[Capacity, ...] = ("own", "operator", "decision", "deputy", "takeover")
SOURCES = (None, Source(sha256="ab" * 32), Source(sha256="cd" * 32, table=1, row=7))

LEADS_TO = {
    "planned": ("OccurrencePlanned",),
    "in_progress": ("OccurrencePlanned", "WorkStarted"),
    "reported": ("OccurrencePlanned", "WorkStarted", "ResultReported"),
    "evaluated": ("OccurrencePlanned", "WorkStarted", "ResultReported", "ExecutionEvaluated"),
    "cancelled": ("OccurrencePlanned", "OccurrenceCancelled"),
}
"""State -> the types that lead a new occurrence into it."""


class Written:
    """An office that is being written; ``login`` is who is signed in."""

    def __init__(self, path: Path) -> None:
        self.login = FOUNDER
        self.clock = Clock(datetime(2022, 1, 20, 9, tzinfo=UTC))
        self.office = Office.open(
            str(path), create=True, clock=self.clock, identify=lambda: self.login
        )
        self.log = self.office.session.log
        self._ways = cycle([(c, s) for s in SOURCES for c in CAPACITIES])

    def who(self) -> str:
        """Return the person who is signed in."""
        return self.office.session.speaker().person

    def append(self, *appends: StreamAppend, actor: str = "", vouched: str | None = None) -> None:
        """Append as whoever is signed in, with the rows that follow."""
        self.clock.tick(61)
        who = actor or self.who()
        happened = as_happened(appends, who, None, self.clock.now)
        self.log.append(
            Batch(
                command_id=secrets.token_hex(16),
                actor_id=who,
                request_digest=secrets.token_hex(32),
                recorded_at=self.clock.now,
                appends=appends,
                rows=tuple(batch_rows(happened, History(self.log))),
                vouched=vouched,
            )
        )

    def on(self, stream: str, *events: NewEvent, plain: bool = False) -> StreamAppend:
        """Return *events* for the end of a stream, in one capacity and source after another."""
        capacity, source = ("own", None) if plain else next(self._ways)
        expected = len(self.log.stream(stream))
        principal = None if capacity == "own" else "organisation/x-organisation"
        return StreamAppend(
            stream=stream,
            expected=expected,
            events=events,
            principal_id=principal,
            capacity=capacity,
            source=source,
        )

    def new(self, name: str, facts: dict[str, Any], **given: Any) -> NewEvent:
        """Return an event with these facts, today, with every word that its type may have."""
        event = msgspec.convert(facts, REGISTER[name])
        numbered = {"executor": "executor.1", "evidence": "evidence.1"}
        words = {
            numbered.get(word, word): f"{word}: «Ёлка» \\ \u2028 {name} 👍"
            for word in sorted(event.WORDS)
        }
        today = self.office.session.today
        return NewEvent(event=event, effective_on=today, words=words, **given)


def office(path: Path) -> None:
    """Write the office in a new file."""
    written = Written(path)
    try:
        _lived(written)
        _registered(written)
        _outside(written)
        _occurred(written)
        _spoken_for(written)
        erased = _erased(written)
    finally:
        written.office.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany("DELETE FROM words WHERE position = ?", [(p,) for p in erased])
        connection.commit()


def _lived(written: Written) -> None:
    """Record what the commands of today record: people, an order, a life of an occurrence."""
    desk = written.office
    opening = Opening(
        organisation="Управление образования",
        time_zone="Europe/Moscow",
        name="Оксана Первая",
        language="ru",
        purpose="office",
    )
    desk.inaugurate(opening)
    desk.orders.approve(document(small_draft()), Wish())
    desk.people.add(
        AddPerson(
            name="Иван Учитель",
            roles=("executor",),
            member_of=("Школа № 1",),
            login=EXECUTOR.login,
        )
    )
    desk.people.add(
        AddPerson(name="Мария Контролёр", roles=("supervisor",), login=SUPERVISOR.login)
    )
    step = desk.occurrences.take
    for login, when, command in (
        (EXECUTOR, (2022, 6, 2), commands.Start()),
        (EXECUTOR, (2022, 6, 20), commands.Report(result="Проведён семинар, 12 чел.")),
        (SUPERVISOR, (2022, 6, 21), commands.Return(reason="Нет списка участников")),
        (EXECUTOR, (2022, 6, 24), commands.Report(result="Проведён, список приложен")),
        (SUPERVISOR, (2022, 6, 27), commands.Evaluate(verdict="done", justification="Список")),
    ):
        written.login = login
        written.clock.on(*when)
        step("rm/1", command)
    written.login = FOUNDER


def _registered(written: Written) -> None:
    """Record every type of the register in every kind of stream that takes it."""
    for kind, name in _outside_types():
        for one in filter(None, (complete.FOLLOWS.get(name), name)):
            if name in complete.PEOPLE:
                given = {"signature": "AA==", "key_id": "k1"} if name == "KeyRevoked" else {}
                event = written.new(one, complete.PEOPLE[one], **given)
                written.append(written.on(f"{kind}/x-{kind}", event))


def _outside(written: Written) -> None:
    """Record every type of plans, indicators and the ledger itself."""
    random = Random(3)  # noqa: S311 - no secret
    for kind, name in _outside_types():
        if name in {*complete.PEOPLE, "LedgerOpened", "WordsErased"}:
            continue
        stream = {"ledger": "ledger"}.get(kind, f"{kind}/x-{kind}")
        facts = complete.PLANS.get(name) or any_event.facts(name, random)
        written.append(written.on(stream, written.new(name, facts)))


def _outside_types() -> list[tuple[str, str]]:
    """Return (kind of stream, type) of all that is of no occurrence."""
    return sorted({(kind, name) for kind, name, _ in PROGRAM.types if kind != "occurrence"})


def _occurred(written: Written) -> None:
    """Record every type of an occurrence, from every state to every one that it leads to."""
    pairs = {
        (row.type, row.state_from, row.state_to)
        for row in PROGRAM.permitted
        if row.stream_kind == "occurrence" and row.state_from
    }
    order = list(complete.STEPS)
    ordered = sorted(pairs, key=lambda pair: (order.index(pair[0]), pair[1:]))
    for state, path in LEADS_TO.items():
        staying = [name for name, source, dest in ordered if source == dest == state]
        _life(written, (*path, *staying), state)
    taking_back = {taken.NAME: decision.NAME for taken, decision in RETRACTS.items()}
    for name, source, dest in ordered:
        if source == dest:
            continue
        if name in taking_back:
            _life(written, (*LEADS_TO[dest], taking_back[name], name), dest)
        else:
            _life(written, (*LEADS_TO[source], name), dest)


def _life(written: Written, names: Iterable[str], last: str) -> None:
    """Record one occurrence with events of these *names*; the last one leads to *last*."""
    chosen = list(names)
    count = len({event.stream for event in written.log.streams("occurrence/x/")}) + 1
    stream = f"occurrence/x/m{count:03d}/2022"
    versions: dict[str, int] = {}
    events, state = list[NewEvent](), ""
    for version, name in enumerate(chosen, 1):
        facts = _facts(name, stream, state, versions, version)
        if _leads_nowhere(name):
            facts["to"] = last if version == len(chosen) else state
        event = written.new(name, facts)
        assert isinstance(event.event, OccurrenceEvent)
        state, versions[name] = event.event.dest, version
        events.append(event)
    assert state == last, chosen
    for event in events:
        written.append(written.on(stream, event))


def _leads_nowhere(name: str) -> bool:
    event = REGISTER[name]
    return issubclass(event, OccurrenceEvent) and event.leads_to() is None


def _facts(
    name: str, stream: str, state: str, versions: dict[str, int], version: int
) -> dict[str, Any]:
    """Return facts whose references point at the event that they mean."""
    facts = {**complete.complete(name, stream).fields, "from": state or None}
    facts.pop("to", None)
    refers = {
        "request": versions.get("TransferRequested"),
        "proposal": versions.get("ChangeProposed"),
        "retracts": version - 1,
    }
    return facts | {key: value for key, value in refers.items() if key in facts}


def _spoken_for(written: Written) -> None:
    """Record as a person of the server's realm, and by a service for one of the web."""
    day = written.office.session.today

    def mapped(term: str, realm: str, login: str) -> NewEvent:
        event = LoginMapped(term=term, realm=realm, valid_from=day)
        return NewEvent(event=event, effective_on=day, words={"login": login})

    def person(name: str) -> NewEvent:
        return NewEvent(event=PersonRegistered(), effective_on=day, words={"name": name})

    site = NewEvent(event=ServiceRegistered(name="Сайт", valid_from=day), effective_on=day)
    on = written.on
    written.append(on("service/site", site, mapped("site", "os", SITE.login), plain=True))
    written.append(on("person/web", person("Вера Сетевая"), mapped("web", "web", "setevaya")))
    server = mapped("server", "postgresql", OF_THE_SERVER.login)
    written.append(on("person/server", person("Сергей Серверный"), server))
    note = complete.STEPS["NoteMade"] | {"from": "planned", "to": "planned"}
    written.login = OF_THE_SERVER
    stream = "occurrence/x/m001/2022"
    written.append(on(stream, written.new("NoteMade", note), plain=True))
    written.login = SITE
    said = on(stream, written.new("NoteMade", note), plain=True)
    written.append(said, actor="person/web", vouched="setevaya")
    written.login = FOUNDER
    ended = NewEvent(event=LoginEnded(term="site", valid_to=day), effective_on=day)
    written.append(on("service/site", ended))


def _erased(written: Written) -> tuple[int, ...]:
    """Record that the words of a person go; return their positions."""
    streams = ("person/x-person", "occurrence/x/m003/2022")
    found = [event for stream in streams for event in written.log.stream(stream)]
    positions = tuple(sorted(event.position for event in found if event.words_commitment))
    erased = WordsErased(
        positions=positions,
        basis="акт № 1",
        document=Document(number="1", day=written.office.session.today),
        subject="person/x-person",
        act=1,
    )
    new = NewEvent(event=erased, effective_on=written.office.session.today)
    written.append(written.on("ledger", new, plain=True))
    return positions
