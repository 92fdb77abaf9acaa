"""The review of a year: what was due, what became of it, by section and by executor.

It replays events and never reads the stored rows. What is due in the year is counted by the
original deadline and again by the one in force; occurrences that only pass through the year and
occurrences without a deadline are listed apart and counted nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from engine.calendar.periods import Period
from engine.events import occurrences as facts
from engine.events.chain import Head
from engine.events.ledger import LedgerOpened
from engine.events.recorded import Recorded
from engine.projections import discipline, occurrences, references
from engine.projections.clocks import View
from engine.projections.discipline import State
from engine.projections.status import Group, by_executor, group
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders import catalogue as catalogues
from engine.workflows.orders.catalogue import Catalogue, Measure

FORMAT = "vekha-review/1"
PROFILE = "discipline/1"
"""How figures are counted; a later way gets another name, and old reviews keep theirs."""


class WordRef(msgspec.Struct, frozen=True, kw_only=True):
    """Where the words of an event stand, and what they were: position and commitment."""

    position: int
    commitment: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One occurrence, planned against actual. ``deviation_days`` is positive when late."""

    reference: str
    measure: str
    number: str
    title: str
    section: tuple[str, ...]
    lead: str | None
    co_executors: tuple[str, ...]
    start: date | None
    deadline: date | None
    current_deadline: date | None
    expected_result: str
    state: State
    status: str
    started_on: date | None
    reported_on: date | None
    deviation_days: int | None
    completeness: str | None
    result: WordRef | None
    verdict: str | None
    evaluated_on: date | None
    justification: WordRef | None
    returns: int


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One roadmap in the year. ``not_asked``: measures that have no occurrence at all."""

    key: str
    title: str
    order: str
    total: Group
    sections: tuple[Group, ...]
    executors: tuple[Group, ...]
    due: tuple[Line, ...]
    passing: tuple[Line, ...]
    without_deadline: tuple[Line, ...]
    not_asked: tuple[str, ...]

    def lines(self) -> tuple[Line, ...]:
        """Return all lines of the part."""
        return (*self.due, *self.passing, *self.without_deadline)


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """The whole review, with what it rests on: ledger, position, head, both clocks, profile."""

    format: str
    profile: str
    ledger_id: str
    organisation: str
    purpose: str
    period: str
    day: date
    as_of: date | None
    known_on: date | None
    position: int
    head: str
    total: Group
    executors: tuple[Group, ...]
    parts: tuple[Part, ...]


class _Replay(msgspec.Struct):
    """What one pass over the events leaves behind."""

    catalogue: Catalogue
    numbers: dict[str, str]
    ranks: dict[str, int]
    units: list[Occurrence]
    reports: dict[str, Recorded]
    verdicts: dict[str, Recorded]

    def section(self, unit: Occurrence) -> tuple[str, ...]:
        """Return the headings of the measure in the edition that is looked at."""
        return tuple(
            _heading(part.number, part.title) for part in self.catalogue.measures[unit.path].section
        )


def review(
    opened: LedgerOpened,
    events: Sequence[Recorded],
    view: View,
    period: Period,
    roadmap: str | None = None,
) -> Review:
    """Return the review of *period* over *events* (the whole log, in order) as *view* sees them.

    Its position and head are the last that was known to the view: with ``known_on`` it is the same,
    byte for byte, however long the log has grown since.
    """
    last = next(iter(view.known(reversed(events))), None)
    head = Head(last.position, last.hash) if last else Head()
    replay = _replay(view.seen(events))
    chosen = [key for key in replay.catalogue.roadmaps if roadmap in (None, key)]
    parts = tuple(_roadmap(replay, key, view.day, period) for key in chosen)
    units = [unit for unit in replay.units if unit.owner in chosen]
    return Review(
        format=FORMAT,
        profile=PROFILE,
        ledger_id=opened.ledger_id,
        organisation=opened.organisation,
        purpose=opened.purpose,
        period=period.label,
        day=view.day,
        as_of=view.as_of,
        known_on=view.known_on,
        position=head.position,
        head=head.hash,
        total=group("", units, view.day, period),
        executors=by_executor(units, view.day, period),
        parts=parts,
    )


def _replay(events: Iterable[Recorded]) -> _Replay:
    seen = list(events)
    reports: dict[str, Recorded] = {}
    verdicts: dict[str, Recorded] = {}
    for event in seen:
        match event.event:
            case facts.ResultReported():
                reports[event.stream] = event
            case facts.ExecutionEvaluated() | facts.OccurrenceLapsed():
                verdicts[event.stream] = event
    catalogue = catalogues.fold(seen)
    # Windows that were set by hand may be older, by their day, than the plan: then nothing is due.
    units = [unit for unit in occurrences.seen(seen) if unit.path in catalogue.measures]
    numbers = references.names(catalogue.measures.values())
    ranks = {path: rank for rank, path in enumerate(catalogue.measures)}
    return _Replay(catalogue, numbers, ranks, units, reports, verdicts)


def _roadmap(replay: _Replay, key: str, day: date, period: Period) -> Part:
    roadmap = replay.catalogue.roadmaps[key]
    units = [unit for unit in replay.units if unit.owner == key]
    due = discipline.due_in(units, period)
    asked = {unit.path for unit in units}
    either = [*due, *discipline.due_in(units, period, discipline.current)]
    sections = sorted(
        {replay.section(unit) for unit in either},
        key=lambda path: (_order(replay, key, path), path),
    )
    return Part(
        key=key,
        title=roadmap.title,
        order=roadmap.order,
        total=group("", units, day, period),
        sections=tuple(
            group(
                " / ".join(path),
                [unit for unit in units if replay.section(unit) == path],
                day,
                period,
            )
            for path in sections
        ),
        executors=by_executor(units, day, period),
        due=_lines(replay, due, day),
        passing=_lines(replay, _passing(units, period), day),
        without_deadline=_lines(replay, _undated(units, period), day),
        not_asked=tuple(
            f"{key}/{replay.numbers[measure.path]}"
            for measure in replay.catalogue.of(key)
            if measure.path not in asked
        ),
    )


def _passing(units: Iterable[Occurrence], period: Period) -> list[Occurrence]:
    """Return what is under way in the period and due later."""
    return [
        unit
        for unit in units
        if unit.start is not None
        and unit.deadline is not None
        and unit.start <= period.end < unit.deadline
    ]


def _undated(units: Iterable[Occurrence], period: Period) -> list[Occurrence]:
    """Return what was done in the period without any deadline (on demand)."""
    return [
        unit
        for unit in units
        if unit.deadline is None
        and unit.started_on is not None
        and period.start <= unit.started_on <= period.end
    ]


def _lines(replay: _Replay, units: list[Occurrence], day: date) -> tuple[Line, ...]:
    def rank(unit: Occurrence) -> tuple[int, date, str]:
        return replay.ranks[unit.path], unit.deadline or date.max, unit.key

    return tuple(_line(replay, unit, day) for unit in sorted(units, key=rank))


def _line(replay: _Replay, unit: Occurrence, day: date) -> Line:
    measure = replay.catalogue.measures[unit.path]
    report = replay.reports.get(unit.stream) if unit.reported_on else None
    verdict = replay.verdicts.get(unit.stream) if unit.verdict else None
    deviation = None
    if unit.reported_on and unit.deadline:
        deviation = (unit.reported_on - unit.deadline).days
    return Line(
        reference=f"{unit.owner}/{replay.numbers[unit.path]}@{unit.key}",
        measure=unit.name.path.measure,
        number=measure.number,
        title=_title(measure, unit.item),
        section=replay.section(unit),
        lead=unit.lead,
        co_executors=unit.co_executors,
        start=unit.start,
        deadline=unit.deadline,
        current_deadline=unit.current_deadline,
        expected_result=measure.expected_result,
        state=discipline.state(unit, day),
        status=unit.status,
        started_on=unit.started_on,
        reported_on=unit.reported_on,
        deviation_days=deviation,
        completeness=unit.completeness,
        result=_word_ref(report),
        verdict=unit.verdict,
        evaluated_on=unit.evaluated_on,
        justification=_word_ref(verdict),
        returns=unit.returns,
    )


def _title(measure: Measure, item: str | None) -> str:
    """Return the measure's title, with the sub-item's where the occurrence is one of its own."""
    inner = next((found.title for found in measure.items if found.item == item), None)
    return measure.title if inner is None else f"{measure.title}: {inner}"


def _word_ref(event: Recorded | None) -> WordRef | None:
    if event is None or event.words_commitment is None:
        return None
    return WordRef(position=event.position, commitment=event.words_commitment)


def _heading(number: str, title: str) -> str:
    return f"{number} {title}".strip()


def _order(replay: _Replay, key: str, path: Sequence[str]) -> int:
    """Return where a section first occurs in the roadmap."""
    for rank, measure in enumerate(replay.catalogue.of(key)):
        if tuple(_heading(part.number, part.title) for part in measure.section) == path:
            return rank
    return len(replay.catalogue.measures)
