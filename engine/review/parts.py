"""One roadmap, or one order with tracked items, in the year: figures and lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from engine.calendar.periods import Period
from engine.events.streams import MeasurePath, Reference
from engine.projections import discipline
from engine.projections.clocks import View
from engine.projections.status import Group, by_executor, groups, total
from engine.review.lines import Line, lines
from engine.review.replay import Replay, Section, headings
from engine.workflows.occurrence.state import Occurrence

PartKind = Literal["roadmap", "order"]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A roadmap (``order`` is the key of the one that approved it), or an order with its items.

    An occurrence is in one list at most: ``due`` is N of the headline; ``cancelled`` were
    cancelled in time, ``prolonged`` moved in time to another period; ``passing`` is under way and
    counted in another period. ``not_asked``: measures that have no occurrence at all.
    """

    kind: PartKind
    key: str
    title: str
    order: str
    total: Group
    sections: tuple[Group, ...]
    executors: tuple[Group, ...]
    due: tuple[Line, ...]
    prolonged: tuple[Line, ...]
    cancelled: tuple[Line, ...]
    passing: tuple[Line, ...]
    without_deadline: tuple[Line, ...]
    not_asked: tuple[str, ...]

    def lines(self) -> tuple[Line, ...]:
        """Return all lines of the part."""
        return (
            *self.due,
            *self.prolonged,
            *self.cancelled,
            *self.passing,
            *self.without_deadline,
        )


def owners(replay: Replay) -> Iterator[str]:
    """Yield the keys of all parts: roadmaps, then orders with tracked items, as recorded.

    What has an occurrence has a part, whatever else of it a view shows.
    """
    tracked = {one.owner for one in replay.occurrences}
    tracked |= {measure.owner for measure in replay.measures.values() if measure.deadlines}
    known = replay.catalogue
    listed = [*known.roadmaps, *(key for key in known.orders if key in tracked)]
    yield from dict.fromkeys([*listed, *sorted(tracked)])


def part(replay: Replay, key: str, view: View, period: Period) -> Part:
    """Return the part of the roadmap or order *key* in *period*."""
    own = [one for one in replay.occurrences if one.owner == key]
    kind, title, order = _approved(replay, key, own)
    moved = [one for _, one in discipline.prolonged_in(own, period)]
    return Part(
        kind=kind,
        key=key,
        title=title,
        order=order,
        total=total(own, view, period),
        sections=_sections(replay, key, own, view, period),
        executors=by_executor(own, view, period),
        due=lines(replay, discipline.due_in(own, period), view),
        prolonged=lines(replay, moved, view),
        cancelled=lines(replay, discipline.cancelled_in(own, period), view),
        passing=lines(replay, _passing(own, period), view),
        without_deadline=lines(replay, _undated(own, period), view),
        not_asked=tuple(_not_asked(replay, key, own)),
    )


def _approved(replay: Replay, key: str, own: Iterable[Occurrence]) -> tuple[PartKind, str, str]:
    """Return what the part is, its title, and the key of its order; empty where a view lacks it."""
    order, roadmap = replay.catalogue.orders.get(key), replay.catalogue.roadmaps.get(key)
    if order or any(one.name.path.is_item for one in own):
        return "order", order.title if order else "", key
    return "roadmap", roadmap.title if roadmap else "", roadmap.order if roadmap else ""


def _sections(
    replay: Replay, key: str, own: list[Occurrence], view: View, period: Period
) -> tuple[Group, ...]:
    """Return the figures by section, in the order of the plan."""
    places: dict[Section, int] = {}
    for measure in replay.catalogue.of(key):
        places.setdefault(headings(measure), len(places))
    found = groups(own, view, period, lambda one, _deadline: replay.section(one))
    ordered = sorted(found, key=lambda path: (places.get(path, len(places)), path))
    return tuple(msgspec.structs.replace(found[path], name=" / ".join(path)) for path in ordered)


def _passing(own: Iterable[Occurrence], period: Period) -> Iterator[Occurrence]:
    """Yield what is under way in the period and counted in another.

    Spans that end later, and what an amendment after the deadline has moved into the period.
    """
    listed = {one.stream for _, one in discipline.dated_in(own, period)}
    listed |= {one.stream for _, one in discipline.prolonged_in(own, period)}
    for one in own:
        if one.stream not in listed and one.status != "cancelled" and _is_under_way(one, period):
            yield one


def _is_under_way(one: Occurrence, period: Period) -> bool:
    """Return whether its window touches the period, and it was not executed before."""
    if one.start is None or one.current_deadline is None:
        return False
    executed = discipline.executed_on(one)
    touches = one.start <= period.end and period.start <= one.current_deadline
    return touches and (executed is None or period.start <= executed)


def _undated(own: Iterable[Occurrence], period: Period) -> Iterator[Occurrence]:
    """Yield what was done in the period without any deadline (on demand)."""
    for one in own:
        begun = one.started_on
        if one.current_deadline is None and begun and period.start <= begun <= period.end:
            yield one


def _not_asked(replay: Replay, key: str, own: Iterable[Occurrence]) -> Iterator[str]:
    """Yield the measures without any occurrence; of an order, the items that are tracked."""
    asked = {one.path for one in own}
    for measure in replay.catalogue.of(key):
        is_item = MeasurePath(measure.owner, measure.id).is_item
        if measure.path not in asked and (measure.deadlines or not is_item):
            yield str(Reference.named(key, replay.names[measure.path]))
