"""How people name a measure or an occurrence: ``bolshemurashkino/1.3@2022``, or shorter.

``[roadmap/]number[~n][@label]`` (``events/streams.py`` cuts it). The roadmap may be left out or
shortened where that is unambiguous, the label too. A number that the order prints twice takes
``~1`` or ``~2``. An id (``m003``) is always unambiguous within its roadmap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Protocol, TypeVar

import msgspec

from engine.calendar import periods
from engine.errors import LISTED, N_, Ambiguous, NotFound
from engine.events.streams import OccurrenceKey, Reference
from engine.projections import measures
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders.catalogue import Catalogue, Measure

T = TypeVar("T")


class Directory(Protocol):
    """Where a reference is looked up: in the read rows, or in what was folded for a view."""

    def called(self, number: str, owner: str | None = None) -> list[Measure]:
        """Return the measures (of all owners, or of one) with this number or id, by rank."""

    def occurrence(self, path: str, key: str) -> Occurrence | None:
        """Return the occurrence of a measure with exactly that key."""

    def occurrences(self, path: str) -> list[Occurrence]:
        """Return the occurrences of a measure, ordered by stream."""


class Folded(msgspec.Struct, frozen=True):
    """A directory of what was folded."""

    catalogue: Catalogue
    known: list[Occurrence]

    def called(self, number: str, owner: str | None = None) -> list[Measure]:
        """Return the measures with this number or id."""
        return [
            measure
            for measure in self.catalogue.measures.values()
            if owner in (None, measure.owner) and number in (measures.typed(measure), measure.id)
        ]

    def occurrence(self, path: str, key: str) -> Occurrence | None:
        """Return the occurrence of a measure with exactly that key."""
        return next((found for found in self.occurrences(path) if found.key == key), None)

    def occurrences(self, path: str) -> list[Occurrence]:
        """Return the occurrences of a measure."""
        return [found for found in self.known if found.path == path]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a reference names: the measure, and the name by which people know it."""

    measure: Measure
    name: str

    @property
    def reference(self) -> str:
        """Return the full name of the measure: ``tonkino/1.3~2``."""
        return self.occurrence("")

    def occurrence(self, key: str) -> str:
        """Return the full name of the measure's occurrence with that *key*."""
        return str(Reference.named(self.measure.owner, self.name, key))


def names(known: Iterable[Measure]) -> dict[str, str]:
    """Return measure path -> the shortest name within its roadmap: ``1.3``, ``1.3~2``, ``m007``.

    A number that repeats is shown with its place, also the first one (``1.3~1``); where nothing is
    printed, or what cannot be typed in a reference, the id is its name. All measures that share a
    number have to be among the *known*, in the order of their ranks.
    """
    listed = list(known)
    numbers = [(measure.owner, measures.typed(measure)) for measure in listed]
    repeated = Counter(numbers)
    seen: Counter[tuple[str, str]] = Counter()
    shown: dict[str, str] = {}
    for measure, same in zip(listed, numbers, strict=True):
        seen[same] += 1
        place = seen[same] if repeated[same] > 1 else 0
        shown[measure.path] = str(Reference(number=same[1], repeat=place))
    return shown


def find_measure(directory: Directory, text: str) -> Found:
    """Return the measure that *text* names (a label in it is not looked at)."""
    found = _candidates(directory, Reference.parse(text))
    return _only(text, found, [one.reference for one in found], NO_MEASURE)


def find_occurrence(directory: Directory, text: str) -> tuple[Found, Occurrence]:
    """Return the occurrence that *text* names, and its measure.

    The label may be left out or shortened; of several measures with that number, it is the one
    that has such an occurrence.
    """
    reference = Reference.parse(text)
    found = _candidates(directory, reference)
    if fitting := _fitting(directory, found, reference.key):
        listed = [measure.occurrence(one.key) for measure, one in fitting]
        return _only(text, fitting, listed, NO_OCCURRENCE)
    if reference.key and len(found) > 1:
        raise _none_has(directory, reference, found)
    measure = _only(text, found, [one.reference for one in found], NO_MEASURE)
    return measure, _occurrence(directory, text, measure, reference.key)


def _fitting(
    directory: Directory, found: list[Found], label: str
) -> list[tuple[Found, Occurrence]]:
    """Return the occurrences of that label, where several measures might be meant."""
    if not label or len(found) == 1:
        return []
    return [
        (measure, occurrence)
        for measure in found
        for occurrence in _labelled(directory.occurrences(measure.measure.path), label)
    ]


