"""Blocks become a draft: the order in front, then each plan with its annex and passport."""

from __future__ import annotations

import re
from pathlib import PurePath

import msgspec

from engine.documents.act import captions
from engine.documents.act.captions import Caption
from engine.documents.act.particulars import Head, read_head
from engine.documents.act.stamps import named_by_annex
from engine.documents.assembly import keys, leftovers
from engine.documents.assembly.chapters import Chapter, Part, roadmap
from engine.documents.goals import passport
from engine.documents.names import parties
from engine.documents.printed import text
from engine.documents.printed.grid import Block, Grid, Paragraph
from engine.documents.problems import Problem
from engine.documents.tables import indicators, recognition
from engine.documents.tables.headers import Header, find_header
from engine.documents.tables.recognition import Table
from engine.documents.walk import all_executors
from engine.errors import N_, UnreadableDocument
from engine.people.naming import folded
from engine.workflows.orders.draft import Draft, OrderDraft

_CONTINUED = re.compile(
    r"^(?:продолжение|окончание)\s+(?:таблиц|приложени|план)|^таблица\s*№?\s*[\d.]+\W*$",
    re.IGNORECASE,
)


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
        self.chapters: list[Chapter] = []
        self.problems: list[Problem] = []

    def take(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            if not _CONTINUED.match(block.text):
                self.waiting.append(block)
            return
        if not block.rows or self._goes_on(block):
            return
        announced = any("паспорт" in folded(line.text) for line in self.waiting[-12:])
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
        before = last.parts[-1]
        if block.width != before.grid.width or find_header(block) is not None:
            return False
        self.waiting = []
        beginning = msgspec.structs.replace(before.header, guessed=True, first=-1, last=-1)
        last.parts.append(Part(grid=block, header=beginning))
        return True

    def finish(self, blocks: tuple[Block, ...]) -> tuple[Draft, tuple[Problem, ...]]:
        whole = [chapter for chapter in self.chapters if chapter.parts]
        if not whole:
            raise UnreadableDocument(
                N_("{file} holds no table of measures with terms or executors."),
                remedy=N_("A plan needs columns such as «Мероприятие», «Срок», «Ответственный»."),
                file=self.name,
            )
        self._say_what_is_left(blocks)
        head = self._order_named(whole[0].caption.annex)
        whole = self._with_measures(whole)
        plans = [roadmap(chapter, head.order, self.name) for chapter in whole]
        self.problems += [problem for _, problems in plans for problem in problems]
        stem = text.slug(PurePath(self.name).stem) or "order"
        names = [chapter.name for chapter in whole]
        roadmaps = keys.keyed(stem, [plan for plan, _ in plans], names)
        taken = {plan.key for plan in roadmaps}
        draft = Draft(order=keys.of_order(head.order, stem, taken), roadmaps=roadmaps)
        aliases = parties.aliases_in(
            line for block in blocks for line in recognition.text_of(block)
        )
        people = parties.parties(all_executors(draft), aliases)
        return msgspec.structs.replace(draft, parties=people), tuple(self.problems)

    def _with_measures(self, whole: list[Chapter]) -> list[Chapter]:
        """Leave the plans that hold something; an empty form beside them is no plan."""
        empty = [chapter for chapter in whole if chapter.is_empty]
        if len(empty) == len(whole):
            return whole
        self.problems += [
            leftovers.left_out(part.grid) for chapter in empty for part in chapter.parts
        ]
        return [chapter for chapter in whole if not chapter.is_empty]

    def _say_what_is_left(self, blocks: tuple[Block, ...]) -> None:
        alone = [chapter for chapter in self.chapters if not chapter.parts]
        self.problems += [
            leftovers.passport_alone(chapter.caption.title or chapter.caption.annex)
            for chapter in alone
        ]
        self.problems += leftovers.annexes(self.waiting, used="")
        self.problems += leftovers.hidden(blocks)

    def _order_named(self, annex: str) -> Head:
        """Return the order of the first lines; for a lone annex, the order that it names."""
        head = self.head or Head(order=OrderDraft(key="", date=""), found=False)
        order = named_by_annex(annex)
        if head.found or order is None:
            return head
        self.problems.append(leftovers.order_named(annex))
        return Head(order=order)

    def _caption(self) -> Caption:
        """Return what the waiting lines say; the first ones of the file are the order itself."""
        lines = tuple(self.waiting)
        self.waiting = []
        if self.head is None:
            self.head = read_head(lines)
            lines = lines[self.head.taken :]
        caption = captions.read_caption(lines)
        self.problems += leftovers.annexes(lines, used=caption.annex)
        return caption

    def _passport(self, table: Table) -> None:
        caption = self._caption()
        last = self.chapters[-1] if self.chapters else None
        if last is None or last.parts or not last.passport or caption.is_new:
            last = Chapter(caption=caption, titles=[caption.title])
            self.chapters.append(last)
        last.passport += passport.read_table(table.grid)

    def _plan(self, table: Table) -> None:
        caption = self._caption()
        header = _header(table)
        if header.guessed:
            self.problems.append(leftovers.guessed(table.grid, header))
        last = self.chapters[-1] if self.chapters else None
        if last is None or (last.parts and (caption.is_new or table.grid.name != last.name)):
            last = Chapter(caption=caption, passport=passport.read_story(caption.story))
            self.chapters.append(last)
        elif last.parts:
            heading = text.one_line(caption.loose)
            last.parts.append(Part(grid=table.grid, header=header, heading=heading))
            return
        if caption.annex:
            last.caption = caption
        if not last.passport:
            last.passport = passport.read_story(caption.story)
        last.titles = [caption.title, *last.titles]
        last.name = table.grid.name
        last.parts.append(Part(grid=table.grid, header=header, heading=caption.under))

    def _indicators(self, table: Table) -> None:
        """Keep the indicators of a table for the plan above it, or for the next one."""
        found = indicators.read(table.grid, _header(table))
        last = self.chapters[-1] if self.chapters else None
        if last is not None and last.parts and captions.read_caption(tuple(self.waiting)).annex:
            last = None
        if last is None:
            caption = self._caption()
            last = Chapter(caption=caption, titles=[caption.title])
            self.chapters.append(last)
        last.indicators += found

    def _unknown(self, table: Table) -> None:
        """Report a table that is not understood; a small one in front is part of the order."""
        if any(chapter.parts for chapter in self.chapters) or len(table.grid.rows) > 2:
            self.problems.append(leftovers.left_out(table.grid))
        else:
            self.waiting += recognition.paragraphs_of(table.grid.rows)


def _header(table: Table) -> Header:
    assert table.header is not None  # noqa: S101  a table is only called a plan with its head
    return table.header
