"""The particulars of the order and of its annexes: missing, impossible, at odds with each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Literal

from engine.documents.printed import terms
from engine.documents.problems import Problem, Where
from engine.errors import N_, Code, Fact
from engine.people.naming import folded
from engine.schedule import FIRST_YEAR, LAST_YEAR
from engine.workflows.orders.draft import Draft, HorizonDraft, OrderDraft, RoadmapDraft

_KEY = re.compile(r"[a-z0-9][a-z0-9.-]*")
_OWN_NUMBER = re.compile(r"^приложени\w+\s*№?\s*\d+", re.IGNORECASE)
_ACT_NUMBER = re.compile(r"№\s*([\w][\w/.–-]*)")


def _missing(
    name: str, template: str, remedy: str, severity: Literal["blocking", "warning"]
) -> Problem:
    return Problem(
        code="order_particulars_missing",
        where=Where(cell="order"),
        template=template,
        consequence=remedy,
        facts={"missing": (Code(name),)},
        severity=severity,
    )


_PARTICULARS = (
    _missing(
        "number",
        N_("The document does not name the order's number."),
        N_(
            "Give it with --number, or say --stamp where a stamp approves the plan; until then "
            "nothing is recorded."
        ),
        "blocking",
    ),
    _missing(
        "date",
        N_("The document does not name the order's date: it is shown as if it were of today."),
        N_("Give it with --date; until then nothing is recorded."),
        "blocking",
    ),
    _missing(
        "issuer",
        N_("The document does not name who issued the order."),
        N_("Give it with --issuer; without it the order is recorded without one."),
        "warning",
    ),
    _missing(
        "signatory",
        N_("The document does not name who signed the order."),
        N_("It is recorded without one; a YAML draft can name one."),
        "warning",
    ),
)
"""What an order has to say of itself, in the order in which it is asked for."""


def problems(draft: Draft) -> Iterator[Problem]:
    """Yield what is odd about the order itself and about the particulars of its roadmaps."""
    yield from _order(draft.order)
    yield from _keys(draft)
    for roadmap in draft.roadmaps:
        yield from _roadmap(roadmap, draft.order)


def day_of(text: str) -> date | None:
    """Return the day that *text* (``YYYY-MM-DD``) is, ``None`` if it is none."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def span_of(horizon: HorizonDraft) -> tuple[date, date] | None:
    """Return first and last day of a plan; ``None`` where no deadline can be read for them.

    So it is where a day is not known or is no day, or the last comes before the first, or one lies
    outside the years for which phrases are read.
    """
    start, end = day_of(horizon.start), day_of(horizon.end)
    if start is None or end is None:
        return None
    read = FIRST_YEAR <= start.year <= end.year <= LAST_YEAR
    return (start, end) if read and start <= end else None


def _order(order: OrderDraft) -> Iterator[Problem]:
    stamp = order.kind == "stamp"
    said = (order.number or stamp, order.date, order.issuer, order.signatory)
    for value, missing in zip(said, _PARTICULARS, strict=True):
        if not value:
            yield missing
    if order.date and day_of(order.date) is None:
        yield _no_day("order", order.date)
    if order.control is None and not stamp and order.items:
        yield Problem(
            code="no_control",
            where=Where(cell="control"),
            template=N_("The order does not say who controls that it is carried out."),
            consequence=N_("No supervisor is proposed."),
            severity="note",
        )


def _no_day(cell: str, value: str, key: str = "") -> Problem:
    return Problem(
        code="not_a_day",
        where=Where(roadmap=key, cell=cell),
        template=N_("“{value}” is not a day (YYYY-MM-DD)."),
        consequence=N_("Nothing is recorded until it is mended."),
        facts={"value": value},
        severity="blocking",
    )


def _keys(draft: Draft) -> Iterator[Problem]:
    keys = [draft.order.key, *(roadmap.key for roadmap in draft.roadmaps)]
    times = Counter(keys)
    for key in dict.fromkeys(keys):
        if not _KEY.fullmatch(key):
            yield _bad_key(key, N_("“{key}” cannot be a key."))
        elif times[key] > 1:
            yield _bad_key(key, N_("Two of them, order or roadmaps, have the key “{key}”."))


