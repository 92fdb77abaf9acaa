"""The counter for orders: importing and amending them, setting windows, writing them out again."""

from __future__ import annotations

import hashlib

import msgspec

from engine.answers import preview
from engine.answers.preview import Rehearsed
from engine.documents import Document, export
from engine.documents.completion import known_again
from engine.errors import N_, RefusedByRules
from engine.events import streams
from engine.events.log import Receipt
from engine.events.recorded import Recorded
from engine.office.finding import Rows
from engine.office.session import Session
from engine.projections import references
from engine.projections.references import Found
from engine.workflows.decider import Appends
from engine.workflows.handling import History
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders import approval, catalogue, scheduling
from engine.workflows.orders.approval import Approval, Source
from engine.workflows.orders.catalogue import Catalogue
from engine.workflows.orders.draft import Draft
from engine.workflows.orders.known import Known
from engine.workflows.orders.scheduling import SetWindows, Target


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """How a document is to be recorded; see ``Approval`` for what each flag means."""

    all_windows: bool = False
    split_years: bool = False
    amend: bool = False


class Orders:
    """What an operator asks for."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def preview(self, document: Document, wish: Wish) -> Rehearsed:
        """Return what recording *document* would come to; nothing is recorded."""
        history = self._session.history()
        try:
            found = known_again(document, self._catalogue(), amend=wish.amend)
        except RefusedByRules as error:
            problems = (preview.refused(error), *document.problems)
            found = msgspec.structs.replace(document, problems=problems)
        known = self._known(history, found.draft)
        return preview.preview(found, wanted(found, wish), known, self._session.rehearsing())

    def approve(self, document: Document, wish: Wish) -> Rehearsed:
        """Record the order in *document* with its roadmaps and occurrences, whole.

        Returns the preview of what was recorded, with the receipt, or without one where the
        ledger said all of it before, and not by this very request of an earlier run.
        """
        session = self._session
        seen = self.preview(document, wish)
        given = _digest(wanted(document, wish))
        if session.has_recorded("import", session.speaker(step="import"), given):
            found = document
        elif preview.brings_nothing(seen):
            return seen
        else:
            found = known_again(document, self._catalogue(), amend=wish.amend)
            preview.check(found.problems)
        receipt = self.record(wanted(found, wish), given)
        answer = msgspec.structs.replace(seen.answer, recorded=receipt)
        return msgspec.structs.replace(seen, answer=answer)

    def record(self, approved: Approval, given: str = "") -> Receipt:
        """Record *approved*, decided on what the ledger holds when it is recorded.

        *given* stands for the request as it was made, where what is approved is not.
        """
        speaker = self._session.speaker(step="import")
        by = self._session.by(speaker)

        def decided(history: History) -> Appends:
            appends = approval.decide(approved, self._known(history, approved.draft), by)
            if not appends:
                raise RefusedByRules(
                    N_("someone has just recorded the same order"),
                    remedy=N_("See it with: vekha show"),
                )
            return appends

        return self._session.record("import", speaker, given or _digest(approved), decided)

    def set_windows(self, reference: str, command: SetWindows) -> Found:
        """Set windows by hand, or bind an outside schedule, for a measure (or its sub-item)."""
        session = self._session
        speaker = session.speaker(step="schedule")
        directory = Rows(session.log)
        found = references.find_measure(directory, reference)
        by = session.by(speaker)

        def decided(history: History) -> Appends:
            taken = {known.key for known in directory.occurrences(found.measure.path)}
            target = Target(
                measure=found.measure,
                item=command.item,
                version=history.version(streams.MeasurePath.parse(found.measure.path).plan),
                taken=frozenset(taken),
            )
            return scheduling.decide(command, target, by)

        session.record("schedule", speaker, (reference, command), decided)
        return found

    def export(self, key: str) -> Draft:
        """Return a roadmap with its order as ``import`` takes it; raises NotFound."""
        session = self._session
        events = session.as_printed(session.plans())
        words = session.log.words([event.position for event in events])
        ordered = sorted(events, key=lambda event: event.position)
        return export.roadmap(ordered, words, session.register(), key)

    def _catalogue(self) -> Catalogue:
        return catalogue.fold(self._session.as_printed(self._session.plans()))

    def _known(self, history: History, draft: Draft) -> Known:
        """Return what a decision on *draft* meets: the plans, and the occurrences concerned."""
        keys = [draft.order.key, *(roadmap.key for roadmap in draft.roadmaps)]
        history.names_are_read()
        plans = [event for kind in streams.PLANS for event in history.streams(f"{kind}/")]
        happened = [event for key in keys for event in history.streams(streams.occurrences_of(key))]
        return Known(
            catalogue=catalogue.fold(_in_order(plans)),
            register=self._session.register(),
            occurrences=_occurrences(history, {event.stream for event in happened}),
            version=history.version,
        )


def wanted(document: Document, wish: Wish) -> Approval:
    """Return the wish to record *document*."""
    return Approval(
        draft=document.draft,
        source=Source(name=document.name, sha256=document.sha256),
        all_windows=wish.all_windows,
        split_years=wish.split_years,
        amend=wish.amend,
    )


def _digest(approved: Approval) -> str:
    return hashlib.sha256(msgspec.json.encode(approved)).hexdigest()


def _in_order(events: list[Recorded]) -> list[Recorded]:
    return sorted(events, key=lambda event: event.position)


def _occurrences(history: History, names: set[str]) -> dict[str, Occurrence]:
    return {stream: history.occurrence(stream) for stream in sorted(names)}
