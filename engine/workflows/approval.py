"""Approving an order: from a draft to the events of its order, roadmaps and occurrences.

One batch over hundreds of streams, all or nothing. Pure: ids and the register are handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

import msgspec

from engine import schedule
from engine.errors import N_, RefusedByRules
from engine.events import indicators, orders, roadmaps
from engine.events.event import Event, NewEvent
from engine.events.log import StreamAppend
from engine.events.occurrences import DueWindow
from engine.events.orders import Executor, Place
from engine.events.roadmaps import Section, Window
from engine.people.naming import fold
from engine.people.register import Register
from engine.workflows import planning
from engine.workflows.draft import (
    Draft,
    ItemDraft,
    MeasureDraft,
    OrderDraft,
    RoadmapDraft,
    SectionDraft,
)
from engine.workflows.parties import Parties
from engine.workflows.planning import Due

KEY = re.compile(r"[a-z0-9][a-z0-9.-]*")


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """The file that an order came in: name (a word) and SHA-256 (a fact)."""

    name: str = ""
    sha256: str | None = None


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to record *draft*. ``all_windows`` also plans what ended before the approval."""

    draft: Draft
    source: Source = Source()
    all_windows: bool = False


def decide(
    approval: Approval,
    register: Register,
    version: Callable[[str], int],
    new_id: Callable[[], str],
    today: date,
) -> tuple[StreamAppend, ...]:
    """Return the events that record the order whole, or raise RefusedByRules.

    *version* tells a stream's present version (0: unknown), *new_id* makes random ids.
    """
    return _Approval(approval, register, version, new_id, today).appends()


