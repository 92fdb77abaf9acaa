"""The counter for questions: reads what an answer needs, and has a pure function make it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from engine.answers import occurrence as single
from engine.answers import people, review, show, status
from engine.answers.occurrence import OccurrenceAnswer
from engine.answers.people import PeopleAnswer, PersonAnswer, RebuiltAnswer, UpgradedAnswer
from engine.answers.review import ReviewShown
from engine.answers.show import MeasureAnswer, OrderAnswer, RoadmapAnswer, RoadmapsAnswer
from engine.answers.status import StatusAnswer
from engine.calendar.periods import Period
from engine.errors import N_, Ambiguous, NotFound
from engine.events import codec, streams, tables
from engine.events.recorded import Recorded
from engine.events.streams import MeasurePath
from engine.office.finding import Rows
from engine.office.occurrences import Taken
from engine.office.session import Session
from engine.people import mentions
from engine.people.register import ERASED, Register
from engine.projections import occurrences, references
from engine.projections.clocks import View
from engine.projections.rebuild import rebuild
from engine.projections.references import Folded, Found
from engine.projections.status import status as counted
from engine.review import annual
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders import catalogue as catalogues
from engine.workflows.orders.catalogue import Catalogue, Measure

Shown = RoadmapsAnswer | RoadmapAnswer | OrderAnswer | MeasureAnswer


class Answers:
    """What everybody may ask."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def show(self, reference: str | None) -> Shown:
        """Return what *reference* names: a roadmap, an order or a measure; all roadmaps without.

        An occurrence (``…@PERIOD``) is asked for with ``occurrence``.
        """
        if reference is None:
            return self.roadmaps()
        catalogue = self.catalogue()
        if reference in catalogue.orders:
            return self._order(catalogue, reference)
        key = _roadmap_key(catalogue, reference)
        return self.measure(reference) if key is None else self._roadmap(catalogue, key)

    def roadmaps(self) -> RoadmapsAnswer:
        """Return all roadmaps; raises NotFound where there are none yet."""
        catalogue = self.catalogue()
        if not catalogue.roadmaps:
            raise NotFound(
                N_("nothing has been recorded yet"),
                remedy=N_("Import an order: vekha import FILE"),
            )
        known = self.occurrences()
        return show.roadmaps(catalogue, known, self._view, rehearsal=self._session.rehearsal)

    def measure(self, reference: str) -> MeasureAnswer:
        """Return the measure that *reference* names, with its occurrences."""
        directory = Rows(self._session.log)
        found = self._as_printed(references.find_measure(directory, reference))
        known = directory.occurrences(found.measure.path)
        [answer] = self._measures([found], known, self._session.about(*_parties(found, known)))
        return answer

    def occurrence(self, reference: str) -> OccurrenceAnswer:
        """Return the occurrence that *reference* names."""
        return self.taken(self._find(reference))

    def taken(self, step: Taken) -> OccurrenceAnswer:
        """Return the occurrence as a step left it."""
        names = self._session.about(step.occurrence.lead).name
        found = self._as_printed(step.found)
        return single.occurrence(
            found, step.occurrence, self._view, names, rehearsal=self._session.rehearsal
        )

    def status(
        self,
        periods: Iterable[Period],
        view: View,
        roadmap: str | None = None,
        executor: str | None = None,
    ) -> StatusAnswer:
        """Return the execution status of each of *periods*, by executor.

        Of one roadmap (a key) or all, of one executor (a name or id) or all.
        """
        register = self._session.register()
        chosen = None if executor is None else register.find(executor).id
        known = [found for found in self.occurrences(view) if roadmap in (None, found.owner)]
        return status.status(
            counted(known, periods, view),
            view,
            register,
            roadmap=roadmap,
            executor=chosen,
            rehearsal=self._session.rehearsal,
        )

    def review(self, period: Period, view: View, roadmap: str | None = None) -> ReviewShown:
        """Return the review of *period*, replayed from the verified log, with names and words."""
        events: list[Recorded] = list(map(codec.recorded, self._session.verified()))
        found = annual.review(self._session.opened, events, view, period, roadmap)
        words = self._session.log.words(review.positions(found))
        return ReviewShown(
            review=found,
            register=self._session.register(),
            words=words,
            plans=self.catalogue(view) if review.leaves_names_out(found) else Catalogue(),
        )

    def person(self, person: str) -> PersonAnswer:
        """Return one person (an id) as registered."""
        session = self._session
        return people.person(
            session.register(), person, session.today, rehearsal=self._session.rehearsal
        )

    def people(self) -> PeopleAnswer:
        """Return everyone who is registered."""
        session = self._session
        return people.people(session.register(), session.today, rehearsal=self._session.rehearsal)

    def rebuild(self) -> RebuiltAnswer:
        """Rebuild all read rows from the log."""
        found = rebuild(self._session.log)
        return RebuiltAnswer(
            rehearsal=self._session.rehearsal,
            position=found.position,
            rows=dict(found.rows),
            wrong={name: ids for name, ids in found.wrong.items() if ids},
        )

    def upgrade(self) -> UpgradedAnswer:
        """Bring a ledger that an older program made to this version."""
        self._session.log.upgrade()
        self._session.observe("ledger.upgraded")
        return UpgradedAnswer(rehearsal=self._session.rehearsal, version=tables.REVISION)

    def roadmap_key(self, key: str | None) -> str | None:
        """Return the key of a roadmap that was asked for, or None; raises NotFound."""
        known = self.catalogue().roadmaps
        if key is None or key in known:
            return key
        raise NotFound(
            N_("there is no roadmap “{key}”"),
            remedy=N_("Known here: {known}.")
            if known
            else N_("Import an order: vekha import FILE"),
            key=key,
            known=tuple(known),
        )

    def catalogue(self, view: View | None = None) -> Catalogue:
        """Return orders, roadmaps and measures."""
        if view is None:
            return catalogues.fold(self._session.as_printed(self._session.plans()))
        found = view.seen(self._events(view, *(f"{kind}/" for kind in streams.PLANS)))
        return catalogues.fold(self._session.as_printed(found))

    def occurrences(self, view: View | None = None) -> list[Occurrence]:
        """Return all occurrences: from the rows now, from the events for another view."""
        if view is None or view.is_present:
            return occurrences.ordered(self._session.log.rows(occurrences.TABLE.name))
        return occurrences.seen(view.seen(self._events(view, "occurrence/")))

    @property
    def _view(self) -> View:
        return self._session.view()

    def _order(self, catalogue: Catalogue, key: str) -> OrderAnswer:
        approved = [found.key for found in catalogue.roadmaps.values() if found.order == key]
        register = self._session.register()
        items = self._of(catalogue, key, register)
        return show.order(
            catalogue.orders[key], approved, items, register.name, rehearsal=self._session.rehearsal
        )

    def _roadmap(self, catalogue: Catalogue, key: str) -> RoadmapAnswer:
        rows = self._of(catalogue, key, self._session.register())
        return show.roadmap(catalogue.roadmaps[key], rows, rehearsal=self._session.rehearsal)

    def _of(self, catalogue: Catalogue, key: str, register: Register) -> Iterator[MeasureAnswer]:
        """Yield the measures of a roadmap, or the items of an order."""
        known = self._occurrences_of(key)
        directory = Folded(catalogue, known)
        named = [references.name_of(directory, measure) for measure in catalogue.of(key)]
        return self._measures(named, known, register)

    def _occurrences_of(self, owner: str) -> list[Occurrence]:
        rows = self._session.log.rows(occurrences.TABLE.name, prefix=streams.occurrences_of(owner))
        return occurrences.ordered(rows)

    def _measures(
        self, named: Iterable[Found], known: Sequence[Occurrence], register: Register
    ) -> Iterator[MeasureAnswer]:
        by_path: dict[str, list[Occurrence]] = {}
        for one in known:
            by_path.setdefault(one.path, []).append(one)
        view, rehearsal = self._view, self._session.rehearsal

        def shown(found: Found, state: Occurrence) -> OccurrenceAnswer:
            return single.occurrence(found, state, view, register.name, rehearsal=rehearsal)

        for found in named:
            yield show.measure(
                found,
                by_path.get(found.measure.path, ()),
                shown,
                register.name,
                register.short,
                self._windows_from(found.measure),
                rehearsal=rehearsal,
            )

    def _events(self, view: View, *prefixes: str) -> list[Recorded]:
        """Return the events of these streams, or all where the view has to know what came when."""
        log = self._session.log
        if not view.is_whole:
            return list(map(codec.recorded, log.events()))
        stored = [event for prefix in prefixes for event in log.streams(prefix)]
        return [codec.recorded(event) for event in sorted(stored, key=lambda one: one.position)]

    def _as_printed(self, found: Found) -> Found:
        """Return what was found in the rows, which leave names out, as it is printed."""
        if mentions.HIDDEN not in codec.canonical(codec.plain(found.measure)):
            return found
        plan = self._session.log.stream(MeasurePath.parse(found.measure.path).plan)
        whole = catalogues.fold(self._session.as_printed(map(codec.recorded, plan)))
        measure = whole.measures[found.measure.path]
        return msgspec.structs.replace(found, measure=measure)

    def _windows_from(self, measure: Measure) -> Iterator[str]:
        """Yield the schedules and documents from which windows of a measure came later."""
        if not measure.set_by_hand:
            return
        log = self._session.log
        stored = log.stream(MeasurePath.parse(measure.path).plan)
        events = [event for event in stored if event.version in measure.set_by_hand]
        words = log.words(event.position for event in events)
        for event in events:
            said = words.get(event.position, {"source": ERASED})
            yield " — ".join(filter(None, (said.get("schedule"), said.get("source"))))

    def _find(self, reference: str) -> Taken:
        found, occurrence = references.find_occurrence(Rows(self._session.log), reference)
        return Taken(found=found, occurrence=occurrence)


def _parties(found: Found, known: Iterable[Occurrence]) -> Iterator[str | None]:
    """Yield whom the answer about a measure names."""
    yield from (who.party for who in found.measure.executors)
    yield from (one.lead for one in known)


def _roadmap_key(catalogue: Catalogue, reference: str) -> str | None:
    """Return the key of the roadmap that *reference* is, or alone begins with."""
    if reference in catalogue.roadmaps:
        return reference
    if not reference or not streams.is_plain(reference) or reference[:1].isdecimal():
        return None
    found = [key for key in catalogue.roadmaps if key.startswith(reference)]
    if len(found) > 1:
        raise Ambiguous(
            N_("“{text}” fits several: {candidates}"),
            remedy=N_("Name one of them."),
            text=reference,
            candidates=tuple(found),
        )
    return found[0] if found else None
