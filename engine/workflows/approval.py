"""Taking an order in: from a draft to the events of its order, roadmaps and occurrences.

One batch over hundreds of streams, all or nothing. Pure: ids, register and history are handed in.
A roadmap that is known already is amended (``amendment.py``), a new one is approved here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

import msgspec

from engine.calendar import periods
from engine.errors import N_, RefusedByRules
from engine.events import indicators, orders, roadmaps
from engine.events.log import StreamAppend
from engine.people.naming import fold
from engine.people.register import Register
from engine.workflows import amendment, measures
from engine.workflows.amendment import Change, History
from engine.workflows.catalogue import Order
from engine.workflows.draft import Draft, ItemDraft, OrderDraft, RoadmapDraft
from engine.workflows.parties import Parties
from engine.workflows.planning import Due
from engine.workflows.recording import Recording, day, deadline_read, place

KEY = re.compile(r"[a-z0-9][a-z0-9.-]*")


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """The file that an order came in: name (a word) and SHA-256 (a fact)."""

    name: str = ""
    sha256: str | None = None


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to record *draft*.

    ``all_windows`` also plans what ended before the approval, ``split_years`` plans a span of
    several years as one occurrence a year. A corrected file of the same order amends its
    roadmaps; another order does so only with ``amend``.
    """

    draft: Draft
    source: Source = Source()
    all_windows: bool = False
    split_years: bool = False
    amend: bool = False


class Decided(msgspec.Struct, frozen=True):
    """What is to be recorded, and what of it changes roadmaps that were known."""

    appends: tuple[StreamAppend, ...]
    changes: tuple[Change, ...]


def decide(
    approval: Approval,
    register: Register,
    version: Callable[[str], int],
    new_id: Callable[[], str],
    today: date,
    history: History | None = None,
) -> Decided:
    """Return the events that record the order whole, or raise RefusedByRules.

    *version* tells a stream's present version (0: unknown), *new_id* makes random ids, *history*
    is what is known of orders, roadmaps and occurrences.
    """
    draft, order = approval.draft, approval.draft.order
    history = history or History()
    on = day(order.date, N_("the date of the order"))
    if on > today:
        raise RefusedByRules(
            N_("the order is dated {day}, which has not come yet"),
            remedy=N_("Correct the date, or import it on that day."),
            day=on.isoformat(),
        )
    _check_keys(approval, version, history)
    known = [
        history.catalogue.roadmaps[found.key]
        for found in draft.roadmaps
        if found.key in history.catalogue.roadmaps
    ]
    recording = Recording(
        on,
        Parties(register, draft.parties, new_id),
        all_windows=approval.all_windows or any(found.all_windows for found in known),
        split_years=approval.split_years or any(found.split_years for found in known),
    )
    ends = [day(found.horizon.end, N_("the end of the plan")) for found in draft.roadmaps]
    changes: list[Change] = []
    for roadmap in draft.roadmaps:
        if roadmap.key in history.catalogue.roadmaps:
            changes += amendment.amend(recording, order.key, roadmap, history)
        else:
            _approve_roadmap(recording, order.key, roadmap)
    if not version(f"order/{order.key}"):
        _add_order(recording, orders.OrderApproved, order, approval.source)
        _issue_items(recording, order, max([*ends, date(on.year, 12, 31)]))
    elif recording.is_started or _reads_differently(order, on, history.catalogue.orders[order.key]):
        _add_order(recording, orders.OrderCorrected, order, approval.source)
    return Decided(recording.appends(version), tuple(changes))


def _reads_differently(draft: OrderDraft, on: date, known: Order) -> bool:
    """Return whether a corrected file changes the order itself, if nothing else."""
    return (draft.kind, draft.number, on, draft.issuer, draft.title) != (
        known.kind,
        known.number,
        known.date,
        known.issuer,
        known.title,
    )


