"""What differs between two states of the catalogue, and of the occurrences: for a preview."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Literal

import msgspec

from engine.answers.names import Names
from engine.events.orders import Executor
from engine.events.roadmaps import Item
from engine.events.shapes import Section
from engine.events.streams import Reference, is_person
from engine.projections import references
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders.catalogue import Catalogue, Indicator, Measure, Order, Roadmap
from engine.workflows.orders.known import Known

Said = str | date
"""One part of what a field said: a text, a name, a day."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One difference: of an order or roadmap (*owner*), or of the measure with that number.

    ``what`` is a field, ``added`` or ``removed``; ``before`` and ``after`` are its parts.
    """

    owner: str
    number: str
    what: str
    before: tuple[Said, ...]
    after: tuple[Said, ...]


Became = Literal["planned", "moved", "cancelled", "handed_on"]


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of an occurrence: planned, moved to another window, cancelled, handed on.

    ``before`` and ``after`` are deadlines. Handed on is what another leads, from the day ``since``:
    the names of who led before and who leads then.
    """

    reference: str
    what: Became
    status: str
    before: date | None
    after: date | None
    lead_before: str = ""
    lead_after: str = ""
    since: date | None = None


ORDER = (
    *("number", "date", "issuer", "title", "signatory", "signatory_post"),
    *("control", "control_post", "parent"),
)
ROADMAP = ("title", "annex", "horizon_start", "horizon_end", "passport")
MEASURE = (
    *("number", "section", "title", "expected_result", "participants", "executors", "items"),
    "deadlines",
)
_NAMED = {"deadlines": "deadline"}
"""Fields that people know by another name."""


def changes(before: Catalogue, after: Catalogue, names: Names) -> tuple[Change, ...]:
    """Return what *after* says differently of the orders and roadmaps that *before* knows."""
    return tuple(_changes(before, after, names))


def moved(
    known: Known, occurrences: Mapping[str, Occurrence], catalogue: Catalogue, names: Names
) -> tuple[Moved, ...]:
    """Return what becomes of occurrences of measures that are *known*, by stream."""
    before = known.occurrences
    numbers = references.names(catalogue.measures.values())
    found: list[Moved] = []
    for stream in sorted(occurrences):
        was, now = before.get(stream), occurrences[stream]
        if now.path in known.catalogue.measures:
            reference = str(Reference.named(now.owner, numbers[now.path], now.key))
            found += [_moved(reference, what, was, now, names) for what in _became(was, now)]
    return tuple(found)


def _moved(
    reference: str, what: Became, was: Occurrence | None, now: Occurrence, names: Names
) -> Moved:
    plain = Moved(
        reference=reference,
        what=what,
        status=(was or now).status,
        before=was.current_deadline if was else None,
        after=None if what == "cancelled" else now.current_deadline,
    )
    if was is None or what != "handed_on":
        return plain
    return msgspec.structs.replace(
        plain,
        lead_before=names(was.lead) if was.lead else "",
        lead_after=names(now.lead) if now.lead else "",
        since=now.led[-1].since,
    )


def _became(was: Occurrence | None, now: Occurrence) -> Iterator[Became]:
    if was is None:
        yield "planned"
        return
    if now.status == "cancelled" and was.status != "cancelled":
        yield "cancelled"
        return
    if (was.start, was.current_deadline) != (now.start, now.current_deadline):
        yield "moved"
    if was.lead != now.lead:
        yield "handed_on"


def _changes(before: Catalogue, after: Catalogue, names: Names) -> Iterator[Change]:
    for key, order in before.orders.items():
        yield from _fields(ORDER, order, after.orders[key], key, "", names)
    for key, roadmap in before.roadmaps.items():
        yield from _fields(ROADMAP, roadmap, after.roadmaps[key], key, "", names)
        yield from _indicators(key, before, after)
    for path, now in after.measures.items():
        yield from _measure(before.measures.get(path), now, before, names)


def _indicators(roadmap: str, before: Catalogue, after: Catalogue) -> Iterator[Change]:
    """Yield one change of the indicators that read differently, each of them in one line."""
    was, now = (_promised(known.indicators_of(roadmap).values()) for known in (before, after))
    if was != now:
        gone = tuple(line for line in was if line not in now)
        new = tuple(line for line in now if line not in was)
        yield Change(owner=roadmap, number="", what="indicators", before=gone, after=new)


def _promised(indicators: Iterable[Indicator]) -> list[str]:
    """Return each indicator as a line: its name, its unit, what is promised for when, and how."""
    lines = []
    for one in indicators:
        targets = "; ".join(f"{period}: {value}" for period, value in one.targets.items())
        text = one.text
        lines.append(", ".join(filter(None, (text.name, text.unit, targets, text.method))))
    return lines


def _measure(
    was: Measure | None, now: Measure, before: Catalogue, names: Names
) -> Iterator[Change]:
    owner, number = now.owner, now.number
    if was is None:
        if owner in before.roadmaps or owner in before.orders:
            title = (now.title,)
            yield Change(owner=owner, number=number, what="added", before=(), after=title)
    elif now.is_removed and not was.is_removed:
        title = (was.title,)
        yield Change(owner=owner, number=was.number, what="removed", before=title, after=())
    else:
        yield from _fields(MEASURE, was, now, owner, was.number, names)


def _fields(
    fields: tuple[str, ...],
    was: Order | Roadmap | Measure,
    now: Order | Roadmap | Measure,
    owner: str,
    number: str,
    names: Names,
) -> Iterator[Change]:
    for what in fields:
        before, after = (_said(getattr(state, what), names) for state in (was, now))
        if before != after:
            name = _NAMED.get(what, what)
            yield Change(owner=owner, number=number, what=name, before=before, after=after)


def _said(value: Any, names: Names) -> tuple[Said, ...]:
    """Return a field in the parts that people read: texts, names, days."""
    match value:
        case None | "":
            return ()
        case str() if is_person(value):
            return (names(value),)
        case str() | date():
            return (value,)
        case tuple():
            return tuple(said for part in value for said in _part(part, names))
    raise TypeError(f"{type(value).__name__} is not compared")


def _part(part: Any, names: Names) -> tuple[Said, ...]:
    match part:
        case Executor():
            return (names(part.party),)
        case Section():
            return (f"{part.number} {part.title}".strip(),)
        case Item():
            whose = "; ".join(names(who.party) for who in part.executors)
            return (f"{part.number} {part.title}".strip() + (f" ({whose})" if whose else ""),)
        case _:
            return tuple(filter(None, (getattr(part, "phrase", None), *getattr(part, "text", ()))))
