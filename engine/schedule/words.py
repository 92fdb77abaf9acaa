"""Which class a word belongs to: looked up whole, then by its longest known beginning."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from engine.schedule.vocabulary import FORMS, STARTS, Class

_ADVERBS: Final = frozenset({"yearly", "half_yearly", "quarterly", "monthly", "weekly", "daily"})
"""Words that are beside dates; one that goes on for long is two words in one."""
_ENDING: Final = re.compile(r"(ь?н)?(о|а|ы|ый|ий|ая|ое|ые|ого|ой|ому|ым|ыми|ых|ую|ом|ей)?")


@lru_cache(maxsize=4096)
def classify(word: str) -> Class:
    """Give the class of a lower-case word with е for ё; ``("word", 0)`` where it has none."""
    if word in FORMS:
        return FORMS[word]
    for start, found in STARTS:
        if word.startswith(start) and _ends_well(word[len(start) :], found[0]):
            return found
    return "word", 0


def _ends_well(ending: str, kind: str) -> bool:
    """Say whether an adverb or its adjective ends here, and no other word is glued to it."""
    return kind not in _ADVERBS or _ENDING.fullmatch(ending) is not None
