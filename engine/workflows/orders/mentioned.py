"""Persons mentioned in the printed texts of an order: out of the facts, into the words.

A draft goes through :func:`without_names` before anything is decided, so that it is compared with
what is recorded as that reads; each text remembers the whole of it until its event is made.
"""

from __future__ import annotations

import re
from typing import Final, Self, TypeVar

from engine.events.event import Event
from engine.events.printed import mapped
from engine.people import mentions
from engine.workflows.orders.draft import Draft

E = TypeVar("E", bound=Event)

_NAMES: Final = re.compile(r"\b(?:parties|executors)\b|^order\.(?:signatory|control)\.name$")
"""Paths in a draft of what is a name altogether: it becomes an id, and is not hidden in a text."""


class Mentioning(str):
    """A text without the names that it mentions; ``whole`` is how it is printed."""

    __slots__ = ("whole",)
    whole: str

    def __new__(cls, whole: str, short: str) -> Self:
        """Return *short*, which remembers *whole*."""
        made = super().__new__(cls, short)
        made.whole = whole
        return made


def without_names(draft: Draft) -> Draft:
    """Return *draft* with every text that mentions a person made a :class:`Mentioning`."""
    return mapped(draft, _hidden)


def shortened(text: str, of: str = "") -> str:
    """Return *text* itself where it mentions nobody, else the :class:`Mentioning` of it.

    It may be a piece of a text *of*: see ``mentions.hidden``.
    """
    short = mentions.hidden(text, of)
    return text if short == text else Mentioning(text, short)


def whole(text: str) -> str:
    """Return a text of a draft as it is printed."""
    return text.whole if isinstance(text, Mentioning) else text


def told(event: E) -> tuple[E, dict[str, str]]:
    """Return *event* with plain texts, and as words the whole of those that mention someone."""
    words: dict[str, str] = {}

    def plain(path: str, text: str) -> str:
        if isinstance(text, Mentioning):
            words[path] = text.whole
            return str(text)
        return text

    return mapped(event, plain), words


def _hidden(path: str, text: str) -> str:
    return text if _NAMES.search(path) else shortened(text)
