"""Taking an order in: from a draft to the events of its order, roadmaps and occurrences.

One batch over hundreds of streams, all or nothing. Pure: ids, register and history are handed in.
A roadmap that is known already is amended (``amendment.py``), a new one is approved here.
"""

from __future__ import annotations

from datetime import date

import msgspec

from engine.errors import N_, RefusedByRules
from engine.events import orders, roadmaps, streams
from engine.workflows import rights
from engine.workflows.decider import Appends, By
from engine.workflows.orders import amendment, indicators, items, measures, mentioned
from engine.workflows.orders.batch import OrderBatch, day
from engine.workflows.orders.catalogue import Order, order_of
from engine.workflows.orders.draft import Draft, PersonDraft, RoadmapDraft
from engine.workflows.orders.known import Known
from engine.workflows.orders.parties import Parties

PLANNED_WHOLE = N_("the plan {key} was approved without --split-years, and stays as it is planned")


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """The file that an order came in: name (a word) and SHA-256 (a fact)."""

    name: str = ""
    sha256: str | None = None


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to record *draft*.

    ``all_windows`` also plans what ended before the approval, ``split_years`` plans a span of
    several years as one occurrence a year. A corrected file of the same order amends its
    roadmaps; another order does so only with ``amend``. A plan is split when it is approved for
    the first time, or never.
    """

    draft: Draft
    source: Source = Source()
    all_windows: bool = False
    split_years: bool = False
    amend: bool = False


def decide(approval: Approval, known: Known, by: By) -> Appends:
    """Return the events that record the order whole, or raise RefusedByRules.

    There are none where the ledger says all of this already.
    """
    rights.require(by.speaker, "operator")
    draft = mentioned.without_names(approval.draft)
    approval = msgspec.structs.replace(approval, draft=draft)
    on = day(draft.order.date, N_("the order is dated “{text}”, which is not a date"))
    if on > by.today:
        raise RefusedByRules(
            N_("the order is dated {day}, which has not come yet"),
            remedy=N_("Correct the date, or import it on that day."),
            day=on,
        )
    _check_keys(approval, known)
    _check_split(approval, known)
    batch = _batch(approval, known, on, by)
    for roadmap in draft.roadmaps:
        if roadmap.key in known.catalogue.roadmaps:
            amendment.amend(batch, draft.order.key, roadmap, known)
        else:
            _approve_roadmap(batch, draft.order.key, roadmap)
    _approve_order(batch, approval, known)
    return batch.appends(known.version)


def _batch(approval: Approval, known: Known, on: date, by: By) -> OrderBatch:
    """Return an empty batch; how a known roadmap was planned once, it is planned again.

    An order that is known is corrected: that takes effect today.
    """
    keys = [draft.key for draft in approval.draft.roadmaps]
    before = [known.catalogue.roadmaps[key] for key in keys if key in known.catalogue.roadmaps]
    return OrderBatch(
        on,
        by.today if approval.draft.order.key in known.catalogue.orders else on,
        Parties(known.register, approval.draft.parties, by.new_id),
        all_windows=approval.all_windows or any(found.all_windows for found in before),
        split_years=approval.split_years or any(found.split_years for found in before),
    )


def _approve_order(batch: OrderBatch, approval: Approval, known: Known) -> None:
    """Add the order itself: new with its items, corrected where it reads differently."""
    draft = approval.draft.order
    before = known.catalogue.orders.get(draft.key)
    if before is None:
        batch.add(streams.order(draft.key), *_particulars(batch, orders.OrderApproved, approval))
        items.issue(batch, draft, _last_day(batch, approval))
        return
    items.correct(batch, draft, known, _last_day(batch, approval))
    event, words = _particulars(batch, orders.OrderCorrected, approval, before)
    now = msgspec.structs.replace(
        order_of(draft.key, event), file_sha256=before.file_sha256, edition=before.edition
    )
    if batch.is_started or now != before:
        batch.put_first(streams.order(draft.key), event, words)


def _last_day(batch: OrderBatch, approval: Approval) -> date:
    """Return the day until which the items of the order are planned: with the last plan."""
    ends = [amendment.horizon(found)[1] for found in approval.draft.roadmaps]
    return max([*ends, date(batch.dated.year, 12, 31)])


def _check_keys(approval: Approval, known: Known) -> None:
    """Orders and roadmaps share one namespace, for both have occurrences."""
    order = approval.draft.order.key
    keys = [draft.key for draft in approval.draft.roadmaps]
    approved, roadmaps_known = known.catalogue.orders, known.catalogue.roadmaps
    for key in (order, *keys):
        if not streams.KEY.fullmatch(key):
            raise RefusedByRules(
                N_("“{key}” cannot be a key"),
                remedy=N_("Use small Latin letters, digits, dots and hyphens."),
                key=key,
            )
    for key in keys:
        if keys.count(key) > 1 or key == order:
            raise _taken(N_("the key {key} is in this document twice"), key)
        if key in approved:
            raise _taken(N_("an order {key} is approved already"), key)
        before = roadmaps_known.get(key)
        if before is not None and not (approval.amend or before.order == order):
            raise _taken(N_("a roadmap {key} is approved already, by another order"), key)
    if order in roadmaps_known:
        raise _taken(N_("a roadmap {key} is approved already, by another order"), order)
    if order in approved and not any(found.order == order for found in roadmaps_known.values()):
        raise _taken(N_("an order {key} is approved already"), order)


def _check_split(approval: Approval, known: Known) -> None:
    """Refuse to split a plan that was approved whole: its occurrences are there already."""
    for draft in approval.draft.roadmaps:
        before = known.catalogue.roadmaps.get(draft.key)
        if approval.split_years and before is not None and not before.split_years:
            raise RefusedByRules(
                PLANNED_WHOLE,
                remedy=N_(
                    "Leave the option out; the windows of one measure are set with: "
                    "vekha schedule MEASURE --window PERIOD --source TEXT"
                ),
                key=draft.key,
            )


def _taken(template: str, key: str) -> RefusedByRules:
    return RefusedByRules(
        template,
        remedy=N_("Give the new one another key; if it amends the old one, say --amend."),
        key=key,
    )


def _particulars(
    batch: OrderBatch,
    event_class: type[orders.OrderParticulars],
    approval: Approval,
    before: Order | None = None,
) -> tuple[orders.OrderParticulars, dict[str, str]]:
    """Return what the order says of itself; a person named as before is the one from before."""
    draft, source = approval.draft.order, approval.source
    signatory = draft.signatory or PersonDraft()
    control = signatory if draft.control == "signatory" else draft.control or PersonDraft()
    words = {"signatory": signatory.name, "control": control.name, "file": source.name}
    event = event_class(
        kind=draft.kind,
        number=draft.number,
        date=batch.dated,
        issuer=draft.issuer,
        title=draft.title,
        signatory=batch.parties.person(signatory.name, before.signatory if before else None),
        signatory_post=signatory.post,
        control=batch.parties.person(control.name, before.control if before else None),
        control_post=control.post,
        parent=draft.parent,
        valid_from=None,
        file_sha256=source.sha256,
    )
    return event, words


def _approve_roadmap(batch: OrderBatch, order: str, draft: RoadmapDraft) -> None:
    """Record the first edition of a roadmap, its measures in printed order."""
    start, end = amendment.horizon(draft)
    stream = streams.roadmap(draft.key)
    batch.add(
        stream,
        roadmaps.RoadmapApproved(
            order=order,
            title=draft.title,
            annex=draft.annex,
            edition=1,
            horizon_start=start,
            horizon_end=end,
            passport=amendment.passport(draft),
            all_windows=batch.all_windows,
            split_years=batch.split_years,
        ),
    )
    for count, (section, measure) in enumerate(measures.flat(draft), 1):
        found = measures.row(batch, section, measure)
        measures.add(batch, draft.key, f"m{count:03d}", 1, measure, found, (start, end))
    indicators.define(batch, draft)