def _check_keys(approval: Approval, version: Callable[[str], int], history: History) -> None:
    """Orders and roadmaps share one namespace, for both have occurrences."""
    order = approval.draft.order.key
    keys = [draft.key for draft in approval.draft.roadmaps]
    for key in (order, *keys):
        if not KEY.fullmatch(key):
            raise RefusedByRules(
                N_("{key!r} cannot be a key"),
                remedy=N_("Use small Latin letters, digits, dots and hyphens."),
                key=key,
            )
    known = history.catalogue.roadmaps
    for key in keys:
        if keys.count(key) > 1 or key == order:
            raise _taken(N_("the key {key} stands twice in this document"), key)
        if version(f"order/{key}"):
            raise _taken(N_("an order {key} is approved already"), key)
        taken = version(f"roadmap/{key}") > 0
        if taken and (key not in known or not (approval.amend or known[key].order == order)):
            raise _taken(N_("a roadmap {key} is approved already, by another order"), key)
    if version(f"roadmap/{order}"):
        raise _taken(N_("a roadmap {key} is approved already, by another order"), order)
    if version(f"order/{order}") and not any(roadmap.order == order for roadmap in known.values()):
        raise _taken(N_("an order {key} is approved already"), order)


def _taken(template: str, key: str) -> RefusedByRules:
    return RefusedByRules(
        template,
        remedy=N_("Give the new one another key; if it amends the old one, say --amend."),
        key=key,
    )


def _add_order(
    recording: Recording,
    event_class: type[orders.OrderParticulars],
    draft: OrderDraft,
    source: Source,
) -> None:
    signatory = draft.signatory
    control = signatory if draft.control == "signatory" else draft.control
    words = {
        "signatory": signatory.name if signatory else "",
        "control": control.name if control else "",
        "file": source.name,
    }
    event = event_class(
        kind=draft.kind,
        number=draft.number,
        date=recording.on,
        issuer=draft.issuer,
        title=draft.title,
        signatory=recording.parties.person(signatory.name) if signatory else None,
        signatory_post=signatory.post if signatory else "",
        control=recording.parties.person(control.name) if control else None,
        control_post=control.post if control else "",
        parent=draft.parent,
        valid_from=None,
        file_sha256=source.sha256,
    )
    recording.add(f"order/{draft.key}", event, words)


def _issue_items(recording: Recording, draft: OrderDraft, last: date) -> None:
    """Record the items of the order; what has a deadline is tracked from the order's date on."""
    stream = f"order/{draft.key}"
    for name, item in _numbered(draft.items):
        executors, words = recording.parties.executors(item.executors)
        issued = orders.OrderItemIssued(
            item=name,
            number=item.number,
            title=item.title,
            executors=executors,
            place=place(item.source),
        )
        recording.add(stream, issued, words)
        if item.deadline is None:
            continue
        reading, windows = recording.read(item.deadline, recording.on, last)
        recording.add(stream, deadline_read(None, name, reading, windows))
        dues = [Due(item=None, window=window, executors=executors) for window in windows]
        recording.plan_all(f"{draft.key}/{name}", dues, ())


def _approve_roadmap(recording: Recording, order: str, draft: RoadmapDraft) -> None:
    """Record the first edition of a roadmap, its measures in printed order."""
    start, end = amendment.horizon(draft)
    stream = f"roadmap/{draft.key}"
    recording.add(
        stream,
        roadmaps.RoadmapApproved(
            order=order,
            title=draft.title,
            annex=draft.annex,
            edition=1,
            horizon_start=start,
            horizon_end=end,
            passport=amendment.passport(draft),
            all_windows=recording.all_windows,
            split_years=recording.split_years,
        ),
    )
    for count, (section, measure) in enumerate(measures.flat(draft), 1):
        found = measures.row(recording, section, measure)
        measures.add(recording, draft.key, f"m{count:03d}", 1, measure, found, (start, end))
    for number, indicator in enumerate(draft.indicators, 1):
        for label in indicator.targets:
            periods.period(label)  # a target is compared with readings of that very period
        recording.add(
            f"indicator/{draft.key}.{number}",
            indicators.IndicatorDefined(
                roadmap=draft.key,
                name=indicator.name,
                unit=indicator.unit,
                direction=indicator.direction,
                baseline=None,
                targets=indicator.targets,
                method=indicator.method,
            ),
        )


def _numbered(items: tuple[ItemDraft, ...]) -> Iterator[tuple[str, ItemDraft]]:
    """Yield (``i3.1``, item); a number that repeats or is missing gets a count of its own."""
    seen: set[str] = set()
    for count, item in enumerate(items, 1):
        printed = re.sub(r"[^a-z0-9]+", ".", fold(item.number)).strip(".")
        name = f"i{printed or count}"
        while name in seen:
            name += f".{count}"
        seen.add(name)
        yield name, item
