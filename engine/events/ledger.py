"""Facts about the ledger itself, stream ``ledger``: its genesis, its rules, what was erased."""

from __future__ import annotations

from datetime import date
from typing import Literal

from engine.errors import N_
from engine.events.event import Event, stored
from engine.events.shapes import Document

Purpose = Literal["office", "rehearsal"]


@stored
class LedgerOpened(Event, frozen=True, kw_only=True):
    """Position 1 of every ledger. ``time_zone`` is an IANA name, asked for, never guessed."""

    NAME = "LedgerOpened"
    TOLD = N_("ledger opened")

    ledger_id: str
    purpose: Purpose
    hash: Literal["sha-256"]
    format: Literal["vekha/1"]
    organisation: str
    time_zone: str
    language: str


@stored
class WordsErased(Event, frozen=True, kw_only=True):
    """The words at ``positions`` (ascending) may go, on ``basis``; the guard asks for it.

    ``subject`` is the person whom they concern, ``act`` the number of the act of erasure.
    """

    NAME = "WordsErased"
    TOLD = N_("words erased")

    positions: tuple[int, ...]
    basis: str
    document: Document | None = None
    subject: str | None = None
    act: int | None = None


@stored
class PolicySet(Event, frozen=True, kw_only=True):
    """From a day on, the ledger does it so: a name, and what it is set to.

    ``scope`` is null for the whole ledger, else a roadmap's key or a measure's path; the narrowest
    one counts, and of several in time the one that is in force on the deadline.
    """

    NAME = "PolicySet"
    TOLD = N_("policy set")

    name: str
    value: str
    valid_from: date
    scope: str | None = None


@stored
class ReasonCodeDefined(Event, frozen=True, kw_only=True):
    """Reports may give this reason for lateness from a day on; a name of "" takes it off."""

    NAME = "ReasonCodeDefined"
    TOLD = N_("reason defined")

    code: str
    name: str
    kind: Literal["excusable", "preventable"]
    valid_from: date


@stored
class PeriodLocked(Event, frozen=True, kw_only=True):
    """Readings, assessments and printed figures of a period stay as they are. Words: ``reason``.

    ``label`` is the period's, ``scope`` null for the whole ledger, else a roadmap's key.
    """

    NAME = "PeriodLocked"
    TOLD = N_("period locked")
    WORDS = frozenset({"reason"})

    label: str
    scope: str | None = None


@stored
class PeriodReopened(Event, frozen=True, kw_only=True):
    """What was locked of a period may be changed again. Words: ``reason``."""

    NAME = "PeriodReopened"
    TOLD = N_("period reopened")
    WORDS = frozenset({"reason"})

    label: str
    scope: str | None = None
