"""A ledger in a test's hand: batches in one line, with counted command ids and a set clock."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime

import msgspec

from engine.events.event import Event, NewEvent
from engine.events.indicators import IndicatorRemoved
from engine.events.ledger import LedgerOpened, Purpose
from engine.events.log import Batch, Capacity, EventLog, Login, Receipt, StreamAppend
from engine.events.occurrences import OccurrencePlanned, WorkStarted
from engine.events.orders import OrderItemRemoved
from engine.events.parties import (
    AliasesAdded,
    GroupRegistered,
    OrganisationRegistered,
    PostRegistered,
)
from engine.events.people import LoginMapped, PersonRegistered, RoleGrant, RolesGranted
from engine.events.read_tables import ReadRow
from engine.events.roadmaps import MeasureRemoved
from engine.events.streams import LEDGER, kind_of
from engine.projections import occurrences
from tests.support.amending import due, window_amended
from tests.support.clock import Clock
from tests.support.logs import Place

LEDGER_ID = "0123456789abcdef0123456789abcdef"
FOUNDER = "person/founder"
DAY = date(2022, 9, 1)
BEGINNING = datetime(2022, 9, 1, 8, 30, 15, 123456, tzinfo=UTC)


def new(event: Event, words: Mapping[str, str] | None = None, on: date = DAY) -> NewEvent:
    """Wrap *event* with its words, on a day."""
    return NewEvent(event=event, effective_on=on, words=words or {})


def called(name: str, *aliases: str) -> NewEvent:
    """Return an event whose facts hold any texts: an organisation's name and aliases."""
    return new(OrganisationRegistered(name=name, aliases=aliases))


def fitting(stream: str, version: int = 1) -> NewEvent:
    """Return an event that may be recorded as this *version* of *stream*, whatever its kind."""
    match kind_of(stream):
        case "occurrence" if version == 1:
            return planned()
        case "occurrence":
            return new(window_amended(due(DAY, date(2022, 9, 30))))
        case "order":
            return new(OrderItemRemoved(item="i1"))
        case "roadmap":
            return new(MeasureRemoved(measure="m001", edition=1))
        case "indicator":
            return new(IndicatorRemoved())
        case "person":
            return spoken("Имя")
        case "post" if version == 1:
            return new(PostRegistered(name="Пост"))
        case "group" if version == 1:
            return new(GroupRegistered(name="Группа"))
        case "organisation" if version == 1:
            return called("Школа")
        case _:
            return new(AliasesAdded(aliases=("Ш",)))


def spoken(name: str) -> NewEvent:
    """Return an event whose words hold any text: a person's name."""
    return new(PersonRegistered(), {"name": name})


def planned(key: str = "2022-09") -> NewEvent:
    """Return the first event of an occurrence due in September 2022."""
    window = due(date(2022, 9, 1), date(2022, 9, 30))
    return new(
        OccurrencePlanned(
            key=key, window=window, lead="organisation/o1", co_executors=(), section=()
        )
    )


def started() -> NewEvent:
    """Return the step from planned to in progress."""
    return new(WorkStarted(source="planned"))


def to(
    stream: str, *events: NewEvent, expected: int = 0, principal: str | None = None
) -> StreamAppend:
    """Return what is appended to one stream, by an operator where it is for a *principal*."""
    capacity: Capacity = "own" if principal is None else "operator"
    return StreamAppend(
        stream=stream,
        expected=expected,
        events=events,
        principal_id=principal,
        capacity=capacity,
    )


def occurrence_row(
    stream: str, status: str, version: int, ordinal: int = 1, deadline: str = "2022-09-30"
) -> ReadRow:
    """Return a read row of an occurrence as the program would send it, most of it empty."""
    values: dict[str, str | int | None] = {
        **dict.fromkeys(name for name, _ in occurrences.TABLE.columns),
        "id": stream,
        "version": version,
        "status": status,
        "start": "2022-09-01",
        "original_deadline": deadline,
        "current_deadline": deadline,
        "lead": "organisation/o1",
        "planned_on": "2022-09-01",
        "reports": 0,
        "returns": 0,
        **dict.fromkeys(occurrences.LISTS, "[]"),
    }
    return ReadRow(table="occurrences", ordinal=ordinal, values=values)


class Ledger:
    """One opened log and whoever writes to it. ``clock`` stamps, ``login`` is who is speaking."""

    def __init__(self, place: Place, purpose: Purpose = "rehearsal") -> None:
        self.place = place
        self.purpose = purpose
        self.log: EventLog = place.open(create=True)
        # In an office PostgreSQL compares the clock with its own.
        self.clock = Clock(BEGINNING if purpose == "rehearsal" else datetime.now(UTC))
        self._count = 0

    @property
    def login(self) -> Login:
        """Return who is speaking on the log's connection."""
        return self.log.login()

    def batch(
        self,
        *appends: StreamAppend,
        actor: str = FOUNDER,
        principal: str | None = None,
        command_id: str | None = None,
        digest: str = "d",
        rows: tuple[ReadRow, ...] = (),
        register: int | None = None,
        vouched: str | None = None,
    ) -> Batch:
        """Return a batch under the next command id (32 hex characters, the same in every run)."""
        self._count += 1
        counted = hashlib.sha256(f"command {self._count}".encode()).hexdigest()[:32]
        return Batch(
            command_id=command_id or counted,
            actor_id=actor,
            request_digest=digest,
            recorded_at=self.clock(),
            appends=tuple(
                msgspec.structs.replace(append, principal_id=append.principal_id or principal)
                for append in appends
            ),
            rows=rows,
            register=register,
            vouched=vouched,
        )

    def append(self, *appends: StreamAppend, **given: object) -> Receipt:
        """Append at once what :meth:`batch` makes of the same arguments."""
        return self.log.append(self.batch(*appends, **given))  # type: ignore[arg-type]

    def genesis(self, login: Login | None = None, time_zone: str = "Europe/Moscow") -> Batch:
        """Return the first batch, mapping *login* (the speaker's own unless given)."""
        mapped = login or self.login
        opened = LedgerOpened(
            ledger_id=LEDGER_ID,
            purpose=self.purpose,
            hash="sha-256",
            format="vekha/1",
            organisation="Управление образования",
            time_zone=time_zone,
            language="ru",
        )
        first = (
            spoken("Оксана Первая"),
            new(
                LoginMapped(term="login1", realm=mapped.realm, valid_from=DAY),
                {"login": mapped.login},
            ),
            new(RolesGranted(roles=(RoleGrant(term="role1", role="operator"),), valid_from=DAY)),
        )
        return self.batch(to(LEDGER, new(opened)), to(FOUNDER, *first))

    def open(self) -> Ledger:
        """Record the genesis (positions 1 to 4)."""
        self.log.append(self.genesis())
        return self

    def close(self) -> None:
        """Close the log."""
        self.log.close()
