"""What is odd about any draft, whichever reader filled it.

Nothing is mended here: each finding says where it is and what will be recorded if it stays.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.documents.checks import deadlines, names, numbers, order, places
from engine.documents.goals import targets
from engine.documents.problems import Problem, Where
from engine.documents.walk import place_of
from engine.errors import N_, Code
from engine.workflows.orders.draft import Draft, MeasureDraft, RoadmapDraft


def check(draft: Draft) -> tuple[Problem, ...]:
    """Return what a person should look at in *draft* before it is recorded, in printed order."""
    found = list(order.problems(draft))
    for roadmap in draft.roadmaps:
        found += numbers.problems(roadmap)
        found += deadlines.problems(roadmap, draft.order.date)
        measures = [measure for _, measure in roadmap.rows()]
        found += _people(roadmap, measures)
        for measure in measures:
            found += _promises(roadmap, measure)
    found += names.problems(draft)
    found += places.problems(draft)
    return tuple(found)


def _people(roadmap: RoadmapDraft, measures: list[MeasureDraft]) -> Iterator[Problem]:
    """Yield the measures without an executor, or that there are none at all."""
    bare = [measure for measure in measures if not _answered(measure)]
    if len(bare) > 3 and len(bare) == len(measures):
        yield Problem(
            code="no_executors_at_all",
            where=Where(roadmap=roadmap.key, cell="executors"),
            template=N_("None of the {count} measures of {key} names an executor."),
            consequence=N_(
                "They are recorded without one; a corrected file or a YAML draft can name some."
            ),
            facts={"count": len(bare), "key": roadmap.key},
        )
        return
    for measure in bare:
        yield from _nobody(roadmap, measure)


def _answered(measure: MeasureDraft) -> bool:
    return bool(measure.executors) or any(item.executors for item in measure.items)


def _nobody(roadmap: RoadmapDraft, measure: MeasureDraft) -> Iterator[Problem]:
    yield Problem(
        code="no_executor",
        where=place_of(roadmap, measure, "executors"),
        template=N_("Measure {number} names no one who answers for it."),
        consequence=N_(
            "It is recorded without an executor; a corrected file or a YAML draft can name one."
        ),
        facts={"number": measure.number or measure.title[:40]},
    )


def _promises(roadmap: RoadmapDraft, measure: MeasureDraft) -> Iterator[Problem]:
    for promise in targets.promises(measure.expected_result):
        yield Problem(
            code="promised_number",
            where=place_of(roadmap, measure, "result"),
            template=N_("The result of measure {number} promises {figure} {unit}: “{sentence}”."),
            consequence=N_("It stays text and is not recorded as an indicator."),
            facts={
                "number": measure.number,
                "figure": promise.figure,
                "unit": promise.unit,
                "bound": Code(promise.bound),
                "sentence": promise.sentence[:200],
            },
            severity="note",
        )
