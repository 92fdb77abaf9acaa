"""Setting windows by hand, or binding an outside schedule, for what no phrase could date.

What is planned already stays as it is, under its key; only windows that no one has asked for yet
become occurrences.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from engine.calendar import periods
from engine.errors import N_, NotFound, RefusedByRules
from engine.events.event import NewEvent
from engine.events.log import StreamAppend
from engine.events.orders import Executor
from engine.events.roadmaps import ScheduleBound, WindowsSet
from engine.events.shapes import ReadWindow
from engine.events.streams import MeasurePath, OccurrenceStream
from engine.workflows import rights
from engine.workflows.decider import Appends, By
from engine.workflows.orders import planning
from engine.workflows.orders.catalogue import Measure
from engine.workflows.orders.planning import Cause, Due


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """What gets windows: a measure or an item of an order, perhaps only a sub-item of it.

    ``version`` is that of the stream that keeps its deadlines, ``taken`` are the keys of its
    occurrences so far.
    """

    measure: Measure
    item: str | None
    version: int
    taken: frozenset[str]

    @property
    def path(self) -> MeasurePath:
        """Return the path of the measure."""
        return MeasurePath(self.measure.owner, self.measure.id)

    @property
    def executors(self) -> tuple[Executor, ...]:
        """Return who answers: the sub-item's own executors first."""
        found = next((inner for inner in self.measure.items if inner.item == self.item), None)
        return (found.executors if found else ()) or self.measure.executors


class SetWindows(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to set *windows* by hand, on the day ``on`` of the document that says so.

    ``schedule`` names the outside schedule where one is bound; ``item`` a sub-item.
    """

    windows: tuple[str, ...]
    source: str = ""
    schedule: str = ""
    item: str | None = None
    on: date | None = None


def decide(command: SetWindows, target: Target, by: By) -> Appends:
    """Return the events that set the windows and plan what is new; raises RefusedByRules."""
    rights.require(by.speaker, "operator")
    on = command.on or by.today
    _check(command, on, target, by.today)
    windows = tuple(read_windows(dict.fromkeys(command.windows)))
    dues = (Due(item=target.item, window=found, executors=target.executors) for found in windows)
    fresh = [(key, due) for key, due in planning.keyed(dues) if key not in target.taken]
    if not fresh:
        raise RefusedByRules(
            N_("{path} has these windows already"),
            remedy=N_("See them with: vekha show {path}"),
            path=target.measure.path,
        )
    event, words = _event(command, target, windows)
    first = StreamAppend(
        stream=target.path.plan,
        expected=target.version,
        events=(NewEvent(event=event, effective_on=on, words=words),),
    )
    return (first, *(_planned(target, key, due, on) for key, due in fresh))


def read_windows(texts: Iterable[str]) -> Iterable[ReadWindow]:
    """Yield the windows that people wrote: a label, a day, or ``FIRST..LAST``."""
    for printed, text in enumerate(texts, 1):
        first, dots, last = text.strip().partition("..")
        start, end = periods.asked(first), periods.asked(last if dots else first)
        found = periods.named(start.start, end.end)
        yield planning.read_window(found, printed)


def _check(command: SetWindows, on: date, target: Target, today: date) -> None:
    if target.item is not None and all(one.item != target.item for one in target.measure.items):
        raise NotFound(
            N_("{measure} has no sub-item {item}"),
            remedy=N_("See them with: vekha show {measure}"),
            measure=target.measure.path,
            item=target.item,
        )
    if on > today:
        raise RefusedByRules(
            N_("{day} has not come yet"),
            remedy=N_("Give the day of the document that sets the windows."),
            day=on,
        )
    if not command.windows:
        raise RefusedByRules(
            N_("no window was given"), remedy=N_("Give it with --window FIRST..LAST.")
        )
    if not (command.source.strip() or command.schedule.strip()):
        raise RefusedByRules(
            N_("nothing says where the windows come from"),
            remedy=N_("Name the document with --source."),
        )


def _event(
    command: SetWindows, target: Target, windows: tuple[ReadWindow, ...]
) -> tuple[WindowsSet | ScheduleBound, dict[str, str]]:
    """Return the event, and where the windows come from as words."""
    words = {"source": command.source.strip()}
    measure: str | None = target.measure.id
    item = target.item
    if target.path.is_item:
        measure, item = None, target.measure.id
    if not command.schedule.strip():
        return WindowsSet(measure=measure, item=item, windows=windows), words
    bound = ScheduleBound(measure=measure, item=item, windows=windows)
    return bound, {**words, "schedule": command.schedule.strip()}


def _planned(target: Target, key: str, due: Due, on: date) -> StreamAppend:
    new = planning.planned(
        key, due.window, due.executors, target.measure.section, on, Cause(origin="schedule")
    )
    return StreamAppend(stream=str(OccurrenceStream(target.path, key)), expected=0, events=(new,))
