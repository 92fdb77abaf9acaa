"""The review of a year: what was due, what became of it, by part, by section and by executor.

It replays events and never reads the stored rows. What is due in the year is counted by the
deadline that was to be kept and again by the original one. Roadmaps and orders with tracked items
are its parts, and its total is the one that ``status`` tells of the same view.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from engine.calendar.periods import Period
from engine.events.chain import Head
from engine.events.ledger import LedgerOpened
from engine.events.recorded import Recorded
from engine.projections.clocks import View
from engine.projections.status import Group, by_executor, total
from engine.review.lines import Line, WordRef
from engine.review.parts import Part, owners, part
from engine.review.replay import replay

FORMAT = "vekha-review/1"
PROFILE = "discipline/1"
"""How figures are counted; a later way gets another name, and old reviews keep theirs."""


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """The whole review, with what it rests on: ledger, position, head, both clocks, profile.

    ``position`` and ``head`` are those of the last event that was known to the view.
    """

    format: str
    profile: str
    ledger_id: str
    organisation: str
    purpose: str
    period: str
    day: date
    as_of: date | None
    known_on: date | None
    at: int | None
    position: int
    head: str
    total: Group
    executors: tuple[Group, ...]
    parts: tuple[Part, ...]


def review(
    opened: LedgerOpened,
    events: Sequence[Recorded],
    view: View,
    period: Period,
    owner: str | None = None,
) -> Review:
    """Return the review of *period* over *events* (the whole log, in order) as *view* sees them.

    Of everything, or of one roadmap or order. With ``known_on`` or ``at`` in the view it is the
    same, byte for byte, however long the log has grown since.
    """
    known = list(view.known(events))
    head = Head(known[-1].position, known[-1].hash) if known else Head()
    found = replay(view.seen(known))
    chosen = [key for key in owners(found) if owner in (None, key)]
    counted = [one for one in found.occurrences if one.owner in chosen]
    return Review(
        format=FORMAT,
        profile=PROFILE,
        ledger_id=opened.ledger_id,
        organisation=opened.organisation,
        purpose=opened.purpose,
        period=period.label,
        day=view.day,
        as_of=view.as_of,
        known_on=view.known_on,
        at=view.at,
        position=head.position,
        head=head.hash,
        total=total(counted, view, period),
        executors=by_executor(counted, view, period),
        parts=tuple(part(found, key, view, period) for key in chosen),
    )


__all__ = ["FORMAT", "PROFILE", "Line", "Part", "Review", "WordRef", "review"]
