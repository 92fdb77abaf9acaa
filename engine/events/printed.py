"""The texts in the facts of an event by their paths, and the words that stand for them.

A printed text that mentions a person is kept twice over: the facts have it without the name, the
words have the whole of it under its path (``title``, ``items.1.title``, ``passport.3.text.2``;
places are counted from 1). What is decided and counted reads facts; what is shown reads this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

Change = Callable[[str, str], str]
"""Takes a path and the text there, and returns what shall stand there."""


def mapped(value: T, change: Change, path: str = "") -> T:
    """Return *value* (a text, a struct, tuples of them) with every text in it changed."""
    done: Any = value
    if isinstance(value, str):
        done = change(path, value)
    elif isinstance(value, tuple):
        done = tuple(mapped(one, change, f"{path}.{n}") for n, one in enumerate(value, 1))
    elif isinstance(value, msgspec.Struct):
        done = _struct(value, change, path)
    return done  # type: ignore[no-any-return]


def as_printed(value: T, words: Mapping[str, str]) -> T:
    """Return *value* as it was printed: with the *words* in place of the texts of their paths."""
    return mapped(value, words.get) if words else value


def _struct(value: msgspec.Struct, change: Change, path: str) -> msgspec.Struct:
    before = {name: getattr(value, name) for name in value.__struct_fields__}
    begin = f"{path}." if path else ""
    after = {name: mapped(one, change, f"{begin}{name}") for name, one in before.items()}
    changed = {name: one for name, one in after.items() if one is not before[name]}
    return msgspec.structs.replace(value, **changed) if changed else value
