"""A whole cell read by the grammar: its terms and marks in printed order, and what is left over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import pairwise
from typing import Final

from engine.schedule import marks, outside, reports, spelling
from engine.schedule.arranging import apart, bracketed, is_frame, numbered, without_excepted
from engine.schedule.mending import tokenize
from engine.schedule.mistyped import has_mistyped_year
from engine.schedule.nodes import Mark, Name, Piece, Term
from engine.schedule.sharing import share_years
from engine.schedule.terms import terms
from engine.schedule.tokens import normal
from engine.schedule.years import Tokens

_FILLERS: Final = frozenset(
    [
        "in",
        "within",
        "all",
        "and",
        "period",
        "term_word",
        "horizon",
        "given",
        ".",
        ",",
        ";",
        ":",
        "-",
        "/",
        "(",
        ")",
        "+",
        "include",
        "number_word",
    ]
)
_DATED: Final = frozenset(
    [
        "num",
        "roman",
        "month",
        "quarter",
        "half",
        "season",
        "season_adjective",
        "month_adjective",
        "times",
        "day_word",
        "week",
        "next",
        "previous",
        "report",
        "decade",
        "half_part",
        "begin",
        "middle",
        "end",
        "cardinal",
        "ordinal",
        "last",
        "each",
        "yearly",
        "quarterly",
        "monthly",
        "half_yearly",
        "current",
        "year",
        "month_word",
        "unknown",
    ]
)
FREQUENCIES: Final = frozenset(
    {
        "yearly",
        "each",
        "times",
        "all_year",
        "school_year",
        "always",
        "weekly",
        "whole",
        "report",
        "month_day",
        "weekday",
    }
)
"""Names of the marks that give windows by themselves."""
_OPENERS: Final = frozenset({"until", "late", "early", "begin_from", "then"})
_TURNS: Final = frozenset({"or", "except", "status", "not", "previous", "next"})
Production = Callable[[Tokens, int], "tuple[Mark, int] | None"]
_FIRST: Final[tuple[Production, ...]] = (
    *outside.REMARKS,
    *reports.PRODUCTIONS,
    *marks.PRODUCTIONS,
    *outside.CLAUSES,
)


class Cell:
    """What the grammar found. ``pieces`` are in printed order; terms are numbered from 1.

    ``excepted`` are the terms that the cell takes out again; ``unread`` quotes the words that no
    production took.
    """

    def __init__(
        self, text: str, tokens: Tokens, pieces: list[Piece], left: list[int], lifted: Tokens
    ) -> None:
        self.text = text
        self.tokens = tokens
        stated, excepted = without_excepted(bracketed(pieces, tokens), tokens)
        self.pieces = numbered(apart(share_years(stated, tokens)))
        self.excepted = excepted
        self._left = left
        self._lifted = lifted

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

    def opens_bracket(self, term: Term) -> bool:
        """Say whether a bracket opens right before a term."""
        return term.start > 0 and self.tokens[term.start - 1].kind == "("

    @cached_property
    def term_unread(self) -> bool:
        """Say whether something that looks like a part of a date was left over."""
        left = any(self.tokens[i].kind in _DATED for i in self._left)
        return left or _hidden(self.tokens) or any(self._in_the_way(i) for i in self._left)

    def _in_the_way(self, i: int) -> bool:
        """Say whether a scrap of a word is where a preposition or an end would be."""
        token, starts = self.tokens[i], {term.start for term in self.terms}
        if token.kind in _OPENERS:
            return not _inside_bracket(self.tokens, i)
        printed = self.text[token.start : token.end]
        if token.kind == "word" and len(token.text) <= 5 and i + 2 in starts:
            return self.tokens[i + 1].kind == "-" and self.tokens[i + 1].glued
        if token.kind != "word" or len(printed) > 3 or (len(printed) > 1 and printed.isupper()):
            return False
        return i + 1 in starts or (i > 0 and self.tokens[i - 1].kind in {"-", "to", "until"})

    @cached_property
    def mistyped_year(self) -> bool:
        """Say whether a year with too many or too few figures was left over."""
        return has_mistyped_year(self.tokens, self._left, self.pieces)

    @cached_property
    def then_on_demand(self) -> Mark | None:
        """The далее after which it only goes on where someone needs it."""
        return next((mark for mark in self.all("on_demand") if mark.which == "then"), None)

    @cached_property
    def turned(self) -> bool:
        """Say whether something was left over that could turn the meaning: или, не, a slash."""
        if "doubt" in self.names or any(self.tokens[i].kind in _TURNS for i in self._left):
            return True
        if len({(m.unit, m.number) for m in self.all("each", "times")}) > 1:
            return True
        pairs = pairwise(self.terms)
        return any(self.tokens[i].kind == "/" for a, b in pairs for i in range(a.end, b.start))

    @cached_property
    def misspelt(self) -> bool:
        """Say whether a word was taken for its nearest neighbour."""
        return any(t.guessed for t in self.tokens)

    def unread(self, unused: Iterable[Mark] = ()) -> str:
        """Quote what no production took, and the marks that the reading made no use of."""
        places = set(self._left)
        remarks = (mark for mark in self.all("remark", "doubt") if mark.which != "list")
        quoted: list[Piece] = [*remarks, *unused, *self.excepted]
        if self.then_on_demand and (self.terms or self.names & FREQUENCIES):
            quoted.append(self.then_on_demand)
        for piece in quoted:
            places.update(range(piece.start, piece.end))
        taken = {i for piece in self.pieces for i in range(piece.start, piece.end)} - places
        spans = [(self.tokens[i].start, self.tokens[i].end, True) for i in places]
        spans += [(token.start, token.end, True) for token in self._lifted]
        spans += [(self.tokens[i].start, self.tokens[i].end, False) for i in taken]
        return _quote(self.text, sorted(spans))


def parse(phrase: str) -> Cell:
    """Read a cell; any text gives one."""
    text = normal(phrase)
    tokens, lifted = tokenize(text)
    pieces: list[Piece] = []
    left: list[int] = []
    i = 0
    while tokens[i].kind != "stop":
        found, j = _next(tokens, i)
        pieces.extend(found)
        if not found and tokens[i].kind not in _FILLERS:
            left.append(i)
        i = j
    return Cell(text, tokens, pieces, left, lifted)


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


def _hidden(tokens: Tokens) -> bool:
    """Say whether a word outside brackets looks like one that counts days, and is none."""
    depth = 0
    for i, token in enumerate(tokens):
        depth = max(depth + (token.kind == "(" and i > 0) - (token.kind == ")"), 0)
        if not depth and token.kind == "word" and spelling.resembles(token.text):
            return True
    return False


def _inside_bracket(tokens: Tokens, i: int) -> bool:
    kinds = [token.kind for token in tokens[:i]]
    return kinds.count("(") > kinds.count(")")


def _quote(text: str, spans: list[tuple[int, int, bool]]) -> str:
    """Quote the marked spans as printed, with the small words between neighbours."""
    runs: list[list[int]] = []
    joins = False
    for start, end, wanted in spans:
        if wanted and joins:
            runs[-1][1] = end
        elif wanted:
            runs.append([start, end])
        joins = wanted
    return " … ".join(" ".join(text[a:b].split()) for a, b in runs)
