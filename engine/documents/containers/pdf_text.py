"""Letters of a PDF put together to lines, and the lines of a cell to its paragraphs.

A PDF has neither spaces at the ends of lines nor paragraphs: whether the width of a cell broke a
line, or its writer, is told by whether the next word would have fitted into it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import msgspec

_TAB = 24.0  # points: a gap that is no wider is a space
_REST = 4  # letters: what is left of a word that is longer than its line; more is a word
_SLACK = 1.0  # points: how exactly a line fits into its cell


class At(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a line is, in points: its edges, and the width of the page (``sheet``).

    ``word`` is how much room its first word needs after another one; ``labelled`` tells whether a
    label may begin the line, ``tabbed`` whether a wide gap is in it further on; ``pitch`` is how
    far the line before it in the same paragraph is, 0 for a first line.
    """

    sheet: float
    left: float
    right: float
    top: float
    bottom: float
    word: float
    labelled: bool = False
    tabbed: bool = False
    pitch: float = 0.0


def lines(letters: list[Any]) -> list[Any]:
    """Return the lines that *letters* make, each with its text, its edges and its letters."""
    from pdfplumber.utils.text import chars_to_textmap

    return chars_to_textmap(letters).extract_text_lines(return_chars=True) if letters else []


def place_of(line: Any, sheet: float) -> At:
    """Return where *line* is on a page of the width *sheet*."""
    first, _, more = line["text"].strip().partition(" ")
    return At(
        sheet=sheet,
        left=line["x0"],
        right=line["x1"],
        top=line["top"],
        bottom=line["bottom"],
        word=_space(line) + _first_word(line),
        labelled=bool(more) and not first.isalpha(),
        tabbed=_is_tabbed(line["chars"][len(first) :]),
    )


def paragraphs(letters: list[Any], room: float) -> str:
    """Return the text of a cell whose lines have *room*; what only its width broke is joined.

    A line was broken by the width if the first word of the next would not have fitted into it; a
    word was, if it is longer than a whole line, which it then fills but for less than a letter.
    """
    out: list[str] = []
    before: Any = None
    for line in lines(letters):
        said = line["text"].strip()
        if not said:
            continue
        if before is None or _width(before) + _space(line) + _first_word(line) <= room + _SLACK:
            out.append(said)
        elif out[-1].endswith("-") or _is_one_word(before, line, room):
            out[-1] += said
        else:
            out[-1] += f" {said}"
        before = line
    return "\n".join(out)


def _is_one_word(before: Any, line: Any, room: float) -> bool:
    """Tell whether the only word of a line goes on in the next *line*."""
    said, more = before["text"].strip(), line["text"].strip()
    alone = " " not in said and _is_inner(said[-1]) and _is_inner(more[0])
    long = _width(before) + _first_word(line) > room
    short = len(more.split()[0].strip(".,;:)»")) <= _REST
    return alone and long and short and room - _width(before) < _letter(line)


def _is_inner(sign: str) -> bool:
    """Tell whether a sign may be within a word or a number in small letters."""
    return sign.islower() or sign.isdecimal() or sign == "."


def _is_tabbed(letters: list[Any]) -> bool:
    """Tell whether a gap is much wider than the others; those of a line set to width are alike."""
    beside = pairwise(_inked(letters))
    gaps = [gap for one, other in beside if (gap := other["x0"] - one["x1"]) > _SLACK]
    return bool(gaps) and max(gaps) > max(_TAB, 2 * min(gaps))


def _inked(letters: list[Any]) -> list[Any]:
    return [letter for letter in letters if not letter["text"].isspace()]


def _width(line: Any) -> float:
    inked = _inked(line["chars"])
    return float(inked[-1]["x1"] - inked[0]["x0"]) if inked else 0.0


def _letter(line: Any) -> float:
    """Return how wide the first letter of a line is."""
    inked = _inked(line["chars"])
    return float(inked[0]["x1"] - inked[0]["x0"]) if inked else 0.0


def _first_word(line: Any) -> float:
    """Return how wide the first word of a line is."""
    size = len(line["text"].split()[0]) if line["text"].split() else 0
    word = _inked(line["chars"])[:size]
    return float(word[-1]["x1"] - word[0]["x0"]) if word else 0.0


def _space(line: Any) -> float:
    """Return how wide a space is in the letters of a line: a quarter of their size."""
    return float(line["chars"][0]["size"]) / 4 if line["chars"] else 0.0