class _Approval:
    """Collects the events of one approval, stream by stream, in the order of the document."""

    def __init__(
        self,
        approval: Approval,
        register: Register,
        version: Callable[[str], int],
        new_id: Callable[[], str],
        today: date,
    ) -> None:
        self._approval = approval
        self._order = approval.draft.order
        self._on = day(self._order.date, N_("the date of the order"))
        self._version = version
        self._streams: dict[str, list[NewEvent]] = {}
        if self._on > today:
            raise RefusedByRules(
                N_("the order is dated {day}, which has not come yet"),
                remedy=N_("Correct the date, or import it on that day."),
                day=self._on.isoformat(),
            )
        self._parties = Parties(register, approval.draft.parties, new_id)

    def appends(self) -> tuple[StreamAppend, ...]:
        self._check_keys()
        roadmap_drafts = self._approval.draft.roadmaps
        ends = [day(draft.horizon.end, N_("the end of the plan")) for draft in roadmap_drafts]
        self._approve_order(self._order)
        self._issue_items(self._order, max([*ends, date(self._on.year, 12, 31)]))
        for draft in roadmap_drafts:
            _RoadmapApproval(self, draft).approve()
        for stream, event, words in self._parties.registered():
            self.add(stream, event, words)
        return tuple(
            StreamAppend(stream=stream, expected=self._version(stream), events=tuple(events))
            for stream, events in sorted(self._streams.items(), key=_rank)
        )

    @property
    def order_key(self) -> str:
        """Return the key of the order that approves everything here."""
        return self._order.key

    def add(self, stream: str, event: Event, words: dict[str, str] | None = None) -> None:
        """Add *event* to *stream*, on the day of the order."""
        new = NewEvent(event=event, effective_on=self._on, words=words or {})
        self._streams.setdefault(stream, []).append(new)

    def executors(self, printed: tuple[str, ...]) -> tuple[tuple[Executor, ...], dict[str, str]]:
        """Return who answers, the first one leading, and the words that name persons."""
        return self._parties.executors(printed)

    def read(
        self, phrase: str, start: date, end: date
    ) -> tuple[schedule.Reading, tuple[Window, ...]]:
        """Read a deadline phrase, and return its windows as they are stored."""
        reading = schedule.read(phrase, start, end, order_date=self._on)
        windows = tuple(
            Window(start=found.start, end=found.end, label=found.label, printed=found.printed)
            for found in reading.windows
        )
        return reading, windows

    def plan(self, owner: str, dues: list[Due], section: tuple[Section, ...]) -> None:
        """Plan the occurrences of *owner* (``roadmap/measure``) that are still asked for."""
        asked = {
            id(due.window)
            for due in dues
            if planning.kept([due.window], self._on, all_windows=self._approval.all_windows)
        }
        for key, due in planning.keyed(due for due in dues if id(due.window) in asked):
            window = DueWindow(start=due.window.start, end=due.window.end)
            new = planning.planned(key, window, due.executors, section, self._on)
            self._streams.setdefault(f"occurrence/{owner}/{key}", []).append(new)

    def _check_keys(self) -> None:
        """Orders and roadmaps share one namespace, for both have occurrences."""
        keys = [self._order.key, *(draft.key for draft in self._approval.draft.roadmaps)]
        for key in keys:
            if not KEY.fullmatch(key):
                raise RefusedByRules(
                    N_("{key!r} cannot be a key"),
                    remedy=N_("Use small Latin letters, digits, dots and hyphens."),
                    key=key,
                )
            taken = next((k for k in ("order", "roadmap") if self._version(f"{k}/{key}")), "")
            if taken or keys.count(key) > 1:
                raise RefusedByRules(
                    N_("{kind} {key} is approved already"),
                    remedy=N_("Give the new one another key."),
                    kind=taken or "roadmap",
                    key=key,
                )

    def _approve_order(self, draft: OrderDraft) -> None:
        signatory, control = draft.signatory, draft.control
        if control == "signatory":
            control = signatory
        signed = signatory and self._parties.person(signatory.name)
        controls = control and not isinstance(control, str) and self._parties.person(control.name)
        words = {
            "signatory": signatory.name if signatory else "",
            "control": control.name if control and not isinstance(control, str) else "",
            "file": self._approval.source.name,
        }
        event = orders.OrderApproved(
            kind=draft.kind,
            number=draft.number,
            date=self._on,
            issuer=draft.issuer,
            title=draft.title,
            signatory=signed or None,
            signatory_post=signatory.post if signatory else "",
            control=controls or None,
            control_post=control.post if control and not isinstance(control, str) else "",
            parent=draft.parent,
            file_sha256=self._approval.source.sha256,
        )
        self.add(f"order/{draft.key}", event, words)

    def _issue_items(self, draft: OrderDraft, last: date) -> None:
        for name, item in _numbered(draft.items):
            executors, words = self.executors(item.executors)
            stream = f"order/{draft.key}"
            self.add(
                stream,
                orders.OrderItemIssued(
                    item=name,
                    number=item.number,
                    title=item.title,
                    executors=executors,
                    place=place(item.source),
                ),
                words,
            )
            if item.deadline is None:
                continue
            reading, windows = self.read(item.deadline, self._on, last)
            self.add(stream, deadline_read(None, name, reading, windows))
            dues = [Due(item=None, window=window, executors=executors) for window in windows]
            self.plan(f"{draft.key}/{name}", dues, ())


