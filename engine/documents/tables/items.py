"""Sub-items: the points of a measure that have terms of their own."""

from __future__ import annotations

import re

import msgspec

from engine.documents.names import executors
from engine.documents.printed import terms, text
from engine.documents.printed.text import Lines
from engine.documents.tables.records import Record
from engine.events.orders import Place
from engine.workflows.orders.draft import ItemDraft

_POINT = re.compile(r"^(\d{1,2}[.)]|[а-я]\))\s*(?=\S)")


class Paired(msgspec.Struct, frozen=True, kw_only=True):
    """The points of one cell with their terms; ``even`` says that there was one term for each."""

    items: tuple[ItemDraft, ...] = ()
    even: bool = True
    terms: int = 0


def points(lines: Lines) -> tuple[Lines, ...]:
    """Return the points of a list in a cell, each with its lines; none where there is no list."""
    start = next((place for place, line in enumerate(lines) if line.endswith(":")), None)
    listed = lines if start is None or _POINT.match(lines[0]) else lines[start + 1 :]
    counted = bool(listed) and bool(_POINT.match(listed[0]))
    if start is None and not counted:
        return ()
    groups: list[list[str]] = []
    for line in listed:
        if counted and not _POINT.match(line) and groups:
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(tuple(group) for group in groups)


def paired(record: Record, place: Place) -> Paired:
    """Return the points of a row whose deadline cell holds a term for each, in printed order."""
    due = tuple(line.strip(" ;,") for line in record.lines("deadline"))
    found = points(record.lines("title"))
    whole = terms.are_terms(record.lines("deadline"))
    if len(due) < 2 or not whole or len(set(due)) < 2 or not len(found) >= len(due):
        return Paired()
    people = record.lines("executors")
    apart = len(people) == len(due)
    shared = executors.split(people)
    made = [
        item(
            lines,
            deadline=due[n] if n < len(due) else None,
            who=executors.split(people[n : n + 1]) if apart else shared,
            place=place,
        )
        for n, lines in enumerate(found)
    ]
    return Paired(items=tuple(made), even=len(found) == len(due), terms=len(due))


def item(lines: Lines, *, deadline: str | None, who: tuple[str, ...], place: Place) -> ItemDraft:
    """Return one point as a sub-item; its printed number is taken out of its text."""
    title = text.flow(lines)
    number = ""
    if point := _POINT.match(title):
        number, title = point[1], title[point.end() :]
    elif terms.split_number(title)[0]:
        number, title = terms.split_number(title)
    return ItemDraft(
        number=number,
        title=re.sub(r"^[•·●▪■–—-]\s*", "", title).rstrip(" ;"),
        deadline=deadline,
        executors=who,
        source=place,
    )


def of_row(record: Record, place: Place) -> Paired:
    """Return a row below a heading as sub-items: one, or one for each term in it."""
    several = paired(record, place)
    if several.items:
        return several
    due = tuple(dict.fromkeys(record.lines("deadline")))
    one = item(
        record.lines("title"),
        deadline=text.one_line(due) if due else None,
        who=executors.split(record.lines("executors")),
        place=place,
    )
    if record.number:
        one = msgspec.structs.replace(one, number=record.number)
    return Paired(items=(one,))
