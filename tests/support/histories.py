"""Any history of a ledger: what people may do, and what no rule would let them.

``histories`` draws lists of acts, ``Player`` records them through the program's own handler, on one
or two connections, with rows as the program would write them. The ledger has to take any history
(``tests/support/wide.py``). Each event names the state before it, and leads wherever it was drawn
to; what is not planned yet is planned first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from random import Random
from typing import Any
from unittest import mock

import msgspec
from hypothesis import strategies as st

from engine.errors import RefusedByRules
from engine.events import occurrences as events
from engine.events import upcasting
from engine.events.event import REGISTER, NewEvent
from engine.events.log import EventLog, StreamAppend
from engine.events.pending import NothingPending
from engine.events.streams import kind_of
from engine.projections.inline import batch_rows
from engine.projections.rebuild import rebuild
from engine.workflows.decider import Appends
from engine.workflows.handling import Handler, History
from engine.workflows.occurrence.decide import decide
from engine.workflows.occurrence.evolving import EVOLVES
from engine.workflows.requests import Request
from engine.workflows.rights import Speaker
from tests.support import deciding
from tests.support.any_event import FIRST_DAY, KINDS, LAST_DAY, OCCURRENCES, PEOPLE, STREAMS, facts
from tests.support.clock import Clock

DAYS = st.dates(FIRST_DAY, LAST_DAY)

_KEPT_BESIDE = ("order", "roadmap")
"""Kinds of streams whose events make measures and items."""

_BEGINNINGS = ("ResultReported", "TransferRequested", "MeasureApproved", "OrderItemIssued")
"""On these the others rest: they are drawn more often."""

_STEPS = [name for name, kinds in KINDS.items() if kinds == ("occurrence",)]
_FOLDED = [event.NAME for event in EVOLVES] + 3 * [*_BEGINNINGS[:2]]
"""Of these, the ones that change more than the state: they have to meet one another."""

_PLANS = [name for name, kinds in KINDS.items() if set(kinds) & set(_KEPT_BESIDE)]
_OTHERS = [name for name in KINDS if name not in {*_STEPS, *_PLANS}]
_PLANS += 2 * [*_BEGINNINGS[2:]]


class Raw(msgspec.Struct, frozen=True):
    """An event as somebody might have stored it, whatever the rules say."""

    stream: str
    name: str
    fields: dict[str, Any]
    on: date

    def new(self, state: str) -> NewEvent:
        """Return it in the shape that the program knows now, as it happens in *state*."""
        event_class = REGISTER[self.name]
        fields = {**self.fields}
        if issubclass(event_class, events.OccurrenceEvent):
            fields |= {"from": state or None}
        if "channel" in event_class.__struct_fields__:
            fields |= {"channel": "paper"}
        return NewEvent(event=msgspec.convert(fields, event_class), effective_on=self.on)


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
    """Return any event: of an occurrence, a plan, the register, or a stream without rows."""
    steps, folded, plans, others = (
        st.sampled_from(names).flatmap(_raw) for names in (_STEPS, _FOLDED, _PLANS, _OTHERS)
    )
    return st.one_of(steps, folded, folded, folded, plans, plans, others, others)


def _raw(name: str) -> st.SearchStrategy[Raw]:
    within = [stream for kind in KINDS[name] for stream in STREAMS[kind]]
    if within[0] == OCCURRENCES[0]:
        within += [OCCURRENCES[0]] * len(OCCURRENCES)  # one of them lives long
    seeds = st.integers(0, 2**32)
    said = seeds.map(lambda seed: facts(name, Random(seed)))  # noqa: S311 - no secret
    return st.builds(Raw, st.sampled_from(within), st.just(name), said, DAYS)


def _plannings() -> st.SearchStrategy[Together]:
    """Return that some occurrences are planned in any way, before anything else."""
    planned = st.lists(
        _raw("OccurrencePlanned"), min_size=1, max_size=5, unique_by=lambda raw: raw.stream
    )
    return st.builds(Together, planned.map(tuple), st.just("person/a"), st.none(), st.just(0))


def histories(max_size: int = 30) -> st.SearchStrategy[list[Act]]:
    """Return any list of acts."""
    connections = st.integers(0, 1)
    batches = st.builds(
        Together,
        st.lists(raws(), min_size=1, max_size=6).map(tuple),
        st.sampled_from(["person/a", "person/b"]),
        st.none() | st.sampled_from(PEOPLE),
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
    acts = st.one_of(batches, batches, batches, batches, steps, steps, jumps, st.just(Rebuild()))
    # Left alone, most lists are short; a short one is also what a failure shrinks to.
    short = st.lists(acts, max_size=4)
    long = st.lists(acts, min_size=max_size // 2, max_size=max_size)
    begun = st.builds(lambda first, more: [first, *more], _plannings(), long)
    return short | long | begun


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
        by_stream: dict[str, list[Raw]] = {}
        for raw in act.events:
            by_stream.setdefault(raw.stream, []).append(raw)
        log = self._logs[act.connection % len(self._logs)]
        appends = tuple(_append(log, stream, found) for stream, found in by_stream.items())
        if not any(append.events for append in appends):
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


def _append(log: EventLog, stream: str, raws: Sequence[Raw]) -> StreamAppend:
    """Return *raws* one after another, each in the state that the one before it led to.

    What is not planned yet is planned first, and nothing is planned twice.
    """
    recorded = log.stream(stream)
    last = json.loads(recorded[-1].facts) if recorded else {}
    if kind_of(stream) != "occurrence":
        found = [raw.new("") for raw in raws]
    else:
        found = list(_in_turn(stream, raws, last.get("to", "")))
    return StreamAppend(stream=stream, expected=len(recorded), events=tuple(found))


def _in_turn(stream: str, raws: Sequence[Raw], state: str) -> Iterator[NewEvent]:
    if not state and raws[0].name != "OccurrencePlanned":
        raws = (plainly_planned(stream), *raws)
    for raw in raws:
        if raw.name != "OccurrencePlanned" or not state:
            new = raw.new(state)
            assert isinstance(new.event, events.OccurrenceEvent)
            state = new.event.dest
            yield new


def plainly_planned(stream: str) -> Raw:
    """Return that an occurrence is planned for the year 2022, under the lead of an organisation."""
    fields: dict[str, Any] = {
        "key": "2022",
        "window": {"start": "2022-01-01", "end": "2022-12-31", "report_by": "2022-12-31"},
        "lead": "organisation/a",
        "co_executors": [],
        "section": [],
    }
    return Raw(stream, "OccurrencePlanned", fields, date(2022, 1, 20))


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
        mock.patch.dict(EVOLVES, {NewerReport: EVOLVES[events.ResultReported]}),
        mock.patch.dict(upcasting.UPCASTERS, lift if upcasters is None else upcasters),
    ):
        yield
