"""Collecting the events of one order, stream by stream, in the order of the document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from engine import schedule
from engine.errors import N_, RefusedByRules
from engine.events import streams
from engine.events.event import Event, NewEvent
from engine.events.log import StreamAppend
from engine.events.roadmaps import DeadlineRead
from engine.events.shapes import ReadWindow, Section
from engine.workflows.decider import Appends
from engine.workflows.orders import planning
from engine.workflows.orders.mentioned import shortened, told, whole
from engine.workflows.orders.parties import Parties
from engine.workflows.orders.planning import Cause, Due


class OrderBatch:
    """The batch in the making of an order of the day ``dated``.

    Everything in it happens on the day ``on``: an order takes effect on its own date, a correction
    of an order that is known on the day when it is recorded, so that it re-judges nothing.
    """

    def __init__(
        self, dated: date, on: date, parties: Parties, *, all_windows: bool, split_years: bool
    ) -> None:
        self.dated = dated
        self.on = on
        self.parties = parties
        self.all_windows = all_windows
        self.split_years = split_years
        self._streams: dict[str, list[NewEvent]] = {}

    def add(self, stream: str, event: Event, words: dict[str, str] | None = None) -> None:
        """Add *event* to *stream*."""
        self._streams.setdefault(stream, []).append(self._new(event, words))

    def put_first(self, stream: str, event: Event, words: dict[str, str] | None = None) -> None:
        """Add *event* before what was added to *stream* so far."""
        self._streams.setdefault(stream, []).insert(0, self._new(event, words))

    def _new(self, event: Event, words: dict[str, str] | None) -> NewEvent:
        """Return *event* to be recorded: whom its texts mention is in its words."""
        said, mentioned = told(event)
        return NewEvent(event=said, effective_on=self.on, words={**(words or {}), **mentioned})

    @property
    def is_started(self) -> bool:
        """Return whether anything was added."""
        return bool(self._streams)

    def touches(self, stream: str) -> bool:
        """Return whether anything was added to *stream*."""
        return stream in self._streams

    def read(
        self, phrase: str, start: date, end: date
    ) -> tuple[schedule.Reading, tuple[ReadWindow, ...]]:
        """Read a deadline phrase, and return its windows as they are stored."""
        reading = schedule.read(whole(phrase), start, end, order_date=self.dated)
        windows = tuple(planning.read_window(found, found.printed) for found in reading.windows)
        return reading, windows

    def asked(self, dues: list[Due]) -> list[Due]:
        """Return what is still asked for: what ended before it took effect is read, not planned."""
        parts = dues
        if self.split_years:
            parts = [part for due in dues for part in planning.by_year(due)]
        return [due for due in parts if self.is_asked(due.window.end)]

    def is_asked(self, deadline: date) -> bool:
        """Return whether what is due on *deadline* is still asked for on the day of effect."""
        return self.all_windows or deadline >= self.on

    def plan(
        self, path: str, key: str, due: Due, section: tuple[Section, ...], edition: int
    ) -> None:
        """Plan one occurrence of the measure at *path*, which an *edition* asks for."""
        cause = Cause(origin="edition", edition=edition)
        new = planning.planned(key, due.window, due.executors, section, self.on, cause)
        new = msgspec.structs.replace(new, event=told(new.event)[0])  # the measure has the whole
        self._streams.setdefault(f"{streams.occurrences_of(path)}{key}", []).append(new)

    def plan_all(
        self, path: str, dues: list[Due], section: tuple[Section, ...], edition: int
    ) -> None:
        """Plan the occurrences of *dues* that are still asked for."""
        for key, due in planning.keyed(self.asked(dues)):
            self.plan(path, key, due, section, edition)

    def appends(self, version: Callable[[str], int]) -> Appends:
        """Return the whole batch; *version* tells a stream's present version."""
        for stream, event, words in self.parties.registered():
            self.add(stream, event, words)
        return tuple(
            StreamAppend(stream=stream, expected=version(stream), events=tuple(events))
            for stream, events in sorted(self._streams.items(), key=_rank)
        )


def day(text: str, wrong: str) -> date:
    """Read ``YYYY-MM-DD``; raises RefusedByRules by the template *wrong* where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RefusedByRules(
            wrong,
            remedy=N_("Write it as YYYY-MM-DD."),
            text=text,
        ) from error


def deadline_read(
    measure: str | None,
    item: str | None,
    reading: schedule.Reading,
    windows: tuple[ReadWindow, ...],
) -> DeadlineRead:
    """Return the event that keeps how a phrase was read."""
    return DeadlineRead(
        measure=measure,
        item=item,
        phrase=shortened(reading.phrase),
        kind=str(reading.kind),
        rule=reading.rule,
        rule_set=reading.rule_set,
        rrule=reading.rrule,
        windows=windows,
        unread=shortened(reading.unread, of=reading.phrase),
        ambiguous=reading.ambiguous,
    )


def _rank(entry: tuple[str, list[NewEvent]]) -> tuple[int, str]:
    return streams.rank(entry[0])
