"""Facts about the ledger itself, stream ``ledger``: its genesis and what was erased from it."""

from __future__ import annotations

from typing import Literal

from engine.errors import N_
from engine.events.event import Event, stored

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
    """The words at ``positions`` (ascending) may go, on ``basis``; the guard asks for it."""

    NAME = "WordsErased"
    TOLD = N_("words erased")

    positions: tuple[int, ...]
    basis: str
