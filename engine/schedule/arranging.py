"""What the pieces of a cell are to each other: remarks in brackets, exceptions, their numbers."""

from __future__ import annotations

from engine.schedule.nodes import Mark, Piece, Term
from engine.schedule.years import Tokens


def is_frame(term: Term) -> bool:
    """Say whether a term is a year, a span of years or a school year, and no bound."""
    large = {"year", "school-year"}
    return (
        term.first.unit in large
        and term.close.unit in large
        and not term.first.edge
        and not term.close.edge
        and term.sense in {"in", "from"}
    )


def numbered(pieces: list[Piece]) -> list[Piece]:
    """Number the terms as printed; years that only frame other terms are not counted."""
    only_frames = all(is_frame(p) for p in pieces if isinstance(p, Term))
    place = 0
    found: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Term):
            place += only_frames or not is_frame(piece)
            found.append(piece._replace(printed=max(place, 1)))
        else:
            found.append(piece)
    return found


def apart(pieces: list[Piece]) -> list[Piece]:
    """Part the terms that print several years into one for each."""
    parted: list[Piece] = []
    for piece in pieces:
        parted.extend(_one_per_year(piece) if isinstance(piece, Term) else [piece])
    return parted


def bracketed(pieces: list[Piece], tokens: Tokens) -> list[Piece]:
    """Make a remark of a bound that is, with words of its own, in brackets after a term.

    Июнь (отчет до 1 июля) asks for June; июнь (до 15 июня) for no remark.
    """
    found: list[Piece] = []
    for piece in pieces:
        dated = isinstance(piece, Term) and piece.sense == "until"
        if dated and any(isinstance(p, Term) for p in found) and _worded(tokens, piece.start):
            found.append(Mark("remark", start=piece.start, end=piece.end))
        else:
            found.append(piece)
    return found


def _worded(tokens: Tokens, i: int) -> bool:
    """Say whether a bracket opens before this place, with nothing but words between."""
    j = i - 1
    while j > 0 and tokens[j].kind in {"word", "-", ":", "thing"}:
        j -= 1
    return 0 <= j < i - 1 and tokens[j].kind == "("


def without_excepted(pieces: list[Piece], tokens: Tokens) -> tuple[list[Piece], tuple[Term, ...]]:
    """Part the terms after кроме from those that are asked for; an unread one stays a doubt."""
    stated: list[Piece] = []
    excepted: list[Term] = []
    taking: Mark | None = None
    for piece in pieces:
        if isinstance(piece, Mark) and piece.name == "except":
            taking = piece
        elif taking and isinstance(piece, Term) and not _closed(tokens, taking.end, piece.start):
            excepted.append(piece)
        else:
            stated.append(piece)
    if taking and not excepted:
        stated.append(taking._replace(name="doubt"))
    return stated, tuple(excepted)


def _closed(tokens: Tokens, start: int, end: int) -> bool:
    return any(tokens[i].kind == ")" for i in range(start, end))


def _one_per_year(term: Term) -> list[Term]:
    """Make «сентябрь 2021, 2022» two terms, as printed."""
    if term.years is None or term.years.sort != "list":
        return [term]
    return [
        term._replace(years=term.years._replace(sort="one", values=(year,)))
        for year in term.years.values
    ]
