"""Facts about indicators, stream ``indicator/<key>``."""

from __future__ import annotations

from typing import Literal

from engine.errors import N_
from engine.events.event import Event, stored


class IndicatorText(Event, frozen=True, kw_only=True):
    """A number that a roadmap promises. ``targets``: period label -> value as printed."""

    roadmap: str
    name: str
    unit: str
    direction: Literal["up", "down", "reach", "yes_no", "unknown"]
    baseline: str | None
    targets: dict[str, str]
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
