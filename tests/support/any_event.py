"""Any event that exists, with any facts: drawn from its class, field by field.

What draws is a ``Random`` in the caller's hand: facts are many, and were each of them a choice of
Hypothesis', histories would have to be short. A new type, and a new field of an old one, are drawn
without a change here; what a field's type does not tell (that it is a party, a measure's id) is in
``BY_NAME``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from msgspec import inspect

from engine.events import streams
from engine.events.event import REGISTER, Event
from engine.events.occurrences import OccurrenceEvent
from engine.workflows.occurrence.lifecycle import STATES
from tests.support import wide
from tests.support.reading_rows import TYPED

OCCURRENCES = (
    "occurrence/rm/m001/2022",
    "occurrence/rm/m001/2022-08~2",
    "occurrence/rm/m002/1:2022-08",
    "occurrence/rm.2/m001/2022",
    "occurrence/rm-order/i3.1/2022-07-21",
)
"""Several measures of several roadmaps, one name beginning like another, and an order's item."""

PEOPLE = ("person/a", "person/b", "organisation/a", "group/a")

STREAMS: Mapping[str, tuple[str, ...]] = {
    "occurrence": OCCURRENCES,
    "person": ("person/a", "person/b"),
    "organisation": ("organisation/a", "organisation/b"),
    "post": ("post/a",),
    "group": ("group/a",),
    "service": ("service/a",),
    "order": ("order/rm-order",),
    "roadmap": ("roadmap/rm", "roadmap/rm.2"),
    "indicator": ("indicator/rm.1",),
    "ledger": (streams.LEDGER,),
}
"""Kind of stream -> streams of that kind in which histories play."""

FIRST_DAY, LAST_DAY = date(2021, 6, 1), date(2024, 2, 29)
_ALPHABET = "аёЯ 1\"'\\\u2028𝒜"
_NAMES = ("имя", "имя ё", "Имя «1»")
_MEASURES = ("m001", "m002", "m010")

BY_NAME: dict[str, Sequence[str]] = {
    **dict.fromkeys(("party", "parties", "lead", "co_executors", "member", "parent"), PEOPLE),
    **dict.fromkeys(("into", "successor", "deputy", "chosen_by", "signatory", "control"), PEOPLE),
    **dict.fromkeys(("name", "aliases"), _NAMES),
    "measure": _MEASURES,
    "item": ("1", "2", "i3.1"),
    "number": tuple(TYPED),
    "term": ("t1", "t2", "t3"),
    "realm": ("os", "postgresql", "web"),
}
"""Texts that mean something, by the name of their field."""


def kinds() -> dict[str, tuple[str, ...]]:
    """Return stored name -> kinds of streams, for all that may be recorded after the genesis."""
    found: dict[str, set[str]] = {}
    for kind, name, _version in wide.VOCABULARY.types:
        found.setdefault(name, set()).add(kind)
    return {name: tuple(sorted(found[name])) for name in sorted(found) if name != "LedgerOpened"}


KINDS = kinds()


def facts(name: str, random: Random) -> dict[str, Any]:
    """Return any facts of an event of this stored name, as they are stored, but for ``from``.

    ``to`` is any state where the class gives none.
    """
    event = REGISTER[name]
    said = {
        field.encode_name: _value(field.type, field.encode_name, random)
        for field in _fields(event)
        if field.encode_name not in ("from", "to")
    }
    if issubclass(event, OccurrenceEvent) and event.leads_to() is None:
        said["to"] = random.choice(STATES)
    return said


@cache
def _fields(event: type[Event]) -> tuple[inspect.Field, ...]:
    info = inspect.type_info(event)
    assert isinstance(info, inspect.StructType)
    return info.fields


def _value(info: inspect.Type, name: str, random: Random) -> Any:  # noqa: C901 - a case a type
    """Return any value of a field's type, as it is stored."""
    match info:
        case inspect.NoneType():
            return None
        case inspect.BoolType():
            return random.choice((False, True))
        case inspect.IntType():
            return random.randint(1, 9)
        case inspect.StrType() if name in BY_NAME:
            return random.choice(BY_NAME[name])
        case inspect.StrType():
            return "".join(random.choices(_ALPHABET, k=random.randint(0, 5)))
        case inspect.DateType():
            days = random.randint(0, (LAST_DAY - FIRST_DAY).days)
            return str(FIRST_DAY + timedelta(days))
        case inspect.LiteralType(values=values):
            return random.choice(values)
        case inspect.UnionType(types=types):
            return _value(random.choice(types), name, random)
        case inspect.VarTupleType(item_type=item):
            return [_value(item, name, random) for _ in range(random.randint(0, 2))]
        case inspect.StructType(fields=fields):
            return {
                field.encode_name: _value(field.type, field.encode_name, random) for field in fields
            }
    raise TypeError(f"nobody has told how to draw {name}: {info}")
