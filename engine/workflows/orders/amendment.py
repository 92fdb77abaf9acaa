"""Amending a roadmap: what a later edition changes, and what that means for open occurrences.

Rows are matched by number and title; an occurrence keeps its key and its original deadline for
ever. What was reported or evaluated is left alone.
"""

from __future__ import annotations

from datetime import date

from engine.errors import N_, RefusedByRules
from engine.events import occurrences as events
from engine.events import roadmaps, streams
from engine.events.occurrences import DueWindow
from engine.events.roadmaps import PassportRow
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders import editions, measures, planning
from engine.workflows.orders.batch import OrderBatch, day
from engine.workflows.orders.catalogue import Measure
from engine.workflows.orders.draft import MeasureDraft, RoadmapDraft
from engine.workflows.orders.known import Known
from engine.workflows.orders.measures import Path, Row
from engine.workflows.orders.planning import Due

OPEN = ("planned", "in_progress")
"""States in which an amendment still changes an occurrence."""


def amend(batch: OrderBatch, order: str, draft: RoadmapDraft, known: Known) -> None:
    """Add the events of a new edition of a known roadmap, if it changes anything."""
    _Amendment(batch, order, draft, known).amend()


def horizon(draft: RoadmapDraft) -> tuple[date, date]:
    """Return first and last day of the plan; raises RefusedByRules where they are none."""
    start = day(draft.horizon.start, N_("the plan begins on “{text}”, which is not a date"))
    end = day(draft.horizon.end, N_("the plan ends on “{text}”, which is not a date"))
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