def _none_has(directory: Directory, reference: Reference, found: list[Found]) -> NotFound:
    """Return that none of the measures *found* has such a period, and which ones they have."""
    share = max(LISTED // len(found), 1)
    first: list[str] = []
    others: list[str] = []
    for one in found:
        known = directory.occurrences(one.measure.path)
        listed = [one.occurrence(occurrence.key) for occurrence in known] or [one.reference]
        first += listed[:share]
        others += listed[share:]
    return NotFound(
        N_("none of several measures “{number}” has the period “{key}”"),
        remedy=N_("Known here: {candidates}."),
        number=reference.name,
        key=reference.key,
        candidates=(*first, *others),
    )


def name_of(directory: Directory, measure: Measure) -> Found:
    """Return a measure with the name by which people know it."""
    return _named(directory, [measure])[0]


def _candidates(directory: Directory, reference: Reference) -> list[Found]:
    """Return the measures that a reference may mean."""
    number = measures.compared(reference.number)
    return [
        found
        for found in _named(directory, _called(directory, number, reference.owner))
        if found.measure.id == number or _is_called(found.name, number, reference.repeat)
    ]


def _called(directory: Directory, number: str, owner: str) -> list[Measure]:
    """Return the measures of *owner*, or of those whose key begins so; of all, what is tracked."""
    if not owner:
        return [measure for measure in directory.called(number) if measure.deadlines]
    exact = directory.called(number, owner)
    return exact or [one for one in directory.called(number) if one.owner.startswith(owner)]


def _is_called(name: str, number: str, repeat: int) -> bool:
    """Return whether a measure of that *name* is meant; without a *repeat*, all that share it."""
    shown = Reference.parse(name)
    return shown.number == number and repeat in (0, shown.repeat or 1)


def _named(directory: Directory, found: list[Measure]) -> list[Found]:
    """Return measures with their names, told among all that share their number."""
    shown: dict[str, str] = {}
    for owner, number in dict.fromkeys((one.owner, measures.typed(one)) for one in found):
        same = [one for one in directory.called(number, owner) if measures.typed(one) == number]
        shown |= names(same)
    return [Found(measure=one, name=shown[one.path]) for one in found]


def _occurrence(directory: Directory, text: str, found: Found, label: str) -> Occurrence:
    if label and (exact := directory.occurrence(found.measure.path, _typed(label))):
        return exact  # the rule that goes before all others, without reading them
    own = directory.occurrences(found.measure.path)
    if not own:
        reading = found.measure.reading()
        raise NotFound(
            N_("{measure} has no occurrence: its deadline is “{phrase}”"),
            remedy=N_(
                "Set its windows: vekha schedule {measure} --window FIRST..LAST --source TEXT"
            ),
            measure=found.reference,
            phrase=reading.phrase if reading else "",
        )
    fitting = _labelled(own, label)
    listed = [found.occurrence(one.key) for one in fitting or own]
    return _only(text, fitting, listed, NO_OCCURRENCE)


def _labelled(known: list[Occurrence], text: str) -> list[Occurrence]:
    """Return the occurrences of a label: exactly, without the item, or by its beginning."""
    label = _typed(text)
    own = {one.stream: _without_item(one.key) for one in known}
    return (
        [one for one in known if one.key == label]
        or [one for one in known if own[one.stream] == label]
        or [one for one in known if own[one.stream].startswith(label)]
        or [one for one in known if ":" in label and one.key.startswith(label)]
    )


def _typed(text: str) -> str:
    """Return what people's *text* begins in a key: a school year is also written ``2022/23``."""
    try:
        key = OccurrenceKey.parse(text)
    except ValueError:
        return text
    return str(msgspec.structs.replace(key, label=periods.typed(key.label)))


def _without_item(key: str) -> str:
    parsed = OccurrenceKey.parse(key)
    return str(OccurrenceKey(parsed.label, None, parsed.repeat))


NO_MEASURE = N_("there is no measure “{text}”")
NO_OCCURRENCE = N_("there is no occurrence “{text}”")


def _only(text: str, found: list[T], candidates: list[str], missing: str) -> T:
    """Return the only one *found*; raises Ambiguous, or NotFound by the template *missing*."""
    if len(found) == 1:
        return found[0]
    if found:
        raise Ambiguous(
            N_("“{text}” fits several: {candidates}"),
            remedy=N_("Name one of them."),
            text=text,
            candidates=tuple(candidates),
        )
    raise NotFound(
        missing,
        remedy=N_("Known here: {candidates}.") if candidates else N_("See them with: vekha show"),
        text=text,
        candidates=tuple(candidates),
    )
