"""Any history of a ledger: what people may do, and what no rule would let them.

``histories`` draws lists of acts, ``Player`` records them through the program's own handler, on one
or two connections, with rows as the program would write them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any
from unittest import mock

import msgspec
from hypothesis import strategies as st

from engine.errors import RefusedByRules
from engine.events import occurrences as events
from engine.events import upcasting
from engine.events.event import REGISTER, NewEvent
from engine.events.log import EventLog, StreamAppend
from engine.events.occurrences import STATE_AFTER
from engine.events.pending import NothingPending
from engine.projections.inline import batch_rows
from engine.projections.rebuild import rebuild
from engine.workflows.decider import Appends
from engine.workflows.handling import Handler, History
from engine.workflows.occurrence.decide import decide
from engine.workflows.occurrence.lifecycle import STATES
from engine.workflows.requests import Request
from engine.workflows.rights import Speaker
from tests.support import deciding, reading_rows
from tests.support.clock import Clock

OCCURRENCES = (
    "occurrence/rm/m001/2022",
    "occurrence/rm/m001/2022-08~2",
    "occurrence/rm/m002/1:2022-08",
    "occurrence/rm.2/m001/2022",
    "occurrence/rm-order/i3.1/2022-07-21",
)
"""Several measures of several roadmaps, one name beginning like another, and an order's item."""

PEOPLE = ("person/a", "person/b", "organisation/a", "group/a")
PLANS = ("order/rm-order", "roadmap/rm", "roadmap/rm.2")
"""Streams of orders and roadmaps, whose events make measures and items."""

FOREIGN = ("review/2022", "indicator/rm.1")
"""Streams of which no row is kept."""

DAYS = st.dates(date(2021, 6, 1), date(2024, 2, 29))
_PARTY = st.sampled_from([None, *PEOPLE])
_TEXT = st.text(alphabet="аёЯ 1\"'\\\u2028𝒜", max_size=5)
_NAMED = _TEXT.map(lambda text: f"имя {text}")
_SECTION = st.builds(lambda n, t: {"number": n, "title": t}, _TEXT, _TEXT)
_WINDOW = st.builds(lambda a, b: {"start": str(a), "end": str(b)}, DAYS, DAYS)
_TERM = {"valid_from": DAYS.map(str), "valid_to": st.none() | DAYS.map(str)}

FIELDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "OccurrencePlanned": {
        "key": _TEXT,
        "window": st.none() | _WINDOW,
        "lead": _PARTY,
        "co_executors": st.lists(st.sampled_from(PEOPLE), max_size=2),
        "section": st.lists(_SECTION, max_size=2),
    },
    "ResultReported": {
        "completeness": st.sampled_from(["full", "partly", "not_done"]),
        "evidence": st.just([]),
    },
    "ReportReturned": {"ground": st.sampled_from(["substance", "form"])},
    "ExecutionEvaluated": {
        "verdict": st.sampled_from(["done", "partly", "not_done"]),
        "executed_on": st.none() | DAYS.map(str),
    },
    "OccurrenceLapsed": {"period": _TEXT},
    "WindowAmended": {"edition": st.integers(1, 9), "window": _WINDOW},
    "ExecutorsAmended": {
        "edition": st.integers(1, 9),
        "lead": _PARTY,
        "co_executors": st.lists(st.sampled_from(PEOPLE), max_size=2),
    },
}
_MEASURE = st.sampled_from(["m001", "m002", "m010"])
_ITEM = st.sampled_from(["1", "2", "i3.1"])
_PLACE = st.none() | st.builds(lambda t, r: {"table": t, "row": r}, st.just(1), st.integers(1, 9))
_EXECUTORS = st.lists(
    st.builds(
        lambda party, role: {"party": party, "role": role, "as_printed": None},
        st.sampled_from(PEOPLE),
        st.sampled_from(["lead", "co"]),
    ),
    max_size=2,
)
_LABELLED = st.lists(
    st.builds(lambda window, n: {**window, "label": "2022", "printed": n}, _WINDOW, st.just(1)),
    max_size=2,
)
_NAMING = {"measure": st.none() | _MEASURE, "item": st.none() | _ITEM}
_TEXTS = {
    "measure": _MEASURE,
    "edition": st.integers(1, 3),
    "number": st.sampled_from(list(reading_rows.TYPED)),
    "section": st.lists(_SECTION, max_size=2),
    **dict.fromkeys(("title", "expected_result", "participants"), _TEXT),
    "executors": _EXECUTORS,
    "items": st.lists(
        st.fixed_dictionaries(
            {
                "item": _ITEM,
                "number": _TEXT,
                "title": _TEXT,
                "executors": _EXECUTORS,
                "place": _PLACE,
            }
        ),
        max_size=2,
    ),
    "place": _PLACE,
}
_ORDER_ITEM = {
    "item": _ITEM,
    **{name: _TEXTS[name] for name in ("number", "title", "executors", "place")},
}
PLANNED: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "MeasureApproved": _TEXTS,
    "MeasureAmended": _TEXTS,
    "MeasureRemoved": {"measure": _MEASURE, "edition": st.integers(1, 3)},
    "OrderItemIssued": _ORDER_ITEM,
    "OrderItemAmended": _ORDER_ITEM,
    "OrderItemRemoved": {"item": _ITEM},
    "DeadlineRead": {
        **_NAMING,
        **dict.fromkeys(("phrase", "kind", "rule", "rule_set", "unread"), _TEXT),
        "rrule": st.none() | _TEXT,
        "windows": _LABELLED,
        "ambiguous": st.booleans(),
    },
    "WindowsSet": {**_NAMING, "windows": _LABELLED},
    "ScheduleBound": {**_NAMING, "windows": _LABELLED},
}
PERSONAL: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "PersonRegistered": {},
    "LoginMapped": {
        "login_id": st.sampled_from(["l1", "l2"]),
        "realm": st.sampled_from(["os", "postgresql"]),
        **_TERM,
    },
    "RolesGranted": {
        "roles": st.lists(st.sampled_from(["executor", "operator"]), max_size=2, unique=True),
        **_TERM,
    },
    "MembershipStarted": {"party": st.sampled_from(PEOPLE), **_TERM},
    "OrganisationRegistered": {"name": _NAMED, "aliases": st.lists(_NAMED, max_size=2)},
    "GroupRegistered": {"name": _NAMED, "aliases": st.lists(_NAMED, max_size=2)},
    "AliasesAdded": {"aliases": st.lists(_NAMED, max_size=3)},
}


class Raw(msgspec.Struct, frozen=True):
    """An event as somebody might have stored it, whatever the rules say."""

    stream: str
    name: str
    fields: dict[str, Any]
    on: date

    def new(self) -> NewEvent:
        """Return it in the shape that the program knows now."""
        event_class = REGISTER[self.name]
        newer = {"channel": "paper"} if "channel" in event_class.__struct_fields__ else {}
        return NewEvent(
            event=msgspec.convert({**self.fields, **newer}, event_class), effective_on=self.on
        )


class Together(msgspec.Struct, frozen=True):
    """One batch by one person, perhaps for a principal, on one of the connections."""

    events: tuple[Raw, ...]
    actor: str
    principal: str | None
    connection: int


class Taken(msgspec.Struct, frozen=True):
    """A step that is asked for; the rules may refuse it."""

    stream: str
    trigger: str
    on: date
    connection: int


class Jump(msgspec.Struct, frozen=True):
    """The clock moves on, or back."""

    seconds: int


class Rebuild(msgspec.Struct, frozen=True):
    """All rows are made again in mid-stream."""


Act = Together | Taken | Jump | Rebuild


def raws() -> st.SearchStrategy[Raw]:
    """Return any event: of an occurrence, of the register, or of a stream without rows."""
    steps = st.sampled_from(list(STATE_AFTER)).flatmap(lambda name: _raw(name, OCCURRENCES))
    register = st.sampled_from(list(PERSONAL)).flatmap(lambda name: _raw(name, PEOPLE))
    stray = st.sampled_from(["WorkStarted", "AliasesAdded"]).flatmap(
        lambda name: _raw(name, FOREIGN)
    )
    plans = st.sampled_from(list(PLANNED)).flatmap(lambda name: _raw(name, PLANS))
    return st.one_of(steps, steps, register, plans, plans, stray)