class _Amendment:
    """Compares one roadmap with its new edition, and adds what differs."""

    def __init__(self, batch: OrderBatch, order: str, draft: RoadmapDraft, known: Known) -> None:
        self._batch = batch
        self._order = order
        self._draft = draft
        self._history = known
        self._known = known.catalogue.roadmaps[draft.key]
        self._edition = self._known.edition + 1
        self._stream = streams.roadmap(draft.key)
        self._span = horizon(draft)

    def amend(self) -> None:
        added: list[tuple[Path, MeasureDraft]] = []
        left = self._history.catalogue.of(self._draft.key)
        for section, draft, known in editions.matched(left, list(measures.flat(self._draft))):
            if known is None:
                added.append((section, draft))
            else:
                left.remove(known)
                self._compare(known, section, draft)
        for gone in left:
            self._remove(gone)
        self._add(added)
        if self._reads_differently() or self._batch.touches(self._stream):
            self._batch.put_first(self._stream, self._event())

    def _event(self) -> roadmaps.RoadmapAmended:
        return roadmaps.RoadmapAmended(
            order=self._order,
            edition=self._edition,
            title=self._draft.title,
            annex=self._draft.annex,
            horizon_start=self._span[0],
            horizon_end=self._span[1],
            passport=passport(self._draft),
            all_windows=self._batch.all_windows,
            split_years=self._batch.split_years,
        )

    def _reads_differently(self) -> bool:
        """Return whether the roadmap itself changes, if no row of it."""
        known, draft = self._known, self._draft
        before = (known.title, known.annex, known.horizon_start, known.horizon_end, known.passport)
        return before != (draft.title, draft.annex, *self._span, passport(draft))

    def _compare(self, known: Measure, section: Path, draft: MeasureDraft) -> None:
        found = measures.row(self._batch, section, draft, known.items, self._highest_item(known))
        differs = [name for name in measures.FIELDS if editions.differs(name, known, found)]
        if differs:
            self._batch.add(
                self._stream,
                roadmaps.MeasureAmended(
                    measure=known.id, edition=self._edition, **measures.stored(found)
                ),
                found.words,
            )
        if {"executors", "items"} & set(differs):
            self._change_executors(known, found)
        if self._is_read_anew(known, draft, found):
            self._change_deadlines(known, draft, found)

    def _is_read_anew(self, known: Measure, draft: MeasureDraft, found: Row) -> bool:
        """Return whether deadlines are read again: other phrases, or the same in another horizon.

        Windows that were set by hand stay until the plan itself says something else.
        """
        if editions.known_phrases(known) != editions.printed_phrases(draft, found):
            return True
        before = (self._known.horizon_start, self._known.horizon_end)
        return before != self._span and not known.set_by_hand

    def _highest_item(self, known: Measure) -> int:
        """Return the highest id that a sub-item of the measure ever had in an occurrence's key."""
        used = (occurrence.item for occurrence in self._history.of(known.path))
        return max((int(item) for item in used if item and item.isdecimal()), default=0)

    def _change_executors(self, known: Measure, found: Row) -> None:
        """Tell every open occurrence who answers now: of a sub-item, its own executors first."""
        own = {item.item: item.executors for item in found.items}
        for occurrence in self._open(known):
            whose = own.get(occurrence.item or "") or found.executors
            lead = next((who.party for who in whose if who.role == "lead"), None)
            helpers = tuple(who.party for who in whose if who.role == "co")
            if (occurrence.lead, occurrence.co_executors) != (lead, helpers):
                event = events.ExecutorsAmended(
                    edition=self._edition, lead=lead, co_executors=helpers
                )
                self._batch.add(occurrence.stream, event)

    def _change_deadlines(self, known: Measure, draft: MeasureDraft, found: Row) -> None:
        """Read the new phrases; move windows one by one where they pair, else plan and cancel."""
        readings, dues = measures.deadlines(self._batch, known.id, draft, found, self._span)
        for reading in readings:
            self._batch.add(self._stream, reading)
        asked = sorted(self._batch.asked(dues), key=lambda due: (due.item or "", due.window.end))
        present = [
            occurrence
            for occurrence in self._history.of(known.path)
            if occurrence.deadline is not None and occurrence.status != "cancelled"
        ]
        ahead = [
            occurrence
            for occurrence in present
            if self._batch.is_asked(occurrence.current_deadline or date.max)
        ]
        if not (self._moved(present, asked) or self._moved(ahead, asked)):
            self._replan(known, ahead, asked, found.section)

    def _moved(self, present: list[Occurrence], asked: list[Due]) -> bool:
        """Move windows one by one if they pair with what is asked; say whether they do."""
        ordered = sorted(present, key=lambda found: found.item or "")
        if [due.item for due in asked] != [found.item for found in ordered]:
            return False
        for occurrence, due in zip(ordered, asked, strict=True):
            self._move(occurrence, due)
        return True

    def _move(self, occurrence: Occurrence, due: Due) -> None:
        window = DueWindow(start=due.window.start, end=due.window.end)
        if occurrence.status in OPEN and (
            (occurrence.start, occurrence.current_deadline) != (window.start, window.end)
        ):
            self._batch.add(
                occurrence.stream, events.WindowAmended(edition=self._edition, window=window)
            )

    def _replan(
        self, known: Measure, present: list[Occurrence], asked: list[Due], section: Path
    ) -> None:
        """Plan what is new, move what is asked for under its key, cancel what no longer is.

        What is asked for again after it was cancelled is planned under another key.
        """
        before = {occurrence.key: occurrence for occurrence in self._history.of(known.path)}
        wanted = dict(planning.keyed(asked))
        for key, due in wanted.items():
            if key not in before or before[key].status == "cancelled":
                free = planning.free_key(key, before.keys() | wanted.keys() - {key})
                self._batch.plan(known.path, free, due, section)
            elif before[key].deadline is not None:
                self._move(before[key], due)
        for occurrence in present:
            if occurrence.key not in wanted:
                self._cancel(occurrence)

    def _remove(self, gone: Measure) -> None:
        self._batch.add(
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
            found = measures.row(self._batch, section, draft)
            measures.add(
                self._batch,
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
            cancelled = events.OccurrenceCancelled(source=occurrence.status)
            self._batch.add(occurrence.stream, cancelled, words)

    def _open(self, measure: Measure) -> list[Occurrence]:
        return [found for found in self._history.of(measure.path) if found.status in OPEN]
