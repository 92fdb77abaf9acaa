"""Printed numbers that repeat, skip, or are none: kept as printed, and reported."""

from __future__ import annotations

from collections.abc import Iterator

from engine.documents.printed import terms
from engine.documents.problems import Problem, Where
from engine.documents.walk import place_of
from engine.errors import N_
from engine.workflows.orders.draft import MeasureDraft, Path, RoadmapDraft, SectionDraft


def problems(roadmap: RoadmapDraft) -> Iterator[Problem]:
    """Yield what is odd about the numbers of measures and sections, in printed order."""
    rows = list(roadmap.rows())
    numbered = sum(bool(measure.number) for _, measure in rows) * 2 > len(rows)
    seen: dict[tuple[int, tuple[int, ...]], MeasureDraft] = {}
    before: tuple[Path, MeasureDraft] | None = None
    for path, measure in rows:
        if numbered:
            yield from _measure(roadmap, measure, before, path)
        key = (id(path[-1]) if path else 0, terms.parts_of(measure.number))
        if key[1] and key in seen:
            yield _doubled(roadmap, measure, seen[key])
        seen.setdefault(key, measure)
        before = (path, measure)
    yield from _again_elsewhere(roadmap, rows)
    yield from _sections(roadmap, roadmap.sections)


def _measure(
    roadmap: RoadmapDraft,
    measure: MeasureDraft,
    before: tuple[Path, MeasureDraft] | None,
    path: Path,
) -> Iterator[Problem]:
    parts = terms.parts_of(measure.number)
    if not measure.number:
        yield _odd(roadmap, measure, "number_missing", N_("A measure has no number: “{title}”."))
    elif not parts:
        yield _odd(
            roadmap, measure, "number_unreadable", N_("“{number}” is no number; perhaps misread.")
        )
    elif before is not None and before[0] == path:
        last = terms.parts_of(before[1].number)
        if last and len(last) == len(parts) and last[:-1] == parts[:-1] and parts > last:
            skipped = parts[-1] - last[-1] - 1
            if skipped:
                yield _gap(roadmap, measure, before[1], skipped)


def _odd(roadmap: RoadmapDraft, measure: MeasureDraft, code: str, template: str) -> Problem:
    return Problem(
        code=code,
        where=place_of(roadmap, measure, "number"),
        template=template,
        consequence=N_("It is recorded as printed; the measure has an identity of its own."),
        facts={"number": measure.number, "title": measure.title[:60]},
    )


def _gap(
    roadmap: RoadmapDraft, measure: MeasureDraft, before: MeasureDraft, skipped: int
) -> Problem:
    return Problem(
        code="number_gap",
        where=place_of(roadmap, measure, "number"),
        template=N_("After {before} comes {number}: {skipped} skipped."),
        consequence=N_("Recorded as printed; look whether a row is missing."),
        facts={"before": before.number, "number": measure.number, "skipped": skipped},
        severity="note",
    )


def _doubled(roadmap: RoadmapDraft, measure: MeasureDraft, first: MeasureDraft) -> Problem:
    row = first.source.row if first.source else 0
    return Problem(
        code="number_doubled",
        where=place_of(roadmap, measure, "number"),
        template=N_("The number {number} is here for the second time (first in row {row})."),
        consequence=N_("It is recorded as printed and addressed {number}~2."),
        facts={"number": measure.number, "row": row},
    )


def _again_elsewhere(
    roadmap: RoadmapDraft, rows: list[tuple[Path, MeasureDraft]]
) -> Iterator[Problem]:
    """Report once that numbers begin again or repeat in other sections."""
    places: dict[tuple[int, ...], set[int]] = {}
    for path, measure in rows:
        if parts := terms.parts_of(measure.number):
            places.setdefault(parts, set()).add(id(path[-1]) if path else 0)
    repeated = [parts for parts, sections in places.items() if len(sections) > 1]
    if repeated:
        yield Problem(
            code="numbers_repeat",
            where=Where(roadmap=roadmap.key, cell="number"),
            template=N_("{count} numbers are in more than one section ({numbers})."),
            consequence=N_("They are recorded as printed; a second one is addressed NUMBER~2."),
            facts={
                "count": len(repeated),
                "numbers": tuple(".".join(map(str, parts)) for parts in repeated[:12]),
            },
            severity="note",
        )


def _sections(roadmap: RoadmapDraft, sections: tuple[SectionDraft, ...]) -> Iterator[Problem]:
    seen: set[tuple[int, ...]] = set()
    last: tuple[int, ...] = ()
    for section in sections:
        parts = terms.parts_of(section.number)
        skipped = bool(last and parts and parts[:-1] == last[:-1] and parts[-1] > last[-1] + 1)
        if parts and (parts in seen or skipped):
            template = (
                N_("The section {number} skips a number: “{title}”.")
                if skipped
                else N_("The section number {number} is here again: “{title}”.")
            )
            yield Problem(
                code="section_gap" if skipped else "section_doubled",
                where=Where(roadmap=roadmap.key, number=section.number, cell="section"),
                template=template,
                consequence=N_("Sections are recorded as printed."),
                facts={"number": section.number, "title": section.title[:60]},
                severity="note",
            )
        seen.add(parts)
        last = parts or last
        yield from _sections(roadmap, section.sections)
