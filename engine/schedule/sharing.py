"""Years that a cell prints once for several terms: март, май 2022; 2021: август, 2022: май.

A year belongs to the terms before it in the same list; a list that begins with years gives each
term the year before it. Where the order of the months speaks against it, the term says so.
"""

from __future__ import annotations

from itertools import pairwise

from engine.schedule.nodes import Mark, Piece, Point, Term, Years, first_month
from engine.schedule.years import Tokens

_LARGE = frozenset({"year", "school-year"})


def share_years(pieces: list[Piece], tokens: Tokens) -> list[Piece]:
    """Give years to the terms that have none, as the cell's order says."""
    shared = _under_headings(_school_spans(pieces))
    return _forward(_backward(shared, tokens))


def _is_year(piece: Piece) -> bool:
    return (
        isinstance(piece, Term)
        and piece.first.unit in _LARGE
        and piece.sense == "in"
        and piece.close.unit in _LARGE
    )


def _open(piece: Piece) -> bool:
    """Say whether the piece is a term that still needs a year."""
    return isinstance(piece, Term) and piece.years is None and not _is_year(piece)


def _school_spans(pieces: list[Piece]) -> list[Piece]:
    """Make 2021-2022 a school year too where the word is only after the last of a list."""
    terms = [p for p in pieces if isinstance(p, Term)]
    schools = [p for p in terms if p.first.unit == "school-year" and p.years]
    if not schools:
        return pieces
    return [_as_school(p) if isinstance(p, Term) else p for p in pieces]


def _as_school(term: Term) -> Term:
    spanned = term.years is not None and term.years.sort == "span" and term.first.unit == "year"
    if not spanned or term.close.year != term.first.year + 1:
        return term
    return term._replace(
        first=Point("school-year"), last=None, years=Years("school", (term.first.year,))
    )


def _under_headings(pieces: list[Piece]) -> list[Piece]:
    """Share years out where they alternate with terms: 2021 – август, 2022 – май."""
    shape = [_is_year(p) for p in pieces if isinstance(p, Term) and (_is_year(p) or _open(p))]
    changes = sum(a != b for a, b in pairwise(shape))
    if sum(shape) < 2 or changes < 2 or any(_other(p) for p in pieces):
        return pieces
    ordered = pieces if shape[0] else pieces[::-1]
    years: Years | None = None
    given: list[Piece] = []
    for piece in ordered:
        if isinstance(piece, Term) and _is_year(piece):
            years = piece.years
        elif isinstance(piece, Term) and _open(piece):
            given.append(piece._replace(years=years))
        else:
            given.append(piece)
    return given if shape[0] else given[::-1]


def _other(piece: Piece) -> bool:
    return isinstance(piece, Term) and not (_is_year(piece) or _open(piece))


def _backward(pieces: list[Piece], tokens: Tokens) -> list[Piece]:
    """Give a term the year of the next one in its list."""
    shared = list(pieces)
    following: Term | None = None
    for i in range(len(shared) - 1, -1, -1):
        piece = shared[i]
        if isinstance(piece, Mark):
            following = None if piece.name in {"then", "yearly"} else following
            continue
        if _is_year(piece):
            following = None
            continue
        if _open(piece) and following is not None and following.years is not None:
            piece = _taking(piece, following, tokens)
            shared[i] = piece
        following = piece
    return shared


def _taking(term: Term, following: Term, tokens: Tokens) -> Term:
    years = following.years
    if following.first.year:
        years = Years("one", (following.first.year,))
    if years is not None and years.sort == "one" and _month(term.close) > _month(following.first):
        earlier = Years("one", (years.values[0] - 1,))
        return term._replace(years=earlier, doubt="earlier_year")
    parted = any(tokens[i].kind == ";" for i in range(term.end, min(following.start, len(tokens))))
    inherited = "earlier_year" if following.doubt == "earlier_year" else term.doubt
    if years is not None and years.sort == "list":
        inherited = "years_shared"
    return term._replace(years=years, doubt="parted" if parted else inherited)


def _forward(pieces: list[Piece]) -> list[Piece]:
    """Give a term after a dated one the next such days: сентябрь 2022, январь."""
    shared: list[Piece] = []
    before: Term | None = None
    for piece in pieces:
        current = piece
        if isinstance(current, Mark):
            before = None if current.name in {"then", "yearly"} else before
        elif _open(current) and before is not None and not _is_year(before):
            current = _carried(current, before)
        if isinstance(current, Term):
            before = current
        shared.append(current)
    return shared


def _carried(term: Term, before: Term) -> Term:
    if before.years is None or before.years.sort != "one":
        return term
    year = before.years.values[0] + (_month(term.first) < _month(before.close))
    return term._replace(years=Years("one", (year,)), doubt="carried_year")


def _month(point: Point) -> int:
    if point.unit in {"day", "weekday", "month"}:
        return point.number * 32 + point.day
    return first_month(point.unit, point.number) * 32
