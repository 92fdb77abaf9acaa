"""The table of steps: who may take which step from where, and what has to be said."""

from __future__ import annotations

import msgspec

from engine.workflows.occurrence.steps import STEPS


class StepAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One step. ``leads_to`` is null where it leaves the state as it is.

    ``independent``: not by those who started or reported the work themselves, in this round.
    """

    step: str
    who: str
    independent: bool
    leads_from: tuple[str, ...]
    leads_to: str | None
    must_say: tuple[str, ...]
    event: str


class StepsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """All steps, in the order in which an occurrence meets them."""

    steps: tuple[StepAnswer, ...]


def steps() -> StepsAnswer:
    """Return the whole table."""
    return StepsAnswer(
        steps=tuple(
            StepAnswer(
                step=row.trigger,
                who=row.who,
                independent=row.independent,
                leads_from=row.sources,
                leads_to=row.dest,
                must_say=row.must_say,
                event=row.event.NAME,
            )
            for row in STEPS
        )
    )
