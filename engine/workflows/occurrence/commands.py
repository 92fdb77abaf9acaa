"""One command for each step of an occurrence, and what its event says.

Who may give which command, and from which state, is in the table of ``steps.py``. A command
knows what its own event needs (``facts``, ``words``) and what no row of a table can say
(``check``).
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import msgspec

from engine.errors import N_, NotAllowed, RefusedByRules
from engine.events.occurrences import Completeness, Ground, StepTaken, Verdict
from engine.events.shapes import Evidence
from engine.workflows.occurrence.state import Occurrence

EXECUTED = N_("Give the day on which it was executed with --executed-on.")


class StepCommand(msgspec.Struct, frozen=True, kw_only=True):
    """What all steps have in common: the day on which it happened, null for today."""

    on: date | None = None

    def check(self, on: date, occurrence: Occurrence) -> None:
        """Raise RefusedByRules for what the table cannot say; *on* is the day of the step."""

    def facts(self, _occurrence: Occurrence) -> dict[str, Any]:
        """Return the facts of its event: of its own fields those that the event has, too."""
        return msgspec.structs.asdict(self)

    def words(self, event: type[StepTaken]) -> dict[str, str]:
        """Return the words that travel beside its *event*: its own fields of the same names."""
        said = event.WORDS & frozenset(self.__struct_fields__)
        return {name: getattr(self, name).strip() for name in sorted(said)}


def linked(link: str) -> tuple[Evidence, ...]:
    """Return the evidence that a *link* is: none where it is empty."""
    return (Evidence(kind="link"),) if link.strip() else ()


def check_begun(day: date, occurrence: Occurrence, remedy: str) -> None:
    """Raise RefusedByRules where neither the order nor the window had begun on *day*."""
    beginning = occurrence.beginning
    if beginning is not None and day < beginning:
        raise RefusedByRules(
            N_("{day} lies before {earliest}, when the order and the window had not begun"),
            remedy=remedy,
            day=day,
            earliest=beginning,
        )


class WithReason(StepCommand, frozen=True, kw_only=True):
    """A step that says why."""

    reason: str


class Start(StepCommand, frozen=True, kw_only=True):
    """The executor begins."""


class Unstart(WithReason, frozen=True, kw_only=True):
    """The person who started takes it back."""

    def check(self, _on: date, occurrence: Occurrence) -> None:
        """Refuse where the work was reported before: once reported, a start stays."""
        if occurrence.reports:
            raise NotAllowed(N_("a start can be taken back only before anything was reported"))


class Report(StepCommand, frozen=True, kw_only=True):
    """The lead executor says what came of it; ``link`` points at the evidence, if any."""

    result: str
    completeness: Completeness = "full"
    link: str = ""

    def facts(self, _occurrence: Occurrence) -> dict[str, Any]:
        """Return how complete it is, and what kind of evidence there is."""
        return {"completeness": self.completeness, "evidence": linked(self.link)}

    def words(self, _event: type[StepTaken]) -> dict[str, str]:
        """Return the result, and where the evidence is."""
        return {"result": self.result.strip(), "evidence.1": self.link.strip()}


class Withdraw(WithReason, frozen=True, kw_only=True):
    """The person who reported takes the report back."""


class Return(WithReason, frozen=True, kw_only=True):
    """The supervisor sends the report back: the work was wrong, or only its form."""

    ground: Ground = "substance"


class Evaluate(StepCommand, frozen=True, kw_only=True):
    """The supervisor gives a verdict; ``executed_on`` where he accepts another day of execution."""

    verdict: Verdict
    justification: str
    executed_on: date | None = None

    def check(self, on: date, occurrence: Occurrence) -> None:
        """Refuse a day of execution after the verdict, or before anything could be done."""
        executed = self.executed_on
        if executed is None:
            return
        if executed > on:
            raise RefusedByRules(
                N_("the day of execution, {day}, lies after the evaluation of {on}"),
                remedy=EXECUTED,
                day=executed,
                on=on,
            )
        check_begun(executed, occurrence, EXECUTED)


class Lapse(WithReason, frozen=True, kw_only=True):
    """The supervisor closes what no one reported as not done: a successor began, or the plan ended.

    The two are the ``cause``.
    """

    cause: Literal["successor", "horizon"]

    def check(self, on: date, occurrence: Occurrence) -> None:
        """Refuse before the deadline has passed, and where there is none."""
        last = occurrence.current_deadline
        if last is None:
            raise RefusedByRules(N_("an occurrence without a deadline does not lapse"))
        if on <= last:
            raise RefusedByRules(
                N_("an occurrence lapses only after its deadline ({deadline})"), deadline=last
            )
        if occurrence.requests:
            raise RefusedByRules(
                N_("a transfer of its deadline was asked for, and is not decided"),
                remedy=N_("Decide that first."),
            )


class Cancel(WithReason, frozen=True, kw_only=True):
    """The supervisor takes the occurrence off; ``basis`` is the document that says so."""

    basis: str


class Reopen(WithReason, frozen=True, kw_only=True):
    """The supervisor sends an evaluated occurrence back to work."""


class Reinstate(WithReason, frozen=True, kw_only=True):
    """The supervisor brings a cancelled occurrence back to work."""
