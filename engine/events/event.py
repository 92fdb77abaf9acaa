"""The base of all events, and the register of their stored names.

A stored name is text that was chosen once, with an integer version; it is not the class's path,
so classes may move and be renamed. Facts are the struct's fields; words (free text, persons'
names) travel beside it and may be erased later, so no figure and no decision reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, TypeVar

import msgspec


class Shape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stored shape: immutable, by keyword, strict about unknown fields, no default omitted."""


class Event(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fact in the past tense; subclasses add the fields that are stored.

    ``NAME`` and ``VERSION`` are how it is stored, for ever; ``TOLD`` is what people read in the
    history. ``WORDS`` names the texts that may travel beside it; ``executor`` also admits
    ``executor.1``, ``executor.2`` and so on. Of a printed text in the facts that mentions a person,
    the whole stands in the words, under its path: see ``printed.py``.
    """

    NAME: ClassVar[str]
    TOLD: ClassVar[str]
    VERSION: ClassVar[int] = 1
    WORDS: ClassVar[frozenset[str]] = frozenset()


E = TypeVar("E", bound=type[Event])

REGISTER: dict[str, type[Event]] = {}
"""Stored name -> the class that reads its newest version."""


def stored(event_class: E) -> E:
    """Enter *event_class* into the register under its stored name; a doubled name is a bug."""
    if event_class.NAME in REGISTER:
        raise TypeError(f"two events are stored as {event_class.NAME}")
    REGISTER[event_class.NAME] = event_class
    return event_class


class NewEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event that a decision wants recorded: the facts, the day it happened, the words.

    ``signature`` and ``key_id`` are there where the person signed it; see ``docs/FORMAT.md``.
    """

    event: Event
    effective_on: date
    words: Mapping[str, str] = msgspec.field(default_factory=dict)
    signature: str | None = None
    key_id: str | None = None