def _raw(name: str, streams: Sequence[str]) -> st.SearchStrategy[Raw]:
    fields = {**PERSONAL, **PLANNED, **FIELDS}.get(name, {})
    if issubclass(REGISTER[name], events.StepTaken):
        fields = {**fields, "from": st.sampled_from(STATES)}
    return st.builds(
        Raw, st.sampled_from(streams), st.just(name), st.fixed_dictionaries(fields), DAYS
    )


def histories(max_size: int = 30) -> st.SearchStrategy[list[Act]]:
    """Return any list of acts."""
    connections = st.integers(0, 1)
    batches = st.builds(
        Together,
        st.lists(raws(), min_size=1, max_size=4).map(tuple),
        st.sampled_from(["person/a", "person/b"]),
        _PARTY,
        connections,
    )
    steps = st.builds(
        Taken,
        st.sampled_from(OCCURRENCES),
        st.sampled_from(list(deciding.COMMANDS)),
        DAYS,
        connections,
    )
    jumps = st.builds(Jump, st.integers(-400 * 86400, 400 * 86400))
    acts = st.one_of(batches, batches, batches, steps, steps, jumps, st.just(Rebuild()))
    # Left alone, most lists are short; a short one is also what a failure shrinks to.
    return st.lists(acts, max_size=4) | st.lists(acts, min_size=max_size // 2, max_size=max_size)


class Player:
    """Records acts on one or two connections to the same ledger."""

    def __init__(self, logs: Sequence[EventLog], clock: Clock) -> None:
        self._logs = logs
        self._clock = clock
        self._handlers = [Handler(log, clock, NothingPending(), batch_rows) for log in logs]

    def play(self, acts: Sequence[Act]) -> None:
        """Record *acts* in order; what the rules refuse leaves no event."""
        for act in acts:
            match act:
                case Together():
                    self._record(act)
                case Taken():
                    self._take(act)
                case Jump():
                    self._clock.tick(act.seconds)
                case Rebuild():
                    rebuild(self._logs[-1])

    def _record(self, act: Together) -> None:
        by_stream: dict[str, list[NewEvent]] = {}
        for raw in act.events:
            by_stream.setdefault(raw.stream, []).append(raw.new())
        log = self._logs[act.connection % len(self._logs)]
        appends = tuple(
            StreamAppend(stream=stream, expected=len(log.stream(stream)), events=tuple(events))
            for stream, events in by_stream.items()
            if not _is_stateless(stream, events, log)
        )
        if not appends:
            return
        request = Request(step="raw", actor_id=act.actor, principal_id=act.principal)
        self._handler(act.connection).record(request, lambda _history: appends)

    def _take(self, act: Taken) -> None:
        command = msgspec.structs.replace(deciding.COMMANDS[act.trigger], on=act.on)

        def decided(history: History) -> Appends:
            state = history.occurrence(act.stream)
            everybody = Speaker(
                person="person/b",
                roles=frozenset({"executor", "supervisor"}),
                acts_for=frozenset({*PEOPLE, *filter(None, (state.lead,))}),
            )
            return decide(command, state, deciding.deciding(everybody, date.max))

        with suppress(RefusedByRules):
            request = Request(step=act.trigger, actor_id="person/b")
            self._handler(act.connection).record(request, decided)

    def _handler(self, connection: int) -> Handler:
        return self._handlers[connection % len(self._handlers)]


def _is_stateless(stream: str, events: list[NewEvent], log: EventLog) -> bool:
    """Return whether an occurrence would have no state at all, which the log itself refuses."""
    brought = [STATE_AFTER.get(new.event.NAME) for new in events]
    return stream in OCCURRENCES and not any(brought) and not log.stream(stream)


class NewerReport(events.ResultReported, frozen=True, kw_only=True):
    """A report as some later version may store it: with the way in which it came."""

    VERSION = 2

    channel: str


@contextmanager
def newer_reports(upcasters: Mapping[Any, Any] | None = None) -> Iterator[None]:
    """Let reports have a newer shape; older ones are lifted, unless *upcasters* say otherwise."""
    lift = {("ResultReported", 1): lambda old: {**old, "channel": "unknown"}}
    with (
        mock.patch.dict(REGISTER, {"ResultReported": NewerReport}),
        mock.patch.dict(upcasting.UPCASTERS, lift if upcasters is None else upcasters),
    ):
        yield
