"""The one shape of every decision: a command, what is known, and who asks on which day.

    decide(command, state, by) -> the events to append, or RefusedByRules

A decision is pure: it reads no clock, no file and no database, and the rights of who asks are
part of it. ``handling.py`` is the one path from a decision to the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Protocol, TypeVar

import msgspec

from engine.events.log import StreamAppend
from engine.events.recorded import Happened
from engine.workflows.rights import Speaker


class By(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks for something to be recorded, on which day (the office's), and a maker of ids."""

    speaker: Speaker
    today: date
    new_id: Callable[[], str]


Appends = tuple[StreamAppend, ...]
"""What a decision comes to: events for one stream or for several, all or none."""

C_contra = TypeVar("C_contra", contravariant=True)
S_contra = TypeVar("S_contra", contravariant=True)


class Decide(Protocol[C_contra, S_contra]):
    """The shape: occurrences, windows, orders, persons and the genesis are decided like this."""

    def __call__(self, command: C_contra, state: S_contra, by: By, /) -> Appends:
        """Return the events that *command* brings about in *state*; raises RefusedByRules."""


def as_happened(
    appends: Iterable[StreamAppend], actor: str, principal: str | None, at: datetime
) -> Iterator[Happened]:
    """Yield the events of *appends* as they will have happened, in the order of recording.

    *principal* is in whose name they happen where an append does not say so itself.
    """
    for append in appends:
        for version, new in enumerate(append.events, append.expected + 1):
            yield Happened(
                stream=append.stream,
                version=version,
                event=new.event,
                actor_id=actor,
                principal_id=append.principal_id or principal,
                recorded_at=at,
                effective_on=new.effective_on,
            )
