"""Facts about approving acts, stream ``order/<key>``."""

from __future__ import annotations

from datetime import date
from typing import Literal

from engine.errors import N_
from engine.events.event import Event, Shape, stored
from engine.events.shapes import Day, Document

OrderKind = Literal["order", "protocol", "resolution", "letter", "stamp"]
"""What kind of paper puts measures on control; a stamp is a bare mark of approval."""


class Executor(Shape, frozen=True, kw_only=True):
    """Who answers: a party; the first one leads. ``as_printed`` is null where it names a person."""

    party: str
    role: Literal["lead", "co"]
    as_printed: str | None


class Place(Shape, frozen=True, kw_only=True):
    """Where in the document a row is, counted from 1."""

    table: int
    row: int


class OrderParticulars(Event, frozen=True, kw_only=True):
    """What is known of an approving act: persons by id, their printed names as words.

    ``valid_from`` is its entry into force, null where it does not say (then: its date).
    """

    WORDS = frozenset({"signatory", "control", "file"}) | {
        *("title", "issuer", "signatory_post", "control_post", "parent"),
    }

    kind: OrderKind
    number: str
    date: date
    issuer: str
    title: str
    signatory: str | None
    signatory_post: str
    control: str | None
    control_post: str
    parent: str
    valid_from: Day | None
    file_sha256: str | None


@stored
class OrderApproved(OrderParticulars, frozen=True, kw_only=True):
    """An order (or a bare approval stamp) took effect."""

    NAME = "OrderApproved"
    TOLD = N_("order approved")


@stored
class OrderCorrected(OrderParticulars, frozen=True, kw_only=True):
    """The same order was taken in again from a corrected file; all of it, as it reads now."""

    NAME = "OrderCorrected"
    TOLD = N_("order corrected")


class OrderItemText(Event, frozen=True, kw_only=True):
    """A numbered item as it reads; with an executor and a deadline it is tracked like a measure."""

    WORDS = frozenset({"executor", "title"})

    item: str
    number: str
    title: str
    executors: tuple[Executor, ...]
    place: Place | None


@stored
class OrderItemIssued(OrderItemText, frozen=True, kw_only=True):
    """The order has this item from now on."""

    NAME = "OrderItemIssued"
    TOLD = N_("item of the order issued")


@stored
class OrderItemAmended(OrderItemText, frozen=True, kw_only=True):
    """An item reads differently in the corrected order; all of it, as it reads now."""

    NAME = "OrderItemAmended"
    TOLD = N_("item of the order amended")


@stored
class OrderItemRemoved(Event, frozen=True, kw_only=True):
    """The corrected order no longer has this item."""

    NAME = "OrderItemRemoved"
    TOLD = N_("item of the order removed")

    item: str


@stored
class OrderGiven(Event, frozen=True, kw_only=True):
    """The order was handed out to these parties, who confirm that they know it by a day.

    ``edition`` is the one that they were given: 1 for the order itself.
    """

    NAME = "OrderGiven"
    TOLD = N_("order handed out")

    edition: int
    parties: tuple[str, ...]
    by: date | None = None


@stored
class OrderAcknowledged(Event, frozen=True, kw_only=True):
    """These parties confirmed that they know the order; ``document`` is their sheet of paper."""

    NAME = "OrderAcknowledged"
    TOLD = N_("acquaintance confirmed")

    edition: int
    parties: tuple[str, ...]
    document: Document | None = None


@stored
class OrderRepealed(Event, frozen=True, kw_only=True):
    """The order lost its force; ``successor`` is the order that replaces it. Words: ``reason``."""

    NAME = "OrderRepealed"
    TOLD = N_("order repealed")
    WORDS = frozenset({"reason"})

    successor: str | None = None
    document: Document | None = None


@stored
class OrderClosed(Event, frozen=True, kw_only=True):
    """The order as a whole was taken off control. Words: ``reason``."""

    NAME = "OrderClosed"
    TOLD = N_("order taken off control")
    WORDS = frozenset({"reason"})

    document: Document | None = None
