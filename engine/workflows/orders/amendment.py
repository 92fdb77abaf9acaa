"""Amending a roadmap: what a later edition says differently of it and of its rows.

Rows are matched by number and title; what a change means for occurrences is ``replanning.py``.
"""

from __future__ import annotations

from datetime import date

from engine.errors import N_, RefusedByRules
from engine.events import roadmaps, streams
from engine.events.roadmaps import PassportRow
from engine.workflows.orders import editions, indicators, measures
from engine.workflows.orders.batch import OrderBatch, day
from engine.workflows.orders.catalogue import Measure
from engine.workflows.orders.draft import MeasureDraft, RoadmapDraft
from engine.workflows.orders.known import Known
from engine.workflows.orders.measures import Path, Row
from engine.workflows.orders.replanning import Replanning


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
        self._replanning = Replanning(
            batch, known, owner=draft.key, order=order, edition=self._edition
        )

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
        promises = indicators.amend(self._batch, self._draft, self._history.catalogue)
        if promises or self._reads_differently() or self._batch.touches(self._stream):
            self._batch.put_first(self._stream, self._event())

    def _event(self) -> roadmaps.RoadmapAmended:
        return roadmaps.RoadmapAmended(
            order=self._order,
            edition=self._edition,
            title=self._draft.title,
            annex=self._draft.annex,
            horizon_start=self._span[0],
            horizon_end=self._span[1],
            mechanisms=self._known.mechanisms,
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
                    measure=known.id,
                    edition=self._edition,
                    **measures.stored(found),
                    **{name: getattr(known, name) for name in measures.KEPT},
                ),
                found.words,
            )
        if {"executors", "items"} & set(differs):
            self._replanning.change_executors(known, found.executors, found.items)
        if self._is_read_anew(known, draft, found):
            readings, dues = measures.deadlines(self._batch, known.id, draft, found, self._span)
            for reading in readings:
                self._batch.add(self._stream, reading)
            self._replanning.change_deadlines(known, dues, found.section)

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

    def _remove(self, gone: Measure) -> None:
        self._batch.add(
            self._stream, roadmaps.MeasureRemoved(measure=gone.id, edition=self._edition)
        )
        self._replanning.cancel_all(gone)

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
