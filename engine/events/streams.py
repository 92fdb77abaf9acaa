"""The grammar of names in the log: streams, paths of measures, keys of occurrences, references.

    stream     ledger | KIND/ID | occurrence/PATH/KEY
    path       OWNER/MEASURE            tonkino/m003, or an item of an order: 200-o/i3.1
    key        [ITEM:]LABEL[~N]         2022-08, 2:2022-Q3, 2022~2
    reference  [OWNER/]NUMBER[~N][@KEY] what people type: tonkino/1.3@2022-08

The signs ``/ @ ~ :`` occur in no key, id or label except as these separators. The code that needs a
part of such a name parses it here; nothing else in the program cuts one.
"""

from __future__ import annotations

import re
from typing import Literal, cast, get_args

import msgspec

from engine.errors import N_, NotFound

StreamKind = Literal[
    "ledger",
    "service",
    "person",
    "organisation",
    "post",
    "group",
    "order",
    "roadmap",
    "indicator",
    "review",
    "occurrence",
]
KINDS: tuple[StreamKind, ...] = get_args(StreamKind)
"""In the order in which one batch names them: who is named comes before what names him."""

REGISTER: tuple[StreamKind, ...] = ("service", "person", "organisation", "post", "group")
"""Streams of the register: who is who, and what they may do."""

PLANS: tuple[StreamKind, ...] = ("order", "roadmap", "indicator")
"""What keeps the text of plans; the catalogue is folded of these."""

LEDGER = "ledger"
"""The only stream without an id: the ledger's own."""

KEY = re.compile(r"[a-z0-9][a-z0-9.-]*")
"""What the key of an order, a roadmap or an indicator looks like."""

SEPARATORS = frozenset("/@~:")


def kind_of(stream: str) -> str:
    """Return the kind of *stream*: one of ``KINDS``, or what a later version may know."""
    return stream.partition("/")[0]


def proper_kind(stream: str) -> str:
    """Return the kind of *stream*, or "" where it is no name of a stream: ledger, or KIND/ID."""
    kind, _slash, own_id = stream.partition("/")
    return kind if bool(own_id) != (kind == LEDGER) else ""


def rank(stream: str) -> tuple[int, str]:
    """Return where *stream* belongs in a batch: by kind, then by name."""
    return KINDS.index(cast("StreamKind", kind_of(stream))), stream


def id_of(stream: str) -> str:
    """Return what follows the kind: a key, a random id, or the path and key of an occurrence."""
    return stream.partition("/")[2]


def order(key: str) -> str:
    """Return the stream of an order."""
    return f"order/{key}"


def roadmap(key: str) -> str:
    """Return the stream of a roadmap."""
    return f"roadmap/{key}"


def person(own_id: str) -> str:
    """Return the stream of a person."""
    return f"person/{own_id}"


def party(kind: str, own_id: str) -> str:
    """Return the stream of a party of that *kind*: a person, an organisation, a post, a group."""
    return f"{kind}/{own_id}"


def indicator(key: str) -> str:
    """Return the stream of an indicator."""
    return f"indicator/{key}"


def occurrences_of(path: str) -> str:
    """Return what the streams of all occurrences of a measure begin with (or of an owner's)."""
    return f"occurrence/{path}/"


def is_person(party: str) -> bool:
    """Return whether *party*, the id of who answers for something, is a person."""
    return kind_of(party) == "person"


def is_plain(text: str) -> bool:
    """Return whether *text* holds no separator: it may be the key of a roadmap, or a number."""
    return not SEPARATORS & set(text)


class MeasurePath(msgspec.Struct, frozen=True):
    """A measure of a roadmap, or an item of an order: ``OWNER/MEASURE``."""

    owner: str
    measure: str

    @classmethod
    def parse(cls, text: str) -> MeasurePath:
        """Read a path back; raises ValueError for what is none."""
        owner, slash, measure = text.partition("/")
        if not (owner and slash and measure) or "/" in measure:
            raise ValueError(f"{text!r} is not the path of a measure")
        return cls(owner, measure)

    @property
    def is_item(self) -> bool:
        """Return whether it is an item of an order (``i3.1``), not a measure (``m003``)."""
        return self.measure.startswith("i")

    @property
    def plan(self) -> str:
        """Return the stream that keeps its text and deadlines: of its order or roadmap."""
        return order(self.owner) if self.is_item else roadmap(self.owner)

    def __str__(self) -> str:
        return f"{self.owner}/{self.measure}"


class OccurrenceKey(msgspec.Struct, frozen=True):
    """An occurrence within its measure: the label as first planned, of a sub-item, which of it."""

    label: str
    item: str | None = None
    repeat: int = 1

    @classmethod
    def parse(cls, text: str) -> OccurrenceKey:
        """Read a key back; raises ValueError where what follows ``~`` does not count."""
        item, colon, rest = text.partition(":")
        label, tilde, repeat = (rest if colon else text).partition("~")
        return cls(label, item if colon else None, int(repeat) if tilde else 1)

    def __str__(self) -> str:
        return self.repeated(self.repeat)

    def repeated(self, count: int) -> str:
        """Return the key of the *count*-th occurrence with this label."""
        name = self.label if self.item is None else f"{self.item}:{self.label}"
        return name if count == 1 else f"{name}~{count}"


class OccurrenceStream(msgspec.Struct, frozen=True):
    """The stream of one occurrence: whose it is, and its key."""

    path: MeasurePath
    key: str

    @classmethod
    def parse(cls, stream: str) -> OccurrenceStream:
        """Read the name of a stream; raises ValueError where it is no occurrence's."""
        kind, owner, measure, key = stream.split("/", 3)
        if kind != "occurrence":
            raise ValueError(f"{stream!r} is not an occurrence")
        return cls(MeasurePath(owner, measure), key)

    def __str__(self) -> str:
        return f"{occurrences_of(str(self.path))}{self.key}"


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """How people name a measure or an occurrence; what was not given is ``""``, *repeat* 0."""

    owner: str = ""
    number: str
    repeat: int = 0
    key: str = ""

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Split *text* into its parts; raises NotFound for what names nothing."""
        rest, _, key = text.strip().partition("@")
        owner, slash, number = rest.rpartition("/")
        number, tilde, repeat = number.partition("~")
        counts = repeat.isdecimal() and len(repeat) < 10
        unclear = (tilde and not counts) or (slash and not owner)
        if not number.strip() or unclear or not text.strip().isprintable():
            raise NotFound(
                N_("“{text}” does not name a measure"),
                remedy=N_("Write ROADMAP/NUMBER@PERIOD, for example bolshemurashkino/1.3@2022."),
                text=text,
            )
        return cls(
            owner=owner.strip(),
            number=number.strip(),
            repeat=int(repeat) if tilde else 0,
            key=key.strip(),
        )

    @classmethod
    def named(cls, owner: str, name: str, key: str = "") -> Reference:
        """Return the reference to what has this *name* (``1.3``, ``1.3~2``) within its owner."""
        number, tilde, repeat = name.partition("~")
        return cls(owner=owner, number=number, repeat=int(repeat) if tilde else 0, key=key)

    @property
    def name(self) -> str:
        """Return the name of the measure within its owner: ``1.3``, ``1.3~2``."""
        return f"{self.number}~{self.repeat}" if self.repeat else self.number

    def __str__(self) -> str:
        owner = f"{self.owner}/" if self.owner else ""
        return f"{owner}{self.name}" + (f"@{self.key}" if self.key else "")
