"""Amending a roadmap: what a later edition changes, and what that means for open occurrences.

Rows are matched by number and title; an occurrence keeps its key and its original deadline for
ever. What was reported or evaluated is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from engine.errors import N_, RefusedByRules
from engine.events import occurrences as facts
from engine.events import roadmaps
from engine.events.occurrences import DueWindow
from engine.events.roadmaps import DeadlineRead, PassportRow
from engine.people.naming import fold
from engine.workflows import measures, planning
from engine.workflows.catalogue import Catalogue, Measure
from engine.workflows.draft import MeasureDraft, RoadmapDraft
from engine.workflows.measures import Path, Row
from engine.workflows.occurrence import Occurrence
from engine.workflows.planning import Due
from engine.workflows.recording import Recording, day

OPEN = ("planned", "in_progress")
"""States in which an amendment still changes an occurrence."""

COMPARED = ("number", "section", "title", "expected_result", "participants", "executors", "items")


class History(msgspec.Struct, frozen=True):
    """What is known so far: the catalogue, and the occurrences by stream."""

    catalogue: Catalogue = Catalogue({}, {}, {})
    occurrences: Mapping[str, Occurrence] = {}

    def of(self, path: str) -> list[Occurrence]:
        """Return the occurrences of a measure (``roadmap/m001``), by deadline."""
        found = [
            occurrence
            for stream, occurrence in self.occurrences.items()
            if stream.startswith(f"occurrence/{path}/")
        ]
        return sorted(found, key=lambda known: (known.current_deadline or date.max, known.key))


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One difference between two editions, for people: ``what`` is a field, ``added`` or so."""

    roadmap: str
    number: str
    what: str
    before: str
    after: str


def amend(recording: Recording, order: str, draft: RoadmapDraft, history: History) -> list[Change]:
    """Add the events of a new edition of a known roadmap; return what it changes."""
    return _Amendment(recording, order, draft, history).amend()


def horizon(draft: RoadmapDraft) -> tuple[date, date]:
    """Return first and last day of the plan; raises RefusedByRules where they are none."""
    start = day(draft.horizon.start, N_("the beginning of the plan"))
    end = day(draft.horizon.end, N_("the end of the plan"))
    if end < start:
        raise RefusedByRules(
            N_("the plan {key} ends before it begins"),
            remedy=N_("Correct its horizon."),
            key=draft.key,
        )
    return start, end


def passport(draft: RoadmapDraft) -> tuple[PassportRow, ...]:
    """Return the passport as it is stored."""
    return tuple(
        PassportRow(stage=found.stage, label=found.label, text=found.text)
        for found in draft.passport
    )


def add_measure(
    recording: Recording,
    key: str,
    measure: str,
    edition: int,
    draft: MeasureDraft,
    found: Row,
    span: tuple[date, date],
) -> None:
    """Add a new measure, how its deadlines were read, and its occurrences."""
    stream = f"roadmap/{key}"
    recording.add(
        stream,
        roadmaps.MeasureApproved(measure=measure, edition=edition, **_stored(found)),
        found.words,
    )
    readings, dues = measures.deadlines(recording, measure, draft, found, span)
    for reading in readings:
        recording.add(stream, reading)
    recording.plan_all(f"{key}/{measure}", dues, found.section)


