"""Setting windows by hand, or binding somebody else's schedule, for what no phrase could date.

What is planned already stays as it is, under its key; only windows that nobody has asked for yet
become occurrences.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from engine.calendar import periods
from engine.errors import N_, RefusedByRules
from engine.events.event import NewEvent
from engine.events.log import StreamAppend
from engine.events.occurrences import DueWindow
from engine.events.orders import Executor
from engine.events.roadmaps import ScheduleBound, Section, Window, WindowsSet
from engine.workflows import planning
from engine.workflows.planning import Due


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """What gets windows: the stream that keeps its deadlines, its path, who answers.

    ``measure`` is null for an item of an order, which ``item`` then names. ``taken`` are the keys
    of its occurrences so far.
    """

    stream: str
    path: str
    measure: str | None
    item: str | None
    executors: tuple[Executor, ...]
    section: tuple[Section, ...]
    taken: frozenset[str]


class Scheduling(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to set *windows*; ``schedule`` names the outside schedule, if that is what it is."""

    windows: tuple[str, ...]
    source: str
    schedule: str = ""
    on: date


def decide(
    wanted: Scheduling, target: Target, version: int, today: date
) -> tuple[StreamAppend, ...]:
    """Return the events that set the windows and plan what is new; raises RefusedByRules."""
    _check(wanted, today)
    windows = tuple(read_windows(dict.fromkeys(wanted.windows)))
    item = target.item if target.measure else None
    dues = (Due(item=item, window=found, executors=target.executors) for found in windows)
    fresh = [(key, due) for key, due in planning.keyed(dues) if key not in target.taken]
    if not fresh:
        raise RefusedByRules(
            N_("{path} has these windows already"),
            remedy=N_("See them with: vekha show {path}"),
            path=target.path,
        )
    event, words = _event(wanted, target, windows)
    first = StreamAppend(
        stream=target.stream,
        expected=version,
        events=(NewEvent(event=event, effective_on=wanted.on, words=words),),
    )
    return (first, *(_planned(target, key, due, wanted.on) for key, due in fresh))


def read_windows(texts: Iterable[str]) -> Iterable[Window]:
    """Yield the windows that people wrote: a label, a day, or ``FIRST..LAST``."""
    for printed, text in enumerate(texts, 1):
        first, dots, last = text.strip().partition("..")
        start, end = periods.period(first), periods.period(last if dots else first)
        found = periods.named(start.start, end.end)
        yield Window(start=found.start, end=found.end, label=found.label, printed=printed)


def _check(wanted: Scheduling, today: date) -> None:
    if wanted.on > today:
        raise RefusedByRules(
            N_("{day} has not come yet"),
            remedy=N_("Give the day of the document that sets the windows."),
            day=wanted.on.isoformat(),
        )
    if not wanted.windows:
        raise RefusedByRules(
            N_("no window was given"), remedy=N_("Give it with --window FIRST..LAST.")
        )
    if not (wanted.source.strip() or wanted.schedule.strip()):
        raise RefusedByRules(
            N_("nothing says where the windows come from"),
            remedy=N_("Name the document with --source."),
        )


def _event(
    wanted: Scheduling, target: Target, windows: tuple[Window, ...]
) -> tuple[WindowsSet | ScheduleBound, dict[str, str]]:
    """Return the event, and where the windows come from as words."""
    words = {"source": wanted.source.strip()}
    if not wanted.schedule.strip():
        event = WindowsSet(measure=target.measure, item=target.item, windows=windows)
        return event, words
    bound = ScheduleBound(measure=target.measure, item=target.item, windows=windows)
    return bound, {**words, "schedule": wanted.schedule.strip()}


def _planned(target: Target, key: str, due: Due, on: date) -> StreamAppend:
    window = DueWindow(start=due.window.start, end=due.window.end)
    new = planning.planned(key, window, due.executors, target.section, on)
    return StreamAppend(stream=f"occurrence/{target.path}/{key}", expected=0, events=(new,))