class _RoadmapApproval:
    """Adds one roadmap to an approval: its measures in printed order, deadlines, occurrences."""

    def __init__(self, approval: _Approval, draft: RoadmapDraft) -> None:
        self._approval = approval
        self._draft = draft
        self._stream = f"roadmap/{draft.key}"
        self._start = day(draft.horizon.start, N_("the beginning of the plan"))
        self._end = day(draft.horizon.end, N_("the end of the plan"))
        if self._end < self._start:
            raise RefusedByRules(
                N_("the plan {key} ends before it begins"),
                remedy=N_("Correct its horizon."),
                key=draft.key,
            )

    def approve(self) -> None:
        draft = self._draft
        self._approval.add(
            self._stream,
            roadmaps.RoadmapApproved(
                order=self._approval.order_key,
                title=draft.title,
                annex=draft.annex,
                edition=1,
                horizon_start=self._start,
                horizon_end=self._end,
                passport=tuple(
                    roadmaps.PassportRow(stage=row.stage, label=row.label, text=row.text)
                    for row in draft.passport
                ),
            ),
        )
        for number, (section, measure) in enumerate(_measures(draft), 1):
            self._approve_measure(f"m{number:03d}", section, measure)
        self._define_indicators()

    def _approve_measure(
        self, measure_id: str, section: tuple[Section, ...], draft: MeasureDraft
    ) -> None:
        executors, words = self._approval.executors(draft.executors)
        items = []
        for number, item in enumerate(draft.items, 1):
            own, said = self._approval.executors(item.executors)
            words |= {f"executor.{number}.{name.rpartition('.')[2]}": said[name] for name in said}
            items.append(
                roadmaps.Item(item=str(number), number=item.number, title=item.title, executors=own)
            )
        self._approval.add(
            self._stream,
            roadmaps.MeasureApproved(
                measure=measure_id,
                edition=1,
                number=draft.number,
                section=section,
                title=draft.title,
                expected_result=draft.expected_result,
                participants=draft.participants,
                executors=executors,
                items=tuple(items),
                place=place(draft.source),
            ),
            words,
        )
        dues = self._read_deadlines(measure_id, draft, executors, items)
        self._approval.plan(f"{self._draft.key}/{measure_id}", dues, section)

    def _read_deadlines(
        self,
        measure_id: str,
        draft: MeasureDraft,
        executors: tuple[Executor, ...],
        items: list[roadmaps.Item],
    ) -> list[Due]:
        """Read the measure's phrase and its items'; return every window with whom it concerns."""
        reading, windows = self._approval.read(draft.deadline, self._start, self._end)
        self._approval.add(self._stream, deadline_read(measure_id, None, reading, windows))
        paired = reading.kind == "list_per_subitem" and len(items) == len(windows)
        dues = [
            Due(
                item=str(window.printed) if paired else None,
                window=window,
                executors=(paired and items[window.printed - 1].executors) or executors,
            )
            for window in windows
        ]
        for item, item_draft in zip(items, draft.items, strict=True):
            if item_draft.deadline is None:
                continue
            reading, windows = self._approval.read(item_draft.deadline, self._start, self._end)
            self._approval.add(self._stream, deadline_read(measure_id, item.item, reading, windows))
            whose = item.executors or executors
            dues += [Due(item=item.item, window=window, executors=whose) for window in windows]
        return dues

    def _define_indicators(self) -> None:
        for number, draft in enumerate(self._draft.indicators, 1):
            self._approval.add(
                f"indicator/{self._draft.key}.{number}",
                indicators.IndicatorDefined(
                    roadmap=self._draft.key,
                    name=draft.name,
                    unit=draft.unit,
                    direction=draft.direction,
                    baseline=None,
                    targets=draft.targets,
                    method=draft.method,
                ),
            )


def day(text: str, what: str) -> date:
    """Read ``YYYY-MM-DD``; raises RefusedByRules naming *what* it was to be."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RefusedByRules(
            N_("{what} is {text!r}, which is no date"),
            remedy=N_("Write it as YYYY-MM-DD."),
            what=what,
            text=text,
        ) from error


def deadline_read(
    measure: str | None,
    item: str | None,
    reading: schedule.Reading,
    windows: tuple[Window, ...],
) -> roadmaps.DeadlineRead:
    """Return the event that keeps how a phrase was read."""
    return roadmaps.DeadlineRead(
        measure=measure,
        item=item,
        phrase=reading.phrase,
        kind=str(reading.kind),
        rule=reading.rule,
        rule_set=reading.rule_set,
        rrule=reading.rrule,
        windows=windows,
        unread=reading.unread,
        ambiguous=reading.ambiguous,
    )


def place(source: object) -> Place | None:
    """Return where a row stands as it is stored."""
    table, row = getattr(source, "table", 0), getattr(source, "row", 0)
    return Place(table=table, row=row) if row else None


def _measures(draft: RoadmapDraft) -> Iterator[tuple[tuple[Section, ...], MeasureDraft]]:
    for measure in draft.measures:
        yield (), measure
    for section in draft.sections:
        yield from _section(section, ())


def _section(
    draft: SectionDraft, above: tuple[Section, ...]
) -> Iterator[tuple[tuple[Section, ...], MeasureDraft]]:
    path = above
    if draft.number or draft.title:
        path = (*above, Section(number=draft.number, title=draft.title))
    for measure in draft.measures:
        yield path, measure
    for inner in draft.sections:
        yield from _section(inner, path)


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


_ORDER = ("person", "organisation", "post", "group", "order", "roadmap", "indicator", "occurrence")


def _rank(entry: tuple[str, list[NewEvent]]) -> tuple[int, str]:
    return _ORDER.index(entry[0].split("/")[0]), entry[0]
