"""Deadlines that fall on a day off, moved to the working day before it."""

from __future__ import annotations

import msgspec

from engine.calendar import workdays
from engine.schedule.proposals import distinct
from engine.schedule.reading import Reading, Window


def moved(reading: Reading) -> Reading:
    """Move each deadline that falls on a day off to the working day before it.

    The window keeps its label, which names it; one whose only days are off is moved as a whole.
    """
    windows = distinct(_moved(w) for w in reading.windows)
    if windows == reading.windows:
        return reading
    unknown = any(not workdays.is_decreed(w.end.year) for w in windows)
    problems = (*reading.problems, *(("calendar_unknown",) if unknown else ()))
    return msgspec.structs.replace(reading, windows=windows, problems=problems)


def _moved(window: Window) -> Window:
    end = workdays.on_or_before(window.end)
    if end == window.end:
        return window
    return msgspec.structs.replace(window, start=min(window.start, end), end=end)
