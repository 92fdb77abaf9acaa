"""What a log takes: the types of events, from which state of an occurrence to which, and where.

The program's own table (``workflows/vocabulary.py``) is handed in when a log is opened. A ledger
keeps it as rows, which its upgrade writes; a new type of event is such a row, and no new table.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import msgspec

from engine.events.event import Event
from engine.events.occurrences import OccurrenceEvent


class Permitted(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One kind of stream, one type and version of event in it, and one pair of states.

    The states are "" for an event that is of no occurrence, and ``state_from`` for its first one.
    ``words`` are the names of texts that may travel with it; ``who`` who may record it: kinds of
    people (``workflows/occurrence/steps.py``) or roles, with commas.
    """

    stream_kind: str
    type: str
    type_version: int
    state_from: str
    state_to: str
    words: str
    who: str


Pair = tuple[str, str, int, str, str]


class Vocabulary(msgspec.Struct, frozen=True, dict=True):
    """All that is permitted, under a number that rises with every new type, version or value."""

    number: int
    permitted: frozenset[Permitted]

    @cached_property
    def pairs(self) -> dict[Pair, Permitted]:
        """Return what is permitted, by stream kind, type, version and states."""
        return {
            (row.stream_kind, row.type, row.type_version, row.state_from, row.state_to): row
            for row in self.permitted
        }

    @cached_property
    def types(self) -> frozenset[tuple[str, str, int]]:
        """Return the (stream kind, type, version) that are permitted at all."""
        return frozenset(pair[:3] for pair in self.pairs)

    def knows(self, kind: str, event: Event) -> bool:
        """Return whether *event* belongs into streams of that *kind*, whatever the states."""
        return (kind, event.NAME, event.VERSION) in self.types


def states(event: Event) -> tuple[str, str]:
    """Return the states that *event* names, "" for none."""
    if isinstance(event, OccurrenceEvent):
        return event.source or "", event.dest
    return "", ""


def rows(
    event: type[Event], kinds: Iterable[str], pairs: Iterable[tuple[str, str]], who: str
) -> Iterable[Permitted]:
    """Yield the rows of one type of event in its newest version."""
    for kind in kinds:
        for source, dest in pairs:
            yield Permitted(
                stream_kind=kind,
                type=event.NAME,
                type_version=event.VERSION,
                state_from=source,
                state_to=dest,
                words=",".join(sorted(event.WORDS)),
                who=who,
            )