class _Amendment:
    """Compares one roadmap with its new edition, and adds what differs."""

    def __init__(
        self, recording: Recording, order: str, draft: RoadmapDraft, history: History
    ) -> None:
        self._recording = recording
        self._order = order
        self._draft = draft
        self._history = history
        self._known = history.catalogue.roadmaps[draft.key]
        self._edition = self._known.edition + 1
        self._stream = f"roadmap/{draft.key}"
        self._span = horizon(draft)
        self._changes: list[Change] = []

    def amend(self) -> list[Change]:
        added: list[tuple[Path, MeasureDraft]] = []
        left = self._history.catalogue.of(self._draft.key)
        amended = self._amended()
        for section, draft, known in _matched(left, list(measures.flat(self._draft))):
            if known is None:
                added.append((section, draft))
            else:
                left.remove(known)
                self._compare(known, section, draft)
        for gone in left:
            self._remove(gone)
        self._add(added)
        if self._changes or amended:
            self._recording.put_first(self._stream, self._event())
        return self._changes

    def _event(self) -> roadmaps.RoadmapAmended:
        return roadmaps.RoadmapAmended(
            order=self._order,
            edition=self._edition,
            title=self._draft.title,
            horizon_start=self._span[0],
            horizon_end=self._span[1],
            passport=passport(self._draft),
        )

    def _amended(self) -> bool:
        """Note what changes about the roadmap itself."""
        known, draft = self._known, self._draft
        before = (known.horizon_start.isoformat(), known.horizon_end.isoformat())
        after = (self._span[0].isoformat(), self._span[1].isoformat())
        self._note("", "title", known.title, draft.title)
        self._note("", "horizon", "..".join(before), "..".join(after))
        return known.passport != passport(draft)

    def _compare(self, known: Measure, section: Path, draft: MeasureDraft) -> None:
        found = measures.row(self._recording, section, draft)
        differs = [name for name in COMPARED if _differs(name, known, found)]
        for name in differs:
            self._note(known.number, name, _said(getattr(known, name)), _said(getattr(found, name)))
        if differs:
            self._recording.add(
                self._stream,
                roadmaps.MeasureAmended(measure=known.id, edition=self._edition, **_stored(found)),
                found.words,
            )
        if "executors" in differs:
            self._change_executors(known, found)
        if _phrases(known) != _draft_phrases(draft):
            self._change_deadlines(known, draft, found)

    def _change_executors(self, known: Measure, found: Row) -> None:
        lead = next((who.party for who in found.executors if who.role == "lead"), None)
        helpers = tuple(who.party for who in found.executors if who.role == "co")
        event = facts.ExecutorsAmended(edition=self._edition, lead=lead, co_executors=helpers)
        for occurrence in self._open(known):
            self._recording.add(occurrence.stream, event)

    def _change_deadlines(self, known: Measure, draft: MeasureDraft, found: Row) -> None:
        """Read the new phrases; move windows one by one where they pair, else plan and cancel."""
        readings, dues = measures.deadlines(self._recording, known.id, draft, found, self._span)
        for reading in readings:
            self._recording.add(self._stream, reading)
        before = [phrase for _item, phrase in _phrases(known)]
        after = [phrase for _item, phrase in _draft_phrases(draft)]
        self._note(known.number, "deadline", "; ".join(before), "; ".join(after))
        asked = sorted(
            self._recording.asked(dues), key=lambda due: (due.item or "", due.window.end)
        )
        dated = [found for found in self._history.of(known.path) if found.deadline is not None]
        present = sorted(dated, key=lambda found: _item(found) or "")
        if [due.item for due in asked] == list(map(_item, present)):
            for occurrence, due in zip(present, asked, strict=True):
                self._move(occurrence, due)
        else:
            self._replan(known, present, asked, found.section)

    def _move(self, occurrence: Occurrence, due: Due) -> None:
        window = DueWindow(start=due.window.start, end=due.window.end)
        if occurrence.status in OPEN and (
            (occurrence.start, occurrence.current_deadline) != (window.start, window.end)
        ):
            self._recording.add(
                occurrence.stream, facts.WindowAmended(edition=self._edition, window=window)
            )

    def _replan(
        self, known: Measure, present: list[Occurrence], asked: list[Due], section: Path
    ) -> None:
        """Plan what is new and cancel what is no longer asked for; the overdue stays open."""
        keys = {occurrence.key for occurrence in self._history.of(known.path)}
        wanted = dict(planning.keyed(asked))
        for key, due in wanted.items():
            if key not in keys:
                self._recording.plan(known.path, key, due, section)
        for occurrence in present:
            over = (occurrence.current_deadline or date.max) < self._recording.on
            if occurrence.key not in wanted and not over:
                self._cancel(occurrence)

    def _remove(self, gone: Measure) -> None:
        self._note(gone.number, "removed", gone.title, "")
        self._recording.add(
            self._stream, roadmaps.MeasureRemoved(measure=gone.id, edition=self._edition)
        )
        for occurrence in self._open(gone):
            self._cancel(occurrence)

    def _add(self, added: list[tuple[Path, MeasureDraft]]) -> None:
        count = sum(
            measure.owner == self._draft.key
            for measure in self._history.catalogue.measures.values()
        )
        for number, (section, draft) in enumerate(added, count + 1):
            self._note(draft.number, "added", "", draft.title)
            found = measures.row(self._recording, section, draft)
            add_measure(
                self._recording,
                self._draft.key,
                f"m{number:03d}",
                self._edition,
                draft,
                found,
                self._span,
            )

    def _cancel(self, occurrence: Occurrence) -> None:
        if occurrence.status in OPEN:
            words = {"reason": f"{self._draft.key}: {self._edition}", "basis": self._order}
            cancelled = facts.OccurrenceCancelled(source=occurrence.status)
            self._recording.add(occurrence.stream, cancelled, words)

    def _open(self, measure: Measure) -> list[Occurrence]:
        return [found for found in self._history.of(measure.path) if found.status in OPEN]

    def _note(self, number: str, what: str, before: str, after: str) -> None:
        if before != after:
            self._changes.append(
                Change(
                    roadmap=self._draft.key,
                    number=number,
                    what=what,
                    before=before,
                    after=after,
                )
            )


