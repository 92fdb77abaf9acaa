"""Printed text made folded: invisible signs, spaces, lines, keys of the Latin alphabet.

Nothing here changes a letter that a reader of the paper would see.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from engine.people import naming

Lines = tuple[str, ...]
"""The lines of a cell, in printed order."""

SEAL = re.compile(
    r"электронн\w+ (?:цифров\w+ )?подпис|^(?:сертификат|владелец|действител)", re.IGNORECASE
)
"""What the frame of a digital signature says; it names the signatory once more, in full."""

_SPACES = re.compile(r"[^\S\n]+")
_BULLET = re.compile(r"^(?:[•·●▪■◦–—−*-]\s*(?=\S)|\(?\d{1,2}[.)]\s|[а-я]\)\s)")
_CLOSED = ("»", '"', ")")
_ENDED = (".", ";", ":", "!", "?", *_CLOSED)
_LATIN = {
    **dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye", strict=True)),
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "yu",
    "я": "ya",
    "ъ": "",
    "ь": "",
}


def clean(text: str) -> str:
    """Return *text* as it looks: composed letters, plain spaces, no invisible signs.

    Line ends stay, as `naming.tidy` would not leave them; every other run of spaces becomes one
    space, and lines lose their edges.
    """
    if text.isascii() and text.isalnum():
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    seen = "".join(map(_visible, text))
    return "\n".join(_SPACES.sub(" ", line).strip() for line in seen.split("\n")).strip("\n")


def _visible(sign: str) -> str:
    if sign.isprintable() or sign in "\n\t":
        return sign
    category = unicodedata.category(sign)
    if category in {"Zl", "Zp"} or sign in "\v\f":
        return "\n"
    return " " if category in ("Zs", "Cc") else ""


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of *text* that hold something, cleaned."""
    return tuple(line for line in clean(text).split("\n") if line)


def one_line(lines: Iterable[str]) -> str:
    """Join *lines* with spaces; a word broken at a hyphen is put together again."""
    text = ""
    for line in lines:
        glued = bool(re.search(r"[^\W\d_]-$", text)) and line[:1].islower()
        text += line if glued or not text else f" {line}"
    return text


def flow(lines: Iterable[str]) -> str:
    """Join lines that only the width of the cell broke; items of a list keep lines of their own."""
    lines = list(lines)
    marked = sum(map(is_listed, lines)) > 1
    out: list[str] = []
    for line in lines:
        if out and _goes_on(out[-1], line, marked=marked):
            out[-1] = one_line((out[-1], line))
        else:
            out.append(line)
    return "\n".join(out)


def is_listed(line: str) -> bool:
    """Tell whether *line* begins with a bullet, a dash or a small number."""
    return bool(_BULLET.match(line))


def _goes_on(before: str, line: str, *, marked: bool) -> bool:
    """Tell whether *line* belongs to the one before; in a *marked* list every item has its mark."""
    if is_listed(line):
        return False
    if line[0].islower() and marked:
        return not before.endswith((".", ";", ":", "!", "?"))
    if line[0].islower() and before.endswith(_CLOSED):
        return before[:1].isupper()  # a sentence; a list of small beginnings keeps its lines
    return not before.endswith(_ENDED) and (line[0].islower() or before.endswith((",", "-")))


@lru_cache(maxsize=16_384)
def gist(text: str) -> str:
    """Return what is left of *text* for telling print apart: its words, without quotes and ends.

    It forgives more than :func:`engine.people.naming.folded`, on which it rests: quotes, the dots
    at the ends and the spaces around a hyphen are gone, for heads and labels are printed with and
    without them. Who is the same party is not settled by it.
    """
    text = re.sub(r"[\"'`]", " ", naming.folded(text))
    text = re.sub(r"\s*[–—−-]\s*", "-", text)
    return " ".join(text.split()).strip(" .,;:")


def slug(text: str) -> str:
    """Return *text* as a key: transliterated, ``[a-z0-9][a-z0-9.-]*``, or ``""``."""
    latin = "".join(_LATIN.get(sign, sign) for sign in text.casefold())
    latin = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9.]+", "-", latin).strip("-.")


def same_stem(one: str, other: str) -> bool:
    """Tell whether two words differ in nothing but a short ending (образование, образования)."""
    one, other = naming.folded(one), naming.folded(other)
    if one == other:
        return True
    shared = next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )
    return shared >= 4 and max(len(one), len(other)) - shared <= 3
