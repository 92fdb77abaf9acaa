"""What people want to happen to an occurrence: plain values, one class for each step.

``on`` is the day on which it happened, as the person says; it is never after today.
"""

from __future__ import annotations

from datetime import date

import msgspec

from engine.events.occurrences import Completeness, Verdict


class StepCommand(msgspec.Struct, frozen=True, kw_only=True):
    """What all steps have in common."""

    on: date


class WithReason(StepCommand, frozen=True, kw_only=True):
    """A step that says why."""

    reason: str


class Start(StepCommand, frozen=True, kw_only=True):
    """The executor begins."""


class Unstart(WithReason, frozen=True, kw_only=True):
    """Whoever started takes it back."""


class Report(StepCommand, frozen=True, kw_only=True):
    """The lead executor says what came of it; ``link`` points at the evidence, if any."""

    result: str
    completeness: Completeness = "full"
    link: str = ""


class Withdraw(WithReason, frozen=True, kw_only=True):
    """Whoever reported takes the report back."""


class Return(WithReason, frozen=True, kw_only=True):
    """The supervisor sends the report back for rework."""


class Evaluate(StepCommand, frozen=True, kw_only=True):
    """The supervisor gives a verdict on the execution."""

    verdict: Verdict
    justification: str


class Lapse(WithReason, frozen=True, kw_only=True):
    """The supervisor closes what nobody reported, with its ``period`` (a label), as not done."""

    period: str


class Cancel(WithReason, frozen=True, kw_only=True):
    """The supervisor takes the occurrence off; ``basis`` is the document that says so."""

    basis: str


class Reopen(WithReason, frozen=True, kw_only=True):
    """The supervisor sends an evaluated occurrence back to work."""


class Reinstate(WithReason, frozen=True, kw_only=True):
    """The supervisor brings a cancelled occurrence back to work."""
