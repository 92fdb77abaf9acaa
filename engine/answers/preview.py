"""What recording an order would come to: the order as the ledger would hold it afterwards.

There is one planner, ``approval.decide``. The preview folds what it decides onto what is known,
and shows that: readings, occurrences and changes are those that would be recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import msgspec

from engine.answers.changes import changes, moved
from engine.answers.names import Names, names_after
from engine.answers.seen import (
    Deadline,
    ExecutorSeen,
    ItemSeen,
    MeasureSeen,
    OrderSeen,
    Planned,
    Preview,
    ProblemSeen,
    RoadmapSeen,
)
from engine.documents import Document, Problem, Where
from engine.documents.goals import targets
from engine.errors import RefusedByRules
from engine.events.log import StreamAppend
from engine.events.orders import Executor
from engine.events.roadmaps import DeadlineRead, Item
from engine.events.streams import kind_of
from engine.projections import occurrences
from engine.workflows.decider import By, as_happened
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders import approval, catalogue, editions, items, measures
from engine.workflows.orders.approval import Approval
from engine.workflows.orders.catalogue import Catalogue, Measure
from engine.workflows.orders.draft import (
    Draft,
    MeasureDraft,
    OrderDraft,
    RoadmapDraft,
)
from engine.workflows.orders.known import Known

_NEVER = datetime(1, 1, 1, tzinfo=UTC)
"""When the events of a preview are recorded."""


class Rehearsed(msgspec.Struct, frozen=True, kw_only=True):
    """An answer, and the problems found with their facts, for words in any language."""

    answer: Preview
    problems: tuple[Problem, ...]
    file: str


def check(problems: Iterable[Problem]) -> None:
    """Raise RefusedByRules for the first problem that has to be settled before recording."""
    for found in problems:
        if found.severity == "blocking":
            raise RefusedByRules(found.template, remedy=found.consequence, **found.facts)


def brings_nothing(seen: Rehearsed) -> bool:
    """Return whether the ledger says all of what was *seen* already; unless it is refused.

    A file that is known brings nothing, whatever is odd about it, but that its plan be split.
    """
    splits = any(one.template == approval.PLANNED_WHOLE for one in seen.problems)
    return seen.answer.brings_nothing or (seen.answer.file_known_as is not None and not splits)


def check_recordable(seen: Rehearsed) -> None:
    """Raise RefusedByRules where what was *seen* cannot be recorded as it is."""
    if not brings_nothing(seen):
        check(seen.problems)


def preview(document: Document, wanted: Approval, known: Known, by: By) -> Rehearsed:
    """Return what recording *wanted*, the order in *document*, would come to."""
    problems, appends = _decided(document, wanted, known, by)
    after = _After(known, appends, by)
    draft = wanted.draft
    order = _order(draft, after)
    answer = Preview(
        order=order,
        roadmaps=tuple(_roadmap(found, after) for found in draft.roadmaps),
        problems=tuple(map(_problem, problems)),
        changes=changes(known.catalogue, after.catalogue, after.names),
        occurrences=moved(known, after.occurrences, after.catalogue, after.names),
        brings_nothing=not appends and not any(p.severity == "blocking" for p in problems),
        file_known_as=_same_file(document, known.catalogue),
        recorded=None,
    )
    return Rehearsed(answer=answer, problems=problems, file=document.name)


def _decided(
    document: Document, wanted: Approval, known: Known, by: By
) -> tuple[tuple[Problem, ...], tuple[StreamAppend, ...]]:
    """Return the problems, and the events that would be recorded were they settled.

    What the order does not say yet is supposed for the moment: its date is today, and a plan
    without a horizon is left out, so that everything else can be shown as it would be read.
    """
    try:
        return document.problems, approval.decide(_supposed(wanted, by), known, by)
    except RefusedByRules as error:
        blocked = any(found.severity == "blocking" for found in document.problems)
        return document.problems if blocked else (refused(error), *document.problems), ()


def _supposed(wanted: Approval, by: By) -> Approval:
    draft = wanted.draft
    order = draft.order
    if not order.date:
        order = msgspec.structs.replace(order, date=by.today.isoformat())
    dated = tuple(found for found in draft.roadmaps if found.horizon.start and found.horizon.end)
    return msgspec.structs.replace(
        wanted, draft=msgspec.structs.replace(draft, order=order, roadmaps=dated)
    )


class _After:
    """What the ledger would hold after *appends*."""

    def __init__(self, known: Known, appends: tuple[StreamAppend, ...], by: By) -> None:
        happened = list(as_happened(appends, by.speaker.person, None, _NEVER))
        self.catalogue: Catalogue = catalogue.fold(happened, known.catalogue)
        self.occurrences = dict(known.occurrences)
        for event in happened:
            self.occurrences |= occurrences.step(event, self.occurrences.get)
        self.names: Names = names_after(known.register, appends)
        self._known = Known(occurrences=self.occurrences)

    def planned(self, measure: Measure) -> tuple[Planned, ...]:
        """Return the occurrences of a measure that are not cancelled, by deadline."""
        own = self._known.of(measure.path)
        return tuple(map(_planned, (one for one in own if one.status != "cancelled")))


def _planned(found: Occurrence) -> Planned:
    return Planned(key=found.key, start=found.start, deadline=found.current_deadline)


def _order(draft: Draft, after: _After) -> OrderSeen:
    order = draft.order
    control = order.signatory if order.control == "signatory" else order.control
    return OrderSeen(
        key=order.key,
        kind=order.kind,
        number=order.number,
        date=order.date,
        issuer=order.issuer,
        title=order.title,
        signatory=order.signatory,
        control=control,
        parent=order.parent,
        items=tuple(_order_items(order, after)),
    )


def _order_items(order: OrderDraft, after: _After) -> Iterator[MeasureSeen]:
    """Yield the items of the order, as they are recorded where they are."""
    rows = [((), items.as_row(item)) for item in order.items]
    for _section, row, found in editions.matched(after.catalogue.of(order.key), rows):
        yield _measure(row, (), found, after)


def _roadmap(draft: RoadmapDraft, after: _After) -> RoadmapSeen:
    rows = list(measures.flat(draft))
    matched = editions.matched(after.catalogue.of(draft.key), rows)
    return RoadmapSeen(
        key=draft.key,
        title=draft.title,
        start=draft.horizon.start,
        end=draft.horizon.end,
        passport=draft.passport,
        measures=tuple(
            _measure(row, tuple(f"{p.number} {p.title}".strip() for p in path), found, after)
            for path, row, found in matched
        ),
    )


def _measure(
    draft: MeasureDraft, section: tuple[str, ...], found: Measure | None, after: _After
) -> MeasureSeen:
    return MeasureSeen(
        number=draft.number,
        title=draft.title,
        deadline=_deadline(found.reading() if found else None, draft.deadline),
        executors=_executors(found.executors if found else (), draft.executors, after.names),
        participants=draft.participants,
        expected_result=draft.expected_result,
        targets=targets.promises(draft.expected_result),
        items=tuple(_items(draft, found, after)),
        occurrences=after.planned(found) if found else (),
        section=section,
    )


def _items(draft: MeasureDraft, found: Measure | None, after: _After) -> Iterator[ItemSeen]:
    known: Iterable[Item | None] = found.items if found else [None] * len(draft.items)
    for printed, item in zip(draft.items, known, strict=True):
        reading = found.reading(item.item) if found and item else None
        yield ItemSeen(
            number=printed.number,
            title=printed.title,
            deadline=None if printed.deadline is None else _deadline(reading, printed.deadline),
            executors=_executors(item.executors if item else (), printed.executors, after.names),
        )


def _deadline(reading: DeadlineRead | None, phrase: str) -> Deadline:
    if reading is None:
        return Deadline(phrase=phrase)
    return Deadline(
        phrase=reading.phrase,
        kind=reading.kind,
        rule=reading.rule,
        windows=reading.windows,
        unread=reading.unread,
        ambiguous=reading.ambiguous,
    )


def _executors(
    known: tuple[Executor, ...], printed: tuple[str, ...], names: Names
) -> tuple[ExecutorSeen, ...]:
    """Return who answers: as resolved, or as printed where nothing could be decided."""
    if not known:
        return tuple(
            ExecutorSeen(name=name, as_printed=name, role="co" if place else "lead", kind="")
            for place, name in enumerate(printed)
        )
    return tuple(
        ExecutorSeen(
            name=names(who.party),
            as_printed=who.as_printed or names(who.party),
            role=who.role,
            kind=kind_of(who.party),
        )
        for who in known
    )


def _problem(found: Problem) -> ProblemSeen:
    return ProblemSeen(
        code=found.code,
        where=found.where,
        text=found.text,
        consequence=found.outcome,
        severity=found.severity,
    )


def refused(error: RefusedByRules) -> Problem:
    """Return as a problem what the ledger would say to the order."""
    return Problem(
        code=error.reason,
        where=Where(cell="order"),
        template=error.template,
        consequence=error.remedy,
        facts=error.facts,
        severity="blocking",
    )


def _same_file(document: Document, known: Catalogue) -> str | None:
    """Return the key of the order that was read from this very file, if any."""
    found = (order.key for order in known.orders.values() if order.file_sha256 == document.sha256)
    return next(found, None)
