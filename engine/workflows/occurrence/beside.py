"""Commands of steps that leave the occurrence in its state: parts, evidence, notes, transfers.

They stand in the table of ``steps.py`` like all others.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Literal

from engine.errors import N_, RefusedByRules
from engine.events.occurrences import Completeness, Status, StepTaken
from engine.events.parts import Risk
from engine.events.shapes import DueWindow
from engine.workflows.occurrence.commands import StepCommand, WithReason, linked
from engine.workflows.occurrence.state import Occurrence

WORKED_ON: tuple[Status, ...] = ("planned", "in_progress")
"""States in which work may still be told of."""


class Note(StepCommand, frozen=True, kw_only=True):
    """Someone says something about it: a comment, or (interim) how far the work is."""

    comment: str
    kind: Literal["comment", "interim"] = "comment"
    risk: Risk | None = None

    def check(self, _on: date, occurrence: Occurrence) -> None:
        """Refuse interim words on what was reported already."""
        if self.kind == "interim" and occurrence.status not in WORKED_ON:
            raise RefusedByRules(
                N_("how far the work is can be said only before it is reported"),
                remedy=N_("Make it a comment."),
            )


class FilePart(StepCommand, frozen=True, kw_only=True):
    """A co-executor says what came of his part; ``party`` is whose part it is."""

    party: str
    result: str
    completeness: Completeness = "full"
    link: str = ""

    def facts(self, _occurrence: Occurrence) -> dict[str, Any]:
        """Return whose part it is, how complete, and what kind of evidence there is."""
        evidence = linked(self.link)
        return {"party": self.party, "completeness": self.completeness, "evidence": evidence}

    def words(self, _event: type[StepTaken]) -> dict[str, str]:
        """Return the result, and where the evidence is."""
        return {"result": self.result.strip(), "evidence.1": self.link.strip()}

    def check(self, _on: date, occurrence: Occurrence) -> None:
        """Refuse a part of someone who does not answer for it."""
        if self.party not in (occurrence.lead, *occurrence.co_executors):
            raise RefusedByRules(N_("the part is of none of its executors"))


class Attach(StepCommand, frozen=True, kw_only=True):
    """More evidence comes, as a link."""

    link: str

    def facts(self, _occurrence: Occurrence) -> dict[str, Any]:
        """Return what kind of evidence it is."""
        return {"evidence": linked(self.link)}

    def words(self, _event: type[StepTaken]) -> dict[str, str]:
        """Return where it is."""
        return {"evidence.1": self.link.strip()}


class Moving(WithReason, frozen=True, kw_only=True):
    """What asks for another deadline or grants it: its last day, and perhaps its first."""

    until: date
    start: date | None = None

    def facts(self, occurrence: Occurrence) -> dict[str, Any]:
        """Return the window, and the request that it answers."""
        return {"window": moved(occurrence, self.start, self.until), "request": asked(occurrence)}

    def check(self, _on: date, occurrence: Occurrence) -> None:
        """Refuse where there is no deadline to move, or a window that ends before it begins."""
        if occurrence.current_deadline is None:
            raise RefusedByRules(N_("an occurrence without a deadline has none to transfer"))
        start = self.start or occurrence.start
        if start is not None and self.until < start:
            raise RefusedByRules(
                N_("the window would end on {end}, before it begins on {start}"),
                remedy=N_("Give a later day."),
                end=self.until,
                start=start,
            )


class RequestTransfer(Moving, frozen=True, kw_only=True):
    """An executor asks for another deadline."""


class Transfer(Moving, frozen=True, kw_only=True):
    """The supervisor moves the deadline: as it was asked for, otherwise, or of himself."""


class RefuseTransfer(WithReason, frozen=True, kw_only=True):
    """The supervisor leaves the deadline as it is."""

    def facts(self, occurrence: Occurrence) -> dict[str, Any]:
        """Return the request that it answers, and what was asked for."""
        [*_, last] = occurrence.requests
        return {"request": last.version, "window": last.window}

    def check(self, _on: date, occurrence: Occurrence) -> None:
        """Refuse where nothing was asked for."""
        if not occurrence.requests:
            raise RefusedByRules(N_("no transfer of its deadline was asked for"))


def asked(occurrence: Occurrence) -> int | None:
    """Return the version of the last request for a transfer that was not decided, or None."""
    return occurrence.requests[-1].version if occurrence.requests else None


def moved(occurrence: Occurrence, start: date | None, until: date) -> DueWindow:
    """Return the window that ends on *until*; its report is due as long after it as before."""
    deadline, report_by = occurrence.current_deadline, occurrence.report_by
    after = report_by - deadline if report_by and deadline else timedelta()
    return DueWindow(start=start or occurrence.start or until, end=until, report_by=until + after)
