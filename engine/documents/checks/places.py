"""Places that are not the plan's own: text taken over from another municipality's document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import msgspec

from engine.documents.problems import Problem, Where
from engine.documents.walk import place_of
from engine.errors import N_
from engine.people.naming import folded
from engine.workflows.orders.draft import Draft, RoadmapDraft

_UNIT = r"(?:городск|муниципальн)\w+\s+(?:округ|район)\w*"
_PLACES = (
    re.compile(rf"\b([А-ЯЁ][а-яё]{{3,}}(?:ск|цк)(?:ого|ом|ий|ому|им))\s+{_UNIT}"),
    re.compile(rf"{_UNIT}\s+(?:города\s+)?(?![А-ЯЁ]\w+(?:ск|цк)\w{{2,3}}\b)([А-ЯЁ][а-яё]{{3,}})\b"),
    re.compile(r"\b([А-ЯЁ][а-яё]{3,}(?:ск|цк)(?:ого|ом|ий|ому|им))\s+район"),
)


class _Text(msgspec.Struct, frozen=True):
    where: Where
    text: str


def problems(draft: Draft) -> Iterator[Problem]:
    """Yield places named in the document that are not the one which it names most."""
    texts = [*_texts(draft)]
    named = Counter(stem for text in texts for stem in _stems(text.text))
    if len(named) < 2:
        return
    home, times = named.most_common(1)[0]
    for text in texts:
        for stem, printed in _stems(text.text).items():
            if stem != home and named[stem] * 4 <= times:
                yield Problem(
                    code="names_another_place",
                    where=text.where,
                    template=N_("“{place}” is named here; the document is of another place."),
                    consequence=N_("It is recorded as printed."),
                    facts={"place": printed},
                    severity="note",
                )


def _stems(text: str) -> dict[str, str]:
    """Return the places that *text* names, by the beginning of their names."""
    found = (match for pattern in _PLACES for match in pattern.finditer(text))
    return {folded(re.sub(r"(?:ск|цк)\w+$", "", m[1])[:7]): m.group() for m in found}


def _texts(draft: Draft) -> Iterator[_Text]:
    order = draft.order
    for said in (order.issuer, order.title, *(item.title for item in order.items)):
        yield _Text(Where(cell="order"), said)
    for roadmap in draft.roadmaps:
        yield from _of_roadmap(roadmap)


def _of_roadmap(roadmap: RoadmapDraft) -> Iterator[_Text]:
    yield _Text(Where(roadmap=roadmap.key, cell="title"), roadmap.title)
    for part in roadmap.passport:
        where = Where(roadmap=roadmap.key, cell="passport")
        yield from (_Text(where, said) for said in (part.label, *part.text))
    for _, measure in roadmap.rows():
        yield _Text(place_of(roadmap, measure, "title"), measure.title)
        yield _Text(place_of(roadmap, measure, "result"), measure.expected_result)
