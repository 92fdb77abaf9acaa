"""How people name a measure or an occurrence: ``bolshemurashkino/1.3@2022``, or shorter.

``[roadmap/]number[~n][@label]``. The roadmap may be left out or shortened where that is
unambiguous, the label too. A number that the order prints twice takes ``~1`` or ``~2``.
An id (``m003``) is always unambiguous within its roadmap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from engine.errors import N_, Ambiguous, NotFound
from engine.people.naming import fold
from engine.projections.occurrences import Unit
from engine.workflows.catalogue import Catalogue, Measure

T = TypeVar("T")

SHOWN = 12
"""How many candidates an error lists."""


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """A reference in its parts; empty parts (and ``repeat`` 0) were not given."""

    roadmap: str
    number: str
    repeat: int
    label: str


def parse(text: str) -> Reference:
    """Split *text* into its parts; raises NotFound for what names nothing."""
    rest, _, label = text.strip().partition("@")
    roadmap, slash, number = rest.rpartition("/")
    number, tilde, repeat = number.partition("~")
    if not number.strip() or (tilde and not repeat.isdecimal()) or (slash and not roadmap):
        raise NotFound(
            N_("{text!r} does not name a measure"),
            remedy=N_("Write ROADMAP/NUMBER@PERIOD, for example bolshemurashkino/1.3@2022."),
            text=text,
        )
    return Reference(
        roadmap=roadmap.strip(),
        number=plain_number(number),
        repeat=int(repeat) if repeat else 0,
        label=label.strip(),
    )


def plain_number(number: str) -> str:
    """Return a printed number as it is compared: folded, without dots at the end."""
    return fold(number).rstrip(". )")


def names(catalogue: Catalogue) -> dict[str, str]:
    """Return measure path -> the shortest name within its roadmap: ``1.3``, ``1.3~2``, ``m007``.

    A number that repeats is shown with its place, also the first one (``1.3~1``); where nothing is
    printed, or what cannot be typed in a reference, the id stands for it.
    """
    numbers = {measure.path: _typed_number(measure) for measure in catalogue.measures.values()}
    repeated = Counter(
        (measure.owner, numbers[path]) for path, measure in catalogue.measures.items()
    )
    seen: Counter[tuple[str, str]] = Counter()
    shown: dict[str, str] = {}
    for path, measure in catalogue.measures.items():
        same = measure.owner, numbers[path]
        seen[same] += 1
        shown[path] = numbers[path] if repeated[same] == 1 else f"{numbers[path]}~{seen[same]}"
    return shown


def _typed_number(measure: Measure) -> str:
    number = plain_number(measure.number)
    return measure.id if not number or set(number) & set("/@~") else number


def find_measure(catalogue: Catalogue, text: str) -> Measure:
    """Return the measure that *text* names (a label in it is not looked at)."""
    reference = parse(text)
    numbered = names(catalogue)
    found = [
        measure
        for measure in catalogue.measures.values()
        if _is_numbered(measure, numbered[measure.path], reference)
    ]
    found = _of_roadmap(found, reference.roadmap)
    return _only(text, found, [f"{m.owner}/{numbered[m.path]}" for m in found], N_("measure"))


def find_occurrence(catalogue: Catalogue, units: Iterable[Unit], text: str) -> Unit:
    """Return the occurrence that *text* names; the label may be left out or shortened."""
    label = parse(text).label
    measure = find_measure(catalogue, text)
    shown = f"{measure.owner}/{names(catalogue)[measure.path]}"
    own = [unit for unit in units if unit.path == measure.path]
    if not own:
        raise NotFound(
            N_("{measure} has no occurrence: its deadline is {phrase!r}"),
            remedy=N_(
                "Set its windows: vekha schedule {measure} --window FIRST..LAST --source TEXT"
            ),
            measure=shown,
            phrase=measure.deadlines[None].phrase if None in measure.deadlines else "",
        )
    found = _labelled(own, label)
    return _only(text, found, [f"{shown}@{unit.key}" for unit in found or own], N_("occurrence"))


def _labelled(units: list[Unit], label: str) -> list[Unit]:
    """Return the units of *label*: exactly, by the part behind the item, or by its beginning."""
    named = [(unit, unit.key.partition(":")[2] or unit.key) for unit in units]
    return (
        [unit for unit in units if unit.key == label]
        or [unit for unit, own in named if own == label]
        or [unit for unit, own in named if own.startswith(label)]
        or [unit for unit in units if ":" in label and unit.key.startswith(label)]
    )


def _is_numbered(measure: Measure, shown: str, reference: Reference) -> bool:
    if reference.number == measure.id:
        return True
    number, _, repeat = shown.partition("~")
    wanted = reference.repeat or int(repeat or 1)
    return number == reference.number and int(repeat or 1) == wanted


def _of_roadmap(measures: list[Measure], roadmap: str) -> list[Measure]:
    """Return those of the roadmap; where none is named, items that nobody tracks do not count."""
    if not roadmap:
        return [measure for measure in measures if measure.deadlines]
    exact = [measure for measure in measures if measure.owner == roadmap]
    return exact or [measure for measure in measures if measure.owner.startswith(roadmap)]


def _only(text: str, found: list[T], candidates: list[str], what: str) -> T:
    if len(found) == 1:
        return found[0]
    listed = ", ".join(candidates[:SHOWN]) + (" …" if len(candidates) > SHOWN else "")
    if found:
        raise Ambiguous(
            N_("{text!r} fits several: {candidates}"),
            remedy=N_("Name one of them."),
            text=text,
            candidates=listed,
        )
    raise NotFound(
        N_("there is no {what} {text!r}"),
        remedy=N_("Known here: {candidates}.") if listed else N_("See them with: vekha show"),
        what=what,
        text=text,
        candidates=listed,
    )
