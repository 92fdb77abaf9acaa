"""Facts about indicators, stream ``indicator/<key>``."""

from __future__ import annotations

from typing import Literal

from engine.errors import N_
from engine.events.event import Event, stored

Direction = Literal["up", "down", "reach", "yes_no", "unknown"]
Threshold = Literal["at_least", "at_most", "grow_by", "reach", "yes_no", "positive", "unknown"]
"""What a target asks for: a floor, a ceiling, a growth, the value itself, yes, any growth."""


class IndicatorText(Event, frozen=True, kw_only=True):
    """A number that ``roadmaps`` promise; what it shall reach are later events (``TargetSet``).

    ``mechanisms`` are the numbers of what it serves in the assessment of quality management.
    """

    WORDS = frozenset({"name", "unit", "method"})

    roadmaps: tuple[str, ...]
    mechanisms: tuple[str, ...] = ()
    name: str
    unit: str
    direction: Direction
    threshold: Threshold = "unknown"
    baseline: str | None
    method: str


@stored
class IndicatorDefined(IndicatorText, frozen=True, kw_only=True):
    """The roadmap promises this number from now on."""

    NAME = "IndicatorDefined"
    TOLD = N_("indicator defined")


@stored
class IndicatorAmended(IndicatorText, frozen=True, kw_only=True):
    """The number is promised differently in a later edition; all of it, as it reads now."""

    NAME = "IndicatorAmended"
    TOLD = N_("indicator amended")


@stored
class IndicatorRemoved(Event, frozen=True, kw_only=True):
    """A later edition no longer promises the number."""

    NAME = "IndicatorRemoved"
    TOLD = N_("indicator removed")


@stored
class TargetSet(Event, frozen=True, kw_only=True):
    """What the number shall be in a period (a label), as printed; null: it is no longer promised.

    ``order`` is the key of the act that says so, null where none does.
    """

    NAME = "TargetSet"
    TOLD = N_("target set")

    period: str
    value: str | None
    order: str | None = None
