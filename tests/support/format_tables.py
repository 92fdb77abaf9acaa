"""The tables of ``docs/FORMAT.md``: all events, their shapes, and what follows in the register.

They are made from the program's own declarations; ``format_examples`` puts them into the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import msgspec
from msgspec import inspect

from engine.events import register, streams
from engine.events.event import REGISTER, Event
from engine.events.log import Source
from engine.events.occurrences import OccurrenceEvent
from engine.events.read_tables import Row
from engine.workflows.vocabulary import PROGRAM
from tests.support.complete import PEOPLE

STREAM = "KIND/ID"
_SHOWN = {STREAM: "the stream", "KIND": "the kind of stream"}
_VERSION = f"{STREAM}/000001"


def tables() -> dict[str, str]:
    """Return what each generated table of the page holds, without the blank lines around it."""
    return {
        "events": _table(("event", "streams", "states", "facts", "words", "who"), _events()),
        "shapes": _table(("shape", "fields"), _shapes()),
        "register": _table(("event", "what it does"), _register()),
        "rows": _table(("table", "columns"), _columns()),
    }


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


# -- events ---------------------------------------------------------------------------------------


def _events() -> Iterator[list[str]]:
    """Yield a row for every type, in the order of its kind of stream and of its declaration."""
    for name in sorted(REGISTER, key=lambda one: streams.KINDS.index(_kinds(one)[0])):
        event = REGISTER[name]
        rows = [row for row in PROGRAM.permitted if row.type == name]
        yield [
            f"`{name}` {event.VERSION}",
            ", ".join(f"`{kind}`" for kind in _kinds(name)),
            _states(event),
            "; ".join(_fields(event)) or "none",
            ", ".join(f"`{word}`" for word in sorted(event.WORDS)) or "none",
            ", ".join(rows[0].who.split(",")),
        ]


def _kinds(name: str) -> list[str]:
    found = {row.stream_kind for row in PROGRAM.permitted if row.type == name}
    return [kind for kind in streams.KINDS if kind in found]


def _states(event: type[Event]) -> str:
    """Return from where an event leads where: sources by what they lead to."""
    if not issubclass(event, OccurrenceEvent):
        return "none"
    found: dict[str, list[str]] = {}
    rows = sorted(row for row in PROGRAM.permitted if row.type == event.NAME)
    stays = [row.state_from for row in rows if row.state_from == row.state_to]
    for row in rows:
        if row.state_from != row.state_to:
            found.setdefault(row.state_to, []).append(row.state_from or "null")
    told = [f"{', '.join(sources)} → {dest}" for dest, sources in sorted(found.items())]
    return "; ".join([*told, *([f"stays {', '.join(stays)}"] if stays else [])])


def _fields(struct: type[msgspec.Struct]) -> Iterator[str]:
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)
    for field in info.fields:
        if not (issubclass(struct, OccurrenceEvent) and field.encode_name in ("from", "to")):
            yield f"`{field.encode_name}`: {_told(field.type)}"


def _told(info: inspect.Type) -> str:
    """Return the kind of a value in plain words."""
    match info:
        case inspect.NoneType():
            return "null"
        case inspect.BoolType():
            return "true or false"
        case inspect.IntType():
            return "integer"
        case inspect.StrType():
            return "text"
        case inspect.DateType():
            return "day"
        case inspect.LiteralType(values=values):
            return ", ".join(f"`{value}`" for value in values)
        case inspect.UnionType(types=types):
            return " or ".join(sorted(map(_told, types), key=lambda told: told == "null"))
        case inspect.VarTupleType(item_type=item):
            return f"list of {_told(item)}"
        case inspect.StructType(cls=cls):
            return f"*{cls.__name__}*"
    raise TypeError(f"nobody has told how to name {info}")


def _shapes() -> Iterator[list[str]]:
    """Yield a row for every shape that stands in events, and in what events hold."""
    found: dict[str, type[msgspec.Struct]] = {Source.__name__: Source}
    for event in REGISTER.values():
        _find(inspect.type_info(event), found)
    for name in sorted(found):
        yield [f"*{name}*", "; ".join(_fields(found[name]))]


def _find(info: inspect.Type, found: dict[str, type[msgspec.Struct]]) -> None:
    match info:
        case inspect.UnionType(types=types):
            for one in types:
                _find(one, found)
        case inspect.VarTupleType(item_type=item):
            _find(item, found)
        case inspect.StructType(cls=cls, fields=fields):
            if not issubclass(cls, Event):
                found[cls.__name__] = cls
            for field in fields:
                _find(field.type, found)


# -- the register ---------------------------------------------------------------------------------


def _register() -> Iterator[list[str]]:
    """Yield a row for every event of the register: what it puts, ends and removes."""
    for name in PEOPLE:
        event, shown = _telling(REGISTER[name])
        changes = register.changes(STREAM, 1, event)
        yield [f"`{name}`", "; ".join(_done(change, shown) for change in changes)]


def _telling(event: type[Event]) -> tuple[Event, dict[str, str]]:
    """Return an event each of whose values tells its field, and the fields by value."""
    info = inspect.type_info(event)
    assert isinstance(info, inspect.StructType)
    shown = dict(_SHOWN)
    facts = {field.encode_name: _value(field, shown) for field in info.fields}
    return msgspec.convert(facts, event), shown


def _value(field: inspect.Field, shown: dict[str, str]) -> Any:
    name, told = field.encode_name, f"`{field.encode_name}`"
    kinds = field.type.types if isinstance(field.type, inspect.UnionType) else (field.type,)
    match kinds[0]:
        case inspect.StrType():
            value: Any = f"<{name}>"
        case inspect.DateType():
            value = date(2000, 1, 1 + len(shown)).isoformat()
        case inspect.LiteralType(values=values):
            value = values[0]
        case inspect.VarTupleType(item_type=inspect.StructType(fields=fields)):
            return [{inner.encode_name: _value(inner, shown) for inner in fields}]
        case inspect.VarTupleType():
            shown[f"<{name}>"] = f"each of {told}"
            return [f"<{name}>"]
        case _:
            return False
    shown[value] = told
    return value


def _done(change: register.Change, shown: dict[str, str]) -> str:
    match change:
        case register.Put(table=table, row=row):
            return f"puts `{table}`: {_values(row, shown)}"
        case register.End(table=table, id=term, valid_to=valid_to):
            ended = f"`valid_to` = {shown[valid_to]}"
            return f"ends `{table}` with `id` = {shown[term]}: {ended}"
        case register.Remove(table=table, values=values):
            return f"removes `{table}` with {_values(values, shown)}"


def _values(row: Row, shown: dict[str, str]) -> str:
    return ", ".join(f"`{name}` = {_meant(value, shown)}" for name, value in row.items())


def _meant(value: object, shown: dict[str, str]) -> str:
    if value is None:
        return "null"
    text = str(value)
    if text.startswith(_VERSION):
        number = "/number" if text != _VERSION else ""
        return f"stream/version{number}"
    return shown[text]


def _columns() -> Iterator[list[str]]:
    for table in register.TABLES:
        yield [f"`{table.name}`", ", ".join(f"`{name}`" for name, _ in table.columns)]
