"""How names are compared: the same for people, organisations and references, on every database.

Folding is done here and never by the database, which folds ASCII only (SQLite) or as its cluster
was set up (PostgreSQL).
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def tidy(name: str) -> str:
    """Return *name* in NFC, without invisible marks, runs of white space as one space."""
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", name)).split())


def folded(name: str) -> str:
    """Return the key under which *name* is looked up: case, ё/е and quotes make no difference."""
    return tidy(name).casefold().replace("ё", "е").translate(_QUOTES)


def sorting(name: str) -> tuple[str, str]:
    """Return the key by which names are ordered: as folded, ё right after е."""
    return folded(name), tidy(name).casefold()


def hides(text: str) -> bool:
    """Tell whether *text* holds signs that cannot be seen, apart from white space around it."""
    return any(unicodedata.category(sign) in ("Cc", "Cf") for sign in text.strip())


def alike(login: str) -> str:
    r"""Return the letters by which *login* passes for one of another alphabet, or "".

    Those are Cyrillic letters beside Latin ones, or the other way round, if each of them looks
    like a letter of the other alphabet. Parts around ``\`` and ``@`` are looked at one by one.
    """
    for part in re.split(r"[\\@]", login):
        latin, cyrillic = (
            {sign for sign in part if unicodedata.name(sign, "").startswith(script)}
            for script in ("LATIN", "CYRILLIC")
        )
        for few, twins in ((cyrillic, _LIKE_LATIN), (latin, _LIKE_CYRILLIC)):
            if latin and cyrillic and few <= twins:
                return "".join(sorted(few))
    return ""


_LIKE_LATIN = frozenset("авсекорхуіјѕһԁԛԝӏАВСЕНІЈКМОРЅТХУ")
_LIKE_CYRILLIC = frozenset("abceopxyijshdqwlkABCEHIJKMOPSTXY")
_QUOTES = str.maketrans({"«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"})
