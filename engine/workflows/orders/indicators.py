"""The indicators of a roadmap: defined with it, and compared when a later edition is taken in."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import count

import msgspec

from engine.calendar import periods
from engine.events import indicators as events
from engine.events import streams
from engine.people.naming import folded
from engine.workflows.orders.batch import OrderBatch
from engine.workflows.orders.catalogue import Catalogue, Indicator
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
        differs |= _compare(batch, draft.key, key, before, indicator)
    for key in left:
        batch.add(streams.indicator(key), events.IndicatorRemoved())
    return differs or bool(left)


def _compare(
    batch: OrderBatch, roadmap: str, key: str, before: Indicator, draft: IndicatorDraft
) -> bool:
    """Add what *draft* says differently of a known indicator; return whether it does."""
    stream = streams.indicator(key)
    now = _text(roadmap, draft, before.text)
    if now != before.text:
        batch.add(stream, events.IndicatorAmended(**msgspec.structs.asdict(now)))
    wanted = _targets(draft)
    periods_named = {**before.targets, **wanted}
    for period in periods_named:
        if before.targets.get(period) != wanted.get(period):
            batch.add(stream, events.TargetSet(period=period, value=wanted.get(period)))
    return now != before.text or before.targets != wanted


def _is_same(known: Indicator, draft: IndicatorDraft) -> bool:
    return folded(known.text.name) == folded(draft.name)


def _free_keys(roadmap: str, taken: Container[str]) -> Iterator[str]:
    """Yield ``rm.1``, ``rm.2`` … without those *taken*: the key of a removed one stays its own."""
    return (key for key in (f"{roadmap}.{number}" for number in count(1)) if key not in taken)


def _define(batch: OrderBatch, roadmap: str, key: str, draft: IndicatorDraft) -> None:
    stream = streams.indicator(key)
    defined = events.IndicatorDefined(**msgspec.structs.asdict(_text(roadmap, draft, None)))
    batch.add(stream, defined)
    for period, value in _targets(draft).items():
        batch.add(stream, events.TargetSet(period=period, value=value))


def _targets(draft: IndicatorDraft) -> dict[str, str]:
    """Return the targets by period; raises where one is of no readable period."""
    for label in draft.targets:
        periods.period(label)  # a target is compared with readings of that very period
    return dict(draft.targets)


def _text(
    roadmap: str, draft: IndicatorDraft, before: events.IndicatorText | None
) -> events.IndicatorText:
    """Return an indicator as *draft* reads; what a draft does not say stays as it was."""
    known = before or events.IndicatorText(
        roadmaps=(roadmap,),
        name=draft.name,
        unit=draft.unit,
        direction=draft.direction,
        baseline=None,
        method=draft.method,
    )
    return msgspec.structs.replace(
        known,
        name=draft.name,
        unit=draft.unit,
        direction=draft.direction,
        method=draft.method,
    )
