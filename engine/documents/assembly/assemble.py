"""Blocks become a draft: the order in front, then each plan with its annex and passport."""

from __future__ import annotations

import re
from pathlib import PurePath

import msgspec

from engine.documents.act import captions
from engine.documents.act.captions import Caption
from engine.documents.act.particulars import Head, named_by_annex, read_head
from engine.documents.assembly import keys
from engine.documents.goals import horizon, passport, targets
from engine.documents.names import parties
from engine.documents.printed import terms, text
from engine.documents.printed.grid import Block, Grid, Paragraph
from engine.documents.problems import Problem, Where
from engine.documents.tables import indicators, measures, recognition
from engine.documents.tables.headers import Header, find_header
from engine.documents.tables.recognition import Table
from engine.documents.walk import all_executors
from engine.errors import N_, UnreadableDocument
from engine.workflows.draft import (
    Draft,
    HorizonDraft,
    IndicatorDraft,
    OrderDraft,
    PassportDraft,
    RoadmapDraft,
    SectionDraft,
)


class _Chapter(msgspec.Struct):
    """A plan while it is put together: what stands over it, its passport, its tables."""

    caption: Caption
    passport: tuple[PassportDraft, ...] = ()
    indicators: tuple[IndicatorDraft, ...] = ()
    titles: list[str] = msgspec.field(default_factory=list)
    name: str = ""
    parts: list[tuple[str, Grid, Header]] = msgspec.field(default_factory=list)


def assemble(blocks: tuple[Block, ...], name: str) -> tuple[Draft, tuple[Problem, ...]]:
    """Return the draft that *blocks* make, and what could not be read; *name* is the file's name.

    Raises :class:`UnreadableDocument` where no table of measures is found.
    """
    builder = _Builder(name)
    for block in blocks:
        builder.take(block)
    return builder.finish(blocks)


