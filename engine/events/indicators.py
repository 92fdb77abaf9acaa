"""Facts about indicators, stream ``indicator/<key>``."""

from __future__ import annotations

from typing import Literal

from engine.events.event import Event, stored


@stored
class IndicatorDefined(Event, frozen=True, kw_only=True):
    """A number that a roadmap promises. ``targets``: period label -> value as printed."""

    NAME = "IndicatorDefined"

    roadmap: str
    name: str
    unit: str
    direction: Literal["up", "down", "reach", "yes_no", "unknown"]
    baseline: str | None
    targets: dict[str, str]
    method: str