def _bad_key(key: str, template: str) -> Problem:
    return Problem(
        code="bad_key",
        where=Where(roadmap=key, cell="key"),
        template=template,
        consequence=N_("Nothing is recorded until another is given: a-z, 0-9, points and hyphens."),
        facts={"key": key},
        severity="blocking",
    )


def _roadmap(roadmap: RoadmapDraft, order: OrderDraft) -> Iterator[Problem]:
    yield from _horizon(roadmap.horizon, roadmap.key)
    yield from _annex(roadmap, order)
    if not any(True for _ in roadmap.rows()):
        yield Problem(
            code="no_measures",
            where=Where(roadmap=roadmap.key),
            template=N_("The roadmap {key} holds no measures."),
            consequence=N_("It is recorded empty."),
            facts={"key": roadmap.key},
        )


def _horizon(horizon: HorizonDraft, key: str) -> Iterator[Problem]:
    start, end = day_of(horizon.start), day_of(horizon.end)
    for day, value in ((start, horizon.start), (end, horizon.end)):
        if day is None and value:
            yield _no_day("horizon", value, key)
    if start and end:
        if span_of(horizon) is None:
            yield _no_plan(start, end, key)
    elif not (horizon.start and horizon.end):
        yield _unknown(start, end, key)


def _unknown(start: date | None, end: date | None, key: str) -> Problem:
    """Say that the first day of a plan is not known, or its last, or both."""
    if start is not None:
        template = N_("The last day of the plan {key} is not known; it begins on {start}.")
        consequence = N_("Give it with --to; until then nothing is planned.")
    elif end is not None:
        template = N_("The first day of the plan {key} is not known; it ends on {end}.")
        consequence = N_("Give it with --from; until then nothing is planned.")
    else:
        template = N_("Neither title nor order says for which years {key} is made.")
        consequence = N_(
            "Give its first and last day with --from and --to; until then nothing is planned."
        )
    days = {name: day for name, day in (("start", start), ("end", end)) if day is not None}
    return _blocked("horizon_missing", template, consequence, {"key": key, **days})


def _no_plan(start: date, end: date, key: str) -> Problem:
    """Say that no deadline can be read for these days."""
    code, template = (
        "horizon_far",
        N_(
            "The plan {key} runs from {start} to {end};"
            " deadlines are read in the years {first} to {last}."
        ),
    )
    if end < start:
        code = "horizon_reversed"
        template = N_("The plan {key} ends on {end}, before it begins on {start}.")
    return _blocked(
        code,
        template,
        N_("Correct its days with --from and --to; until then nothing is planned."),
        {"key": key, "start": start, "end": end, "first": FIRST_YEAR, "last": LAST_YEAR},
    )


def _blocked(code: str, template: str, consequence: str, facts: dict[str, Fact]) -> Problem:
    return Problem(
        code=code,
        where=Where(roadmap=str(facts["key"]), cell="horizon"),
        template=template,
        consequence=consequence,
        facts=facts,
        severity="blocking",
    )


def _annex(roadmap: RoadmapDraft, order: OrderDraft) -> Iterator[Problem]:
    """Report an annex that says to belong to another order than the one it is in."""
    match = _ACT_NUMBER.search(_OWN_NUMBER.sub("", roadmap.annex))
    named = match[1].strip(".–-") if match else ""
    days = terms.dates_in(roadmap.annex)
    other_number = bool(named and order.number and folded(named) != folded(order.number))
    other_day = bool(days and order.date and days[0].isoformat() != order.date)
    if other_number or other_day:
        yield Problem(
            code="annex_names_another_order",
            where=Where(roadmap=roadmap.key, cell="annex"),
            template=N_("The annex “{annex}” does not name the order {number} of {date}."),
            consequence=N_("It is recorded under the order in which it is."),
            facts={
                "annex": roadmap.annex,
                "number": order.number,
                "date": day_of(order.date) or order.date,
            },
        )