class _Builder:
    """Takes the blocks in printed order; lines wait until the table to which they belong."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.waiting: list[Paragraph] = []
        self.head: Head | None = None
        self.chapters: list[_Chapter] = []
        self.problems: list[Problem] = []

    def take(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self.waiting.append(block)
            return
        if self._goes_on(block):
            return
        announced = any("паспорт" in line.text.casefold() for line in self.waiting[-12:])
        for table in recognition.tables_of(block, announced=announced):
            self.waiting += table.over
            if table.kind == "passport":
                self._passport(table)
            elif table.kind == "plan":
                self._plan(table)
            elif table.kind == "indicators":
                self._indicators(table)
            elif table.kind == "unknown":
                self._unknown(table)
            self.waiting += table.under

    def _goes_on(self, block: Grid) -> bool:
        """Take a table without a head that goes on with the one before, page after page."""
        last = self.chapters[-1] if self.chapters else None
        quiet = not any(line.text.strip("_- 0123456789") for line in self.waiting)
        if last is None or not last.parts or not quiet or block.name:
            return False
        _, before, header = last.parts[-1]
        if block.width != before.width or find_header(block) is not None:
            return False
        self.waiting = []
        beginning = msgspec.structs.replace(header, guessed=True, first=-1, last=-1)
        last.parts.append(("", block, beginning))
        return True

    def finish(self, blocks: tuple[Block, ...]) -> tuple[Draft, tuple[Problem, ...]]:
        if not any(chapter.parts for chapter in self.chapters):
            raise UnreadableDocument(
                N_("{file} holds no table of measures with terms or executors."),
                remedy=N_("A plan needs columns such as «Мероприятие», «Срок», «Ответственный»."),
                file=self.name,
            )
        head = self._order_named()
        plans = [self._roadmap(chapter, head.order) for chapter in self._whole()]
        stem = text.slug(PurePath(self.name).stem) or "order"
        roadmaps = keys.keyed(stem, plans, [chapter.name for chapter in self._whole()])
        taken = {roadmap.key for roadmap in roadmaps}
        draft = Draft(order=keys.of_order(head.order, stem, taken), roadmaps=roadmaps)
        aliases = parties.aliases_in(
            line for block in blocks for line in recognition.text_of(block)
        )
        people = parties.parties(all_executors(draft), aliases)
        return msgspec.structs.replace(draft, parties=people), tuple(self.problems)

    def _order_named(self) -> Head:
        """Return the order of the first lines; for a lone annex, the order that it names."""
        head = self.head or Head(order=OrderDraft(key="", date=""), found=False)
        order = named_by_annex(self._whole()[0].caption.annex)
        if head.found or order is None:
            return head
        self.problems.append(
            Problem(
                code="order_named_by_annex",
                where=Where(cell="order"),
                template=N_("Number and date of the order are taken from its annex: {annex!r}."),
                consequence=N_("What else the order says (items, control) is not recorded."),
                facts={"annex": self._whole()[0].caption.annex},
            )
        )
        return Head(order=order)

    def _caption(self) -> Caption:
        """Return what the waiting lines say; the first ones of the file are the order itself."""
        lines = tuple(self.waiting)
        self.waiting = []
        if self.head is None:
            self.head = read_head(lines)
            lines = lines[self.head.taken :]
        return captions.read_caption(lines)

    def _passport(self, table: Table) -> None:
        caption = self._caption()
        last = self.chapters[-1] if self.chapters else None
        if last is None or last.parts or not last.passport or caption.is_new:
            last = _Chapter(caption=caption, titles=[caption.title])
            self.chapters.append(last)
        last.passport += passport.read_table(table.grid)

    def _plan(self, table: Table) -> None:
        caption = self._caption()
        last = self.chapters[-1] if self.chapters else None
        if last is None or (last.parts and (caption.is_new or table.grid.name != last.name)):
            last = _Chapter(caption=caption, passport=passport.read_story(caption.story))
            self.chapters.append(last)
        elif last.parts:
            last.parts.append((text.one_line(caption.loose), table.grid, _header(table)))
            return
        if not last.passport:
            last.passport = passport.read_story(caption.story)
        last.titles = [caption.title, *last.titles]
        last.name = table.grid.name
        last.parts.append(("", table.grid, _header(table)))
        if table.header is not None and table.header.guessed:
            self.problems.append(_guessed(table))

    def _indicators(self, table: Table) -> None:
        """Keep the indicators of a table for the plan above it, or for the next one."""
        found = indicators.read(table.grid, _header(table))
        last = self.chapters[-1] if self.chapters else None
        if last is not None and last.parts and captions.read_caption(tuple(self.waiting)).annex:
            last = None
        if last is None:
            caption = self._caption()
            last = _Chapter(caption=caption, titles=[caption.title])
            self.chapters.append(last)
        last.indicators += found

    def _unknown(self, table: Table) -> None:
        if any(chapter.parts for chapter in self.chapters) or len(table.grid.rows) > 2:
            self.problems.append(_left_out(table.grid))
        else:
            self.waiting += table.over

    def _whole(self) -> list[_Chapter]:
        return [chapter for chapter in self.chapters if chapter.parts]

    def _roadmap(self, chapter: _Chapter, order: OrderDraft) -> RoadmapDraft:
        plan = _read(chapter)
        self.problems += plan.problems
        titles = [*filter(None, chapter.titles), order.title]
        span = horizon.horizon_of(titles, order.date)
        return RoadmapDraft(
            key="",
            title=_title(titles, chapter, self.name),
            horizon=span or HorizonDraft(start="", end=""),
            annex=chapter.caption.annex,
            passport=chapter.passport,
            indicators=chapter.indicators
            + tuple(
                indicator
                for part in chapter.passport
                if part.stage == "indicators"
                for indicator in targets.indicators(part.text, span)
            ),
            measures=plan.measures,
            sections=plan.sections,
        )


def _header(table: Table) -> Header:
    assert table.header is not None  # noqa: S101  a table is only called a plan with its head
    return table.header


def _read(chapter: _Chapter) -> measures.Plan:
    """Read the tables of a chapter: one plan, or one for each heading between the tables."""
    groups: list[tuple[str, list[tuple[Grid, Header]]]] = []
    for heading, grid, header in chapter.parts:
        if heading or not groups:
            groups.append((heading, []))
        groups[-1][1].append((grid, header))
    plans = [(heading, measures.read_plan(tuple(grids))) for heading, grids in groups]
    if len(plans) == 1:
        return plans[0][1]
    return measures.Plan(
        sections=tuple(_under(heading, plan) for heading, plan in plans),
        problems=tuple(problem for _, plan in plans for problem in plan.problems),
    )


def _under(heading: str, plan: measures.Plan) -> SectionDraft:
    number, title = terms.split_number(heading)
    return SectionDraft(number=number, title=title, measures=plan.measures, sections=plan.sections)


def _title(titles: list[str], chapter: _Chapter, name: str) -> str:
    """Return what the plan is called: by its own lines, its passport, its order or its sheet."""
    for title in titles:
        bare = re.sub(r"^паспорт\s*", "", title, flags=re.IGNORECASE)
        if bare:
            return bare[:1].upper() + bare[1:]
    return chapter.name or PurePath(name).stem


def _guessed(table: Table) -> Problem:
    header = _header(table)
    return Problem(
        code="columns_guessed",
        where=Where(table=table.grid.table),
        template=N_(
            "Table {table} has no headings; its columns were told by what stands in them: {roles}."
        ),
        consequence=N_("Measures are recorded by this reading of the columns."),
        facts={
            "table": table.grid.table,
            "roles": ", ".join(column.role for column in header.columns),
        },
    )


def _left_out(grid: Grid) -> Problem:
    return Problem(
        code="table_left_out",
        where=Where(table=grid.table),
        template=N_("Table {table} ({rows} rows) is neither a plan nor a passport."),
        consequence=N_("Nothing of it is recorded."),
        facts={"table": grid.table, "rows": len(grid.rows)},
    )
