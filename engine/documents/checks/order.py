"""The particulars of the order and of its annexes: missing, impossible, at odds with each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from engine.documents.printed import terms
from engine.documents.problems import Problem, Where
from engine.documents.walk import measures_of
from engine.errors import N_
from engine.workflows.draft import Draft, HorizonDraft, OrderDraft, RoadmapDraft

_KEY = re.compile(r"[a-z0-9][a-z0-9.-]*")
_OWN_NUMBER = re.compile(r"^приложени\w+\s*№?\s*\d+", re.IGNORECASE)
_ACT_NUMBER = re.compile(r"№\s*([\w][\w/.–-]*)")


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


def _order(order: OrderDraft) -> Iterator[Problem]:
    stamp = order.kind == "stamp"
    missing = [
        name
        for name, value in (
            ("number", order.number or stamp),
            ("date", order.date),
            ("issuer", order.issuer),
            ("signatory", order.signatory),
        )
        if not value
    ]
    if missing:
        yield Problem(
            code="order_particulars_missing",
            where=Where(cell="order"),
            template=N_("The document does not name these particulars of the order: {missing}."),
            consequence=N_("Give them as options; without number and date nothing is recorded."),
            facts={"missing": ", ".join(missing)},
            severity="blocking" if {"number", "date"} & set(missing) else "warning",
        )
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
        template=N_("{value!r} is not a day (YYYY-MM-DD)."),
        consequence=N_("Nothing is recorded until it is mended."),
        facts={"value": value},
        severity="blocking",
    )


def _keys(draft: Draft) -> Iterator[Problem]:
    keys = [draft.order.key, *(roadmap.key for roadmap in draft.roadmaps)]
    times = Counter(keys)
    for key in dict.fromkeys(keys):
        if not _KEY.fullmatch(key):
            yield _bad_key(key, N_("{key!r} cannot be a key."))
        elif times[key] > 1:
            yield _bad_key(key, N_("Two of them, order or roadmaps, have the key {key!r}."))


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
    if not any(True for _ in measures_of(roadmap)):
        yield Problem(
            code="no_measures",
            where=Where(roadmap=roadmap.key),
            template=N_("The roadmap {key} holds no measures."),
            consequence=N_("It is recorded empty."),
            facts={"key": roadmap.key},
        )


def _horizon(horizon: HorizonDraft, key: str) -> Iterator[Problem]:
    if not horizon.start or not horizon.end:
        yield Problem(
            code="horizon_missing",
            where=Where(roadmap=key, cell="horizon"),
            template=N_("Neither title nor order says for which years {key} is made."),
            consequence=N_(
                "Give its first and last day as options; until then nothing is planned."
            ),
            facts={"key": key},
            severity="blocking",
        )
        return
    start, end = day_of(horizon.start), day_of(horizon.end)
    for day, value in ((start, horizon.start), (end, horizon.end)):
        if day is None:
            yield _no_day("horizon", value, key)
    if start and end and end < start:
        yield _no_day("horizon", f"{horizon.start} – {horizon.end}", key)


def _annex(roadmap: RoadmapDraft, order: OrderDraft) -> Iterator[Problem]:
    """Report an annex that says to belong to another order than the one it stands in."""
    match = _ACT_NUMBER.search(_OWN_NUMBER.sub("", roadmap.annex))
    named = match[1].strip(".–-") if match else ""
    days = terms.dates_in(roadmap.annex)
    other_number = bool(named and order.number and named.casefold() != order.number.casefold())
    other_day = bool(days and order.date and days[0].isoformat() != order.date)
    if other_number or other_day:
        yield Problem(
            code="annex_names_another_order",
            where=Where(roadmap=roadmap.key, cell="annex"),
            template=N_("The annex {annex!r} does not name the order {number} of {date}."),
            consequence=N_("It is recorded under the order in which it stands."),
            facts={"annex": roadmap.annex, "number": order.number, "date": order.date},
        )
