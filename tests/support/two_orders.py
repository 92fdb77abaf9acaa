"""Two orders with two roadmaps and tracked items, told by hand, and whatever may happen to them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from engine.events import changes, parts, retractions
from engine.events import occurrences as events
from engine.events.event import Event
from engine.projections.clocks import View
from engine.workflows.occurrence.lifecycle import STATES
from tests.support.amending import due, executors_amended, window_amended
from tests.support.approving import approve, draft, item, measure, roadmap
from tests.support.telling import OPENED, ZONE, Telling, noon

JUNE = "occurrence/rm/m001/2022-06"
"""The school's, with the centre's help."""
AUGUST = "occurrence/rm/m002/2022-08"
AUGUST_2023 = "occurrence/rm/m002/2023-08"
SPAN = "occurrence/other/m001/2021..2022"
OCTOBER_ITEM = "occurrence/rm-order/i3/2022-10"
MAY_ITEM = "occurrence/other-order/i1/2022-05"
STREAMS = (JUNE, AUGUST, AUGUST_2023, SPAN, OCTOBER_ITEM, MAY_ITEM)

SCHOOL, CENTRE = "organisation/id1", "organisation/id2"
PARTIES = (SCHOOL, CENTRE, "organisation/id3")

FIRST, SECOND = date(2022, 1, 20), date(2022, 1, 25)
"""The days of the two orders."""


def two_orders() -> Telling:
    """Return a ledger in which both orders are approved, and nothing else has happened."""
    first = draft(
        roadmap(
            measure("июнь 2022", "Школа", "Центр", number="1"),
            measure("август ежегодно", "Центр", number="2"),
            title="План",
        ),
        date=FIRST.isoformat(),
        title="О плане",
        items=(item("октябрь 2022", "Школа", number="3"),),
    )
    second = draft(
        roadmap(measure("2021-2022", "Школа", number="1"), key="other"),
        key="other-order",
        date=SECOND.isoformat(),
        items=(item("май 2022", "Школа", number="1"), item(None, number="2")),
    )
    told = Telling().tell("ledger", OPENED, date(2022, 1, 1))
    told.approve(approve(first, today=FIRST), at=noon(FIRST))
    return told.approve(approve(second, today=SECOND), at=noon(SECOND))


# -- whatever may happen ---------------------------------------------------------------------------

DAYS = st.dates(date(2021, 12, 1), date(2023, 12, 31))
INSTANTS = st.datetimes(datetime(2022, 1, 1), datetime(2024, 2, 1), timezones=st.just(UTC))  # noqa: DTZ001
_LEADS = st.sampled_from([*PARTIES, None])
_WINDOWS = st.builds(lambda a, b: due(min(a, b), max(a, b)), DAYS, DAYS)
_EXECUTORS = {
    "lead": _LEADS,
    "co_executors": st.lists(st.sampled_from(PARTIES), max_size=2, unique=True).map(tuple),
}
_ANY = {"source": st.just("planned"), "dest": st.just("planned")}
"""The state that an event names which leaves it as it is: the telling puts the right one there."""


def _asked(event: type[Event], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Event]:
    return st.builds(event, **_ANY, window=_WINDOWS, **fields)


def _taken_back(event: type[Event]) -> st.SearchStrategy[Event]:
    return st.builds(
        event, source=st.sampled_from(STATES), dest=st.sampled_from(STATES), retracts=st.just(1)
    )


_REQUESTS = {"request": st.none() | st.integers(2, 12)}
_EVENTS: tuple[st.SearchStrategy[Event], ...] = (
    st.just(events.WorkStarted(source="planned")),
    st.just(events.StartRetracted(source="in_progress")),
    st.builds(
        events.ResultReported,
        source=st.just("in_progress"),
        completeness=st.sampled_from(["full", "full", "partly", "not_done"]),
        evidence=st.just(()),
    ),
    st.just(events.ReportWithdrawn(source="reported")),
    st.builds(
        events.ReportReturned,
        source=st.just("reported"),
        ground=st.sampled_from(["substance", "form"]),
    ),
    st.builds(
        events.ExecutionEvaluated,
        source=st.just("reported"),
        verdict=st.sampled_from(["done", "partly", "not_done"]),
        executed_on=st.none() | DAYS,
        control_by=st.none() | DAYS,
    ),
    st.just(events.OccurrenceLapsed(source="planned", cause="horizon")),
    st.just(events.OccurrenceCancelled(source="planned")),
    st.builds(
        events.OccurrenceReopened,
        source=st.just("evaluated"),
        cause=st.sampled_from(["reason", "control"]),
    ),
    st.just(events.OccurrenceReinstated(source="cancelled")),
    st.builds(window_amended, _WINDOWS),
    st.builds(window_amended, _WINDOWS),
    st.builds(executors_amended, *_EXECUTORS.values()),
    st.builds(changes.ExecutorsAssigned, **_ANY, **_EXECUTORS),
    _asked(changes.TransferRequested),
    _asked(changes.TransferGranted, **_REQUESTS),
    _asked(changes.TransferRefused, **_REQUESTS),
    st.builds(
        parts.PartReported,
        **_ANY,
        party=st.sampled_from(PARTIES),
        completeness=st.just("full"),
    ),
    *map(_taken_back, retractions.Retraction.__subclasses__()),
)
"""Whatever may happen to an occurrence; more than once what the others rest on."""


def tellings(max_size: int = 30) -> st.SearchStrategy[Telling]:
    """Return both orders and any events about them, lawful or not, by any clock."""
    streams = st.sampled_from([*STREAMS, *[JUNE] * len(STREAMS)])  # one of them lives long
    told = st.tuples(streams, st.one_of(_EVENTS), DAYS, INSTANTS)
    return st.lists(told, max_size=max_size).map(_told)


def _told(found: list[tuple[str, Event, date, datetime]]) -> Telling:
    telling = two_orders()
    for stream, event, on, at in found:
        telling.tell(stream, event, on, at=at)
    return telling


LABELS = st.sampled_from(["2022", "2023", "2022-Q2", "2022-06", "2021..2024", "2022-S"])
"""Periods to ask about."""


def views() -> st.SearchStrategy[View]:
    """Return any view: of the present, by one clock or the other, by both, by position."""
    maybe = st.none() | DAYS
    return st.builds(
        View,
        today=DAYS,
        time_zone=st.just(ZONE),
        as_of=maybe,
        known_on=maybe,
        at=st.none() | st.integers(1, 60),
        at_day=maybe,
    )
