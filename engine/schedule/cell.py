"""A whole cell read by the grammar: its terms and marks in printed order, and what is left over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Final

from engine.schedule import marks, outside, reports
from engine.schedule.nodes import Mark, Name, Piece, Term
from engine.schedule.sharing import share_years
from engine.schedule.terms import terms
from engine.schedule.tokens import Token, normal, tokenize
from engine.schedule.years import Tokens

_FILLERS: Final = frozenset(
    "in within all and period term_word horizon given . , ; : - / ( ) + include number_word".split()
)
_DATED: Final = frozenset(
    "num roman month quarter half season season_adjective month_adjective times day_word week "
    "next previous report decade half_part begin middle end cardinal ordinal last "
    "each yearly quarterly monthly half_yearly current year month_word".split()
)
_TURNS: Final = frozenset({"or", "except", "not", "previous", "next"})

Production = Callable[[Tokens, int], "tuple[Mark, int] | None"]
_FIRST: Final[tuple[Production, ...]] = (
    *outside.REMARKS,
    *reports.PRODUCTIONS,
    *marks.PRODUCTIONS,
    *outside.CLAUSES,
)


class Cell:
    """What the grammar found. ``pieces`` are in printed order; terms are numbered from 1.

    ``unread`` quotes the words that no production took; ``doubts`` are codes for what makes
    the reading of the whole uncertain.
    """

    def __init__(self, text: str, tokens: Tokens, pieces: list[Piece], left: list[int]) -> None:
        self.text = text
        self.tokens = tokens
        self.pieces = _numbered(share_years(pieces, tokens))
        self._left = left

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """All terms, frames among them."""
        return tuple(p for p in self.pieces if isinstance(p, Term))

    @cached_property
    def dated(self) -> tuple[Term, ...]:
        """The terms that are no bare years: what the cell asks for."""
        return tuple(term for term in self.terms if not is_frame(term))

    @cached_property
    def frames(self) -> tuple[Term, ...]:
        """The bare years, spans of years and school years."""
        return tuple(term for term in self.terms if is_frame(term))

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the marks."""
        return frozenset(p.name for p in self.pieces if isinstance(p, Mark))

    def mark(self, *names: Name) -> Mark | None:
        """Give the first mark of one of these names."""
        found = (p for p in self.pieces if isinstance(p, Mark) and p.name in names)
        return next(found, None)

    def all(self, *names: Name) -> tuple[Mark, ...]:
        """Give all marks of these names."""
        return tuple(p for p in self.pieces if isinstance(p, Mark) and p.name in names)

    @cached_property
    def term_unread(self) -> bool:
        """Say whether something that looks like a part of a date was left over."""
        return any(self.tokens[i].kind in _DATED for i in self._left)

    @cached_property
    def turned(self) -> bool:
        """Say whether a word was left over that could turn the meaning: кроме, или, не."""
        if "doubt" in self.names or any(self.tokens[i].kind in _TURNS for i in self._left):
            return True
        pairs = zip(self.terms, self.terms[1:], strict=False)
        return any(self.tokens[i].kind == "/" for a, b in pairs for i in range(a.end, b.start))

    @cached_property
    def misspelt(self) -> bool:
        """Say whether a word was taken for its nearest neighbour."""
        return any(t.guessed for t in self.tokens)

    def unread(self, unused: Iterable[Mark] = ()) -> str:
        """Quote what no production took, and the marks that the reading made no use of."""
        places = set(self._left)
        remarks = (mark for mark in self.all("remark", "doubt") if mark.which != "list")
        for mark in (*remarks, *unused):
            places.update(range(mark.start, mark.end))
        taken = {i for piece in self.pieces for i in range(piece.start, piece.end)} - places
        return _quote(self.text, self.tokens, sorted(places), taken)


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


def parse(phrase: str) -> Cell:
    """Read a cell; any text gives one."""
    text = normal(phrase)
    tokens = tokenize(text)
    pieces: list[Piece] = []
    left: list[int] = []
    i = 0
    while tokens[i].kind != "stop":
        found, j = _next(tokens, i)
        pieces.extend(found)
        if not found and tokens[i].kind not in _FILLERS:
            left.append(i)
        i = j
    return Cell(text, tokens, _apart(pieces), left)


def _next(t: Tokens, i: int) -> tuple[list[Piece], int]:
    """Find the pieces that begin at a place; none, and the next place, where none does."""
    for production in _FIRST:
        if marked := production(t, i):
            return [marked[0]._replace(start=i, end=marked[1])], marked[1]
    dated = terms(t, i)
    if dated:
        return [term._replace(start=i, end=dated[1]) for term in dated[0]], dated[1]
    for production in outside.LAST:
        if marked := production(t, i):
            return [marked[0]._replace(start=i, end=marked[1])], marked[1]
    return [], i + 1


def _numbered(pieces: list[Piece]) -> list[Piece]:
    """Number the terms as printed; years that only frame other terms are not counted."""
    only_frames = all(is_frame(p) for p in pieces if isinstance(p, Term))
    place = 0
    numbered: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Term):
            place += only_frames or not is_frame(piece)
            numbered.append(piece._replace(printed=max(place, 1)))
        else:
            numbered.append(piece)
    return numbered


def _apart(pieces: list[Piece]) -> list[Piece]:
    """Part the terms that print several years into one for each."""
    parted: list[Piece] = []
    for piece in pieces:
        parted.extend(_one_per_year(piece) if isinstance(piece, Term) else [piece])
    return parted


def _one_per_year(term: Term) -> list[Term]:
    """Make «сентябрь 2021, 2022» two terms, as printed."""
    if term.years is None or term.years.sort != "list":
        return [term]
    return [
        term._replace(years=term.years._replace(sort="one", values=(year,)))
        for year in term.years.values
    ]


def _quote(text: str, tokens: Tokens, places: list[int], taken: set[int]) -> str:
    """Quote tokens as printed, with the small words between neighbours; parts by an ellipsis."""
    runs: list[list[int]] = []
    for place in places:
        if runs and not taken.intersection(range(runs[-1][1] + 1, place)):
            runs[-1][1] = place
        else:
            runs.append([place, place])
    parts = (" ".join(text[tokens[a].start : tokens[b].end].split()) for a, b in runs)
    return " … ".join(parts)
