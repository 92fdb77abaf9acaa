"""A policy of the ledger as it was set, and how its file keeps a journal."""

from __future__ import annotations

from datetime import date

import msgspec


class PolicyAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a policy is set to, from which day on."""

    rehearsal: bool
    name: str
    value: str
    valid_from: date


class JournalAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """How the file of a ledger keeps its journal: delete or wal."""

    rehearsal: bool
    journal: str
