"""One occurrence in the review: planned against actual, judged by each of its deadlines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from engine.events.occurrences import OccurrenceCancelled
from engine.events.recorded import Recorded
from engine.events.streams import Reference
from engine.projections import discipline
from engine.projections.clocks import View
from engine.projections.discipline import DEVIATIONS, Judgement
from engine.review.replay import Replay, Section
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders.catalogue import Measure


class WordRef(msgspec.Struct, frozen=True, kw_only=True):
    """Where the words of an event are, and what they were: position and commitment."""

    position: int
    commitment: str


class EditionRef(msgspec.Struct, frozen=True, kw_only=True):
    """The edition that took an occurrence off: of the order itself, or by it of its roadmap."""

    order: str
    edition: int


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One occurrence, planned against actual.

    ``counted`` is the judgement of the headline, ``original`` by the deadline as first approved,
    ``duty`` by the one that has to be kept now. ``executor`` is the one whose figures it belongs
    to: who led on the deadline of the headline; ``lead`` the one who leads now. ``recorded_on`` is
    the day on which the report was recorded, ``recorded_late`` whether that was after the deadline
    of the headline though the work was not. ``reason`` is that of a lapse or a cancellation,
    ``cancelled_by`` the edition where one cancelled it, which has no words.
    """

    reference: str
    measure: str
    number: str
    title: str
    section: Section
    executor: str | None
    lead: str | None
    co_executors: tuple[str, ...]
    start: date | None
    counted: Judgement
    original: Judgement
    duty: Judgement
    expected_result: str
    status: str
    started_on: date | None
    reported_on: date | None
    recorded_on: date | None
    recorded_late: bool
    executed_on: date | None
    completeness: str | None
    result: WordRef | None
    verdict: str | None
    evaluated_on: date | None
    justification: WordRef | None
    cancelled_on: date | None
    reason: WordRef | None
    cancelled_by: EditionRef | None
    returns: int

    @property
    def deviates(self) -> bool:
        """Return whether it has to be explained, by either count."""
        return bool({self.counted.state, self.original.state} & DEVIATIONS)


def lines(replay: Replay, found: Iterable[Occurrence], view: View) -> tuple[Line, ...]:
    """Return *found* as lines, in the order of the plan and of their deadlines."""

    def rank(one: Occurrence) -> tuple[int, date, str]:
        return replay.ranks[one.path], one.original_deadline or date.max, one.key

    return tuple(_line(replay, one, view) for one in sorted(found, key=rank))


def _line(replay: Replay, one: Occurrence, view: View) -> Line:
    measure = replay.measures[one.path]
    return Line(
        reference=str(Reference.named(one.owner, replay.names[one.path], one.key)),
        measure=measure.id,
        number=measure.number,
        title=title(measure, one.item),
        section=replay.section(one),
        executor=_executor(one),
        lead=one.lead,
        co_executors=one.co_executors,
        start=one.start,
        counted=discipline.judgement(one, view.day, discipline.counted),
        original=discipline.judgement(one, view.day, discipline.original),
        duty=discipline.judgement(one, view.day, discipline.duty),
        expected_result=measure.expected_result,
        status=one.status,
        started_on=one.started_on,
        reported_on=one.reported_on,
        recorded_on=view.day_of(one.reported_at) if one.reported_at else None,
        recorded_late=discipline.is_recorded_late(one, view),
        executed_on=one.executed_on,
        completeness=one.completeness,
        result=_words(replay, one, "report") if one.reported_on else None,
        verdict=one.verdict,
        evaluated_on=one.evaluated_on,
        justification=_words(replay, one, "verdict") if one.verdict else None,
        cancelled_on=one.cancelled_on,
        reason=_words(replay, one, "reason") if _is_closed(one) else None,
        cancelled_by=_edition(replay, one) if one.status == "cancelled" else None,
        returns=one.returns,
    )


def _executor(one: Occurrence) -> str | None:
    deadline = discipline.counted(one)
    return one.lead if deadline is None else one.led_on(deadline)


def _is_closed(one: Occurrence) -> bool:
    """Return whether it was cancelled, or lapsed without a report."""
    return one.status == "cancelled" or (one.status == "evaluated" and one.reported_on is None)


def title(measure: Measure, item: str | None) -> str:
    """Return the measure's title, with the sub-item's where the occurrence is one of its own."""
    inner = next((found.title for found in measure.items if found.item == item), None)
    return measure.title if inner is None else f"{measure.title}: {inner}"


def _edition(replay: Replay, one: Occurrence) -> EditionRef | None:
    match replay.said.get((one.stream, "reason")):
        case Recorded(event=OccurrenceCancelled(order=str() as order, edition=int() as edition)):
            return EditionRef(order=order, edition=edition)
        case _:
            return None


def _words(replay: Replay, one: Occurrence, kind: str) -> WordRef | None:
    event = replay.said.get((one.stream, kind))
    if event is None or event.words_commitment is None:
        return None
    return WordRef(position=event.position, commitment=event.words_commitment)
