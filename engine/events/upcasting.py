"""Old shapes of events, lifted once, on reading; stored rows never change.

A new shape means ``VERSION + 1`` in the class, one function here from the version before, and one
old line in ``fixtures/``. ``check`` finds a gap in the chain before anything is read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.events.event import REGISTER

Facts = dict[str, Any]

UPCASTERS: dict[tuple[str, int], Callable[[Facts], Facts]] = {}
"""(stored name, version) -> facts of the next version. Empty: no shape has changed yet."""


def lift(name: str, version: int, facts: Facts) -> Facts:
    """Return *facts* in the newest shape of *name*; raises ValueError where a step is missing."""
    for step in range(version, REGISTER[name].VERSION):
        upcaster = UPCASTERS.get((name, step))
        if upcaster is None:
            raise ValueError(f"no way from version {step} to {step + 1}")
        facts = upcaster(facts)
    return facts


def missing() -> list[tuple[str, int]]:
    """Return every (name, version) from which no upcaster leads on: none, if all is well."""
    return [
        (name, version)
        for name, event_class in REGISTER.items()
        for version in range(1, event_class.VERSION)
        if (name, version) not in UPCASTERS
    ]