def _matched(
    known: list[Measure], rows: list[tuple[Path, MeasureDraft]]
) -> Iterator[tuple[Path, MeasureDraft, Measure | None]]:
    """Pair rows with measures: same number and title first, then number, then title alone."""
    left = list(known)
    pairs: dict[int, Measure] = {}
    for same in (_same_row, _same_number, _same_title):
        for index, (_section, draft) in enumerate(rows):
            if index in pairs:
                continue
            found = next((measure for measure in left if same(measure, draft)), None)
            if found is not None:
                pairs[index] = found
                left.remove(found)
    for index, (section, draft) in enumerate(rows):
        yield section, draft, pairs.get(index)


def _item(occurrence: Occurrence) -> str | None:
    """Return the sub-item that an occurrence belongs to."""
    return occurrence.key.partition(":")[0] if ":" in occurrence.key else None


def _same_row(measure: Measure, draft: MeasureDraft) -> bool:
    return _same_number(measure, draft) and _same_title(measure, draft)


def _same_number(measure: Measure, draft: MeasureDraft) -> bool:
    return bool(draft.number) and fold(measure.number) == fold(draft.number)


def _same_title(measure: Measure, draft: MeasureDraft) -> bool:
    return fold(measure.title) == fold(draft.title)


def _differs(name: str, known: Measure, found: Row) -> bool:
    before, after = getattr(known, name), getattr(found, name)
    if name == "executors":
        return [(who.party, who.role) for who in before] != [(w.party, w.role) for w in after]
    return bool(before != after)


def _said(value: object) -> str:
    """Return a field for people: texts as they are, executors and sections by their names."""
    if isinstance(value, str):
        return value
    parts = value if isinstance(value, tuple) else ()
    names = [
        getattr(part, "as_printed", None) or getattr(part, "title", None) or part.party
        for part in parts
    ]
    return ", ".join(names)


def _phrases(measure: Measure) -> list[tuple[str | None, str]]:
    readings: dict[str | None, DeadlineRead] = measure.deadlines
    return [(item, reading.phrase) for item, reading in readings.items()]


def _draft_phrases(draft: MeasureDraft) -> list[tuple[str | None, str]]:
    own: list[tuple[str | None, str]] = [(None, draft.deadline)]
    return own + [
        (str(number), item.deadline)
        for number, item in enumerate(draft.items, 1)
        if item.deadline is not None
    ]


def _stored(found: Row) -> dict[str, Any]:
    """Return the fields that MeasureApproved and MeasureAmended have in common."""
    names = (*COMPARED, "place")
    return {name: getattr(found, name) for name in names}
