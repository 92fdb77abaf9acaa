"""How a deadline phrase was read: its windows, what was not understood, what else it may mean."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from engine.schedule import Reading, Window


class WindowAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """First and last day of a window, its label, its place in the cell (from 1)."""

    start: date
    end: date
    label: str
    printed: int


class AlternativeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Another defensible reading of the phrase."""

    kind: str
    windows: tuple[WindowAnswer, ...]
    note: str


class DeadlineAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One phrase as read, with the rule that read it."""

    phrase: str
    kind: str
    rule: str
    rrule: str | None
    windows: tuple[WindowAnswer, ...]
    unread: str
    ambiguous: bool
    alternatives: tuple[AlternativeAnswer, ...]
    problems: tuple[str, ...]
    rule_set: str


def deadline(found: Reading) -> DeadlineAnswer:
    """Return a reading under the keys that are promised."""
    return DeadlineAnswer(
        phrase=found.phrase,
        kind=str(found.kind),
        rule=found.rule,
        rrule=found.rrule,
        windows=_windows(found.windows),
        unread=found.unread,
        ambiguous=found.ambiguous,
        alternatives=tuple(
            AlternativeAnswer(
                kind=str(other.kind), windows=_windows(other.windows), note=other.note
            )
            for other in found.alternatives
        ),
        problems=tuple(found.problems),
        rule_set=found.rule_set,
    )


def _windows(found: Iterable[Window]) -> tuple[WindowAnswer, ...]:
    return tuple(
        WindowAnswer(start=one.start, end=one.end, label=one.label, printed=one.printed)
        for one in found
    )
