"""What would be recorded, for people and for ``--json``: sections, windows, executors, problems."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from engine import schedule
from engine.documents import Document, Where
from engine.documents.checks.order import day_of
from engine.documents.goals import targets
from engine.people.naming import fold
from engine.workflows.draft import (
    Draft,
    ItemDraft,
    MeasureDraft,
    PartyDraft,
    PassportDraft,
    PersonDraft,
    Place,
    RoadmapDraft,
    SectionDraft,
)


class WindowSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A window as read; ``planned``: it would become an occurrence."""

    start: date
    end: date
    planned: bool
    label: str


class DeadlineSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A phrase as printed and as read."""

    phrase: str
    kind: str
    rule: str
    windows: tuple[WindowSeen, ...]
    unread: str
    ambiguous: bool


class ExecutorSeen(msgspec.Struct, frozen=True, kw_only=True):
    """Who answers: the name that is meant, the name as printed, lead or co, and what he is."""

    name: str
    as_printed: str
    role: str
    kind: str


class ItemSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A sub-item of a measure or an item of the order; null where it has no deadline of its own."""

    number: str
    title: str
    deadline: DeadlineSeen | None
    executors: tuple[ExecutorSeen, ...]


class MeasureSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the table as understood; ``targets`` are numbers that its result promises."""

    number: str
    title: str
    deadline: DeadlineSeen
    executors: tuple[ExecutorSeen, ...]
    participants: str
    expected_result: str
    targets: tuple[targets.Promise, ...]
    items: tuple[ItemSeen, ...]
    source: Place | None


class SectionSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A section with its own measures; ``path`` are the headings that lead to it."""

    number: str
    title: str
    path: tuple[str, ...]
    measures: tuple[MeasureSeen, ...]


class HorizonSeen(msgspec.Struct, frozen=True, kw_only=True):
    """First and last day of the plan, as text."""

    start: str
    end: str


class RoadmapSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A roadmap as understood. Measures outside any section stand in one without a title."""

    key: str
    title: str
    horizon: HorizonSeen
    passport: tuple[PassportDraft, ...]
    sections: tuple[SectionSeen, ...]


class OrderSeen(msgspec.Struct, frozen=True, kw_only=True):
    """The approving act as understood."""

    key: str
    kind: str
    number: str
    date: str
    issuer: str
    title: str
    signatory: PersonDraft | None
    control: PersonDraft | None
    parent: str
    items: tuple[ItemSeen, ...]


class ProblemSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A problem, in English: where, what, and what will happen if nothing is done."""

    code: str
    where: Where
    text: str
    consequence: str
    severity: str


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """All of it; ``--json`` prints this."""

    order: OrderSeen
    roadmaps: tuple[RoadmapSeen, ...]
    problems: tuple[ProblemSeen, ...]


def preview(document: Document, *, all_windows: bool = False) -> Preview:
    """Return what *document* holds, as it was understood and as it would be recorded."""
    return _Eye(document.draft, all_windows=all_windows).seen(document)


class _Eye:
    """Looks at one draft: knows who is meant by a name and what is still asked for."""

    def __init__(self, draft: Draft, *, all_windows: bool) -> None:
        self._draft = draft
        self._approved = day_of(draft.order.date)
        self._all_windows = all_windows
        self._parties = {
            fold(name): party for party in draft.parties for name in (party.name, *party.aliases)
        }

    def seen(self, document: Document) -> Preview:
        return Preview(
            order=self._order(),
            roadmaps=tuple(map(self._roadmap, self._draft.roadmaps)),
            problems=tuple(
                ProblemSeen(
                    code=found.code,
                    where=found.where,
                    text=found.text,
                    consequence=found.outcome,
                    severity=found.severity,
                )
                for found in document.problems
            ),
        )

    def _order(self) -> OrderSeen:
        order = self._draft.order
        last = max(day_of(r.horizon.end) or date.min for r in self._draft.roadmaps)
        span = (self._approved or last, last)
        return OrderSeen(
            key=order.key,
            kind=order.kind,
            number=order.number,
            date=order.date,
            issuer=order.issuer,
            title=order.title,
            signatory=order.signatory,
            control=order.signatory if order.control == "signatory" else order.control,
            parent=order.parent,
            items=tuple(self._item(item, span) for item in order.items),
        )

    def _roadmap(self, draft: RoadmapDraft) -> RoadmapSeen:
        span = (day_of(draft.horizon.start) or date.min, day_of(draft.horizon.end) or date.max)
        loose = (SectionDraft(measures=draft.measures),) if draft.measures else ()
        sections = (*loose, *draft.sections)
        return RoadmapSeen(
            key=draft.key,
            title=draft.title,
            horizon=HorizonSeen(start=draft.horizon.start, end=draft.horizon.end),
            passport=draft.passport,
            sections=tuple(
                found for section in sections for found in self._sections(section, (), span)
            ),
        )

    def _sections(
        self, draft: SectionDraft, above: tuple[str, ...], span: tuple[date, date]
    ) -> Iterator[SectionSeen]:
        heading = f"{draft.number} {draft.title}".strip()
        path = (*above, heading) if heading else above
        yield SectionSeen(
            number=draft.number,
            title=draft.title,
            path=path,
            measures=tuple(self._measure(measure, span) for measure in draft.measures),
        )
        for inner in draft.sections:
            yield from self._sections(inner, path, span)

    def _measure(self, draft: MeasureDraft, span: tuple[date, date]) -> MeasureSeen:
        return MeasureSeen(
            number=draft.number,
            title=draft.title,
            deadline=self._deadline(draft.deadline, span),
            executors=self._executors(draft.executors),
            participants=draft.participants,
            expected_result=draft.expected_result,
            targets=targets.promises(draft.expected_result),
            items=tuple(self._item(item, span) for item in draft.items),
            source=draft.source,
        )

    def _item(self, draft: ItemDraft, span: tuple[date, date]) -> ItemSeen:
        return ItemSeen(
            number=draft.number,
            title=draft.title,
            deadline=None if draft.deadline is None else self._deadline(draft.deadline, span),
            executors=self._executors(draft.executors),
        )

    def _deadline(self, phrase: str, span: tuple[date, date]) -> DeadlineSeen:
        reading = schedule.read(phrase, *span, order_date=self._approved)
        return DeadlineSeen(
            phrase=phrase,
            kind=str(reading.kind),
            rule=reading.rule,
            windows=tuple(map(self._window, reading.windows)),
            unread=reading.unread,
            ambiguous=reading.ambiguous,
        )

    def _window(self, found: schedule.Window) -> WindowSeen:
        asked = self._all_windows or self._approved is None or found.end >= self._approved
        return WindowSeen(start=found.start, end=found.end, planned=asked, label=found.label)

    def _executors(self, printed: tuple[str, ...]) -> tuple[ExecutorSeen, ...]:
        return tuple(
            self._executor(name, "co" if place else "lead") for place, name in enumerate(printed)
        )

    def _executor(self, printed: str, role: str) -> ExecutorSeen:
        party = self._parties.get(fold(printed), PartyDraft(name=printed))
        return ExecutorSeen(name=party.name, as_printed=printed, role=role, kind=party.kind)
