"""Passwords in addresses that were given to this run: none of them is ever printed."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator


def hidden(text: str) -> str:
    """Return *text* with every address that was given to this run as it may be shown.

    Errors show addresses without passwords by themselves; this is for the words of others, which
    repeat what was typed: click on a wrong command line, Python on a mistake in the program.
    """
    given = sorted(_given(), key=len, reverse=True)
    if not given:
        return text
    from engine.events.address import presentable

    shown: dict[str, str] = {}
    for address in given:
        bare = presentable(address)
        shown |= dict.fromkeys((address, repr(address)[1:-1], bare), bare)  # shown already: left
    longest = sorted(shown, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest)), lambda found: shown[found[0]], text)


def _given() -> Iterator[str]:
    """Yield what may be the address of a server: each argument, what it sets, VEKHA_DB."""
    parts = [os.environ.get("VEKHA_DB", ""), *sys.argv[1:]]
    for part in parts:
        for text in (part, part.partition("=")[2] if part.startswith("-") else ""):
            if "://" in text or "password" in text.lower():
                yield text
