"""What a later edition means for occurrences: others answer, windows move, work falls away.

An occurrence keeps its key and its original deadline for ever. What was reported or evaluated is
left alone. The same for the measures of a roadmap and the items of an order.
"""

from __future__ import annotations

from datetime import date

from engine.events import changes
from engine.events.occurrences import OccurrenceCancelled
from engine.events.orders import Executor
from engine.events.roadmaps import Item
from engine.events.shapes import Section
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders import planning
from engine.workflows.orders.batch import OrderBatch
from engine.workflows.orders.catalogue import Measure
from engine.workflows.orders.known import Known
from engine.workflows.orders.planning import Due

OPEN = ("planned", "in_progress")
"""States in which a later edition still changes an occurrence."""


class Replanning:
    """Adds to a batch what an *edition* of *owner*, by *order*, changes in known occurrences."""

    def __init__(
        self, batch: OrderBatch, known: Known, *, owner: str, order: str, edition: int
    ) -> None:
        self._batch = batch
        self._known = known
        self._owner = owner
        self._order = order
        self._edition = edition

    def change_executors(
        self, measure: Measure, executors: tuple[Executor, ...], items: tuple[Item, ...] = ()
    ) -> None:
        """Tell every open occurrence who answers now: of a sub-item, its own executors first."""
        own = {item.item: item.executors for item in items}
        for occurrence in self._open(measure):
            whose = own.get(occurrence.item or "") or executors
            lead = next((who.party for who in whose if who.role == "lead"), None)
            helpers = tuple(who.party for who in whose if who.role == "co")
            if (occurrence.lead, occurrence.co_executors) != (lead, helpers):
                event = changes.ExecutorsAmended(
                    source=occurrence.status,
                    dest=occurrence.status,
                    order=self._order,
                    edition=self._edition,
                    lead=lead,
                    co_executors=helpers,
                )
                self._batch.add(occurrence.stream, event)

    def change_deadlines(
        self, measure: Measure, dues: list[Due], section: tuple[Section, ...]
    ) -> None:
        """Move windows one by one where they pair with *dues*, else plan and cancel."""
        asked = sorted(self._asked(measure, dues), key=lambda due: (due.item or "", due.window.end))
        present = [
            occurrence
            for occurrence in self._known.of(measure.path)
            if occurrence.original_deadline is not None and occurrence.status != "cancelled"
        ]
        ahead = [
            occurrence
            for occurrence in present
            if (occurrence.current_deadline or date.max) >= self._batch.on
        ]
        if not (self._moved(present, asked) or self._moved(ahead, asked)):
            self._replan(measure, ahead, asked, section)

    def cancel_all(self, measure: Measure) -> None:
        """Cancel what is open and not yet missed of a measure that is no longer asked for."""
        for occurrence in self._open(measure):
            self._cancel(occurrence)

    def _asked(self, measure: Measure, dues: list[Due]) -> list[Due]:
        """Return what the edition asks for: of a measure that has windows, nothing that is over."""
        asked = self._batch.asked(dues)
        if all(known.original_deadline is None for known in self._known.of(measure.path)):
            return asked
        return [due for due in asked if due.window.end >= self._batch.on]

    def _moved(self, present: list[Occurrence], asked: list[Due]) -> bool:
        """Move windows one by one if they pair with what is asked; say whether they do."""
        ordered = sorted(present, key=lambda found: found.item or "")
        if [due.item for due in asked] != [found.item for found in ordered]:
            return False
        for occurrence, due in zip(ordered, asked, strict=True):
            self._move(occurrence, due)
        return True

    def _move(self, occurrence: Occurrence, due: Due) -> None:
        window = due.window.due()
        if occurrence.status in OPEN and (
            (occurrence.start, occurrence.current_deadline) != (window.start, window.end)
        ):
            event = changes.WindowAmended(
                source=occurrence.status,
                dest=occurrence.status,
                order=self._order,
                edition=self._edition,
                window=window,
            )
            self._batch.add(occurrence.stream, event)

    def _replan(
        self,
        measure: Measure,
        present: list[Occurrence],
        asked: list[Due],
        section: tuple[Section, ...],
    ) -> None:
        """Plan what is new, move what is asked for under its key, cancel what no longer is.

        What is asked for again after it was cancelled is planned under another key.
        """
        before = {occurrence.key: occurrence for occurrence in self._known.of(measure.path)}
        wanted = dict(planning.keyed(asked))
        for key, due in wanted.items():
            if key not in before or before[key].status == "cancelled":
                free = planning.free_key(key, before.keys() | wanted.keys() - {key})
                self._batch.plan(measure.path, free, due, section, self._edition)
            elif before[key].original_deadline is not None:
                self._move(before[key], due)
        for occurrence in present:
            if occurrence.key not in wanted:
                self._cancel(occurrence)

    def _cancel(self, occurrence: Occurrence) -> None:
        if occurrence.status in OPEN and not self._is_missed(occurrence):
            cancelled = OccurrenceCancelled(
                source=occurrence.status, order=self._order, edition=self._edition
            )
            self._batch.add(occurrence.stream, cancelled)

    def _is_missed(self, occurrence: Occurrence) -> bool:
        """Return whether it was overdue before the edition took effect: that stays open."""
        deadline = occurrence.counted_deadline
        return deadline is not None and deadline < self._batch.on

    def _open(self, measure: Measure) -> list[Occurrence]:
        return [found for found in self._known.of(measure.path) if found.status in OPEN]
