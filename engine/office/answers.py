"""Answers: status, audit, review; and keeping the rows in order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.events import chain, codec
from engine.events.recorded import Recorded
from engine.office.desk import Desk
from engine.projections import audit
from engine.projections.clocks import View
from engine.projections.rebuild import rebuild
from engine.projections.status import Status, status
from engine.review import annual
from engine.schedule.periods import Period


class Answers(Desk):
    """What everybody may ask."""

    def status(
        self, periods: Iterable[Period], view: View, roadmap: str | None = None
    ) -> tuple[Status, ...]:
        """Return the execution status of each of *periods*, by executor, of one roadmap or all."""
        units = [unit for unit in self.units(view) if roadmap in (None, unit.roadmap)]
        return status(units, periods, view.day)

    def audit(self, stream: str | None = None) -> list[audit.Entry]:
        """Return the trail of one stream, or of the whole log, its chain verified."""
        events = self.log.stream(stream) if stream else self._verified()
        recorded = list(map(codec.recorded, events))
        words = self.log.words([event.position for event in recorded])
        return audit.entries(recorded, words, self.register(), self.opened.time_zone)

    def review(self, period: Period, view: View, roadmap: str | None = None) -> annual.Review:
        """Return the review of *period*, replayed from the verified log."""
        events: list[Recorded] = list(map(codec.recorded, self._verified()))
        return annual.review(self.opened, events, view, period, roadmap)

    def rebuild(self) -> dict[str, int]:
        """Make all read rows again from the log; returns how many each table has."""
        return dict(rebuild(self.log))

    def upgrade(self) -> None:
        """Bring a ledger that an older program made to this version."""
        self.log.upgrade()
        self._observe("ledger.upgraded")

    def _verified(self) -> list[Any]:
        return list(chain.verified(self.opened.ledger_id, self.log.events()))
