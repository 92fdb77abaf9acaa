"""Deadlines that cannot be read, are missing, or fall where no one would look for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import msgspec

from engine import schedule
from engine.calendar.periods import Span, period
from engine.documents.checks.order import day_of, span_of
from engine.documents.problems import Problem, Where
from engine.documents.walk import place_of
from engine.errors import N_, Code
from engine.workflows.orders.draft import ItemDraft, MeasureDraft, RoadmapDraft

_FREE = {"on_demand", "external", "after_event"}


def problems(roadmap: RoadmapDraft, order_date: str) -> Iterator[Problem]:
    """Yield what is odd about the terms of *roadmap*; nothing where its horizon is not known."""
    span = span_of(roadmap.horizon)
    approved = day_of(order_date)
    unsure: dict[str, list[Problem]] = {}
    for _, measure in roadmap.rows():
        where = place_of(roadmap, measure, "deadline")
        yield from _missing(measure, where)
        if span is None:
            continue
        for phrase, number in _phrases(measure):
            reading = _reading(phrase, *span, approved)
            place = msgspec.structs.replace(where, number=number)
            yield from _of_reading(reading, place)
            for problem in _ambiguous(reading, place):
                unsure.setdefault(phrase, []).append(problem)
            yield from _outside(reading, place, *span)
            yield from _over(reading, place, approved)

    yield from (_together(same) for same in unsure.values())


def _together(same: list[Problem]) -> Problem:
    """Say once that a phrase is ambiguous, however many measures it is beside."""
    first = same[0]
    numbers = tuple(problem.facts["number"] for problem in same[:8])
    facts = {**first.facts, "numbers": numbers, "count": len(same)}
    return msgspec.structs.replace(first, facts=facts)


def _phrases(measure: MeasureDraft) -> Iterator[tuple[str, str]]:
    """Yield each phrase that will be planned, with the number of the measure or sub-item."""
    own = [item for item in measure.items if item.deadline]
    name = measure.number or measure.title[:30]
    if measure.deadline and not own:
        yield measure.deadline, name
    for item in own:
        yield item.deadline or "", f"{name} {item.number}".strip()


@lru_cache(maxsize=4096)
def _reading(phrase: str, start: date, end: date, approved: date | None) -> schedule.Reading:
    return schedule.read(phrase, start, end, order_date=approved)


def _missing(measure: MeasureDraft, where: Where) -> Iterator[Problem]:
    carried = [item for item in measure.items if item.deadline]
    if not measure.deadline.strip() and not carried:
        yield Problem(
            code="deadline_missing",
            where=where,
            template=N_("Measure {number} has no deadline."),
            consequence=N_("It is recorded without windows; vekha schedule sets them."),
            facts={"number": measure.number or measure.title[:40]},
        )
    if carried:
        for item in measure.items:
            if not item.deadline:
                yield _bare_item(item, measure, where)


def _bare_item(item: ItemDraft, measure: MeasureDraft, where: Where) -> Problem:
    return Problem(
        code="item_without_deadline",
        where=where,
        template=N_("Sub-item “{item}” of measure {number} has no deadline, others have."),
        consequence=N_("It is recorded without terms."),
        facts={"item": f"{item.number} {item.title}".strip()[:60], "number": measure.number},
    )


def _of_reading(reading: schedule.Reading, where: Where) -> Iterator[Problem]:
    for code, template, consequence in _SAID:
        if code in reading.problems:
            yield Problem(
                code=f"deadline_{code}",
                where=where,
                template=template,
                consequence=consequence,
                facts={"number": where.number, "phrase": reading.phrase, "unread": reading.unread},
                severity="note" if code in _FREE or code == "misspelt" else "warning",
            )


def _ambiguous(reading: schedule.Reading, where: Where) -> Iterator[Problem]:
    if reading.ambiguous and not {"unreadable", "impossible_date"} & set(reading.problems):
        yield Problem(
            code="deadline_ambiguous",
            where=where,
            template=N_(
                "“{phrase}” can be read in more than one way (measures {numbers}; {count} in all)."
            ),
            consequence=N_("It is read as {kind}; vekha deadline shows the other readings."),
            facts={"number": where.number, "phrase": reading.phrase, "kind": Code(reading.kind)},
            severity="note",
        )


_UNSET = N_("It is recorded without windows; vekha schedule sets them.")
_SAID = (
    ("unreadable", N_("The deadline “{phrase}” of measure {number} cannot be read."), _UNSET),
    (
        "impossible_date",
        N_("“{phrase}” (measure {number}) names a day that does not exist."),
        _UNSET,
    ),
    ("reversed", N_("“{phrase}” (measure {number}) ends before it begins."), _UNSET),
    ("not_in_horizon", N_("“{phrase}” (measure {number}) does not occur in these years."), _UNSET),
    (
        "external",
        N_("“{phrase}” (measure {number}) follows someone else's schedule."),
        N_("What of it has no days of its own is not planned until that schedule is bound to it."),
    ),
    (
        "on_demand",
        N_("“{phrase}” (measure {number}) has no deadline by its nature."),
        N_("It is watched without a deadline."),
    ),
    (
        "after_event",
        N_("“{phrase}” (measure {number}) is counted from something that has yet to happen."),
        N_("It is not planned until someone sets its days."),
    ),
    (
        "term_unread",
        N_("A part of “{phrase}” (measure {number}) was not understood: “{unread}”."),
        N_("The part that was understood is planned; the rest is kept as a remark."),
    ),
    (
        "misspelt",
        N_("“{phrase}” (measure {number}) holds a misspelt word."),
        N_("It is read as the word next to it, and kept as printed."),
    ),
)


def _outside(reading: schedule.Reading, where: Where, start: date, end: date) -> Iterator[Problem]:
    if "outside_horizon" not in reading.problems:
        return
    days = [w for w in reading.windows if w.start < start or w.end > end]
    yield Problem(
        code="deadline_outside_horizon",
        where=where,
        template=N_(
            "“{phrase}” (measure {number}) lies outside the plan ({start} – {end}): {days}."
        ),
        consequence=N_("It is planned as printed."),
        facts={
            "number": where.number,
            "phrase": reading.phrase,
            "start": start,
            "end": end,
            "days": tuple(Span(start=w.start, end=w.end) for w in days[:3]),
        },
    )


def _over(reading: schedule.Reading, where: Where, approved: date | None) -> Iterator[Problem]:
    """Report windows that had ended before the order was signed."""
    if approved is None:
        return
    ended = [window for window in reading.windows if window.end < approved]
    if ended:
        yield Problem(
            code="deadline_ended_before_approval",
            where=where,
            template=N_("{count} terms of measure {number} ended before {approved}: {labels}."),
            consequence=N_("They are shown and not planned; --all-windows plans them."),
            facts={
                "number": where.number,
                "count": len(ended),
                "approved": approved,
                "labels": tuple(period(window.label) for window in ended[:6]),
            },
            severity="note",
        )
