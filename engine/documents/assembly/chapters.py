"""A plan while it is gathered (its caption, passport, tables), and the roadmap that it becomes."""

from __future__ import annotations

import re
from pathlib import PurePath

import msgspec

from engine.documents.act.captions import Caption
from engine.documents.goals import horizon, targets
from engine.documents.printed import terms, text
from engine.documents.printed.grid import Grid
from engine.documents.problems import Problem
from engine.documents.tables import measures
from engine.documents.tables.headers import Header
from engine.workflows.orders.draft import (
    HorizonDraft,
    IndicatorDraft,
    OrderDraft,
    PassportDraft,
    RoadmapDraft,
    SectionDraft,
)

_BARE = re.compile(
    r"^[«\"]?(?:план(?: мероприятий)?|дорожная карта|мероприятия)\W*$", re.IGNORECASE
)
_PASSPORT = re.compile(r"^паспорт\s*", re.IGNORECASE)
_OF = (
    ("дорожной карты", "Дорожная карта"),
    ("плана", "План"),
    ("комплекса мер", "Комплекс мер"),
    ("программы", "Программа"),
    ("проекта", "Проект"),
)
_NAME = re.compile(r"^(?:полное\s+)?наименовани|^названи", re.IGNORECASE)
_TERM = re.compile(r"срок|период", re.IGNORECASE)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One table of a plan, with the heading that is between it and the one before."""

    grid: Grid
    header: Header
    heading: str = ""


class Chapter(msgspec.Struct):
    """What is known of a plan so far; ``name`` is that of its sheet."""

    caption: Caption
    passport: tuple[PassportDraft, ...] = ()
    indicators: tuple[IndicatorDraft, ...] = ()
    titles: list[str] = msgspec.field(default_factory=list)
    name: str = ""
    parts: list[Part] = msgspec.field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether the tables have no row below their heads, as a form to fill in has none."""
        rows = (row for part in self.parts for row in part.grid.rows[part.header.last + 1 :])
        return not any(cell.text.strip(" .0123456789_-–") for row in rows for cell in row.filled)


def roadmap(
    chapter: Chapter, order: OrderDraft, name: str
) -> tuple[RoadmapDraft, tuple[Problem, ...]]:
    """Return the roadmap that *chapter* makes, without a key; *name* is the file's name."""
    plan = _read(chapter.parts)
    titles = [*filter(None, chapter.titles), order.title]
    terms_of_passport = _said(chapter, _NAME) + _said(chapter, _TERM)
    named = horizon.horizon_of([*titles, *terms_of_passport], order.date)
    span = named or HorizonDraft(start="", end="")
    made = RoadmapDraft(
        key="",
        title=_title(titles, chapter, name),
        horizon=span,
        annex=chapter.caption.annex,
        passport=chapter.passport,
        indicators=chapter.indicators + targets.of_passport(chapter.passport, span),
        measures=plan.measures,
        sections=plan.sections,
    )
    return made, plan.problems


def _said(chapter: Chapter, label: re.Pattern[str]) -> list[str]:
    """Return what the rows of the passport with such a label say."""
    return [text.one_line(row.text) for row in chapter.passport if label.search(row.label)]


def _read(parts: list[Part]) -> measures.Plan:
    """Read the tables of a chapter: one plan, or one for each heading between the tables."""
    groups: list[tuple[str, list[tuple[Grid, Header]]]] = []
    for part in _headed(parts):
        if part.heading or not groups:
            groups.append((part.heading, []))
        groups[-1][1].append((part.grid, part.header))
    if len(groups) == 1:
        return measures.read_plan(tuple(groups[0][1]), groups[0][0])
    plans = [(heading, measures.read_plan(tuple(grids))) for heading, grids in groups]
    return measures.Plan(
        sections=tuple(_under(heading, plan) for heading, plan in plans),
        problems=tuple(problem for _, plan in plans for problem in plan.problems),
    )


def _headed(parts: list[Part]) -> list[Part]:
    """Leave the first table its heading if it has a number, or if the others have headings."""
    first, *others = parts
    numbered = bool(terms.split_number(first.heading)[0])
    if numbered or any(part.heading for part in others):
        return parts
    return [msgspec.structs.replace(first, heading=""), *others]


def _under(heading: str, plan: measures.Plan) -> SectionDraft:
    number, title = terms.split_number(heading)
    return SectionDraft(number=number, title=title, measures=plan.measures, sections=plan.sections)


def _title(titles: list[str], chapter: Chapter, name: str) -> str:
    """Return what the plan is called: by its own lines, its passport, its order or its sheet."""
    named = [title for title in titles if not _BARE.match(title)]
    for title in (*named[:1], *_said(chapter, _NAME)[:1], *titles):
        bare = _PASSPORT.sub("", title)
        if bare != title:
            bare = next((n + bare[len(g) :] for g, n in _OF if bare.startswith(g)), bare)
        if bare:
            return bare[:1].upper() + bare[1:]
    return chapter.name or PurePath(name).stem
