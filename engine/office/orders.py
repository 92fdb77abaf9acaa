"""Orders: taking them in, amending, setting windows by hand, writing them out again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

import msgspec

from engine.documents import export
from engine.errors import N_, NotFound, RefusedByRules
from engine.events import codec
from engine.events.log import Receipt, StreamAppend
from engine.office.desk import Desk, new_id
from engine.projections import occurrences, references
from engine.workflows import approval, rights, scheduling
from engine.workflows.amendment import History
from engine.workflows.approval import Approval, Decided
from engine.workflows.catalogue import Measure
from engine.workflows.draft import Draft
from engine.workflows.occurrence import Occurrence
from engine.workflows.scheduling import Scheduling, Target


class Orders(Desk):
    """What an operator asks for."""

    def approve(self, wanted: Approval) -> Receipt | None:
        """Record an order with its roadmaps and occurrences, whole; None where nothing is new."""
        speaker = self.speaker(step="import")
        if self._brings_nothing(wanted):
            return None

        def decided() -> tuple[StreamAppend, ...]:
            rights.require(speaker, "operator")
            appends = self.preview(wanted).appends
            if not appends:
                raise RefusedByRules(
                    N_("somebody has just recorded the same order"),
                    remedy=N_("See it with: vekha show"),
                )
            return appends

        given = {"order": hashlib.sha256(msgspec.json.encode(wanted)).hexdigest()}
        return self._record("import", speaker, given, decided)

    def _brings_nothing(self, wanted: Approval) -> bool:
        """Return whether *wanted* is recorded already; a refusal comes later, with its note."""
        try:
            return not self.preview(wanted).appends
        except RefusedByRules:
            return False

    def preview(self, wanted: Approval) -> Decided:
        """Return what recording *wanted* would record and change; nothing is recorded."""
        versions = self.log.versions()  # before what is decided on: who comes between is noticed
        history = History(self.catalogue(), self._occurrences())

        def version(stream: str) -> int:
            return versions.get(stream, 0)

        return approval.decide(wanted, self.register(), version, new_id, self.today, history)

    def recorded_order(self, file_sha256: str) -> str | None:
        """Return the key of the order that was read from this very file, if any."""
        orders = self.catalogue().orders.values()
        return next((order.key for order in orders if order.file_sha256 == file_sha256), None)

    def set_windows(
        self,
        reference: str,
        windows: Iterable[str],
        *,
        source: str = "",
        schedule: str = "",
        item: str | None = None,
        on: date | None = None,
    ) -> Receipt:
        """Set windows by hand, or bind an outside *schedule*, for a measure (or its sub-item)."""
        speaker = self.speaker(step="schedule")
        today = self.today
        wanted = Scheduling(
            windows=tuple(windows), source=source, schedule=schedule, on=on or today
        )

        def decided() -> tuple[StreamAppend, ...]:
            rights.require(speaker, "operator")
            versions = self.log.versions()
            measure = references.find_measure(self.catalogue(), reference)
            target = self._scheduled(measure, item)
            return scheduling.decide(wanted, target, versions.get(target.stream, 0), today)

        given = {
            "reference": reference,
            "windows": list(wanted.windows),
            "source": source,
            "schedule": schedule,
            "item": item,
            "on": on and codec.day_text(on),
        }
        return self._record("schedule", speaker, given, decided)

    def export_roadmap(self, key: str) -> Draft:
        """Return a roadmap with its order as ``import`` takes it; raises NotFound."""
        prefixes = ("order/", "roadmap/", "indicator/")
        stored = [event for prefix in prefixes for event in self.log.streams(prefix)]
        events = list(map(codec.recorded, sorted(stored, key=lambda event: event.position)))
        words = self.log.words([event.position for event in events])
        return export.roadmap(events, words, self.register(), key)

    def _scheduled(self, measure: Measure, item: str | None) -> Target:
        """Return what gets windows, as it stands now."""
        is_measure = measure.owner in self.catalogue().roadmaps
        found = next((inner for inner in measure.items if inner.item == item), None)
        if item is not None and found is None:
            raise NotFound(
                N_("{measure} has no sub-item {item}"),
                remedy=N_("See them with: vekha show {measure}"),
                measure=measure.path,
                item=item,
            )
        taken = [unit.key for unit in self.units() if unit.path == measure.path]
        return Target(
            stream=f"{'roadmap' if is_measure else 'order'}/{measure.owner}",
            path=measure.path,
            measure=measure.id if is_measure else None,
            item=item if is_measure else measure.id,
            executors=(found.executors if found else ()) or measure.executors,
            section=measure.section,
            taken=frozenset(taken),
        )

    def _occurrences(self) -> dict[str, Occurrence]:
        events = map(codec.recorded, self.log.streams("occurrence/"))
        return {stream: state for stream, (state, _) in occurrences.folded(events).items()}
