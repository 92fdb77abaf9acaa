"""Deadlines and what is said of them: by which one an occurrence counts as what, recorded when.

And by which edition something came about, where no one gave a reason.
"""

from __future__ import annotations

from datetime import date

from engine.wording import codes
from engine.wording.days import day
from engine.wording.language import text as _


def judged(deadline: date | None, state: str) -> str:
    """Return a deadline and what the occurrence counts as by it."""
    return f"{day(deadline)} ({codes.counted(state)})"


def by_original(deadline: date | None, state: str) -> str:
    """Say what it counts as by the deadline as first approved."""
    return _("by the original deadline: {state}").format(state=judged(deadline, state))


def in_figures(deadline: date | None, state: str) -> str:
    """Say what it counts as by the deadline of the headline figures."""
    return _("in the figures, by the deadline: {state}").format(state=judged(deadline, state))


def in_force(deadline: date | None, state: str) -> str:
    """Say what it counts as by the deadline that has to be kept now."""
    return _("by the deadline now: {state}").format(state=judged(deadline, state))


def recorded_late(on: date | None) -> str:
    """Say that work done in time was recorded only after the deadline, on the day *on*."""
    return _("recorded {day}, after the deadline").format(day=day(on))


def by_edition(owner: str, edition: int, order: str | None) -> str:
    """Say which edition brought it about: of a roadmap by an order, or of the order itself."""
    if order is None or order == owner:
        return _("by edition {edition} of {owner}").format(edition=edition, owner=owner)
    said = _("by edition {edition} of {owner}, order {order}")
    return said.format(edition=edition, owner=owner, order=order)
