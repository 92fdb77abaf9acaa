"""The indicators of a roadmap: defined with it, and compared when a later edition is taken in."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import count
from typing import Any

import msgspec

from engine.calendar import periods
from engine.events import indicators as events
from engine.events import streams
from engine.people.naming import folded
from engine.workflows.orders.batch import OrderBatch
from engine.workflows.orders.catalogue import Catalogue
from engine.workflows.orders.draft import IndicatorDraft, RoadmapDraft


def define(batch: OrderBatch, draft: RoadmapDraft) -> None:
    """Add the indicators of a new roadmap."""
    for key, indicator in zip(_free_keys(draft.key, ()), draft.indicators, strict=False):
        _define(batch, draft.key, key, indicator)


def amend(batch: OrderBatch, draft: RoadmapDraft, known: Catalogue) -> bool:
    """Add what differs between the indicators known and drafted; return whether any does.

    Indicators are matched by name: one under another name is another indicator.
    """
    left = known.indicators_of(draft.key)
    free = _free_keys(draft.key, known.indicators)
    differs = False
    for indicator in draft.indicators:
        key = next((key for key in left if _is_same(left[key], indicator)), None)
        if key is None:
            _define(batch, draft.key, next(free), indicator)
            differs = True
            continue
        before = left.pop(key)
        now = _facts(draft.key, indicator, before.baseline)
        if now != msgspec.structs.asdict(before):
            batch.add(streams.indicator(key), events.IndicatorAmended(**now))
            differs = True
    for key in left:
        batch.add(streams.indicator(key), events.IndicatorRemoved())
    return differs or bool(left)


def _is_same(known: events.IndicatorText, draft: IndicatorDraft) -> bool:
    return folded(known.name) == folded(draft.name)


def _free_keys(roadmap: str, taken: Container[str]) -> Iterator[str]:
    """Yield ``rm.1``, ``rm.2`` … without those *taken*: the key of a removed one stays its own."""
    return (key for key in (f"{roadmap}.{number}" for number in count(1)) if key not in taken)


def _define(batch: OrderBatch, roadmap: str, key: str, draft: IndicatorDraft) -> None:
    batch.add(streams.indicator(key), events.IndicatorDefined(**_facts(roadmap, draft, None)))


def _facts(roadmap: str, draft: IndicatorDraft, baseline: str | None) -> dict[str, Any]:
    """Return the fields of an indicator; raises where a target is of no readable period."""
    for label in draft.targets:
        periods.period(label)  # a target is compared with readings of that very period
    return {
        "roadmap": roadmap,
        "name": draft.name,
        "unit": draft.unit,
        "direction": draft.direction,
        "baseline": baseline,
        "targets": draft.targets,
        "method": draft.method,
    }
