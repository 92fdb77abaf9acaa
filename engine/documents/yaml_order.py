"""The YAML form of an order: what ``import`` takes and ``export`` gives.

YAML turns an unquoted 1.10 into 1.1, 8:30 into 510 and "no" into a denial, so a text that is
without quotes and looks like anything else is refused with its line; what is written here is
always quoted, and reads back as exactly the same draft.
"""

from __future__ import annotations

import difflib
import re
from typing import Any

import msgspec
import yaml

from engine.documents.containers import yaml_events
from engine.documents.containers.yaml_events import PathPart
from engine.errors import N_, UnreadableDocument
from engine.workflows.orders.draft import Draft

_PART = re.compile(r"\.(\w+)|\[(\d+)\]")
_UNKNOWN = re.compile(r"Object contains unknown field `(.*?)`", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(.*?)`")
_WRONG = re.compile(r"Expected `(.*?)`, got `(.*?)`")


def read_yaml(data: bytes, name: str) -> Draft:
    """Return the draft that the YAML text in *data* holds; *name* is shown in messages.

    Raises :class:`UnreadableDocument` with file, line and remedy for anything that is not such a
    draft; nothing is guessed or converted.
    """
    values = yaml_events.values(data, name)
    try:
        return msgspec.convert(values, Draft)
    except msgspec.ValidationError as error:
        raise _explained(str(error), data, name) from None


def write_yaml(draft: Draft) -> str:
    """Return *draft* as YAML text that :func:`read_yaml` turns back into an equal draft.

    Every text is in quotes; fields that are empty are left out.
    """
    return yaml.dump(
        _plain(draft),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=float("inf"),
    )


def _explained(message: str, data: bytes, name: str) -> UnreadableDocument:
    """Turn msgspec's sentence and path into ours, with the line and what to do."""
    what, _, at = message.partition(" - at `")
    path: tuple[PathPart, ...] = tuple(
        int(index) if index else field for field, index in _PART.findall(at)
    )
    if unknown := _UNKNOWN.match(what):
        return _unknown_field(unknown[1], path, data, name)
    if not path and what.startswith("Expected"):
        return UnreadableDocument(
            N_("{file} does not hold an order: it should be a group of fields."), file=name
        )
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
    field: str, path: tuple[PathPart, ...], data: bytes, name: str
) -> UnreadableDocument:
    line, _ = yaml_events.line_of(data, name, (*path, field))
    near = difflib.get_close_matches(field, _FIELDS, n=1)
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
    "array": N_("{file}, line {line}: {field} should be a list."),
    "object": N_("{file}, line {line}: {field} should be a group of fields."),
}


def _spelt(path: tuple[PathPart, ...]) -> str:
    """Return the last named part of *path*, which is what a clerk looks for in the line."""
    return next((part for part in reversed(path) if isinstance(part, str)), "order")


def _fields(kind: type[msgspec.Struct], seen: set[type]) -> set[str]:
    seen.add(kind)
    names = set(kind.__struct_fields__)
    for info in msgspec.structs.fields(kind):
        for inner in _structs(info.type):
            if inner not in seen:
                names |= _fields(inner, seen)
    return names


def _structs(annotation: Any) -> list[type[msgspec.Struct]]:
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return [annotation]
    return [inner for part in getattr(annotation, "__args__", ()) for inner in _structs(part)]


_FIELDS = sorted(_fields(Draft, set()))


class _Key(str):
    """The name of a field, which is without quotes."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Quotes every text that is not the name of a field, and never writes an alias."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  the library's signature
        return True


_Dumper.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)
_Dumper.add_representer(
    _Key, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text))
)


def _plain(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return {
            _Key(info.name): _plain(inner)
            for info in msgspec.structs.fields(value)
            if (inner := getattr(value, info.name)) or inner != _default(info)
        }
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return value


def _default(info: Any) -> Any:
    if info.default_factory is not msgspec.NODEFAULT:
        return info.default_factory()
    return info.default
