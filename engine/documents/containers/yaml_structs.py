"""Plain values of a YAML file into structs, strictly: what is wrong is told with line and remedy.

Nothing is guessed or converted: a text that is without quotes and looks like a number, a date or a
denial is refused, for YAML turns 1.10 into 1.1, 8:30 into 510 and "no" into false.
"""

from __future__ import annotations

import difflib
import re
from functools import cache
from typing import Any, TypeVar

import msgspec

from engine.documents.containers import yaml_events
from engine.documents.containers.yaml_events import NotText, PathPart
from engine.errors import N_, UnreadableDocument

S = TypeVar("S", bound=msgspec.Struct)

_PART = re.compile(r"\.(\w+)|\[(\d+)\]")
_UNKNOWN = re.compile(r"Object contains unknown field `(.*?)`", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(.*?)`")
_WRONG = re.compile(r"Expected `(.*?)`, got `(.*?)`")
_TRUTHS = {"true": True, "false": False}


def converted(values: Any, kind: type[S], data: bytes, name: str) -> S:
    """Return *values*, which the YAML text in *data* holds, as a *kind*.

    Raises :class:`UnreadableDocument` with file (*name*), line and remedy for anything else.
    """
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        raise _explained(str(error), kind, data, name) from None


def truth(value: Any) -> Any:
    """Return an unquoted ``true`` or ``false`` as the truth value that it is; else as it is."""
    return _TRUTHS.get(value.written, value) if isinstance(value, NotText) else value


def _explained(
    message: str, kind: type[msgspec.Struct], data: bytes, name: str
) -> UnreadableDocument:
    """Turn msgspec's sentence and path into ours, with the line and what to do."""
    what, _, at = message.partition(" - at `")
    path: tuple[PathPart, ...] = tuple(
        int(index) if index else field for field, index in _PART.findall(at)
    )
    if unknown := _UNKNOWN.match(what):
        return _unknown_field(unknown[1], path, kind, data, name)
    line, written = yaml_events.line_of(data, name, path)
    facts: dict[str, Any] = {"file": name, "line": line, "field": _spelt(path), "value": written}
    if missing := _MISSING.match(what):
        facts["field"] = missing[1]
        return UnreadableDocument(
            N_("{file}, line {line}: the field {field} is missing here."), **facts
        )
    if wrong := _WRONG.match(what):
        return _wrong_type(wrong[1], wrong[2], facts)
    return UnreadableDocument(N_("{file}, line {line}: {field} cannot be “{value}”."), **facts)


def _unknown_field(
    field: str, path: tuple[PathPart, ...], kind: type[msgspec.Struct], data: bytes, name: str
) -> UnreadableDocument:
    line, _ = yaml_events.line_of(data, name, (*path, field))
    near = difflib.get_close_matches(field, _fields(kind), n=1)
    return UnreadableDocument(
        N_("{file}, line {line}: no field is called {field} here."),
        remedy=N_("Did you mean {near}?") if near else "",
        file=name,
        line=line,
        field=field,
        near=near[0] if near else "",
    )


def _wrong_type(wanted: str, got: str, facts: dict[str, Any]) -> UnreadableDocument:
    text_wanted = "str" in wanted.split(" | ")
    if text_wanted and got not in ("object", "array", "null"):
        return UnreadableDocument(
            N_("{file}, line {line}: {field} is text, and {value} without quotes is not."),
            remedy=N_('Put it in quotes: "{value}".')
            if facts["value"]
            else N_("Put it in quotes."),
            **facts,
        )
    template = _WANTED.get(wanted.split(" | ", maxsplit=1)[0], _WANTED["str"])
    return UnreadableDocument(template, **facts)


_WANTED = {
    "str": N_("{file}, line {line}: {field} should be a text."),
    "int": N_("{file}, line {line}: {field} should be a whole number without quotes."),
    "bool": N_("{file}, line {line}: {field} should be true or false, without quotes."),
    "array": N_("{file}, line {line}: {field} should be a list."),
    "object": N_("{file}, line {line}: {field} should be a group of fields."),
}


def _spelt(path: tuple[PathPart, ...]) -> str:
    """Return the last named part of *path*, which is what a clerk looks for in the line."""
    return next((part for part in reversed(path) if isinstance(part, str)), "order")


@cache
def _fields(kind: type[msgspec.Struct]) -> list[str]:
    return sorted(_named(kind, set()))


def _named(kind: type[msgspec.Struct], seen: set[type]) -> set[str]:
    seen.add(kind)
    names = set(kind.__struct_fields__)
    for info in msgspec.structs.fields(kind):
        for inner in _structs(info.type):
            if inner not in seen:
                names |= _named(inner, seen)
    return names


def _structs(annotation: Any) -> list[type[msgspec.Struct]]:
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return [annotation]
    return [inner for part in getattr(annotation, "__args__", ()) for inner in _structs(part)]
